"""Which words of a sentence belong to which of its frames: places, dates and numbers go to the nearest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..model import Precision
from .counts import Toll, tolls
from .lexicon import Match
from .mentions import DateAt, Mentions, Trigger
from .placeat import PlaceAt
from .tables import function_words
from .tokens import Text

if TYPE_CHECKING:
    from .frames import Frame

_MEASURES = ("curfew", "blockade", "restriction")
_SPEECH = ("statement", "claimed", "says", "denied", "not_claimed")
_STATED = ("statement", "says")
_SAID = 6  # words between a verb of saying and its date
_AHEAD = 8  # a place or date before a trigger counts as this many words farther than one after it


class Sentence(NamedTuple):
    """What one sentence of a text holds; ``first`` is its first word."""

    text: Text
    first: int
    mentions: Mentions
    places: list[PlaceAt]
    demonyms: list[tuple[int, str]]


def definite(text: Text, trigger: Match[Trigger]) -> bool:
    """Tell whether a trigger points back: "the attack", "cette attaque", "the coordinated assaults".

    Parameters
    ----------
    text : Text
    trigger : Match

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> attack = Match(1, 1, Trigger("attack", "noun", ""))
    >>> definite(cut("The attack"), attack), definite(cut("An attack"), attack)
    (True, False)
    """
    if trigger.value.form == "toll":
        return True
    if trigger.value.form not in ("noun", "plural", "weak"):
        before = text.words(trigger.first - 1, trigger.first)
        return trigger.value.form == "verb" and not function_words("definite_plural").isdisjoint(before)
    after = text.words(trigger.last, trigger.last + 3)
    if any(one == "of" and two.isdigit() for one, two in pairwise(after)):  # "the massacre of 81 people"
        return False
    for at in range(trigger.first - 1, max(-1, trigger.first - 4), -1):
        if not text.same_sentence(at, trigger.first) or text.tokens[at].text in function_words("indefinite"):
            return False
        if text.tokens[at].text in function_words("anaphor"):
            return True
    return False


def share(here: Sentence, frames: list[Frame]) -> None:
    """Give each frame of a sentence what lies nearest its triggers; what only one has, the others share.

    Parameters
    ----------
    here : Sentence
    frames : list of Frame
        All of the sentence; changed in place.

    Examples
    --------
    >>> from . import frames, mentions
    >>> from .tokens import cut
    >>> text = cut("On 3 May 2021 gunmen killed a trader and abducted two drivers.")
    >>> framed = frames.build(text, mentions.find(text, "en"), [], [])
    >>> [(f.family, [t.outcome for t in f.tolls], len(f.dates)) for f in framed]
    [('attack', ['killed'], 1), ('abduction', ['abducted'], 1)]
    """
    found = here.mentions
    inside = [p for p in here.places if p.role in ("event", "container", "reference")]
    if not inside and any(f.family == "curfew" for f in frames):  # "the prefect of Kona imposed a curfew"
        led = [p for p in here.places if p.role == "person"]
        inside = [replace(p, role="event", level=Precision.ADMIN2, kind="admin2") for p in led]
    if not any(p.is_point for p in inside) and any(f.family in ("protest", "riot") for f in frames):
        seats = [p for p in here.places if p.role in ("seat", "embassy") and p.is_point]
        inside += [replace(p, role="event") for p in seats]  # "marched on the embassy in Kona"
    for group in dict.fromkeys(p.group for p in inside if p.role == "event"):
        members = [p for p in inside if p.group == group and p.role == "event"]
        frame = _nearest(frames, members[0].first, members[-1].last)
        if frame.places and _after_clause(here.text, frame, members[0]):
            continue  # "were taken in Gao; they were freed in Bamako"
        frame.places += members
    for outer in (p for p in inside if p.role != "event"):  # where those places lie
        hosts = [
            f
            for f in frames
            if any(p.role == "event" and (p.first < outer.first or outer.other) for p in f.places)
        ]
        for host in hosts[:1]:
            host.places.append(outer)
    for when in (d for d in found.dates if not d.mention.dateline):
        frame = _nearest(frames, when.first, when.last)
        if frame.family in _MEASURES or not _from_on(here.text, when):
            (frame.said if _spoken(here.text, when, found.cues, frames) else frame.dates).append(when)
    for toll in tolls(here.text, found, here.first):
        fitting = [f for f in frames if _counts(f, toll)] or frames
        _nearest(fitting, toll.span_first, toll.span_last).tolls.append(toll)
    for frame in frames:
        frame.places = _around(frame.places)
        if frame.anaphoric:  # "this attack … people have fled since Sunday"
            frame.dates = [d for d in frame.dates if not _since(here.text, d)]
        ago = [d for d in frame.dates if _right_after(frame, d)]
        frame.dates = ago or frame.dates
        frame.actors, frame.targets, frame.demonyms = found.actors, found.targets, here.demonyms
        if frame.anaphoric and any(f.family != frame.family for f in frames):
            continue
        frame.places = frame.places or next((f.places for f in frames if f.places), [])
        frame.dates = frame.dates or next((f.dates for f in frames if f.dates), [])
        frame.said = frame.said or next((f.said for f in frames if f.said), [])


def _after_clause(text: Text, frame: Frame, place: PlaceAt) -> bool:
    """Whether a semicolon stands between the last trigger of a frame and a place."""
    last = max(t.last for t in frame.triggers)
    return last < place.first and ";" in text.between(last, place.first)


def _around(places: list[PlaceAt]) -> list[PlaceAt]:
    """Take a district named beside one town for what holds it: "in Soum province … outside Arbinda"."""
    points = [p for p in places if p.role == "event" and p.is_point]
    areas = [p for p in places if p.role == "event" and p.level is Precision.ADMIN2]
    if len(points) != 1 or not areas or any(a.group == points[0].group for a in areas):
        return places
    names = tuple(a.name for a in areas if a.name not in points[0].within)
    held = replace(points[0], within=(*points[0].within, *names))
    return [held if p is points[0] else replace(p, role="container") if p in areas else p for p in places]


def _from_on(text: Text, when: DateAt) -> bool:
    """Whether a date is when something begins to hold: "two days of mourning à compter du 10 mars"."""
    return not function_words("from_on").isdisjoint(text.words(when.first - 3, when.first))


def _since(text: Text, when: DateAt) -> bool:
    """Whether "since" stands before a date."""
    return not function_words("since").isdisjoint(text.words(when.first - 1, when.first + 1))


def _right_after(frame: Frame, when: DateAt) -> bool:
    """Whether "two years ago" stands right after a trigger: no other date is meant then."""
    relative = when.mention.relative
    ago = relative is not None and relative[0] == "published" and relative[1] < 0
    return ago and any(0 < when.first - t.last <= 2 for t in frame.triggers)


def _counts(frame: Frame, toll: Toll) -> bool:
    """Whether a toll is of a frame's kind: people taken belong to abductions, all others to the rest."""
    return (frame.family == "abduction") == (toll.outcome == "abducted")


def _unparted(text: Text, at: int) -> bool:
    """Whether no sign stands between a word and the next."""
    return not text.between(at, at + 1).strip()


def _nearest(frames: list[Frame], first: int, last: int) -> Frame:
    """The frame with the trigger nearest to some words."""

    def distance(frame: Frame) -> int:
        """Words between; what follows a trigger is rather its own than what precedes one."""
        return min(
            first - t.last if t.last < first else t.first - last + _AHEAD if t.first > last else 0
            for t in frame.triggers
        )

    return min(frames, key=distance)


def _spoken(text: Text, when: DateAt, cues: list[Match[str]], frames: list[Frame]) -> bool:
    """Whether a date is that of a statement ("said on Wednesday"), not of the event: what lies nearer."""

    def words_to(first: int, last: int) -> int:
        return min(abs(when.first - last), abs(first - when.last))

    relative = when.mention.relative
    before = [c for c in cues if c.value in _SPEECH and c.last < when.first]
    if relative and relative[0] == "event" and relative[1] and before:
        return True  # "claimed the attack a day later"
    said = [c for c in cues if c.value in _SPEECH]
    if any(c.value in _STATED and c.first == when.last + 1 and _unparted(text, when.last) for c in said):
        return True  # "the ministry on Friday confirmed"
    opens = when.first - text.first[frames[0].sentence] <= 2  # "On Monday the army said that it had killed …"
    day = when.mention.weekday is not None or when.mention.last[2] is not None
    loose = relative is None and (not day or when.mention.first != when.mention.last)
    if opens and said and said[0].first > when.last:
        if loose:  # "In late July the rebels claimed to have killed …": nobody speaks for days
            return False
        return not any(when.last < t.first < said[0].first for f in frames for t in f.triggers)
    speech = [max(1, when.first - c.last) for c in said if c.first < when.first]
    claims = [c for c in said if c.value != "statement" and c.last < when.first]
    deeds = [
        words_to(t.first, t.last)
        for f in frames
        for t in f.triggers
        if not (claims and claims[-1].first < t.first < when.first and definite(text, t))
    ]
    if claims and not deeds:
        return when.first - claims[-1].last <= _SAID  # "claimed the attack on Monday"
    return bool(speech) and min(speech) < min(deeds) and min(speech) <= _SAID
