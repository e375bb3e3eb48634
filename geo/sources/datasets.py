"""The datasets that can be read: which reader a file is for, and its rows, each accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ..errors import InvalidQuery, UnreadableInput
from . import delimited, gdelt, ucdp
from .base import CHUNK_ROWS, Chunk, Head, Reader

if TYPE_CHECKING:
    import pandas as pd

TEXT = (".csv", ".tsv", ".tab", ".txt", ".zip", ".gz")


# In the order in which they are asked; the last one takes any table.
READERS: Mapping[str, ModuleType] = {"ucdp": ucdp, "gdelt": gdelt}


def head(path: Path) -> Head:
    """The beginning of a file, for the readers to look at.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    Head
        For a file of text its first line, folded, and some rows; for others the path alone.

    Raises
    ------
    UnreadableInput
        When a file of text is empty, binary, or goes beyond the limits.
    """
    if path.suffix.lower() not in TEXT:
        return Head(path, ())
    columns, rows = delimited.first_rows(path, delimited.delimiter_of(path))
    return Head(path, columns, tuple(rows))


def detect(path: Path) -> str | None:
    """The name of the reader that a file is for (a key of READERS); None where it is for none.

    Raises
    ------
    UnreadableInput
        As ``head``.
    """
    start = head(path)
    return next((name for name, reader in READERS.items() if cast(Reader, reader).detect(start)), None)


def read(
    path: Path, name: str | None = None, *, rows: int = CHUNK_ROWS, everything: bool = False
) -> Iterator[Chunk]:
    """Read a dataset in chunks; a row whose id came before is a reject.

    Parameters
    ----------
    path : pathlib.Path
    name : str or None
        Which reader (a key of READERS); None looks at the file.
    rows : int
        Rows in a chunk, at most.
    everything : bool
        Keep rows that are out of scope.

    Yields
    ------
    Chunk

    Raises
    ------
    InvalidQuery
        When there is no such reader.
    UnreadableInput
        When the file cannot be read, or is for no reader.
    """
    reader = find(name or detect(path), path)
    seen: set[str] = set()
    for chunk in reader.chunks(path, rows=rows, everything=everything):
        yield _once(chunk, path, seen)


def find(name: str | None, path: Path) -> Reader:
    """The reader of a name.

    Raises
    ------
    UnreadableInput
        When there is no name: the file was for no reader.
    InvalidQuery
        When there is no such reader.
    """
    if name is None:
        rule = f"is no dataset that is known ({', '.join(reader.NAME for reader in READERS.values())})"
        raise UnreadableInput(repr(path.name), rule, "see the README for the columns that each has")
    if name not in READERS:
        raise InvalidQuery(f"source {name!r}", "is none that is read", f"give one of {', '.join(READERS)}")
    return cast(Reader, READERS[name])


def _once(chunk: Chunk, path: Path, seen: set[str]) -> Chunk:
    """The chunk without events whose id came before."""
    ids: pd.Series = chunk.events["event_id"]
    again = ids.duplicated() | ids.isin(seen) if seen else ids.duplicated()
    seen.update(ids)
    return chunk.without(again, path, "has the id of a row before it")
