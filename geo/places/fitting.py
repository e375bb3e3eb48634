"""Which bearers of a name fit the words: their kind, their country, their time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ..model import Place, PlaceRef
from .borders import km_outside
from .gazetteer import CURATED, REGIONS, SETTLEMENTS, Match
from .phrases import SETTLEMENT_KINDS
from .plane import km_between
from .score import KIND_WORDS

ACROSS_KM = 30.0  # how far a place kept by hand may lie outside the country that a report names


def fitting(
    matches: Sequence[Match], ref: PlaceRef, allowed: Sequence[str], on: date | None
) -> tuple[list[Match], Callable[[Match], str]]:
    """The matches of the first kind that fits the words, in the allowed countries; why another does not.

    Parameters
    ----------
    matches : sequence of Match
    ref : PlaceRef
        Its cue words are read already.
    allowed : sequence of str
        Codes of the countries that it may lie in; empty is any.
    on : datetime.date or None
        The day, for regions.

    Returns
    -------
    fit : list of Match
    why_not : callable
        Tells of another match, in words, why it does not fit.
    """
    for kinds in _kinds_sought(ref, allowed):
        fit = [m for m in matches if m.place.kind in kinds and not _to_come(m.place, on)]
        # A region's name outlives its boundaries; those in force go first.
        fit = [m for m in fit if in_force(m.place, on)] or fit
        if ref.kind is None and kinds == SETTLEMENTS:
            fit = [m for m in fit if not _namesake_of_region(m.place, matches)]
        if level_of(ref) in ("admin1", "admin2") and kinds == SETTLEMENTS:
            fit = [m for m in fit if not is_hamlet(m.place)]
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
        if match.how == "fuzzy" and is_hamlet(place):
            return "a hamlet of a like name is most likely another"
        if allowed and place.country not in allowed:
            return f"lies in {place.country}, and the report speaks of {', '.join(allowed)}"
        return _wrong_kind(place, sought)

    return fit, why_not


def _wrong_kind(place: Place, sought: frozenset[str]) -> str:
    words = " or ".join(sorted({KIND_WORDS.get(kind, kind) for kind in sought}))
    return f"is a {KIND_WORDS.get(place.kind, place.kind)}" + (f", not a {words}" if words else "")


def level_of(ref: PlaceRef) -> str:
    """The level that the words tell: by their cue, else by the reference.

    Parameters
    ----------
    ref : PlaceRef

    Returns
    -------
    str
        A value of Precision, or 'informal'.
    """
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


def _at_border(place: Place, countries: Sequence[str]) -> bool:
    """Whether a place kept by hand lies so near to one of these countries that reports confuse them."""
    return min(km_outside(place.point, code) for code in countries) <= ACROSS_KM


def is_hamlet(place: Place) -> bool:
    """Whether a place is a village of which no table tells more than its point.

    Parameters
    ----------
    place : Place

    Returns
    -------
    bool
    """
    return place.kind == "village" and not place.population and not place.place_id.startswith(CURATED)


def _namesake_of_region(place: Place, matches: Sequence[Match]) -> bool:
    """Whether a hamlet only shares a name with a region elsewhere in its country: that is meant then."""
    regions = [m.place for m in matches if m.place.kind in REGIONS]
    same = [r for r in regions if r.country in ("", place.country) and r.radius_km]
    return (
        is_hamlet(place)
        and bool(same)
        and all(km_between(place.point, r.point) > (r.radius_km or 0.0) for r in same)
    )


def in_force(place: Place, on: date | None) -> bool:
    """Whether a region's boundaries held on the day; without a day, whether they hold today.

    Parameters
    ----------
    place : Place
    on : datetime.date or None

    Returns
    -------
    bool
    """
    if on is None:
        return place.valid_to is None
    return (place.valid_from or date.min) <= on <= (place.valid_to or date.max)


def _to_come(place: Place, on: date | None) -> bool:
    return on is not None and place.valid_from is not None and on < place.valid_from
