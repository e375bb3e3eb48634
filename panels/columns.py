"""Ask what the columns of a table are: the guess is shown, and nothing is read before it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from geo.sources import mapping
from geo.sources.base import Head
from geo.sources.mapping import TableMap
from geo.views import sentences
from geo.views.labels import known, text

from . import complain, say

_ALWAYS = ("date", "latitude", "longitude", "place_name", "country", "event_type", "actor1", "killed")
_ROWS = 5  # shown of the table
_ACROSS = 4


@dataclass(frozen=True)
class Table:
    """A table that waits: its bytes, its columns with some rows, and what they are taken for."""

    content: bytes
    head: Head
    map: TableMap


def asked() -> dict[str, Table]:
    """The tables of this session that wait for an answer, by name."""
    held: dict[str, Table] = st.session_state.setdefault("data.asked", {})
    return held


def put(name: str, table: Table) -> None:
    """Let a table wait for an answer; what waited by this name goes."""
    asked()[name] = table


def drop(name: str) -> None:
    """Leave a table out."""
    asked().pop(name, None)


def ask(name: str, table: Table, lang: str) -> TableMap | None:
    """Show what was guessed; the map once it is confirmed, until then None."""
    guessed = table.map
    with st.container(border=True):
        say("h3", text("data.map.title", lang, name=name))
        say("p", text("data.map.guessed", lang))
        for question in guessed.questions:
            complain(question, lang)
        shown = [each for each in mapping.FIELDS if each in guessed.columns or each in _ALWAYS]
        chosen = _fields(name, shown, table, lang)
        with st.expander(text("data.map.more", lang)):
            chosen |= _fields(name, [each for each in mapping.FIELDS if each not in shown], table, lang)
        left, right = st.columns(2)
        dates = left.selectbox(
            text("data.map.dates", lang),
            (None, *mapping.DATES),
            format_func=lambda each: text(f"data.map.dates.{each or 'auto'}", lang),
            placeholder=text("said.choose", lang),
            key=f"data.{name}.dates",
        )
        precision = right.selectbox(
            text("data.map.precision", lang),
            mapping.PRECISIONS,
            mapping.PRECISIONS.index(guessed.precision),
            format_func=lambda each: known(f"short.{each}", lang),
            placeholder=text("said.choose", lang),
            key=f"data.{name}.precision",
        )
        _grounds(table, lang)
        with st.container(horizontal=True):
            confirmed = st.button(text("data.map.read", lang), type="primary", key=f"data.{name}.read")
            st.button(text("data.map.drop", lang), on_click=drop, args=(name,), key=f"data.{name}.leave")
    if not confirmed:
        return None
    columns = {field: column for field, column in chosen.items() if column}
    told = replace(guessed, columns=columns, dates=dates, precision=precision)
    return replace(told, origin="confirmed on the page", guesses=(), questions=())


def _fields(name: str, fields: Sequence[str], table: Table, lang: str) -> dict[str, str | None]:
    """A choice of column for each field."""
    options = (None, *table.head.columns)
    chosen: dict[str, str | None] = {}
    for first in range(0, len(fields), _ACROSS):
        row = fields[first : first + _ACROSS]
        for place, field in zip(st.columns(_ACROSS), row, strict=False):
            taken = table.map.columns.get(field)
            chosen[field] = place.selectbox(
                text(f"data.field.{field}", lang),
                options,
                options.index(taken) if taken in options else 0,
                format_func=lambda each: text("data.map.none", lang) if each is None else each,
                placeholder=text("data.map.none", lang),
                key=f"data.{name}.{field}",
            )
    return chosen


def _grounds(table: Table, lang: str) -> None:
    """The first rows, and why each column was taken for what."""
    st.caption(text("data.map.rows", lang))
    st.dataframe(
        [dict(zip(table.head.columns, row, strict=False)) for row in table.head.cells[:_ROWS]],
        hide_index=True,
    )
    headings = {each: text(f"data.map.{each}", lang) for each in ("field", "column", "sure")}
    with st.expander(text("data.column.why", lang)):
        st.dataframe(
            [
                {
                    "field": text(f"data.field.{each.field}", lang),
                    "column": each.column,
                    "sure": each.confidence,
                    "why": sentences.joined(each.reasons, lang),
                }
                for each in table.map.guesses
            ],
            column_config=headings | {"why": text("data.column.why", lang)},
            hide_index=True,
        )
