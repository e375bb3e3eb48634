"""Names on the map: of countries, regions, towns and rivers, each from the zoom on that has room for it."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from . import borders, labels

COUNTRY, TOWN, RIVER, REGION = range(4)
Name = tuple[str, float, float, float, int]  # name, lon, lat, the zoom from which it is shown, its kind
TOWN_ZOOMS = ((1_000_000, 5.0), (200_000, 6.0), (50_000, 7.0), (10_000, 8.0))  # inhabitants, zoom
_WIDE = 84  # pixels from side to side of a region that has room for its name
_DEGREE = 256 / 360  # pixels of a degree of longitude at zoom 0


def names(lang: str = "en") -> list[Name]:
    """All names, in the order in which they take their room.

    Parameters
    ----------
    lang : {'en', 'fr'}

    Examples
    --------
    >>> sorted(name for name, *_, kind in names("en") if kind == REGION and name.startswith("Tim"))
    ['Timbuktu']
    """
    return [*_countries(lang), *_regions(lang), *_towns(), *_rivers()]


@cache
def _regions(lang: str) -> tuple[Name, ...]:
    """The largest region first; each name in the middle of the widest circle that its region holds."""
    import shapely
    from shapely.geometry import shape

    found = []
    for feature in borders.features("regions"):
        told = feature["properties"]
        if told["level"] != "admin1":
            continue
        whole = shape(feature["geometry"])
        largest = max(getattr(whole, "geoms", [whole]), key=lambda part: part.area)
        middle = shapely.maximum_inscribed_circle(largest, tolerance=0.02).coords[0]
        zoom = math.ceil(2 * math.log2(_WIDE / (_DEGREE * math.sqrt(largest.area)))) / 2
        text = borders.said(told["iso2"], told["name"], lang)
        at = round(middle[0], 2), round(middle[1], 2)
        found.append((largest.area, (text, *at, max(5.0, min(10.0, zoom)), REGION)))
    return tuple(label for _, label in sorted(found, key=lambda pair: (-pair[0], pair[1])))


@cache
def _countries(lang: str) -> tuple[Name, ...]:
    """The largest country first."""
    from shapely.geometry import shape

    name = "name_fr" if lang == "fr" else "name"
    found = []
    for feature in borders.features("countries"):
        whole = shape(feature["geometry"])
        largest = max(getattr(whole, "geoms", [whole]), key=lambda part: part.area)
        point = largest.representative_point()
        zoom = 3.0 if largest.area > 60 else 4.0 if largest.area > 20 else 5.0 if largest.area > 5 else 6.0
        text = feature["properties"].get(name) or feature["properties"].get("name") or ""
        found.append((largest.area, (text, round(point.x, 2), round(point.y, 2), zoom, COUNTRY)))
    return tuple(label for _, label in sorted(found, key=lambda pair: -pair[0]) if label[0])


@cache
def _towns() -> tuple[Name, ...]:
    """The largest town first."""
    found = []
    for row in labels.rows("places/places.csv"):
        people = float(row["population"] or 0)
        zoom = next((zoom for least, zoom in TOWN_ZOOMS if people >= least), None)
        if zoom is not None and row["kind"] in ("city", "town"):
            at = round(float(row["longitude"]), 3), round(float(row["latitude"]), 3)
            found.append((people, (row["name"], *at, zoom, TOWN)))
    return tuple(label for _, label in sorted(found, key=lambda pair: (-pair[0], pair[1])))


@cache
def _rivers() -> tuple[Name, ...]:
    """Each river of our part of the world once."""
    from shapely.geometry import shape

    longest: dict[str, Any] = {}
    for feature in borders.features("waters"):
        told = feature["properties"]
        if told["kind"] != "river" or not told["near"] or not told["name"]:
            continue
        whole = shape(feature["geometry"])
        line = max(getattr(whole, "geoms", [whole]), key=lambda part: part.length)
        known = longest.get(told["name"])
        if known is None or line.length > known[0].length:
            longest[told["name"]] = line, told["rank"]
    found = []
    for name, (line, rank) in sorted(longest.items(), key=lambda pair: (pair[1][1], pair[0])):
        point = line.interpolate(0.4, normalized=True)  # beside the middle, where borders tend to cross
        found.append((name, round(point.x, 2), round(point.y, 2), float(max(5, rank + 2)), RIVER))
    return tuple(found)
