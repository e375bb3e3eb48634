"""Verbs that tell an abduction only where people are taken: "seized 40 pupils", but "seized the town"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .lexicon import Lexicon, Match
from .numbers import Number
from .tables import function_words, spoken
from .tokens import Text

if TYPE_CHECKING:
    from .mentions import Target

_REACH = 5  # words after the verb in which the people stand
_CARED_FOR = 8  # words after it in which "to hospital" may stand


class Taking(NamedTuple):
    """Where a verb stands that tells of people taken."""

    first: int
    last: int


@cache
def _verbs(lang: str) -> Lexicon[str]:
    return Lexicon((row["phrase"], row["phrase"]) for row in spoken("takings", lang))


@cache
def _any(lang: str) -> re.Pattern[str]:
    """The first words of the verbs."""
    firsts = sorted({row["phrase"].split()[0] for row in spoken("takings", lang)})
    return re.compile(r"\b(?:" + "|".join(firsts) + r")\b")


def find(text: Text, lang: str, people: Sequence[Match[Target]], numbers: Sequence[Number]) -> list[Taking]:
    """Find the verbs after which people stand who were taken.

    Parameters
    ----------
    text : Text
    lang : {'en', 'fr'}
    people : sequence of Match
        Words for people, as ``mentions.Target``.
    numbers : sequence of Number

    Returns
    -------
    list of Taking
        In order of the words.

    Examples
    --------
    >>> from . import mentions
    >>> from .tokens import cut
    >>> text = cut("They seized the town and took 40 pupils. It took years.")
    >>> told = mentions.find(text, "en")
    >>> [text.written(t.first, t.last) for t in find(text, "en", told.targets, told.numbers)]
    ['took']
    """
    if not _any(lang).search(text.folded):  # most texts: no need to look word by word
        return []
    verbs = _verbs(lang).find(text.tokens)
    persons = {p.first: p for p in people if p.value.who in ("people", "anyone")}
    counted = {n.first for n in numbers}
    return [Taking(v.first, v.last) for v in verbs if _takes_people(text, v, persons, counted)]


def _takes_people(text: Text, verb: Match[str], persons: dict[int, Match[Target]], counted: set[int]) -> bool:
    """Whether people follow a verb, counted or one by an article, and are not brought to a hospital."""
    stop = min(verb.last + 1 + _REACH, len(text.tokens))
    at = next((i for i in range(verb.last + 1, stop) if i in persons), None)
    if at is None or not text.same_sentence(verb.last, at):
        return False
    if persons[at].value.kind == "armed group" or re.search(r"[,;:.()]", text.between(verb.last, at)):
        return False
    number = any(i in counted for i in range(verb.last + 1, at))
    one = bool(function_words("single_article").intersection(text.words(verb.last + 1, verb.last + 2)))
    after = text.words(at + 1, at + _CARED_FOR)
    civilians = persons[at].value.kind == "civilians"
    return (number or (one and civilians)) and function_words("care").isdisjoint(after)
