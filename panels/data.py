"""Drop files of any kind: each is read at once, or asked about, and its events stand beside the others."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, count
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import streamlit as st

from geo import events, intake, pipeline, schema
from geo.errors import AtlasError
from geo.sources import anytable, article, tabular
from geo.sources.mapping import TableMap
from geo.store.query import sources_of
from geo.views import files, popup, sentences
from geo.views.labels import text

from . import Page, columns, inputs, say

LIMIT_MB = 200  # the page holds a dropped file in memory; larger ones are for the command line
_NAME_BYTES = 200  # of a file's name: systems allow 255
_CLOSEST = 2.0  # degrees that are shown at least
_TOLD = ("file", "source", "rows", "read", "rejected", "left_out", "why")


def show(page: Page) -> None:
    """The panel."""
    lang, state = page.lang, st.session_state
    say("p", text("data.about", lang), class_="ca-foot")
    dropped = st.file_uploader(
        text("data.add", lang),
        accept_multiple_files=True,
        max_upload_size=LIMIT_MB,
        key=f"data.drop.{state.setdefault('data.drops', 0)}",
    )
    if state.pop("data.stopped", False):
        say("p", text("data.stopped", lang), role="status")
    if dropped:
        given: dict[str, bytes] = {}
        for file in dropped:
            given[_unused(file.name, {*given, *inputs.added(), *columns.asked()})] = file.getvalue()
        _take(given, lang)
        state["data.drops"] += 1  # an empty field again: what was read stands in the list below
        st.rerun()
    for name, table in list(columns.asked().items()):
        if told := columns.ask(name, table, lang):
            columns.drop(name)
            _take({name: table.content}, lang, told)
            st.rerun()
    _list(lang)


def _unused(name: str, taken: Container[str]) -> str:
    """The name, with a number where a file of that name was added before."""
    path = PurePath(name)
    numbered = (f"{path.stem} ({number}){path.suffix}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)


def _take(given: Mapping[str, bytes], lang: str, told: TableMap | None = None) -> None:
    """Read files one after another, and say how far it is; a table whose columns are guessed waits."""
    with st.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0)
        st.button(text("data.stop", lang), on_click=_stop, key="data.stop")
    line = st.empty()

    def tell(words: str) -> None:
        with line:
            say("p", popup.sentence(words, lang), role="status")

    for number, (name, content) in enumerate(given.items()):
        bar.progress(number / len(given))
        tell(text("data.reading", lang, name=name))
        with _on_disk(name, content) as path:
            try:
                table = None if told else _guessed(path, content)
                if table:
                    columns.put(name, table)
                else:
                    inputs.add(name, _read(path, name, told, tell))
            except AtlasError as problem:
                reject = {"file": name, "line": None, "reason": str(problem)}
                inputs.add(name, schema.Atlas(schema.empty(), schema.empty(), rejects=[reject]))


def _stop() -> None:
    """Leave the files that are not read yet: the click ends the run of the page that reads them."""
    st.session_state["data.drops"] += 1
    st.session_state["data.stopped"] = True


def _guessed(path: Path, content: bytes) -> columns.Table | None:
    """The table that a file is, where its columns must be guessed."""
    if intake.kinds([path], None, []).get(path) != anytable.NAME:
        return None
    told = anytable.map_of(path)
    return columns.Table(content, tabular.head(path), told) if told.guesses else None


def _read(path: Path, name: str, told: TableMap | None, tell: pipeline.Progress) -> schema.Atlas:
    """The events of a file, told as the file that the user dropped."""
    atlas = pipeline.build([path], source=anytable.NAME if told else None, columns=told, progress=tell)
    if path.suffix.lower() in article.SUFFIXES and (report := pipeline.original([path], path.stem)):
        inputs.texts()[report.id] = report  # the file goes, its text stays for the session
    here = f"{path.parent}{os.sep}"  # where nobody can look
    rejects = [{**each, "file": name, "reason": each["reason"].replace(here, "")} for each in atlas.rejects]
    return replace(events.sourced(atlas, name), rejects=rejects)


@contextmanager
def _on_disk(name: str, content: bytes) -> Iterator[Path]:
    """Put a dropped file into a folder of its own for as long as it is read."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = Path("".join(char if char.isprintable() else "_" for char in last).strip(". ") or "file")
    stem = plain.stem.encode()[: _NAME_BYTES - 20].decode(errors="ignore")
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-") as folder:
        path = Path(folder, stem + plain.suffix[:20])
        path.write_bytes(content)
        yield path


# --- What was added --------------------------------------------------------------------------------------


def _list(lang: str) -> None:
    """What became of each file's rows; take one away; join reports across all."""
    added = inputs.added()
    if not added:
        say("p", text("data.empty", lang), class_="ca-empty")
        return
    st.caption(text("data.added", lang))
    headings = {name: text(f"data.column.{name}", lang) for name in _TOLD}
    st.dataframe(
        [_row(name, atlas, lang) for name, atlas in added.items()],
        column_config=headings,
        column_order=_TOLD,
        hide_index=True,
        placeholder="–",
        key="data.table",
    )
    st.toggle(text("data.join", lang), value=inputs.joined(), key="data.join", on_change=_join)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            text("data.which", lang), list(added), key="data.chosen", placeholder=text("said.choose", lang)
        )
        bounds = added[chosen].events.geometry.total_bounds  # NaN where nothing has a place
        nowhere = bool(np.isnan(bounds).any())
        st.button(text("data.look", lang), disabled=nowhere, on_click=_look, args=bounds.tolist())
        st.button(text("data.remove", lang), on_click=_remove, args=(chosen,))
        rejects = [reject for atlas in added.values() for reject in atlas.rejects]
        if rejects:
            csv = files.rejects_csv(rejects)
            st.download_button(text("data.rejects", lang), csv, "rejected.csv", "text/csv", on_click="ignore")


def _look(west: float, south: float, east: float, north: float) -> None:
    """Move the map to a file's events: each step of zoom halves what is seen."""
    span = max(east - west, north - south, _CLOSEST)
    st.session_state.view = ((west + east) / 2, (south + north) / 2, float(int(math.log2(360 / span))))


def _remove(name: str) -> None:
    """Take a file away, also out of the filter by source."""
    gone = sources_of(inputs.added()[name].events)
    inputs.remove(name)
    chosen = st.session_state.get("source", [])
    st.session_state["source"] = [source for source in chosen if source not in gone]


def _join() -> None:
    inputs.join(st.session_state["data.join"])


def _row(name: str, atlas: schema.Atlas, lang: str) -> dict[str, Any]:
    """A file's account; of what is no dataset only events and rejects are counted."""
    told = atlas.summaries
    left_out = [f"{n} {reason}" for each in told for reason, n in each["out_of_scope"].items()]
    rejected = [reject["reason"] for reject in atlas.rejects]
    return {
        "file": name,
        "source": ", ".join(dict.fromkeys(each["source"] for each in told)) or text("data.plain", lang),
        "rows": sum(each["rows"] for each in told) if told else None,
        "read": sum(each["read"] for each in told) if told else len(atlas.events),
        "rejected": sum(each["rejected"] for each in told) if told else len(rejected),
        "left_out": sum(sum(each["out_of_scope"].values()) for each in told),
        "why": sentences.joined([*left_out, *rejected[:1]], lang) or None,
    }
