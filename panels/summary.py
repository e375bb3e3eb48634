"""The summary: events by time, group, kind and region, and what changed, of exactly what the filters pick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import schema
from geo.store.query import Query
from geo.views import charts, facts, groups, phrases, popup, style, tally, tolls
from geo.views.labels import text

from . import Page, say

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.views.facts import Facts

Window = tuple[date, date] | None


def show(page: Page) -> None:
    """The panel. Its chart shows all times, the window marked in it; its tables what the window shows."""
    lang, query = page.lang, page.query
    told = _picked(page.atlas, query.without_dates(), page.events)[1]
    if not len(told.start):
        say("p", text("empty.filtered" if len(page.events) else "empty.events", lang), class_="ca-empty")
        return
    st.html(f"<style>{charts.sheet()}</style>")
    _timeline(told, lang)
    seen = facts.within(told, query.since, query.until)
    left, right = st.columns(2, gap="medium")
    with right:
        _changes(told, query, lang)
    if len(seen.start):
        for column, name in ((left, "groups"), (left, "kinds"), (right, "regions")):
            column.html(_breakdown(seen, name, lang))
    else:
        left.html(str(popup.element("p", text("summary.empty.window", lang), class_="ca-empty")))


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs={schema.Atlas: id})
def _counted(atlas: schema.Atlas, _events: gpd.GeoDataFrame) -> tuple[schema.Atlas, Facts]:
    """What is counted of the atlas's events; it comes back, so that no other one has its id meanwhile."""
    return atlas, facts.facts(_events)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs={schema.Atlas: id, Query: repr})
def _picked(atlas: schema.Atlas, query: Query, _events: gpd.GeoDataFrame) -> tuple[schema.Atlas, Facts]:
    """What the filters pick, at any time: found once a query."""
    told = _counted(atlas, _events)[1]
    return atlas, facts.picked(told, query.mask(_events).to_numpy(dtype=bool))


# --- Events by time ---------------------------------------------------------------------------------------


def _timeline(told: Facts, lang: str) -> None:
    """The chart, its legend, and its table; what is drawn across it becomes the map's window."""
    state = st.session_state
    state["summary.by"] = state.look["colour"]  # the map's colours are the chart's
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _choice("unit", ("auto", *tally.UNITS), lang)
        by = _choice("by", style.LOOKS["colour"], lang, on_change=_recolour)
        if state.window:
            st.button(text("summary.all", lang), on_click=_show, args=(None,), key="summary.all")
    unit = tally.unit_for(told) if chosen == "auto" else chosen
    made = tally.timeline(told, unit, by)
    if made.starts:
        st.html(str(charts.legend(made, lang)))
        key = f"summary.chart.{state.setdefault('summary.turn', 0)}"
        st.vega_lite_chart(
            spec=charts.spec(made, state.window, lang),
            on_select=partial(_brushed, key, unit),
            key=key,
            alt=charts.said(made, lang),
        )
    notes = [text("summary.rule", lang)] if made.starts else []
    for unknown, words in ((~told.dated, "undated"), (~told.located, "unlocated")):
        if n := int(unknown.sum()):
            notes.append(text(f"summary.{words}", lang, n=n))
    say("p", " ".join(notes), class_="ca-foot")
    if made.starts:
        _table(charts.twin(made, lang), unit, lang)


def _table(rows: Any, unit: str, lang: str) -> None:
    """The chart's table twin, and the choice of a period for those who cannot draw."""
    with st.expander(text("summary.table", lang)):
        names = rows.iloc[:, 0].to_dict()
        st.selectbox(
            text("summary.period", lang),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="–",
            on_change=_chosen,
            args=(unit,),
            key="summary.period",
        )
        st.dataframe(rows, hide_index=True, key="summary.table", alt=text("summary.title", lang))


def _choice(
    name: str, options: tuple[str, ...], lang: str, on_change: Callable[[], None] | None = None
) -> str:
    """One of a few, each named by its label."""
    key = f"summary.{name}"
    st.session_state.setdefault(key, options[0])
    chosen = st.segmented_control(
        text(key, lang),
        options,
        format_func=lambda each: text(f"{key}.{each}", lang),
        required=True,
        on_change=on_change,
        key=key,
    )
    return chosen or options[0]


def _recolour() -> None:
    """Colour the map as the chart."""
    state = st.session_state
    state.look = {**state.look, "colour": state["summary.by"]}


def _show(window: Window) -> None:
    """Show a window on the map; the next chart has no brush left."""
    state = st.session_state
    state.window = window
    state["summary.turn"] = state.get("summary.turn", 0) + 1


def _brushed(key: str, unit: str) -> None:
    window = charts.brushed(st.session_state[key]["selection"], unit)
    if window:
        _show(window)


def _chosen(unit: str) -> None:
    state = st.session_state
    if state["summary.period"]:
        _show(tally.period(date.fromisoformat(state["summary.period"]), unit))
        state["summary.period"] = None


# --- Tables -----------------------------------------------------------------------------------------------


def _breakdown(seen: Facts, name: str, lang: str) -> str:
    """A table of what the window shows; only the chart's colours are used, so that each has one meaning."""
    column, words, way = BREAKDOWNS[name]
    paint = COLOURS[way] if way == st.session_state.look["colour"] else None
    lines = tally.breakdown(seen, column)
    title = text(f"summary.{name}", lang)
    return str(tolls.breakdown(lines, title, partial(words, lang=lang), paint, lang))


def _changes(told: Facts, query: Query, lang: str) -> None:
    """The last days beside those before them."""
    last = facts.last_day(told)
    if last is None:
        return
    ended = query.until is not None and query.until < last
    span = _choice("span", tuple(tally.SPANS), lang)
    made = tally.change(told, query.until if ended and query.until else last, tally.SPANS[span])
    say("p", text(f"summary.change.{'window' if ended else 'data'}", lang), class_="ca-foot")
    name = partial(_group, lang=lang)
    st.html(str(tolls.changes(made, name, lang)))
    for sentence in tolls.fresh(made, name, lang):
        say("p", sentence, class_="ca-fresh")
    st.button(text("summary.change.show", lang), on_click=_show, args=(made.now,), key="summary.change.show")


def _group(group: str | None, lang: str) -> str:
    return groups.name(group, lang=lang) if group else text("summary.group.none", lang)


def _kind(kind: str | None, lang: str) -> str:
    return phrases.kind(kind, lang) if kind else text("summary.kind.none", lang)


def _region(where: tuple[str | None, str | None], lang: str) -> str:
    country, region = where
    named = phrases.country(country, lang) if country else ""
    if region:
        return f"{region}, {named}" if named else region
    return text("summary.region.none", lang, country=named) if named else text("summary.unplaced", lang)


# A breakdown's column, the words for its keys, and the map's way to colour that is the same breakdown.
BREAKDOWNS: dict[str, tuple[str, Callable[..., str], str]] = {
    "groups": ("group", _group, "family"),
    "kinds": ("event_type", _kind, "kind"),
    "regions": ("region", _region, ""),
}
KINDS = {kind.key: kind.colour for kind in style.KINDS}
COLOURS: dict[str, Callable[[tally.Line], str]] = {
    "family": lambda line: style.FAMILIES[line.family].colour,
    "kind": lambda line: KINDS[str(line.key or "")],
}
