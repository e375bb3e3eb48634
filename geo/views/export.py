"""Events as text that others read: GeoJSON and CSV. Files are made of it in geo.views.files."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from .. import schema
from ..errors import AtlasError

if TYPE_CHECKING:
    import geopandas as gpd

GENERATOR = "Conflict Atlas"
# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text.
FORMULA = r"^('*[=+\-@\t\r\n])"


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
                text.astype("str").str.replace(FORMULA, r"'\1", regex=True).where(text.notna())
            )
    # all text in quotes: else a lone carriage return would end a row
    return str(plain.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC))
