"""Casualties: numbers of people killed, wounded and abducted, as intervals.

One toll is one statement: numbers joined in a clause are added ("17 soldiers and four civilians dead"),
what is part of another number is left out ("12 dead, eleven of them soldiers").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .lexicon import Match
from .mentions import Mentions, Number, Target
from .tokens import Text

_UNIT_REACH = 5  # words after a number in which the people counted may stand
_PART_OF = frozenset("dont of including among parmi notamment".split())


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


def tolls(text: Text, mentions: Mentions, first: int, stop: int) -> list[Toll]:
    """The tolls of one sentence.

    Parameters
    ----------
    text : Text
    mentions : Mentions
    first, stop : int
        Words of the sentence.

    Returns
    -------
    list of Toll

    Examples
    --------
    >>> from .mentions import find
    >>> from .tokens import cut
    >>> t = cut("The attack left at least 17 soldiers and four civilians dead and 22 others injured.")
    >>> [(x.outcome, x.low, x.high) for x in tolls(t, find(t, "en"), 0, len(t.tokens))]
    [('killed', 21, None), ('wounded', 22, 22)]
    """
    outcomes = [o for o in mentions.outcomes if first <= o.first < stop]
    counted = _elliptic(
        text,
        [c for n in mentions.numbers if first <= n.first < stop if (c := _unit(text, mentions, n, stop))],
    )
    found: list[Toll] = []
    for item in counted:
        if _is_part(text, item, first):
            continue
        outcome = _outcome(text, item, outcomes, counted)
        if outcome in (None, "none") or (outcome == "abducted" and item.unit.value.kind == "armed group"):
            continue
        victims = "people" if item.unit.value.who == "anyone" else item.unit.value.kind
        found.append(
            Toll(str(outcome), item.number.low, item.number.high, victims, item.number.first, item.unit.last)
        )
    return _added(text, found)


def _elliptic(text: Text, counted: list[_Counted]) -> list[_Counted]:
    """ "29 militants were killed and three captured": the three are militants, too."""
    out: list[_Counted] = []
    for item in counted:
        bare = item.unit.value == Target("people", "anyone") and item.unit.first <= item.number.last + 1
        if out and bare and text.tokens[item.number.first - 1].text in ("and", "et"):
            item = item._replace(unit=item.unit._replace(value=out[-1].unit.value))
        out.append(item)
    return out


def _unit(text: Text, mentions: Mentions, number: Number, stop: int) -> _Counted | None:
    """The people a number counts: "three Indian nationals", "four American and five Nigerien soldiers"."""
    reach = min(stop, number.last + 1 + _UNIT_REACH)
    ends = {n.first: n.last for n in mentions.numbers}
    for unit in mentions.targets:
        if number.last < unit.first < reach and unit.value.who in ("people", "anyone"):
            between = range(number.last + 1, unit.first)
            gap = text.raw[text.tokens[number.last].end : text.tokens[unit.first].start]
            next_ = next((i for i in between if i in ends), None)
            article = number.low == number.high == 1 and unit.first > number.last + 1
            joined = (
                next_ is not None
                and next_ - number.last <= 3
                and text.tokens[next_ - 1].text in ("and", "et", "or", "ou")
            )
            if article or (next_ is not None and not joined) or re.search(r"[,;:.()]", gap):
                break
            return _Counted(number, unit._replace(last=next_ - 1) if next_ is not None else unit)
    for outcome in mentions.outcomes:
        if (
            number.last < outcome.first <= number.last + 2
            and outcome.first < stop
            and outcome.value != "none"
        ):
            return _Counted(number, Match(outcome.first, outcome.last, Target("people", "anyone")))
    for outcome in mentions.outcomes:
        if outcome.last == number.first - 1 and outcome.value in ("abducted", "wounded"):
            return _Counted(
                number, Match(number.last, number.last, Target("people", "anyone"))
            )  # "captured 22"
    return None


def _is_part(text: Text, item: _Counted, first: int) -> bool:
    before = [t.text for t in text.tokens[max(first, item.number.first - 2) : item.number.first]]
    pairs = (["of", "them"], ["among", "them"], ["of", "whom"], ["parmi", "eux"], ["parmi", "lesquels"])
    return bool(before) and (
        before[-1] in ("dont", "including", "notamment", "parmi") or before[-2:] in pairs
    )


def _outcome(text: Text, item: _Counted, outcomes: list[Match[str]], counted: list[_Counted]) -> str | None:
    """The outcome that speaks of a number: in or right after its people, else the nearest in its clause."""
    for outcome in outcomes:
        if item.number.last < outcome.first <= item.unit.last + 1:
            return outcome.value
    follows = next((o for o in outcomes if item.unit.last < o.first <= item.unit.last + 4), None)
    if follows is not None and not any(item.number.first < c.number.first < follows.first for c in counted):
        if not any(t.text in ("and", "et") for t in text.tokens[item.unit.last + 1 : follows.first]):
            return follows.value
    best: tuple[int, str] | None = None
    for outcome in outcomes:
        low, high = sorted((outcome.first, item.number.first))
        gap = text.raw[text.tokens[low].end : text.tokens[high].start]
        if re.search(r"[;:]|\. ", gap):
            continue
        after = outcome.first > item.number.first
        passed = sum(low < c.number.first < high for c in counted)
        distance = abs(outcome.first - item.number.first) + 4 * passed + (0 if after else 2)
        distance += 6 * bool(re.search(r"\b(while|tandis|alors que|as well as)\b", gap))
        if best is None or distance < best[0]:
            best = (distance, outcome.value)
    return best[1] if best and best[0] <= 24 else None


def _added(text: Text, found: list[Toll]) -> list[Toll]:
    """Add up what one clause joins: other people of the same outcome, in the same sentence."""
    out: list[Toll] = []
    for toll in found:
        before = out[-1] if out else None
        if before is not None and before.outcome == toll.outcome:
            gap = text.raw[text.tokens[before.span_last].end : text.tokens[toll.span_first].start]
            words = gap.split()
            joined = len(words) <= 3 and bool(
                re.fullmatch(r"[\s,]*(?:and|et|ainsi que|as well as|,)?[\s]*(?:at least|au moins)?\s*", gap)
            )
            joined = joined or (
                toll.span_first == before.span_last + 1 and before.span_last > before.span_first
            )
            if joined and toll.victims != before.victims or (joined and toll.victims == before.victims):
                high = None if None in (before.high, toll.high) else (before.high or 0) + (toll.high or 0)
                victims = before.victims if before.victims != "armed group" else toll.victims
                out[-1] = Toll(
                    toll.outcome, before.low + toll.low, high, victims, before.span_first, toll.span_last
                )
                continue
        out.append(toll)
    return out
