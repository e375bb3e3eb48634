"""Engines that read reports: the rules, and stronger or other ones that are loaded only when chosen.

Whatever an engine says is checked against the text (``verify``): words that are not there are dropped, and
counted. No engine is asked unless the user names it.
"""

from __future__ import annotations

from collections.abc import Callable

from ...errors import InvalidQuery
from .base import Detail, Engine, Outcome, Proposal, Quote

__all__ = ["DEFAULT", "KINDS", "Detail", "Engine", "Outcome", "Proposal", "Quote", "get"]
DEFAULT = "rules"


def _rules(_: str, online: bool) -> Engine:
    from .rules import Rules

    return Rules()


def _spacy(model: str, online: bool) -> Engine:
    from .tagger import of_spacy

    return of_spacy(model)


def _gliner(model: str, online: bool) -> Engine:
    from .tagger import of_gliner

    return of_gliner(model, online=online)


def _llm(address: str, online: bool) -> Engine:
    from .chat import Chat

    return Chat.at(address, online=online)


# The first word of an engine's name, how the rest is written, and what makes it.
KINDS: dict[str, tuple[str, Callable[[str, bool], Engine]]] = {
    "rules": ("", _rules),
    "spacy": ("MODEL", _spacy),
    "gliner": ("MODEL", _gliner),
    "llm": ("URL#MODEL", _llm),
}


def get(name: str, *, online: bool = False) -> Engine:
    """Give the engine of a name.

    Parameters
    ----------
    name : str
        ``rules``; ``spacy:MODEL`` or ``gliner:MODEL``, the rules with a tagger's second opinion;
        ``llm:URL#MODEL``, a model behind an OpenAI-compatible address.
    online : bool
        False: an engine that is not on this machine is refused.

    Returns
    -------
    Engine

    Raises
    ------
    InvalidQuery
        When there is no such engine, or its name lacks the model.
    MissingExtra
        When a library or model that it needs is not installed.
    Offline
        When it is a server elsewhere, and not online.

    Examples
    --------
    >>> get("rules").made_by.partition("/")[0]
    'rules'
    >>> get("gpt")
    Traceback (most recent call last):
    geo.errors.InvalidQuery: 'gpt' is no engine: choose one of rules, spacy:MODEL, gliner:MODEL, llm:URL#MODEL
    """
    kind, _, rest = name.partition(":")
    known = ", ".join(f"{each}:{form}" if form else each for each, (form, _) in KINDS.items())
    if kind not in KINDS or bool(rest) != bool(KINDS[kind][0]):
        raise InvalidQuery(repr(name), "is no engine", f"choose one of {known}")
    return KINDS[kind][1](rest, online)
