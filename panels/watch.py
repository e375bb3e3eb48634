"""Watch areas: places that the user keeps an eye on, and what is new in them. Nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from geo.errors import AtlasError
from geo.store import watch
from geo.store.query import Query
from geo.store.watch import Watch
from geo.views import phrases, table
from geo.views.labels import text

from . import Page, area, complain, say, twin
from .state import pick

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

SHOWN = 200  # rows of news
_COLUMNS = ("name", "area", "certain", "possible", "new", "since")
_NEWS = ("sure", "date", "what", "place", "country", "group", "killed")


class News(NamedTuple):
    """What is in a watch area: rows that lie in it for certain, that may, and that are new."""

    watch: Watch
    certain: pd.Series
    possible: pd.Series
    new: pd.Series


def show(page: Page) -> None:
    """The panel."""
    lang, state = page.lang, st.session_state
    area.choose(page)
    say("h3", text("panel.watch", lang))
    if told := state.pop("watch.told", None):
        complain(told, lang, role="status")
    try:
        kept, damaged = watch.read()
    except AtlasError as problem:
        complain(problem, lang)
        return
    if damaged:
        say(
            "p",
            text("watch.damaged", lang, n=len(damaged), file=str(watch.file_of_user())),
            class_="ca-problem",
        )
    _add(page)
    if not kept:
        say("p", text("watch.none", lang), class_="ca-empty")
        return
    news = [_news(each, page.events) for each in kept]
    st.dataframe(
        [_row(each, lang) for each in news],
        column_config={name: text(f"watch.column.{name}", lang) for name in _COLUMNS},
        column_order=_COLUMNS,
        hide_index=True,
        placeholder="–",
        key="watch.table",
    )
    _one(page, news)


def _add(page: Page) -> None:
    """Watch the area of the filter."""
    lang, state = page.lang, st.session_state
    here = watch.of(page.query)
    if here == Query():
        say("p", text("watch.choose", lang), class_="ca-foot")
        return
    state.setdefault("watch.name", "")
    name = st.text_input(text("watch.name", lang), key="watch.name", max_chars=watch.LONGEST)
    st.button(
        text("watch.add", lang),
        disabled=not name.strip(),
        on_click=_tried,
        args=(_begin, page.events, here, name.strip()),
    )


def _begin(events: gpd.GeoDataFrame, here: Query, name: str) -> None:
    """What is in it now is known; news are what comes later."""
    certain, possible = watch.sorted_out(here, events)
    seen = frozenset(events.loc[certain | possible, "event_id"])
    watch.add(Watch(name, here, _now(), seen))
    st.session_state["watch.name"], st.session_state["watch.chosen"] = "", name


def _one(page: Page, news: list[News]) -> None:
    """One of the areas: its news, and what can be done with it."""
    lang, state = page.lang, st.session_state
    by_name = {each.watch.name: each for each in news}
    if state.get("watch.chosen") not in by_name:
        state["watch.chosen"] = next(
            (name for name, each in by_name.items() if each.new.any()), next(iter(by_name))
        )
    chosen = by_name[
        st.selectbox(
            text("watch.which.area", lang),
            list(by_name),
            placeholder=text("said.choose", lang),
            key="watch.chosen",
        )
    ]
    name, ids = chosen.watch.name, page.events.loc[chosen.new, "event_id"]
    with st.container(horizontal=True):
        st.button(text("watch.show", lang), on_click=area.put, args=(chosen.watch.area,))
        st.button(
            text("watch.seen", lang, n=len(ids)),
            disabled=ids.empty,
            on_click=_tried,
            args=(watch.visit, {name: ids}, _now()),
        )
        st.button(text("watch.delete", lang), on_click=_tried, args=(watch.remove, name))
    _rename(name, lang)
    values = {"n": len(ids), "since": _day(chosen.watch.visited, lang)}
    say("p", text("watch.news" if len(ids) else "watch.news.none", lang, **values), data_new=str(len(ids)))
    if len(ids):
        _list(page.events[chosen.new], chosen.certain[chosen.new], lang)


def _rename(name: str, lang: str) -> None:
    state = st.session_state
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    if state.get("watch.renamed") != name:
        state["watch.renamed"] = state["watch.new"] = name
    state.setdefault("watch.new", name)
    new = left.text_input(text("watch.name.new", lang), key="watch.new", max_chars=watch.LONGEST).strip()
    right.button(
        text("watch.rename", lang),
        disabled=not new or new == name,
        on_click=_tried,
        args=(_renamed, name, new),
    )


def _renamed(name: str, new: str) -> None:
    watch.rename(name, new)
    st.session_state["watch.chosen"] = new


def _list(events: gpd.GeoDataFrame, certain: pd.Series, lang: str) -> None:
    """The new events, newest first; a chosen row is picked on the map."""
    state = st.session_state
    newest = events.sort_values("start", ascending=False, kind="stable").head(SHOWN)
    if len(newest) < len(events):
        say("p", text("table.newest", lang, n=SHOWN, total=len(events)), class_="ca-foot")
    rows = table.rows(newest, lang)
    words = {True: text("watch.certain", lang), False: text("watch.possible", lang)}
    sure = certain.set_axis(events["event_id"]).map(words)
    rows.insert(0, "sure", sure[~sure.index.duplicated()].reindex(rows.index))
    state["watch.rows"] = rows.index.tolist()
    st.dataframe(
        rows,
        column_config={**twin.headings(rows, lang), "sure": text("watch.column.sure", lang)},
        column_order=_NEWS,
        hide_index=True,
        placeholder="–",
        on_select=_pick,
        selection_mode="single-row",
        key="watch.new.table",
    )


def _pick() -> None:
    rows = st.session_state["watch.new.table"]["selection"]["rows"]
    if rows:
        pick(st.session_state["watch.rows"][rows[0]])


def _news(each: Watch, events: gpd.GeoDataFrame) -> News:
    """Looked up once an area and table of events: no widget of the page waits for it."""
    held: dict[Any, Any] = st.session_state.setdefault("watch.held", {})
    if held.get("events") is not events:
        held.clear()
        held["events"] = events
    if each.area not in held:
        held[each.area] = watch.sorted_out(each.area, events)
    certain, possible = held[each.area]
    return News(each, certain, possible, (certain | possible) & ~events["event_id"].isin(each.seen))


def _row(news: News, lang: str) -> dict[str, Any]:
    return {
        "name": news.watch.name,
        "area": area.described(news.watch.area, lang),
        "certain": int(news.certain.sum()),
        "possible": int(news.possible.sum()),
        "new": int(news.new.sum()),
        "since": _day(news.watch.visited, lang),
    }


def _day(when: str, lang: str) -> str:
    try:
        return phrases.day(date.fromisoformat(when[:10]), lang)
    except ValueError:
        return "–"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _tried(act: Callable[..., None], *given: Any) -> None:
    """Do it; why it could not be done is told in the next run."""
    try:
        act(*given)
    except AtlasError as problem:
        st.session_state["watch.told"] = str(problem)
