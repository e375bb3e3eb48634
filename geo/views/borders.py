"""Land, waters, borders and regions, as the map draws them: GeoJSON texts out of data/borders."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ..errors import BrokenData
from ..vocab import DATA
from . import labels

BORDERS = DATA / "borders"


@cache
def text(name: str) -> str:
    """A file of data/borders as it is.

    Parameters
    ----------
    name : str
        Without its suffix: 'countries', 'osm/lines', …

    Raises
    ------
    BrokenData
        When it cannot be read as GeoJSON.
    """
    path = BORDERS / f"{name}.geojson"
    try:
        read = path.read_text(encoding="utf-8")
        json.loads(read)
    except (OSError, ValueError) as error:
        raise BrokenData(str(path), "cannot be read as GeoJSON", "restore it from the repository") from error
    return read


@cache
def lines() -> str:
    """Border lines: OpenStreetMap's where we have them, since Natural Earth's lie some 2 km off at Kidira.

    Lines that the two sides do not agree on, or that are no border yet, are marked ``disputed``.
    """
    unsettled = {(row["a"], row["b"]) for row in labels.rows("borders/disputed.csv")}
    precise = features("osm/lines")
    told = {(f["properties"]["a"], f["properties"]["b"]) for f in precise}
    rest = features("borders")
    kept = [*(f for f in rest if (f["properties"]["a"], f["properties"]["b"]) not in told), *precise]
    for feature in kept:
        if (feature["properties"]["a"], feature["properties"]["b"]) in unsettled:
            feature["properties"]["disputed"] = True
    return _compact({"type": "FeatureCollection", "features": kept})


@cache
def regions(level: str, lang: str = "en") -> str:
    """Outlines of one level's regions, with ``said``, the name in a language where that is another one.

    Parameters
    ----------
    level : {'admin1', 'admin2'}
        The file holds first-level ones and the districts of some countries.
    lang : {'en', 'fr'}
    """
    kept = []
    for feature in features("regions"):
        told = feature["properties"]
        if told.get("level") == level:
            if (name := said(told["iso2"], told["name"], lang)) != told["name"]:
                told["said"] = name
            kept.append(feature)
    return _compact({"type": "FeatureCollection", "features": kept})


def said(country: str, region: str, lang: str = "en") -> str:
    """What a first-level region is called in a language.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2.
    region : str
        As the outlines name it.
    lang : {'en', 'fr'}

    Examples
    --------
    >>> said("ML", "Tombouctou", "en"), said("ML", "Tombouctou", "fr"), said("ML", "Gao")
    ('Timbuktu', 'Tombouctou', 'Gao')
    """
    key = f"region.{country}.{region}"
    return labels.text(key, lang) if key in labels.table() else region


def features(name: str) -> list[dict[str, Any]]:
    """The features of a file, anew each time."""
    read: list[dict[str, Any]] = json.loads(text(name))["features"]
    return read


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
