"""The datasets that can be read: which reader a file is for, and its rows, each accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ..errors import InvalidQuery, UnreadableInput
from . import acled, anytable, gdelt, tabular, ucdp
from .base import CHUNK_ROWS, Chunk, Reader
from .mapping import TableMap

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# In the order in which they are asked; the last one takes any table with a place or date.
READERS: Mapping[str, ModuleType] = {"ucdp": ucdp, "acled": acled, "gdelt": gdelt, "table": anytable}
EVENTS, TABLE = "events", "table"
_OURS = {"event_id", "place_precision", "date_precision"}


def kind_of(path: Path) -> str:
    """What a table file is: ``events`` (a file of ours), or the reader that it is for (a key of READERS).

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str

    Raises
    ------
    UnreadableInput
        When it is damaged, goes beyond the limits, or is for no reader.
    """
    head = tabular.head(path)
    if set(head.columns) >= _OURS:
        return EVENTS
    name = next((name for name, reader in READERS.items() if cast(Reader, reader).detect(head)), None)
    if name is None:
        known = ", ".join(reader.NAME for reader in READERS.values())
        rule = f"is neither an events file nor a dataset that is known ({known})"
        raise UnreadableInput(repr(path.name), rule, "say what it is with --from")
    return name


def read(
    path: Path,
    name: str,
    *,
    rows: int = CHUNK_ROWS,
    everything: bool = False,
    columns: TableMap | str | None = None,
    seen: set[str] | None = None,
) -> Iterator[Chunk]:
    """Read a dataset in chunks; a row whose id came before is a reject.

    Parameters
    ----------
    path : pathlib.Path
    name : str
        Which reader (a key of READERS).
    rows : int
        Rows in a chunk, at most.
    everything : bool
        Keep rows that are out of scope.
    columns : TableMap, str or None
        For any table: what its columns are (``anytable.map_of``); None: as its names and contents tell.
    seen : set of str or None
        Ids of events of other files, which are not read again; those of this one are added.

    Yields
    ------
    Chunk

    Raises
    ------
    InvalidQuery
        When there is no such reader, or `columns` are told of a dataset that has its own.
    UnreadableInput
        When the file cannot be read.
    """
    reader, own = find(name), set[str]()
    before = set() if seen is None else seen
    told = {}
    if columns is not None:
        if name != TABLE:
            raise InvalidQuery("a map of columns", f"is for a table, not for {reader.NAME}", "leave it out")
        told = {"columns": anytable.map_of(path, columns) if isinstance(columns, str) else columns}
    for chunk in reader.chunks(path, rows=rows, everything=everything, **told):
        yield _once(chunk, path, own, before)
    before |= own


def find(name: str) -> Reader:
    """The reader of a name.

    Raises
    ------
    InvalidQuery
        When there is no such reader.

    Examples
    --------
    >>> find("ucdp").NAME
    'UCDP GED'
    """
    if name not in READERS:
        raise InvalidQuery(f"source {name!r}", "is none that is read", f"give one of {', '.join(READERS)}")
    return cast(Reader, READERS[name])


def _once(chunk: Chunk, path: Path, own: set[str], before: set[str]) -> Chunk:
    """The chunk without events whose id came before, in this file or in another one."""
    ids: pd.Series = chunk.events["event_id"]
    chunk = chunk.without(ids.duplicated() | _known(ids, own), path, "has the id of a row before it")
    elsewhere = _known(chunk.events["event_id"], before)
    if elsewhere.any():
        chunk.out_of_scope["in a file that was read before"] += int(elsewhere.sum())
        chunk.events = chunk.events[~elsewhere].reset_index(drop=True)
    own.update(chunk.events["event_id"].tolist())
    return chunk


def _known(ids: pd.Series, known: set[str]) -> np.ndarray:
    """Which ids are known; not ``isin``, which would copy the whole set for each chunk."""
    import numpy as np

    held = ids.tolist()
    if known.isdisjoint(held):
        return np.zeros(len(held), dtype=bool)
    return np.fromiter((each in known for each in held), dtype=bool, count=len(held))
