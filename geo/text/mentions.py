"""What one report mentions, by word: triggers, actors, targets, numbers, outcomes, cues, dates.

Everything is found by dictionaries (data/text, data/groups) and given as indices of words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple, Protocol, TypeVar

from .. import vocab
from . import dates, numbers, takings
from .lexicon import Lexicon, Match
from .numbers import Number
from .tables import function_words, spoken
from .tokens import Text

GENERIC = "Unidentified"
ABDUCTION = "Abduction/forced disappearance"


class Trigger(NamedTuple):
    """A word that tells an event: its family, its form, and a fixed sub-type where the word decides it."""

    family: str
    form: str
    sub_event_type: str


_CAPTION = re.compile(
    r"\W{0,2}(?:FILE(?: PHOTO)?\s*[-–—:]|(?:read(?: also| more|)|also read|see also|related"
    r"|more on this story|lire aussi|à lire aussi|lire également|voir aussi)\s*[:|»>–—])",
    re.IGNORECASE,
)
_SUBJECT = 6  # words before "were seized" in which the people stand
_TAKING = Trigger("abduction", "verb", ABDUCTION)


class Target(NamedTuple):
    """Who or what is struck: kind, and whether the word names people, a place or a settlement."""

    kind: str
    who: str


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

    def within(self, first: int, stop: int) -> Mentions:
        """Give the mentions that begin at the words from ``first`` up to, not including, ``stop``.

        Examples
        --------
        >>> from .tokens import cut
        >>> text = cut("Gunmen attacked. Two died.")
        >>> sentence = find(text, "en").within(2, 4)
        >>> sentence.actors, [n.low for n in sentence.numbers]
        ([], [2])
        """
        return Mentions(
            triggers=between(self.triggers, first, stop),
            actors=between(self.actors, first, stop),
            targets=between(self.targets, first, stop),
            outcomes=between(self.outcomes, first, stop),
            cues=between(self.cues, first, stop),
            numbers=between(self.numbers, first, stop),
            dates=between(self.dates, first, stop),
        )


class _Placed(Protocol):
    """Whatever stands at a word."""

    @property
    def first(self) -> int: ...


P = TypeVar("P", bound=_Placed)
T = TypeVar("T")


def between(items: Sequence[P], first: int, stop: int) -> list[P]:
    """Give the items, in order of the words, that begin from ``first`` up to, not including, ``stop``.

    Examples
    --------
    >>> between([Number(1, 1, 7, 7), Number(5, 6, 3, None)], 2, 9)
    [Number(first=5, last=6, low=3, high=None)]
    """
    low = bisect_left(items, first, key=_first)
    return list(items[low : bisect_left(items, stop, lo=low, key=_first)])


def _first(item: _Placed) -> int:
    return item.first


class _Lexicons(NamedTuple):
    """The dictionaries of one language."""

    triggers: Lexicon[Trigger]
    targets: Lexicon[Target]
    outcomes: Lexicon[str]
    cues: Lexicon[str]
    actors: Lexicon[vocab.Alias]
    doers: Lexicon[vocab.Alias]


@cache
def _lexicons(lang: str) -> _Lexicons:
    named = [(a.alias, a) for a in vocab.aliases()]  # names are used in either language
    words = [
        (r["phrase"], vocab.Alias(r["group"], r["phrase"], lang, None, None))
        for r in spoken("actor_words", lang)
    ]
    told = [
        (r["phrase"], Trigger(r["family"], r["form"], r["sub_event_type"])) for r in spoken("triggers", lang)
    ]
    return _Lexicons(
        triggers=Lexicon([*told, *((r["phrase"], _TAKING) for r in spoken("takings", lang))]),
        targets=Lexicon((r["phrase"], Target(r["kind"], r["who"])) for r in spoken("targets", lang)),
        outcomes=Lexicon((r["phrase"], r["outcome"]) for r in spoken("outcomes", lang)),
        cues=Lexicon((r["phrase"], r["cue"]) for r in spoken("cues", lang)),
        actors=Lexicon(named + words),
        doers=Lexicon(words),
    )


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
    lexicons, tokens = _lexicons(lang), text.tokens
    captions = _captions(text)
    when = [d for d in _dates(text) if tokens[d.first].sentence not in captions]
    dated = frozenset(i for d in when for i in range(d.first, d.last + 1))
    actors = [found for m in lexicons.actors.find(tokens) for found in _in_use(text, m, on, lexicons.doers)]
    targets, counted = lexicons.targets.find(tokens), numbers.find(text, lang, dated)
    triggers, outcomes = lexicons.triggers.find(tokens), lexicons.outcomes.find(tokens)
    if captions:
        triggers = [t for t in triggers if tokens[t.first].sentence not in captions]
        outcomes = [o for o in outcomes if tokens[o.first].sentence not in captions]
    triggers = [t for t in triggers if t.value.form != "weak" or _of_people(text, t, targets)]
    taken = takings.find(text, [t for t in triggers if t.value is _TAKING], targets, counted)
    return Mentions(
        triggers=[t for t in triggers if t.value is not _TAKING or t in taken],
        actors=_once(text, [Match(m.first, m.last, _army(text, m)) for m in actors]),
        targets=targets,
        outcomes=_with(outcomes, [Match(t.first, t.last, "abducted") for t in taken]),
        # "In May gunmen killed": the month, not the verb "may"
        cues=[c for c in lexicons.cues.find(tokens) if c.first < c.last or c.first not in dated],
        numbers=counted,
        dates=when,
    )


def _captions(text: Text) -> frozenset[int]:
    """Sentences under a picture of another day ("FILE - In this July 17 …") or that lead to other stories."""
    return frozenset(i for i, (start, _) in enumerate(text.sentences) if _CAPTION.match(text.raw, start))


def _with(found: list[Match[T]], more: list[Match[T]]) -> list[Match[T]]:
    """All matches in order; one that begins at the same word as another gives way to the new one."""
    begun = {m.first for m in more}
    return sorted([*(m for m in found if m.first not in begun), *more], key=_first) if more else found


def _once(text: Text, actors: list[Match[str]]) -> list[Match[str]]:
    """Take a name and its short form in brackets for one mention: "Macina Liberation Front (FLM)"."""
    out: list[Match[str]] = []
    for actor in actors:
        before = out[-1] if out else None
        same = before is not None and before.value == actor.value and before.last + 1 == actor.first
        if before is not None and same and text.between(before.last, actor.first).strip() == "(":
            out[-1] = before._replace(last=actor.last)
        else:
            out.append(actor)
    return out


def _of_people(text: Text, trigger: Match[Trigger], targets: list[Match[Target]]) -> bool:
    """Whether a loose word of taking has people for its subject: "traders were seized", not "weapons"."""
    if trigger.value.family != "abduction":
        return True
    first = text.first[text.tokens[trigger.first].sentence]
    near = between(targets, max(first, trigger.first - _SUBJECT), trigger.first)
    return any(t.value.who in ("people", "anyone") for t in near)


def _army(text: Text, match: Match[vocab.Alias]) -> str:
    """The group that a name means: "the army of the Malian junta" is the army."""
    groups, group = vocab.groups(), match.value.group
    before = text.words(match.first - 3, match.first)
    if groups[group].kind != "authorities" or function_words("force_of").isdisjoint(before):
        return group
    own = (g.id for g in groups.values() if g.kind == "state_forces" and g.country == groups[group].country)
    return next(own, group)


def _in_use(
    text: Text, match: Match[vocab.Alias], on: date | None, doers: Lexicon[vocab.Alias]
) -> list[Match[vocab.Alias]]:
    """A name, if it was its group's on a day, and the group existed (an end is not known to its users).

    Of "Tuareg rebels" the word for doers stays where the group was not yet founded.
    """
    alias = match.value
    starts = [day for day in (alias.start, vocab.groups()[alias.group].start) if day]
    if on is None or (all(day <= on for day in starts) and (alias.end is None or on <= alias.end)):
        return [match]
    return doers.find(text.tokens, match.first, match.last + 1)


def _dates(text: Text) -> list[DateAt]:
    """The dates of a text by word."""
    starts = [token.start for token in text.tokens]
    out = []
    for mention in dates.find(text):
        first = bisect_left(starts, mention.start)
        last = max(first, bisect_left(starts, mention.end) - 1)
        if first < len(starts):
            out.append(DateAt(first, last, mention))
    return out
