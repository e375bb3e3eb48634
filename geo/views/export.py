"""Events as text that others read: GeoJSON and CSV. Files are made of it in geo.views.files."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from .. import schema, vocab
from ..errors import AtlasError
from . import disclosure, meta

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text.
FORMULA = r"^('*[=+\-@\t\r\n])"
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_RESTRICTED = (
    "restricted events (hostages, victims) that it tells as they are: {n}; keep this file to those who may "
    "see them, or write it with the profile partner or public"
)


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

    A member row belongs to the event that holds all its evidence, and its reports.

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
    reports = set(events["reports"].explode().dropna()) | set(events["report"].dropna())
    told = atlas.members["evidence"].map(lambda items: all(_span(item) in spans for item in items))
    told &= atlas.members["reports"].map(lambda names: bool(names) and reports.issuperset(names))
    mentions = [mention for mention in atlas.mentions if mention.get("report") in reports]
    return schema.Atlas(events, atlas.members[own | told.astype(bool)], mentions)


def _span(item: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(item.get(key) for key in ("report", "field", "start", "end"))


def about(
    atlas: schema.Atlas,
    query: Filter | None = None,
    exported: datetime | None = None,
    shown: disclosure.Disclosed | None = None,
) -> meta.About:
    """Tell what an export of an atlas says about itself.

    Parameters
    ----------
    atlas : geo.schema.Atlas
        What is exported: the query was applied.
    query : geo.store.query.Query or None
    exported : datetime.datetime or None
        When; None leaves it out.
    shown : geo.views.disclosure.Disclosed or None
        What `atlas` was picked from, where a profile withheld something of it; None is internal.

    Returns
    -------
    geo.views.meta.About
    """
    seen = meta.Gathered()
    seen.add(atlas.events)
    seen.add(atlas.members)
    told = replace(seen.about(query.to_params() if query else {}, exported), events=len(atlas.events))
    if shown and shown.profile != disclosure.INTERNAL:
        return replace(told, filter=shown.filter(told.filter), profile=shown.profile, withheld=shown.withheld)
    restricted = int((atlas.events["sensitivity"] == "restricted").sum())
    kept = (_RESTRICTED.format(n=restricted),) if restricted else ()
    return replace(told, warnings=(*told.warnings, *kept))


def to_geojson(atlas: schema.Atlas, query: Filter | None = None, *, exported: datetime | None = None) -> str:
    """Write an atlas as GeoJSON (RFC 7946), the same bytes for the same events and moment.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    query : geo.store.query.Query or None
        What to pick; it is told in ``metadata``.
    exported : datetime.datetime or None
        When, for ``metadata``; None leaves it out.

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
    return geojson(atlas, about(atlas, query, exported))


def geojson(atlas: schema.Atlas, told: meta.About) -> str:
    """Write what was picked as GeoJSON; see ``to_geojson``."""
    head: dict[str, Any] = {"type": "FeatureCollection"}
    points = atlas.events.geometry
    if points.notna().any():
        head["bbox"] = [float(bound) for bound in points.total_bounds]
    head["metadata"] = told.to_dict()
    parts = [f"{json_text(key)}: {json_text(value)}" for key, value in head.items()]
    parts += [
        f"{json_text(key)}: [\n" + ",\n".join(map(json_text, values)) + "\n]"
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
            **({"id": row["event_id"]} if row["event_id"] is not None else {}),
            "geometry": point(x, y) if here else None,
            "time": interval(row["start"], row["end"]),
            "properties": row,
        }
        for row, here, x, y in zip(rows, located, lon, lat, strict=True)
    ]


def point(lon: float, lat: float) -> dict[str, Any]:
    """A GeoJSON point."""
    return {"type": "Point", "coordinates": [lon, lat]}


def interval(start: str | None, end: str | None) -> dict[str, Any] | None:
    """JSON-FG's time of ISO dates, open at an end that is not known.

    Examples
    --------
    >>> interval("2025-07-01", None), interval(None, None)
    ({'interval': ['2025-07-01', '..']}, None)
    """
    return {"interval": [start or "..", end or ".."]} if start or end else None


def json_text(value: Any) -> str:
    """A plain value as JSON, as it stands in our files.

    Raises
    ------
    AtlasError
        When it holds an infinite number.
    """
    try:
        return _JSON.encode(value)
    except ValueError:
        raise AtlasError(
            "the events table", "holds a number that is infinite", "see python -m geo check"
        ) from None


def lines(events: gpd.GeoDataFrame) -> str:
    """Write events as GeoJSON features, one a line, so that a long file is read line by line.

    Member rows and mentioned places stay out: a reader would take each line for an event.

    Parameters
    ----------
    events : geopandas.GeoDataFrame

    Returns
    -------
    str
        Each line ends with LF; no text holds one.

    Examples
    --------
    >>> rows = schema.from_rows([{"event_id": "a"}, {"event_id": "b"}])
    >>> [json.loads(line)["id"] for line in lines(rows).splitlines()]
    ['a', 'b']
    """
    return "".join(json_text(feature) + "\n" for feature in features(events))


def to_csv(atlas: schema.Atlas, query: Filter | None = None, *, hxl: bool = False) -> str:
    """Write the events as CSV: one row an event, lists as JSON text, null as an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; reading the file back
    (geo.sources.table) takes it off. Member rows and mentioned places are only in GeoJSON and GeoPackage.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    query : geo.store.query.Query or None
    hxl : bool
        Put the columns' HXL tags (data/crosswalks/hxl.csv) under the header.

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
    plain = guarded(picked(atlas, query).events)
    # all text in quotes: else a lone carriage return would end a row
    text = str(plain.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC))
    if not hxl:
        return text
    header, _, rest = text.partition("\n")
    tags = {row["column"]: row["tag"] for row in vocab.rows("crosswalks/hxl.csv")}
    return f"{header}\n{','.join(tags[column.name] for column in schema.columns())}\n{rest}"


def guarded(events: gpd.GeoDataFrame) -> pd.DataFrame:
    """Plain values for a spreadsheet: lists as JSON text, an apostrophe before what looks like a formula."""
    plain = schema.to_plain(events, lists_as_json=True)
    for column in schema.columns():
        if column.kind == "str":
            text = plain[column.name]
            safe = text.astype("str").str.replace(FORMULA, r"'\1", regex=True).astype("object")
            plain[column.name] = safe.where(text.notna(), None)
    return plain
