"""What the page reads: the sample, the paths it was started with, and what users add."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

from geo import pipeline, schema, vocab
from geo.errors import AtlasError
from geo.events import decisions
from geo.model import Report
from geo.sources import kept
from geo.views import sentences, tiles
from geo.views.labels import text

from . import complain


def given_paths() -> tuple[str, ...]:
    """The sample (unless ``--no-sample``), the paths after ``--``, and those in CONFLICT_ATLAS_PATHS."""
    named = [*sys.argv[1:], *os.environ.get("CONFLICT_ATLAS_PATHS", "").split(os.pathsep)]
    paths = tuple(path for path in named if path and path != "--no-sample")
    return paths if "--no-sample" in named else (str(vocab.DATA / "sample"), *paths)


def only_sample() -> bool:
    """Whether nothing is shown but the sample that the page begins with."""
    return given_paths() == (str(vocab.DATA / "sample"),) and not added() and not kept.folder().is_dir()


def articles() -> tuple[tuple[str, ...], tuple[int, int]]:
    """Where the texts of articles may lie, and when the user last kept one."""
    folder = kept.folder()
    return (*given_paths(), *([str(folder)] if folder.is_dir() else [])), _stamp(folder)


def texts() -> dict[str, Report]:
    """Articles of this session that lie in no file, by their ids: pasted ones and dropped ones."""
    held: dict[str, Report] = st.session_state.setdefault("texts", {})
    return held


def read(lang: str) -> schema.Atlas:
    """What the page shows; without it, why there is none."""
    try:
        tiles.offered(lang)  # a setting that cannot be followed is told here, not in the middle of the map
        with st.spinner(text("page.busy", lang)):
            return _decided(_whole(load(given_paths())), _stamp(decisions.file_of_user()))[1]
    except AtlasError as problem:
        complain(problem, lang)
        st.stop()


@st.cache_resource(show_spinner=False)
def load(paths: tuple[str, ...]) -> schema.Atlas:
    """Read articles and events once for all who open the page."""
    return pipeline.build(paths)


def added() -> dict[str, schema.Atlas]:
    """What the user added in this session, by name, in order; it goes with the session."""
    held: dict[str, schema.Atlas] = st.session_state.setdefault("added", {})
    return held


def add(name: str, atlas: schema.Atlas) -> None:
    """Put events beside the others; what had this name before goes. The next run of the page shows them."""
    added()[name] = atlas


def remove(name: str) -> None:
    """Take away what was added by this name."""
    added().pop(name, None)


def join(wanted: bool) -> None:
    """Whether reports that tell one event are joined across all that was read and added."""
    st.session_state.joined = wanted


def joined() -> bool:
    """What `join` was last told; at first False: nothing that is added is mixed with the rest."""
    return bool(st.session_state.get("joined", False))


def _whole(base: schema.Atlas) -> schema.Atlas:
    """All that was read and added, made anew only when one of them, or the wish to join them, changed."""
    parts = [base, *_kept(), *added().values()]
    if len(parts) == 1:
        return base
    held = st.session_state.get("whole")
    wish = (joined(), [id(part) for part in parts])
    if held is None or held[0] != wish:
        make = pipeline.merge if joined() else pipeline.together
        st.session_state.whole = held = (wish, make(parts), parts)  # held parts keep their ids
    return held[1]


def _kept() -> list[schema.Atlas]:
    """The articles that the user keeps, read anew when one is added or replaced."""
    files = sorted(kept.folder().glob("*.txt"))
    return [_read_kept(tuple((str(file), _stamp(file)) for file in files))] if files else []


@st.cache_resource(max_entries=2, show_spinner=False)
def _read_kept(files: tuple[tuple[str, tuple[int, int]], ...]) -> schema.Atlas:
    return pipeline.build([file for file, _ in files])


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs={schema.Atlas: id})
def _decided(atlas: schema.Atlas, stamp: tuple[int, int]) -> tuple[schema.Atlas, schema.Atlas]:
    """With what analysts decided, as long as their file is the same; what was read is held, for its id."""
    return atlas, pipeline.decided(atlas)


def _stamp(file: Path) -> tuple[int, int]:
    """When a file was written, and its size: zeros where there is none."""
    try:
        told = file.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size


def rejects(atlas: schema.Atlas, lang: str) -> None:
    """What could not be read, quietly."""
    if atlas.rejects:
        with st.expander(text("rejects.title", lang, n=len(atlas.rejects))):
            names = {name: text(f"rejects.{name}", lang) for name in ("file", "line", "reason")}
            told = [{**each, "reason": sentences.told(str(each["reason"]), lang)} for each in atlas.rejects]
            st.dataframe(told, column_config=names, hide_index=True, placeholder="–")
