"""Delimited text (CSV, TSV) as tables of text, block by block, each row with its line in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UnreadableInput
from . import limits
from .cut import Cutter
from .unpack import filled, opened

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

_BLOCK = 16_000_000  # bytes
_QUOTE = b'"'


@dataclass
class Block:
    """Some rows of a file.

    Parameters
    ----------
    table : pandas.DataFrame
        Text in the file's columns, null where a cell is empty; index 0, 1, ….
    lines : numpy.ndarray of int
        The line of the file (from 1) on which each row begins.
    rejects : list of dict
        file, line and reason of rows that do not have the file's columns.
    """

    table: pd.DataFrame
    lines: np.ndarray
    rejects: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows of the file in this block, the rejected ones too."""
        return len(self.table) + len(self.rejects)


def delimiter_of(path: Path) -> str:
    """The delimiter of a file, by its first line: the tab, semicolon, bar or comma that it holds most of.

    Raises
    ------
    UnreadableInput
        As ``header``.
    """
    with opened(path) as stream:
        start = filled(stream, limits.limit("CONFLICT_ATLAS_MAX_ROW_BYTES"))[0]
    line = start.decode("utf-8", "replace").lstrip("\r\n").split("\n", 1)[0]
    return max(",\t;|", key=line.count)


def header(path: Path, delimiter: str = ",") -> tuple[str, ...]:
    """The names in a file's first line: lower case, no space around them; a second of a name gets a number.

    Raises
    ------
    UnreadableInput
        When there is none, it is binary, or it goes beyond the limits on columns and bytes.
    """
    return first_rows(path, delimiter, 0)[0]


def first_rows(
    path: Path, delimiter: str = ",", count: int = 20
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A file's header, and some rows after it as they are.

    Parameters
    ----------
    path : pathlib.Path
    delimiter : str
    count : int
        How many rows after the header.

    Returns
    -------
    names : tuple of str
        As ``header``.
    rows : list of tuple of str

    Raises
    ------
    UnreadableInput
        As ``header``.
    """
    with opened(path) as stream:
        start = filled(stream, limits.limit("CONFLICT_ATLAS_MAX_ROW_BYTES"))[0]
    text = start.decode("utf-8", "replace")
    line = text.lstrip("\r\n").split("\n", 1)[0]
    if not text.strip():
        raise UnreadableInput(repr(path.name), "is empty", "check the file")
    most = limits.limit("CONFLICT_ATLAS_MAX_COLUMNS")
    if line.count(delimiter) >= most:
        raise limits.beyond(path, "CONFLICT_ATLAS_MAX_COLUMNS")
    rows = _cells(text, delimiter)
    first = next(rows, None)
    if first is None:  # nothing but signs: a quotation mark that is never closed
        raise UnreadableInput(repr(path.name), "has no names of columns", "check the file")
    names = unique([name.strip().lower() for name in first])
    return names, [tuple(row) for row, _ in zip(rows, range(count), strict=False)]


def _cells(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(2**31 - 1)  # what a row may hold is limited by its bytes
    quoting: Any = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting):
        if any(row):
            yield row


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names that tell columns apart: the second of one name gets a number.

    Examples
    --------
    >>> unique(["id", "note", "id"])
    ('id', 'note', 'id.2')
    """
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return tuple(out)


def blocks(
    path: Path,
    *,
    rows: int,
    names: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    delimiter: str = ",",
    quoted: bool = True,
) -> Iterator[Block]:
    """Read a file block by block; memory holds one.

    A row of tags (HXL: each cell empty or beginning with ``#``) and rows without any text are no rows.

    Parameters
    ----------
    path : pathlib.Path
    rows : int
        Rows in a block, at most.
    names : sequence of str or None
        Its columns, where it has no header; None reads them from the first line (see ``header``).
    keep : sequence of str or None
        The columns wanted; those that the file lacks are null. None keeps all of the file's.
    delimiter : str
    quoted : bool
        Whether ``"`` quotes.

    Yields
    ------
    Block

    Raises
    ------
    UnreadableInput
        As ``header``, and when it is no text.
    """
    columns = header(path, delimiter) if names is None else tuple(names)
    cut = Cutter(path, columns, delimiter, quoted)
    line, rest = 1, b""
    header_next, tags_may_come = names is None, True
    for content, last in _pieces(path, quoted):
        table, lines, rejects, line, rest = cut(rest + content, line, last)
        block = _made(table, lines, rejects, keep)
        if header_next and len(block.table):
            block, header_next = _without_first(block), False
        if tags_may_come and len(block.table):
            tags_may_come = False
            if is_tags(block.table.iloc[0]):
                block = _without_first(block)
        yield from _at_most(block, rows)


def _without_first(block: Block) -> Block:
    return Block(block.table.iloc[1:].reset_index(drop=True), block.lines[1:], block.rejects)


def is_tags(cells: Iterable[object]) -> bool:
    """Whether a row holds HXL tags and nothing else; cells that are no text are empty.

    Examples
    --------
    >>> is_tags([None, "#geo+lat", ""]), is_tags(["#1", "Kayes"])
    (True, False)
    """
    told = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    return bool(told) and all(cell[0] == "#" and cell[1:2].isalpha() for cell in told)


def _at_most(block: Block, rows: int) -> Iterator[Block]:
    """Cut a block into smaller ones; the rejects go with the first."""
    if block.rows == 0:
        return
    rejects = block.rejects
    for at in range(0, max(len(block.table), 1), rows):
        table = block.table.iloc[at : at + rows].reset_index(drop=True)
        yield Block(table, block.lines[at : at + rows], rejects)
        rejects = []


def _made(
    table: pa.Table, lines: np.ndarray, rejects: list[dict[str, Any]], keep: Sequence[str] | None
) -> Block:
    """The rows that hold any text, in the columns wanted."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    empty = np.ones(table.num_rows, dtype=bool)
    for column in table.columns:
        if not empty.any():
            break
        empty &= pc.is_null(column).to_numpy()
    if keep is not None:
        nothing = pa.nulls(table.num_rows, pa.string())
        held = set(table.column_names)
        table = pa.table({name: table[name] if name in held else nothing for name in keep})
    if empty.any():
        table, lines = table.filter(pa.array(~empty)), lines[~empty]
    return Block(table.to_pandas().astype("str"), lines, rejects)


def _pieces(path: Path, quoted: bool) -> Iterator[tuple[bytes, bool]]:
    """Bytes that end with a row, as far as the quotes tell, and whether they are the last."""
    most = limits.limit("CONFLICT_ATLAS_MAX_ROW_BYTES")
    with opened(path) as stream:
        rest = b""
        damage = None
        while damage is None:
            more, damage = filled(stream, _BLOCK)
            if not more:
                break
            rest += more
            end = quoted and _last_end(rest, most) or rest.rfind(b"\n") + 1
            if not end and len(rest) > most:
                raise limits.beyond(path, "CONFLICT_ATLAS_MAX_ROW_BYTES")
            if end:
                yield rest[:end], False
                rest = rest[end:]
        if len(rest) > most and b"\n" not in rest[:-1]:
            raise limits.beyond(path, "CONFLICT_ATLAS_MAX_ROW_BYTES")
        yield rest, True
        if damage:
            raise damage


def _last_end(content: bytes, most: int) -> int:
    """Where the last row ends (0: nowhere in the last `most` bytes): behind a line end outside quotes."""
    quotes = content.count(_QUOTE)
    end = len(content)
    while (line_end := content.rfind(b"\n", 0, end)) >= max(0, len(content) - most):
        quotes -= content.count(_QUOTE, line_end, end)
        if quotes % 2 == 0:
            return line_end + 1
        end = line_end
    return 0
