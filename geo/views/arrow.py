"""The events table as Arrow: the plain columns that GeoParquet and GeoPackage hold."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import schema

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@cache
def plain_schema() -> pa.Schema:
    """Arrow's types of the events table's columns, without its geometry.

    Returns
    -------
    pyarrow.Schema
        Text, date32, float64 and int64; a list is JSON text. Its metadata tells pandas the types.
    """
    import pandas as pd
    import pyarrow as pa

    dtypes = {"str": "str", "date": pd.ArrowDtype(pa.date32()), "float": "float64", "int": "Int64"}
    empty = pd.DataFrame(
        {c.name: pd.Series([], dtype=dtypes.get(c.kind, "str")) for c in schema.columns()},
        index=pd.RangeIndex(0),
    )
    return pa.Schema.from_pandas(empty, preserve_index=False)


def to_arrow(events: pd.DataFrame) -> pa.Table:
    """Turn events into an Arrow table of plain columns.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table, or plain values in any of its columns as a reader of a dataset gives them (dates as
        ISO text, lists as lists). What is missing is null.

    Returns
    -------
    pyarrow.Table
        The events table's columns in order, then ``geometry`` as WKB: the table's own, else the point of
        longitude and latitude.

    Raises
    ------
    pyarrow.ArrowInvalid
        When a value does not fit its column.

    Examples
    --------
    >>> rows = schema.from_rows([{"event_id": "a", "start": "2025-07-01", "reports": ["r1"]}])
    >>> table = to_arrow(rows)
    >>> table["start"].to_pylist(), table["reports"].to_pylist(), table["geometry"].null_count
    ([datetime.date(2025, 7, 1)], ['["r1"]'], 1)
    """
    import pyarrow as pa

    fields = plain_schema()
    columns = [_column(events, column, fields.field(column.name).type) for column in schema.columns()]
    made = pa.table(columns, schema=fields)
    return made.append_column("geometry", pa.array(_wkb(events), pa.binary()))


def _column(events: pd.DataFrame, column: schema.Column, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.name not in events:
        return pa.array(["[]"] * len(events), kind) if column.kind == "list" else pa.nulls(len(events), kind)
    values = events[column.name]
    if column.kind == "list":
        return _list_texts(values).cast(kind)
    made = pa.array(values, from_pandas=True)
    if isinstance(made, pa.ChunkedArray):
        made = made.combine_chunks()
    if pa.types.is_string(made.type) or pa.types.is_large_string(made.type):
        made = pc.if_else(pc.equal(made, ""), pa.scalar(None, made.type), made)
    return made.cast(kind)


def _list_texts(values: pd.Series) -> pa.Array:
    """Write each distinct list once: readers give many rows the same list, or the text of one."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    if pd.api.types.is_string_dtype(values.dtype) and values.dtype != object:
        texts = pc.fill_null(pa.array(values, pa.string(), from_pandas=True), "")
        return pc.if_else(pc.equal(texts, ""), "[]", texts)
    held = values.tolist()  # keeps every list alive, so that its id stays its own
    ids = np.fromiter(map(id, held), dtype=np.uint64, count=len(held))
    codes, distinct = pd.factorize(ids)
    lists = dict(zip(ids.tolist(), held, strict=True))
    return pa.array([_list_text(lists[key]) for key in distinct.tolist()], pa.string()).take(pa.array(codes))


def _list_text(value: Any) -> str:
    if isinstance(value, str):
        return value or "[]"
    return _ENCODE(value) if value else "[]"


def _wkb(events: pd.DataFrame) -> Any:
    import shapely

    if "geometry" in events:
        return shapely.to_wkb(events["geometry"].to_numpy())
    if not {"longitude", "latitude"} <= set(events):
        return [None] * len(events)
    lon, lat = (events[name].astype("float64").to_numpy() for name in ("longitude", "latitude"))
    return points_wkb(lon, lat)


def points_wkb(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Points as WKB, None where a coordinate is NaN.

    Examples
    --------
    >>> import numpy as np
    >>> points_wkb(np.array([np.nan]), np.array([14.5])).tolist()
    [None]
    """
    import numpy as np
    import shapely

    points = shapely.points(lon, lat)
    points[np.isnan(lon) | np.isnan(lat)] = None
    return shapely.to_wkb(points)
