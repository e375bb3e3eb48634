"""From incidents to drafts of events: one a place, each field with the span it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from ..dates import Interval
from ..model import Claim, Draft, PlaceRef, Precision, Span
from . import casualties, parties, placerefs, targets
from .actors import Scene
from .assertions import Told, in_country
from .frames import Frame
from .incidents import VIOLENT, Incident, When
from .mentions import GENERIC
from .page import Page
from .parties import Parties
from .placeat import PlaceAt

_SENTENCES = 3  # how many sentences of a report are kept as evidence of one event
_BACKGROUND = timedelta(days=14)
_HOURS = re.compile(r"(?m)^\W*\d{1,2}(?:[:.]\d{2}|h\d{2}| ?[ap]\.?m\b)")  # "07:50 - ", "7h50 :"
_TICKER = 2  # lines that begin with an hour
_PLACELESS = ("formation",)
_DEEDS = (*VIOLENT, "abduction")


@dataclass(frozen=True)
class _Case:
    """One incident on its way to drafts: what its drafts share."""

    page: Page
    incident: Incident
    claims: list[Claim]
    country: str | None
    status: str
    series: str


@dataclass(frozen=True)
class _Part:
    """One event of an incident: its frames, the date and place it has, whether it is the whole incident."""

    frames: list[Frame]
    when: When | None
    ref: PlaceRef | None
    alone: bool
    place: PlaceAt | None = None


def build(page: Page, incidents: list[Incident], claims: dict[int, list[Told]]) -> list[Draft]:
    """Make the drafts of all incidents of a report.

    Parameters
    ----------
    page : Page
    incidents : list of Incident
    claims : dict of int to list of (Claim, int)
        By position in `incidents`.

    Returns
    -------
    list of Draft

    Examples
    --------
    >>> from ..model import Known, PlaceNames, Report
    >>> from .reader import read
    >>> names = PlaceNames({"kona": Known(frozenset({"town"}), frozenset({"ML"}), 9000)}, {})
    >>> draft = read(Report("a", "Gunmen killed 12 villagers in Kona on 1 July 2025."), names).drafts[0]
    >>> draft.place.name, draft.killed.low, [field for field, _ in draft.evidence][:3]
    ('Kona', 12, ['sentence', 'event_type', 'start'])
    """
    main = next((i.when.interval for i in incidents if i.when and i.family in _DEEDS), None)
    out: list[Draft] = []
    for number, incident in enumerate(incidents):
        if _tells_enough(incident, incidents):
            country = placerefs.country_of(incident, page.countries)
            told = [in_country(claim, country) for claim, _ in claims.get(number, [])]
            status, series = _status(incident, main), f"{page.report.id}#{number}"
            case = _Case(page, incident, told, country, status, series)
            out += _drafts(case, _told_apart(incident, incidents))
    return [_of_publication(draft, page) for draft in out]


def _status(incident: Incident, main: Interval | None) -> str:
    """Background is what lies well before the event that a report is about."""
    if incident.status != "realised":
        return incident.status
    before = main and incident.when and incident.when.interval.start < main.start - _BACKGROUND
    return "background" if before or incident.family in _PLACELESS else "realised"


def _told_apart(incident: Incident, incidents: list[Incident]) -> set[str]:
    """Places of a series whose shelling or bombing is an incident of its own."""
    if len(incident.places) < 2:
        return set()
    days = incident.when.interval if incident.when else None
    return {
        name
        for other in incidents
        if other is not incident
        and other.family in VIOLENT
        and other.family != incident.family
        and (days is None or other.when is None or days.overlaps(other.when.interval))
        for name in other.places
    }


def _tells_enough(incident: Incident, incidents: list[Incident]) -> bool:
    """Whether an incident has the place, date or toll that make it an event to show."""
    if incident.family in _PLACELESS:
        return incident.when is not None
    regions = [p for p in incident.coarse.values() if p.level is not Precision.COUNTRY]
    dated = _is_dated(incident)
    if incident.family not in _DEEDS:
        if not dated and all(f.anaphoric for f in incident.frames):
            return False  # "the peace accord" is spoken of, not made
        return bool(incident.places or regions) and (dated or incident.family != "protest")
    if any(_is_part(incident, other, dated) for other in incidents):
        return False
    tolled = any(f.tolls for f in incident.frames)
    if incident.places or (dated and tolled) or (regions and (dated or tolled)):
        return True
    land = bool(incident.coarse) or any(f.demonyms for f in incident.frames)
    return land and ((dated and not regions) or (tolled and len(incidents) == 1))


def _is_dated(incident: Incident) -> bool:
    """Whether the words date an incident closer than to a year, be it by a day that cannot be resolved."""
    if incident.when is not None and incident.when.interval.precision == "year":
        return False
    if incident.when is not None and not incident.when.said:
        return True
    told = incident.undated.mention if incident.undated else None
    return told is not None and (told.last[2] is not None or told.weekday is not None)


def _is_part(incident: Incident, other: Incident, dated: bool) -> bool:
    """Whether an incident without a place only sums up, or speaks again of, another that has places."""
    if incident.places or other is incident or not other.places or other.family != incident.family:
        return False
    if dated and not (other.when and incident.when and other.when.interval.overlaps(incident.when.interval)):
        return False
    return not other.countries or not incident.countries or bool(other.countries & incident.countries)


def _drafts(case: _Case, apart: set[str]) -> list[Draft]:
    """One draft a place of an incident, and one for "other towns"."""
    incident = case.incident
    places: list[PlaceAt | None] = [p for name, p in incident.places.items() if name not in apart]
    places = places or [*placerefs.finest(incident)] or [None]
    base = _parties(case)
    if all(c.actor == GENERIC and c.status == "suspected" for c in case.claims):
        case = replace(case, claims=[*case.claims, *_asserted(case, base)])
    drafts = [draft for place in places for draft in _of_place(case, base, place, len(places))]
    if incident.remainder is not None:
        rest = placerefs.remainder(case.page, incident.remainder, case.country)
        part = _Part([], incident.when, rest, alone=False)
        drafts.append(_draft(case, part, base))
    return drafts


def _of_place(case: _Case, base: Parties, place: PlaceAt | None, among: int) -> list[Draft]:
    """The draft of one place of an incident; none where nothing says where, and nothing how many."""
    incident = case.incident
    name = next((k for k, v in incident.places.items() if v is place), None)
    own = incident.by_place.get(name, []) if name else []
    alone = among < 2 and incident.remainder is None
    shared = [*own, *(f for f in incident.frames if not f.places)]
    frames = incident.frames if alone else _unique(shared)
    ref = placerefs.ref(case.page, place, incident) if place else None
    if ref is None and incident.family not in _PLACELESS:
        ref = placerefs.by_demonym(case.page, incident, base.actors)
    if ref is None and incident.family in VIOLENT and not any(f.tolls for f in frames):
        return []
    if among > 1 and len(own) == 1 and own[0].family != "attack":
        base = base._replace(sub_event_type=own[0].triggers[0].value.sub_event_type)
    if among > 1 and _of_civilians(case.page, own, base):
        soldiers = [a for a in base.actors if a.role == "side_b"]
        actors = tuple(a for a in base.actors if a not in soldiers)
        base = base._replace(sub_event_type="Attack", actors=actors, forces=None)
    when = incident.when_by_place.get(name, incident.when) if name else incident.when
    return [_draft(case, _Part(frames if alone else own, when, ref, alone, place), base)]


def _of_civilians(page: Page, own: list[Frame], base: Parties) -> bool:
    """Whether only civilians are told to have died at one place of a series that began as a battle."""
    killed = {t.victims for f in own for t in f.tolls_of("killed")}
    struck = targets.find(page, own) if base.sub_event_type == "Armed clash" and killed else None
    return struck is not None and killed <= {"civilians", "people"} and not struck.of("security forces")


def _parties(case: _Case) -> Parties:
    """The parties of an incident, which its places share; who took people is who attacked there."""
    own = parties.find(Scene(case.page, case.incident, case.incident.frames, case.claims, case.country))
    near = case.incident.beside
    if near is None or any(a.role == "perpetrator" for a in own.actors):
        return own
    attack = parties.find(Scene(case.page, near, near.frames, [], case.country))
    doers = tuple(a for a in attack.actors if a.role == "perpetrator")
    return own._replace(actors=(*doers, *own.actors), reasons=(*own.reasons, *attack.reasons))


def _asserted(case: _Case, base: Parties) -> list[Claim]:
    """A report that names the doer itself, with no claim by anyone, attributes the deed."""
    if case.incident.family not in _DEEDS:
        return []
    doers = [a for a in base.actors if a.role == "perpetrator" and a.id != GENERIC]
    return [Claim(a.id, "attributed", case.page.speaker, a.span) for a in doers]


def _unique(frames: Iterable[Frame]) -> list[Frame]:
    """Each frame once: frames are compared by what they are, not by what they hold."""
    return list({id(f): f for f in frames}.values())


def _draft(case: _Case, part: _Part, base: Parties) -> Draft:
    """One draft, with the evidence and the reasons of each field."""
    page, incident, ref = case.page, case.incident, part.ref
    counts, tolls, notes = casualties.find(page, incident, part.frames, alone=part.alone, place=part.place)
    evidence = _evidence(page, incident, part, case.claims)
    evidence += [("actors", a.span) for a in base.actors] + [("claims", c.span) for c in case.claims]
    evidence += [("targets", t.span) for t in base.targets if t.span]
    evidence += [(field, count.span) for field, count in counts.items()] + tolls
    reasons = [*base.reasons, *_why(incident, part), *notes]
    return Draft(
        report_id=page.report.id,
        sub_event_type=base.sub_event_type,
        status=case.status,
        interval=part.when.interval if part.when else None,
        place=ref,
        actors=base.actors,
        targets=base.targets,
        killed=counts.get("killed"),
        wounded=counts.get("wounded"),
        abducted=counts.get("abducted"),
        claims=tuple(case.claims),
        evidence=tuple(dict.fromkeys(evidence)),
        reasons=tuple(dict.fromkeys(reasons)),
        series=case.series,
        confidence=_confidence(part.when, ref),
        forces=base.forces,
        forces_role="perpetrator" if base.by_forces else "side_b",
        country=case.country,
    )


def _evidence(page: Page, incident: Incident, part: _Part, claims: list[Claim]) -> list[tuple[str, Span]]:
    """The sentences that tell an event, and the words of its type, date and place."""
    told = part.frames or incident.frames
    sentences = list(dict.fromkeys(f.sentence for f in told))[:_SENTENCES]
    date = part.when.at if part.when else incident.undated
    spans = [claim.span for claim in claims] + ([part.ref.span] if part.ref else [])
    spans += [page.span(date.first, date.last)] if date else []
    sentences += [page.text.sentence_at(span.end - 1) for span in spans if span.text]
    out = [("sentence", page.report.span(*page.text.sentences[s])) for s in sorted(set(sentences))]
    trigger = told[0].triggers[0]
    out.append(("event_type", page.span(trigger.first, trigger.last)))
    if date is not None:
        out.append(("start", page.span(date.first, date.last)))
    if part.ref is not None:
        out.append(("place_name", part.ref.span))
    return out


def _why(incident: Incident, part: _Part) -> list[str]:
    """How the date was found, and what the place is told to lie in."""
    out = []
    if part.when is not None:
        out.append(f"date: {part.when.how}")
    elif incident.undated is not None:
        out.append("date: the words give no date that can be known")
    within = part.ref.within if part.ref else ()
    return out + [f"place: told as lying in {name}" for name in within]


def _confidence(when: When | None, ref: PlaceRef | None) -> float:
    """A plain sum, not a probability: 0.4, and more for a date and for an exact place."""
    dated = 0.0 if when is None else 0.1 if when.said else 0.3
    placed = {Precision.EXACT: 0.25, Precision.NEAR: 0.15}.get(ref.level, 0.05) if ref else 0.0
    return round(0.4 + dated + placed, 2)


def _of_publication(draft: Draft, page: Page) -> Draft:
    """An event that is given no date at all is of the month of publication; a ticker's is of its day."""
    published = page.report.published
    named = any(field == "start" for field, _ in draft.evidence)
    undated = draft.interval is None and not named and draft.status == "realised"
    if not undated or published is None:
        return draft
    if published.precision == "month":
        why = "date: the month of publication, none in the text"
    elif len(_HOURS.findall(page.text.raw)) >= _TICKER:
        why = "date: the day of the ticker"
    else:
        return draft
    return replace(draft, interval=published, reasons=(*draft.reasons, why))
