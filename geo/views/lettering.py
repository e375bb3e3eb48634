"""Names on a still map: of the places with events, of countries as far as they are seen, and of towns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from . import map, style
from .popup import element

if TYPE_CHECKING:
    import shapely

    from .drawing import Frame

Box = tuple[float, float, float, float]
# Of geo.views.mapnames: rivers are not drawn, and regions only where an event needs one.
_COUNTRY, _TOWN = 0, 1
_LETTER = {"600": 6.9, "400": 6.0}  # pixels of a letter at 11 pixels
_MANY = 40  # more places than this: their names would hide the marks
_LONG = 28  # letters of a place's name
_EDGE = 4
_THEME = style.THEMES["light"]


def names(at: Frame, lang: str, marks: Iterable[tuple[float, float, float, str | None]]) -> Iterator[Markup]:
    """Names that neither touch each other nor a mark.

    Parameters
    ----------
    at : geo.views.drawing.Frame
    lang : {'en', 'fr'}
    marks : iterable of (x, y, radius, name)
        In pixels, the most important first; a name that is None stays out.

    Yields
    ------
    markupsafe.Markup

    Examples
    --------
    >>> from geo.views.drawing import Frame
    >>> frame = Frame(600, 400, -11.0, 14.5, 7.0)
    >>> said = "".join(names(frame, "fr", [(300, 200, 6, "Sandaré")]))
    >>> ">Sandaré</text>" in said, "Sénégal" in said, said.count("Kayes")
    (True, True, 1)
    """
    held = list(marks)
    taken = [(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for x, y, r, _ in held]
    for x, y, radius, name in held if len(held) <= _MANY else ():
        if name:
            yield from _beside(name if len(name) <= _LONG else name[:_LONG] + "…", x, y, radius, at, taken)
    mine = {name for *_, name in held}
    for name, lon, lat, zoom, kind in json.loads(map.data(lang)["labels"]):
        if kind not in (_COUNTRY, _TOWN) or zoom > at.zoom + 0.6 or name in mine:
            continue
        x, y = (float(value) for value in at.xy(lon, lat))
        if kind == _TOWN:
            yield from _town(name, x, y, at, taken)
        elif (box := _free(name, "600", x, y, at, taken)) or (box := _seen(name, at, lang, taken)):
            taken.append(box)
            yield _text(name, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, "600", 11.5, _THEME.label)


def _beside(name: str, x: float, y: float, radius: float, at: Frame, taken: list[Box]) -> Iterator[Markup]:
    """A place's name right of its mark, or left of it."""
    off = radius + 4 + _half(name, "600")
    for middle in (x + off, x - off):
        if box := _free(name, "600", middle, y, at, taken):
            taken.append(box)
            yield _text(name, middle, y, "600", 11, _THEME.ink)
            return


def _town(name: str, x: float, y: float, at: Frame, taken: list[Box]) -> Iterator[Markup]:
    """A dot, and the name below it."""
    box = _free(name, "400", x, y + 9, at, taken)
    if box is None or not _clear((x - 2, y - 2, x + 2, y + 2), taken):
        return
    taken.append((box[0], y - 2, box[2], box[3]))
    yield element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="1.5", fill=_THEME.label)
    yield _text(name, x, y + 9, "400", 10, _THEME.label)


def _half(name: str, weight: str) -> float:
    return len(name) * _LETTER[weight] / 2 + 2


def _free(name: str, weight: str, x: float, y: float, at: Frame, taken: list[Box]) -> Box | None:
    """The name's box around a point, where it is in the drawing and meets no other."""
    half = _half(name, weight)
    box = (x - half, y - 7, x + half, y + 7)
    inside = box[0] > _EDGE and box[1] > _EDGE and box[2] < at.width - _EDGE and box[3] < at.height - _EDGE
    return box if inside and _clear(box, taken) else None


def _clear(box: Box, taken: list[Box]) -> bool:
    return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)


def _seen(name: str, at: Frame, lang: str, taken: list[Box]) -> Box | None:
    """Room for a country's name in the part of it that is drawn, where its middle is not."""
    import numpy as np
    import shapely

    land = _countries(lang).get(name)
    corners = shapely.box(*at.bounds())
    if land is None or not land.intersects(corners):
        return None
    part = max(shapely.get_parts(land.intersection(corners)), key=lambda each: each.area)
    west, south, east, north = part.bounds
    lons, lats = np.meshgrid(np.linspace(west, east, 11)[1:-1], np.linspace(south, north, 9)[1:-1])
    within = shapely.contains_xy(part, lons, lats)
    middle = part.centroid
    far = np.hypot(lons[within] - middle.x, lats[within] - middle.y)
    for k in far.argsort():
        x, y = (float(value) for value in at.xy(lons[within][k], lats[within][k]))
        if box := _free(name, "600", x, y, at, taken):
            return box
    return None


@cache
def _countries(lang: str) -> dict[str, shapely.Geometry]:
    """The land of each country by its name on the map."""
    import shapely

    features: list[dict[str, Any]] = json.loads(map.data()["countries"])["features"]
    key = "name_fr" if lang == "fr" else "name"
    found = {}
    for feature in features:
        named = feature["properties"].get(key) or feature["properties"].get("name")
        found[named] = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
    return found


def _text(name: str, x: float, y: float, weight: str, size: float, colour: str) -> Markup:
    return element(
        "text", name, x=f"{x:.1f}", y=f"{y + 4:.1f}", text_anchor="middle", font_size=f"{size:g}",
        font_weight=weight, fill=colour, stroke=_THEME.halo, stroke_width="2.5", paint_order="stroke",
    )  # fmt: skip
