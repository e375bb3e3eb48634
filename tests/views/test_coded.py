"""What is said once for each distinct value is what would be said of each event."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.errors import AtlasError
from geo.views import export, popup, table
from geo.views.coded import Coded
from tests.views.atlas import HOSTILE

WORDS = (
    *HOSTILE,
    "None",
    "0",
    "false",
    " ",
    "\x00",
    "Kidal",
    "كيدال",
    "a\nb,c",
    "=1+1",
    "https://x.org/?a=1&b='",
)
texts = st.one_of(st.none(), st.sampled_from(WORDS), st.text(max_size=8))
counts = st.one_of(st.none(), st.integers(0, 3))
numbers = st.one_of(st.none(), st.sampled_from([0.0, -0.0, 1.0, 1e16, 0.1, -11.434]))
days = st.one_of(st.none(), st.sampled_from(["2025-07-01", "2025-07-31", "2024-02-29"]))
SPANS = (
    "report",
    "field",
    "text",
    "url",
    "id",
    "name",
    "role",
    "kind",
    "actor",
    "status",
    "by",
    "nationality",
)
items = st.dictionaries(st.sampled_from(SPANS), texts, max_size=3) | texts
span = st.fixed_dictionaries(
    {"report": texts, "field": st.just("sentence"), "start": st.just(0), "text": texts}
)
lists = st.lists(items | span, max_size=3)
KINDS = {"str": texts, "date": days, "float": numbers, "int": counts, "list": lists}


def values(column: schema.Column) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(column.allowed) if column.allowed else KINDS[column.kind]


rows = st.fixed_dictionaries({column.name: values(column) for column in schema.columns()})
events = st.lists(rows, min_size=1, max_size=4).flatmap(
    lambda given: st.lists(st.sampled_from(given), min_size=1, max_size=8)  # so that some are the same
)


def told(given: list[dict[str, Any]]) -> tuple[Coded, list[dict[str, Any]]]:
    made = schema.from_rows(given)
    order = np.random.default_rng(len(given)).permutation(len(given))
    plain = schema.to_plain(made.iloc[order]).to_dict("records")
    return Coded(made.assign(x=made.geometry.x, y=made.geometry.y), order), plain


@settings(deadline=None, max_examples=60)
@given(events, st.sampled_from(["en", "fr"]))
def test_the_pieces_of_a_card_make_the_card(given: list[dict[str, Any]], lang: str) -> None:
    coded, plain = told(given)
    made = [
        [piece] * len(plain)
        if isinstance(piece, str)
        else coded.say(piece.columns, lambda e, p=piece: popup.html(p, e, lang), piece.seen).values().tolist()
        for piece in popup.pieces()
    ]
    assert ["".join(pieces) for pieces in zip(*made, strict=True)] == [popup.card(row, lang) for row in plain]


@settings(deadline=None, max_examples=60)
@given(events)
def test_the_values_are_those_of_an_export(given: list[dict[str, Any]]) -> None:
    coded, plain = told(given)
    for name in [column.name for column in schema.columns()]:
        said = coded.say((name,), lambda event: export.json_text(*event.values()))
        assert said.values().tolist() == [export.json_text(row[name]) for row in plain]
        assert len(set(said.words)) == len(said.words)


@settings(deadline=None, max_examples=30)
@given(events)
def test_the_cells_are_what_is_said_of_each(given: list[dict[str, Any]]) -> None:
    coded, plain = told(given)
    for cell in table.CELLS.values():
        assert table.said(coded, cell, "en").values().tolist() == [cell.say(row, "en") for row in plain]


def test_a_distinct_value_is_said_once() -> None:
    asked: list[Any] = []
    coded = Coded(schema.from_rows([{"group": name, "country": "ML"} for name in ("A", "B", "A", None, "B")]))
    said = coded.say(("group", "country"), lambda event: asked.append(event) or event["group"])
    assert [event["group"] for event in asked] == said.words == ["A", "B", None]
    assert said.code.tolist() == [0, 1, 0, 2, 1]


def test_what_is_not_seen_makes_no_difference() -> None:
    coded = Coded(schema.from_rows([{"killed_low": n} for n in (1, 2, None)]))
    said = coded.say(("killed_low",), lambda e: e["killed_low"] is None, lambda _, n: n if n is None else 0)
    assert (said.words, said.code.tolist()) == ([False, True], [0, 0, 1])


def test_a_column_that_the_table_lacks_is_null() -> None:
    assert Coded(schema.from_rows([{}, {}])).column("url").values().tolist() == [None, None]


def test_an_infinite_number_is_refused() -> None:
    coded = Coded(schema.from_rows([{"confidence": float("-inf")}]))
    with pytest.raises(AtlasError, match="infinite"):
        coded.say(("confidence",), lambda event: export.json_text(event["confidence"]))
