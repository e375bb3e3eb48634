"""Choose among the places that bear a name: what fits the words and the country, ranked, with a margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..model import Candidate, Fix, FixStatus, Place, PlaceRef, Precision
from .borders import country_at
from .fitting import fitting, in_force, is_hamlet, level_of
from .gazetteer import SETTLEMENTS, Gazetteer
from .plane import km_between
from .score import KIND_WORDS, Context, candidate, contradiction, countries_of

MARGIN = 0.05  # of the score; closer than this is a tie
SAME_PLACE_KM = 15.0  # two rows within this are one town, twice in the sources
SEAT_KM = 30.0  # "the region of X", where X is a town and no region
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
    fits, why_not = fitting([m for m in matches if m.is_sure], ref, allowed, context.on)
    if not fits and allowed:
        # A hamlet whose name is only like it is another hamlet more often than not.
        like = [m for m in gazetteer.like(ref.name, allowed) if m.how == "sound" or not is_hamlet(m.place)]
        fits, _ = fitting(like, ref, allowed, context.on)
    if not fits and allowed and not ref.country and allowed == context.countries:
        # A report that speaks of Paris and Algiers may tell of a town where its groups are active.
        allowed = tuple(c for c in context.activity if c not in allowed)
        if allowed:
            fits, why_not = fitting([m for m in matches if m.is_sure], ref, allowed, context.on)
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
        and (best.score - c.score < MARGIN or (is_hamlet(best.place) and c.place.kind == "city"))
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
    if not in_force(best.place, context.on):
        best = replace(best, reasons=(*best.reasons, f"its boundaries held to {best.place.valid_to}"))
    return found(ref, best, shown)


def found(ref: PlaceRef, best: Candidate, shown: tuple[Candidate, ...]) -> Fix:
    """The Fix of the place that won: a point, or an area.

    Parameters
    ----------
    ref : PlaceRef
    best : Candidate
        The winner.
    shown : tuple of Candidate
        All candidates, best first.

    Returns
    -------
    Fix
        Status found.
    """
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
    """An area without fixed borders ("the Sahel", "le centre du pays"): its country, where one is named.

    Parameters
    ----------
    ref : PlaceRef
    area : Candidate or None
        The area, where the gazetteer has it.
    code : str or None
        Code of the country.
    shown : tuple of Candidate
    gazetteer : Gazetteer

    Returns
    -------
    Fix
        Country precision, or absent where no country is told.
    """
    called = f"{area.place.name} is an area without fixed borders" if area else "a part of a country"
    country = gazetteer.country(code) if code else None
    if country is None:
        return absent(ref, f"{called}, and no country is told", shown)
    score, reasons = (area.score, area.reasons) if area else (0.5, ())
    best = Candidate(country, score, (*reasons, f"{called}: {country.name}"))
    return found(ref, best, (best, *shown))


def _strays(place: Place, anchor: Fix | None) -> str:
    """Why a namesake is not meant, where the words place it by another place ("20 km from Bankass")."""
    if anchor is None or anchor.point is None or anchor.precision is Precision.COUNTRY:
        return ""
    beyond = km_between(place.point, anchor.point) - (anchor.uncertainty_km or 0.0)
    return (
        f"lies {beyond:.0f} km beyond {anchor.name}, by which the words place it" if beyond > STRAY_KM else ""
    )


def _lost(loser: Candidate, why: str) -> Candidate:
    return replace(loser, score=round(loser.score / 2, 4), reasons=(*loser.reasons, why))


def _ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (-c.score, c.place.place_id))


def absent(ref: PlaceRef, reason: str, candidates: tuple[Candidate, ...] = ()) -> Fix:
    """The Fix of a name that no place of the gazetteer fits.

    Parameters
    ----------
    ref : PlaceRef
    reason : str
        Why, in words.
    candidates : tuple of Candidate
        What was considered, best first.

    Returns
    -------
    Fix
        Status absent, without a point.
    """
    return Fix(FixStatus.ABSENT, ref.name, candidates=candidates, reasons=(reason,))


def _why_absent(ref: PlaceRef, allowed: Sequence[str], shown: Sequence[Candidate]) -> str:
    where = f" in {', '.join(allowed)}" if allowed else ""
    if not shown:
        return f"no place named {ref.name!r} is known{where}"
    return f"no place named {ref.name!r}{where} fits; {_title(shown[0].place)}: {shown[0].reasons[-1]}"


def _title(place: Place) -> str:
    where = " ".join(filter(None, (place.admin1, place.country)))
    return f"{place.name} ({KIND_WORDS.get(place.kind, place.kind)}, {where})"
