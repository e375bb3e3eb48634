"""Which frames of one report tell the same incident: agreement of family, date and place, then focus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..dates import Interval
from ..model import Precision
from .agreement import Dated, agreement
from .anchors import Calendar
from .frames import Frame
from .incidents import DETAILS, LOOSE, VIOLENT, Incident, When, coarse_places, fine_places, held_key, key
from .mentions import Mentions
from .placeat import PlaceAt
from .tokens import Text

_FOCUS = 100  # incidents told before that a sentence may go on about
_UNDATED = 10_000  # days: a date that cannot be known comes last
_NIGHT = 2  # days
_HABIT_DAYS = 3  # "often attacked" is no event, unless it is dated as closely as this


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

    Examples
    --------
    >>> from . import frames, mentions
    >>> from .tokens import cut
    >>> text = cut("A bomb exploded on 1 July 2025. The explosion killed two people.")
    >>> found = mentions.find(text, "en")
    >>> days = Calendar(None, [d.mention for d in found.dates], text.raw)
    >>> [len(i.frames) for i in resolve(frames.build(text, found, [], []), days)]
    [2]
    """
    incidents: list[Incident] = []
    focus: list[Incident] = []
    for frame in sorted(frames, key=lambda f: (f.sentence, f.family != "abduction")):
        # "we deplore eight killed" tells a toll, "condemns the attack on the village of Kona" a place
        if frame.reaction and not frame.tolls and not any(p.cued for p in fine_places(frame)):
            continue
        # "paid tribute on Tuesday to the 92 dead" dates the tribute
        resolved = [] if frame.reaction else _dates(frame, calendar, _day(focus))
        dated = next((r for r in resolved if r[1].interval), None)
        if frame.habitual and not _close(dated):
            continue
        if _aftermath(resolved):
            dated, resolved = None, []
        found = _choose(incidents, focus, frame, dated)
        if found is None:
            found = _beside(focus, frame)
            incidents += [found] if found else []
        if found is None:
            if not _may_begin(frame, dated, incidents):
                continue
            found = Incident(frame.family, frame.status)
            if frame.anaphoric and not frame.dates and focus and focus[-1].family == "abduction":
                found.when = focus[-1].when  # "the attack" in which people were taken
            if frame.same_place and not frame.places and focus:
                found.places = _last_place(focus[-1])
            incidents.append(found)
        _add(found, frame, dated, resolved, calendar)
        focus = [*[f for f in focus if f is not found][-_FOCUS:], found]
    _there_and_then(incidents)
    return [part for incident in incidents for part in _with_attack(incident)]


def _last_place(incident: Incident) -> dict[str, PlaceAt]:
    """The place that an incident named last: what "the same area" or "the town" means."""
    name = incident.last_single or next(reversed(incident.places), None)
    return {name: incident.places[name]} if name else {}


def _beside(focus: list[Incident], frame: Frame) -> Incident | None:
    """People taken in the attack just told: an event of its own, there and then."""
    if frame.family != "abduction" or frame.status != "realised" or frame.anaphoric:
        return None
    near = next((i for i in reversed(focus) if i.family in VIOLENT), None)
    return Incident("abduction", beside=near) if near and not (frame.places or frame.dates) else None


def _there_and_then(incidents: list[Incident]) -> None:
    """Give an abduction told beside an attack the attack's place and date, once these are known."""
    for incident in incidents:
        near = incident.beside
        if near is not None and not incident.places:
            incident.places, incident.coarse = dict(near.places), dict(near.coarse)
            incident.when, incident.undated = incident.when or near.when, incident.undated or near.undated


def _close(dated: Dated | None) -> bool:
    """Whether a date is known to a few days."""
    return bool(dated and dated[1].interval and dated[1].interval.days <= _HABIT_DAYS)


def _with_attack(incident: Incident) -> list[Incident]:
    """People killed where others were taken: the attack is an event of its own beside the abduction."""
    deadly = incident.family == "abduction" and any(f.tolls_of("killed", "wounded") for f in incident.frames)
    if not deadly:
        return [incident]
    attack = [f for f in incident.frames if f.family == "attack"]
    if not attack:  # who was taken died of it
        return [incident]
    return [replace(incident, frames=[f for f in incident.frames if f not in attack], by_place={}),
            replace(incident, family="attack", frames=attack, by_place={})]  # fmt: skip


def _day(focus: list[Incident]) -> date | None:
    """The day of the event told last: what "the next day" counts from."""
    dated = [i.when.interval for i in focus if i.when]
    return dated[-1].start if dated else None


def _dates(frame: Frame, calendar: Calendar, day: date | None) -> list[Dated]:
    """A frame's dates, the narrowest first."""
    found = [(at, calendar.resolve(at.mention, day)) for at in frame.dates]
    return sorted(found, key=_closeness)


def _closeness(dated: Dated) -> tuple[bool, int, bool]:
    """How closely a date tells the day: "last week … freed the next day" is of last week."""
    at, resolved = dated
    relative = at.mention.relative
    other_day = relative is not None and relative[0] == "event" and relative[1] != 0
    days = resolved.interval.days if resolved.interval else _UNDATED
    return other_day, 1 if at.mention.night else days, bool(relative)


def _aftermath(resolved: list[Dated]) -> bool:
    """Whether a frame is dated only as what came of an event: "in the aftermath"."""
    return bool(resolved) and all(
        at.mention.relative and at.mention.relative[0] == "aftermath" for at, _ in resolved
    )


def _choose(
    incidents: list[Incident], focus: list[Incident], frame: Frame, dated: Dated | None
) -> Incident | None:
    """The incident a frame speaks of: the one that agrees best, of equals the one told last."""
    best: tuple[int, Incident] | None = None
    for order, incident in enumerate(focus):
        score = agreement(incident, frame, dated)
        if score is not None and (best is None or score * 100 + order >= best[0]):
            best = (score * 100 + order, incident)
    return best[1] if best else None


def _may_begin(frame: Frame, dated: Dated | None, incidents: list[Incident]) -> bool:
    """Whether a frame that fits no incident begins one of its own."""
    elsewhere = frame.another and fine_places(frame)  # "another group burnt the post of Kona"
    if (
        frame.family in DETAILS
        and not elsewhere
        and any(i.family in (*VIOLENT, "abduction") for i in incidents)
    ):
        return False
    if frame.weak:
        counts = any(t.value.form == "toll" for t in frame.triggers)
        return bool(fine_places(frame)) and (counts or not frame.anaphoric)
    if frame.anaphoric:
        if not (frame.dates or frame.tolls or frame.actors or frame.targets):
            return False  # "les tueries de Kona ont fait oublier les nôtres"
        soldiers = any("security forces" in t.value.kind for t in frame.targets)
        return bool(frame.places) or dated is not None or bool(soldiers and frame.demonyms)
    return bool(frame.places or frame.dates or frame.demonyms or frame.tolls or not incidents)


def _add(
    incident: Incident, frame: Frame, dated: Dated | None, resolved: list[Dated], calendar: Calendar
) -> None:
    """Take a frame into an incident: its places, then its dates."""
    incident.frames.append(frame)
    _add_places(incident, frame)
    incident.series = incident.series or frame.plural or len(incident.places) > 1
    incident.remainder = incident.remainder or frame.remainder
    recounted = (
        frame.weak and frame.anaphoric and incident.when is not None
    )  # "50 bodies were found on Monday"
    if dated and dated[1].interval and not (recounted and incident.when and not incident.when.said):
        places = [held_key(incident, p) for p in fine_places(frame)]
        _date(incident, When(dated[1].interval, dated[1].how, dated[0]), places)
    elif resolved and incident.undated is None and incident.when is None:
        incident.undated = resolved[0][0]
    if incident.when is None and incident.undated is None:
        _date_as_said(incident, frame, calendar)


def _add_places(incident: Incident, frame: Frame) -> None:
    """Keep a frame's places, and under each the frames that speak of it."""
    fine = fine_places(frame)
    if frame.again and incident.places and not frame.dates and not incident.series:
        fine = [p for p in fine if held_key(incident, p) in incident.places]
    loose = all(p.level in LOOSE or p.heading for p in incident.places.values())
    if loose and any(p.level is Precision.EXACT for p in fine):  # told more exactly now
        incident.places, incident.by_place = {}, {}
    for place in fine:
        held = held_key(incident, place)
        incident.places.setdefault(held, place)
        if place.within and not incident.places[held].within:
            incident.places[held] = replace(incident.places[held], within=place.within)
        incident.by_place.setdefault(held, []).append(frame)
    coarse = coarse_places(frame)
    if len(fine) == 1:
        incident.last_single = held_key(incident, fine[0])
    elif fine or coarse:
        incident.last_single = None
    elif incident.last_single:  # the next sentences go on about the place named last
        incident.by_place[incident.last_single].append(frame)
    for place in coarse:
        incident.coarse.setdefault(key(place), place)


def _date_as_said(incident: Incident, frame: Frame, calendar: Calendar) -> None:
    """Date an incident by the day of the statement that tells it, for want of better, and say so."""
    for at in frame.said:
        said = calendar.resolve(at.mention)
        if said.interval:
            incident.when = When(said.interval, f"the day of the statement; {said.how}", at, said=True)
            return


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
    known = incident.when.interval if incident.when and not incident.when.said else None
    if known is None or (when.interval.days < known.days and not _of_a_night(known, when.interval)):
        incident.when = when


def _of_a_night(known: Interval, told: Interval) -> bool:
    """Whether "the massacre of Saturday" speaks of the night to Sunday told before."""
    return known.precision == "range" and known.days <= _NIGHT and known.overlaps(told)


def date_by_statement(text: Text, incidents: list[Incident], mentions: Mentions, calendar: Calendar) -> None:
    """Give the first incident, if no words date it, the day on which it was announced, and say so.

    Parameters
    ----------
    text : Text
    incidents : list of Incident
        The first violent one may be changed.
    mentions : Mentions
    calendar : Calendar
    """
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
