"""Any kind of table file, text or not, as blocks of text cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from . import delimited, layers, sheets
from .base import Head

TEXTS = (".csv", ".tsv", ".tab", ".txt", ".zip", ".gz")
SUFFIXES = (*TEXTS, *layers.SUFFIXES)


def is_text(path: Path) -> bool:
    """Whether a file's name says that it is delimited text (or holds some, packed).

    Examples
    --------
    >>> is_text(Path("a.CSV")), is_text(Path("a.xlsx"))
    (True, False)
    """
    return path.suffix.lower() not in layers.SUFFIXES


def blocks(path: Path, *, rows: int) -> Iterator[delimited.Block]:
    """Read a table block by block, whatever it is kept in.

    Parameters
    ----------
    path : pathlib.Path
        Delimited text in any usual encoding, its delimiter told by its header; a workbook, Parquet,
        GeoJSON or GeoPackage. Its suffix says which.
    rows : int
        Rows in a block, at most.

    Yields
    ------
    Block

    Raises
    ------
    UnreadableInput
        When it cannot be read as what its name says, or goes beyond the limits.
    """
    if is_text(path):
        yield from delimited.blocks(path, rows=rows, delimiter=delimited.delimiter_of(path))
    else:
        yield from (block for block in layers.blocks(path, rows=rows) if block.rows)


def head(path: Path, count: int = 20) -> Head:
    """The names of a table's columns, and some rows; a row of HXL tags is one of them.

    Parameters
    ----------
    path : pathlib.Path
    count : int
        How many rows.

    Returns
    -------
    Head

    Raises
    ------
    UnreadableInput
        As ``blocks``.
    """
    if is_text(path):
        columns, rows = delimited.first_rows(path, delimited.delimiter_of(path), count)
        return Head(path, tuple(columns), tuple(rows))
    is_sheet = path.suffix.lower() in sheets.SUFFIXES
    found = sheets.blocks(path, rows=count, tags=True) if is_sheet else layers.blocks(path, rows=count)
    *_, block = islice(found, 2)  # the first one names the columns, the next one has rows
    cells = block.table.astype("object").where(block.table.notna(), "")
    return Head(path, tuple(block.table.columns), tuple(map(tuple, cells.to_numpy().tolist())))
