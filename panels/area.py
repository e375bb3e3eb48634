"""The area that the page filters by: near a place, along a road, a region, a box, or what was drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import pipeline
from geo.errors import InvalidQuery
from geo.store import shapes, watch
from geo.store.query import Query
from geo.views import labels, phrases
from geo.views.host import Drawn
from geo.views.labels import text

from . import Page, complain, say
from .state import put as set_filters

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

WAYS = ("near", "road", "region", "shape")
KM = 50.0
ROAD_KM = 10.0  # beside a road that was drawn, until another distance is chosen
_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*")
Point = tuple[float, float, str]  # lon, lat, what is there


def begin() -> None:
    """Filter by what was just drawn; called before the filters."""
    if "area.drawn" in st.session_state:
        _drawn(st.session_state.pop("area.drawn"))


def told(page: Page) -> None:
    """Tell the area in the sidebar, how much of it is certain, and with a button to remove it."""
    here, lang = watch.of(st.session_state.link), page.lang
    if here == Query():
        return
    words = described(here, lang)
    if here.near or here.within or here.along:
        sure = _sure(page)
        words += f". {text('watch.split', lang, sure=sure, maybe=len(page.shown) - sure)}"
    say("p", words, class_="ca-foot", role="status")
    st.button(text("watch.clear", lang), on_click=put, args=(Query(),))


def _sure(page: Page) -> int:
    """How many of the events on screen lie in the area for certain."""
    # asked of the whole table, which stays the same from run to run, so that the answer is kept
    return int(page.query.certain(page.events)[page.shown.index].sum())


def drawn(what: Drawn) -> None:
    """Take what was drawn on the map: the run that it causes filters by it.

    Parameters
    ----------
    what : geo.views.host.Drawn
        Without corners: the area is to go.
    """
    st.session_state["area.drawn"] = what


def put(area: Query, name: str = "") -> None:
    """Filter by an area, and by no other one.

    Parameters
    ----------
    area : Query
        Of ``watch.of``; an empty one removes the area.
    name : str
        What its middle is called, where that is known.
    """
    state = st.session_state
    if area.admin1 or state.link.admin1:
        set_filters(country=list(area.country))
    state.link = replace(state.link, near=area.near, within=area.within, along=area.along, admin1=area.admin1)
    state.problem = ""
    if area.near and name:
        state.setdefault("area.names", {})[area.near] = name


def region(events: pd.DataFrame, rows: np.ndarray, country: str, name: str) -> None:
    """Filter by a region that was clicked on the map: by the names that its events' own regions bear.

    The map draws regions as they were before recent reforms, so that one may hold several of today's. Where
    no event says its region, all that can be filtered by is the country.

    Parameters
    ----------
    events : pandas.DataFrame
        Those on the map.
    rows : numpy.ndarray
        Positions of those that are counted in the region.
    country, name : str
        The region's; the name is "" where the map draws the country alone.
    """
    names = sorted(events["admin1"].iloc[rows].dropna().unique()) if name else []
    put(Query(country=(country,), admin1=tuple(names)))
    set_filters(country=[country])


def described(area: Query, lang: str) -> str:
    """An area in words.

    Examples
    --------
    >>> described(Query(within=((0, 0), (1, 0), (1, 1))), "en")
    'In an area of 3 corners'
    """
    parts = []
    if area.near:
        lon, lat, km = area.near
        name = st.session_state.get("area.names", {}).get(area.near) or _at(lon, lat)
        parts.append(text("watch.within", lang, km=labels.decimal(km, lang), place=name))
    if area.within:
        parts.append(text("watch.drawn", lang, n=len(area.within)))
    if area.along:
        km, line = area.along
        parts.append(text("watch.along", lang, km=labels.decimal(km, lang), n=len(line)))
    if area.admin1:
        countries = ", ".join(phrases.country(code, lang) for code in area.country)
        region = " · ".join(area.admin1)
        parts.append(text("watch.in", lang, region=f"{region} ({countries})" if countries else region))
    return text("said.then", lang).join(parts)


def choose(page: Page) -> None:
    """Choose an area to filter by, without the pointer, too."""
    lang = page.lang
    way = st.segmented_control(
        text("watch.way", lang),
        WAYS,
        format_func=lambda each: text(f"watch.way.{each}", lang),
        default=WAYS[0],
        required=True,
        key="area.way",
    )
    if way == "near":
        _near(page)
    elif way == "road":
        _road(lang)
    elif way == "region":
        _region(page)
    else:
        _shape(lang)
    if watch.of(page.query) != Query():
        sure = _sure(page)
        values = {"sure": sure, "maybe": len(page.shown) - sure, "lost": _unplaced(page)}
        say("p", text("watch.counts", lang, **values), role="status", class_="ca-foot")


def _unplaced(page: Page) -> int:
    """How many events of the same filters have no place, so that no area can hold them."""
    rest = page.events[page.events["longitude"].isna()]
    return int(replace(page.query, near=None, within=None, along=None, admin1=()).mask(rest).sum())


def _drawn(what: Drawn) -> None:
    state = st.session_state
    area = Query()
    try:
        if what.corners and what.closed:
            area = Query(within=shapes.checked(what.corners))
        elif what.corners:
            area = Query(along=(ROAD_KM, shapes.checked(what.corners, closed=False)))
    except InvalidQuery as problem:
        state.problem = str(problem)
    else:
        put(area)
        state.pop("area.road", None)  # the field tells the road that is filtered by


def _near(page: Page) -> None:
    lang, state = page.lang, st.session_state
    left, right = st.columns([2, 1])
    state.setdefault("area.place", "")
    state.setdefault("area.km", KM)
    name = left.text_input(text("watch.place", lang), key="area.place")
    km = right.number_input(
        text("watch.km", lang), min_value=0.1, max_value=5000.0, step=10.0, format="%g", key="area.km"
    )
    point = _found(name, lang)
    with st.container(horizontal=True):
        st.button(
            text("watch.filter", lang),
            disabled=point is None,
            on_click=_around,
            args=(point, km),
            type="primary",
        )
        if picked := _picked(page):
            st.button(text("watch.picked", lang), on_click=_around, args=(picked, km))


def _around(point: Point, km: float) -> None:
    lon, lat, name = point
    put(Query(near=(round(lon, 6), round(lat, 6), round(km, 6))), name)


def _found(name: str, lang: str) -> Point | None:
    """The point that was typed, or the place of that name; where several bear it, one is chosen."""
    if not name.strip():
        return None
    if typed := _POINT.fullmatch(name):
        lon, lat = map(float, typed.groups())
        if abs(lon) <= 180 and abs(lat) <= 90:
            return lon, lat, ""
        say("p", text("watch.globe", lang), class_="ca-problem")
        return None
    places = [each.place for each in pipeline.geocode([name])[0].candidates]
    if not places:
        say("p", text("watch.unknown", lang), class_="ca-problem")
        return None
    number: int = st.selectbox(
        text("watch.which", lang),
        range(len(places)),
        format_func=lambda each: _title(places[each], lang),
        placeholder=text("said.choose", lang),
        key=f"area.which.{name}",
    )
    at = places[number]
    return at.point.lon, at.point.lat, at.name


def _title(place: Any, lang: str) -> str:
    country = phrases.country(place.country, lang) if place.country else None
    return ", ".join(filter(None, (place.name, place.admin1, country, _at(*place.point))))


def _at(lon: float, lat: float) -> str:
    """A point, longitude first, as everywhere.

    Examples
    --------
    >>> _at(-11.44, 14.45)
    '-11.44, 14.45'
    """
    return f"{lon:.6g}, {lat:.6g}"


def _picked(page: Page) -> Point | None:
    """The picked event's point."""
    here = page.events[page.events["event_id"] == st.session_state.picked].head(1)
    if here.empty or here["longitude"].isna().all():
        return None
    row = here.iloc[0]
    return float(row["longitude"]), float(row["latitude"]), row["place_name"] or ""


def _region(page: Page) -> None:
    lang, state = page.lang, st.session_state
    regions = _regions(page.events, lang)
    if state.get("area.region") not in regions:
        state["area.region"] = None
    chosen = st.selectbox(
        text("watch.region", lang),
        list(regions),
        index=None,
        placeholder=text("watch.region.none", lang),
        key="area.region",
    )
    _filter(regions[chosen] if chosen else Query(), lang)


def _regions(events: pd.DataFrame, lang: str) -> dict[str, Query]:
    """The regions that have events, by their names with the country."""
    pairs = events[["country", "admin1"]].dropna().drop_duplicates().sort_values(["admin1", "country"])
    return {
        f"{region} ({phrases.country(code, lang)})": Query(country=(code,), admin1=(region,))
        for code, region in pairs.itertuples(index=False, name=None)
    }


def _shape(lang: str) -> None:
    st.session_state.setdefault("area.shape", "")
    told = st.text_area(text("watch.shape", lang), help=text("watch.shape.help", lang), key="area.shape")
    ring = _pasted(told, lang, closed=True)
    _filter(Query(within=ring) if ring else Query(), lang)


def _road(lang: str) -> None:
    state = st.session_state
    km, line = state.link.along or (ROAD_KM, ())
    state.setdefault("area.road", ";".join(f"{lon:.7g},{lat:.7g}" for lon, lat in line))
    state.setdefault("area.road.km", km)
    told = st.text_area(text("watch.road", lang), help=text("watch.road.help", lang), key="area.road")
    km = st.number_input(text("watch.km", lang), 0.1, 5000.0, step=10.0, format="%g", key="area.road.km")
    corners = _pasted(told, lang, closed=False)
    _filter(Query(along=(round(km, 6), corners)) if corners else Query(), lang)


def _pasted(told: str, lang: str, closed: bool) -> shapes.Ring:
    """What was pasted, or why it is nothing."""
    try:
        return shapes.pasted(told, closed) if told.strip() else ()
    except InvalidQuery as problem:
        complain(problem, lang)
        return ()


def _filter(area: Query, lang: str) -> None:
    st.button(
        text("watch.filter", lang), disabled=area == Query(), on_click=put, args=(area,), type="primary"
    )
