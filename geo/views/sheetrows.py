"""Rows of an Excel sheet, made of whole columns at once: a cell at a time takes ten times as long."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from .. import schema
from ..errors import AtlasError
from . import arrow, export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd
    import pyarrow as pa

CHARACTERS = 32_767  # of a cell
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_DAYS_TO_1970 = 25_569
# What XML cannot hold, would change, or would read as an escape is written _xHHHH_ (ECMA-376, ST_Xstring).
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Rows:
    """Rows of events as XML, and the texts that they name by number: each distinct text is kept once.

    Parameters
    ----------
    day : int
        The number of the workbook's style of days.

    Examples
    --------
    >>> rows = Rows(day=1)
    >>> told = rows.xml(schema.from_rows([{"event_id": "a", "start": "2025-07-01", "killed_low": 3}]), 2)
    >>> told[:71].decode()
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>45839</v></c>'
    >>> list(rows.texts)
    ['a', '[]']
    """

    def __init__(self, day: int) -> None:
        self._day = day
        self.texts: dict[str, int] = {}
        self.cuts: list[str] = []

    def xml(self, events: gpd.GeoDataFrame, first: int) -> bytes:
        """Some events as rows of the sheet, numbered from ``first`` on; ``cuts`` tells what did not fit.

        Raises
        ------
        AtlasError
            When a number is infinite.
        """
        import pyarrow as pa
        import pyarrow.compute as pc
        from openpyxl.utils import get_column_letter

        table = arrow.to_arrow(events)
        numbers = pa.array(range(first, first + len(events)), pa.int64()).cast(pa.string())
        ends: dict[str, Callable[[pa.Array, schema.Column, int], pa.Array]]
        ends = {"date": self._days, "str": self._words, "list": self._words}
        cells: list[Any] = ['<row r="', numbers, '">']
        for at, column in enumerate(schema.columns(), start=1):
            values = table[column.name].combine_chunks()
            end = ends.get(column.kind, _numbers)(values, column, first)
            cells.append(pc.binary_join_element_wise(f'<c r="{get_column_letter(at)}', numbers, end, ""))
        rows = pc.binary_join_element_wise(*cells, "</row>", "", null_handling="replace")
        return "".join(rows.to_pylist()).encode()

    def texts_xml(self) -> Iterator[bytes]:
        """The table of texts, piece by piece."""
        yield f'<sst xmlns="{_SHEETS}" uniqueCount="{len(self.texts)}">'.encode()
        for text in self.texts:
            yield f'<si><t xml:space="preserve">{escape(text)}</t></si>'.encode()
        yield b"</sst>"

    def _words(self, values: pa.Array, column: schema.Column, first: int) -> pa.Array:
        """Text by its number; each distinct one is looked at once."""
        import pyarrow as pa
        import pyarrow.compute as pc

        held, is_list = values.dictionary_encode(), column.kind == "list"
        ends = []
        for code, text in enumerate(held.dictionary.to_pylist()):
            safe = text if is_list else guarded(text)
            told = escaped(safe)
            if len(told) > CHARACTERS:
                told = (_shorter_list if is_list else shorter)(safe)
                rows = pc.indices_nonzero(pc.equal(held.indices, code)).to_pylist()
                self.cuts += [f"row {row + first}, {column.name}" for row in rows]
            ends.append(f'" t="s"><v>{self.texts.setdefault(told, len(self.texts))}</v></c>')
        return pa.array(ends, pa.string()).take(held.indices)

    def _days(self, values: pa.Array, column: schema.Column, first: int) -> pa.Array:
        """Dates as Excel counts them; ISO text before its first sound day."""
        import pyarrow as pa
        import pyarrow.compute as pc

        early = pc.less(values, pa.scalar(_FIRST_DAY))
        words = pc.if_else(early, values.cast(pa.string()), None)
        count = pc.add(values.cast(pa.int32()), _DAYS_TO_1970).cast(pa.string())
        days = pc.binary_join_element_wise(f'" s="{self._day}"><v>', count, "</v></c>", "")
        return pc.if_else(early, self._words(words, column, first), days)


def _numbers(values: pa.Array, column: schema.Column, first: int) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(values.type) and pc.any(pc.is_inf(values)).as_py():
        rule = "holds a number that is infinite"
        raise AtlasError("the events table", rule, "see python -m geo check")
    return pc.binary_join_element_wise('"><v>', values.cast(pa.string()), "</v></c>", "")


def _shorter_list(text: str) -> str:
    """As many of a list's first items as a cell holds."""
    kept, length = [], 2
    for item in json.loads(text):
        kept.append(escaped(json.dumps(item, ensure_ascii=False)))
        length += len(kept[-1]) + 2
        if length > CHARACTERS:
            kept.pop()
            break
    return f"[{', '.join(kept)}]"


def shorter(text: str) -> str:
    """The beginning of a text, escaped, with a mark that it was cut."""
    begun = escaped(text)[: CHARACTERS - 1]
    return re.sub("_(x[0-9A-F]{0,4})?$", "", begun) + "…"


def escaped(text: str) -> str:
    r"""Write what XML cannot hold, or would change, as Excel does.

    Examples
    --------
    >>> escaped("a\rb"), escaped("_x0041_")
    ('a_x000D_b', '_x005F_x0041_')
    """
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    return re.sub(export.FORMULA, r"'\1", text)
