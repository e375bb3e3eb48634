"""Districts (admin-2) and the regions that they belonged to through time: facts of data, not polygons."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from typing import NamedTuple

from .. import vocab
from ..model import LonLat, Place
from ..names import fold
from . import tables
from .plane import km_between

_SEAT_KM = 15.0
_SLACK_KM = 60.0


class Unit(NamedTuple):
    """One region or district, with its parent and the days that it held."""

    name: str
    kind: str
    country: str
    parent: str = ""
    start: date = date.min
    end: date = date.max
    point: LonLat | None = None
    radius_km: float | None = None

    def on(self, day: date) -> bool:
        """Whether it held on the day."""
        return self.start <= day <= self.end


def region_of_district(country: str, district: str, day: date) -> str | None:
    """The region that a district belonged to on a day; None where no table tells.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2.
    district : str
        Its name or an alias, in any spelling.
    day : datetime.date

    Returns
    -------
    str or None
        The last parent that was given by that day, if that region was in force.

    Examples
    --------
    >>> [region_of_district("ML", "Diéma", date(year, 1, 1)) for year in (2020, 2025)]
    ['Kayes', 'Nioro']
    """
    rows = [u for u in _units().get((country, fold(district)), ()) if u.kind == "admin2" and u.parent]
    told = sorted((u.start, u.parent) for u in rows if u.start <= day and _in_force(country, u.parent, day))
    return told[-1][1] if told else None


def district_of(place: Place) -> str | None:
    """The district of a place: its own column, a row of districts.csv, or the district whose seat it is.

    Parameters
    ----------
    place : Place

    Returns
    -------
    str or None
        None where no table tells.
    """
    if place.admin2:
        return place.admin2
    key = (place.country, fold(place.name))
    for district in _seated().get(key, ()):
        for unit in _units().get((place.country, fold(district)), ()):
            # The distance tells a namesake elsewhere in the country; radii are estimates.
            reach = _SEAT_KM if fold(district) == key[1] else (unit.radius_km or 0.0) + _SLACK_KM
            if unit.kind == "admin2" and unit.point and km_between(place.point, unit.point) <= reach:
                return district
    return None


def new_regions() -> list[Unit]:
    """Regions that were drawn after the polygons of regions.geojson: those with a first day.

    Returns
    -------
    list of Unit
        In order of country, day and name.
    """
    return sorted(
        {u for units in _units().values() for u in units if u.kind == "admin1" and u.start > date.min},
        key=lambda unit: (unit.country, unit.start, unit.name),
    )


def _in_force(country: str, region: str, day: date) -> bool:
    return any(u.kind == "admin1" and u.on(day) for u in _units().get((country, fold(region)), ()))


@cache
def _units() -> dict[tuple[str, str], list[Unit]]:
    """Regions and districts by country and folded name or alias."""
    found: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    regions = tables.read(vocab.DATA / "places" / "regions.csv")
    columns = ("name", "aliases", "kind", "country", "parent", "valid_from", "valid_to")
    for row in zip(*(regions[c] for c in (*columns, "longitude", "latitude", "radius_km")), strict=True):
        name, aliases, kind, country, parent, start, end, lon, lat, radius = row
        point = LonLat(lon, lat)
        unit = Unit(name, kind, country, parent, _day(start, date.min), _day(end, date.max), point, radius)
        for spelling in dict.fromkeys(map(fold, (name, *filter(None, aliases.split("|"))))):
            found[country, spelling].append(unit)
    for country, kind, name, parent, start in _districts():
        if kind == "district":
            found[country, fold(name)].append(Unit(name, "admin2", country, parent, _day(start, date.min)))
    return dict(found)


@cache
def _seated() -> dict[tuple[str, str], list[str]]:
    """Names of the districts that a place may lie in, by country and folded name of the place."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for country, kind, name, parent, _ in _districts():
        if kind == "place":
            found[country, fold(name)].append(parent)
    for (country, spelling), units in _units().items():
        found[country, spelling] += dict.fromkeys(u.name for u in units if u.kind == "admin2")
    return dict(found)


def _districts() -> list[tuple[str, ...]]:
    rows = tables.read(vocab.DATA / "places" / "districts.csv")
    return list(zip(*(rows[c] for c in ("country", "kind", "name", "parent", "valid_from")), strict=True))


def _day(text: str, unknown: date) -> date:
    return date.fromisoformat(text) if text else unknown
