"""Points whose latitude and longitude were swapped: in their country only when turned about."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely

from .. import vocab
from .borders import outlines

# Nearer than this (degrees) a point may belong to its country all the same: a coast, a coarse border.
_FAR = 1.0


def turned_about(lons: Any, lats: Any, countries: Any) -> np.ndarray:
    """Which points lie in their country only with latitude and longitude swapped.

    Parameters
    ----------
    lons, lats : array_like of float, shape (n,)
        Degrees; NaN is unknown.
    countries : array_like of str or None, shape (n,)
        The country that each is said to be in (ISO 3166-1 alpha-2).

    Returns
    -------
    numpy.ndarray of bool, shape (n,)

    Notes
    -----
    Outlines of countries: Natural Earth 50m, data/borders/countries.geojson.

    Examples
    --------
    >>> turned_about([-11.4, 14.4, 2.0], [14.4, -11.4, 9.0], ["ML", "ML", "ML"]).tolist()
    [False, True, False]
    """
    lons, lats = np.asarray(lons, float), np.asarray(lats, float)
    named = np.asarray(countries, object)
    found = np.zeros(len(lons), bool)
    known = np.isfinite(lons) & np.isfinite(lats)
    for code in {code for code in named.tolist() if isinstance(code, str)}:
        outline = _outlines().get(code)
        if outline is None:
            continue
        rows = np.flatnonzero(known & (named == code))
        spots, back = np.unique(lons[rows] + 1j * lats[rows], return_inverse=True)
        inside = shapely.contains_xy(outline, spots.imag, spots.real)
        inside &= ~shapely.contains_xy(outline, spots.real, spots.imag)
        inside[inside] = shapely.distance(outline, shapely.points(spots.real, spots.imag)[inside]) > _FAR
        found[rows] = inside[back]
    return found


@cache
def _outlines() -> dict[str, shapely.Geometry]:
    return outlines(vocab.DATA / "borders" / "countries.geojson", "data/make_countries.py")
