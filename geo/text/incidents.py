"""Which frames of one report tell the same incident: agreement of family, date and place, then focus.

An incident is one operation; it may have struck several places (a series).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from ..dates import Interval
from ..model import Precision
from ..names import fold
from .dates import Calendar, Resolved
from .frames import Frame
from .lexicon import Match
from .mentions import DateAt, Mentions
from .placespans import PlaceAt
from .tokens import Text

VIOLENT = ("attack", "shelling", "explosion", "suicide", "airstrike")
_DETAILS = ("destruction", "arrest", "regain")  # told beside an attack, they are part of it
_FINE = (Precision.EXACT, Precision.NEAR)


@dataclass
class When:
    """A date that an incident has, with the words it came from; ``said`` when only a statement's date is told."""

    interval: Interval
    how: str
    at: DateAt
    said: bool = False


@dataclass
class Incident:
    """One operation: its frames, its dates (as a whole and by place), its places."""

    family: str
    status: str = "realised"
    frames: list[Frame] = field(default_factory=list)
    when: When | None = None
    undated: DateAt | None = None
    places: dict[str, PlaceAt] = field(default_factory=dict)
    coarse: dict[str, PlaceAt] = field(default_factory=dict)
    by_place: dict[str, list[Frame]] = field(default_factory=dict)
    when_by_place: dict[str, When] = field(default_factory=dict)
    remainder: Match[str] | None = None
    series: bool = False
    last_single: str | None = None

    @property
    def countries(self) -> frozenset[str]:
        """Countries that its places may lie in; empty when nothing tells."""
        known = [c for p in [*self.places.values(), *self.coarse.values()] if (c := lands(p))]
        known += [frozenset({c}) for f in self.frames for _, c in f.demonyms]
        out = frozenset.intersection(*known) if known else frozenset()
        return out or (frozenset.union(*known) if known else frozenset())


def lands(place: PlaceAt) -> frozenset[str]:
    """Countries that a place may lie in; empty when nothing tells."""
    if place.country:
        return frozenset({place.country})
    return place.known.countries if place.known else frozenset()


def key(place: PlaceAt) -> str:
    """A place's name as compared inside one report."""
    return fold(place.name)


def _held_key(incident: Incident, place: PlaceAt) -> str:
    """The key under which an incident already holds a place: "Nioro" is the "Nioro du Sahel" told before."""
    mine = key(place)
    for held in incident.places:
        if held == mine or held.startswith(mine + " ") or mine.startswith(held + " "):
            return held
    return mine


def resolve(frames: list[Frame], calendar: Calendar) -> list[Incident]:
    """Group the frames of a report into incidents.

    Parameters
    ----------
    frames : list of Frame
        In the order of the text.
    calendar : Calendar
        The report's anchors for dates.

    Returns
    -------
    list of Incident
        In the order in which the report first tells them.
    """
    incidents: list[Incident] = []
    focus: list[Incident] = []
    for frame in sorted(frames, key=lambda f: (f.sentence, f.family != "abduction")):
        if frame.reaction:
            continue
        resolved = _dates(frame, calendar, _day(focus))
        dated = next((r for r in resolved if r[1].interval), None)
        if frame.habitual and not (dated and dated[1].interval and dated[1].interval.days <= 3):
            continue
        if _aftermath(resolved):
            dated, resolved = None, []
        found = _choose(incidents, focus, frame, dated)
        if found is None:
            if not _may_begin(frame, dated, incidents):
                continue
            found = Incident(frame.family, frame.status)
            incidents.append(found)
        _add(found, frame, dated, resolved, calendar)
        focus = [f for f in focus if f is not found] + [found]
    return [part for incident in incidents for part in _with_attack(incident)]


def _with_attack(incident: Incident) -> list[Incident]:
    """People killed where others were taken: the attack is an event of its own beside the abduction."""
    deadly = incident.family == "abduction" and any(f.tolls_of("killed", "wounded") for f in incident.frames)
    if not deadly:
        return [incident]
    attack = [f for f in incident.frames if f.family == "attack"]
    return [replace(incident, frames=[f for f in incident.frames if f not in attack], by_place={}),
            replace(incident, family="attack", frames=attack, by_place={})]  # fmt: skip


def _day(focus: list[Incident]) -> date | None:
    dated = [i.when.interval for i in focus if i.when]
    return dated[-1].start if dated else None


def _dates(frame: Frame, calendar: Calendar, day: date | None) -> list[tuple[DateAt, Resolved]]:
    found = [(at, calendar.resolve(at.mention, day)) for at in frame.dates]
    return sorted(
        found, key=lambda r: (r[1].interval.days if r[1].interval else 10_000, bool(r[0].mention.relative))
    )


def _aftermath(resolved: list[tuple[DateAt, Resolved]]) -> bool:
    return bool(resolved) and all(
        at.mention.relative and at.mention.relative[0] == "aftermath" for at, _ in resolved
    )


def _fine(frame: Frame) -> list[PlaceAt]:
    return [
        p for p in frame.places if p.role == "event" and (p.level in _FINE or p.level is Precision.ADMIN2)
    ]


def _coarse(frame: Frame) -> list[PlaceAt]:
    return [p for p in frame.places if p.role == "event" and p not in _fine(frame)]


def _choose(
    incidents: list[Incident], focus: list[Incident], frame: Frame, dated: tuple[DateAt, Resolved] | None
) -> Incident | None:
    """The incident a frame speaks of: same place, else same date, else the one told last."""
    best: tuple[int, Incident] | None = None
    for order, incident in enumerate(focus):
        score = _agreement(incident, frame, dated)
        if score is not None and (best is None or score * 100 + order >= best[0]):
            best = (score * 100 + order, incident)
    return best[1] if best else None


def _agreement(incident: Incident, frame: Frame, dated: tuple[DateAt, Resolved] | None) -> int | None:
    """How well a frame agrees with an incident; None where it cannot be the same."""
    if incident.status != frame.status or not _same_family(incident, frame):
        return None
    score = 2 * (incident.family == frame.family)
    interval = dated[1].interval if dated else None
    score += 3 * any(f.sentence == frame.sentence and f.family == "abduction" for f in incident.frames)
    held = [incident.when.interval] if incident.when and not incident.when.said else []
    held += [w.interval for w in incident.when_by_place.values()]
    if interval and held:
        slack = 1 if "range" in {interval.precision, *(h.precision for h in held)} else 0
        if not any(interval.overlaps(h, slack) for h in held):
            return None
        score += 2
    elif _different_words(incident, frame, dated):
        return None
    places = _places_agree(incident, frame, bool(interval and held))
    return None if places is None else score + places


def _different_words(incident: Incident, frame: Frame, dated: tuple[DateAt, Resolved] | None) -> bool:
    """Two dates that cannot be resolved still differ if their words do ("Sunday", "last week", "April 24")."""
    if dated is not None:
        return incident.when is None and incident.undated is not None
    if not frame.dates:
        return False
    mine = frame.dates[0].mention
    if mine.relative and mine.relative[0] == "event":
        return mine.relative[1] != 0  # "that day" is the day told before, "the day after" is another
    if incident.undated is None:
        return incident.when is not None and not mine.weekday
    theirs = incident.undated.mention
    if mine.weekday is not None and (
        theirs.weekday == mine.weekday or (theirs.weekday is None and theirs.last[2])
    ):
        return False
    return (mine.weekday, mine.first, mine.relative) != (theirs.weekday, theirs.first, theirs.relative)


def _same_family(incident: Incident, frame: Frame) -> bool:
    if incident.family == frame.family:
        return True
    if frame.family in VIOLENT and incident.family in VIOLENT:
        if {frame.family, incident.family} <= {"explosion", "suicide"}:
            return True
        if incident.family == "attack":
            return not _fine(frame)
        mine = {_held_key(incident, p) for p in _fine(frame)}
        return frame.family == "attack" and not frame.plural and mine <= set(incident.places)
    if frame.family in _DETAILS and incident.family in VIOLENT:
        return True
    return incident.family == "abduction" and frame.family == "attack" and _is_the_taking(frame)


def _is_the_taking(frame: Frame) -> bool:
    """An attack without a toll or soldiers, told beside an abduction, is how the people were taken."""
    kinds = {t.value.kind for t in frame.targets}
    alone = not frame.tolls_of("killed", "wounded") or not (frame.places or frame.dates)
    return alone and not any("security forces" in k for k in kinds) and not frame.plural


def _places_agree(incident: Incident, frame: Frame, same_date: bool) -> int | None:
    fine, coarse = _fine(frame), _coarse(frame)
    if fine:
        if any(_held_key(incident, p) in incident.places for p in fine):
            return 6
        if incident.when is None and frame.dates and incident.places and not frame.anaphoric:
            return None
        if incident.places:
            grows = not frame.another and (incident.series or frame.plural) and (same_date or not frame.dates)
            return 1 if grows and _one_country(incident, fine) else None
        return (None if frame.another and not same_date else 3) if _one_country(incident, fine) else None
    if coarse:
        if not _one_country(incident, coarse):
            return None
        if incident.when is None and frame.dates and incident.places and not frame.anaphoric:
            return None
        mine = {key(p) for p in coarse}
        if mine & set(incident.coarse):
            return 4
        regions = [p for p in coarse if p.level is Precision.ADMIN1]
        if (
            regions
            and not incident.places
            and any(p.level is Precision.ADMIN1 for p in incident.coarse.values())
        ):
            return None
        if frame.another and not same_date:
            return None
        return 1
    return None if frame.another and frame.dates and not same_date else 0


def _one_country(incident: Incident, places: list[PlaceAt]) -> bool:
    held = incident.countries
    mine = [countries for p in places if (countries := lands(p))]
    return not held or not mine or any(held & m for m in mine)


def _may_begin(frame: Frame, dated: tuple[DateAt, Resolved] | None, incidents: list[Incident]) -> bool:
    if frame.family in _DETAILS and any(i.family in VIOLENT for i in incidents):
        return False
    if frame.weak:
        counts = any(t.value.form == "toll" for t in frame.triggers)
        return bool(_fine(frame)) and (counts or not frame.anaphoric)
    if frame.anaphoric:
        soldiers = any("security forces" in t.value.kind for t in frame.targets)
        return bool(frame.places) or dated is not None or bool(soldiers and frame.demonyms)
    return bool(frame.places or frame.dates or frame.demonyms or frame.tolls or not incidents)


def _add(
    incident: Incident,
    frame: Frame,
    dated: tuple[DateAt, Resolved] | None,
    resolved: list[tuple[DateAt, Resolved]],
    calendar: Calendar,
) -> None:
    incident.frames.append(frame)
    fine = _fine(frame)
    for place in fine:
        held = _held_key(incident, place)
        incident.places.setdefault(held, place)
        if place.within and not incident.places[held].within:
            incident.places[held] = replace(incident.places[held], within=place.within)
        incident.by_place.setdefault(held, []).append(frame)
    if len(fine) == 1:
        incident.last_single = _held_key(incident, fine[0])
    elif fine or _coarse(frame):
        incident.last_single = None
    elif incident.last_single:  # the next sentences go on about the place named last
        incident.by_place[incident.last_single].append(frame)
    for place in _coarse(frame):
        incident.coarse.setdefault(key(place), place)
    incident.series = incident.series or frame.plural or len(incident.places) > 1
    incident.remainder = incident.remainder or frame.remainder
    if dated and dated[1].interval:
        _date(
            incident, When(dated[1].interval, dated[1].how, dated[0]), [_held_key(incident, p) for p in fine]
        )
    elif resolved and incident.undated is None and incident.when is None:
        incident.undated = resolved[0][0]
    if incident.when is None or incident.when.said:
        for at in frame.said:
            said = calendar.resolve(at.mention)
            if said.interval and incident.when is None and incident.undated is None:
                incident.when = When(said.interval, f"the day of the statement; {said.how}", at, said=True)


def _date(incident: Incident, when: When, places: list[str]) -> None:
    """Keep the narrowest date, for the whole incident, or for the places of a series that a frame names."""
    partial = 0 < len(places) < len(incident.places)
    if partial:
        for name in places:
            held = incident.when_by_place.get(name)
            if held is None or when.interval.days < held.interval.days:
                incident.when_by_place[name] = when
        if incident.when is not None:
            return
    if incident.when is None or incident.when.said or when.interval.days < incident.when.interval.days:
        incident.when = when


def date_by_statement(text: Text, incidents: list[Incident], mentions: Mentions, calendar: Calendar) -> None:
    """Give the first incident, if no words date it, the day on which it was announced, and say so."""
    main = next((i for i in incidents if i.family in VIOLENT), None)
    if main is None or main.when is not None or main.undated is not None:
        return
    told = {f.sentence for i in incidents for f in i.frames if f.dates}
    sentences = {text.tokens[c.first].sentence for c in mentions.cues if c.value == "statement"} - told
    for at in mentions.dates:
        found = calendar.resolve(at.mention) if text.tokens[at.first].sentence in sentences else None
        if found and found.interval and found.interval.precision == "day":
            main.when = When(found.interval, f"the day it was announced; {found.how}", at, said=True)
            return
