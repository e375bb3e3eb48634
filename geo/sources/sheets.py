"""Workbooks (XLSX) as blocks of text, within limits."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import MissingExtra, UnreadableInput
from . import limits
from .delimited import Block, is_tags, unique

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

SUFFIXES = (".xlsx", ".xlsm")
_FREE = 50_000_000  # bytes that any workbook may hold, however small it is
_BLOCK = 1 << 20
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY", b"\0")  # in UTF-16 there are zeros: Excel writes UTF-8
_ERRORS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NUM! #NAME? #NULL! #SPILL! #CALC!".split())


def blocks(path: Path, *, rows: int, tags: bool = False) -> Iterator[Block]:
    """Read the first sheet that holds a table, block by block.

    The header is the first row with two cells filled; rows of HXL tags and empty rows are no rows.

    Parameters
    ----------
    path : pathlib.Path
    rows : int
        Rows in a block, at most.
    tags : bool
        Take a row of HXL tags for a row.

    Yields
    ------
    Block
        A first one without rows names the columns. Dates are ISO text, cells with errors (#N/A) null; lines
        are the sheet's rows, from 1.

    Raises
    ------
    UnreadableInput
        When it is no workbook, damaged, without a table, or goes beyond the limits.
    MissingExtra
        Without openpyxl.
    """
    with opened(path) as book:
        for sheet in book.worksheets:
            rows_of_sheet = _rows(sheet)
            with quiet():
                header = next((cells for _, cells in rows_of_sheet if sum(map(bool, cells)) > 1), None)
            if header is not None:
                yield from _blocks(path, header, rows_of_sheet, rows, tags)
                return
    raise UnreadableInput(repr(path.name), "holds no table", "begin a sheet with a row of names")


def _blocks(
    path: Path, header: list[str | None], cells: Iterator[tuple[int, list[str | None]]], rows: int, tags: bool
) -> Iterator[Block]:
    import numpy as np
    import pandas as pd

    while header and not header[-1]:
        header.pop()
    if len(header) > limits.limit("CONFLICT_ATLAS_MAX_COLUMNS"):
        raise limits.beyond(path, "CONFLICT_ATLAS_MAX_COLUMNS")
    names = unique([(name or "").strip().lower() for name in header])
    width = len(names)
    filled = ((line, row) for line, row in cells if any(row[:width]) and (tags or not is_tags(row)))
    yield Block(pd.DataFrame(columns=list(names), dtype="str"), np.array([], dtype=np.int64))
    while batch := _some(filled, rows):
        padded = [(row + [None] * width)[:width] for _, row in batch]
        table = pd.DataFrame(padded, columns=list(names), dtype="str")
        yield Block(table, np.array([line for line, _ in batch], dtype=np.int64))


@contextmanager
def quiet() -> Iterator[None]:
    """Without openpyxl's warnings about styles and the like, which no table needs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _some(rows: Iterator[tuple[int, list[str | None]]], count: int) -> list[tuple[int, list[str | None]]]:
    with quiet():
        return list(islice(rows, count))


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a workbook for reading, within the limits; what goes wrong while it is open is told as damage.

    Yields
    ------
    openpyxl.Workbook

    Raises
    ------
    UnreadableInput
        When it is no workbook, damaged, or goes beyond the limits.
    MissingExtra
        Without openpyxl or lxml.
    """
    try:
        from . import sheetcells
    except ImportError as error:
        cure = "pip install -r requirements.txt"
        raise MissingExtra(f"reading {path.name!r}", f"needs {error.name}", cure) from None
    damage = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, SyntaxError, OSError)
    odd = (AttributeError, TypeError, IndexError, OverflowError, NotImplementedError, RuntimeError)
    book = None
    try:
        _check(path)
        with quiet():
            book = sheetcells.book(path)
        yield book
    except (*damage, *odd) as error:
        told = " ".join(str(error).split())[:200] or type(error).__name__
        rule = f"is no workbook, or damaged ({told})"
        raise UnreadableInput(repr(path.name), rule, "save it anew") from None
    finally:
        if book is not None:
            book.close()


def _check(path: Path) -> None:
    """Refuse a workbook that would fill the memory, or whose XML declares entities: Excel's never does."""
    with zipfile.ZipFile(path) as archive:
        _check_size(path, sum(member.file_size for member in archive.infolist()))
        for member in archive.infolist():
            is_xml = member.filename.endswith((".xml", ".rels"))
            with archive.open(member) as stream:
                before = b""
                while block := stream.read(_BLOCK):
                    if is_xml and any(each in before + block for each in _DECLARED):
                        rule = f"declares entities in its XML ({member.filename})"
                        raise UnreadableInput(
                            repr(path.name), rule, "save it anew with a spreadsheet program"
                        )
                    before = block[-len(b"<!DOCTYPE") :]


def _check_size(path: Path, unpacked: int) -> None:
    if unpacked > limits.limit("CONFLICT_ATLAS_MAX_UNPACKED_BYTES"):
        raise limits.beyond(path, "CONFLICT_ATLAS_MAX_UNPACKED_BYTES")
    if unpacked > max(_FREE, limits.limit("CONFLICT_ATLAS_MAX_RATIO") * path.stat().st_size):
        raise limits.beyond(path, "CONFLICT_ATLAS_MAX_RATIO")


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[str | None]]]:
    from . import sheetcells

    for line, row in sheetcells.rows(sheet):
        yield line, [_text(value) for value in row]


def _text(value: Any) -> str | None:
    """A cell as text; what Excel shows as an error is not told."""
    if value is None or (isinstance(value, str) and value in _ERRORS):
        return None
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value).strip() or None
