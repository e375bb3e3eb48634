"""An article beside the events that it tells: a pasted one, or those that the picked event came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from geo import events, pipeline, schema
from geo.events import decisions
from geo.events import review as judgement
from geo.model import Report
from geo.views import marked, phrases
from geo.views.labels import text

from . import Page, inputs, paste, proof, review, say


def show(page: Page) -> None:
    """The panel."""
    st.html(f"<style>{marked.style()}</style>")
    state, lang = st.session_state, page.lang
    modes: dict[str, Callable[[Page], None]] = {"paste": paste.show}
    if state.picked:
        modes["picked"] = _picked
        if state.get("article.for") != state.picked:  # picked just now
            state["article.mode"] = "picked"
    state["article.for"] = state.picked
    state.setdefault("article.mode", "paste")
    if state["article.mode"] not in modes:
        state["article.mode"] = "paste"
    if len(modes) > 1:
        st.segmented_control(
            text("article.mode", lang),
            modes,
            format_func=lambda mode: text(f"article.mode.{mode}", lang),
            required=True,
            label_visibility="collapsed",
            key="article.mode",
        )
    modes[state["article.mode"]](page)
    _rejected(lang)


def _picked(page: Page) -> None:
    """The articles that the picked event came from, where their texts are on this machine."""
    state, lang = st.session_state, page.lang
    row = page.atlas.events[page.atlas.events["event_id"] == state.picked]
    if row.empty:  # the card says so
        return
    event = schema.to_plain(row).iloc[0].to_dict()
    left, right = st.columns([1.25, 1])
    with left:
        _sources(event, page)
    with right:
        say("h4", phrases.title(event, lang), class_="ca-part")
        proof.why(event, lang, opened=True)
    members = events.members_of(event["event_id"], page.atlas.events, page.atlas.members)
    review.show(event, members, lang)


def _sources(event: Mapping[str, Any], page: Page) -> None:
    """One of the event's articles, its own words strong, those of the article's other events pale."""
    reports, lang = [str(each) for each in event["reports"] or ()], page.lang
    if not reports:
        say("p", text("article.reports.none", lang), class_="ca-empty")
        return
    name = reports[0]
    if len(reports) > 1:
        label = text("article.reports", lang, n=len(reports))
        chosen = st.selectbox(
            label, reports, key=f"article.report.{event['event_id']}", placeholder=text("said.choose", lang)
        )
        name = chosen or name
    report = inputs.texts().get(name) or _original(*inputs.articles(), name)
    if report is None:
        say("p", text("article.absent", lang, report=name), class_="ca-empty")
        return
    proof.coloured(report, _told_by(page.atlas, name)[1], page.atlas.mentions, event, lang)


@st.cache_resource(max_entries=20, show_spinner=False)
def _original(paths: tuple[str, ...], stamp: tuple[int, int], report: str) -> Report | None:
    """An article's text, looked for in what the page was started with and what the user keeps."""
    return pipeline.original(paths, report)


@st.cache_resource(max_entries=20, show_spinner=False, hash_funcs={schema.Atlas: id})
def _told_by(atlas: schema.Atlas, report: str) -> tuple[schema.Atlas, list[dict[str, Any]]]:
    """The events that an article tells; the atlas is held, so that no other one has its id."""
    here = atlas.events["reports"].map(lambda told: report in told).astype(bool)
    return atlas, schema.to_plain(atlas.events[here]).to_dict("records")


def _rejected(lang: str) -> None:
    """The events that were rejected, to take a rejection back."""
    held = {each.event: each for each in judgement.rejected(decisions.read()[0])}
    if not held:
        return
    with st.expander(text("article.rejected.list", lang, n=len(held))):
        event = st.selectbox(
            text("article.rejected.which", lang),
            held,
            index=None,
            format_func=lambda each: f"{phrases.title(held[each].before or {}, lang)} ({each})",
            placeholder="–",
            key="article.rejected",
        )
        if event:
            review.show({"event_id": event}, held[event].members, lang, gone=True, key="rejected")
