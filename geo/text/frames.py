"""Frames: what one sentence tells of one family of events, and whether it is told as real.

A frame is realised, hypothetical, negated or nothing (habits, reactions, metaphors); sharing.py gives it the
places, dates and numbers of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from . import headings
from .counts import Toll, tolls
from .lexicon import Match
from .mentions import DateAt, Mentions, Target, Trigger, between
from .placeat import PlaceAt
from .sharing import Sentence, definite, share
from .tables import function_words
from .tokens import Text

VAGUE = ("vague",)
_BLASTS = ("explosion", "suicide")
WEAK = ("weak", "vague", "toll")
_HABIT = 8  # words between "often" and the trigger that it speaks of
_BY_STRIKE = 6  # words of "hit on Sunday morning by a"
_DOES = 3  # words from a drone strike to the verb of it
_WAR = 3000  # a toll that is a war's, not an incident's
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
        here = Sentence(
            text,
            first,
            mentions.within(first, stop),
            between(places, first, stop),
            demonyms[bisect_left(demonyms, (first, "")) : bisect_left(demonyms, (stop, ""))],
        )
        triggers = here.mentions.triggers or _by_toll(here)
        cues = here.mentions.cues
        mishap = _mishap(here, triggers, told=bool(out), before=mishap)
        if all(t.value.form in VAGUE for t in triggers):  # "the operation's toll is 12 dead"
            triggers = [*triggers, *_by_toll(here)]
        if not triggers or mishap or _beside_the_matter(triggers, cues):
            continue
        frames = [_frame(here, group, apart=apart) for group, apart in _groups(here, triggers)]
        share(here, frames)
        telling = [f for f in frames if not all(t.value.form in VAGUE for t in f.triggers)]
        spare = next((f.places for f in frames if f not in telling and f.places), [])
        for frame in telling:  # "attacked during an operation near Kona"
            if not any(p.is_point for p in frame.places):
                frame.places = [*spare, *(p for p in frame.places if p not in spare)]
        out += _without_results(text, telling)
    for frame in out:
        frame.habitual = frame.habitual or any(t.low >= _WAR for t in frame.tolls)
    headings.share(text, out, places, mentions.dates)
    return out


def _mishap(here: Sentence, triggers: list[Match[Trigger]], *, told: bool, before: bool) -> bool:
    """Whether a report tells of an accident so far: nobody did it, and nothing else was told before."""
    if here.mentions.actors or any(
        t.value.form in ("noun", "verb") for t in triggers if t.value.family == "attack"
    ):
        return False
    return before or (not told and any(c.value == "accident" for c in here.mentions.cues))


def _beside_the_matter(triggers: list[Match[Trigger]], cues: list[Match[str]]) -> bool:
    """Whether a sentence speaks of sport or an accident; people may flee a bomber in a stampede."""
    bomber = any(t.value.family == "suicide" for t in triggers)
    return any(c.value == "metaphor" or (c.value == "accident" and not bomber) for c in cues)


def _by_cause(text: Text, frame: Frame, causes: list[Frame]) -> bool:
    """Whether an attack is only the deaths by a bomb, or the bombing itself told by a verb."""
    means = [t for c in causes if c.family == "airstrike" for t in c.triggers]
    own = [p for p in frame.places if not any(p in c.places for c in causes)]
    loose = ("kill",) if own else ("kill", "weak")
    if all(t.value.form in loose or _does(text, t, means) for t in frame.triggers):
        return True
    return not frame.plural and any(c.family in _BLASTS and c.places == frame.places for c in causes)


def _does(text: Text, trigger: Match[Trigger], means: list[Match[Trigger]]) -> bool:
    """Whether a verb tells what a strike did: "une frappe a visé un camp", "visé par des tirs de drone"."""
    if trigger.value.form not in ("verb", "noun"):
        return False
    if trigger.value.form == "verb" and any(0 < trigger.first - c.last <= _DOES for c in means):
        return True
    by = function_words("agent")
    after = [text.words(trigger.last + 1, c.first) for c in means if 0 < c.first - trigger.last <= _BY_STRIKE]
    return any(by.intersection(words) for words in after)


def _by_toll(here: Sentence) -> list[Match[Trigger]]:
    """A sentence that only counts the dead and wounded speaks of what was told before."""
    found = [t for t in tolls(here.text, here.mentions, here.first) if t.outcome in ("killed", "wounded")]
    return [Match(found[0].span_last, found[0].span_last, Trigger("attack", "toll", ""))] if found else []


def _without_results(text: Text, frames: list[Frame]) -> list[Frame]:
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
    kept = [f for f in frames if not (causes and f.family == "attack" and _by_cause(text, f, causes))]
    for lost in (f for f in frames if not any(f is k for k in kept)):
        cause = causes[0]
        cause.tolls += lost.tolls
        cause.places = [*cause.places, *(p for p in lost.places if p not in cause.places)]
        cause.dates = cause.dates or lost.dates
    return kept


def _groups(here: Sentence, triggers: list[Match[Trigger]]) -> list[tuple[list[Match[Trigger]], bool]]:
    """The triggers of a sentence by family, and whether they tell of another time."""
    out: list[tuple[list[Match[Trigger]], bool]] = []
    for family in dict.fromkeys(t.value.family for t in triggers):
        own = [t for t in triggers if t.value.family == family]
        at = _clause(here, own)
        out.append(([t for t in own if t.first < at], False))
        out += [([t for t in own if t.first > at], True)] if own[-1].first > at else []
    return out


def _clause(here: Sentence, triggers: list[Match[Trigger]]) -> int:
    """Where a dated clause begins that tells another deed at the place of the one pointed back to."""
    text, last = here.text, triggers[-1].first
    where = (i for i in range(triggers[0].last + 1, last) if text.tokens[i].text in function_words("where"))
    at = next(where, last + 1)
    before = [t for t in triggers if t.first < at]
    dated = any(d.first > at for d in here.mentions.dates)
    return at if dated and all(definite(text, t) for t in before) else last + 1


def _frame(here: Sentence, triggers: list[Match[Trigger]], *, apart: bool) -> Frame:
    """One family of a sentence, with what the cues near its triggers say of it."""
    text, cues, family = here.text, here.mentions.cues, triggers[0].value.family
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
    frame.another = apart or any(c.value == "another" and not _more_people(here, c) for c in cues)
    frame.words = frozenset(text.tokens[t.first].text for t in triggers if t.value.form in ("noun", "plural"))
    frame.denied = any(c.value == "denied" for c in cues)
    frame.same_place = any(c.value == "same_place" for c in cues)
    frame.anaphoric = all(definite(text, t) for t in triggers) or _pointed(text, triggers)
    frame.again = _known_doer(text, triggers[0].first)
    frame.remainder = next((c for c in cues if c.value == "remainder"), None)
    return frame


def _pointed(text: Text, triggers: list[Match[Trigger]]) -> bool:
    """Whether "this attack" stands beside looser words: "the toll of this attack is 12 dead"."""
    nouns = [t for t in triggers if t.value.form == "noun"]
    loose = all(t.value.form in WEAK for t in triggers if t not in nouns)
    pointing = function_words("pointing")
    return (
        bool(nouns)
        and loose
        and all(not pointing.isdisjoint(text.words(t.first - 1, t.first)) for t in nouns)
    )


def _more_people(here: Sentence, cue: Match[str]) -> bool:
    """Whether "another" speaks of people: "another 11 soldiers are missing", "another resident said"."""
    numbers = (n.first for n in here.mentions.numbers)
    people = (t.first for t in here.mentions.targets if t.value.who in ("people", "anyone"))
    return cue.first == cue.last and cue.first + 1 in {*numbers, *people}


def _known_doer(text: Text, trigger: int) -> bool:
    """Whether the doers are those told before: "The attackers then …", "les assaillants ont …"."""
    first = text.first[text.tokens[trigger].sentence]
    beside = text.words(max(first, trigger - 2), trigger)  # "11 are missing after the gunmen attacked …"
    words = beside if set(beside[:1]) & function_words("definite_plural") else text.words(first, first + 4)
    words = words[: max(0, trigger - first)]
    definite = bool(words) and words[0] in function_words("definite_plural")
    return definite and not function_words("doer").isdisjoint(words)


def _of_habit(text: Text, cue: Match[str], triggers: list[Match[Trigger]]) -> bool:
    """Whether a word like "often" or "since 2012" speaks of one of these triggers: near it, in its clause."""
    if not function_words("superlative").isdisjoint(text.words(cue.first - 6, cue.first)):
        return False  # "the deadliest attack since …"
    if text.opens(cue.first) and text.between(cue.last, cue.last + 1).startswith(","):
        return True  # "These last months, …"
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
