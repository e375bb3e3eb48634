"""The page: widgets -> Query -> map, table, card, files. No rule about events lives here.

Start it with ``make run``, or ``streamlit run app.py -- PATH…`` for articles, folders or events files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from geo import schema
from geo.store import areas
from geo.store.query import Query
from geo.views import host, labels, popup, sentences, timelayer
from geo.views.labels import text
from panels import (
    Page,
    area,
    article,
    data,
    downloads,
    filters,
    first,
    inputs,
    places,
    say,
    share,
    summary,
    twin,
    watch,
)
from panels.state import CHOICES, ahead, key, pick, remember, restore

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# What stands below the map, one at a time; the table, the map's twin, is the first.
PANELS: dict[str, Callable[[Page], None]] = {
    "table": twin.show,
    "summary": summary.show,
    "article": article.show,
    "data": data.show,
    "places": places.show,
    "watch": watch.show,
    "share": share.show,
}


class Mapped(NamedTuple):
    """An atlas (kept, so that no other one has its id), its events on the map, and what is made of them."""

    atlas: schema.Atlas
    events: gpd.GeoDataFrame
    columns: timelayer.Columns
    offer: filters.Offered


def main() -> None:
    """Draw the page once; Streamlit calls it again after every change."""
    restore()
    state, lang = st.session_state, st.session_state.lang
    # Streamlit puts its choice of themes into the menu
    tagline = text("app.tagline", lang)
    st.set_page_config(page_title=text("app.name", lang), layout="wide", menu_items={"About": tagline})
    st.html(f"<style>{style()}</style>")
    head = st.container()
    with head:
        atlas = inputs.read(lang)
    steps = st.container()
    _, events, columns, offer = mapped(atlas)
    area.begin()
    query = chosen()
    left, right = st.columns([2.1, 1] if state.picked else [1, 0.001], gap="small" if state.picked else None)
    with left:
        keep = query.mask(events)
        show_map(columns, keep, query, atlas, lang)
    ahead(query)
    since, until = state.window or (None, None)
    query = replace(query, since=since, until=until)
    shown = events[keep & Query(since=since, until=until).mask(events)]
    page = Page(atlas, events, shown, query, lang)
    with head:
        header(shown, len(events), lang)
    with steps:
        first.show(lang)
    with st.sidebar:
        filters.show(offer, lang)
        area.told(page)
    with right.container(key="card"):
        card(shown, events, lang)
    PANELS[panel(lang)](page)
    with st.sidebar:
        downloads.show(page)
        languages(lang)
    inputs.rejects(atlas, lang)
    say("p", text("page.licences", lang), class_="ca-foot")
    remember(query)


# --- What is on the page ---------------------------------------------------------------------------------


def header(shown: gpd.GeoDataFrame, total: int, lang: str) -> None:
    """The page's name and how many events are in the window."""
    parts = [text("count.of", lang, n=total, shown=len(shown))]
    for column, words in (("longitude", "count.unlocated"), ("start", "count.undated")):
        if unknown := int(shown[column].isna().sum()):
            parts.append(text(words, lang, n=unknown))
    count = popup.element("span", ", ".join(parts), role="status", data_shown=str(len(shown)))
    say("div", popup.element("h1", text("app.name", lang)), count, class_="ca-head")
    if st.session_state.problem:
        problem = sentences.told(st.session_state.problem, lang)
        say("p", text("filter.bad", lang, problem=problem), class_="ca-problem")


def chosen() -> Query:
    """The filters of the sidebar, as the query that they make: their state is there before they are drawn."""
    state = st.session_state
    words = {name: tuple(state.setdefault(key(name), [])) for name in CHOICES}
    return replace(state.link, text=state[key("text")].strip(), **words)


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs={schema.Atlas: id})
def mapped(atlas: schema.Atlas) -> Mapped:
    """What the page makes of an atlas, once."""
    events = atlas.events[atlas.events["status"].isin(schema.MAPPED_STATUSES)]
    return Mapped(atlas, events, timelayer.columns(events), filters.offered(events))


def show_map(
    columns: timelayer.Columns, keep: pd.Series, query: Query, atlas: schema.Atlas, lang: str
) -> None:
    """The map; what the user does on it becomes the page's state."""
    state = st.session_state

    def narrow(region: int) -> None:
        area.region(mapped(atlas).events, columns.within(region), *columns.head["regions"][region])

    with st.container(key="canvas"):
        seen = host.map_view(
            columns,
            keep=None if keep.all() else keep.to_numpy(),
            mentions=atlas.mentions,
            candidates=places.marks(atlas.events, lang),
            seek=bool(state.get("place.typed")),
            area=areas.outline(query.near, query.within, query.along),
            window=state.window,
            selected=state.picked,
            on_pick=pick,
            on_region=narrow,
            on_drawn=area.drawn,
            layers=state.layers,
            view=state.view,
            look=state.look,
            theme=st.context.theme.type or "light",
            lang=lang,
        )
    state.window, state.layers, state.view, state.look = seen.window, seen.layers, seen.view, seen.look


def card(shown: gpd.GeoDataFrame, events: gpd.GeoDataFrame, lang: str) -> None:
    """The card of the picked event."""
    picked = st.session_state.picked
    if not picked:
        return
    st.button(text("card.close", lang), on_click=pick, args=(None,), type="tertiary")
    row = events[events["event_id"] == picked]
    if row.empty:
        say("p", text("card.gone", lang), class_="ca-empty")
        return
    if not (shown["event_id"] == picked).any():
        say("p", text("card.filtered", lang), class_="ca-empty")
    st.html(popup.card(schema.to_plain(row).iloc[0].to_dict(), lang))


def panel(lang: str) -> str:
    """The choice of what stands below the map, where there is one."""
    if len(PANELS) == 1:
        return next(iter(PANELS))
    title = text("panel.title", lang)
    return st.segmented_control(
        title,
        PANELS,
        format_func=lambda name: text(f"panel.{name}", lang),
        required=True,
        default=next(iter(PANELS)),
        label_visibility="collapsed",
        key="panel",
    )


def languages(lang: str) -> None:
    """The choice of language, each named in itself."""
    names = {code: text("language", code) for code in labels.LANGUAGES}
    st.segmented_control(
        text("view.language", lang),
        names,
        default=lang,
        format_func=names.__getitem__,
        required=True,
        key="lang",
    )


@st.cache_data(show_spinner=False)
def style() -> str:
    """The style sheets of the page and the card."""
    return (Path(popup.__file__).parent / "assets" / "page.css").read_text(encoding="utf-8") + popup.style()


if __name__ == "__main__":
    main()
