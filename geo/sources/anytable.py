"""Any table with a place or a date in each row: rows of the events table, by a map of its columns."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UnreadableInput
from . import days, guess, mapping, tablerows, tabular
from .base import CHUNK_ROWS, Chunk, Head
from .mapping import TableMap
from .sieve import Sieve

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

NAME = "table"
_SAMPLE = 500  # rows that guesses rest on
_UNSURE = (days.UNDECIDED, days.MIXED)
_TWOFOLD = (
    "{column}: its dates (03/04/2025) can be read day first or month first; say dates=day-first or "
    "dates=month-first"
)
_PLACE = ("latitude", "longitude", "coordinates", "place_name")


def detect(head: Head) -> bool:
    """Whether columns for a place, or for a date and a place's name, are found in a table.

    Examples
    --------
    >>> rows = (("2025-07-01", "14.4", "-11.4"),)
    >>> detect(Head(Path("a.csv"), ("jour", "lat", "lon"), rows)), detect(Head(Path("a.csv"), ("a", "b")))
    (True, False)
    """
    told = _whole(mapping.ready(head.columns), guess.guess(head)).columns
    located = {"latitude", "longitude"} <= set(told) or "coordinates" in told
    return located or ("date" in told and "place_name" in told)


def map_of(path: Path, told: str | None = None) -> TableMap:
    """What the columns of a table are: as told, as a file beside it says, a ready mapping, or guessed.

    Parameters
    ----------
    path : pathlib.Path
        The table.
    told : str or None
        A mapping file, or ``field=COLUMN,…`` in place of what would be guessed.

    Returns
    -------
    TableMap

    Raises
    ------
    InvalidQuery
        When it names a field that is none, or a column that the table lacks.
    UnreadableInput
        When the table, or the mapping file, cannot be read.
    """
    head = tabular.head(path, _SAMPLE)
    if told and (Path(told).is_file() or "=" not in told):
        made = mapping.load(told)
    elif not told and mapping.beside(path).is_file():
        made = mapping.load(mapping.beside(path))
    else:
        made = _whole(mapping.ready(head.columns), guess.guess(head)).told(told or "")
    made = made.fits(head.columns)
    twofold = tuple(
        _TWOFOLD.format(column=made.columns[f]) for f, o in _orders(path, made).items() if o in _UNSURE
    )
    return replace(made, questions=made.questions + twofold)


def _whole(ready: TableMap | None, guessed: TableMap) -> TableMap:
    """A ready map; what it leaves open of the place is guessed."""
    if ready is None:
        return guessed
    if {"latitude", "longitude"} <= set(ready.columns):
        return ready
    taken = set(ready.columns.values())
    place = {f: c for f, c in guessed.columns.items() if f in _PLACE and c not in taken}
    return replace(ready, columns=place | dict(ready.columns))


def chunks(
    path: Path, *, rows: int = CHUNK_ROWS, everything: bool = False, columns: TableMap | None = None
) -> Iterator[Chunk]:
    """Read a table; every row is in scope.

    Parameters
    ----------
    path : pathlib.Path
        Of any kind that ``tabular`` reads.
    rows : int
        Rows in a chunk, at most.
    everything : bool
        Changes nothing here.
    columns : TableMap or None
        What its columns are; None: as ``map_of`` finds.

    Yields
    ------
    Chunk

    Raises
    ------
    UnreadableInput
        When the file cannot be read, or no column of a date or place is found.
    InvalidQuery
        When the map names a column that the table lacks.
    """
    told = columns or map_of(path)
    if not set(told.columns) & {"date", "year", *_PLACE}:
        found = ", ".join(tabular.head(path, 1).columns)[:300]
        cure = "say which: --map date=COLUMN,lat=COLUMN,lon=COLUMN"
        raise UnreadableInput(
            repr(path.name), f"has no column known for a date or place (it has {found})", cure
        )
    if told.guesses:
        named = ", ".join(f"{g.field}={g.column} ({g.confidence:.2f})" for g in told.guesses)
        log.warning("%s: columns were guessed: %s", path.name, named)
    for question in told.questions:
        log.warning("%s: %s", path.name, question)
    orders = _orders(path, told)
    for block in tabular.blocks(path, rows=rows):
        yield tablerows.chunk(tablerows.Rows(path, block, told), orders)


def _orders(path: Path, told: TableMap) -> dict[str, str | None]:
    """How the dates of each column of dates are to be read: as told, or as the whole column tells."""
    columns = {field: told.columns[field] for field in ("date", "end") if field in told.columns}
    return {field: told.dates or days.order_in(_column(path, name)) for field, name in columns.items()}


def _column(path: Path, name: str) -> Iterator[pd.Series]:
    return (Sieve(path, block).text(name) for block in tabular.blocks(path, rows=_SAMPLE))
