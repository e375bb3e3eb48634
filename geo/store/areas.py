"""Circles, drawn areas and roads: which events lie in one for certain, and which may.

An event is a circle, its point with its uncertainty. It touches an area when that circle does; it lies in it
for certain when its whole circle does. An event whose uncertainty is not known is in no area for certain.
What was worked out is kept for as long as the points are where they were: each click of a page asks again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import distance
from .shapes import Ring, in_degrees

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_STEP = 0.25  # degrees between points of an edge: a straight line on one map is none on another
_TABLES, _AREAS = 3, 8  # whose answers are kept, and how many of a kind: 2 MB each of a million events
_PLACE = ("longitude", "latitude", "uncertainty_km")


class Reach(NamedTuple):
    """Which rows of a table lie in an area for certain, and which touch it (those, too): to be read alone."""

    certain: np.ndarray
    touched: np.ndarray


class _Shape(NamedTuple):
    """An area or road in degrees, its line in metres around its middle, and how far that reaches."""

    degrees: Any
    rim: Any
    to_flat: Any
    middle: tuple[float, float]
    km: float


class _Points:
    """Where the events of a table are: lon, lat, km of uncertainty.

    Equal to another when both are the same memory. pandas copies a column before it writes to it while
    somebody else holds it (copy on write), as this does: so what is equal has not changed.
    """

    def __init__(self, events: pd.DataFrame) -> None:
        self._held = [events[name] for name in _PLACE]
        self.columns = [_floats(each) for each in self._held]
        told = [each.__array_interface__ for each in self.columns]
        self._key = tuple((each["data"][0], each["shape"], each["strides"]) for each in told)

    def __len__(self) -> int:
        return len(self.columns[0])

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Points) and self._key == other._key


class _Asked(NamedTuple):
    """What can be asked of a table's points; the last answers are kept."""

    near: Callable[[float, float, float], Reach]
    within: Callable[[Ring], Reach]
    along: Callable[[Ring, float], Reach]


@lru_cache(maxsize=_TABLES)
def _asked(places: _Points) -> _Asked:
    keep = lru_cache(maxsize=_AREAS)
    return _Asked(*(keep(partial(ask, places)) for ask in (_near, _within, _along)))


def _floats(values: pd.Series) -> np.ndarray:
    """A column as numbers; a column of floats as it is, where it is."""
    plain = values.dtype == "float64"
    return values.to_numpy() if plain else values.to_numpy(dtype=float, na_value=math.nan)


def near(events: pd.DataFrame, lon: float, lat: float, km: float) -> Reach:
    """Which events lie within a distance of a point.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table.
    lon, lat : float
        Degrees.
    km : float

    Returns
    -------
    Reach

    Examples
    --------
    >>> import pandas as pd
    >>> at = {"longitude": [0.0, 0.0, 0.0], "latitude": [0.1, 0.4, 0.6], "uncertainty_km": [3.0, 9.0, 3.0]}
    >>> [each.tolist() for each in near(pd.DataFrame(at), 0, 0, 50)]
    [[True, False, False], [True, True, False]]
    """
    return _asked(_Points(events)).near(lon, lat, km)


def _near(places: _Points, lon: float, lat: float, km: float) -> Reach:
    import numpy as np

    lons, lats, unsure = places.columns
    away = np.asarray(distance.km(lon, lat, lons, lats))
    return _kept(len(places), slice(None), away + unsure <= km, away - np.nan_to_num(unsure) <= km)


def within(events: pd.DataFrame, ring: Ring) -> Reach:
    """Which events lie in an area; each distinct point is looked at once.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table.
    ring : tuple of (lon, lat)
        Corners in degrees; edges are straight in degrees, as in GeoJSON. The rim belongs to the area. Where
        edges cross, what is enclosed an odd number of times is inside.

    Returns
    -------
    Reach

    Examples
    --------
    >>> import pandas as pd
    >>> at = {"longitude": [0.5, 0.9, 1.1], "latitude": [0.5, 0.5, 0.5], "uncertainty_km": [3.0, 20.0, 3.0]}
    >>> [each.tolist() for each in within(pd.DataFrame(at), ((0, 0), (1, 0), (1, 1), (0, 1)))]
    [[True, False, False], [True, True, False]]
    """
    return _asked(_Points(events)).within(ring)


def _within(places: _Points, ring: Ring) -> Reach:
    import numpy as np
    import shapely

    area = _flat(ring, True)
    rows, back, lon, lat, unsure = _close(places, area, 0.0)
    inside = shapely.intersects_xy(area.degrees, lon, lat)
    certain, touched = inside & ~np.isnan(unsure), inside.copy()
    at = np.flatnonzero(unsure > 0)
    points = shapely.points(*area.to_flat(lon[at], lat[at]))
    cut = shapely.dwithin(area.rim, points, 1000 * unsure[at])  # the circle reaches to both sides
    certain[at] &= ~cut
    touched[at] |= cut
    return _kept(len(places), rows, certain[back], touched[back])


def along(events: pd.DataFrame, line: Ring, km: float) -> Reach:
    """Which events lie within a distance of a road; each distinct point is looked at once.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table.
    line : tuple of (lon, lat)
        The road's corners in degrees; it is straight in degrees between them.
    km : float

    Returns
    -------
    Reach

    Examples
    --------
    >>> import pandas as pd
    >>> at = {"longitude": [0.5, 0.5, 2.1], "latitude": [0.0, 0.1, 0.0], "uncertainty_km": [3.0, 3.0, 3.0]}
    >>> [each.tolist() for each in along(pd.DataFrame(at), ((0, 0), (2, 0)), 10)]
    [[True, False, False], [True, True, True]]
    """
    return _asked(_Points(events)).along(line, km)


def _along(places: _Points, line: Ring, km: float) -> Reach:
    import numpy as np
    import shapely

    road = _flat(line, False)
    rows, back, lon, lat, unsure = _close(places, road, km)
    away = shapely.distance(road.rim, shapely.points(*road.to_flat(lon, lat))) / 1000
    certain, touched = away + unsure <= km, away - np.nan_to_num(unsure) <= km
    return _kept(len(places), rows, certain[back], touched[back])


def outline(
    near: tuple[float, float, float] | None, within: Ring | None, along: tuple[float, Ring] | None = None
) -> list[list[list[float]]]:
    """The lines to draw for the areas of a query.

    Parameters
    ----------
    near : tuple of lon, lat, km or None
    within : tuple of (lon, lat) or None
    along : tuple of km and tuple of (lon, lat), or None

    Returns
    -------
    list of list of [lon, lat]
        One closed line an area, bent so that it lies right on a map; a circle's lon may go beyond 180.

    Examples
    --------
    >>> outline(None, ((0, 0), (0.2, 0), (0, 0.2)))
    [[[0.0, 0.0], [0.2, 0.0], [0.1, 0.1], [0.0, 0.2], [0.0, 0.0]]]
    """
    import shapely

    lines = []
    if near:
        lines.append(_circle(*near))
    if within:
        bent = shapely.segmentize(shapely.linearrings(within), _STEP)
        lines.append(shapely.get_coordinates(bent).round(5).tolist())
    if along:
        lines += _corridor(*along)
    return lines


def _kept(length: int, rows: np.ndarray | slice, certain: np.ndarray, touched: np.ndarray) -> Reach:
    """The reach of a whole table, from some rows; several are given it, so nobody may change it."""
    import numpy as np

    reach = Reach(np.zeros(length, dtype=bool), np.zeros(length, dtype=bool))
    for whole, part in zip(reach, (certain, touched), strict=True):
        whole[rows] = part
        whole.flags.writeable = False
    return reach


def _close(places: _Points, shape: _Shape, km: float) -> tuple[np.ndarray, ...]:
    """The rows that may touch a shape widened by some km, in a circle around it, each distinct point once.

    Returns the rows, where each one's point stands among the distinct ones, and those: lon, lat, uncertainty.
    """
    import numpy as np
    import pandas as pd

    lon, lat, unsure = places.columns
    reach = 1.01 * (shape.km + km) + np.nan_to_num(unsure)
    rows = np.flatnonzero(distance.km(*shape.middle, lon, lat) <= reach)
    table = pd.DataFrame({name: each[rows] for name, each in zip(_PLACE, places.columns, strict=True)})
    back = table.groupby(list(_PLACE), dropna=False, sort=False).ngroup().to_numpy()
    first = np.zeros(back.max(initial=-1) + 1, dtype=int)
    first[back[::-1]] = np.arange(len(back))[::-1]
    return rows, back, *table.to_numpy()[first].T


def _corridor(km: float, line: Ring) -> list[list[list[float]]]:
    """The rims of what lies within a distance of a road: one, and one a hole where it goes round."""
    import numpy as np
    import shapely

    road = _flat(line, False)
    rims = shapely.get_parts(shapely.boundary(shapely.buffer(road.rim, 1000 * km)))
    turned = [
        np.column_stack(road.to_flat(*shapely.get_coordinates(each).T, direction="INVERSE")) for each in rims
    ]
    return [each.round(5).tolist() for each in turned]


def _circle(lon: float, lat: float, km: float) -> list[list[float]]:
    """A circle on the globe; a map's own circle is a hundred kilometres off at a radius of a thousand."""
    import numpy as np

    turn = np.radians(np.arange(0, 361, 2, dtype=float))
    far, up = min(km / distance.RADIUS_KM, math.pi), math.radians(lat)
    sine = math.sin(up) * math.cos(far) + math.cos(up) * math.sin(far) * np.cos(turn)
    lats = np.arcsin(np.clip(sine, -1, 1))
    aside = np.arctan2(
        np.sin(turn) * math.sin(far) * math.cos(up), math.cos(far) - math.sin(up) * np.sin(lats)
    )
    lons = lon + np.degrees(np.unwrap(aside))
    return np.column_stack([lons, np.degrees(lats)]).round(5).tolist()


@lru_cache(maxsize=32)
def _flat(corners: Ring, closed: bool) -> _Shape:
    import numpy as np
    import pyproj
    import shapely

    degrees = in_degrees(corners, closed)
    west, south, east, north = degrees.bounds
    middle = ((west + east) / 2, (south + north) / 2)
    bent = shapely.segmentize(degrees.boundary if closed else degrees, _STEP)
    plane = pyproj.CRS.from_proj4(
        f"+proj=aeqd +lon_0={middle[0]} +lat_0={middle[1]} +R={1000 * distance.RADIUS_KM}"
    )
    to_flat = pyproj.Transformer.from_crs(plane.geodetic_crs, plane, always_xy=True).transform
    rim = shapely.transform(bent, lambda xy: np.column_stack(to_flat(xy[:, 0], xy[:, 1])))
    reach = float(np.max(distance.km(*middle, *shapely.get_coordinates(bent).T)))
    shapely.prepare([degrees, rim])
    return _Shape(degrees, rim, to_flat, middle, reach)
