"""Precise national borders: how far a point lies from the nearest foreign country."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely

from .. import vocab
from ..errors import BrokenData
from ..model import LonLat
from .plane import WGS84, mercator

ACCURACY_KM = 0.2  # borders simplified to 100 m, drawn to about as much
WIDEST_KM = 60.0  # beyond this uncertainty a distance tells nothing
_ASTRAY_KM = 25.0
# A search costs least with pieces of 8 edges, two to a node of the tree (docs/benchmarks.md).
_PIECE, _BRANCHES = 8, 2
# Countries of the file that have a neighbour which is not in it: their border is not whole.
_NOT_WHOLE = frozenset({"CM", "LY", "TD"})


class _Border(NamedTuple):
    """One country's land border: short pieces of it (Mercator) in a tree, and the country behind each."""

    tree: shapely.STRtree
    pieces: np.ndarray
    behind: np.ndarray


def border_range(
    lons: Any, lats: Any, uncertainty_km: Any, country: Any
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nearest foreign country of each point, and the distance to its border as a range.

    Parameters
    ----------
    lons, lats : array_like of float, shape (n,)
        Degrees; NaN is unknown.
    uncertainty_km : array_like of float, shape (n,) or ()
        Radius that holds the true point; from 60 km on the distance tells nothing and is null.
    country : array_like of str or None, shape (n,)
        Country of each point (ISO 3166-1 alpha-2), which outranks the polygons: a point that falls just
        outside it has the least distance 0.

    Returns
    -------
    border_country : numpy.ndarray of object, shape (n,)
        Code, or None where it is unknown.
    km_min, km_max : numpy.ndarray of float, shape (n,)
        Distance in km over the uncertainty and the border's accuracy (0.2 km), not below 0; NaN is unknown.

    Notes
    -----
    Borders: OpenStreetMap (ODbL), data/borders/osm. The nearest border segment is sought in Mercator, which
    is conformal; the distance to it is measured on the ellipsoid.

    Examples
    --------
    >>> behind, low, high = border_range([-12.199], [14.455], [2.0], ["ML"])
    >>> behind[0], float(low[0]), bool(high[0] < 5)
    ('SN', 0.0, True)
    """
    lons, lats = np.asarray(lons, float), np.asarray(lats, float)
    uncertainty = np.broadcast_to(np.asarray(uncertainty_km, float), lons.shape)
    named = np.broadcast_to(np.asarray(country, object), lons.shape)
    codes = np.array([code if isinstance(code, str) else "" for code in named], dtype=str)
    known = np.isfinite(lons) & np.isfinite(lats) & (uncertainty < WIDEST_KM)
    behind = np.full(len(lons), None, dtype=object)
    away, inside = np.full(len(lons), np.nan), np.zeros(len(lons), bool)
    for code in np.unique(codes[known]):
        border = _borders().get(str(code))
        if border is not None:
            rows = np.flatnonzero(known & (codes == code))
            # Events share places: measure each spot once.
            spots, back = np.unique(lons[rows] + 1j * lats[rows], return_inverse=True)
            beyond, distance = _nearest(border, spots.real, spots.imag)
            within = shapely.contains_xy(_countries()[str(code)], spots.real, spots.imag)
            behind[rows], away[rows], inside[rows] = beyond[back], distance[back], within[back]

    spread = uncertainty + ACCURACY_KM
    astray = np.isnan(away) | (~inside & (away > spread + _ASTRAY_KM))
    low = np.where(inside, np.maximum(away - spread, 0.0), 0.0)
    high = np.where(inside, away + spread, spread)
    behind[astray], low[astray], high[astray] = None, np.nan, np.nan
    return behind, np.round(low, 2), np.round(high, 2)


def country_at(point: LonLat) -> str | None:
    """The country that holds a point.

    Parameters
    ----------
    point : LonLat
        Degrees.

    Returns
    -------
    str or None
        ISO 3166-1 alpha-2; None outside the countries whose precise polygon is known.

    Examples
    --------
    >>> country_at(LonLat(-12.199, 14.455))
    'ML'
    """
    return next((code for code, shape in _countries().items() if shape.covers(shapely.Point(point))), None)


def countries_at(lons: Any, lats: Any) -> np.ndarray:
    """The country that holds each point.

    Parameters
    ----------
    lons, lats : array_like of float, shape (n,)
        Degrees; NaN is unknown.

    Returns
    -------
    numpy.ndarray of object, shape (n,)
        ISO 3166-1 alpha-2; None outside the countries whose precise polygon is known.

    Examples
    --------
    >>> countries_at([-12.199, -12.214], [14.455, 14.457]).tolist()
    ['ML', 'SN']
    """
    lons, lats = np.asarray(lons, float), np.asarray(lats, float)
    found = np.full(len(lons), None, dtype=object)
    for code, shape in _countries().items():
        west, south, east, north = shape.bounds
        near = np.flatnonzero((west <= lons) & (lons <= east) & (south <= lats) & (lats <= north))
        found[near[shapely.contains_xy(shape, lons[near], lats[near])]] = code
    return found


def km_outside(point: LonLat, country: str) -> float:
    """How far a point lies outside a country.

    Parameters
    ----------
    point : LonLat
        Degrees.
    country : str
        ISO 3166-1 alpha-2.

    Returns
    -------
    float
        Kilometres; 0 inside, infinite where the country's precise polygon is not known.

    Examples
    --------
    >>> km_outside(LonLat(-12.199, 14.455), "ML"), km_outside(LonLat(-12.199, 14.455), "SN") < 5
    (0.0, True)
    """
    polygon = _countries().get(country)
    if polygon is None:
        return float("inf")
    here = shapely.Point(point)
    if polygon.covers(here):
        return 0.0
    nearest = shapely.shortest_line(here, polygon)
    return float(WGS84.geometry_length(nearest)) / 1000


def _nearest(border: _Border, lons: np.ndarray, lats: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    points = shapely.points(*mercator(lons, lats))
    found = border.tree.nearest(points)
    ends = shapely.get_coordinates(shapely.shortest_line(points, border.pieces[found]))[1::2]
    to_lon, to_lat = _from_mercator(ends[:, 0], ends[:, 1])
    return border.behind[found], WGS84.inv(lons, lats, to_lon, to_lat)[2] / 1000


def _from_mercator(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    unit = 6_378_137.0
    return np.degrees(x / unit), np.degrees(np.arctan(np.sinh(y / unit)))


@cache
def _countries() -> dict[str, shapely.Geometry]:
    """Country code to its precise polygon, prepared for many questions."""
    return outlines(vocab.DATA / "borders" / "osm" / "national.geojson", "data/make_osm.py")


def outlines(path: Path, maker: str) -> dict[str, shapely.Geometry]:
    """Read countries' polygons from a file, prepared for many questions.

    Parameters
    ----------
    path : pathlib.Path
        GeoJSON with a property iso2.
    maker : str
        The script that makes the file again.

    Returns
    -------
    dict of str to shapely.Geometry
        By country code.

    Raises
    ------
    BrokenData
        When the file cannot be read.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError) as error:
        raise BrokenData(path.name, f"cannot be read ({error})", f"make it again by {maker}") from error
    polygons = {f["properties"]["iso2"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features}
    shapely.prepare(list(polygons.values()))
    return polygons


@cache
def _borders() -> dict[str, _Border]:
    """Country code to its land border: the edges that its polygon shares with another country's."""
    codes = sorted(_countries())
    edges = [_edges(_countries()[code]) for code in codes]
    owner = np.repeat(np.arange(len(codes)), [len(e) for e in edges])
    every = np.concatenate(edges)
    # The same edge under two countries: sort, so that the two stand together.
    order = np.lexsort((owner, *every.T))
    twin = np.flatnonzero((every[order][1:] == every[order][:-1]).all(axis=1))
    first, second = owner[order][twin], owner[order][twin + 1]
    shared = every[order][twin]
    x, y = mercator(shared[:, ::2], shared[:, 1::2])
    lines = shapely.linestrings(np.stack([x, y], axis=-1))
    touching: dict[int, list[tuple[np.ndarray, str]]] = defaultdict(list)
    for one, other in np.unique(np.column_stack([first, second]), axis=0).tolist():
        pieces = _pieces(lines[(first == one) & (second == other)])
        touching[one].append((pieces, codes[other]))
        touching[other].append((pieces, codes[one]))
    borders = {}
    for index, sides in touching.items():
        if codes[index] not in _NOT_WHOLE:
            whole = np.concatenate([pieces for pieces, _ in sides])
            behind = np.repeat(np.array([code for _, code in sides], object), [len(p) for p, _ in sides])
            borders[codes[index]] = _Border(shapely.STRtree(whole, node_capacity=_BRANCHES), whole, behind)
    return borders


def _pieces(edges: np.ndarray) -> np.ndarray:
    """Join edges to lines and cut these into pieces: fewer boxes to search than one for each edge."""
    cut = [
        xy[start : start + _PIECE + 1]
        for line in shapely.get_parts(shapely.line_merge(shapely.multilinestrings(edges)))
        for xy in [shapely.get_coordinates(line)]
        for start in range(0, len(xy) - 1, _PIECE)
    ]
    return shapely.linestrings(
        np.concatenate(cut), indices=np.repeat(np.arange(len(cut)), [len(c) for c in cut])
    )


def _edges(polygon: shapely.Geometry) -> np.ndarray:
    """Edges of a polygon as rows lon, lat, lon, lat, the lesser end first."""
    rings = shapely.get_rings(shapely.get_parts(polygon))
    rows = []
    for ring in rings:
        xy = np.round(shapely.get_coordinates(ring), 7)
        a, b = xy[:-1], xy[1:]
        swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
        a, b = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
        rows.append(np.concatenate([a, b], axis=1))
    return np.concatenate(rows)
