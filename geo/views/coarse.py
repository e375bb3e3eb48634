"""Places told no more exactly than a region, a country or a cell of a fixed grid; nothing is ever jittered.

A jittered point can be averaged away over many exports, and may fall on another village. What an area stands
at depends on the area alone: every event of it gets the same point.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

from .. import distance, vocab
from ..errors import BrokenData
from ..names import fold

_NO_PLACE = dict.fromkeys(
    ("place_name", "place_id", "admin1", "admin2", "latitude", "longitude", "uncertainty_km")
)
_BORDER = dict.fromkeys(("border_country", "border_km_min", "border_km_max"))
# A region's point may be its seat's: a tenth of a degree is the seat of nothing.
_DECIMALS = 1
_LEAST_KM = 40.0  # a smaller region (a capital) would tell more than a cell of half a degree does
_STEP_KM = 5  # an uncertainty told to the kilometre could tell one place from another


class _Area(NamedTuple):
    name: str
    place_id: str | None
    lon: float
    lat: float
    km: float


def generalised(event: dict[str, Any], to: str) -> dict[str, Any]:
    """The place of an event, told no more exactly than asked for.

    Parameters
    ----------
    event : dict
        Its plain values.
    to : str
        ``admin1``, or ``grid N`` for cells of N degrees, counted from 0°, 0°. Where the region is not known
        or hardly larger than a town the country is told; where that is not known, nothing.

    Returns
    -------
    dict
        All columns of the place and of the border; what was known less exactly stays so.

    Raises
    ------
    BrokenData
        When ``to`` is neither.

    Examples
    --------
    >>> diboli = {"country": "ML", "admin1": "Kayes", "longitude": -12.199, "latitude": 14.455}
    >>> told = generalised({**diboli, "place_precision": "exact", "uncertainty_km": 2.0}, "admin1")
    >>> told["place_name"], told["place_precision"], told["uncertainty_km"] > 100
    ('Kayes', 'admin1', True)
    >>> told = generalised({**diboli, "place_precision": "exact", "uncertainty_km": 2.0}, "grid 0.5")
    >>> told["longitude"], told["latitude"], told["uncertainty_km"], told["admin1"]
    (-12.25, 14.25, 45, None)
    """
    kind, _, size = to.partition(" ")
    if kind not in ("admin1", "grid"):
        raise BrokenData(
            f"generalise {to!r}", "is neither admin1 nor grid N", "mend data/disclosure/rules.csv"
        )
    country = event.get("country") if event.get("country") in _countries() else None
    fixed: dict[str, Any] = {**_NO_PLACE, **_BORDER, "country": country, "place_candidates": []}
    fixed["place_precision"] = "unresolved"
    lon, lat, precision = event.get("longitude"), event.get("latitude"), event.get("place_precision")
    fine = precision in ("exact", "near", "admin2")
    if kind == "grid" and fine and lon is not None and lat is not None:
        return fixed | _cell(lon, lat, float(size), event.get("uncertainty_km") or 0.0)
    if precision == "unresolved" or precision is None:
        return fixed
    region = _regions().get((country, fold(event.get("admin1") or "")))
    if region and region.km >= _LEAST_KM and precision != "country":
        return fixed | {"admin1": region.name} | _told(region, "admin1")
    land = _countries().get(country or "")
    return fixed | (_told(land, "country") if land and land.km else {})


def _told(area: _Area, precision: str) -> dict[str, Any]:
    return {
        "place_name": area.name,
        "place_id": area.place_id,
        "longitude": round(area.lon, _DECIMALS),
        "latitude": round(area.lat, _DECIMALS),
        "place_precision": precision,
        "uncertainty_km": area.km,
    }


def _cell(lon: float, lat: float, size: float, km: float) -> dict[str, Any]:
    """The middle of the cell that holds a point, with a radius that holds all that the point stood for."""
    x, y = (_middle(value, size, last) for value, last in ((lon, 180.0), (lat, 90.0)))
    # towards the equator cells are wider
    corner = float(distance.km(x, y, x + size / 2, (abs(y) - size / 2) * (1 if y >= 0 else -1)))
    reach = math.ceil((corner + km) / _STEP_KM) * _STEP_KM
    return {"longitude": x, "latitude": y, "place_precision": "near", "uncertainty_km": reach}


def _middle(value: float, size: float, last: float) -> float:
    """The middle of a cell along one axis, which ends at ``last``."""
    return min(math.floor(value / size) * size + size / 2, last - size / 2)


@cache
def _regions() -> dict[tuple[str | None, str], _Area]:
    """First-level regions by country and folded name or alias; those of today outrank older ones."""
    found: dict[tuple[str | None, str], _Area] = {}
    known: dict[tuple[str | None, str], _Area] = {}
    rows = [row for row in vocab.rows("places/regions.csv") if row["kind"] == "admin1" and row["latitude"]]
    for row in sorted(rows, key=lambda row: row["valid_to"] or "9999"):
        area = _Area(
            row["name"],
            row["place_id"],
            float(row["longitude"]),
            float(row["latitude"]),
            float(row["radius_km"]),
        )
        found[row["country"], fold(row["name"])] = area
        known |= {(row["country"], fold(alias)): area for alias in row["aliases"].split("|") if alias}
    return known | found


@cache
def _countries() -> dict[str, _Area]:
    return {
        row["iso2"]: _Area(
            row["name"], None, *(float(row[name] or 0) for name in ("longitude", "latitude", "radius_km"))
        )
        for row in vocab.rows("places/countries.csv")
    }
