"""Events as an Excel workbook: a sheet of events, and one that says what they are.

Limits of a sheet: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from .. import schema
from ..errors import AtlasError, MissingExtra
from . import export, meta

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from openpyxl import Workbook

ROWS, CHARACTERS = 1_048_576, 32_767  # of a sheet, the header among them; of a cell
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_EPOCH = datetime(1980, 1, 1)  # the first day that a ZIP file can name
# What XML cannot hold, would change, or would read as an escape is written _xHHHH_ (ECMA-376, ST_Xstring).
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"str": 18, "date": 12, "list": 24}


def write(atlas: schema.Atlas, path: Path, about: meta.About) -> None:
    """Write events as a workbook, row by row.

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
    cuts = _write_events(book, atlas.events)
    _write_about(book, about, cuts)
    stamp = datetime.fromisoformat(about.exported).replace(tzinfo=None) if about.exported else _EPOCH
    book.properties.creator = meta.GENERATOR
    book.properties.created = book.properties.modified = stamp
    loose = path.with_name(f"{path.name}.zip")
    book.save(loose)
    book.properties.modified = stamp  # saving sets it to now
    _dated(loose, path, stamp, {ARC_CORE: tostring(book.properties.to_tree())})


def _write_events(book: Workbook, events: gpd.GeoDataFrame) -> list[str]:
    """Write the sheet of events; return what had to be cut."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet("Events")
    sheet.freeze_panes = "B2"
    plain, cuts = export.guarded(events), []
    for at, column in enumerate(schema.columns(), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.kind, 10)
        if column.kind == "date":
            plain[column.name] = _days(events[column.name])
        elif column.kind in ("str", "list"):
            plain[column.name], cut = _fitted(plain[column.name], column.kind)
            cuts += [f"row {row + 2}, {column.name}" for row in cut]
        elif events[column.name].isin([float("inf"), float("-inf")]).any():
            rule = "holds a number that is infinite"
            raise AtlasError("the events table", rule, "see python -m geo check")
    sheet.append(list(plain))
    for row in plain.itertuples(index=False, name=None):
        sheet.append(row)
    return cuts


def _days(values: pd.Series) -> pd.Series:
    """Dates as Excel counts them; ISO text before its first sound day."""
    days = values.dt.date.astype("object").where(values.notna(), None)
    return days.map(lambda day: day.isoformat() if day and day < _FIRST_DAY else day)


def _fitted(values: pd.Series, kind: str) -> tuple[list[str | None], list[int]]:
    """Text that XML and a cell can hold, and the positions of what was cut for it."""
    texts = [None if value is None else escaped(value) for value in values]
    long = [at for at, text in enumerate(texts) if text is not None and len(text) > CHARACTERS]
    shorten = _shorter_list if kind == "list" else _shorter_text
    for at in long:
        texts[at] = shorten(values.iloc[at])
    return texts, long


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


def _shorter_text(text: str) -> str:
    """The beginning of a text, with a mark that it was cut."""
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


def _write_about(book: Workbook, about: meta.About, cuts: list[str]) -> None:
    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 100
    told = [*about.lines(), *(("cut to fit a cell", cut) for cut in cuts)]
    for name, text in told:
        sheet.append([name, _shorter_text(text) if len(text) > CHARACTERS else escaped(_guarded(text))])


def _guarded(text: str) -> str:
    return re.sub(export.FORMULA, r"'\1", text)


def _dated(loose: Path, path: Path, stamp: datetime, instead: Mapping[str, bytes]) -> None:
    """Pack a workbook anew, its parts dated alike: the same events at the same time are the same bytes."""
    when = max(stamp, _EPOCH).timetuple()[:6]
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, when)
            part.compress_type = zipfile.ZIP_DEFLATED
            source = BytesIO(instead[name]) if name in instead else old.open(name)
            with source, new.open(part, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
    loose.unlink()
