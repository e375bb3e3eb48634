"""The gazetteer as a geopy geocoder: geopandas.tools.geocode and geopy's helpers work with it, offline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from ..model import Candidate, Fix, FixStatus, LonLat, Place, PlaceRef, Span
from . import gazetteer
from .plane import checked_point
from .rank import locate
from .score import KIND_WORDS, Context


class Gazetteer(gazetteer.Gazetteer, Geocoder):
    """The project's gazetteer behind geopy's interface.

    Parameters
    ----------
    folder : pathlib.Path or None
        Tables to load; None is the project's own.
    **options
        geopy's own (timeout, user_agent …): taken and not needed, for nothing is fetched.

    Examples
    --------
    >>> Gazetteer().geocode("Sandere, ML").raw["name"]
    'Sandaré'
    """

    def __init__(self, folder: Path | None = None, **options: Any) -> None:
        gazetteer.Gazetteer.__init__(self, folder)
        Geocoder.__init__(self, **options)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        country: str | None = None,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Location | list[Location] | None:
        """Find a place by name.

        Parameters
        ----------
        query : str
            A name; a country or region may follow after a comma ("Sandere, ML", "Koulogo, Bandiagara, Mali").
        exactly_one : bool
            True: the place that was found, or None where the name is ambiguous, absent or refused.
            False: every candidate, best first.
        country : str or None
            ISO 3166-1 alpha-2 code that binds the answer.
        limit : int or None
            At most so many candidates.
        timeout : float or None
            For geopy's sake.

        Returns
        -------
        geopy.Location, list of geopy.Location, or None
            ``raw`` holds status, place_id, kind, country, score, reasons.
        """
        fix = locate(PlaceRef(query, Span("query", 0, len(query), query), country=country), Context(), self)
        if not exactly_one:
            found = [_location(c.place, c.place.point, fix, c) for c in fix.candidates[:limit]]
            return found or None
        if fix.status is not FixStatus.FOUND or fix.place is None or fix.point is None:
            return None
        return _location(fix.place, fix.point, fix, fix.candidates[0] if fix.candidates else None)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, limit: int = 5, timeout: float | None = None
    ) -> Location | list[Location] | None:
        """Find the settlements and sites nearest to a point.

        Parameters
        ----------
        query : geopy.Point, (latitude, longitude), or str
            Latitude first, as geopy has it.
        exactly_one : bool
            The nearest only, or a list.
        limit : int
            At most so many in a list.
        timeout : float or None
            For geopy's sake.

        Returns
        -------
        geopy.Location, list of geopy.Location, or None
            ``raw["distance_km"]`` is the distance from the point.

        Raises
        ------
        InvalidPlace
            The point is out of range.
        ValueError
            The text is no point.

        Examples
        --------
        >>> Gazetteer().reverse((14.45, -11.44)).raw["name"]
        'Kayes'
        """
        if isinstance(query, Sequence) and not isinstance(query, str) and len(query) >= 2:
            here = checked_point(LonLat(float(query[1]), float(query[0])))
        else:
            point = query if isinstance(query, Point) else Point(query)
            here = LonLat(point.longitude, point.latitude)
        near = self.nearest(here, 1 if exactly_one else limit)
        found = [
            Location(_address(place), _lat_lon(place.point), _raw(place) | {"distance_km": round(km, 3)})
            for place, km in near
        ]
        return found[0] if exactly_one and found else found or None


def _location(place: Place, point: LonLat, fix: Fix, candidate: Candidate | None) -> Location:
    told = {"status": str(fix.status), "precision": str(fix.precision), "uncertainty_km": fix.uncertainty_km}
    scored = {"score": candidate.score, "reasons": candidate.reasons} if candidate else {}
    return Location(_address(place), _lat_lon(point), _raw(place) | told | scored)


def _raw(place: Place) -> dict[str, Any]:
    return {
        "place_id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
    }


def _address(place: Place) -> str:
    kind = KIND_WORDS.get(place.kind)
    name = f"{place.name} ({kind})" if kind else place.name
    return ", ".join(filter(None, (name, place.admin1, place.country)))


def _lat_lon(point: LonLat) -> tuple[float, float]:
    return point.lat, point.lon
