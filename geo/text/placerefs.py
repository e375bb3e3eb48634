"""The place of an event as its report names it, with what the words say of where that lies."""

from __future__ import annotations

from .. import vocab
from ..model import ActorRef, PlaceRef, Precision
from .incidents import Incident
from .lexicon import Match
from .page import Page
from .placeat import PlaceAt
from .tables import function_words

_ENDS = ".;:,\n"  # where "… and other towns" is over


def country_of(incident: Incident, countries: tuple[str, ...]) -> str | None:
    """Give the country of an incident: the only one its places may lie in, else the report's that fits.

    Parameters
    ----------
    incident : Incident
    countries : tuple of str
        The report's, most spoken of first.

    Returns
    -------
    str or None

    Examples
    --------
    >>> country_of(Incident("attack"), ("ML", "BF"))
    'ML'
    """
    held = incident.countries
    if len(held) == 1:
        return next(iter(held))
    return next((c for c in countries if not held or c in held), None)


def finest(incident: Incident) -> list[PlaceAt]:
    """Give the regions of an incident if any are told, else one country or part of one: never both.

    Examples
    --------
    >>> mali = PlaceAt(0, 0, "Mali", None, level=Precision.COUNTRY)
    >>> gao = PlaceAt(2, 3, "Gao region", None, level=Precision.ADMIN1)
    >>> [p.name for p in finest(Incident("attack", coarse={"mali": mali, "gao region": gao}))]
    ['Gao region']
    """
    coarse = list(incident.coarse.values())
    regional = (Precision.ADMIN1, Precision.ADMIN2)
    regions = [p for p in coarse if p.level in regional and p.kind != "informal"]
    return regions or sorted(coarse, key=lambda p: not p.part)[:1]


def ref(page: Page, place: PlaceAt, incident: Incident) -> PlaceRef:
    """Make the place of an event.

    Parameters
    ----------
    page : Page
    place : PlaceAt
    incident : Incident
        Whose other places tell where it lies.

    Returns
    -------
    PlaceRef
        ``fallback`` is what the words measure it from, or the other end of a road.

    Examples
    --------
    >>> from ..model import Report
    >>> from .tokens import cut
    >>> report = Report("a", "in Tessit")
    >>> page = Page(report, cut(report.text), "en")
    >>> ref(page, PlaceAt(1, 1, "Tessit", None, within=("Gao",)), Incident("attack")).within
    ('Gao',)
    """
    country = place.country or _stated(incident)
    informal = place.kind == "informal" and place.level is Precision.ADMIN1
    return PlaceRef(
        place.name,
        page.span(place.first, place.last),
        Precision.COUNTRY if informal else place.level,
        role="event",
        country=country,
        within=_within(place, incident),
        kind=place.kind,
        distance_km=place.km,
        bearing=place.bearing,
        other=place.other,
        fallback=_fallback(page, place, incident, country),
    )


def by_demonym(page: Page, incident: Incident, actors: tuple[ActorRef, ...]) -> PlaceRef | None:
    """Place "200 Burkina Faso soldiers" in that country, if the group is known to be active there.

    Parameters
    ----------
    page : Page
    incident : Incident
    actors : tuple of ActorRef

    Returns
    -------
    PlaceRef or None
    """
    active = {c for a in actors for c in vocab.active_in(a.id)}
    found = [(at, code) for f in incident.frames for at, code in f.demonyms if code in active]
    if not found:
        return None
    at, code = found[0]
    two = page.text.tokens[at].text in function_words("country_first")  # Burkina Faso
    span = page.span(at, at + two)
    return PlaceRef(span.text, span, Precision.COUNTRY, country=code, kind="whole")


def remainder(page: Page, match: Match[str], country: str | None) -> PlaceRef:
    """Keep "… and other towns near the borders with X" as it is said, to its end: no place.

    Parameters
    ----------
    page : Page
    match : Match
        Its first words.
    country : str or None

    Returns
    -------
    PlaceRef
        Unresolved.

    Examples
    --------
    >>> from ..model import Report
    >>> from .tokens import cut
    >>> report = Report("a", "Gao and other towns of the north.")
    >>> remainder(Page(report, cut(report.text), "en"), Match(2, 3, "remainder"), "ML").name
    'other towns of the north'
    """
    text = page.text
    start = text.tokens[match.first].start
    end = text.sentences[text.tokens[match.first].sentence][1]
    cut = next((i for i in range(start, end) if text.raw[i] in _ENDS), end)
    span = page.report.span(start, cut)
    return PlaceRef(span.text, span, Precision.UNRESOLVED, country=country)


def _within(place: PlaceAt, incident: Incident) -> tuple[str, ...]:
    """Containers named with a place; the only region of the only place holds it, wherever it is named."""
    alone = len(incident.places) == 1 and len(incident.coarse) == 1 and place.is_point
    around = [p.name for p in incident.coarse.values()] if alone else []
    return tuple(dict.fromkeys([*place.within, *around]))


def _fallback(page: Page, place: PlaceAt, incident: Incident, country: str | None) -> PlaceRef | None:
    """What to look up where the gazetteer lacks a name: the other end of a road, what it is measured from."""
    if place.other:
        return PlaceRef(place.other, page.span(place.first, place.last), Precision.NEAR, country=country)
    if not place.is_point:
        return _container(page, place, incident, country)
    around = (
        p
        for f in incident.frames
        for p in f.places
        if p.role == "reference"
        and (p.km is not None or p.other or _only_near(p, place))
        and p.group != place.group
    )
    near = next(around, None)
    if near is None:
        return _container(page, place, incident, country)
    return PlaceRef(
        near.name,
        page.span(near.first, near.last),
        Precision.NEAR,
        country=country,
        distance_km=near.km,
        bearing=near.bearing,
        other=near.other,
    )


def _only_near(near: PlaceAt, place: PlaceAt) -> bool:
    """Whether a place that another lies near to may stand for it: where no gazetteer knows the other."""
    return place.known is None and near.level is Precision.NEAR


def _container(page: Page, place: PlaceAt, incident: Incident, country: str | None) -> PlaceRef | None:
    """What is told around a village that no gazetteer may know, the inmost first: areas, and no pin."""
    around = [p for f in incident.frames for p in f.places if p.name in place.within and not p.is_country]
    around.sort(key=lambda p: -place.within.index(p.name))
    if not around and place.known is None:  # what holds the village named beside it
        beside = [p.within for f in incident.frames for p in f.places if p.within and place in f.places]
        names = beside[0] if beside else ()
        told = [p for f in incident.frames for p in f.places if p.name in names and not p.is_country]
        around = sorted(told, key=lambda p: -names.index(p.name))
    if not around and place.known is None:  # the only region told
        regions = [p for p in incident.coarse.values() if not p.is_country]
        around = regions if len(regions) == 1 else []
    out: PlaceRef | None = None
    for outer in around:
        level = Precision.ADMIN2 if outer.is_point else outer.level
        span = page.span(outer.first, outer.last)
        out = PlaceRef(outer.name, span, level, kind=outer.kind, country=country, fallback=out)
    return out


def _stated(incident: Incident) -> str | None:
    """The one country that the incident's own sentences name as its place."""
    named = {p.country for p in incident.coarse.values() if p.country}
    return named.pop() if len(named) == 1 else None
