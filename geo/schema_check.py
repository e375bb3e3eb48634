"""Is a table a valid events table? What is wrong, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from . import schema, vocab

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# low <= high, wherever both are stated
_ORDERED = (
    ("start", "end"),
    ("border_km_min", "border_km_max"),
    *((f"{count}_low", f"{count}_high") for count in schema.COUNTS),
)
_RANGES = {
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 180.0),
    "confidence": (0.0, 1.0),
    "uncertainty_km": (0.0, 20_000.0),
    "border_km_min": (0.0, 20_000.0),
    "border_km_max": (0.0, 20_000.0),
    "independent_sources": (0.0, float("inf")),
    "killed_best": (0.0, float("inf")),
    **{f"{count}_{end}": (0.0, float("inf")) for count in schema.COUNTS for end in ("low", "high")},
}
_KEYS = {  # what an item of a list column must hold
    "actors": ("id", "role"),
    "claims": ("actor", "status"),
    "evidence": ("report", "field", "start", "end", "text"),
}
_ROLES = ("perpetrator", "side_b", "affiliation")


class Problem(NamedTuple):
    """One cell that breaks a rule.

    ``row`` counts from 0; ``given`` is the value as text.
    """

    row: int
    event_id: str | None
    column: str
    given: str
    rule: str


def check(events: gpd.GeoDataFrame) -> list[Problem]:
    """Find every cell that breaks a rule of the events table.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        A table with the events table's columns; ``geo.schema.typed`` gives any table those.

    Returns
    -------
    list of Problem
        In the order of rows, then of the rules. Empty when all is well.

    Examples
    --------
    >>> check(schema.from_rows([{"event_id": "a", "country": "ML"}]))
    []
    >>> check(schema.from_rows([{"event_id": "a", "status": "maybe"}]))[0].rule
    'is one of realised, background, hypothetical, negated'
    """
    missing = [column.name for column in schema.columns() if column.name not in events]
    if missing:
        return [Problem(0, None, name, "no column", "is a column of the table") for name in missing]
    events = events.reset_index(drop=True)
    ids = schema.to_plain(events[[c.name for c in schema.columns()]])["event_id"].tolist()
    found = [
        Problem(int(row), ids[row], column, _shown(events[column].iloc[row]), rule)
        for broken, column, rule in _rules(events)
        for row in broken.to_numpy().nonzero()[0]
    ]
    return sorted(found, key=lambda problem: problem.row)


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _rules(events: gpd.GeoDataFrame) -> Iterator[tuple[pd.Series, str, str]]:
    """Every rule as a mask of the rows that break it, the column at fault, and its words."""
    ids = events["event_id"]
    yield ids.isna(), "event_id", "is given"
    yield ids.notna() & ids.duplicated(keep=False), "event_id", "is unique"
    for column in schema.columns():
        values = events[column.name]
        if column.allowed:
            wrong = values.notna() & ~values.isin(column.allowed)
            yield wrong, column.name, f"is one of {', '.join(column.allowed)}"
        if column.kind == "list":
            yield ~values.map(lambda value: isinstance(value, list)), column.name, "is a list"
    for low, high in _ORDERED:
        yield (events[low] > events[high]).fillna(value=False).astype(bool), low, f"does not exceed {high}"
    for name, (least, most) in _RANGES.items():
        inside = events[name].between(least, most).fillna(value=True).astype(bool)
        yield events[name].notna() & ~inside, name, f"lies between {least:g} and {most:g}"
    yield from _place_rules(events)
    yield (
        events["group"].notna() & ~events["group"].isin(list(vocab.groups())),
        "group",
        "is an id of data/groups",
    )
    yield from _list_rules(events)


def _place_rules(events: gpd.GeoDataFrame) -> Iterator[tuple[pd.Series, str, str]]:
    lon, lat, points = events["longitude"], events["latitude"], events.geometry
    yield lon.isna() != lat.isna(), "latitude", "is given where longitude is"
    located = points.notna() & ~points.is_empty
    yield (
        located != (lon.notna() & lat.notna()),
        "geometry",
        "is there exactly where latitude and longitude are",
    )
    is_point = located & (points.geom_type == "Point")
    yield located & ~is_point, "geometry", "is a point"
    here = points.where(is_point)
    apart = is_point & (((here.x - lon).abs() > 1e-9) | ((here.y - lat).abs() > 1e-9))
    yield apart, "geometry", "agrees with longitude and latitude"
    unresolved = events["place_precision"] == "unresolved"
    yield unresolved & located, "place_precision", "is not unresolved where a point is given"
    unsaid = located & events["place_precision"].isna()
    yield unsaid, "place_precision", "is given where a point is"
    code = events["country"]
    yield (
        code.notna() & ~code.fillna("ML").str.fullmatch("[A-Z]{2}"),
        "country",
        "is an ISO 3166-1 alpha-2 code",
    )


def _list_rules(events: gpd.GeoDataFrame) -> Iterator[tuple[pd.Series, str, str]]:
    for name, keys in _KEYS.items():
        wrong = _any(events[name], lambda item, keys=keys: not _holds(item, keys))
        yield wrong, name, f"holds objects with {', '.join(keys)}"
    actors, claims, evidence = (
        events[name].where(~_any(events[name], lambda item, keys=keys: not _holds(item, keys)))
        for name, keys in _KEYS.items()
    )
    groups = vocab.groups()
    yield _any(actors, lambda item: item["id"] not in groups), "actors", "have ids of data/groups"
    yield (
        _any(actors, lambda item: item["role"] not in _ROLES),
        "actors",
        f"have a role of {', '.join(_ROLES)}",
    )
    yield _any(claims, lambda item: item["actor"] not in groups), "claims", "have actors of data/groups"
    known = schema.CLAIM_STATUSES
    yield (
        _any(claims, lambda item: item["status"] not in known),
        "claims",
        f"have a status of {', '.join(known)}",
    )
    yield _any(evidence, _bad_span), "evidence", "has spans with start < end, as long as their text"


def _holds(item: object, keys: tuple[str, ...]) -> bool:
    return isinstance(item, dict) and all(key in item for key in keys)


def _bad_span(item: dict[str, Any]) -> bool:
    start, end, text = item["start"], item["end"], item["text"]
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(text, str)):
        return True
    return not 0 <= start < end or end - start != len(text)


def _any(lists: pd.Series, test: Any) -> pd.Series:
    """Which rows hold an item that a test is true of."""
    return lists.map(lambda items: isinstance(items, list) and any(map(test, items))).astype(bool)
