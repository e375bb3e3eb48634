"""Regions (admin-1) and districts (admin-2) of points, by the boundaries in force on a day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import shapely

from .. import vocab
from ..errors import BrokenData
from ..names import fold
from .borders import border_range
from .districts import Unit, new_regions, region_of_district
from .plane import mercator

__all__ = ["admin1_at", "border_range"]

_ASTRAY_M = 30_000.0


class Region(NamedTuple):
    """The region and district of a point, and a note where the boundaries are not those of the day."""

    name: str | None
    district: str | None = None
    note: str | None = None


class _Map(NamedTuple):
    """The polygons of one level (Mercator) in a tree, with the row and country of each."""

    tree: shapely.STRtree
    rows: list[Unit]
    countries: np.ndarray


def admin1_at(
    lons: Any,
    lats: Any,
    on: date | None = None,
    *,
    countries: Sequence[str | None] | None = None,
    admin2: Sequence[str | None] | None = None,
) -> list[Region]:
    """The region and district of each point on a day.

    The point's country outranks the polygons: a point that falls just outside its country's regions takes the
    nearest of them. Where regions were drawn anew after the polygons (Mali in 2016 and 2023, Burkina Faso in
    2025), the district tells the region; where the district is not known, the older region's name is kept and
    a note says so.

    Parameters
    ----------
    lons, lats : array_like of float, shape (n,)
        Degrees.
    on : datetime.date or None
        The day; None is today's boundaries.
    countries : sequence of str or None, length n
        Country of each point (ISO 3166-1 alpha-2); None is by polygon.
    admin2 : sequence of str or None, length n
        District of each point (cercle, province), where it is known; else by polygon.

    Returns
    -------
    list of Region
        Name, district and note of each; the name is None where no region is known.

    Notes
    -----
    Polygons: Natural Earth 10m (public domain), data/borders/regions.geojson; names and days:
    data/places/regions.csv.

    Examples
    --------
    >>> admin1_at([-11.44], [14.45], countries=["ML"])[0].name
    'Kayes'
    """
    lons, lats = np.asarray(lons, float), np.asarray(lats, float)
    day = on or date.max
    codes = list(countries) if countries is not None else [None] * len(lons)
    told = list(admin2) if admin2 is not None else [None] * len(lons)
    wanted, number = np.unique(np.array([code or "" for code in codes], dtype=str), return_inverse=True)
    # Events share places: look at each spot once for each country. Numbers part the countries' spots.
    spots = (lons + 1000.0 * number) + 1j * lats
    _, first, back = np.unique(spots, return_index=True, return_inverse=True)
    points, wanted = shapely.points(*mercator(lons[first], lats[first])), wanted[number[first]]
    large = _containing(_map("admin1"), points, wanted)
    small = _containing(_map("admin2"), points, wanted)
    return [
        _region(r, code or (r.country if r else None), district or (d.name if d else None), day)
        for r, d, code, district in zip(
            (large[spot] for spot in back), (small[spot] for spot in back), codes, told, strict=True
        )
    ]


@lru_cache(maxsize=65536)
def _region(polygon: Unit | None, country: str | None, district: str | None, day: date) -> Region:
    """The region on the day: the district's, else the polygon's, with a note where it was redrawn since."""
    told = region_of_district(country, district, day) if country and district else None
    if polygon is None:
        return Region(told, district)
    heirs = [unit for unit in _heirs().get((polygon.country, polygon.name), ()) if unit.on(day)]
    if told and fold(told) in {fold(polygon.name), *(fold(unit.name) for unit in heirs)}:
        return Region(told, district)
    if told:
        district = None  # it lies in another region: this is a namesake of the district's seat
    if not heirs:
        return Region(polygon.name, district)
    since, names = min(unit.start for unit in heirs), " or ".join(unit.name for unit in heirs)
    note = f"region by the boundaries before {since}: since then it may be {names}"
    return Region(polygon.name, district, note)


def _containing(regions: _Map, points: np.ndarray, wanted: np.ndarray) -> list[Unit | None]:
    """The row of the polygon that holds each point; its country binds where one is wanted."""
    out = np.full(len(points), -1)
    which, hit = regions.tree.query(points, predicate="intersects")
    fits = (wanted[which] == "") | (wanted[which] == regions.countries[hit])
    out[which[fits][::-1]] = hit[fits][::-1]
    for code in np.unique(wanted[(out < 0) & (wanted != "")]):
        own = np.flatnonzero(regions.countries == code)
        missed = np.flatnonzero((out < 0) & (wanted == code))
        if len(own):
            nearby = shapely.STRtree(regions.tree.geometries[own])
            which, hit = nearby.query_nearest(points[missed], max_distance=_ASTRAY_M, all_matches=False)
            out[missed[which]] = own[hit]
    return [regions.rows[i] if i >= 0 else None for i in out.tolist()]


@cache
def _map(level: str) -> _Map:
    path = vocab.DATA / "borders" / "regions.geojson"
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError) as error:
        raise BrokenData(path.name, f"cannot be read ({error})", "run data/make_regions.py again") from error
    rows, shapes = [], []
    for feature in features:
        about = feature["properties"]
        if about["level"] == level:
            rows.append(Unit(about["name"], level, about["iso2"], about["parent"] or ""))
            shapes.append(shapely.from_geojson(json.dumps(feature["geometry"])))
    flat = shapely.transform(shapes, lambda xy: np.column_stack(mercator(xy[:, 0], xy[:, 1])))
    return _Map(shapely.STRtree(flat), rows, np.array([row.country for row in rows], dtype=str))


@cache
def _heirs() -> dict[tuple[str, str], list[Unit]]:
    """Regions drawn since, by country and name of the polygon that their seat lies in."""
    found: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    drawn = [unit for unit in new_regions() if unit.point]
    lons, lats = zip(*(unit.point for unit in drawn if unit.point), strict=True)
    points = shapely.points(*mercator(np.array(lons), np.array(lats)))
    wanted = np.array([unit.country for unit in drawn], dtype=str)
    for unit, polygon in zip(drawn, _containing(_map("admin1"), points, wanted), strict=True):
        if polygon and polygon.name != unit.name:
            found[polygon.country, polygon.name].append(unit)
    return dict(found)
