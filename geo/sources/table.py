"""Our own events files read back: every format of geo.views.files but KML becomes an Atlas."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from .. import schema
from ..errors import UnreadableInput
from . import limits, sheets

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

LINES = (".geojsonl", ".ndjson")  # a feature a line: no reader of datasets knows these
_CURE = "make it again with python -m geo build"
_HXL = "#event+id"  # the tag under event_id in a file tagged for HXL
_GUARD = r"^'('*[=+\-@\t\r\n])"  # the apostrophe that keeps a spreadsheet from running a cell


def read_events(path: str | os.PathLike[str]) -> schema.Atlas:
    """Read an events file that this project wrote.

    Parameters
    ----------
    path : str or path
        .geojson (with its mentioned places and member rows), .gpkg (with them too), .geojsonl or .ndjson (a
        feature a line), .csv (HXL tags under its header are passed over), .xlsx or .parquet.

    Returns
    -------
    geo.schema.Atlas
        The events as they were written. Geometry is the file's own, so that ``geo.check`` can tell where it
        disagrees with latitude and longitude.

    Raises
    ------
    UnreadableInput
        When the file is absent, damaged, or is no events file of ours.
    """
    path = Path(path)
    try:
        reader = READERS[path.suffix.lower()]
    except KeyError:
        raise UnreadableInput(
            repr(path.name), "is no kind of events file", f"give one of {', '.join(READERS)}"
        ) from None
    if not path.is_file():
        raise UnreadableInput(repr(str(path)), "is not there", "check the path")
    try:
        return reader(path)
    except OSError as error:
        _refuse(path, f"cannot be opened ({error.strerror or error})")


def is_events_file(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name says that it holds events.

    Examples
    --------
    >>> is_events_file("events.geojson"), is_events_file("seed-000.txt")
    (True, False)
    """
    return Path(path).suffix.lower() in READERS


def _refuse(path: Path, rule: str, cure: str = _CURE) -> NoReturn:
    raise UnreadableInput(repr(path.name), " ".join(rule.split()), cure) from None


def _typed(path: Path, table: pd.DataFrame, what: str = "") -> gpd.GeoDataFrame:
    if "event_id" not in table:
        _refuse(path, f"is no events file{what}: it has no event_id column", "give a file that geo wrote")
    try:
        return schema.typed(table)
    except (ValueError, TypeError, OverflowError) as error:
        told = str(error).split(". ")[0]
        _refuse(path, f"holds a value that does not fit its column{what} ({told})")


def _read_geojson(path: Path) -> schema.Atlas:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        _refuse(path, f"is not UTF-8 text (byte {error.start})")
    except json.JSONDecodeError as error:
        empty = "is empty" if not error.doc.strip() else None
        _refuse(path, empty or f"is not JSON (line {error.lineno}, column {error.colno}: {error.msg})")
    except (ValueError, RecursionError) as error:
        _refuse(path, f"is not JSON ({error})")
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        _refuse(path, "is JSON, but no GeoJSON FeatureCollection", "give a file that geo wrote")
    mentions = content.get("mentioned_places") or []
    if not isinstance(mentions, list) or not all(isinstance(mention, dict) for mention in mentions):
        _refuse(path, "holds mentioned_places that are no list of objects")
    return schema.Atlas(
        _features(path, content.get("features"), "features"),
        _features(path, content.get("members") or [], "members"),
        mentions,
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _features(path: Path, features: object, what: str) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd
    import shapely

    if not isinstance(features, list):
        _refuse(path, f"has {what} that are no list")
    if not features:
        return schema.empty()
    rows = [each.get("properties") if isinstance(each, dict) else None for each in features]
    wrong = next((at for at, row in enumerate(rows) if not isinstance(row, dict)), None)
    if wrong is not None:
        _refuse(path, f"has in {what}, at place {wrong + 1}, no object with properties")
    events = _typed(path, pd.DataFrame(rows), f" in {what}")
    geometry = [json.dumps(each.get("geometry")) if each.get("geometry") else None for each in features]
    try:
        shapes = shapely.from_geojson(geometry)
    except shapely.errors.GEOSException as error:
        _refuse(path, f"has in {what} a geometry that cannot be read ({error})")
    return events.set_geometry(gpd.GeoSeries(shapes, index=events.index, crs=schema.CRS))


def _read_lines(path: Path) -> schema.Atlas:
    features: list[Any] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            told = line.lstrip(b"\x1e\xef\xbb\xbf").strip()  # RFC 8142 puts a record separator first
            if not told:
                continue
            try:
                features.append(json.loads(told, parse_constant=_no_constant))
            except (ValueError, RecursionError) as error:
                _refuse(path, f"holds on line {number} no JSON ({str(error).partition(':')[0]})")
    return schema.Atlas(_features(path, features, "lines"), schema.empty())


def _read_csv(path: Path) -> schema.Atlas:
    import pandas as pd

    _check_width(path)
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(path, f"is not UTF-8 text (byte {error.start})")
    except pd.errors.EmptyDataError:
        _refuse(path, "is empty")
    except pd.errors.ParserError as error:
        _refuse(path, f"is not a CSV table ({error})")
    tagged = len(table) and str(table.get("event_id", pd.Series([""])).iloc[0]).startswith(_HXL)
    table = _unguarded(table.iloc[1:] if tagged else table)
    return schema.Atlas(_typed(path, table), schema.empty())


def _check_width(path: Path) -> None:
    """Refuse a first line that would fill the memory."""
    longest = limits.limit("CONFLICT_ATLAS_MAX_ROW_BYTES")
    with path.open("rb") as file:
        first = file.readline(longest + 1)
    if len(first) > longest:
        raise limits.beyond(path, "CONFLICT_ATLAS_MAX_ROW_BYTES")
    if first.count(b",") >= limits.limit("CONFLICT_ATLAS_MAX_COLUMNS"):
        raise limits.beyond(path, "CONFLICT_ATLAS_MAX_COLUMNS")


def _unguarded(table: pd.DataFrame) -> pd.DataFrame:
    """Take off the apostrophes that kept a spreadsheet from running a cell."""
    text = [c.name for c in schema.columns() if c.kind == "str" and c.name in table]
    return table.assign(**{name: table[name].str.replace(_GUARD, r"\1", regex=True) for name in text})


def _read_xlsx(path: Path) -> schema.Atlas:
    import pandas as pd

    with sheets.opened(path) as book, sheets.quiet():
        from . import sheetcells  # where it can be loaded

        sheet = book["Events"] if "Events" in book.sheetnames else book.worksheets[0]
        found = (values for _, values in sheetcells.rows(sheet))
        names, rows = next(found, []), [row for row in found if row]
    kinds = {column.name: column.kind for column in schema.columns()}
    table = pd.DataFrame(index=range(len(rows)))
    for at, name in enumerate(names):
        values = [row[at] if at < len(row) else None for row in rows]
        if kinds.get(name) in ("str", "list"):
            table[name] = pd.Series([None if x is None else str(x) for x in values], dtype="str")
        elif name in kinds:
            days = [x.date().isoformat() if isinstance(x, datetime) else x for x in values]
            table[name] = pd.Series(days, dtype="object")
    return schema.Atlas(_typed(path, _unguarded(table)), schema.empty())


def _read_parquet(path: Path) -> schema.Atlas:
    import geopandas as gpd
    import pyarrow as pa

    try:
        table = gpd.read_parquet(path)
    except (pa.ArrowInvalid, ValueError) as error:
        _refuse(path, f"is not GeoParquet ({error})")
    return schema.Atlas(_with_geometry(path, table), schema.empty())


def _read_gpkg(path: Path) -> schema.Atlas:
    import geopandas as gpd
    import pyogrio

    try:
        names = {*pyogrio.list_layers(path)[:, 0]} & {"events", "members", "mentioned_places"}
        layers = {name: gpd.read_file(path, layer=name, use_arrow=True) for name in names}
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        _refuse(path, "is not a GeoPackage, or is damaged")
    if "events" not in layers:
        _refuse(path, "has no layer 'events'", "give a file that geo wrote")
    places = layers.get("mentioned_places")
    mentions: list[dict[str, Any]] = []
    if places is not None:
        plain = places.drop(columns="geometry").astype("object")
        mentions = plain.where(plain.notna(), None).to_dict("records")
    members = _with_geometry(path, layers["members"]) if "members" in layers else schema.empty()
    return schema.Atlas(_with_geometry(path, layers["events"]), members, mentions)


def _with_geometry(path: Path, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return _typed(path, table).set_geometry(table.geometry.reset_index(drop=True).to_crs(schema.CRS))


READERS: Mapping[str, Callable[[Path], schema.Atlas]] = {
    ".geojson": _read_geojson,
    ".json": _read_geojson,
    **dict.fromkeys(LINES, _read_lines),
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
    ".parquet": _read_parquet,
    ".gpkg": _read_gpkg,
}
