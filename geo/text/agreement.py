"""How well a frame agrees with an incident told before: family, date, place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import takewhile

from ..dates import Interval
from ..model import Precision
from .anchors import Resolved
from .frames import Frame
from .incidents import DETAILS, LOOSE, VIOLENT, Incident, coarse_places, fine_places, held_key, key, lands
from .mentions import DateAt
from .placeat import PlaceAt

_BACK_THEN = timedelta(days=31)  # before a statement: another event

Dated = tuple[DateAt, Resolved]
"""A date of a frame, and what it means."""


def agreement(incident: Incident, frame: Frame, dated: Dated | None) -> int | None:
    """Weigh how well a frame agrees with an incident.

    Parameters
    ----------
    incident : Incident
    frame : Frame
    dated : (DateAt, Resolved) or None
        The frame's date, if it has one that can be known.

    Returns
    -------
    int or None
        Higher is closer; None where the frame cannot tell of this incident.

    Examples
    --------
    >>> from .lexicon import Match
    >>> from .mentions import Trigger
    >>> frame = Frame(1, "attack", [Match(3, 3, Trigger("attack", "noun", ""))])
    >>> agreement(Incident("attack"), frame, None), agreement(Incident("coup"), frame, None)
    (2, None)
    """
    if incident.status != frame.status or not _same_family(incident, frame):
        return None
    interval = dated[1].interval if dated else None
    held = _days_of(incident)
    both_dated = bool(interval and held)
    if interval and held:
        if not _one_day(interval, held):
            return None
    elif _long_before(incident, frame, interval) or _different_words(incident, frame, dated):
        return None
    places = _places_agree(incident, frame, both_dated)
    if places is None:
        return None
    taking = not frame.tolls_of("killed", "wounded")
    now = takewhile(lambda f: f.sentence == frame.sentence, reversed(incident.frames))  # told in this order
    beside = taking and any(f.family == "abduction" for f in now)
    same_word = frame.anaphoric and any(frame.words & f.words for f in incident.frames)
    one_of_many = frame.anaphoric and not frame.plural and incident.series
    alike = incident.family == frame.family or (_only_deaths(frame) and incident.family in VIOLENT)
    return 2 * alike + 3 * beside + 2 * both_dated + places + same_word - one_of_many


def _only_deaths(frame: Frame) -> bool:
    """Whether a frame only counts the dead and wounded: by a bomb as well as by gunmen."""
    return all(t.value.form in ("kill", "toll") for t in frame.triggers)


def _days_of(incident: Incident) -> list[Interval]:
    """Every date that an incident has, as a whole or by place."""
    whole = [incident.when.interval] if incident.when and not incident.when.said else []
    return whole + [w.interval for w in incident.when_by_place.values()]


def _long_before(incident: Incident, frame: Frame, interval: Interval | None) -> bool:
    """Whether a frame's date lies well before the statement that an incident is known by."""
    said = incident.when.interval if incident.when and incident.when.said else None
    return bool(said and interval and not frame.anaphoric and interval.end < said.start - _BACK_THEN)


def _one_day(interval: Interval, held: list[Interval]) -> bool:
    """Whether a date meets one of others; ranges are told loosely, so a day between is no gap."""
    slack = 1 if "range" in {interval.precision, *(h.precision for h in held)} else 0
    return any(interval.overlaps(h, slack) for h in held)


def _different_words(incident: Incident, frame: Frame, dated: Dated | None) -> bool:
    """Whether dates that cannot be resolved differ, as their words do: "Sunday", "last week", "April 24"."""
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
    """Whether a frame's family is the incident's, or a detail or a looser word for it."""
    if incident.family == frame.family:
        return True
    if frame.family in VIOLENT and incident.family in VIOLENT:
        if {frame.family, incident.family} <= {"explosion", "suicide"}:
            return True
        if incident.family == "attack":
            return not fine_places(frame)
        mine = {held_key(incident, p) for p in fine_places(frame)}
        told = mine <= set(incident.places) or (incident.series and _only_deaths(frame))
        told = told or (not incident.places and (frame.anaphoric or (frame.weak and not frame.dates)))
        return frame.family == "attack" and not frame.plural and told
    if frame.family in DETAILS and incident.family in (*VIOLENT, "abduction"):
        return True
    return incident.family == "abduction" and frame.family == "attack" and _is_the_taking(frame)


def _is_the_taking(frame: Frame) -> bool:
    """An attack without a toll or soldiers, told beside an abduction, is how the people were taken."""
    kinds = {t.value.kind for t in frame.targets}
    alone = not frame.tolls_of("killed", "wounded") or not (frame.places or frame.dates)
    return alone and not any("security forces" in k for k in kinds) and not frame.plural


def _places_agree(incident: Incident, frame: Frame, same_date: bool) -> int | None:
    """How well the places agree; None where they are two."""
    fine, coarse = fine_places(frame), coarse_places(frame)
    if fine:
        return _fine_agree(incident, frame, fine, same_date)
    if coarse:
        return _coarse_agree(incident, frame, coarse, same_date)
    return None if frame.another and frame.dates and not same_date else 0


def _fine_agree(incident: Incident, frame: Frame, fine: list[PlaceAt], same_date: bool) -> int | None:
    """The same settlement, or one more of a series in the same country."""
    if any(held_key(incident, p) in incident.places for p in fine):
        return 6
    if frame.denied and incident.places:  # nobody claims and denies one series
        return None
    if frame.again and incident.places and not frame.dates:
        return 2
    nowhere = frame.anaphoric and not incident.places  # "the attack in Kona" tells where it was
    if not nowhere and not _one_country(incident, fine):
        return None
    vague = _in_districts(incident) or _in_title(incident)
    if _told_apart(incident, frame) and not (_told_loosely(incident, fine) and vague):
        return None
    if _in_told_district(incident, fine) and (same_date or not frame.dates) and not frame.another:
        return 4
    if not incident.places:
        return None if frame.another and not same_date else 3
    if _told_loosely(incident, fine):
        return None if frame.another else 3  # "between X and Y" told more exactly
    grows = not frame.another and (incident.series or frame.plural) and (same_date or not frame.dates)
    return 1 if grows else None


def _told_loosely(incident: Incident, fine: list[PlaceAt]) -> bool:
    """Whether a frame may tell more exactly where an incident near somewhere, or in a district, was."""
    levels = {p.level for p in incident.places.values()}
    district = levels <= set(LOOSE) and incident.when is None and fine[0].level is Precision.EXACT
    return levels <= {Precision.NEAR} or district or _in_title(incident)


def _in_told_district(incident: Incident, fine: list[PlaceAt]) -> bool:
    """Whether a village is told to lie in the one district that an incident names: now it is told exactly."""
    areas = [p.name for p in incident.places.values()]
    return len(areas) == 1 and _in_districts(incident) and all(areas[0] in p.within for p in fine)


def _in_title(incident: Incident) -> bool:
    """Whether only a title tells where an incident was: "Kona: two abducted"."""
    return bool(incident.places) and all(p.heading for p in incident.places.values())


def _in_districts(incident: Incident) -> bool:
    """Whether only districts are told of an incident so far, as titles do: "Kona district: two abducted"."""
    return all(p.level is Precision.ADMIN2 for p in incident.places.values())


def _coarse_agree(incident: Incident, frame: Frame, coarse: list[PlaceAt], same_date: bool) -> int | None:
    """The same region or country, or one that may hold the incident's places."""
    if not _one_country(incident, coarse) or _told_apart(incident, frame):
        return None
    if {key(p) for p in coarse} & set(incident.coarse):
        return 4
    if not incident.places and _regional(coarse) and _regional(incident.coarse.values()):
        return None
    return None if frame.another and not same_date else 1


def _regional(places: Iterable[PlaceAt]) -> bool:
    """Whether a region is among some places."""
    return any(p.level is Precision.ADMIN1 for p in places)


def _told_apart(incident: Incident, frame: Frame) -> bool:
    """Whether a frame gives a date of its own while the incident's is not known."""
    return incident.when is None and bool(frame.dates and incident.places) and not frame.anaphoric


def _one_country(incident: Incident, places: list[PlaceAt]) -> bool:
    """Whether places may lie in a country of the incident; what is not known may."""
    held = incident.countries
    mine = [countries for p in places if (countries := lands(p))]
    return not held or not mine or any(held & m for m in mine)
