"""The first look: three steps for who sees the sample for the first time on this machine."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo import home
from geo.views import popup, sentences
from geo.views.labels import text

from . import inputs, say

STEPS = ("window", "event", "data")


def show(lang: str) -> None:
    """The three steps, until they are put away; whoever brought files of their own needs none."""
    if problem := st.session_state.pop("first.problem", None):
        say("p", text("first.kept", lang, problem=sentences.told(problem, lang)), class_="ca-problem")
    if not inputs.only_sample() or st.session_state.get("first.done") or _mark().exists():
        return
    with st.container(key="first", horizontal=True, vertical_alignment="center"):
        steps = [popup.element("li", text(f"first.{step}", lang)) for step in STEPS]
        title = text("first.title", lang)
        head = popup.element("p", popup.element("b", title), " ", text("first.sample", lang))
        say("section", head, popup.element("ol", *steps), class_="ca-first", aria_label=title)
        st.button(text("first.done", lang), on_click=_done)


def _mark() -> Path:
    """The file that tells that the steps were seen on this machine."""
    return home.home() / "first-look-done"


def _done() -> None:
    """Put the steps away for good, or for this session where nothing can be written."""
    st.session_state["first.done"] = True
    mark = _mark()
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError as problem:
        st.session_state["first.problem"] = f"{mark}: {problem.strerror}"
