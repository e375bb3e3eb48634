"""Files of places to plain rows: GeoNames dumps, alternate names, tables (CSV, XLSX), shapefiles."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TextIO

from .. import vocab
from ..errors import InvalidQuery, UnreadableInput
from . import tables

Raw = dict[str, str]
Rows = Iterator[tuple[int, Raw | str]]  # line, and the row or why it is none

FIELDS = (
    *("name", "latitude", "longitude", "country", "admin1", "admin2"),
    *("population", "aliases", "feature", "source_id"),
)
NEEDED = ("name", "latitude", "longitude")
SHORT = {"lat": "latitude", "lon": "longitude", "kind": "feature", "id": "source_id", "pcode": "source_id"}
TEXTS, LAYERS, ZIP = (".txt", ".tsv", ".csv"), (".xlsx", ".shp", ".gpkg", ".geojson"), ".zip"
LARGEST = 4 * 2**30  # the whole world's dump is 1.7 GB
# What each file begins with: GDAL goes by content, and another format could name files or hosts to read.
_MAGIC = {".xlsx": b"PK", ".shp": b"\x00\x00\x27\x0a", ".gpkg": b"SQLite format 3", ".geojson": b"{"}
_SQUEEZED = 100
# Cut short, torn, locked by a password (RuntimeError) or packed in an unknown way.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, csv.Error, RuntimeError, NotImplementedError)
_SMALL = 100 * 2**20
_GEONAMES = 19
_ALTERNATES = (8, 10)
# Codes in the language column of alternate names that are no spellings.
_NO_LANGUAGE = frozenset("link wkdt post iata icao faac tcid unlc abbr phon".split())


def rows_of(path: Path, columns: Mapping[str, str] | None = None) -> Rows:
    """Read a file of places, row by row.

    Parameters
    ----------
    path : pathlib.Path
        A GeoNames dump (allCountries layout) or alternate names (.txt); a table with a header (.csv, .tsv,
        .txt, .xlsx); a layer (.shp, .gpkg, .geojson); or a .zip of one of these.
    columns : mapping of str to str or None
        Field (``FIELDS``, or lat, lon, kind, id) to the column that holds it; None goes by the headers that
        data/places/headers.csv knows.

    Yields
    ------
    line : int
        Counted from 1.
    row : dict of str to str, or str
        By ``FIELDS``, an empty cell is unknown; alternate names have ``of``, the id of their place. A text
        says why the line is no row.

    Raises
    ------
    UnreadableInput
        The file is absent, damaged, too large once unpacked, or lacks a column.
    InvalidQuery
        `columns` names no field, or a column that is not there.
    """
    wanted = _fields(columns or {})
    suffix = path.suffix.lower()
    try:
        if not path.is_file():
            raise UnreadableInput(repr(str(path)), "is no file", "check its name")
        layer = _layer(path)
        if layer:
            yield from _table(path, *_frame(path, layer), wanted)
            return
        if suffix not in (*TEXTS, ZIP):
            known = " ".join((*TEXTS, *LAYERS, ZIP))
            raise UnreadableInput(
                repr(path.name), f"has none of the suffixes {known}", "save it as one of these"
            )
        with _text(path) as lines:
            yield from _lines(path, lines, wanted)
    except _DAMAGE as error:
        raise UnreadableInput(
            repr(path.name), f"is damaged or cut short ({error})", "fetch it again; nothing was added"
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(repr(path.name), "is not UTF-8 text", "save it as UTF-8") from error


def _fields(columns: Mapping[str, str]) -> dict[str, str]:
    wanted = {SHORT.get(field, field): column for field, column in columns.items()}
    for field in wanted:
        if field not in FIELDS:
            known = ", ".join((*FIELDS, *SHORT))
            raise InvalidQuery(f"field {field!r}", "is none of a place's", f"take one of {known}")
    return wanted


# --- text


def _lines(path: Path, lines: TextIO, wanted: Mapping[str, str]) -> Rows:
    first = next(lines, "")
    cells = first.rstrip("\r\n").split("\t")
    numbers = [cell.isdecimal() for cell in cells[:2]]
    again = chain([first], lines)
    if not wanted and len(cells) == _GEONAMES and numbers[0]:
        yield from _geonames(again)
    elif not wanted and len(cells) in _ALTERNATES and all(numbers):
        yield from _alternates(again)
    elif not first.strip():
        raise UnreadableInput(repr(path.name), "is empty", "give a file with places")
    else:
        delimiter = max("\t;,", key=first.count)
        table = csv.reader(again, delimiter=delimiter)
        header = next(table)
        yield from _table(path, header, ((table.line_num, row) for row in table), wanted)


def _geonames(lines: Iterator[str]) -> Rows:
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _GEONAMES:
            yield number, f"has {len(cells)} columns, not {_GEONAMES}"
            continue
        yield (
            number,
            {
                "source_id": f"gn:{cells[0]}",
                "name": cells[1],
                "aliases": cells[3].replace("|", " ").replace(",", "|"),
                "latitude": cells[4],
                "longitude": cells[5],
                "feature": f"{cells[6]}/{cells[7]}",
                "country": cells[8],
                "population": cells[14] if cells[14] != "0" else "",  # 0 means unknown there
            },
        )


def _alternates(lines: Iterator[str]) -> Rows:
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) not in _ALTERNATES:
            yield number, f"has {len(cells)} columns, not {_ALTERNATES[-1]}"
        elif cells[2] not in _NO_LANGUAGE:
            yield number, {"of": f"gn:{cells[1]}", "name": cells[3]}


# --- tables


def _table(
    path: Path, header: list[str], rows: Iterator[tuple[int, list[str]]], wanted: Mapping[str, str]
) -> Rows:
    place = _placed(path, header, wanted)
    for number, cells in rows:
        filled = [cell for cell in cells if cell.strip()]
        if not filled or all(cell.startswith("#") for cell in filled):
            continue  # an empty line, or HXL's row of tags
        if len(cells) < len(header):
            yield number, f"has {len(cells)} columns, not {len(header)}"
            continue
        yield number, {field: cells[at].strip() for field, at in place.items()}


def _placed(path: Path, header: list[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Where each field stands: as told, else in the first column whose header is known for it."""
    found: dict[str, int] = {}
    for field in FIELDS:
        if field in wanted:
            if wanted[field] not in header:
                raise InvalidQuery(
                    f"column {wanted[field]!r}", f"is not in {path.name}", f"it has {', '.join(header)[:300]}"
                )
            found[field] = header.index(wanted[field])
            continue
        plain = [name.strip().casefold().replace(" ", "_") for name in header]
        at = next((plain.index(name) for name in _headers().get(field, ()) if name in plain), None)
        if at is not None:
            found[field] = at
    missing = [field for field in NEEDED if field not in found]
    if missing:
        cure = ",".join(f"{field}=COLUMN" for field in missing)
        raise UnreadableInput(
            repr(path.name),
            f"has no column known to hold {' or '.join(missing)} (it has {', '.join(header)[:300]})",
            f"say which: --map {cure}",
        )
    return found


@cache
def _headers() -> dict[str, list[str]]:
    """Field to the headers that files of settlements give it."""
    rows = tables.read(vocab.DATA / "places" / "headers.csv")
    known: dict[str, list[str]] = {}
    for field, header in zip(rows["field"], rows["header"], strict=True):
        known.setdefault(field, []).append(header)
    return known


# --- layers


def _layer(path: Path) -> str:
    """What GDAL opens, where the file is a sheet or layer: its path, or its path inside the archive."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            _checked_size(path, archive.infolist())
    if suffix in LAYERS:
        with path.open("rb") as data:
            _checked_magic(path, suffix, data.read(64))
        return str(path)
    if suffix == ZIP:
        with zipfile.ZipFile(path) as archive:
            shapes = [m for m in archive.infolist() if m.filename.lower().endswith(".shp")]
            if shapes:
                _checked_size(path, archive.infolist())
                with archive.open(shapes[0]) as data:
                    _checked_magic(path, ".shp", data.read(64))
                return f"/vsizip/{path}/{shapes[0].filename}"
    return ""


def _frame(path: Path, layer: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Header and rows of a sheet or layer; a shape's point is in latitude and longitude."""
    import geopandas as gpd
    import pyogrio

    try:
        options = {"HEADERS": "FORCE"} if path.suffix.lower() == ".xlsx" else {}
        frame = pyogrio.read_dataframe(layer, layer=0, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise UnreadableInput(
            repr(path.name), f"cannot be opened ({error})", "check that it is whole"
        ) from error
    if isinstance(frame, gpd.GeoDataFrame):
        points = (frame.to_crs(4326) if frame.crs else frame).geometry.representative_point()
        frame = frame.drop(columns=frame.geometry.name)
        frame = frame.drop(columns=[name for name in frame if name.casefold() in ("latitude", "longitude")])
        frame = frame.assign(latitude=points.y, longitude=points.x)
    text = frame.astype(object).where(frame.notna(), "").astype(str)
    return list(text.columns), ((i + 2, row) for i, row in enumerate(text.to_numpy().tolist()))


# --- archives


@contextmanager
def _text(path: Path) -> Iterator[TextIO]:
    """The lines of a text file, or of the one table in an archive."""
    if path.suffix.lower() != ZIP:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
        return
    with zipfile.ZipFile(path) as archive:
        found = [
            member
            for member in archive.infolist()
            if Path(member.filename).suffix.lower() in TEXTS
            and not Path(member.filename).name.lower().startswith(("readme", "._"))
        ]
        if len(found) != 1:
            raise UnreadableInput(
                repr(path.name), f"holds {len(found)} tables, not one", "unpack it and add each file"
            )
        _checked_size(path, found)
        with archive.open(found[0]) as data, io.TextIOWrapper(data, "utf-8-sig", newline="") as lines:
            yield lines


def _checked_magic(path: Path, suffix: str, begins: bytes) -> None:
    if not begins.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_MAGIC[suffix].lstrip()):
        raise UnreadableInput(repr(path.name), f"is no {suffix} file", "check that it is whole")


def _checked_size(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that would fill the memory or disk."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > LARGEST or (unpacked > _SMALL and unpacked > _SQUEEZED * packed):
        raise UnreadableInput(
            repr(path.name),
            f"would unpack to {unpacked / 2**20:,.0f} MB from {packed / 2**20:,.1f} MB",
            "such archives are not opened; unpack it yourself if you trust it",
        )
