"""Circles and drawn areas: which events lie in one for certain, and which may.

An event is a circle, its point with its uncertainty. It touches an area when that circle does; it lies in it
for certain when its whole circle does. An event whose uncertainty is not known is in no area for certain.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import distance
from ..errors import InvalidQuery

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Ring = tuple[tuple[float, float], ...]

MOST = 200  # corners of an area, so that a link stays short enough to send
_STEP = 0.25  # degrees between points of an edge: a straight line on one map is none on another
_ORDER = "write lon,lat;lon,lat;lon,lat"


class Reach(NamedTuple):
    """Which rows of a table lie in an area for certain, and which touch it (those, too)."""

    certain: np.ndarray
    touched: np.ndarray


class _Shape(NamedTuple):
    """An area in degrees, its rim in metres around its middle, and how far from the middle that reaches."""

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

    if not len(events):
        return Reach(np.zeros(0, bool), np.zeros(0, bool))
    table = events[["longitude", "latitude", "uncertainty_km"]].astype(float)
    back = table.groupby(list(table.columns), dropna=False, sort=False).ngroup().to_numpy()
    first = np.zeros(back.max() + 1, dtype=int)
    first[back[::-1]] = np.arange(len(back))[::-1]
    lon, lat, unsure = table.to_numpy()[first].T
    area = _shape(ring)
    inside = shapely.intersects_xy(area.degrees, lon, lat)
    certain, touched = inside & ~np.isnan(unsure), inside.copy()
    close = distance.km(*area.middle, lon, lat) <= area.km + np.nan_to_num(unsure)
    at = np.flatnonzero(close & (unsure > 0))
    points = shapely.points(*area.to_flat(lon[at], lat[at]))
    cut = shapely.dwithin(area.rim, points, 1000 * unsure[at])  # the circle reaches to both sides
    certain[at] &= ~cut
    touched[at] |= cut
    return Reach(certain[back], touched[back])


def outline(near: tuple[float, float, float] | None, within: Ring | None) -> list[list[list[float]]]:
    """The lines to draw for the areas of a query.

    Parameters
    ----------
    near : tuple of lon, lat, km or None
    within : tuple of (lon, lat) or None

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
    return lines


def ring(text: str) -> Ring:
    """The corners of an area from a text, as a link holds them.

    Parameters
    ----------
    text : str
        ``lon,lat;lon,lat;…``: 3 to ``MOST`` corners in degrees; the last need not repeat the first.

    Raises
    ------
    InvalidQuery
        When it holds no such area.

    Examples
    --------
    >>> ring("-12,14;-11,14;-11,15;-12,14")
    ((-12.0, 14.0), (-11.0, 14.0), (-11.0, 15.0))
    """
    try:
        told = [each.split(",") for each in text.split(";") if each.strip()]
        corners = [tuple(map(float, each)) for each in told]
    except ValueError:
        corners = []
    if not corners or any(len(corner) != 2 for corner in corners):
        raise InvalidQuery(f"area {text[:80]!r}", "holds no corners", _ORDER)
    return checked(tuple((lon, lat) for lon, lat in corners))


def pasted(text: str) -> Ring:
    """The corners of an area that a person typed or pasted.

    Parameters
    ----------
    text : str
        A box ``west,south,east,north``, the corners of ``ring``, a WKT polygon, or a GeoJSON polygon (or a
        feature or collection with one). Holes are not taken.

    Raises
    ------
    InvalidQuery
        When it holds no area, or several.

    Examples
    --------
    >>> pasted("-12,14,-11,15") == pasted("POLYGON ((-12 14, -11 14, -11 15, -12 15, -12 14))")
    True
    """
    import shapely

    text = text.strip()
    if not text or text[0] in "-+.0123456789":
        numbers = text.split(",")
        if ";" in text or len(numbers) != 4:
            return ring(text)
        west, south, east, north = numbers
        return ring(f"{west},{south};{east},{south};{east},{north};{west},{north}")
    try:
        read = shapely.from_geojson(text) if text[0] == "{" else shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        why = f"is no shape ({str(error)[:100]})"
        raise InvalidQuery(f"area {text[:80]!r}", why, "paste a WKT or GeoJSON polygon, or a box") from None
    parts = [part for part in shapely.get_parts(shapely.get_parts(read)) if not part.is_empty]
    if len(parts) != 1 or parts[0].geom_type != "Polygon":
        raise InvalidQuery(f"area {text[:80]!r}", "is not one polygon", "paste one polygon, or type a box")
    if len(parts[0].interiors):
        raise InvalidQuery(f"area {text[:80]!r}", "has holes", "paste a polygon without holes")
    flat = shapely.get_coordinates(parts[0].exterior).round(5).tolist()
    return checked(tuple((lon, lat) for lon, lat in flat))


def checked(corners: Ring) -> Ring:
    """The corners, the last one not repeating the first, when they enclose an area on the globe.

    Raises
    ------
    InvalidQuery
        When they do not.
    """
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]
    told = ";".join(f"{lon:g},{lat:g}" for lon, lat in corners)[:80]
    if not 3 <= len(corners) <= MOST:
        raise InvalidQuery(f"area {told!r}", f"has {len(corners)} corners, not 3 to {MOST}", _ORDER)
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in corners):
        raise InvalidQuery(f"area {told!r}", "is not on the globe", f"{_ORDER}; did you swap lon and lat?")
    if not _degrees(corners).area:
        raise InvalidQuery(f"area {told!r}", "encloses nothing", "give corners that do not lie on one line")
    return corners


def _uncertainty(events: pd.DataFrame) -> np.ndarray:
    return events["uncertainty_km"].to_numpy(dtype=float, na_value=math.nan)


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


def _degrees(corners: Ring) -> Any:
    import shapely

    return shapely.make_valid(shapely.polygons(corners))


@lru_cache(maxsize=32)
def _shape(corners: Ring) -> _Shape:
    import numpy as np
    import pyproj
    import shapely

    degrees = _degrees(corners)
    middle = (degrees.centroid.x, degrees.centroid.y)
    bent = shapely.segmentize(degrees, _STEP)
    plane = pyproj.CRS.from_proj4(
        f"+proj=aeqd +lon_0={middle[0]} +lat_0={middle[1]} +R={1000 * distance.RADIUS_KM}"
    )
    to_flat = pyproj.Transformer.from_crs(plane.geodetic_crs, plane, always_xy=True).transform
    rim = shapely.transform(bent.boundary, lambda xy: np.column_stack(to_flat(xy[:, 0], xy[:, 1])))
    reach = float(np.max(distance.km(*middle, *shapely.get_coordinates(bent).T)))
    shapely.prepare([degrees, rim])
    return _Shape(degrees, rim, to_flat, middle, reach)
