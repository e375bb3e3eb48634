"""The one builder of maps: folium makes the structure, the time layer is an element of ours.

The script it renders names its data (land, borders, regions, mentioned places) and does not hold them:
the host hands them over once, as JSON. Nothing is loaded from a network but tiles, where
they are offered and someone switches them on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import assets, borders, labels, mapnames, style

if TYPE_CHECKING:
    import folium
    from branca.element import Element

CENTRE = (16.0, -2.0)  # latitude, longitude: the Sahel, until events say where to look
ZOOM = 5
OVERLAYS = ("borders", "regions", "labels", "mentions")


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
        "countries": borders.text("countries"),
        "waters": borders.text("waters"),
        "borders": borders.lines(),
        "regions": borders.regions("admin1", lang),
        "districts": borders.regions("admin2", lang),
        "labels": _compact(mapnames.names(lang)),
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
