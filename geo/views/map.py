"""The one builder of maps: folium makes the structure, the time layer is an element of ours.

The script it renders names its data (land, borders, regions, mentioned places) and does not hold them:
the host hands them over once, as JSON. Nothing is loaded from a network but tiles, where
they are offered and someone switches them on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..errors import BrokenData
from ..vocab import DATA
from . import assets, labels, style

if TYPE_CHECKING:
    import folium
    from branca.element import Element

CENTRE = (16.0, -2.0)  # latitude, longitude: the Sahel, until events say where to look
ZOOM = 5
OVERLAYS = ("borders", "regions", "labels", "mentions")
BORDERS = DATA / "borders"
TOWN_ZOOMS = ((1_000_000, 5.0), (200_000, 6.0), (50_000, 7.0), (10_000, 8.0))  # inhabitants, zoom


@dataclass(frozen=True)
class Structure:
    """A rendered map without its events.

    Parameters
    ----------
    name : str
        The map's name: variable in the script, id of its element.
    script : str
        To be run after the library (``assets.MAP_SCRIPTS``) with ``ConflictAtlas.data`` set.
    html : str
        The element that the map goes into.
    data : mapping of str to str
        JSON texts by the names that the script uses.
    """

    name: str
    script: str
    html: str
    data: Mapping[str, str]


def build(
    *,
    theme: str = "light",
    lang: str = "en",
    layers: Sequence[str] = ("borders", "labels"),
    tiles: bool = True,
) -> folium.Map:
    """Make the folium map: base, overlays, layer control and the time layer.

    Parameters
    ----------
    theme : {'light', 'dark'}
        The one to begin with.
    lang : {'en', 'fr'}
    layers : sequence of str
        Overlays that are on at first, of ``OVERLAYS``, 'osm' or 'tiles'.
    tiles : bool
        Offer tiles of the network (``tiles.offered``).

    Returns
    -------
    folium.Map
        Without remote scripts or styles; its ids are the same on every run. See ``structure``.

    Examples
    --------
    >>> build().get_name()
    'map_1'
    """
    import folium

    from . import elements
    from . import tiles as network

    made = folium.Map(
        location=CENTRE,
        zoom_start=ZOOM,
        tiles=None,
        minZoom=2,
        maxZoom=16,
        zoom_snap=0.5,
        max_bounds=True,
        max_bounds_viscosity=0.6,
        min_lat=-75,
        max_lat=85,
        min_lon=-200,
        max_lon=200,
    )
    made.default_js, made.default_css = [], []  # folium's are loaded from public hosts
    options = {
        "words": assets.words(assets.MAP_WORDS, lang),
        "lang": lang,
        "palettes": style.palettes(lang),
        "themes": style.themes(),
        "theme": theme,
    }
    elements.Start(options).add_to(made)
    elements.Base().add_to(made)
    for name in OVERLAYS:
        elements.Overlay(name, labels.text(f"overlay.{name}", lang), show=name in layers).add_to(made)
    if tiles:
        for each in network.offered(lang):
            shown = folium.TileLayer(
                each.url, name=each.name, attr=each.credit, overlay=True, show=each.key in layers
            )
            shown.add_to(made)
            elements.Register(each.key, shown).add_to(made)
    folium.LayerControl(collapsed=True).add_to(made)
    elements.TimeLayer().add_to(made)
    _number(made)
    return made


def structure(made: folium.Map, data: Mapping[str, str]) -> Structure:
    """Render a map for a host that brings the library and the data.

    Parameters
    ----------
    made : folium.Map
        Of ``build``.
    data : mapping of str to str
        Of ``data``.
    """
    root: Any = made.get_root()  # a branca Figure
    root.render()
    return Structure(made.get_name(), root.script.render(), root.html.render().strip(), data)


def data(lang: str = "en", mentions: Iterable[Mapping[str, Any]] = ()) -> dict[str, str]:
    """What the map's script draws, as JSON texts by name.

    Parameters
    ----------
    lang : {'en', 'fr'}
        Language of the country names and roles.
    mentions : iterable of mapping
        ``Atlas.mentions``; the ones without a place are left out.

    Returns
    -------
    dict of str to str
        countries, waters, borders, regions, districts (GeoJSON), labels, mentions.
    """
    return {
        "countries": _geojson("countries"),
        "waters": _geojson("waters"),
        "borders": _borders(),
        "regions": _regions("admin1"),
        "districts": _regions("admin2"),
        "labels": _compact(
            [*_country_labels("name_fr" if lang == "fr" else "name"), *_town_labels(), *_river_labels()]
        ),
        "mentions": _compact(mentioned(mentions, lang)),
    }


def mentioned(mentions: Iterable[Mapping[str, Any]], lang: str = "en") -> list[dict[str, Any]]:
    """Mentioned places, each once, with the roles it has in the reports.

    Parameters
    ----------
    mentions : iterable of mapping
        ``Atlas.mentions``.
    lang : {'en', 'fr'}

    Returns
    -------
    list of dict
        ``name``, ``lon``, ``lat``, ``roles`` (words), sorted by name.

    Examples
    --------
    >>> mentioned([{"name": "Bamako", "longitude": -8.0, "latitude": 12.6, "role": "seat"}])[0]["lon"]
    -8.0
    """
    places: dict[tuple[str, float, float], set[str]] = {}
    known = labels.table()
    for mention in mentions:
        lon, lat = mention.get("longitude"), mention.get("latitude")
        if lon is None or lat is None or lon != lon or lat != lat:
            continue
        key = f"mention.{mention.get('role')}"
        role = labels.text(key if key in known else "mention.mention", lang)
        places.setdefault((str(mention.get("name") or "?"), float(lon), float(lat)), set()).add(role)
    return [
        {"name": name, "lon": lon, "lat": lat, "roles": sorted(roles)}
        for (name, lon, lat), roles in sorted(places.items())
    ]


@cache
def _geojson(name: str) -> str:
    path = BORDERS / f"{name}.geojson"
    try:
        text = path.read_text(encoding="utf-8")
        json.loads(text)
    except (OSError, ValueError) as error:
        raise BrokenData(str(path), "cannot be read as GeoJSON", "restore it from the repository") from error
    return text


@cache
def _borders() -> str:
    """Border lines: OpenStreetMap's where we have them, since Natural Earth's lie some 2 km off at Kidira.

    Lines that the two sides do not agree on, or that are no border yet, are marked ``disputed``.
    """
    unsettled = {(row["a"], row["b"]) for row in labels.rows("borders/disputed.csv")}
    precise = json.loads(_geojson("osm/lines"))["features"]
    told = {(f["properties"]["a"], f["properties"]["b"]) for f in precise}
    rest = json.loads(_geojson("borders"))["features"]
    kept = [*(f for f in rest if (f["properties"]["a"], f["properties"]["b"]) not in told), *precise]
    for feature in kept:
        if (feature["properties"]["a"], feature["properties"]["b"]) in unsettled:
            feature["properties"]["disputed"] = True
    return _compact({"type": "FeatureCollection", "features": kept})


@cache
def _regions(level: str) -> str:
    """Regions of one level: the file holds first-level ones and the districts of some countries."""
    read = json.loads(_geojson("regions"))
    kept = [feature for feature in read["features"] if feature["properties"].get("level") == level]
    return _compact({"type": "FeatureCollection", "features": kept})


@cache
def _country_labels(name: str) -> tuple[tuple[str, float, float, float, int], ...]:
    """Name, lon, lat, the zoom from which it is shown, and 0; the largest country first."""
    from shapely.geometry import shape

    found = []
    for feature in json.loads(_geojson("countries"))["features"]:
        whole = shape(feature["geometry"])
        largest = max(getattr(whole, "geoms", [whole]), key=lambda part: part.area)
        point = largest.representative_point()
        zoom = 3.0 if largest.area > 60 else 4.0 if largest.area > 20 else 5.0 if largest.area > 5 else 6.0
        text = feature["properties"].get(name) or feature["properties"].get("name") or ""
        found.append((largest.area, (text, round(point.x, 2), round(point.y, 2), zoom, 0)))
    return tuple(label for _, label in sorted(found, key=lambda pair: -pair[0]) if label[0])


@cache
def _town_labels() -> tuple[tuple[str, float, float, float, int], ...]:
    """Name, lon, lat, the zoom from which it is shown, and 1; the largest town first."""
    found = []
    for row in labels.rows("places/places.csv"):
        people = float(row["population"] or 0)
        zoom = next((zoom for least, zoom in TOWN_ZOOMS if people >= least), None)
        if zoom is not None and row["kind"] in ("city", "town"):
            at = round(float(row["longitude"]), 3), round(float(row["latitude"]), 3)
            found.append((people, (row["name"], *at, zoom, 1)))
    return tuple(label for _, label in sorted(found, key=lambda pair: (-pair[0], pair[1])))


@cache
def _river_labels() -> tuple[tuple[str, float, float, float, int], ...]:
    """Name, lon, lat, the zoom from which it is shown, and 2; each river of our part of the world once."""
    from shapely.geometry import shape

    longest: dict[str, Any] = {}
    for feature in json.loads(_geojson("waters"))["features"]:
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
        found.append((name, round(point.x, 2), round(point.y, 2), float(max(5, rank + 2)), 2))
    return tuple(found)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)


def _number(made: folium.Map) -> None:
    """Replace folium's random ids, so that one input gives one text."""
    for number, element in enumerate(_walk(made), start=1):
        element._id = str(number)
