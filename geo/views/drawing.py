"""A map as one still SVG drawing, for pictures and paper: land, borders, names, and a mark a place."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from . import aggregate, lettering, map, style, timelayer
from .popup import element

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

View = tuple[float, float, float]
_TILE = 256  # pixels of the world at zoom 0
_WIDEST_ZOOM, _CLOSEST_ZOOM = 2.0, 9.0
_EMPTY: View = (map.CENTRE[1], map.CENTRE[0], 4.5)
_MARGIN = 42  # pixels around the events
_KM_A_DEGREE = 111.2
_AREAS = ("admin2", "admin1", "country")
_THEME = style.THEMES["light"]  # paper is light


@dataclass(frozen=True)
class Frame:
    """What of the world is in a drawing: Web Mercator, as on the page's map.

    Parameters
    ----------
    width, height : int
        Pixels.
    lon, lat, zoom : float
        The middle, and how near.
    """

    width: int
    height: int
    lon: float
    lat: float
    zoom: float

    def xy(self, lon: Any, lat: Any) -> tuple[np.ndarray, np.ndarray]:
        """Pixels of points in degrees."""
        x, y = _world(lon, lat)
        x0, y0 = _world(self.lon, self.lat)
        size = _TILE * 2**self.zoom
        return (x - x0) * size + self.width / 2, (y - y0) * size + self.height / 2

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        x, y = (float(value) for value in _world(self.lon, self.lat))
        size = _TILE * 2**self.zoom
        wide, high = self.width / size / 2, self.height / size / 2
        lats = [math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * each)))) for each in (y + high, y - high)]
        return (x - wide - 0.5) * 360, lats[0], (x + wide - 0.5) * 360, lats[1]

    def pixels(self, km: float, lat: float) -> float:
        """How long some kilometres are at a latitude."""
        degrees = km / (_KM_A_DEGREE * max(math.cos(math.radians(lat)), 0.05))
        return degrees / 360 * _TILE * 2**self.zoom


def _world(lon: Any, lat: Any) -> tuple[np.ndarray, np.ndarray]:
    """Web Mercator, the world 1 wide, y down."""
    import numpy as np

    sine = np.sin(np.radians(np.clip(np.asarray(lat, float), -85, 85)))
    return np.asarray(lon, float) / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)


def frame(events: pd.DataFrame, width: int, height: int, view: View | None = None) -> Frame:
    """The frame of a drawing.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table.
    width, height : int
        Pixels.
    view : (lon, lat, zoom) or None
        As on the page; None shows all events.

    Examples
    --------
    >>> from geo import schema
    >>> frame(schema.empty(), 600, 400, (-8.0, 12.6, 6.0)).zoom
    6.0
    """
    import numpy as np

    if view is None:
        here = events[events["longitude"].notna() & events["latitude"].notna()]
        view = _EMPTY
        if len(here):
            x, y = _world(here["longitude"], here["latitude"])
            wide, high = np.ptp(x) * _TILE, np.ptp(y) * _TILE
            room = min((width - 2 * _MARGIN) / max(wide, 1e-9), (height - 2 * _MARGIN) / max(high, 1e-9))
            zoom = min(max(math.log2(room), _WIDEST_ZOOM), _CLOSEST_ZOOM)
            middle = (float(y.min()) + float(y.max())) / 2
            lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * middle))))
            view = ((float(x.min()) + float(x.max())) * 180 - 180, lat, zoom)
    return Frame(width, height, *view)


def drawing(events: pd.DataFrame, at: Frame, lang: str = "en", name: str = "") -> Markup:
    """Draw events on the map.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table; what has no point is not drawn.
    at : Frame
    lang : {'en', 'fr'}
    name : str
        What the drawing is, for who does not see it.

    Returns
    -------
    markupsafe.Markup
        One ``<svg>`` without scripts, links or images.

    Examples
    --------
    >>> from geo import schema
    >>> made = drawing(schema.from_rows([{"place_name": "<b>"}]), frame(schema.empty(), 600, 400))
    >>> str(made[:4]), "<b>" in made
    ('<svg', False)
    """
    parts = [element("title", name)] if name else []
    parts += [_hatch(), element("rect", width=str(at.width), height=str(at.height), fill=_THEME.sea)]
    parts += [*_ground(at), *_marks(events, at), *lettering.names(at, lang, _spots(events, at))]
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {at.width} {at.height}",
        width=str(at.width),
        height=str(at.height),
        role="img",
        font_family="system-ui, sans-serif",
    )


def _hatch() -> Markup:
    line = element("path", d="M0 6L6 0", stroke=_THEME.area, stroke_width="0.8", opacity="0.55")
    pattern = element("pattern", line, id="hatch", width="6", height="6", patternUnits="userSpaceOnUse")
    return element("defs", pattern)


def _ground(at: Frame) -> Iterator[Markup]:
    """Land and borders."""
    for rings in _shapes("countries"):
        if path := _path(rings, at, closed=True):
            yield element("path", d=path, fill=_THEME.land, fill_rule="evenodd")
    for disputed, rings in zip(_disputed(), _shapes("borders"), strict=True):
        if path := _path(rings, at, closed=False):
            look = {"stroke_dasharray": "4 3"} if disputed else {}
            yield element("path", d=path, fill="none", stroke=_THEME.border, stroke_width="0.9", **look)


@cache
def _features(name: str) -> list[dict[str, Any]]:
    """A layer of the map."""
    found: list[dict[str, Any]] = json.loads(map.data()[name])["features"]
    return found


@cache
def _shapes(name: str) -> tuple[tuple[np.ndarray, ...], ...]:
    """The rings or lines of each feature of a layer of the map, as arrays of degrees."""
    import numpy as np

    found = []
    for feature in _features(name):
        kind, held = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        lines = {"Polygon": held, "MultiLineString": held, "LineString": [held]}.get(kind)
        lines = lines if lines is not None else [ring for part in held for ring in part]
        found.append(tuple(np.array(line, float)[:, :2] for line in lines if len(line) > 1))
    return tuple(found)


@cache
def _disputed() -> tuple[bool, ...]:
    """Whether each border is not settled."""
    return tuple(bool(each["properties"].get("disputed")) for each in _features("borders"))


@cache
def _names(name: str) -> tuple[tuple[str, str], ...]:
    """The country and region of each feature of a layer; the region of a country is ""."""
    found = [feature["properties"] for feature in _features(name)]
    return tuple((of["iso2"], of["name"] if name == "regions" else "") for of in found)


def _path(rings: Iterable[np.ndarray], at: Frame, *, closed: bool) -> str:
    """The rings that touch the frame as one path, without points that no eye would tell apart."""
    import numpy as np

    out = []
    for ring in rings:
        x, y = at.xy(ring[:, 0], ring[:, 1])
        if x.max() < -9 or x.min() > at.width + 9 or y.max() < -9 or y.min() > at.height + 9:
            continue
        x, y = np.clip(x, -999, at.width + 999).round(1), np.clip(y, -999, at.height + 999).round(1)
        cell = np.round(np.column_stack([x, y]) / 0.7)
        kept = np.r_[True, (np.diff(cell, axis=0) != 0).any(axis=1)]
        points = [f"{a:g} {b:g}" for a, b in zip(x[kept], y[kept], strict=True)]
        if len(points) > 1:
            out.append("M" + "L".join(points) + ("Z" if closed else ""))
    return "".join(out)


def _marks(events: pd.DataFrame, at: Frame) -> Iterator[Markup]:
    """A mark a place: areas below, the places with most events below those with few."""
    import pandas as pd

    here = events[events["longitude"].notna() & events["latitude"].notna()]
    if here.empty:
        return
    keys = ["longitude", "latitude", "place_precision"]
    grouped = here.groupby(keys, sort=True, dropna=False)
    told = pd.DataFrame({"place": grouped.ngroup(), "family": families(here)}).value_counts()
    shares: dict[int, Counter[int]] = {}
    for (place, family), n in told.items():
        shares.setdefault(place, Counter())[family] = int(n)
    widest = grouped["uncertainty_km"].max()
    places = [(*key, km, shares[place]) for place, (key, km) in enumerate(widest.items())]
    wide = here[here["place_precision"].isin(_AREAS)]
    homes = dict(zip(grouped.ngroup().loc[wide.index], aggregate.homes(wide), strict=True))
    areas = [(place, homes[n]) for n, place in enumerate(places) if place[2] in _AREAS]
    spots = [place for place in places if place[2] not in _AREAS]
    for (lon, lat, precision, km, held), home in sorted(areas, key=lambda each: -(each[0][3] or 0)):
        yield _area(at, lon, lat, _outline(precision, lon, lat, home), km, sum(held.values()))
    for lon, lat, precision, km, held in sorted(spots, key=lambda each: -sum(each[4].values())):
        yield _spot(at, lon, lat, precision == "near", km, held)


def _spots(events: pd.DataFrame, at: Frame) -> list[tuple[float, float, float, str | None]]:
    """Where the marks of points are, how large, and what their places are called; the fullest first."""
    here = events[events["longitude"].notna() & ~events["place_precision"].isin(_AREAS)]
    keys = ["longitude", "latitude"]
    size = here.groupby(keys, sort=True).size().rename("size")
    names = here.groupby([*keys, "place_name"], sort=True).size().rename("n").reset_index()
    names = names.sort_values("n", ascending=False, kind="stable").drop_duplicates(keys)
    told = size.reset_index().merge(names.rename(columns={"place_name": "name"}), on=keys, how="left")
    told["name"] = told["name"].astype("object").where(told["name"].notna(), None)
    told = told.sort_values("size", ascending=False, kind="stable").reset_index(drop=True)
    x, y = at.xy(told["longitude"], told["latitude"])
    inside = (x > 0) & (x < at.width) & (y > 0) & (y < at.height)
    rows = zip(x[inside], y[inside], told["size"][inside], told["name"][inside], strict=True)
    return [(float(a), float(b), _radius(int(n)), name or None) for a, b, n, name in rows]


def _radius(count: int) -> float:
    return min(4 + 2.2 * math.sqrt(count), 18)


def _area(at: Frame, lon: float, lat: float, rings: tuple[np.ndarray, ...], km: float, count: int) -> Markup:
    """Somewhere in this land: its outline, hatched, and how many; a circle where no outline is known."""
    x, y = (float(value) for value in at.xy(lon, lat))
    look = {"fill": "url(#hatch)", "stroke": _THEME.area, "stroke_width": "1", "stroke_dasharray": "4 3"}
    if rings:
        shape = element("path", d=_path(rings, at, closed=True), **look)
        xs, ys = at.xy(*max(rings, key=len).T)
        x, y = float(xs[ys.argmin()]), float(ys.min())
    else:
        reach = max(at.pixels(0 if km != km else km, lat), 14)
        shape = element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{reach:.1f}", **look)
        y -= reach
    x, y = min(max(x, 14), at.width - 14), min(max(y, 14), at.height - 14)
    box = element(
        "rect",
        x=f"{x - 9:.1f}",
        y=f"{y - 8:.1f}",
        width="18",
        height="16",
        fill=_THEME.land,
        stroke=_THEME.area,
    )
    return element("g", shape, box, _number(x, y, count, _THEME.ink))


@cache
def _outline(precision: str, lon: float, lat: float, home: tuple[str, str] | None) -> tuple[np.ndarray, ...]:
    """The land that an area stands for: the country or region that is told, else the one around its point."""
    import shapely

    layer = {"country": "countries", "admin1": "regions"}.get(precision)
    if home and layer:
        return dict(zip(_names(layer), _shapes(layer), strict=True)).get(home, ())
    for rings in _shapes(layer) if layer else ():
        for ring in rings:
            if len(ring) > 3 and shapely.contains_xy(shapely.Polygon(ring), lon, lat):
                return rings
    return ()


def _spot(at: Frame, lon: float, lat: float, near: bool, km: float, held: Counter[int]) -> Markup:
    x, y = (float(value) for value in at.xy(lon, lat))
    count = sum(held.values())
    radius = _radius(count)
    parts = []
    if near and km == km:
        reach = at.pixels(km, lat)
        ring = {"fill": "none", "stroke": _THEME.area, "stroke_dasharray": "2 2"}
        parts.append(
            element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{max(reach, radius + 3):.1f}", **ring)
        )
    turn = 0.0
    for family, n in sorted(held.items()):
        share = n / count
        parts.append(_slice(x, y, radius, turn, share, style.FAMILIES[family].colour, hollow=near))
        turn += share
    if count > 1:
        parts.append(_number(x, y, count, "#ffffff" if not near else _THEME.ink))
    return element("g", *parts)


def _slice(
    x: float, y: float, radius: float, turn: float, share: float, colour: str, *, hollow: bool
) -> Markup:
    """A part of a round mark, from noon; a hollow one is "near"."""
    look = {
        "fill": "none" if hollow else colour,
        "stroke": colour if hollow else style.mixed(colour, "#22252a", 0.5),
    }
    look["stroke_width"] = "2.4" if hollow else "0.8"
    if share > 0.999:
        return element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius:.1f}", **look)
    ends = [
        (x + radius * math.sin(a), y - radius * math.cos(a))
        for a in (turn * math.tau, (turn + share) * math.tau)
    ]
    (x1, y1), (x2, y2) = ends
    arc = f"M{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 {int(share > 0.5)} 1 {x2:.1f} {y2:.1f}"
    return element("path", d=arc if hollow else f"{arc}L{x:.1f} {y:.1f}Z", **look)


def _number(x: float, y: float, count: int, colour: str) -> Markup:
    return element(
        "text", str(count), x=f"{x:.1f}", y=f"{y + 3.5:.1f}", text_anchor="middle", font_size="10",
        font_weight="600", fill=colour,
    )  # fmt: skip


def families(events: pd.DataFrame) -> list[int]:
    """The family of each event's group on its day: an index into ``style.FAMILIES``."""
    return [int(family) for family in timelayer.families(events)]
