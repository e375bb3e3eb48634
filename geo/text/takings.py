"""Verbs that tell an abduction only where people are taken: "seized 40 pupils", but "seized the town"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from .lexicon import Match
from .numbers import Number
from .tables import function_words
from .tokens import Text

if TYPE_CHECKING:
    from .mentions import Target

T = TypeVar("T")

_REACH = 5  # words after the verb in which the people stand
_KILLED = 4  # words after the people in which "and executed them" may stand
_CARED_FOR = 8  # words after it in which "to hospital" may stand


def find(
    text: Text, verbs: Sequence[Match[T]], people: Sequence[Match[Target]], numbers: Sequence[Number]
) -> list[Match[T]]:
    """Find the verbs after which people stand who were taken.

    Parameters
    ----------
    text : Text
    verbs : sequence of Match
        Where verbs of data/text/takings.csv stand.
    people : sequence of Match
        Words for people, as ``mentions.Target``.
    numbers : sequence of Number

    Returns
    -------
    list of Match
        Those of `verbs` that tell an abduction.

    Examples
    --------
    >>> from . import mentions
    >>> from .tokens import cut
    >>> text = cut("They seized the town and took 40 pupils. It took years.")
    >>> told = mentions.find(text, "en")
    >>> verbs = [Match(1, 1, ""), Match(5, 5, ""), Match(9, 9, "")]
    >>> [text.written(v.first, v.last) for v in find(text, verbs, told.targets, told.numbers)]
    ['took']
    """
    if not verbs:
        return []
    persons = {p.first: p for p in people if p.value.who in ("people", "anyone")}
    counted = {n.first for n in numbers}
    return [v for v in verbs if _takes_people(text, v, persons, counted)]


def _takes_people(text: Text, verb: Match[T], persons: dict[int, Match[Target]], counted: set[int]) -> bool:
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
    if not function_words("put_to_death").isdisjoint(after[:_KILLED]):
        return False  # "seized six men and slaughtered them"
    civilians = persons[at].value.kind == "civilians"
    return (number or (one and civilians)) and function_words("care").isdisjoint(after)
