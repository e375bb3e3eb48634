"""Distances and directions on the ellipsoid, and one conformal plane to search in."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyproj import Geod

from ..errors import InvalidPlace
from ..model import LonLat

WGS84 = Geod(ellps="WGS84")
BEARINGS = {"n": 0, "ne": 45, "e": 90, "se": 135, "s": 180, "sw": 225, "w": 270, "nw": 315}
_RADIUS_M = 6_378_137.0


def km_between(a: LonLat, b: LonLat) -> float:
    """Distance of two points on the ellipsoid.

    Parameters
    ----------
    a, b : LonLat
        Degrees.

    Returns
    -------
    float
        Kilometres.

    Examples
    --------
    >>> round(km_between(LonLat(-11.44, 14.45), LonLat(-8.0, 12.65)))
    422
    """
    return float(WGS84.inv(*a, *b)[2]) / 1000


def km_to_many(point: LonLat, lons: Any, lats: Any) -> np.ndarray:
    """Distances from one point to many.

    Parameters
    ----------
    point : LonLat
        Degrees.
    lons, lats : array_like of float, shape (n,)
        Degrees.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Kilometres on the ellipsoid.

    Examples
    --------
    >>> km_to_many(LonLat(0.0, 0.0), [0.0, 0.0], [0.0, 1.0]).round().tolist()
    [0.0, 111.0]
    """
    lons, lats = np.asarray(lons, float), np.asarray(lats, float)
    return WGS84.inv(np.full_like(lons, point.lon), np.full_like(lats, point.lat), lons, lats)[2] / 1000


def towards(point: LonLat, bearing: str, km: float) -> LonLat:
    """The point that lies some km from another in a compass direction.

    Parameters
    ----------
    point : LonLat
        Degrees.
    bearing : {'n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'}
    km : float
        Kilometres.

    Returns
    -------
    LonLat
        Rounded to 5 decimals, about a metre.

    Examples
    --------
    >>> towards(LonLat(0.0, 15.0), "n", 20).lat > 15.17
    True
    """
    lon, lat, _ = WGS84.fwd(*point, BEARINGS[bearing], km * 1000)
    return LonLat(round(lon, 5), round(lat, 5))


def middle(a: LonLat, b: LonLat) -> LonLat:
    """The point halfway between two others on the ellipsoid.

    Parameters
    ----------
    a, b : LonLat
        Degrees.

    Returns
    -------
    LonLat

    Examples
    --------
    >>> middle(LonLat(0.0, 0.0), LonLat(2.0, 0.0))
    LonLat(lon=1.0, lat=0.0)
    """
    lon, lat = WGS84.npts(*a, *b, 1)[0]
    return LonLat(round(lon, 5), round(lat, 5))


def mercator(lons: Any, lats: Any) -> tuple[Any, Any]:
    """Spherical Mercator metres: conformal, so the nearest in it is the nearest on the ground at close range.

    Used for searching only: distances are measured on the ellipsoid.

    Parameters
    ----------
    lons, lats : float or array_like of float
        Degrees; latitudes beyond 85 count as 85.

    Returns
    -------
    x, y : float or numpy.ndarray
        Metres.

    Examples
    --------
    >>> mercator(0.0, 0.0)
    (np.float64(0.0), np.float64(0.0))
    """
    lats = np.clip(lats, -85.0, 85.0)
    return _RADIUS_M * np.radians(lons), _RADIUS_M * np.arcsinh(np.tan(np.radians(lats)))


def checked_point(point: LonLat) -> LonLat:
    """The point, if its coordinates are possible.

    Parameters
    ----------
    point : LonLat
        Degrees.

    Returns
    -------
    LonLat
        The same.

    Raises
    ------
    InvalidPlace
        Out of range or not a number; says so when latitude and longitude look swapped.
    """
    lon, lat = point
    if abs(lat) <= 90 and abs(lon) <= 180:
        return LonLat(lon, lat)
    swapped = abs(lon) <= 90 and abs(lat) <= 180
    raise InvalidPlace(
        f"longitude {lon}, latitude {lat}",
        "is no point on Earth (latitude -90 to 90, longitude -180 to 180)",
        "did you swap latitude and longitude?" if swapped else "give degrees in WGS 84",
    )
