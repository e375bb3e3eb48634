"""A place as a report names it becomes a Fix: found, ambiguous, absent or refused, with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..errors import InvalidPlace
from ..model import Fix, FixStatus, LonLat, PlaceRef, Precision
from .areas import admin1_at
from .choose import absent, choose, whole_country
from .districts import district_of
from .gazetteer import REGIONS, Gazetteer
from .phrases import read_cue
from .plane import BEARINGS, km_between, middle, towards
from .score import Context, bearers

__all__ = ["Context", "locate", "locate_all"]

NEAR_KM = 20.0
ONE_END_KM = 40.0
FAR_APART_KM = 200.0


def locate(ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> Fix:
    """Find the place that a report names.

    A country that the words or the report name is binding: a namesake elsewhere is never taken, but for a
    row that is kept by hand and lies within 30 km of that country (Boulikessi is in Mali, whatever the text).
    Candidates are scored (score.py); two that lie more than 15 km apart with scores closer than 0.05 make the
    Fix ambiguous.

    Parameters
    ----------
    ref : PlaceRef
        The name and what the words around it say.
    context : Context
        What the report says.
    gazetteer : Gazetteer

    Returns
    -------
    Fix
        Its point is None unless found; a region or country has its representative point and, as uncertainty,
        the radius of its area.

    Examples
    --------
    >>> from geo.model import Span
    >>> ref = PlaceRef("Sandere", Span("a", 0, 7, "Sandere"))
    >>> fix = locate(ref, Context(countries=("ML",)), Gazetteer.default())
    >>> str(fix.status), fix.place.name, fix.country
    ('found', 'Sandaré', 'ML')
    """
    return locate_all([(ref, context)], gazetteer)[0]


def locate_all(pairs: Iterable[tuple[PlaceRef, Context]], gazetteer: Gazetteer | None = None) -> list[Fix]:
    """Find many places; a name that cannot be looked up costs no other its answer.

    Parameters
    ----------
    pairs : iterable of (PlaceRef, Context)
    gazetteer : Gazetteer or None
        None is the project's own.

    Returns
    -------
    list of Fix
        One a pair, in order; regions (admin1, admin2) are those of the day in the context.

    Examples
    --------
    >>> locate_all([])
    []
    """
    gazetteer = gazetteer or Gazetteer.default()
    pairs = list(pairs)
    fixes = [_locate(ref, context, gazetteer) for ref, context in pairs]
    return with_regions(fixes, [context.on for _, context in pairs])


def _locate(ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> Fix:
    """The Fix of one name, regions not yet filled in."""
    if ref.level is Precision.UNRESOLVED or not ref.name.strip():
        return absent(ref, "the report names no place")
    stated, ref = ref.name, _read_cue(ref, gazetteer)
    within = (read_cue(replace(ref, name=name, kind=None)).name for name in ref.within)
    ref = replace(ref, within=tuple(filter(None, within)))
    anchor = _locate(ref.fallback, context, gazetteer) if ref.fallback else None
    try:
        fix = _by_level(ref, context, gazetteer, anchor)
    except InvalidPlace as error:
        return Fix(FixStatus.REFUSED, stated, reasons=(str(error),))
    if anchor and anchor.point and fix.status in (FixStatus.ABSENT, FixStatus.AMBIGUOUS):
        fix = replace(
            anchor, reasons=(*fix.reasons, *anchor.reasons), candidates=fix.candidates + anchor.candidates
        )
    return replace(fix, name=stated)


def _read_cue(ref: PlaceRef, gazetteer: Gazetteer) -> PlaceRef:
    """Take containers ("Sandaré, Mali") and cue words off, but "région des trois frontières" is one name."""
    name, *containers = (part.strip() for part in ref.name.split(","))
    if containers and name:
        ref = replace(ref, name=name, within=(*containers, *ref.within))
    cued = read_cue(ref)
    if cued is ref or ref.level is Precision.NEAR or cued.kind in ("side", "border"):
        return cued
    known = bearers(ref.name, gazetteer)
    if cued.kind == "part":
        # South Sudan is a country and West Africa no part of one; "northern Mali" is a part of Mali.
        other_sense = not bearers(cued.name, gazetteer) or any(place.kind != "informal" for place in known)
        return ref if other_sense else cued
    return ref if known else cued


def _by_level(ref: PlaceRef, context: Context, gazetteer: Gazetteer, anchor: Fix | None) -> Fix:
    if ref.kind in ("whole", "part"):
        return _part(ref, context, gazetteer)
    if ref.kind in ("side", "border"):
        return _side(ref, context, gazetteer)
    if ref.level is Precision.NEAR:
        measured = ref.fallback is not None and ref.fallback.distance_km is not None
        return _near(ref, context, gazetteer, anchor if measured else None)
    return choose(ref, context, gazetteer, anchor)


def _near(ref: PlaceRef, context: Context, gazetteer: Gazetteer, anchor: Fix | None = None) -> Fix:
    """A point by a named place: a distance and a bearing from it, around it, or between two."""
    base = choose(replace(ref, level=Precision.EXACT), context, gazetteer, anchor)
    if base.status is not FixStatus.FOUND or base.point is None or base.place is None:
        return base
    if base.place.kind == "country":
        return absent(ref, f"near {base.place.name} is no place: a border is a line", base.candidates)
    if base.place.kind in REGIONS:
        return base
    own, name = base.uncertainty_km or 0.0, base.place.name
    point, uncertainty, said = base.point, NEAR_KM, f"near {name}: within {NEAR_KM:.0f} km"
    if ref.other:
        other = choose(replace(ref, name=ref.other, level=Precision.EXACT), context, gazetteer)
        base, other = _closer_ends(ref, base, other, context, gazetteer)
        point = base.point or point
        if other.point is not None and other.precision is Precision.EXACT:
            uncertainty = round(max(km_between(point, other.point) / 2, own), 1)
            point = middle(point, other.point)
            said = f"between {name} and {other.name}: halfway, half the distance as uncertainty"
        else:
            uncertainty = ONE_END_KM
            said = f"on the side of {name}: its other end, {ref.other}, is {other.status}"
    elif ref.distance_km is not None and ref.bearing in BEARINGS:
        point = towards(point, ref.bearing, ref.distance_km)
        uncertainty = round(0.25 * ref.distance_km + own, 1)
        said = f"{ref.distance_km:g} km {ref.bearing.upper()} of {name}"
    elif ref.distance_km is not None:
        uncertainty = round(ref.distance_km + own, 1)
        said = f"{ref.distance_km:g} km from {name}, direction not told"
    return replace(
        base,
        point=point,
        precision=Precision.NEAR,
        uncertainty_km=uncertainty,
        reasons=(*base.reasons, said),
        admin2=base.admin2 if point == base.point else None,
    )


def _closer_ends(
    ref: PlaceRef, base: Fix, other: Fix, context: Context, gazetteer: Gazetteer
) -> tuple[Fix, Fix]:
    """The two ends of a stretch; where they lie far apart, a namesake of one that lies near the other."""
    if not base.point or not other.point or km_between(base.point, other.point) <= FAR_APART_KM:
        return base, other
    near_base, near_other = (replace(end, uncertainty_km=FAR_APART_KM) for end in (base, other))
    closer = choose(replace(ref, name=ref.other or "", level=Precision.EXACT), context, gazetteer, near_base)
    if closer.status is FixStatus.FOUND:
        return base, closer
    closer = choose(replace(ref, level=Precision.EXACT), context, gazetteer, near_other)
    return (closer, other) if closer.status is FixStatus.FOUND else (base, other)


def _part(ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> Fix:
    """A part of a country or region ("northern Mali", "le centre du pays"): the whole of it, and said so."""
    if ref.kind == "part":
        kinds = frozenset({"country", "admin1", "admin2"})
        named = [m for m in gazetteer.find(ref.name) if m.is_sure]
        if any(m.place.kind in kinds for m in named):
            level = Precision.EXACT if any(m.place.kind == "country" for m in named) else Precision.ADMIN1
            fix = choose(replace(ref, kind=None, level=level), context, gazetteer)
            return replace(fix, reasons=(*fix.reasons, f"the report names a part of {ref.name.title()} only"))
        if named:
            return _near(replace(ref, kind=None, level=Precision.NEAR), context, gazetteer)
    # "Le pays" of a report that is about one country is that country.
    only = context.countries[0] if len(context.countries) == 1 else None
    return whole_country(ref, None, ref.country or only, (), gazetteer)


def _side(ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> Fix:
    """A side of the report's country, or a stretch of its border: a region so named, else the whole of it."""
    if ref.kind == "side":
        fix = choose(replace(ref, kind=None), context, gazetteer)
        if fix.status is FixStatus.FOUND:
            return fix
    only = context.countries[0] if len(context.countries) == 1 else None
    fix = whole_country(ref, None, ref.country or only, (), gazetteer)
    told = f"{ref.name} of it" if ref.kind == "side" else f"its border with {ref.name.title()}"
    return replace(fix, reasons=(*fix.reasons, f"the report names {told} only")) if fix.point else fix


def _district(fix: Fix) -> str | None:
    """The district of a place found; of a point some way off it, only the map can tell."""
    return district_of(fix.place) if fix.place and fix.point == fix.place.point else None


def with_regions(fixes: Sequence[Fix], days: Sequence[date | None]) -> list[Fix]:
    """Fill in the regions of the points found, by the boundaries of each event's day.

    Parameters
    ----------
    fixes : sequence of Fix
    days : sequence of datetime.date or None
        One a fix; None is today's boundaries.

    Returns
    -------
    list of Fix
    """
    located = [i for i, f in enumerate(fixes) if f.point and f.precision in (Precision.EXACT, Precision.NEAR)]
    out = list(fixes)
    for i, fix in enumerate(fixes):
        if fix.precision is Precision.ADMIN1 and fix.place:
            out[i] = replace(fix, admin1=fix.place.name)
        elif fix.precision is Precision.ADMIN2 and fix.place:
            out[i] = replace(fix, admin1=fix.place.admin1)
    for day in sorted({days[i] for i in located}, key=lambda d: d or date.max):
        rows = [i for i in located if days[i] == day]
        points: list[LonLat] = [p for i in rows if (p := fixes[i].point)]
        regions = admin1_at(
            [p.lon for p in points],
            [p.lat for p in points],
            day,
            countries=[fixes[i].country for i in rows],
            admin2=[_district(fixes[i]) for i in rows],
        )
        for i, region in zip(rows, regions, strict=True):
            place, notes = fixes[i].place, (region.note,) if region.note else ()
            out[i] = replace(
                fixes[i],
                admin1=region.name or (place.admin1 if place else None),
                admin2=region.district,
                reasons=(*fixes[i].reasons, *notes),
            )
    return out
