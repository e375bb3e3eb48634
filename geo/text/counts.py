"""Casualties: numbers of people killed, wounded and abducted, as intervals.

One toll is one statement: numbers joined in a clause are added ("17 soldiers and four civilians dead"),
what is part of another number is left out ("12 dead, eleven of them soldiers").
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from . import singles
from .lexicon import Match
from .mentions import Mentions, Target
from .numbers import Number
from .tables import function_words
from .tokens import Text

_ANYONE = Target("people", "anyone")
_UNIT_REACH = 5  # words after a number in which the people counted may stand
_CLAUSE = 24  # words between a number and an outcome that still speaks of it
_PASSED = 4  # each number between counts as this many words
_BEHIND = 2  # an outcome before its number counts as this many words farther
_AMONG = 5  # words from a person to "among the dead"
_FIGURE = 12  # words from "figurent" to those who are named
_OTHERS = 8  # words to "29 others" who are added
_TO_NAME = 5  # words of "the neighbouring village of"
_CONTRAST = 6  # "while", "tandis que" between count as this many words
_INITIALS = re.compile(r"(?:\b[A-Z]\.)+")  # U.S.
_CONTRASTS = re.compile(r"\b(while|tandis|alors que|as well as)\b")
_JOINS = re.compile(r"[\s,]*(?:\w+ )?(?:and|et|ainsi que|as well as|,)?[\s]*(?:at least|au moins)?\s*")


class Toll(NamedTuple):
    """How many were killed, wounded or abducted, by one statement; high None is "at least"."""

    outcome: str
    low: int
    high: int | None
    victims: str
    span_first: int
    span_last: int


class _Counted(NamedTuple):
    number: Number
    unit: Match[Target]


def tolls(text: Text, mentions: Mentions, first: int = 0) -> list[Toll]:
    """Read the tolls of one sentence.

    Parameters
    ----------
    text : Text
    mentions : Mentions
        Those of the sentence alone.
    first : int
        Its first word.

    Returns
    -------
    list of Toll

    Examples
    --------
    >>> from .mentions import find
    >>> from .tokens import cut
    >>> t = cut("The attack left at least 17 soldiers and four civilians dead and 22 others injured.")
    >>> [(x.outcome, x.low, x.high) for x in tolls(t, find(t, "en"))]
    [('killed', 21, None), ('wounded', 22, 22)]
    """
    outcomes = mentions.outcomes
    counted = _elliptic(text, [c for n in mentions.numbers if (c := _counted(text, mentions, n))])
    counted += _by_place(text, mentions, counted)
    people = singles.find(text, mentions, first)
    listed = {single.number.first for single in people if single.listed}
    alone = [_Counted(single.number, single.unit) for single in people]
    counted = sorted([*counted, *alone], key=lambda c: c.number.first)
    found: list[Toll] = []
    part: _Counted | None = None
    for item in counted:
        if _is_part(text, item, first) or (part and _goes_on(text, part, item, outcomes)):
            part = item
            continue
        if _doing(text, item, first):
            continue
        if not function_words("source").isdisjoint(text.words(item.number.first - 2, item.number.first)):
            continue  # "according to two residents"
        outcome, unit = _outcome(text, item, outcomes, counted), item.unit.value
        if outcome in (None, "none") or (outcome == "abducted" and unit.kind == "armed group"):
            continue
        victims = "people" if unit.who == "anyone" else unit.kind
        low, high = item.number.low, item.number.high
        found.append(Toll(str(outcome), low, high, victims, item.number.first, item.unit.last))
    return _with_named(text, _added(text, found, listed), outcomes)


def _with_named(text: Text, found: list[Toll], outcomes: list[Match[str]]) -> list[Toll]:
    """One person told by name, where nobody else of that fate is counted."""
    counted = {t.outcome for t in found}
    people = [o for o in singles.named(text, outcomes) if o.value not in counted]
    return found + [Toll(o.value, 1, 1, "civilians", o.first, o.last) for o in people]


def _elliptic(text: Text, counted: list[_Counted]) -> list[_Counted]:
    """Give a bare number the people counted before: "29 militants were killed and three captured"."""
    out: list[_Counted] = []
    for item in counted:
        bare = item.unit.value == _ANYONE and item.unit.first <= item.number.last + 1
        if out and bare and text.tokens[item.number.first - 1].text in function_words("and"):
            item = item._replace(unit=item.unit._replace(value=out[-1].unit.value))
        out.append(item)
    return out


def _by_place(text: Text, mentions: Mentions, counted: list[_Counted]) -> list[_Counted]:
    """Numbers that only a place follows count the people told before: "31 dead in Kona and 13 in Bargou"."""
    held = {c.number.first for c in counted}
    out: list[_Counted] = []
    for number in mentions.numbers:
        before = next((c for c in reversed(counted) if c.number.first < number.first), None)
        if before is None or number.first in held or number.last + 2 >= len(text.tokens):
            continue
        if text.tokens[number.last + 1].text in function_words("locative") and _named(text, number.last + 2):
            out.append(_Counted(number, before.unit._replace(first=number.last, last=number.last)))
    return out


def _named(text: Text, at: int) -> bool:
    """Whether a name follows, over small words and "village of"."""
    small = function_words("article") | function_words("settling") | function_words("of_village")
    stop = min(at + _TO_NAME, len(text.tokens) - 1)
    while at < stop and text.tokens[at].text in small and not text.tokens[at].capital:
        at += 1
    return text.tokens[at].capital


def _counted(text: Text, mentions: Mentions, number: Number) -> _Counted | None:
    """The people a number counts: those named after it, else those an outcome beside it speaks of."""
    unit = _unit(text, mentions, number)
    if unit is not None:
        return _Counted(number, unit)
    outcomes = mentions.outcomes
    for outcome in outcomes:
        reach = 1 if number.low == number.high == 1 else 2  # "un mort", but not "un nouveau bilan"
        close = number.last < outcome.first <= number.last + reach
        if close and outcome.value != "none":  # "12 dead"
            return _Counted(number, Match(outcome.first, outcome.last, _ANYONE))
    if number.low > 1 and any(o.last == number.first - 1 and o.value != "none" for o in outcomes):
        return _Counted(number, Match(number.last, number.last, _ANYONE))  # "captured 22"
    return None


def _unit(text: Text, mentions: Mentions, number: Number) -> Match[Target] | None:
    """The people named after a number: "three Indian nationals", "four US and five Nigerien soldiers"."""
    reach = number.last + 1 + _UNIT_REACH
    starts = {n.first for n in mentions.numbers}
    for unit in mentions.targets:
        if not number.last < unit.first < reach or unit.value.who not in ("people", "anyone"):
            continue
        between = range(number.last + 1, unit.first)
        other = next((i for i in between if i in starts), None)
        if between and text.tokens[number.last].text in function_words("single_article"):
            return None  # "une attaque terroriste": singles.py reads articles
        if re.search(r"[,;:.()]", _INITIALS.sub("", text.between(number.last, unit.first)).lstrip(")")):
            return None
        if unit.value.who == "anyone" and not function_words("things").isdisjoint(
            text.words(unit.last + 1, unit.last + 2)
        ):
            return None  # "two other buses"
        if other is None:
            return unit
        joined = text.tokens[other - 1].text in function_words("and") | function_words("or")
        return unit._replace(last=other - 1) if joined and other - number.last <= 3 else None
    return None


def _is_part(text: Text, item: _Counted, first: int) -> bool:
    """Whether a number is part of one told before: "dont onze soldats", "three of them"."""
    before = text.words(max(first, item.number.first - 2), item.number.first)
    after = text.words(item.number.last + 1, item.number.last + 3)
    if not function_words("figure").isdisjoint(
        text.words(max(first, item.number.first - _FIGURE), item.number.first)
    ):
        return True  # "parmi les morts figurent le chef et un élu"
    if after and after[0] in function_words("part_of_them") and after[-1] in function_words("them"):
        return True
    if len(after) == 2 and after[0] == "of" and after[1] in function_words("definite_plural"):
        return True  # "eight of the dead"
    if _among_them(text, item):
        return True
    if not before:
        return False
    of_them = before[0] in function_words("part_of_them") and before[-1] in function_words("them")
    return before[-1] in function_words("part_of") or of_them


def _among_them(text: Text, item: _Counted) -> bool:
    """Whether people are told to be some of those counted: "a nurse was among the dead"."""
    after = text.words(item.unit.last + 1, item.unit.last + 1 + _AMONG)
    return any(
        word in function_words("part_of_them") and then in function_words("definite_plural")
        for word, then in pairwise(after)
        if word != "of"
    )


def _goes_on(text: Text, part: _Counted, item: _Counted, outcomes: list[Match[str]]) -> bool:
    """Whether a number stands in one list with a part told before: "dont 28 gendarmes et quatre civils".

    What has a fate of its own is none: "dont trois femmes, et dix blessés".
    """
    if any(item.number.last < o.first <= item.unit.last + 1 for o in outcomes):
        return False
    gap = text.between(part.unit.last, item.number.first)
    return bool(_JOINS.fullmatch(gap)) and bool(gap.strip())


def _doing(text: Text, item: _Counted, first: int) -> bool:
    """Whether those who did it are counted: "tendue par une centaine de terroristes", "by two men"."""
    reach = 3 if item.unit.value.kind == "armed group" else 1
    before = text.words(max(first, item.number.first - reach), item.number.first)
    riders = text.words(item.number.first - 1, item.number.first)
    return not function_words("agent").isdisjoint(before) or not function_words("carried").isdisjoint(riders)


def _outcome(text: Text, item: _Counted, outcomes: list[Match[str]], counted: list[_Counted]) -> str | None:
    """The outcome that speaks of a number: in or right after its people, else the nearest in its clause."""
    number, unit = item.number, item.unit
    for outcome in outcomes:
        if number.last < outcome.first <= unit.last + 1:
            return outcome.value
    if _freed_again(text, item, outcomes):
        return "abducted"
    follows = next((o for o in outcomes if unit.last < o.first <= unit.last + 4), None)
    if follows is not None:
        others = any(number.first < c.number.first < follows.first for c in counted)
        between = text.words(unit.last + 1, follows.first)
        if not others and function_words("and").isdisjoint(between):
            return follows.value
    ranked = [(d, o.value) for o in outcomes if (d := _distance(text, number, o, counted)) is not None]
    best = min(ranked, key=lambda r: r[0], default=None)
    return best[1] if best and best[0] <= _CLAUSE else None


def _freed_again(text: Text, item: _Counted, outcomes: list[Match[str]]) -> bool:
    """Whether people were freed after they had been taken: "279 girls were freed after being abducted"."""
    after = [o for o in outcomes if 0 < o.first - item.unit.last <= _CLAUSE]
    if len(after) < 2 or (after[0].value, after[1].value) != ("none", "abducted"):
        return False
    between = text.words(after[0].last + 1, after[1].first)
    return "after" in between[:1] and len(between) <= _AMONG


def _distance(text: Text, number: Number, outcome: Match[str], counted: list[_Counted]) -> int | None:
    """How far an outcome stands from a number, in words or what weighs as much; None over a clause's end."""
    low, high = sorted((outcome.first, number.first))
    if high - low > _CLAUSE:
        return None
    gap = text.between(low, high)
    if re.search(r"[;:]|\. ", gap):
        return None
    passed = sum(low < c.number.first < high for c in counted)
    behind = 0 if outcome.first > number.first else _BEHIND
    return high - low + _PASSED * passed + behind + _CONTRAST * bool(_CONTRASTS.search(gap))


def _added(text: Text, found: list[Toll], listed: set[int]) -> list[Toll]:
    """Add up what one clause joins: other people of the same outcome, in the same sentence."""
    out: list[Toll] = []
    for toll in found:
        joined = bool(out) and (toll.span_first in listed or _joined(text, out[-1], toll))
        if joined and out[-1].outcome == toll.outcome:
            out[-1] = _sum(out[-1], toll)
        else:
            out.append(toll)
    return out


def _joined(text: Text, before: Toll, toll: Toll) -> bool:
    """Whether nothing but "and", a comma or "at least" stands between two tolls."""
    others = function_words("others").intersection(text.words(toll.span_first, toll.span_last + 1))
    if others and before.outcome == toll.outcome and toll.span_first - before.span_last <= _OTHERS:
        return True  # "50 bodies on Monday, 29 others on Tuesday"
    if toll.span_first == toll.span_last and text.words(toll.span_last + 1, toll.span_last + 2)[:1] in (
        ["dans"],
        ["in"],
    ):
        return False  # "15 dead, four in Kona"
    gap = text.between(before.span_last, toll.span_first)
    if len(gap.split()) <= 3 and _JOINS.fullmatch(gap):
        return True
    return toll.span_first == before.span_last + 1 and before.span_last > before.span_first


def _sum(one: Toll, other: Toll) -> Toll:
    """Two tolls as one statement; an open end stays open."""
    high = None if one.high is None or other.high is None else one.high + other.high
    victims = other.victims if one.victims == "armed group" else one.victims
    return Toll(one.outcome, one.low + other.low, high, victims, one.span_first, other.span_last)
