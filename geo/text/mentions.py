"""What one report mentions, by word: triggers, actors, targets, numbers, outcomes, cues, dates.

Everything is found by dictionaries (data/text, data/groups) and given as indices of words.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from .. import vocab
from . import dates
from .lexicon import Lexicon, Match, spoken
from .tokens import Text

GENERIC = "Unidentified"


class Trigger(NamedTuple):
    """A word that tells an event: its family, its form, and a fixed sub-type where the word decides it."""

    family: str
    form: str
    sub_event_type: str


class Target(NamedTuple):
    """Who or what is struck: kind, and whether the word names people, a place or a settlement."""

    kind: str
    who: str


class Number(NamedTuple):
    """A number as an interval; high None is "at least"."""

    first: int
    last: int
    low: int
    high: int | None


@dataclass(frozen=True)
class DateAt:
    """A date mention and the words it stands between."""

    first: int
    last: int
    mention: dates.DateMention


@dataclass(frozen=True)
class Mentions:
    """All mentions of one text, each list in order of the words."""

    triggers: list[Match[Trigger]]
    actors: list[Match[str]]
    targets: list[Match[Target]]
    outcomes: list[Match[str]]
    cues: list[Match[str]]
    numbers: list[Number]
    dates: list[DateAt]


@cache
def _lexicons(
    lang: str,
) -> tuple[Lexicon[Trigger], Lexicon[Target], Lexicon[str], Lexicon[str], Lexicon[vocab.Alias]]:
    triggers = Lexicon(
        (r["phrase"], Trigger(r["family"], r["form"], r["sub_event_type"])) for r in spoken("triggers", lang)
    )
    targets = Lexicon((r["phrase"], Target(r["kind"], r["who"])) for r in spoken("targets", lang))
    outcomes = Lexicon((r["phrase"], r["outcome"]) for r in spoken("outcomes", lang))
    cues = Lexicon((r["phrase"], r["cue"]) for r in spoken("cues", lang))
    named = [(a.alias, a) for a in vocab.aliases()]  # names are used in either language
    words = [
        (r["phrase"], vocab.Alias(r["group"], r["phrase"], lang, None, None))
        for r in spoken("actor_words", lang)
    ]
    return triggers, targets, outcomes, cues, Lexicon(named + words)


@cache
def _amounts(lang: str) -> tuple[Lexicon[tuple[int, int]], Lexicon[str]]:
    words = Lexicon((r["phrase"], (int(r["low"]), int(r["high"]))) for r in spoken("numbers", lang))
    return words, Lexicon((r["phrase"], r["bound"]) for r in spoken("number_qualifiers", lang))


def find(text: Text, lang: str, on: date | None = None) -> Mentions:
    """Find every mention in a text.

    Parameters
    ----------
    text : Text
    lang : {'en', 'fr'}
        Whose words to look for; names of groups are looked for in every language.
    on : datetime.date or None
        The report's day: a name is a group's only while it was in use.

    Returns
    -------
    Mentions

    Examples
    --------
    >>> from .tokens import cut
    >>> m = find(cut("Gunmen killed at least 40 villagers on July 1"), "en")
    >>> [t.value.family for t in m.triggers], m.numbers[0].low, m.numbers[0].high
    (['attack'], 40, None)
    """
    triggers, targets, outcomes, cues, actors = _lexicons(lang)
    tokens = text.tokens
    when = _dates(text)
    return Mentions(
        triggers=triggers.find(tokens),
        actors=[Match(m.first, m.last, m.value.group) for m in actors.find(tokens) if _in_use(m.value, on)],
        targets=targets.find(tokens),
        outcomes=outcomes.find(tokens),
        cues=cues.find(tokens),
        numbers=_numbers(text, lang, when),
        dates=when,
    )


def _in_use(alias: vocab.Alias, on: date | None) -> bool:
    """Whether a name was its group's on a day, and the group existed (an end is not known to its users)."""
    starts = [day for day in (alias.start, vocab.groups()[alias.group].start) if day]
    return on is None or (all(day <= on for day in starts) and (alias.end is None or on <= alias.end))


def _dates(text: Text) -> list[DateAt]:
    starts = [token.start for token in text.tokens]
    out = []
    for mention in dates.find(text.raw):
        first = bisect_left(starts, mention.start)
        last = max(first, bisect_left(starts, mention.end) - 1)
        if first < len(starts):
            out.append(DateAt(first, last, mention))
    return out


def _numbers(text: Text, lang: str, when: list[DateAt]) -> list[Number]:
    words, qualifiers = _amounts(lang)
    tokens = text.tokens
    taken = {i for d in when for i in range(d.first, d.last + 1)}
    bounds = {m.last: (m.first, m.value) for m in qualifiers.find(tokens)}
    found = [(m.first, m.last, *m.value) for m in words.find(tokens)] + _digits(text, taken)
    out: list[Number] = []
    for first, last, low, high in sorted(set(found)):
        if first in taken:
            continue
        begin, bound = bounds.get(first - 1, (first, ""))
        if bound == "about" and low == high:
            low, high = round(low * 0.9), round(high * 1.1)
        out.append(Number(begin, last, low, None if bound == "low" else high))
    return _ranges(out, text)


def _digits(text: Text, taken: set[int]) -> list[tuple[int, int, int, int]]:
    """Numbers in figures; "1,200" and "1 200" are one number; "7h" or "30-day" are none."""
    out, tokens, at = [], text.tokens, 0
    while at < len(tokens):
        token = tokens[at]
        last, digits = at, token.text
        if digits.isdigit() and at not in taken and len(digits) <= 6:
            while (
                last + 1 < len(tokens)
                and len(tokens[last + 1].text) == 3
                and tokens[last + 1].text.isdigit()
                and text.raw[tokens[last].end : tokens[last + 1].start] in (",", " ", ".", "\u00a0", "\u202f")
                and len(tokens[at].text) <= 3
            ):
                last += 1
                digits += tokens[last].text
            if text.raw[tokens[last].end : tokens[last].end + 1] not in ("%", "-", "°") and len(digits) < 8:
                out.append((at, last, int(digits), int(digits)))
        at = last + 1
    return out


def _ranges(numbers: list[Number], text: Text) -> list[Number]:
    """Join "between 200 and 400", "200 to 400", "12 or 13" to one interval."""
    out: list[Number] = []
    joined = {"and", "to", "or", "et", "a", "ou"}
    for number in numbers:
        if out and number.first - out[-1].last == 2 and text.tokens[number.first - 1].text in joined:
            before = out[-1]
            word = text.tokens[number.first - 1].text
            opened = before.first > 0 and text.tokens[before.first - 1].text in (
                "between",
                "entre",
                "from",
                "de",
            )
            if (
                before.low <= number.low
                and number.high is not None
                and (opened or word in ("or", "ou", "to"))
            ):
                out[-1] = Number(before.first - opened, number.last, before.low, number.high)
                continue
        out.append(number)
    return out
