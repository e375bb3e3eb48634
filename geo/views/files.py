"""Events into files: each whole or not at all, in the format that its suffix names."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import schema
from ..errors import AtlasError
from . import export, kml, stream

if TYPE_CHECKING:
    import geopandas as gpd

MENTION_COLUMNS = (
    *("report", "name", "place_id", "country", "latitude", "longitude", "place_precision", "role"),
    *("start", "end", "text"),
)


def write(atlas: schema.Atlas, path: str | os.PathLike[str], *, query: export.Filter | None = None) -> None:
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
        write_format(atlas, part, query)


@contextmanager
def parquet_writer(path: str | os.PathLike[str]) -> Iterator[stream.Parquet]:
    """Open a GeoParquet file that grows piece by piece, whole or not at all.

    Parameters
    ----------
    path : str or path
        An existing file is replaced when all is written.

    Yields
    ------
    geo.views.stream.Parquet
        Its ``append(events)`` takes an events table, or plain values in any of its columns.

    Raises
    ------
    AtlasError
        When the folder is not there or cannot be written to.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp(), "events.parquet")
    >>> with parquet_writer(path) as out:
    ...     out.append(schema.from_rows([{"event_id": "a"}]))
    ...     out.append(schema.from_rows([{"event_id": "b"}]))
    >>> out.rows
    2
    """
    with _whole(path) as part:
        out = stream.Parquet(part)
        yield out
        out.close()


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
    return re.sub(export.FORMULA, r"'\1", value) if isinstance(value, str) else value


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


def writer(path: str | os.PathLike[str]) -> Callable[[schema.Atlas, Path, export.Filter | None], None]:
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


def _write_geojson(atlas: schema.Atlas, path: Path, query: export.Filter | None) -> None:
    path.write_text(export.to_geojson(atlas, query), encoding="utf-8", newline="\n")


def _write_csv(atlas: schema.Atlas, path: Path, query: export.Filter | None) -> None:
    path.write_text(export.to_csv(atlas, query), encoding="utf-8", newline="")


def _write_parquet(atlas: schema.Atlas, path: Path, query: export.Filter | None) -> None:
    out = stream.Parquet(path)
    out.append(export.picked(atlas, query).events)
    out.close()


def _write_gpkg(atlas: schema.Atlas, path: Path, query: export.Filter | None) -> None:
    import geopandas as gpd
    import pandas as pd
    import pyogrio

    atlas = export.picked(atlas, query)
    mentions = pd.DataFrame(atlas.mentions).reindex(columns=MENTION_COLUMNS)
    points = gpd.points_from_xy(mentions["longitude"], mentions["latitude"])
    located = mentions["longitude"].notna() & mentions["latitude"].notna()
    places = gpd.GeoDataFrame(mentions, geometry=gpd.GeoSeries(points).where(located, None), crs=schema.CRS)
    layers = {"events": _flat(atlas.events), "members": _flat(atlas.members), "mentioned_places": places}
    kept = {name: table for name, table in layers.items() if name == "events" or len(table)}
    try:
        for name, table in kept.items():
            table.to_file(
                path, driver="GPKG", layer=name, engine="pyogrio", geometry_type="Point", use_arrow=True
            )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise OSError(str(error)) from None


def _write_kml(atlas: schema.Atlas, path: Path, query: export.Filter | None) -> None:
    events = export.picked(atlas, query).events
    path.write_bytes(kml.document(schema.to_plain(events, lists_as_json=True), export.GENERATOR))


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


WRITERS: Mapping[str, Callable[[schema.Atlas, Path, export.Filter | None], None]] = {
    ".geojson": _write_geojson,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".gpkg": _write_gpkg,
    ".kml": _write_kml,
}
