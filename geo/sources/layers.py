"""Tables that are no delimited text, as blocks of text all the same: XLSX, Parquet, GeoJSON, GeoPackage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UnreadableInput
from . import limits, sheets
from .delimited import Block

if TYPE_CHECKING:
    import pyarrow as pa

# What each begins with: GDAL goes by content, and another format could name files or hosts to read.
_MAGIC = {
    ".parquet": b"PAR1",
    ".gpkg": b"SQLite format 3\0",
    ".geojson": b"{",
    ".json": b"{",
    ".geojsonl": b"{",
    ".ndjson": b"{",
}
SUFFIXES = (*sheets.SUFFIXES, *_MAGIC)
_CRS = "EPSG:4326"


def blocks(path: Path, *, rows: int) -> Iterator[Block]:
    """Read a sheet or layer block by block.

    Parameters
    ----------
    path : pathlib.Path
        One of ``SUFFIXES``. Of a workbook the first sheet with a table, of a GeoPackage the first layer.
    rows : int
        Rows in a block, at most.

    Yields
    ------
    Block
        A first one without rows names the columns. Cells are text; a point stands in columns latitude and
        longitude (WGS 84) where the table has none of these names, of a shape a point inside it. Lines are a
        sheet's rows, a layer's features, from 1.

    Raises
    ------
    UnreadableInput
        When it is absent, damaged, something else than its name says, or goes beyond the limits.
    """
    if not path.is_file():
        raise UnreadableInput(repr(str(path)), "is not there", "check the path")
    if path.suffix.lower() in sheets.SUFFIXES:
        yield from sheets.blocks(path, rows=rows)
        return
    _check_magic(path)
    reader = _parquet if path.suffix.lower() == ".parquet" else _layer
    line = 1
    with _refusing(path):
        for batch, geometry, crs in reader(path, rows):
            yield _block(batch, geometry, crs, line)
            line += batch.num_rows


def _check_magic(path: Path) -> None:
    suffix = path.suffix.lower()
    with path.open("rb") as data:
        start = data.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise UnreadableInput(repr(path.name), "is empty", "check the file")
    if not start.startswith(_MAGIC[suffix]):
        raise UnreadableInput(repr(path.name), f"is no {suffix} file", "name it as what it is")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    import pyarrow as pa
    import pyogrio

    damage = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pa.ArrowException, OSError)
    try:
        yield
    except damage as error:
        told = " ".join(str(error).split())[:200]
        raise UnreadableInput(repr(path.name), f"is damaged ({told})", "check that it is whole") from None


Batch = tuple["pa.RecordBatch", str | None, Any]  # with the name of its geometry and where that is in


def _parquet(path: Path, rows: int) -> Iterator[Batch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        _check_columns(path, len(file.schema_arrow.names))
        told = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
        geometry = told.get("primary_column")
        crs = told.get("columns", {}).get(geometry, {}).get("crs", _CRS)
        yield _no_rows(file.schema_arrow), geometry, crs
        for batch in file.iter_batches(batch_size=rows):
            yield batch, geometry, crs


def _layer(path: Path, rows: int) -> Iterator[Batch]:
    import pyogrio

    name = pyogrio.list_layers(path)[0, 0]
    with pyogrio.open_arrow(path, layer=name, batch_size=rows, use_pyarrow=True) as (meta, reader):
        _check_columns(path, len(meta["fields"]))
        geometry = meta["geometry_name"] or "wkb_geometry"
        yield _no_rows(reader.schema), geometry, meta["crs"] or _CRS
        for batch in reader:
            for at in range(0, batch.num_rows, rows):
                yield batch.slice(at, rows), geometry, meta["crs"] or _CRS


def _no_rows(schema: pa.Schema) -> pa.RecordBatch:
    """The columns of a table without a row, told first for where there is none."""
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def _check_columns(path: Path, number: int) -> None:
    if number > limits.limit("CONFLICT_ATLAS_MAX_COLUMNS"):
        raise limits.beyond(path, "CONFLICT_ATLAS_MAX_COLUMNS")


def _block(batch: pa.RecordBatch, geometry: str | None, crs: Any, line: int) -> Block:
    import numpy as np
    import pandas as pd

    names = [name for name in batch.schema.names if name != geometry]
    table = pd.DataFrame({name.strip().lower(): _texts(batch.column(name)) for name in names})
    if geometry in batch.schema.names:
        for name, values in _points(batch.column(geometry), crs).items():
            if name not in table:
                table[name] = values
    return Block(table, np.arange(line, line + batch.num_rows))


def _texts(column: pa.Array) -> Any:
    """A column as text: lists and objects as JSON, what is null stays null."""
    import pandas as pd
    import pyarrow as pa

    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        told = [None if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        return pd.Series(told, dtype="str")
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    text = pd.Series(column.cast(pa.string()).to_pandas(), dtype="str")
    return text.where(text != "")


def _points(column: pa.Array, crs: Any) -> dict[str, Any]:
    """Longitude and latitude of a geometry column, as text."""
    import geopandas as gpd
    import pandas as pd
    import shapely

    shapes = gpd.GeoSeries(shapely.from_wkb(column.to_numpy(zero_copy_only=False)), crs=crs)
    points = shapes.representative_point().to_crs(_CRS)
    out = {"longitude": points.x, "latitude": points.y}
    return {name: pd.Series(values.astype("object"), dtype="str") for name, values in out.items()}
