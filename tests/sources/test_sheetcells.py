"""The fast reader of cells against openpyxl's own, on workbooks that openpyxl and we write."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from geo.sources import sheetcells

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=12
).filter(lambda text: not text.startswith("=") and "_x" not in text)
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)),
    st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2100, 1, 1)).map(lambda x: x.replace(microsecond=0)),
    st.just("#N/A"),
)


def ours(path: Path) -> dict[int, list[Any]]:
    book = sheetcells.book(path)
    try:
        return {line: row for line, row in sheetcells.rows(book.worksheets[0]) if row}
    finally:
        book.close()


def theirs(path: Path) -> dict[int, list[Any]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        book.worksheets[0].reset_dimensions()
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return {line: row for line, row in enumerate(rows, 1) if row}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6), st.booleans())
def test_it_reads_what_openpyxl_reads(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]], inline: bool
) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    book = openpyxl.Workbook(write_only=inline)  # which writes texts into their cells
    sheet = book.create_sheet("A", 0) if inline else book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    assert ours(path) == theirs(path)


def test_it_reads_gaps_far_cells_rich_text_and_formulas_as_openpyxl_does(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C2"], sheet["A7"], sheet["XFD9"] = "far", 3, "farther"
    sheet["B9"] = CellRichText("one ", TextBlock(InlineFont(b=True), "bold"), " word")
    sheet["A9"] = "=1+1"  # nobody worked it out
    sheet["D9"].number_format = "yyyy-mm-dd"
    book.save(path)
    assert ours(path) == theirs(path)
    assert list(ours(path)) == [2, 7, 9]


def test_cells_and_rows_without_a_name_count_on_and_escapes_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("A").append([])
    book.save(tmp_path / "b.xlsx")
    rows = (
        b"<row><c><v>1</v></c><c t='str'><v>a_x000D_b</v></c></row>"
        b"<row r='5'><c r='C5'><v>1e3</v></c><c t='inlineStr'><is><t>_x005F_x0041_</t></is></c>"
        b"<c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c></row><row><c t='n'/></row></sheetData>"
    )
    with zipfile.ZipFile(tmp_path / "b.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", rows))
    assert ours(path) == {2: [1, "a\rb"], 5: [None, None, 1000.0, "_x0041_", True, "#N/A"]}
