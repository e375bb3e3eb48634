"""Which region of the map each event is counted in, for the map's view by regions.

The map draws regions as Natural Earth has them (Mali's are those before 2016, see data/README.md), and an
event is counted in one that is drawn. Its region's name decides; where no region of that name is drawn
(Nioro, since 2023), the one that its point lies in. What is known by its country alone is counted in no
region; a country of which no regions are drawn is a region itself.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import vocab
from ..names import fold
from . import borders

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Key = tuple[str, str]
_WIDE = ("country", "unresolved")
_ASTRAY = 0.3  # degrees (some 30 km) that a point may lie outside its own country's regions: coarse outlines
_COARSE = 0.02


class Drawn(NamedTuple):
    """The outlines that the map draws.

    Parameters
    ----------
    keys : list of tuple of str and str
        Country (ISO 3166-1 alpha-2) and region; the region is "" for a country of which no regions are drawn.
    names : dict
        Index by country and folded name or alias.
    """

    keys: list[Key]
    names: dict[Key, int]


def regions(events: pd.DataFrame) -> tuple[np.ndarray, list[Key]]:
    """Find the drawn region that each event is counted in.

    Parameters
    ----------
    events : pandas.DataFrame
        With country, admin1, longitude, latitude and place_precision.

    Returns
    -------
    tuple of numpy.ndarray and list of tuple of str and str
        Each event's index into the list of regions (country, name), one past its end where none is known.

    Examples
    --------
    >>> from geo import schema
    >>> rows = [{"event_id": name, "country": "ML", "admin1": name} for name in ("Gao", "Kayes", "Nowhere")]
    >>> index, keys = regions(schema.from_rows(rows))
    >>> index.tolist(), keys
    ([0, 1, 2], [('ML', 'Gao'), ('ML', 'Kayes')])
    """
    import numpy as np
    import pandas as pd

    drawn = _drawn()
    land, lands = pd.factorize(events["country"])
    part, parts = pd.factorize(events["admin1"])
    pairs, code = np.unique(land * (len(parts) + 1) + part, return_inverse=True)  # either may be -1
    words = [
        (lands[i] if i >= 0 else None, parts[j] if j >= 0 else None)
        for i, j in ((pair // (len(parts) + 1), pair % (len(parts) + 1) - 1) for pair in pairs + 1)
    ]
    named = np.array([_by_name(drawn, *pair) for pair in words], dtype="int64")
    whole = np.array([_by_name(drawn, country, "") for country, _ in words], dtype="int64")
    found = np.where(named < 0, whole, named)[code]
    wide = events["place_precision"].isin(_WIDE).to_numpy()
    lon, lat = (events[name].to_numpy("float64") for name in ("longitude", "latitude"))
    ask = np.flatnonzero((found < 0) & ~wide & np.isfinite(lon) & np.isfinite(lat))
    if len(ask):
        found[ask] = _by_point(drawn, lon[ask], lat[ask], events["country"].iloc[ask])
    used = sorted({drawn.keys[i] for i in np.unique(found) if i >= 0})
    place = {key: i for i, key in enumerate(used)}
    table = np.array([place.get(key, len(used)) for key in drawn.keys] + [len(used)], dtype="int64")
    return table[found], used


def homes(events: pd.DataFrame, found: tuple[np.ndarray, list[Key]] | None = None) -> np.ndarray:
    """Whose outline each event stands for that is known by its country or region alone.

    The point of such an event is of no use for that: it may lie in what another country holds.

    Parameters
    ----------
    events : pandas.DataFrame
        With country, admin1, longitude, latitude and place_precision.
    found : tuple, optional
        What ``regions`` gave for them.

    Returns
    -------
    numpy.ndarray of object
        (country, region), the region "" for all of a country; None where the event has a place of its own, no
        point or no known country.

    Examples
    --------
    >>> from geo import schema
    >>> here = {"longitude": -4.0, "latitude": 17.0, "country": "ML"}
    >>> rows = [{**here, "place_precision": "country"}, {**here, "place_precision": "exact"}]
    >>> homes(schema.from_rows([{"event_id": str(n), **row} for n, row in enumerate(rows)])).tolist()
    [('ML', ''), None]
    """
    import numpy as np
    import pandas as pd

    index, keys = found or regions(events)
    placed = (events["country"].notna() & events["longitude"].notna() & events["latitude"].notna()).to_numpy()
    land, lands = pd.factorize(events["country"])
    out = np.full(len(events), None, dtype=object)
    told: dict[str, tuple[np.ndarray, list[Key | None]]] = {
        "country": (land, [(country, "") for country in lands]),
        "admin1": (index, [key if key[1] else None for key in keys]),
    }
    for precision, (at, known) in told.items():
        names = np.empty(len(known) + 1, dtype=object)
        names[:-1] = known
        rows = placed & (events["place_precision"] == precision).to_numpy()
        out[rows] = names[at[rows]]
    return out


def _by_name(drawn: Drawn, country: object, name: object) -> int:
    if not isinstance(country, str) or not isinstance(name, str):
        return -1
    return drawn.names.get((country, fold(name)), -1)


def _by_point(drawn: Drawn, lon: np.ndarray, lat: np.ndarray, country: pd.Series) -> np.ndarray:
    """The outline around each point, of its own country where that is known; else that country's nearest."""
    import numpy as np
    import pandas as pd
    import shapely

    points = pd.DataFrame({"lon": lon, "lat": lat, "home": pd.factorize(country)[0]})
    code = points.groupby(["lon", "lat", "home"], sort=False).ngroup().to_numpy()
    first = np.flatnonzero(~pd.Series(code).duplicated().to_numpy())
    at = shapely.points(lon[first], lat[first])
    home = country.astype("object").where(country.notna(), None).to_numpy()[first]
    lands = np.array([key[0] for key in drawn.keys], dtype="object")
    shapes, coarse = _shapes()
    outline, inside = shapely.STRtree(at).query(shapes, predicate="intersects")
    own = pd.isna(home[inside]) | (home[inside] == lands[outline])
    found = np.full(len(first), -1, dtype="int64")
    found[inside[own]] = outline[own]
    for land in {*home[found < 0]} & {*lands}:
        mine, held = np.flatnonzero((found < 0) & (home == land)), np.flatnonzero(lands == land)
        tree = shapely.STRtree(coarse[held])
        asked, near = tree.query_nearest(at[mine], max_distance=_ASTRAY, all_matches=False)
        found[mine[asked]] = held[near]
    return found[code]


@cache
def _drawn() -> Drawn:
    keys = [(f["properties"]["iso2"], _region(f)) for f in _outlines()]
    names = {(country, fold(name)): i for i, (country, name) in enumerate(keys)}
    for row in vocab.rows("places/regions.csv"):
        index = names.get((row["country"], fold(row["name"])))
        if row["kind"] == "admin1" and index is not None:
            for alias in filter(None, row["aliases"].split("|")):
                names.setdefault((row["country"], fold(alias)), index)
    return Drawn(keys, names)


@cache
def _shapes() -> tuple[np.ndarray, np.ndarray]:
    """The outlines in the order of ``Drawn.keys``, and coarse ones to measure distances with."""
    import shapely

    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in _outlines()])
    shapely.prepare(shapes)
    return shapes, shapely.simplify(shapes, _COARSE)


@cache
def _outlines() -> tuple[dict[str, Any], ...]:
    """First-level regions (the file holds districts, too), and the countries that have none."""
    split = [f for f in borders.features("regions") if f["properties"]["level"] == "admin1"]
    told = {f["properties"]["iso2"] for f in split}
    return (*split, *(f for f in borders.features("countries") if f["properties"]["iso2"] not in told))


def _region(feature: dict[str, Any]) -> str:
    return feature["properties"]["name"] if "level" in feature["properties"] else ""
