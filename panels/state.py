"""The page's state, which its address holds."""

from __future__ import annotations

import time
from datetime import date

import streamlit as st

from geo.errors import InvalidQuery
from geo.store.query import Query
from geo.views import address, labels

# Filters with a widget of the same name; what else a link's query holds stays as it is.
CHOICES = ("group", "event_type", "place_precision", "attribution", "country", "source")

# Seconds. Streamlit sends what it has every 5 ms; its page gathers for 10 ms what it then draws at once, and
# holds back at first what stands beside parts that are still being loaded.
AHEAD, AHEAD_FIRST = 0.03, 0.1


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
    state.link = query.without_dates()
    put(text=query.text, **{name: list(getattr(query, name)) for name in CHOICES})
    ends = (query.since or date.min, query.until or date.max)
    state.window = ends if query.since or query.until else None
    state.layers, state.view, state.picked = address.layers(params), address.view(params), params.get("event")
    state.look = address.look(params)
    state.lang = params.get("lang") if params.get("lang") in labels.LANGUAGES else "en"


def params(query: Query) -> dict[str, str]:
    """The whole state as the parameters of an address."""
    state = st.session_state
    told = query.to_params() | address.params(state.view, state.layers, state.look)
    if state.picked:
        told["event"] = state.picked
    if state.lang != "en":
        told["lang"] = state.lang
    return told


def remember(query: Query) -> None:
    """The state becomes the page's address, so that a link restores it."""
    told = params(query)
    if st.query_params.to_dict() != told:
        st.query_params.from_dict(told)


def key(name: str) -> str:
    """The widget of a filter of `CHOICES`, or of ``text``; its state has this name."""
    turn = st.session_state["filters.turn"]
    return f"{name}.{turn}" if turn else name


def put(**filters: str | list[str]) -> None:
    """Set filters; the others stay as they are.

    All become new widgets: a message that left the browser before it heard of this tells the ones before, and
    what those said is believed no more.
    """
    state = st.session_state
    before = {name: state[key(name)] for name in (*CHOICES, "text")} if "filters.turn" in state else {}
    state["filters.turn"] = state.get("filters.turn", -1) + 1
    for name, value in (before | filters).items():
        state[key(name)] = value


def clear_filters() -> None:
    """Back to all events and all dates."""
    state = st.session_state
    state.link, state.problem, state.window = Query(), "", None
    put(text="", **{name: [] for name in CHOICES})


def pick(event: str | None) -> None:
    """Choose an event, or none."""
    st.session_state.picked = event


def ahead(query: Query) -> None:
    """Let the map's part of another filter leave first: the browser draws at once what comes together."""
    before = st.session_state.get("ahead")
    if before != query:
        time.sleep(AHEAD_FIRST if before is None else AHEAD)
    st.session_state["ahead"] = query
