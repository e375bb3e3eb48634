"""What the page reads: the sample, the paths it was started with, and what users add."""

from __future__ import annotations

import os
import sys

import streamlit as st

from geo import pipeline, schema, vocab
from geo.errors import AtlasError
from geo.views.labels import text

from . import say


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


def rejects(atlas: schema.Atlas, lang: str) -> None:
    """What could not be read, quietly."""
    if atlas.rejects:
        with st.expander(text("rejects.title", lang, n=len(atlas.rejects))):
            names = {name: text(f"rejects.{name}", lang) for name in ("file", "line", "reason")}
            st.dataframe(atlas.rejects, column_config=names, hide_index=True, placeholder="–")
