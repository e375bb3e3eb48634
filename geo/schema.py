"""The events table: its columns, their types and meaning, and how it becomes plain values and back.

Source: DESIGN section 3; types follow ACLED's codebook where they can.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from . import dates, vocab
from .model import Precision

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

CRS = "EPSG:4326"


@dataclass(frozen=True)
class Column:
    """One column: its kind (str, date, float, int, list), meaning, and allowed values where it has such."""

    name: str
    kind: str
    meaning: str
    allowed: tuple[str, ...] = ()


_DTYPES = {"str": "str", "date": "datetime64[s]", "float": "float64", "int": "Int64", "list": "object"}
STATUSES = ("realised", "background", "hypothetical", "negated")
MAPPED_STATUSES = ("realised", "background")
ATTRIBUTIONS = ("none", "suspected", "attributed", "claimed", "denied", "contested")
CLAIM_STATUSES = ("claimed", "not_claimed", "attributed", "suspected", "denied")
COUNTS = ("killed", "wounded", "abducted")


@cache
def columns() -> tuple[Column, ...]:
    """The columns of the events table, in order.

    Returns
    -------
    tuple of Column

    Examples
    --------
    >>> [c.name for c in columns()][:3]
    ['event_id', 'start', 'end']
    """
    kinds = vocab.kinds()
    types = tuple(dict.fromkeys(k.event_type for k in kinds))
    precisions = tuple(str(p) for p in Precision)
    return (
        Column("event_id", "str", "stable id: the same input gives the same id"),
        Column("start", "date", "first possible day"),
        Column("end", "date", "last possible day, included"),
        Column("date_precision", "str", "unit the source speaks in", dates.PRECISIONS),
        Column("event_type", "str", "ACLED's 6 types", types),
        Column("sub_event_type", "str", "ACLED's 25 sub-types", tuple(k.sub_event_type for k in kinds)),
        Column("status", "str", "hypothetical and negated ones are never mapped", STATUSES),
        Column("actors", "list", "{id, name, role: perpetrator, side_b or affiliation}"),
        Column("group", "str", "id of the main armed group"),
        Column("targets", "list", "{kind, nationality, number, name}"),
        Column("place_name", "str", "as written in the source"),
        Column("place_id", "str", "gazetteer id"),
        Column("country", "str", "ISO 3166-1 alpha-2"),
        Column("admin1", "str", "region, by the boundaries of the event's date"),
        Column("admin2", "str", "district"),
        Column("latitude", "float", "degrees, of the geometry"),
        Column("longitude", "float", "degrees, of the geometry"),
        Column("place_precision", "str", "how exactly the place is known", precisions),
        Column("uncertainty_km", "float", "radius that holds the true point"),
        Column("place_candidates", "list", "the alternatives and why they lost"),
        Column("border_country", "str", "nearest foreign country"),
        Column("border_km_min", "float", "least distance to its border over the uncertainty"),
        Column("border_km_max", "float", "greatest distance to its border over the uncertainty"),
        Column("killed_low", "int", "deaths, at least; null = not stated"),
        Column("killed_high", "int", "deaths, at most; null = not stated"),
        Column("killed_best", "int", "best estimate where a source gives one"),
        Column("wounded_low", "int", "wounded, at least"),
        Column("wounded_high", "int", "wounded, at most"),
        Column("abducted_low", "int", "abducted, at least"),
        Column("abducted_high", "int", "abducted, at most"),
        Column("claims", "list", "{actor, status, by, report}; never resolved"),
        Column("attribution", "str", "what the claims add up to", ATTRIBUTIONS),
        Column(
            "verification", "str", "by sources, or by an analyst", ("unverified", "corroborated", "confirmed")
        ),
        Column("reports", "list", "report ids"),
        Column("independent_sources", "int", "reports, syndicated copies counted once"),
        Column("report", "str", "the report's id (unmerged rows only)"),
        Column("evidence", "list", "{report, field, start, end, text}"),
        Column(
            "sensitivity", "str", "restricted: hostage, victim and ransom detail", ("public", "restricted")
        ),
        Column("incident_id", "str", "events of one operation share it"),
        Column("source", "str", "dataset or publisher"),
        Column("source_id", "str", "its own id"),
        Column("source_code", "str", "its own codes"),
        Column("licence", "str", "terms of use"),
        Column("made_by", "str", "extractor or reader, with its version"),
        Column("confidence", "float", "0 to 1"),
        Column("reasons", "list", "why, in words"),
    )


@dataclass
class Atlas:
    """A table of events with what belongs beside it.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The events table, one row an event.
    members : geopandas.GeoDataFrame
        The unmerged rows that merged events were made of, as they were.
    mentions : list of dict
        Places that reports mention and where no event happened: report, name, place_id, country,
        latitude, longitude, place_precision, role, start, end, text.
    rejects : list of dict
        What could not be read: file, line (or None), reason.
    summaries : list of dict
        What became of a dataset's rows: file, source, rows, read, rejected, out_of_scope (by reason).
    """

    events: gpd.GeoDataFrame
    members: gpd.GeoDataFrame
    mentions: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    summaries: list[dict[str, Any]] = field(default_factory=list)


def empty() -> gpd.GeoDataFrame:
    """An events table without rows.

    Returns
    -------
    geopandas.GeoDataFrame

    Examples
    --------
    >>> len(empty()), str(empty().crs)
    (0, 'EPSG:4326')
    """
    return _nothing().copy()


@cache
def _nothing() -> gpd.GeoDataFrame:
    return from_rows([])


def from_rows(rows: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Make the events table of plain values; what is missing is null.

    Parameters
    ----------
    rows : sequence of mapping
        Column names to plain values: dates as ISO text or dates, lists as lists (or their JSON text).

    Returns
    -------
    geopandas.GeoDataFrame
        All columns in order, geometry a Point where latitude and longitude are given, else None.

    Examples
    --------
    >>> from_rows([{"event_id": "a", "start": "2025-07-01"}]).killed_low.isna().all()
    np.True_
    """
    return _framed({c.name: _of_values([row.get(c.name) for row in rows], c) for c in columns()})


def typed(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give a table of plain values the events table's columns, types and geometry.

    Parameters
    ----------
    table : pandas.DataFrame
        Any of the events table's columns; others are dropped.

    Returns
    -------
    geopandas.GeoDataFrame

    Examples
    --------
    >>> import pandas as pd
    >>> typed(pd.DataFrame({"longitude": [-11.4], "latitude": [14.4]})).geometry.iloc[0].wkt
    'POINT (-11.4 14.4)'
    """
    return _framed({c.name: _column(table, c) for c in columns()})


def _framed(columns: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """The events table of its columns, with points."""
    import geopandas as gpd
    import pandas as pd

    frame = pd.DataFrame(columns).reset_index(drop=True)
    points = gpd.points_from_xy(frame["longitude"], frame["latitude"])
    located = frame["longitude"].notna() & frame["latitude"].notna()
    geometry = gpd.GeoSeries(points, index=frame.index, crs=CRS).where(located, None)
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=CRS)


_SIMPLE: dict[str, set[type]] = {"str": {str}, "date": set(), "float": {float, int}, "int": {int}}


def _of_values(values: list[Any], column: Column) -> Any:
    """A column of plain values; where all are simple, without pandas' many steps: small tables are many."""
    import pandas as pd

    if column.kind in _SIMPLE and set(map(type, values)) <= _SIMPLE[column.kind] | {type(None)}:
        held = [value or None for value in values] if column.kind == "str" else values
        return (
            pd.array(held, dtype=_DTYPES[column.kind])
            if column.kind != "float"
            else pd.Series(held, dtype="float64")
        )
    return _column(pd.DataFrame({column.name: values}), column)


def _column(table: pd.DataFrame, column: Column) -> pd.Series:
    import pandas as pd

    if column.name not in table:
        values: pd.Series = pd.Series([None] * len(table), dtype="object")
    else:
        values = table[column.name].reset_index(drop=True)
    if column.kind == "list":
        return values.map(_as_list).astype("object")
    kind = pd.api.types.pandas_dtype(_DTYPES[column.kind])
    if values.dtype == "object" and not values.notna().any():
        return pd.Series([None] * len(values), dtype=kind)
    if values.dtype == kind:  # most columns are null or what they should be: most of the time was theirs
        return values.where(values != "", None) if column.kind == "str" and (values == "").any() else values
    if column.kind == "date":
        return pd.to_datetime(values, format="ISO8601").dt.tz_localize(None).astype("datetime64[s]")
    if column.kind == "str":
        values = values.astype("object").where(values.notna(), None)
        return values.where(values != "", None).astype("str")
    if column.kind == "int":
        return pd.to_numeric(values.astype("object").where(values.notna(), None)).astype("Int64")
    return pd.to_numeric(values.astype("object").where(values.notna(), None)).astype("float64")


def _as_list(value: object) -> list[Any]:
    if isinstance(value, str):
        return list(json.loads(value)) if value else []
    if value is None or isinstance(value, float):
        return []
    return list(value)  # type: ignore[call-overload]


def to_plain(events: pd.DataFrame, *, lists_as_json: bool = False) -> pd.DataFrame:
    """Turn an events table into plain values: ISO dates, None for null, lists as lists or as JSON text.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table; a geometry column is dropped.
    lists_as_json : bool
        Write list columns as JSON text, for formats that hold no lists.

    Returns
    -------
    pandas.DataFrame
        Columns of dtype object in the events table's order; ``from_rows`` of its records is the same table.

    Examples
    --------
    >>> to_plain(from_rows([{"start": "2025-07-01"}]))["start"].tolist()
    ['2025-07-01']
    """
    import pandas as pd

    out = {}
    for column in columns():
        values = events[column.name]
        if column.kind == "date":
            values = values.dt.strftime("%Y-%m-%d")
        if column.kind == "list":
            out[column.name] = values.map(_json_text) if lists_as_json else values
        else:
            out[column.name] = values.astype("object").where(values.notna(), None)
    return pd.DataFrame(out, index=events.index)


def _json_text(value: Iterable[Any]) -> str:
    return json.dumps(list(value), ensure_ascii=False)
