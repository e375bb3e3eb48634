"""The cells of a workbook's sheet, row by row: openpyxl opens the book, lxml reads its rows and texts.

openpyxl's own reader makes several objects a cell and a text, which takes five times as long; what is unusual
(dates, rich text, errors) is still left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.text import Text
from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _VALUE, _INLINE, _SHARED, _TEXT = (
    f"{_MAIN}{name}" for name in ("row", "c", "v", "is", "si", "t")
)
# How Excel writes characters that XML cannot hold: _x000D_. No NUL, and no half of a pair.
_ESCAPE = re.compile("_x((?!0000|[Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        if part := self.package.find(SHARED_STRINGS):
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = [_text(each) for each in _elements(source, _SHARED)]


def book(path: Path) -> Workbook:
    """Open a workbook to read its values.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    openpyxl.Workbook

    Raises
    ------
    Exception
        When it is damaged, openpyxl's and lxml's of several kinds.
    """
    reader = _Reader(path, read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


def rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[Any]]]:
    """The rows that a sheet holds.

    Parameters
    ----------
    sheet : openpyxl.worksheet._read_only.ReadOnlyWorksheet
        Of ``book``.

    Yields
    ------
    tuple of int and list
        The row's number, from 1, and its values up to its last one; None where there is none. Rows that the
        file leaves out are left out.

    Raises
    ------
    Exception
        As ``book``.
    """
    parent = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=parent.epoch,
            date_formats=parent._date_formats,
            timedelta_formats=parent._timedelta_formats,
        )
        for row in _elements(source, _ROW):
            told = row.get("r")
            parser.row_counter = parser.row_counter + 1 if told is None else int(float(told))
            yield parser.row_counter, _values(row, parser)


def _elements(source: Any, tag: str) -> Iterator[Any]:
    """The elements of a name, each gone from memory when the next one is asked for."""
    for _, element in etree.iterparse(
        source, tag=tag, resolve_entities=False, load_dtd=False, no_network=True
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _values(row: Any, parser: WorkSheetParser) -> list[Any]:
    values: list[Any] = []
    column = 0
    for cell in row.iterchildren(_CELL):
        name = cell.get("r")
        column = _column(name.rstrip(_DIGITS)) if name else column + 1
        value = _value(cell, parser)
        if value is not None:
            values += [None] * (column - len(values))
            values[column - 1] = value
    return values


def _value(cell: Any, parser: WorkSheetParser) -> Any:
    kind, style = cell.get("t", "n"), cell.get("s")
    if kind == "inlineStr":
        inline = cell.find(_INLINE)
        return None if inline is None else _text(inline)
    told = cell[0].text if len(cell) == 1 and cell[0].tag == _VALUE else cell.findtext(_VALUE)
    if not told:
        return None
    if kind == "s":
        return parser.shared_strings[int(told)]
    if kind == "str":
        return _unescaped(told)
    if kind == "n" and (style is None or int(style) not in parser.date_formats):
        return float(told) if "." in told or "e" in told or "E" in told else int(told)
    return parser.parse_cell(cell)["value"]


def _text(element: Any) -> str:
    """The text of an element that holds one, or several of several looks."""
    if len(element) == 1 and element[0].tag == _TEXT:
        return _unescaped(element[0].text or "")
    return _unescaped(Text.from_tree(element).content)


def _unescaped(text: str) -> str:
    r"""Read what Excel writes for characters that XML cannot hold.

    Examples
    --------
    >>> _unescaped("a_x000D_b"), _unescaped("_x005F_x0041_")
    ('a\rb', '_x0041_')
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@lru_cache(maxsize=4096)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))
