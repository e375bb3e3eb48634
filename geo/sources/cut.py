"""Bytes of delimited text into rows, fast where all is well and carefully where it is not.

A block of whole rows is read by pyarrow at once. Where that meets a row that it cannot cut, the same block is
read row by row, and reading goes on behind the line at fault: a stray quote costs one row, not the rest.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_QUOTE = b'"'
_MOST_LINES = 1_000  # of one row: a quote that is closed later than that is a stray one
_UNCLOSED = "has a quote that is never closed: is the file cut off here?"


class Cut(NamedTuple):
    """Rows, the lines that they begin on, the rejects, the next line, and bytes left for the next cut."""

    table: pa.Table
    lines: np.ndarray
    rejects: list[dict[str, Any]]
    next_line: int
    rest: bytes = b""


@dataclass
class Cutter:
    """Cuts bytes into the rows and columns of a file; what does not fit becomes a reject with its line."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    quoted: bool

    def __call__(self, content: bytes, line: int, last: bool) -> Cut:
        """Cut rows, the first of which begins on `line`."""
        plain = not self.quoted or content.count(_QUOTE) % 2 == 0
        table = self._at_once(content) if content and plain and not _has_lone_returns(content) else None
        if table is None:
            return self._one_by_one(content, line, last)
        begins = line + _line_ends_within(table) + range(table.num_rows + 1)
        return Cut(table, begins[:-1], [], int(begins[-1]))

    def _at_once(self, content: bytes) -> pa.Table | None:
        """All rows, or None if one does not fit."""
        import pyarrow as pa
        import pyarrow.csv as arrow_csv

        text = pa.string()
        try:
            return arrow_csv.read_csv(
                io.BytesIO(content),
                arrow_csv.ReadOptions(
                    column_names=self.columns, use_threads=False, block_size=len(content) + 1
                ),
                arrow_csv.ParseOptions(
                    delimiter=self.delimiter,
                    quote_char='"' if self.quoted else False,
                    newlines_in_values=self.quoted,
                    ignore_empty_lines=False,
                ),
                arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(self.columns, text),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
        except pa.ArrowInvalid:
            return None

    def _one_by_one(self, content: bytes, line: int, last: bool) -> Cut:
        """Cut row by row; behind a row that does not fit, go on with the next line."""
        import numpy as np
        import pyarrow as pa

        texts = list(io.StringIO(content.decode("utf-8", "surrogateescape"), newline=""))
        rows, lines, rejects = [], [], []
        at, told = 0, 0  # lines of a row that was told are pieces of it, not rows
        while at < len(texts):
            row, used, fault = self._row(texts, at)
            if fault == _UNCLOSED and not last and at + used == len(texts) and used < _MOST_LINES:
                break  # its end may come
            if fault is None and row:
                rows.append(row)
                lines.append(line + at)
            elif fault and at >= told:
                rejects.append({"file": str(self.path), "line": line + at, "reason": fault})
                told = at + used
            at += 1 if fault else used
        rest = "".join(texts[at:]).encode("utf-8", "surrogateescape")
        columns = zip(*rows, strict=True) if rows else [()] * len(self.columns)
        arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
        table = pa.Table.from_arrays(arrays, names=list(self.columns))
        return Cut(table, np.array(lines, dtype=np.int64), rejects, line + at, rest)

    def _row(self, texts: list[str], at: int) -> tuple[list[str], int, str | None]:
        """The row that begins at a line, how many lines it takes, and what is wrong with it."""
        fault = None
        try:
            row, used = self._parsed(texts, at, strict=True)
        except csv.Error as error:
            row, used = self._parsed(texts, at, strict=False)
            if "end of data" in str(error):
                fault = _UNCLOSED
        if not any(row):
            return [], used, fault
        if fault is None and len(row) != len(self.columns):
            fault = f"has {len(row)} columns, not {len(self.columns)}"
        if fault is None and any(
            "\udc80" <= char <= "\udcff" for cell in row if not cell.isascii() for char in cell
        ):
            fault = "is not UTF-8 text: save the file as UTF-8"
        return row, used, fault

    def _parsed(self, texts: list[str], at: int, *, strict: bool) -> tuple[list[str], int]:
        quoting: Any = csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        some = texts[at : at + _MOST_LINES]
        reader = csv.reader(some, delimiter=self.delimiter, quoting=quoting, strict=strict)
        return next(reader), reader.line_num


def _has_lone_returns(content: bytes) -> bool:
    return content.count(b"\r") != content.count(b"\r\n")


def _line_ends_within(table: pa.Table) -> np.ndarray:
    """How many line ends the cells hold before each row, and behind the last one."""
    import numpy as np
    import pyarrow.compute as pc

    ends = np.zeros(table.num_rows + 1, dtype=np.int64)
    for column in table.columns:
        held = pc.fill_null(pc.count_substring(column, "\n"), 0)
        ends[1:] += held.to_numpy()
    return np.cumsum(ends)
