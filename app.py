"""The page: widgets -> Query -> map, table, card, files. No rule about events lives here.

Start it with ``make run``, or ``streamlit run app.py -- PATH…`` for articles, folders or events files.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geo import pipeline, schema, vocab
from geo.errors import AtlasError, InvalidQuery
from geo.model import Precision
from geo.store.query import Query
from geo.views import address, export, groups, host, labels, phrases, popup, standalone, table, timelayer
from geo.views.labels import known, text

if TYPE_CHECKING:
    import geopandas as gpd

# Filters with a widget of the same name; what else a link's query holds stays as it is.
CHOICES = ("group", "event_type", "place_precision", "attribution", "country")
WIDE = {"what": 205, "place": 130}  # pixels of the table's columns that long words must not stretch


def main() -> None:
    """Draw the page once; Streamlit calls it again after every change."""
    menu = {"About": text("app.tagline")}  # Streamlit puts its choice of themes beside it
    st.set_page_config(page_title=text("app.name"), layout="wide", menu_items=menu)
    restore()
    state, lang = st.session_state, st.session_state.lang
    st.html(f"<style>{style()}</style>")
    head = st.container()
    with head:
        atlas = read(lang)
    events = atlas.events[atlas.events["status"].isin(schema.MAPPED_STATUSES)]
    with st.sidebar:
        query = filters(events, lang)
    left, right = st.columns([2.1, 1] if state.picked else [1, 0.001], gap="small" if state.picked else None)
    with left:
        show_map(query.apply(events), events, atlas, lang)
    since, until = state.window or (None, None)
    query = replace(query, since=since, until=until)
    shown = query.apply(events)
    with head:
        header(shown, len(events), lang)
    with right.container(key="card"):
        card(shown, events, lang)
    twin(shown, len(events), lang)
    with st.sidebar:
        files(replace(atlas, events=events), query, lang)
        languages(lang)
    rejects(atlas, lang)
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
        say("p", text("filter.bad", lang, problem=st.session_state.problem), class_="ca-problem")


def filters(events: gpd.GeoDataFrame, lang: str) -> Query:
    """The filters of the sidebar, as the query that they make."""
    state = st.session_state
    depths = groups.tree(events["group"].dropna().unique())
    options = {
        "group": tuple(depths),
        "event_type": tuple(dict.fromkeys(kind.event_type for kind in vocab.kinds())),
        "place_precision": tuple(str(precision) for precision in Precision),
        "attribution": schema.ATTRIBUTIONS,
        "country": tuple(sorted(events["country"].dropna().unique())),
    }
    words = {
        "group": lambda each: groups.name(each, depths.get(each, 0), lang),
        "event_type": lambda each: phrases.kind(each, lang),
        "country": lambda each: phrases.country(each, lang),
    }
    for name in CHOICES:
        asked = tuple(word for word in state[name] if word not in options[name])  # by a link
        st.multiselect(
            text(f"filter.{name}", lang),
            options[name] + asked,
            format_func=words.get(name, lambda each: known(f"short.{each}", lang)),
            placeholder=text("filter.any", lang),
            help=text("filter.group.help", lang) if name == "group" else None,
            select_all=False,
            wrap=False,  # a field that grew and shrank would move what is below it from under a click
            key=name,
        )
    st.text_input(text("filter.text", lang), key="text")
    st.button(text("filter.clear", lang), on_click=clear_filters)
    return replace(state.link, text=state.text.strip(), **{name: tuple(state[name]) for name in CHOICES})


def show_map(filtered: gpd.GeoDataFrame, events: gpd.GeoDataFrame, atlas: schema.Atlas, lang: str) -> None:
    """The map; what the user does on it becomes the page's state."""
    state = st.session_state
    with st.container(key="canvas"):
        seen = host.map_view(
            timelayer.columns(filtered, days=timelayer.span(events)),
            mentions=atlas.mentions,
            window=state.window,
            selected=state.picked,
            layers=state.layers,
            view=state.view,
            theme=st.context.theme.type or "light",
            lang=lang,
        )
    state.window, state.layers, state.view = seen.window, seen.layers, seen.view
    if seen.picked is not None:  # a click; beside all events it picks none
        state.picked = seen.picked or None
        st.rerun()  # the card needs room beside the map


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
    if picked not in set(shown["event_id"]):
        say("p", text("card.filtered", lang), class_="ca-empty")
    st.html(popup.card(schema.to_plain(row).iloc[0].to_dict(), lang))


def twin(shown: gpd.GeoDataFrame, total: int, lang: str) -> None:
    """The map's table twin; a chosen row is picked on the map, and the other way round."""
    if shown.empty:
        say("p", text("empty.filtered" if total else "empty.events", lang), class_="ca-empty")
        return
    state = st.session_state
    if not state.picked:
        say("p", text("card.none", lang), class_="ca-foot")
    rows = table.rows(shown, lang)
    state.rows = rows.index.tolist()
    chosen = [state.rows.index(state.picked)] if state.picked in state.rows else []
    state.table = {"selection": {"rows": chosen}}
    st.dataframe(
        rows,
        hide_index=True,
        column_config=headings(lang),
        placeholder="–",
        on_select=pick_row,
        selection_mode="single-row",
        key="table",
        alt=text("table.title", lang),
    )


def headings(lang: str) -> dict[str, object]:
    """The table's headings; a number of people is the least that is stated."""
    titles, least = table.titles(lang), text("table.least", lang)
    counts = {name: st.column_config.NumberColumn(titles[name], help=least) for name in schema.COUNTS}
    wide = {name: st.column_config.Column(titles[name], width=pixels) for name, pixels in WIDE.items()}
    return {**titles, **counts, **wide}


def files(atlas: schema.Atlas, query: Query, lang: str) -> None:
    """Downloads of exactly what the query picks, made when they are asked for."""
    title = text("app.name", lang)
    st.caption(text("download.title", lang))
    makers = {
        "geojson": (lambda: export.to_geojson(atlas, query), "application/geo+json"),
        "csv": (lambda: export.to_csv(atlas, query), "text/csv"),
        "html": (lambda: standalone.standalone(atlas, title=title, query=query, lang=lang), "text/html"),
    }
    with st.container(horizontal=True):
        for kind, (make, mime) in makers.items():
            label, name = text(f"download.{kind}", lang), f"conflict-atlas.{kind}"
            st.download_button(label, make, name, mime, on_click="ignore")


def languages(lang: str) -> None:
    """The choice of language, each named in itself."""
    names = {code: text("language", code) for code in labels.LANGUAGES}
    st.segmented_control(text("view.language", lang), names, format_func=names.get, required=True, key="lang")


def rejects(atlas: schema.Atlas, lang: str) -> None:
    """What could not be read, quietly."""
    if atlas.rejects:
        with st.expander(text("rejects.title", lang, n=len(atlas.rejects))):
            names = {name: text(f"rejects.{name}", lang) for name in ("file", "line", "reason")}
            st.dataframe(atlas.rejects, column_config=names, hide_index=True, placeholder="–")


def say(tag: str, *children: object, **attributes: str) -> None:
    """Put one escaped element on the page; Streamlit's Markdown would load images that a text names."""
    st.html(popup.element(tag, *children, **attributes))


# --- The page's state, which its address holds -----------------------------------------------------------


def restore() -> None:
    """Once a session, the page's address becomes the state of its widgets."""
    state, params = st.session_state, st.query_params.to_dict()
    if "link" in state:
        return
    state.problem = ""
    try:
        query = Query.from_params(params)
    except InvalidQuery as problem:
        query, state.problem = Query(), str(problem)
    state.link, state.text = query.without_dates(), query.text
    for name in CHOICES:
        state[name] = list(getattr(query, name))
    ends = (query.since or date.min, query.until or date.max)
    state.window = ends if query.since or query.until else None
    state.layers, state.view, state.picked = address.layers(params), address.view(params), params.get("event")
    state.lang = params.get("lang") if params.get("lang") in labels.LANGUAGES else "en"


def remember(query: Query) -> None:
    """The state becomes the page's address, so that a link restores it."""
    state = st.session_state
    params = query.to_params() | address.params(state.view, state.layers)
    if state.picked:
        params["event"] = state.picked
    if state.lang != "en":
        params["lang"] = state.lang
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)


def clear_filters() -> None:
    """Back to all events and all dates."""
    state = st.session_state
    state.link, state.text, state.problem, state.window = Query(), "", "", None
    for name in CHOICES:
        state[name] = []


def pick(event: str | None) -> None:
    """Choose an event, or none."""
    st.session_state.picked = event


def pick_row() -> None:
    """Choose the event of the row that was chosen."""
    rows = st.session_state.table["selection"]["rows"]
    pick(st.session_state.rows[rows[0]] if rows else None)


# --- What the page reads ---------------------------------------------------------------------------------


def given_paths() -> tuple[str, ...]:
    """The sample (unless ``--no-sample``), the paths after ``--``, and those in CONFLICT_ATLAS_PATHS."""
    named = [*sys.argv[1:], *os.environ.get("CONFLICT_ATLAS_PATHS", "").split(os.pathsep)]
    paths = tuple(path for path in named if path and path != "--no-sample")
    return paths if "--no-sample" in named else (str(vocab.DATA / "sample"), *paths)


def read(lang: str) -> schema.Atlas:
    """What the page shows; without it, why there is none."""
    try:
        with st.spinner(text("page.busy", lang)):
            return load(given_paths())
    except AtlasError as problem:
        say("p", str(problem), class_="ca-problem")
        st.stop()


@st.cache_resource(show_spinner=False)
def load(paths: tuple[str, ...]) -> schema.Atlas:
    """Read articles and events once for all who open the page."""
    return pipeline.build(paths)


@st.cache_data(show_spinner=False)
def style() -> str:
    """The style sheets of the page and the card."""
    return (Path(popup.__file__).parent / "assets" / "page.css").read_text(encoding="utf-8") + popup.style()


if __name__ == "__main__":
    main()
