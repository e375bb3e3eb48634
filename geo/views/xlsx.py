"""Events as an Excel workbook: a sheet of events, and one that says what they are.

openpyxl makes the workbook without events; their rows are put into it when it is packed.
Limits of a sheet: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .. import schema
from ..errors import AtlasError, MissingExtra
from . import meta
from .sheetrows import CHARACTERS, Rows, escaped, guarded, shorter

if TYPE_CHECKING:
    from openpyxl import Workbook

ROWS = 1_048_576  # of a sheet, the header among them
_EPOCH = datetime(1980, 1, 1)  # the first day that a ZIP file can name
_WIDTHS = {"str": 18, "date": 12, "list": 24}
_BATCH = 10_000  # rows made at once
_BLOCK = 1 << 20
_EVENTS, _TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_TEXTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_TEXTS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def write(atlas: schema.Atlas, path: Path, about: meta.About) -> None:
    """Write events as a workbook; memory holds some thousand rows at a time, and each distinct text once.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    path : pathlib.Path
    about : geo.views.meta.About
        Told on the sheet "About", with what had to be cut to fit a cell.

    Raises
    ------
    AtlasError
        When a sheet cannot hold that many rows, or a number is infinite.
    MissingExtra
        When openpyxl is not installed.
    """
    try:
        import openpyxl
        from openpyxl.xml.constants import ARC_CORE
        from openpyxl.xml.functions import tostring
    except ImportError:
        raise MissingExtra("a .xlsx file", "needs openpyxl", "pip install openpyxl") from None
    if len(atlas.events) >= ROWS:
        raise AtlasError(
            f"a table of {len(atlas.events):,} events",
            f"is too long for Excel, whose sheets hold {ROWS:,} rows with the header",
            "pick fewer with a filter, or write .csv, .parquet or .gpkg",
        )
    book = openpyxl.Workbook(write_only=True)
    held, loose = (path.with_name(f"{path.name}.{end}") for end in ("rows", "zip"))
    rows = Rows(_begin_events(book))
    with held.open("wb") as file:
        for at in range(0, len(atlas.events), _BATCH):
            file.write(rows.xml(atlas.events.iloc[at : at + _BATCH], at + 2))
    _write_about(book, about, rows.cuts)
    stamp = datetime.fromisoformat(about.exported).replace(tzinfo=None) if about.exported else _EPOCH
    book.properties.creator = meta.GENERATOR
    book.properties.created = book.properties.modified = stamp
    book.save(loose)
    book.properties.modified = stamp  # saving sets it to now
    properties = {ARC_CORE: tostring(book.properties.to_tree())}
    with held.open("rb") as file:
        pieces = iter(partial(file.read, _BLOCK), b"")
        _pack(loose, path, stamp, properties, _added(len(atlas.events), pieces), rows.texts_xml())
    loose.unlink()
    held.unlink()


def _begin_events(book: Workbook) -> int:
    """Make the sheet of events with all but its rows; return the number of the style of its days."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet("Events")
    sheet.freeze_panes = "B2"
    for at, column in enumerate(schema.columns(), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.kind, 10)
    sheet.append([column.name for column in schema.columns()])
    day = WriteOnlyCell(sheet)
    day.number_format = "yyyy-mm-dd"
    return int(day.style_id)


def _write_about(book: Workbook, about: meta.About, cuts: list[str]) -> None:
    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 100
    told = [*about.lines(), *(("cut to fit a cell", cut) for cut in cuts)]
    for name, text in told:
        sheet.append([name, shorter(text) if len(text) > CHARACTERS else escaped(guarded(text))])


def _added(count: int, rows: Iterable[bytes]) -> dict[str, dict[bytes, Iterable[bytes]]]:
    """What is put into the parts of the workbook, each before a mark, in the marks' order."""
    from openpyxl.utils import get_column_letter

    last = f"{get_column_letter(len(schema.columns()))}{count + 1}"
    named = f'<Override PartName="/{_TEXTS}" ContentType="{_TEXTS_TYPE}"/>'
    related = f'<Relationship Type="{_TEXTS_RELATION}" Target="/{_TEXTS}" Id="texts"/>'
    return {
        _EVENTS: {b"<sheetViews>": [f'<dimension ref="A1:{last}"/>'.encode()], b"</sheetData>": rows},
        "[Content_Types].xml": {b"</Types>": [named.encode()]},
        "xl/_rels/workbook.xml.rels": {b"</Relationships>": [related.encode()]},
    }


def _pack(
    loose: Path,
    path: Path,
    stamp: datetime,
    instead: Mapping[str, bytes],
    added: Mapping[str, Mapping[bytes, Iterable[bytes]]],
    texts: Iterable[bytes],
) -> None:
    """Pack a workbook anew, its parts dated alike: the same events at the same time are the same bytes."""
    when = max(stamp, _EPOCH).timetuple()[:6]
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in (*old.namelist(), _TEXTS):
            part = zipfile.ZipInfo(name, when)
            part.compress_type = zipfile.ZIP_DEFLATED
            told = (
                texts if name == _TEXTS else _with(instead.get(name) or old.read(name), added.get(name, {}))
            )
            with new.open(part, "w", force_zip64=True) as target:
                target.writelines(told)


def _with(content: bytes, added: Mapping[bytes, Iterable[bytes]]) -> Iterator[bytes]:
    for mark, pieces in added.items():
        before, content = content.split(mark, 1)  # a part without it is none of openpyxl's: a defect
        yield before
        yield from pieces
        yield mark
    yield content
