"""Frames: what one sentence tells of one family of events, and whether it is told as real.

A frame is realised, hypothetical, negated or nothing (habits, reactions, metaphors); places, dates and
numbers of a sentence go to the trigger nearest to them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from ..model import Precision
from . import headings
from .counts import Toll, tolls
from .lexicon import Match
from .mentions import DateAt, Mentions, Target, Trigger, between
from .placeat import PlaceAt
from .tables import function_words
from .tokens import Text

VAGUE = ("vague",)
_BLASTS = ("explosion", "suicide")
_SPEECH = ("statement", "claimed", "says", "denied", "not_claimed")
_STATED = ("statement", "says")
_SAID = 6  # words between a verb of saying and its date
WEAK = ("weak", "vague", "toll")
_HABIT = 8  # words between "often" and the trigger that it speaks of
_AHEAD = 8  # a place or date before a trigger counts as this many words farther than one after it
_BEFORE = 5  # words before a trigger in which "could", "foiled" … still speak of it


@dataclass
class Frame:
    """One family of events in one sentence, as word indices into the text."""

    sentence: int
    family: str
    triggers: list[Match[Trigger]]
    status: str = "realised"
    places: list[PlaceAt] = field(default_factory=list)
    dates: list[DateAt] = field(default_factory=list)
    said: list[DateAt] = field(default_factory=list)
    actors: list[Match[str]] = field(default_factory=list)
    targets: list[Match[Target]] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    demonyms: list[tuple[int, str]] = field(default_factory=list)
    anaphoric: bool = False
    again: bool = False
    another: bool = False
    remainder: Match[str] | None = None
    habitual: bool = False
    reaction: bool = False
    denied: bool = False
    words: frozenset[str] = frozenset()
    same_place: bool = False

    @property
    def weak(self) -> bool:
        """Whether only words like "gunfire" or "incident" tell it."""
        return all(t.value.form in WEAK for t in self.triggers)

    @property
    def plural(self) -> bool:
        """Whether it tells several events at once ("attacks", "towns were attacked")."""
        return any(t.value.form == "plural" for t in self.triggers)

    def tolls_of(self, *outcomes: str) -> list[Toll]:
        """Give its tolls of the given outcomes: killed, wounded, abducted."""
        return [t for t in self.tolls if t.outcome in outcomes]

    @property
    def at(self) -> int:
        """The word it hangs on."""
        return self.triggers[0].first


def build(
    text: Text, mentions: Mentions, places: list[PlaceAt], demonyms: list[tuple[int, str]]
) -> list[Frame]:
    """Read the frames of a text, in order of its sentences.

    Parameters
    ----------
    text : Text
    mentions : Mentions
    places : list of PlaceAt
    demonyms : list of (int, str)
        Word index and country code of each demonym or country name used as one.

    Returns
    -------
    list of Frame

    Examples
    --------
    >>> from . import mentions
    >>> from .tokens import cut
    >>> text = cut("Troops foiled an attack. Gunmen abducted a driver.")
    >>> [(f.family, f.status) for f in build(text, mentions.find(text, "en"), [], [])]
    [('attack', 'negated'), ('abduction', 'realised')]
    """
    out: list[Frame] = []
    mishap = False
    for first, stop in zip(text.first, text.first[1:], strict=False):
        here = _Sentence(
            text,
            first,
            mentions.within(first, stop),
            between(places, first, stop),
            demonyms[bisect_left(demonyms, (first, "")) : bisect_left(demonyms, (stop, ""))],
        )
        triggers = here.mentions.triggers or _by_toll(here)
        cues = here.mentions.cues
        mishap = _mishap(here, triggers, told=bool(out), before=mishap)
        if not triggers or mishap or any(c.value in ("metaphor", "accident") for c in cues):
            continue
        families = list(dict.fromkeys(t.value.family for t in triggers))
        frames = [_frame(text, f, [t for t in triggers if t.value.family == f], cues) for f in families]
        _share(here, frames)
        telling = [f for f in frames if not all(t.value.form in VAGUE for t in f.triggers)]
        spare = next((f.places for f in frames if f not in telling and f.places), [])
        for frame in telling:  # "attacked during an operation near Kona"
            frame.places = frame.places or spare
        out += _without_results(telling)
    headings.share(text, out, places, mentions.dates)
    return out


def _mishap(here: _Sentence, triggers: list[Match[Trigger]], *, told: bool, before: bool) -> bool:
    """Whether a report tells of an accident so far: nobody did it, and nothing else was told before."""
    if here.mentions.actors or any(
        t.value.form in ("noun", "verb") for t in triggers if t.value.family == "attack"
    ):
        return False
    return before or (not told and any(c.value == "accident" for c in here.mentions.cues))


class _Sentence(NamedTuple):
    """What one sentence of a text holds; ``first`` is its first word."""

    text: Text
    first: int
    mentions: Mentions
    places: list[PlaceAt]
    demonyms: list[tuple[int, str]]


def _by_cause(frame: Frame, causes: list[Frame]) -> bool:
    """Whether an attack is only the deaths by a bomb, or the bombing itself told by a verb."""
    if all(t.value.form == "kill" for t in frame.triggers):
        return True
    return not frame.plural and any(c.family in _BLASTS and c.places == frame.places for c in causes)


def _by_toll(here: _Sentence) -> list[Match[Trigger]]:
    """A sentence that only counts the dead and wounded speaks of what was told before."""
    found = [t for t in tolls(here.text, here.mentions, here.first) if t.outcome in ("killed", "wounded")]
    return [Match(found[0].span_last, found[0].span_last, Trigger("attack", "toll", ""))] if found else []


def _without_results(frames: list[Frame]) -> list[Frame]:
    """Leave out deaths that are a bomb's, not an attack's beside it: "17 killed when a bomb exploded"."""
    if any(f.family == "disrupted" for f in frames):  # the bomb did not explode
        return [f for f in frames if f.family != "explosion"]
    attack = next(
        (f for f in frames if f.family == "attack" and any(t.value.form == "verb" for t in f.triggers)), None
    )
    if attack:  # "blew up the track and opened fire": the looser word is how it was done
        frames = [f for f in frames if f.family not in _BLASTS or not f.weak]
    causes = [f for f in frames if f.family in (*_BLASTS, "shelling", "airstrike")]
    same = [c for c in causes if attack and c.places == attack.places]
    if attack and len(same) > 1:  # a camp attacked with rockets and car bombs at once is one attack
        for cause in same:
            attack.tolls += cause.tolls
        return [f for f in frames if not any(f is c for c in same)]
    kept = [f for f in frames if not (causes and f.family == "attack" and _by_cause(f, causes))]
    for lost in (f for f in frames if not any(f is k for k in kept)):
        causes[0].tolls += lost.tolls
    return kept


def _frame(text: Text, family: str, triggers: list[Match[Trigger]], cues: list[Match[str]]) -> Frame:
    """One family of a sentence, with what the cues near its triggers say of it."""
    frame = Frame(text.tokens[triggers[0].first].sentence, family, triggers)
    near = [
        c
        for c in cues
        for t in triggers
        if (0 < t.first - c.last <= _BEFORE and not _clause_between(text, c.last, t.first))
        or c.first < t.first <= c.last  # "no attack": the cue holds the trigger
    ]
    after = [
        c
        for c in cues
        for t in triggers
        if 0 < c.first - t.last <= 3 and c.value == "hypothetical" and c.first != c.last
    ]
    values = {c.value for c in near} | {"hypothetical" for c in cues if _to_come(text, c, triggers)}
    if "negated" in values or _negated(text, triggers):
        frame.status = "negated"
    elif "hypothetical" in values or after:
        frame.status = "hypothetical"
    frame.habitual = any(c.value == "habitual" and _of_habit(text, c, triggers) for c in cues)
    frame.reaction = "reaction" in values
    frame.another = any(c.value == "another" for c in cues)
    frame.words = frozenset(text.tokens[t.first].text for t in triggers if t.value.form in ("noun", "plural"))
    frame.denied = any(c.value == "denied" for c in cues)
    frame.same_place = any(c.value == "same_place" for c in cues)
    frame.anaphoric = all(_definite(text, t) for t in triggers)
    frame.again = _known_doer(text, triggers[0].first)
    frame.remainder = next((c for c in cues if c.value == "remainder"), None)
    return frame


def _known_doer(text: Text, trigger: int) -> bool:
    """Whether the doers are those told before: "The attackers then …", "les assaillants ont …"."""
    first = text.first[text.tokens[trigger].sentence]
    words = text.words(first, min(trigger, first + 4))
    definite = bool(words) and words[0] in function_words("definite_plural")
    return definite and not function_words("doer").isdisjoint(words)


def _of_habit(text: Text, cue: Match[str], triggers: list[Match[Trigger]]) -> bool:
    """Whether a word like "often" or "since 2012" speaks of one of these triggers: near it, in its clause."""
    if not function_words("superlative").isdisjoint(text.words(cue.first - 6, cue.first)):
        return False  # "the deadliest attack since …"
    for trigger in triggers:
        low, high = (cue, trigger) if cue.first <= trigger.first else (trigger, cue)
        gap = text.between(low.last, max(high.first, low.last))
        if trigger.value.form not in VAGUE and high.first - low.last <= _HABIT and "," not in gap:
            return True
    return False


def _to_come(text: Text, cue: Match[str], triggers: list[Match[Trigger]]) -> bool:
    """Whether "next week" or "tomorrow" stands in the clause of these triggers."""
    return cue.value == "future" and all(
        not re.search(r"[,;:.]", text.between(*sorted((cue.first, t.first)))) for t in triggers
    )


def _clause_between(text: Text, low: int, high: int) -> bool:
    """Whether a sign that ends a clause or opens a quotation stands between two words."""
    return any(sign in text.between(low, high) for sign in ";:—«“")


def _negated(text: Text, triggers: list[Match[Trigger]]) -> bool:
    """Whether every verb is denied: "not being kidnapped", "n'ont pas attaqué", "had not been attacked"."""
    verbs = [t for t in triggers if t.value.form in ("verb", "kill") or _denied(text, t)]
    before = [text.words(verb.first - 3, verb.last) for verb in verbs]
    return bool(before) and all(function_words("negation").intersection(words) for words in before)


def _denied(text: Text, trigger: Match[Trigger]) -> bool:
    """Whether a negation stands right before: "pas attaqué" folds to a noun and is none."""
    before = text.words(trigger.first - 1, trigger.first)
    return not text.opens(trigger.first) and not function_words("negation").isdisjoint(before)


def _definite(text: Text, trigger: Match[Trigger]) -> bool:
    """Whether a trigger points back: "the attack", "cette attaque", "the coordinated assaults"."""
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


def _share(here: _Sentence, frames: list[Frame]) -> None:
    """Give each frame of a sentence what lies nearest its triggers; what only one has, the others share."""
    found = here.mentions
    inside = [p for p in here.places if p.role in ("event", "container", "reference")]
    if not inside and any(f.family == "curfew" for f in frames):  # "the prefect of Kona imposed a curfew"
        led = [p for p in here.places if p.role == "person"]
        inside = [replace(p, role="event", level=Precision.ADMIN2, kind="admin2") for p in led]
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
        (frame.said if _spoken(here.text, when, found.cues, frames) else frame.dates).append(when)
    for toll in tolls(here.text, found, here.first):
        fitting = [f for f in frames if _counts(f, toll)] or frames
        _nearest(fitting, toll.span_first, toll.span_last).tolls.append(toll)
    for frame in frames:
        frame.places = _around(frame.places)
        ago = [d for d in frame.dates if _right_after(frame, d)]
        frame.dates = ago or frame.dates
        frame.actors, frame.targets, frame.demonyms = found.actors, found.targets, here.demonyms
        if frame.anaphoric and any(f.family != frame.family for f in frames):
            continue
        frame.places = frame.places or next((f.places for f in frames if f.places), [])
        frame.dates = frame.dates or next((f.dates for f in frames if f.dates), [])
        frame.said = frame.said or next((f.said for f in frames if f.said), [])


def _around(places: list[PlaceAt]) -> list[PlaceAt]:
    """Take a district named beside one town for what holds it: "in Soum province … outside Arbinda"."""
    points = [p for p in places if p.role == "event" and p.is_point]
    areas = [p for p in places if p.role == "event" and p.level is Precision.ADMIN2]
    if len(points) != 1 or not areas or any(a.group == points[0].group for a in areas):
        return places
    names = tuple(a.name for a in areas if a.name not in points[0].within)
    held = replace(points[0], within=(*points[0].within, *names))
    return [held if p is points[0] else replace(p, role="container") if p in areas else p for p in places]


def _right_after(frame: Frame, when: DateAt) -> bool:
    """Whether "two years ago" stands right after a trigger: no other date is meant then."""
    relative = when.mention.relative
    ago = relative is not None and relative[0] == "published" and relative[1] < 0
    return ago and any(0 < when.first - t.last <= 2 for t in frame.triggers)


def _after_clause(text: Text, frame: Frame, place: PlaceAt) -> bool:
    """Whether a semicolon stands between the last trigger of a frame and a place."""
    last = max(t.last for t in frame.triggers)
    return last < place.first and ";" in text.between(last, place.first)


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
    if opens and said and said[0].first > when.last:
        return not any(when.last < t.first < said[0].first for f in frames for t in f.triggers)
    speech = [max(1, when.first - c.last) for c in said if c.first < when.first]
    claims = [c for c in said if c.value != "statement" and c.last < when.first]
    deeds = [
        words_to(t.first, t.last)
        for f in frames
        for t in f.triggers
        if not (claims and claims[-1].first < t.first < when.first and _definite(text, t))
    ]
    if claims and not deeds:
        return when.first - claims[-1].last <= _SAID  # "claimed the attack on Monday"
    return bool(speech) and min(speech) < min(deeds) and min(speech) <= _SAID
