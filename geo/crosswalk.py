"""Our kinds of events (ACLED's) in the codes of UCDP, PLOVER, GTD and CAMEO, and back.

The facts are rows of data/crosswalks, each with its source, how well it fits, and what is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from . import vocab
from .errors import InvalidQuery

# Codes of a system to ours; CAMEO is only read.
SYSTEMS = ("ucdp", "plover", "gtd", "cameo")
WRITTEN = ("ucdp", "plover", "gtd")
FITS = ("exact", "lossy", "empty", "out of scope")


@dataclass(frozen=True, slots=True)
class Match:
    """What a code or a kind is called elsewhere.

    Parameters
    ----------
    found : tuple of str
        The first is taken where nothing more is known, ``note`` says what the others need. Empty where
        nothing fits: then a reader keeps the code as it was, in ``source_code``.
    fit : {'exact', 'lossy', 'empty', 'out of scope'}
    note : str
        What is lost, or what chooses among several; "" where there is nothing to say.
    """

    found: tuple[str, ...]
    fit: str
    note: str


def to_codes(system: str, sub_event_type: str) -> Match:
    """What a kind of ours is in another system's codes.

    Parameters
    ----------
    system : {'ucdp', 'plover', 'gtd'}
    sub_event_type : str
        One of the 25.

    Returns
    -------
    Match
        A PLOVER code is followed by its mode: ``ASSAULT abduct``.

    Raises
    ------
    InvalidQuery
        When there is no such system or kind.

    Examples
    --------
    >>> to_codes("plover", "Abduction/forced disappearance").found
    ('ASSAULT abduct',)
    >>> to_codes("ucdp", "Peaceful protest").fit
    'empty'
    """
    if system not in WRITTEN:
        raise InvalidQuery(
            repr(system), "is no system that events are written in", f"one of {', '.join(WRITTEN)}"
        )
    vocab.event_type_of(sub_event_type)  # refuses what is no kind
    return _codes(system)[sub_event_type]


def to_kinds(system: str, code: str) -> Match:
    """What another system's code is among our kinds.

    Parameters
    ----------
    system : {'ucdp', 'plover', 'gtd', 'cameo'}
    code : str
        As that system writes it; a PLOVER mode follows its code: ``ASSAULT abduct``.

    Returns
    -------
    Match
        Sub-event types; ``vocab.event_type_of`` tells their event types.

    Raises
    ------
    InvalidQuery
        When there is no such system or code.

    Examples
    --------
    >>> to_kinds("gtd", "6").found
    ('Abduction/forced disappearance',)
    >>> to_kinds("plover", "CONSULT").fit
    'out of scope'
    """
    if system not in SYSTEMS:
        raise InvalidQuery(repr(system), "is no system of codes", f"one of {', '.join(SYSTEMS)}")
    try:
        return _kinds(system)[code]
    except KeyError:
        table = f"see data/crosswalks/{system}_acled.csv"
        raise InvalidQuery(repr(code), f"is no code of {system.upper()}", table) from None


@cache
def _codes(system: str) -> Mapping[str, Match]:
    table = vocab.rows(f"crosswalks/acled_{system}.csv")
    return {row["sub_event_type"]: _match(row, _code(row)) for row in table}


@cache
def _kinds(system: str) -> Mapping[str, Match]:
    table = vocab.rows(f"crosswalks/{system}_acled.csv")
    return {_code(row): _match(row, row["sub_event_type"]) for row in table}


def _code(row: Mapping[str, str]) -> str:
    return " ".join(part for part in (row["code"], row.get("mode")) if part)


def _match(row: Mapping[str, str], found: str) -> Match:
    return Match(tuple(found.split("|")) if found else (), row["fit"], row["note"])
