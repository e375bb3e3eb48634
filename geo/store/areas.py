"""Circles, drawn areas and roads: which events lie in one for certain, and which may.

An event is a circle, its point with its uncertainty. It touches an area when that circle does; it lies in it
for certain when its whole circle does. An event whose uncertainty is not known is in no area for certain.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import distance
from .shapes import Ring, in_degrees

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_STEP = 0.25  # degrees between points of an edge: a straight line on one map is none on another


class Reach(NamedTuple):
    """Which rows of a table lie in an area for certain, and which touch it (those, too)."""

    certain: np.ndarray
    touched: np.ndarray


class _Shape(NamedTuple):
    """An area or road in degrees, its line in metres around its middle, and how far that reaches."""

    degrees: Any
    rim: Any
    to_flat: Any
    middle: tuple[float, float]
    km: float


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
    import numpy as np

    away = distance.km(lon, lat, events["longitude"], events["latitude"])
    unsure = _uncertainty(events)
    return Reach(away + unsure <= km, away - np.nan_to_num(unsure) <= km)


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
    import numpy as np
    import shapely

    back, lon, lat, unsure = _distinct(events)
    area = _flat(ring, True)
    inside = shapely.intersects_xy(area.degrees, lon, lat)
    certain, touched = inside & ~np.isnan(unsure), inside.copy()
    close = distance.km(*area.middle, lon, lat) <= area.km + np.nan_to_num(unsure)
    at = np.flatnonzero(close & (unsure > 0))
    points = shapely.points(*area.to_flat(lon[at], lat[at]))
    cut = shapely.dwithin(area.rim, points, 1000 * unsure[at])  # the circle reaches to both sides
    certain[at] &= ~cut
    touched[at] |= cut
    return Reach(certain[back], touched[back])


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
    import numpy as np
    import shapely

    back, lon, lat, unsure = _distinct(events)
    road, known = _flat(line, False), np.nan_to_num(unsure)
    at = np.flatnonzero(distance.km(*road.middle, lon, lat) <= road.km + km + known)
    away = shapely.distance(road.rim, shapely.points(*road.to_flat(lon[at], lat[at]))) / 1000
    certain, touched = np.zeros(len(lon), bool), np.zeros(len(lon), bool)
    certain[at] = away + unsure[at] <= km
    touched[at] = away - known[at] <= km
    return Reach(certain[back], touched[back])


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


def _uncertainty(events: pd.DataFrame) -> np.ndarray:
    return events["uncertainty_km"].to_numpy(dtype=float, na_value=math.nan)


def _distinct(events: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Where each row's point stands among the distinct ones, and those: lon, lat, km of uncertainty."""
    import numpy as np

    table = events[["longitude", "latitude", "uncertainty_km"]].astype(float)
    back = table.groupby(list(table.columns), dropna=False, sort=False).ngroup().to_numpy()
    first = np.zeros(back.max(initial=-1) + 1, dtype=int)
    first[back[::-1]] = np.arange(len(back))[::-1]
    return back, *table.to_numpy()[first].T


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
    middle = (degrees.centroid.x, degrees.centroid.y)
    bent = shapely.segmentize(degrees.boundary if closed else degrees, _STEP)
    plane = pyproj.CRS.from_proj4(
        f"+proj=aeqd +lon_0={middle[0]} +lat_0={middle[1]} +R={1000 * distance.RADIUS_KM}"
    )
    to_flat = pyproj.Transformer.from_crs(plane.geodetic_crs, plane, always_xy=True).transform
    rim = shapely.transform(bent, lambda xy: np.column_stack(to_flat(xy[:, 0], xy[:, 1])))
    reach = float(np.max(distance.km(*middle, *shapely.get_coordinates(bent).T)))
    shapely.prepare([degrees, rim])
    return _Shape(degrees, rim, to_flat, middle, reach)
