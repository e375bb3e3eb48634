"""From incidents to drafts of events: one a place, each field with the span it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from .. import vocab
from ..model import Claim, Count, Draft, PlaceRef, Precision, Report, Span
from . import parties
from .counts import Toll
from .frames import Frame
from .assertions import in_sahel
from .incidents import VIOLENT, Incident, When
from .mentions import GENERIC
from .placespans import PlaceAt
from .tokens import Text

_SENTENCES = 3  # how many sentences of a report are kept as evidence of one event
_BACKGROUND = timedelta(days=14)
_PLACELESS = ("formation",)


def build(
    report: Report, text: Text, incidents: list[Incident], claims: dict[int, list[tuple[Claim, int]]], lang: str,
    topic: str | None, countries: tuple[str, ...],
) -> list[Draft]:  # fmt: skip
    """Drafts of all incidents of a report.

    Parameters
    ----------
    report, text
    incidents : list of Incident
    claims : dict of int to list of (Claim, int)
    lang : {'en', 'fr'}
    topic : str or None
        The group the report is about.
    countries : tuple of str
        Countries of the report, most spoken of first.

    Returns
    -------
    list of Draft
    """
    out: list[Draft] = []
    main = next((i.when.interval for i in incidents if i.when and i.family in (*VIOLENT, "abduction")), None)
    for number, incident in enumerate(incidents):
        if not _tells_enough(incident, incidents):
            continue
        status = incident.status
        if status == "realised" and (
            incident.family in _PLACELESS
            or (main and incident.when and incident.when.interval.start < main.start - _BACKGROUND)
        ):
            status = "background"
        told = [in_sahel(c, _country(incident, countries)) for c, _ in claims.get(number, [])]
        out += _of_incident(report, text, incident, told, lang, topic, countries, status, number, incidents)
    return out


def _told_apart(incident: Incident, incidents: list[Incident]) -> set[str]:
    """Places of a series whose shelling or bombing is an incident of its own."""
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
    if incident.family in _PLACELESS:
        return incident.when is not None
    countries = [p for p in incident.coarse.values()]
    regions = [p for p in countries if p.level is not Precision.COUNTRY]
    dated = (incident.when is not None and not incident.when.said) or (
        incident.undated is not None and incident.undated.mention.last[2] is not None
    )
    dated = dated and not (incident.when and incident.when.interval.precision == "year")
    tolled = any(f.tolls for f in incident.frames)
    demonyms = [d for f in incident.frames for d in f.demonyms]
    if incident.family in VIOLENT or incident.family == "abduction":
        parent = not incident.places and any(
            other is not incident
            and other.places
            and other.family == incident.family
            and (
                not dated
                or (other.when and incident.when and other.when.interval.overlaps(incident.when.interval))
            )
            and (not other.countries or not incident.countries or other.countries & incident.countries)
            for other in incidents
        )
        if parent:
            return False
        return (
            bool(incident.places)
            or (bool(regions) and (dated or tolled))
            or (
                bool(countries or demonyms)
                and ((dated and (tolled or not regions)) or (tolled and len(incidents) == 1))
            )
        )
    return bool(incident.places or regions) and (dated or incident.family != "protest")


def _of_incident(
    report: Report, text: Text, incident: Incident, claims: list[Claim], lang: str, topic: str | None,
    countries: tuple[str, ...], status: str, number: int, incidents: list[Incident],
) -> list[Draft]:  # fmt: skip
    apart = _told_apart(incident, incidents) if len(incident.places) > 1 else set()
    places = [p for name, p in incident.places.items() if name not in apart] or _finest(incident)
    country = _country(incident, countries)
    series = f"{report.id}#{number}"
    drafts = []
    for place in places or [None]:
        name = next((k for k, v in incident.places.items() if v is place), None)
        own = incident.by_place.get(name, []) if name else []
        alone = len(places) < 2 and incident.remainder is None
        frames = (
            incident.frames
            if alone
            else _unique_frames([*own, *(f for f in incident.frames if not f.places)])
        )
        when = incident.when_by_place.get(name, incident.when) if name else incident.when
        base = parties.find(
            report, text, incident, frames if alone else incident.frames, claims, country, lang, topic
        )
        claims = claims or _asserted(report, incident, base)
        ref = (
            _ref(report, text, place, incident, country)
            if place
            else _by_demonym(report, text, incident, base)
        )
        if ref is None and incident.family in VIOLENT and not any(f.tolls for f in frames):
            continue  # nothing says where, nothing says how many: no event to show
        if len(places) > 1 and len(own) == 1 and any(f.family != "attack" for f in own):
            base = base._replace(
                sub_event_type=next(
                    t.value.sub_event_type for f in own for t in f.triggers if f.family != "attack"
                )
            )
        drafts.append(
            _draft(
                report,
                text,
                incident,
                base,
                claims,
                ref,
                when,
                frames if alone else own,
                alone,
                status,
                series,
            )
        )
    if incident.remainder is not None:
        rest = _remainder(report, text, incident, country)
        base = parties.find(report, text, incident, incident.frames, claims, country, lang, topic)
        drafts.append(
            _draft(report, text, incident, base, claims, rest, incident.when, [], False, status, series)
        )
    return drafts


def _asserted(report: Report, incident: Incident, base: parties.Parties) -> list[Claim]:
    """A report that names the doer itself, with no claim by anyone, attributes the deed."""
    if incident.family not in (*VIOLENT, "abduction"):
        return []
    by = report.source or report.id
    return [
        Claim(a.id, "attributed", by, a.span)
        for a in base.actors
        if a.role == "perpetrator" and a.id != GENERIC
    ]


def _unique_frames(frames: Iterable[Frame]) -> list[Frame]:
    return list({id(f): f for f in frames}.values())


def _finest(incident: Incident) -> list[PlaceAt]:
    """Regions if any are told, else one country or part of one: never both."""
    coarse = list(incident.coarse.values())
    regions = [p for p in coarse if p.level in (Precision.ADMIN1, Precision.ADMIN2) and p.kind != "informal"]
    return regions or sorted(coarse, key=lambda p: not p.part)[:1]


def _country(incident: Incident, countries: tuple[str, ...]) -> str | None:
    held = incident.countries
    if len(held) == 1:
        return next(iter(held))
    return next((c for c in countries if not held or c in held), None)


def _span(report: Report, text: Text, first: int, last: int) -> Span:
    return report.span(text.tokens[first].start, text.tokens[last].end)


def _ref(report: Report, text: Text, place: PlaceAt, incident: Incident, country: str | None) -> PlaceRef:
    span = _span(report, text, place.first, place.last)
    alone = (
        len(incident.places) == 1
        and len(incident.coarse) == 1
        and place.level in (Precision.EXACT, Precision.NEAR)
    )
    around = [p.name for p in incident.coarse.values()] if alone else []
    containers = tuple(dict.fromkeys([*place.within, *around]))
    fallback = None
    reference = next(
        (p for f in incident.frames for p in f.places if p.role == "reference" and p.group != place.group),
        None,
    )
    if reference is not None and place.level is Precision.EXACT:
        fallback = PlaceRef(
            reference.name, _span(report, text, reference.first, reference.last), Precision.NEAR, country=country,
            distance_km=reference.km, bearing=reference.bearing,
        )  # fmt: skip
    if place.other:
        fallback = PlaceRef(place.other, span, Precision.NEAR, country=place.country or _stated(incident))
    level = place.level
    if place.kind == "informal" and level is Precision.ADMIN1:
        level = Precision.COUNTRY
    return PlaceRef(
        place.name, span, level, role="event", country=place.country or _stated(incident), within=containers, kind=place.kind,
        distance_km=place.km, bearing=place.bearing, other=place.other, fallback=fallback,
    )  # fmt: skip


def _stated(incident: Incident) -> str | None:
    """The one country that the incident's own sentences name as its place."""
    named = {p.country for p in incident.coarse.values() if p.country}
    return named.pop() if len(named) == 1 else None


def _by_demonym(report: Report, text: Text, incident: Incident, base: parties.Parties) -> PlaceRef | None:
    """ "200 Burkina Faso soldiers": in that country, if the group is known to be active there; else no place."""
    if incident.family in _PLACELESS:
        return None
    active = {c for a in base.actors for c in vocab.active_in(a.id)}
    found = [(at, code) for f in incident.frames for at, code in f.demonyms if code in active]
    if not found:
        return None
    span = _span(report, text, found[0][0], found[0][0])
    return PlaceRef(span.text, span, Precision.COUNTRY, country=found[0][1], kind="whole")


def _remainder(report: Report, text: Text, incident: Incident, country: str | None) -> PlaceRef:
    """ "… and other towns near the borders with X": what the sentence says, to its end, and no place."""
    match = incident.remainder
    assert match is not None
    start = text.tokens[match.first].start
    end = text.sentences[text.tokens[match.first].sentence][1]
    cut = next((i for i in range(start, end) if text.raw[i] in ".;:,\n"), end)
    span = report.span(start, cut)
    return PlaceRef(span.text, span, Precision.UNRESOLVED, country=country)


def _draft(
    report: Report, text: Text, incident: Incident, base: parties.Parties, claims: list[Claim], ref: PlaceRef | None,
    when: When | None, frames: list[Frame], alone: bool, status: str, series: str,
) -> Draft:  # fmt: skip
    reasons = list(base.reasons)
    evidence: list[tuple[str, Span]] = []
    told = frames or incident.frames
    for sentence in list(dict.fromkeys(f.sentence for f in told))[:_SENTENCES]:
        evidence.append(("sentence", report.span(*text.sentences[sentence])))
    trigger = told[0].triggers[0]
    evidence.append(("event_type", _span(report, text, trigger.first, trigger.last)))
    if when is not None:
        evidence.append(("start", _span(report, text, when.at.first, when.at.last)))
        reasons.append(f"date: {when.how}")
    elif incident.undated is not None:
        evidence.append(("start", _span(report, text, incident.undated.first, incident.undated.last)))
        reasons.append("date: the words give no date that can be known")
    if ref is not None:
        evidence.append(("place_name", ref.span))
        for name in ref.within:
            reasons.append(f"place: told as lying in {name}")
    evidence += [("actors", a.span) for a in base.actors]
    evidence += [("claims", c.span) for c in claims]
    counts, notes = _counts(report, text, frames if (alone or frames) else [], incident, alone)
    evidence += [(field, count.span) for field, count in counts.items()]
    reasons += notes
    return Draft(
        report_id=report.id, sub_event_type=base.sub_event_type, status=status,
        interval=when.interval if when else None, place=ref, actors=base.actors, targets=base.targets,
        killed=counts.get("killed"), wounded=counts.get("wounded"), abducted=counts.get("abducted"),
        claims=tuple(claims), evidence=tuple(dict.fromkeys(evidence)), reasons=tuple(dict.fromkeys(reasons)),
        series=series, confidence=_confidence(when, ref),
    )  # fmt: skip


def _confidence(when: When | None, ref: PlaceRef | None) -> float:
    """A plain sum, not a probability: 0.4, and more for a date and for an exact place."""
    dated = 0.0 if when is None else 0.1 if when.said else 0.3
    placed = {Precision.EXACT: 0.25, Precision.NEAR: 0.15}.get(ref.level, 0.05) if ref else 0.0
    return round(0.4 + dated + placed, 2)


def _counts(
    report: Report, text: Text, frames: list[Frame], incident: Incident, alone: bool
) -> tuple[dict[str, Count], list[str]]:
    """Counts of one event; a toll of a whole series belongs to none of its places, and is said."""
    mine = frames if alone else [f for f in frames if len([p for p in f.places if p.role == "event"]) <= 1]
    notes = []
    if not alone:
        shared = [t for f in incident.frames if f not in mine for t in f.tolls]
        notes = [
            f"{t.outcome} in the series as a whole, by place not stated: {_span(report, text, t.span_first, t.span_last).text}"
            for t in shared
        ]
    out = {}
    for outcome in ("killed", "wounded", "abducted"):
        found = [t for f in mine for t in f.tolls if t.outcome == outcome]
        if found:
            low, high = _total(found)
            attackers = [t for t in found if t.victims == "armed group"]
            if attackers and len(attackers) < len(found):
                notes.append(f"{outcome}: the upper end counts attackers, too")
            first = next((t for t in found if t.victims != "armed group"), found[0])
            out[outcome] = Count(low, high, _span(report, text, first.span_first, first.span_last))
    return out, notes


def _total(tolls: list[Toll]) -> tuple[int, int | None]:
    """One interval of all tolls: statements on the same people span a range, different people add up.

    Attackers count at the upper end only, unless nobody else is counted.
    """
    kinds = {t.victims for t in tolls}
    spans = {kind: _span_of([t for t in tolls if t.victims == kind]) for kind in kinds}
    attackers = spans.pop("armed group", None) if len(kinds) > 1 else None
    people = spans.pop("people", None)
    parts = list(spans.values())
    added = (sum(p[0] for p in parts), _sum(p[1] for p in parts)) if parts else None
    both = [p for p in (people, added) if p]
    low = min(p[0] for p in both)
    high = None if any(p[1] is None for p in both) else max(p[1] or 0 for p in both)
    return low, _sum([high, attackers[1] or attackers[0]]) if attackers else high


def _sum(numbers: Iterable[int | None]) -> int | None:
    given = list(numbers)
    return None if None in given else sum(n or 0 for n in given)


def _span_of(tolls: list[Toll]) -> tuple[int, int | None]:
    low = min(t.low for t in tolls)
    top = max(t.high if t.high is not None else t.low for t in tolls)
    open_ended = any(t.high is None and t.low >= top for t in tolls)
    return low, None if open_ended else top


def with_publication(draft: Draft, report: Report) -> Draft:
    """A report of a known month that gives its event no date at all: the event is of that month, at the latest."""
    published = report.published
    named = any(field == "start" for field, _ in draft.evidence)
    if (
        draft.interval is None
        and not named
        and published
        and published.precision == "month"
        and draft.status == "realised"
    ):
        return replace(
            draft,
            interval=published,
            reasons=(*draft.reasons, "date: the month of publication, none in the text"),
        )
    return draft
