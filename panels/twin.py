"""The map's table twin: every event shown, for keyboard and screen reader."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import schema
from geo.views import table
from geo.views.labels import text

from . import Page, say
from .state import pick

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

FIRST = 2_000  # rows at first: the browser would take seconds for a hundred thousand
WIDE = {
    "what": 205,
    "place": 130,
    "group": 150,
}  # pixels of the table's columns that long words must not stretch


def show(page: Page) -> None:
    """The map's table twin; a chosen row is picked on the map, and the other way round."""
    shown, lang = page.shown, page.lang
    if shown.empty:
        say("p", text("empty.filtered" if len(page.events) else "empty.events", lang), class_="ca-empty")
        return
    state = st.session_state
    if not state.picked:
        say("p", text("card.none", lang), " ", text("table.keys", lang), class_="ca-foot")
    rows = table.rows(newest(shown, lang), lang)
    state.rows = rows.index.tolist()
    _choose([state.rows.index(state.picked)] if state.picked in state.rows else [])
    _table(rows, lang)


def _choose(chosen: list[int]) -> None:
    """Have the table show these rows as chosen; any message sent before it does still brings older ones."""
    state = st.session_state
    told: list[list[int]] = state.setdefault("table.told", [])
    if "table" in state and told[-1:] == [_chosen()]:
        told[:] = told[-1:]  # the browser has followed: nothing older will come
    if told[-1:] != [chosen]:
        told.append(chosen)
    state.table = {
        "selection": {"rows": chosen, "columns": [], "cells": []}
    }  # whole: else it is news each run
    state["table.set"] = True


@st.fragment
def _table(rows: pd.DataFrame, lang: str) -> None:
    """The table. A run of it alone comes of a click on a row, and of nothing else."""
    clicked = not st.session_state.pop("table.set", False)
    st.dataframe(
        rows,
        hide_index=True,
        column_config=headings(rows, lang),
        placeholder="–",
        on_select=_heard,
        selection_mode="single-row",
        key="table",
        alt=f"{text('table.title', lang)}. {text('table.keys', lang)}",
    )
    if clicked:
        _pick_row()


def newest(shown: gpd.GeoDataFrame, lang: str) -> gpd.GeoDataFrame:
    """The newest events, as many as the user has asked for."""
    state = st.session_state
    rows = state.setdefault("rows_wanted", FIRST)
    if len(shown) <= rows:
        return shown
    with st.container(horizontal=True, vertical_alignment="center"):
        say("p", text("table.newest", lang, n=rows, total=len(shown)), class_="ca-foot")
        st.button(text("table.more", lang), on_click=more_rows, type="tertiary")
    start = shown["start"].reset_index(drop=True)
    order = start.nlargest(
        rows
    ).index  # a tenth of the time that sorting a million takes; none without a date
    return shown.iloc[order.append(start.index[start.isna()])[:rows]]


def more_rows() -> None:
    """Show ten times as many rows."""
    st.session_state.rows_wanted *= 10


def headings(rows: pd.DataFrame, lang: str) -> dict[str, Any]:
    """The table's headings; a number of people is the least that is stated.

    Days are shown as the language writes them, and sorted, copied and saved as they are stored.
    """
    titles, least = table.titles(lang), text("table.least", lang)
    counts = {name: st.column_config.NumberColumn(titles[name], help=least) for name in schema.COUNTS}
    wide = {name: st.column_config.Column(titles[name], width=pixels) for name, pixels in WIDE.items()}
    return {**titles, **counts, **wide, "date": days(rows, lang)}


def days(rows: pd.DataFrame, lang: str) -> Any:
    """The heading of the dates: each is an option that has a name."""
    told = rows["date"].dropna().unique().tolist()
    name = table.titles(lang)["date"]
    return st.column_config.SelectboxColumn(name, options=told, format_func=partial(table.written, lang=lang))


def _chosen() -> list[int]:
    rows: list[int] = st.session_state.table["selection"]["rows"]
    return rows


def _heard() -> None:
    """Other rows came with a message: a click, unless the page itself had chosen them a moment ago."""
    if _chosen() not in st.session_state["table.told"]:
        _pick_row()


def _pick_row() -> None:
    """Choose the event of the row that was clicked; the whole page shows it."""
    pick(st.session_state.rows[_chosen()[0]] if _chosen() else None)
    st.rerun()
