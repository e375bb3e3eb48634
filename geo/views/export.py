"""Events into files that others read: GeoJSON, CSV, GeoParquet, GeoPackage, KML."""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from .. import schema
from ..errors import AtlasError

if TYPE_CHECKING:
    import geopandas as gpd

GENERATOR = "Conflict Atlas"
MENTION_COLUMNS = (
    *("report", "name", "place_id", "country", "latitude", "longitude", "place_precision", "role"),
    *("start", "end", "text"),
)
# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text.
_FORMULA = r"^('*[=+\-@\t\r\n])"


class Filter(Protocol):
    """What ``geo.store.query.Query`` offers: rooms on one floor do not know each other."""

    def apply(self, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Pick the rows that fit."""
        ...

    def to_params(self) -> dict[str, str]:
        """Say what was asked for."""
        ...


def picked(atlas: schema.Atlas, query: Filter | None) -> schema.Atlas:
    """Pick the events that fit a query, with the places that their reports mention.

    A member row belongs to the event that holds all its evidence.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    query : geo.store.query.Query or None
        None picks all.

    Returns
    -------
    geo.schema.Atlas
        The rows in the same order; what was rejected stays out.
    """
    if query is None:
        return atlas
    events = query.apply(atlas.events)
    spans = {_span(item) for item in events["evidence"].explode().dropna()}
    own = atlas.members["event_id"].isin(events["event_id"])
    told = atlas.members["evidence"].map(lambda items: bool(items) and all(_span(i) in spans for i in items))
    reports = set(events["reports"].explode().dropna()) | set(events["report"].dropna())
    mentions = [mention for mention in atlas.mentions if mention.get("report") in reports]
    return schema.Atlas(events, atlas.members[own | told.astype(bool)], mentions)


def _span(item: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(item.get(key) for key in ("report", "field", "start", "end"))


def to_geojson(atlas: schema.Atlas, query: Filter | None = None) -> str:
    """Write an atlas as GeoJSON (RFC 7946), the same bytes for the same events.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    query : geo.store.query.Query or None
        What to pick; it is told in ``metadata``.

    Returns
    -------
    str
        A FeatureCollection: properties are the columns as native JSON, geometry is null where unlocated,
        ``time`` is JSON-FG's interval. The foreign members ``mentioned_places``, ``members`` (the rows that
        merged events were made of) and ``metadata`` stand beside the features.

    Raises
    ------
    AtlasError
        When a number in the table is infinite.

    Examples
    --------
    >>> rows = schema.from_rows([{"event_id": "a", "start": "2025-07-01", "end": "2025-07-01"}])
    >>> feature = json.loads(to_geojson(schema.Atlas(rows, schema.empty())))["features"][0]
    >>> feature["geometry"], feature["time"], feature["properties"]["killed_low"]
    (None, {'interval': ['2025-07-01', '2025-07-01']}, None)
    """
    atlas = picked(atlas, query)
    head: dict[str, Any] = {"type": "FeatureCollection"}
    points = atlas.events.geometry
    if points.notna().any():
        head["bbox"] = [float(bound) for bound in points.total_bounds]
    head["metadata"] = {
        "generator": GENERATOR,
        "licences": sorted(atlas.events["licence"].dropna().unique()),
        "filter": query.to_params() if query else {},
    }
    parts = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    parts += [
        f"{_json(key)}: [\n" + ",\n".join(map(_json, values)) + "\n]"
        for key, values in (
            ("features", features(atlas.events)),
            ("mentioned_places", atlas.mentions),
            ("members", features(atlas.members)),
        )
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def features(events: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Turn an events table into GeoJSON features.

    Parameters
    ----------
    events : geopandas.GeoDataFrame

    Returns
    -------
    list of dict
        One a row, in the table's order.
    """
    rows = schema.to_plain(events).to_dict("records")
    located = events.geometry.notna()
    lon, lat = events.geometry.x, events.geometry.y
    return [
        {
            "type": "Feature",
            "id": row["event_id"],
            "geometry": {"type": "Point", "coordinates": [x, y]} if here else None,
            "time": {"interval": [row["start"] or "..", row["end"] or ".."]}
            if row["start"] or row["end"]
            else None,
            "properties": row,
        }
        for row, here, x, y in zip(rows, located, lon, lat, strict=True)
    ]


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise AtlasError(
            "the events table", "holds a number that is infinite", "see python -m geo check"
        ) from None


def to_csv(atlas: schema.Atlas, query: Filter | None = None) -> str:
    """Write the events as CSV: one row an event, lists as JSON text, null as an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; reading the file back
    (geo.sources.table) takes it off. Member rows and mentioned places are only in GeoJSON and GeoPackage.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    query : geo.store.query.Query or None

    Returns
    -------
    str
        Comma-separated, LF line ends, a header line.

    Examples
    --------
    >>> rows = schema.from_rows([{"event_id": "a", "place_name": "=1+1"}])
    >>> "'=1+1" in to_csv(schema.Atlas(rows, schema.empty()))
    True
    """
    plain = schema.to_plain(picked(atlas, query).events, lists_as_json=True)
    for column in schema.columns():
        if column.kind == "str":
            text = plain[column.name]
            plain[column.name] = (
                text.astype("str").str.replace(_FORMULA, r"'\1", regex=True).where(text.notna())
            )
    # all text in quotes: else a lone carriage return would end a row
    return str(plain.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC))


def write(atlas: schema.Atlas, path: str | os.PathLike[str], *, query: Filter | None = None) -> None:
    """Write events to a file, in the format that its suffix names, whole or not at all.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    path : str or path
        .geojson, .csv, .parquet (GeoParquet 1.1), .gpkg or .kml; an existing file is replaced.
    query : geo.store.query.Query or None
        What to pick; None writes all.

    Raises
    ------
    AtlasError
        When no format has that suffix, or the folder is not there or cannot be written to.
    """
    write_format = writer(path)
    with _whole(path) as part:
        write_format(picked(atlas, query), part, query)


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text file (a standalone map, say), whole or not at all.

    Parameters
    ----------
    text : str
    path : str or path

    Raises
    ------
    AtlasError
        When the folder is not there or cannot be written to.
    """
    with _whole(path) as part:
        part.write_text(text, encoding="utf-8", newline="")


def write_rejects(rejects: Iterable[Mapping[str, Any]], path: str | os.PathLike[str]) -> None:
    """Write what could not be read as CSV: file, line, reason. Without any, an older file goes.

    Parameters
    ----------
    rejects : iterable of mapping
        As in ``Atlas.rejects``.
    path : str or path
    """
    rows = list(rejects)
    if not rows:
        Path(path).unlink(missing_ok=True)
        return
    with _whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["file", "line", "reason"], extrasaction="ignore", lineterminator="\n")
        out.writeheader()
        out.writerows({key: _guarded(value) for key, value in row.items()} for row in rows)


def _guarded(value: object) -> object:
    return re.sub(_FORMULA, r"'\1", value) if isinstance(value, str) else value


@contextmanager
def _whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a path beside the file that is meant; what is written there takes its place at the end."""
    path = Path(path)
    try:
        with tempfile.TemporaryDirectory(prefix=".conflict-atlas-", dir=path.parent) as folder:
            part = Path(folder, path.name)
            yield part
            os.replace(part, path)
    except OSError as error:
        raise AtlasError(
            repr(str(path)),
            f"cannot be written ({error.strerror or error})",
            "check the folder and its rights",
        ) from None


def writer(path: str | os.PathLike[str]) -> Callable[[schema.Atlas, Path, Filter | None], None]:
    """Find the writer for a file's suffix, so that a wrong one is told before any work is done.

    Raises
    ------
    AtlasError
        When no format has that suffix.

    Examples
    --------
    >>> writer("events.xls")
    Traceback (most recent call last):
    geo.errors.AtlasError: 'events.xls' names no format that is written: end it with .geojson, .csv, ...
    """
    path = Path(path)
    try:
        return WRITERS[path.suffix.lower()]
    except KeyError:
        raise AtlasError(
            repr(path.name), "names no format that is written", f"end it with {', '.join(WRITERS)}"
        ) from None


def _write_geojson(atlas: schema.Atlas, path: Path, query: Filter | None) -> None:
    path.write_text(to_geojson(atlas, query), encoding="utf-8", newline="\n")


def _write_csv(atlas: schema.Atlas, path: Path, query: Filter | None) -> None:
    path.write_text(to_csv(atlas, query), encoding="utf-8", newline="")


def _write_parquet(atlas: schema.Atlas, path: Path, query: Filter | None) -> None:
    _flat(atlas.events).to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)


def _write_gpkg(atlas: schema.Atlas, path: Path, query: Filter | None) -> None:
    import geopandas as gpd
    import pandas as pd

    mentions = pd.DataFrame(atlas.mentions).reindex(columns=MENTION_COLUMNS)
    points = gpd.points_from_xy(mentions["longitude"], mentions["latitude"])
    located = mentions["longitude"].notna() & mentions["latitude"].notna()
    places = gpd.GeoDataFrame(mentions, geometry=gpd.GeoSeries(points).where(located, None), crs=schema.CRS)
    layers = {"events": _flat(atlas.events), "members": _flat(atlas.members), "mentioned_places": places}
    for name, table in layers.items():
        if name == "events" or len(table):
            table.to_file(
                path, driver="GPKG", layer=name, engine="pyogrio", geometry_type="Point", use_arrow=True
            )


def _write_kml(atlas: schema.Atlas, path: Path, query: Filter | None) -> None:
    from . import kml

    path.write_bytes(kml.document(schema.to_plain(atlas.events, lists_as_json=True), GENERATOR))


def _flat(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The table for formats of plain columns: lists as JSON text, dates as dates without an hour."""
    import pandas as pd
    import pyarrow as pa

    flat = events.copy()
    text = schema.to_plain(events, lists_as_json=True)
    dates = pd.ArrowDtype(pa.date32())
    for column in schema.columns():
        if column.kind == "list":
            flat[column.name] = text[column.name].astype("str")
        elif column.kind == "date":
            flat[column.name] = events[column.name].dt.as_unit("s").astype(dates)
    return flat


WRITERS: Mapping[str, Callable[[schema.Atlas, Path, Filter | None], None]] = {
    ".geojson": _write_geojson,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".gpkg": _write_gpkg,
    ".kml": _write_kml,
}
