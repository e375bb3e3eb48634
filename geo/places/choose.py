"""Choose among the places that bear a name: what fits the words and the country, ranked, with a margin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..model import Candidate, Fix, FixStatus, Place, PlaceRef, Precision
from .borders import country_at, km_outside
from .gazetteer import CURATED, REGIONS, SETTLEMENTS, Gazetteer, Match
from .phrases import SETTLEMENT_KINDS
from .plane import km_between
from .score import KIND_WORDS, Context, candidate, contradiction, countries_of

MARGIN = 0.05  # of the score; closer than this is a tie
SAME_PLACE_KM = 15.0  # two rows within this are one town, twice in the sources
SEAT_KM = 30.0  # "the region of X", where X is a town and no region
ACROSS_KM = 30.0  # how far a place kept by hand may lie outside the country that a report names
SMALL_AREA_KM = 100.0  # an area no wider than this stands for itself on the map
STRAY_KM = 25.0  # slack for "20 km from Bankass"
KIND_KM = {"city": 5.0, "town": 3.0, "village": 2.0, "site": 1.0}
_AREAS = {"admin1": Precision.ADMIN1, "admin2": Precision.ADMIN2, "country": Precision.COUNTRY}
_MOST_CANDIDATES = 8


def choose(ref: PlaceRef, context: Context, gazetteer: Gazetteer, anchor: Fix | None = None) -> Fix:
    """The place that a name means: gather its bearers, keep what fits country and level, rank, decide.

    Parameters
    ----------
    ref : PlaceRef
        Its cue words are read already (phrases.read_cue).
    context : Context
    gazetteer : Gazetteer
    anchor : Fix or None
        Another place by which the words place it: a namesake far from it is not meant.

    Returns
    -------
    Fix
        Regions (admin1) are not yet filled in.

    Raises
    ------
    InvalidPlace
        The name cannot be looked up.
    """
    matches = gazetteer.find(ref.name)
    allowed = countries_of(ref, context, gazetteer)
    fits, why_not = _fitting([m for m in matches if m.is_sure], ref, allowed, context.on)
    if not fits and allowed:
        # A hamlet whose name is only like it is another hamlet more often than not.
        like = [m for m in gazetteer.like(ref.name, allowed) if m.how == "sound" or not _hamlet(m.place)]
        fits, _ = _fitting(like, ref, allowed, context.on)
    scored = [candidate(match, ref, context, gazetteer) for match in fits]
    against = {
        c.place.place_id: contradiction(c.place, ref, gazetteer) or _strays(c.place, anchor) for c in scored
    }
    ranked = _ranked(c for c in scored if not against[c.place.place_id])
    lost = [_lost(c, why) for c in scored if (why := against[c.place.place_id])]
    lost += [_lost(candidate(m, ref, context, gazetteer), why_not(m)) for m in matches if m not in fits]
    shown = tuple((ranked + _ranked(lost))[:_MOST_CANDIDATES])
    if not ranked:
        return absent(ref, _why_absent(ref, allowed, shown), shown)
    best = ranked[0]
    rivals = [
        c
        for c in ranked[1:]
        if km_between(c.place.point, best.place.point) > SAME_PLACE_KM
        # A hamlet never beats a city: being near to the report's other places is not enough.
        and (best.score - c.score < MARGIN or (_hamlet(best.place) and c.place.kind == "city"))
    ]
    if rivals:
        others = "; ".join(_title(c.place) for c in rivals[:3])
        return Fix(
            FixStatus.AMBIGUOUS,
            ref.name,
            country=best.place.country if len({c.place.country for c in (best, *rivals)}) == 1 else None,
            candidates=shown,
            reasons=(f"{_title(best.place)} fits no better than {others}",),
        )
    if best.place.kind == "informal":
        return _informal(ref, best, allowed, shown, gazetteer)
    if not _in_force(best.place, context.on):
        best = replace(best, reasons=(*best.reasons, f"its boundaries held to {best.place.valid_to}"))
    return found(ref, best, shown)


def _fitting(
    matches: Sequence[Match], ref: PlaceRef, allowed: Sequence[str], on: date | None
) -> tuple[list[Match], Callable[[Match], str]]:
    """The matches of the first kind that fits the words, in the allowed countries; why another does not."""
    for kinds in _kinds_sought(ref, allowed):
        fit = [m for m in matches if m.place.kind in kinds and not _to_come(m.place, on)]
        # A region's name outlives its boundaries; those in force go first.
        fit = [m for m in fit if _in_force(m.place, on)] or fit
        if ref.kind is None and kinds == SETTLEMENTS:
            fit = [m for m in fit if not _namesake_of_region(m.place, matches)]
        if level_of(ref) in ("admin1", "admin2") and kinds == SETTLEMENTS:
            fit = [m for m in fit if not _hamlet(m.place)]
        if kinds == {"country"}:
            fit = [m for m in fit if ref.country in (None, m.place.country)]
        elif allowed:
            fit = [m for m in fit if m.place.country in ("", *allowed)] or [
                m for m in fit if m.place.place_id.startswith(CURATED) and _at_border(m.place, allowed)
            ]
        if fit:
            sought = kinds
            break
    else:
        fit, sought = [], frozenset()

    def why_not(match: Match) -> str:
        place = match.place
        if not match.is_sure and not allowed:
            return "a like name is no answer while no country confirms it"
        if match.how == "fuzzy" and _hamlet(place):
            return "a hamlet of a like name is most likely another"
        if allowed and place.country not in allowed:
            return f"lies in {place.country}, and the report speaks of {', '.join(allowed)}"
        return _wrong_kind(place, sought)

    return fit, why_not


def _wrong_kind(place: Place, sought: frozenset[str]) -> str:
    words = " or ".join(sorted({KIND_WORDS.get(kind, kind) for kind in sought}))
    return f"is a {KIND_WORDS.get(place.kind, place.kind)}" + (f", not a {words}" if words else "")


def level_of(ref: PlaceRef) -> str:
    """The level that the words tell: by their cue, else by the reference."""
    return ref.kind if ref.kind in ("admin1", "admin2", "country", "informal") else str(ref.level)


def _kinds_sought(ref: PlaceRef, allowed: Sequence[str]) -> Sequence[frozenset[str]]:
    """Kinds that the words may mean, in the order of trial."""
    level = level_of(ref)
    regions = [frozenset({"admin1"}), frozenset({"admin2"})]
    informal = frozenset({"informal"})
    if level == "admin1":
        # "The Sahel region" is Burkina Faso's only in a report about that country alone.
        return [*regions, informal, SETTLEMENTS] if len(allowed) == 1 else [informal, *regions, SETTLEMENTS]
    if level == "admin2":
        return [*regions[::-1], informal, SETTLEMENTS]
    if level == "country":
        return [frozenset({"country"})]
    if level == "informal":
        return [informal, REGIONS]
    if ref.kind in ("river", "natural"):
        return []
    if ref.kind in SETTLEMENT_KINDS:
        return [SETTLEMENTS, *regions]
    # Without a cue "the Sahel" is the area, not Burkina Faso's region: unless the words name the country.
    areas = [*regions, informal] if ref.country else [informal, *regions]
    return [frozenset({"country"}), SETTLEMENTS, *areas]


def found(ref: PlaceRef, best: Candidate, shown: tuple[Candidate, ...]) -> Fix:
    """The Fix of the place that won: a point, or an area."""
    place, reasons = best.place, best.reasons
    precision, uncertainty = _AREAS.get(place.kind, Precision.EXACT), KIND_KM.get(place.kind, place.radius_km)
    if level_of(ref) in ("admin1", "admin2") and place.kind in SETTLEMENTS:
        precision, uncertainty = Precision.NEAR, SEAT_KM
        reasons = (
            *reasons,
            f"no region of this name is known: the {place.kind} and its surroundings stand for it",
        )
    return Fix(
        FixStatus.FOUND,
        ref.name,
        point=place.point,
        precision=precision,
        uncertainty_km=uncertainty,
        place=place,
        country=place.country,
        admin2=place.admin2 if place.kind in SETTLEMENTS else place.name if place.kind == "admin2" else None,
        candidates=shown,
        reasons=reasons,
    )


def _informal(
    ref: PlaceRef,
    area: Candidate,
    allowed: Sequence[str],
    shown: tuple[Candidate, ...],
    gazetteer: Gazetteer,
) -> Fix:
    """An area without fixed borders: a small one (a park) stands for itself, a large one for its country."""
    place = area.place
    if place.radius_km is None or place.radius_km > SMALL_AREA_KM:
        return whole_country(ref, area, ref.country or place.country, shown, gazetteer)
    country = place.country or country_at(place.point)
    if allowed and country not in allowed:
        return whole_country(ref, area, ref.country, shown, gazetteer)
    return Fix(
        FixStatus.FOUND,
        ref.name,
        point=place.point,
        precision=Precision.NEAR,
        uncertainty_km=place.radius_km,
        place=place,
        country=country,
        candidates=shown,
        reasons=(
            *area.reasons,
            f"an area without fixed borders, some {place.radius_km:.0f} km about its middle",
        ),
    )


def whole_country(
    ref: PlaceRef,
    area: Candidate | None,
    code: str | None,
    shown: tuple[Candidate, ...],
    gazetteer: Gazetteer,
) -> Fix:
    """An area without fixed borders ("the Sahel", "le centre du pays"): its country, where one is named."""
    called = f"{area.place.name} is an area without fixed borders" if area else "a part of a country"
    country = gazetteer.country(code) if code else None
    if country is None:
        return absent(ref, f"{called}, and no country is told", shown)
    score, reasons = (area.score, area.reasons) if area else (0.5, ())
    best = Candidate(country, score, (*reasons, f"{called}: {country.name}"))
    return found(ref, best, (best, *shown))


def _at_border(place: Place, countries: Sequence[str]) -> bool:
    """Whether a place kept by hand lies so near to one of these countries that reports confuse them."""
    return min(km_outside(place.point, code) for code in countries) <= ACROSS_KM


def _hamlet(place: Place) -> bool:
    return place.kind == "village" and not place.population and not place.place_id.startswith(CURATED)


def _namesake_of_region(place: Place, matches: Sequence[Match]) -> bool:
    """Whether a hamlet only shares a name with a region elsewhere in its country: that is meant then."""
    regions = [m.place for m in matches if m.place.kind in REGIONS]
    same = [r for r in regions if r.country in ("", place.country) and r.radius_km]
    return (
        _hamlet(place)
        and bool(same)
        and all(km_between(place.point, r.point) > (r.radius_km or 0.0) for r in same)
    )


def _strays(place: Place, anchor: Fix | None) -> str:
    """Why a namesake is not meant, where the words place it by another place ("20 km from Bankass")."""
    if anchor is None or anchor.point is None or anchor.precision is Precision.COUNTRY:
        return ""
    beyond = km_between(place.point, anchor.point) - (anchor.uncertainty_km or 0.0)
    return (
        f"lies {beyond:.0f} km beyond {anchor.name}, by which the words place it" if beyond > STRAY_KM else ""
    )


def _in_force(place: Place, on: date | None) -> bool:
    """Whether a region's boundaries held on the day; without a day, whether they hold today."""
    if on is None:
        return place.valid_to is None
    return (place.valid_from or date.min) <= on <= (place.valid_to or date.max)


def _lost(loser: Candidate, why: str) -> Candidate:
    return replace(loser, score=round(loser.score / 2, 4), reasons=(*loser.reasons, why))


def _to_come(place: Place, on: date | None) -> bool:
    return on is not None and place.valid_from is not None and on < place.valid_from


def _ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (-c.score, c.place.place_id))


def absent(ref: PlaceRef, reason: str, candidates: tuple[Candidate, ...] = ()) -> Fix:
    """The Fix of a name that no place of the gazetteer fits."""
    return Fix(FixStatus.ABSENT, ref.name, candidates=candidates, reasons=(reason,))


def _why_absent(ref: PlaceRef, allowed: Sequence[str], shown: Sequence[Candidate]) -> str:
    where = f" in {', '.join(allowed)}" if allowed else ""
    if not shown:
        return f"no place named {ref.name!r} is known{where}"
    return f"no place named {ref.name!r}{where} fits; {_title(shown[0].place)}: {shown[0].reasons[-1]}"


def _title(place: Place) -> str:
    where = " ".join(filter(None, (place.admin1, place.country)))
    return f"{place.name} ({KIND_WORDS.get(place.kind, place.kind)}, {where})"
