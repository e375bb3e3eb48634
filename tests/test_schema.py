"""The events table: types, nulls, the way to plain values and back, and the check of its rules."""

from __future__ import annotations

import pandas as pd
import pytest
from shapely import LineString, Point

from geo import schema, schema_check

GOOD = {
    "event_id": "a",
    "start": "2025-07-01",
    "end": "2025-07-01",
    "date_precision": "day",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "status": "realised",
    "actors": [{"id": "JNIM", "name": "JNIM", "role": "perpetrator"}],
    "group": "JNIM",
    "country": "ML",
    "longitude": -11.44,
    "latitude": 14.45,
    "place_precision": "exact",
    "uncertainty_km": 5.0,
    "border_km_min": 50.0,
    "border_km_max": 60.0,
    "killed_low": 0,
    "killed_high": 3,
    "claims": [{"actor": "JNIM", "status": "claimed", "by": None, "report": "r"}],
    "attribution": "claimed",
    "verification": "unverified",
    "reports": ["r"],
    "independent_sources": 1,
    "evidence": [{"report": "r", "field": "place_name", "start": 4, "end": 9, "text": "Kayes"}],
    "sensitivity": "public",
    "confidence": 0.5,
}


def test_what_is_missing_is_null_and_not_zero() -> None:
    row = schema.from_rows([{"event_id": "a", "place_name": ""}]).iloc[0]
    for column in schema.columns():
        if column.name == "event_id":
            continue
        if column.kind == "list":
            assert row[column.name] == []
        else:
            assert pd.isna(row[column.name]), column.name
    assert row.geometry is None


def test_types_are_the_same_with_and_without_rows() -> None:
    assert schema.empty().dtypes.tolist() == schema.from_rows([GOOD]).dtypes.tolist()


def test_plain_values_come_back_as_the_same_table() -> None:
    events = schema.from_rows([GOOD, {"event_id": "b", "killed_low": 200}])
    for lists_as_json in (False, True):
        plain = schema.to_plain(events, lists_as_json=lists_as_json)
        pd.testing.assert_frame_equal(schema.from_rows(plain.to_dict("records")), events)
    assert schema.to_plain(events)["killed_low"].tolist() == [0, 200]
    assert schema.to_plain(events)["killed_high"].tolist() == [3, None]


def test_other_columns_are_dropped_and_order_is_kept() -> None:
    table = schema.typed(pd.DataFrame({"colour": ["red"], "end": ["2025-07-01"], "event_id": ["a"]}))
    assert list(table.columns) == [*(column.name for column in schema.columns()), "geometry"]


def test_a_point_needs_both_coordinates() -> None:
    events = schema.from_rows([{"longitude": -11.0}, {"latitude": 14.0}, {"longitude": 0.0, "latitude": 0.0}])
    assert events.geometry.isna().tolist() == [True, True, False]


@pytest.mark.parametrize("value", ["many", 0.5, [3]])
def test_a_count_that_is_none_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        schema.from_rows([{"killed_low": value}])


def test_a_good_table_has_no_problem() -> None:
    assert schema_check.check(schema.from_rows([GOOD, {"event_id": "b"}])) == []
    assert schema_check.check(schema.empty()) == []


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"event_id": None}, "event_id", "is given"),
        ({"status": "maybe"}, "status", "is one of realised"),
        ({"event_type": "War"}, "event_type", "is one of Battles"),
        ({"end": "2025-06-30"}, "start", "does not exceed end"),
        ({"killed_low": 5}, "killed_low", "does not exceed killed_high"),
        ({"border_km_min": 70.0}, "border_km_min", "does not exceed border_km_max"),
        ({"killed_low": -1}, "killed_low", "lies between 0"),
        ({"latitude": 94.0}, "latitude", "lies between -90 and 90"),
        ({"confidence": 1.2}, "confidence", "lies between 0 and 1"),
        ({"latitude": None}, "latitude", "is given where longitude is"),
        ({"place_precision": "unresolved"}, "place_precision", "is not unresolved"),
        ({"place_precision": None}, "place_precision", "is given where a point is"),
        ({"country": "Mali"}, "country", "alpha-2"),
        ({"group": "JNMI"}, "group", "data/groups"),
        ({"actors": ["JNIM"]}, "actors", "holds objects"),
        ({"actors": [{"id": "Nobody", "role": "perpetrator"}]}, "actors", "data/groups"),
        ({"actors": [{"id": "JNIM", "role": "driver"}]}, "actors", "have a role"),
        ({"claims": [{"actor": "JNIM", "status": "sung"}]}, "claims", "have a status"),
        ({"claims": [{"actor": "JNIM"}]}, "claims", "holds objects"),
        ({"evidence": [{**GOOD["evidence"][0], "end": 8}]}, "evidence", "as long as their text"),
        ({"evidence": [{**GOOD["evidence"][0], "start": "4"}]}, "evidence", "as long as their text"),
    ],
)
def test_each_rule_names_row_column_and_value(changes: dict[str, object], column: str, rule: str) -> None:
    problems = schema_check.check(schema.from_rows([{"event_id": "good"}, GOOD | changes]))
    assert [(problem.row, problem.column) for problem in problems] == [(1, column)]
    assert rule in problems[0].rule


def test_two_rows_of_one_id_are_both_told() -> None:
    problems = schema_check.check(schema.from_rows([GOOD, GOOD, {"event_id": "b"}]))
    assert [(problem.row, problem.rule) for problem in problems] == [(0, "is unique"), (1, "is unique")]


@pytest.mark.parametrize(
    ("shape", "rule"),
    [
        (Point(-11.44, 14.46), "agrees with longitude"),
        (LineString([(0, 0), (1, 1)]), "is a point"),
        (None, "is there exactly where"),
    ],
)
def test_geometry_agrees_with_the_columns(shape: object, rule: str) -> None:
    events = schema.from_rows([GOOD])
    events["geometry"] = events.geometry.from_wkb([shape.wkb if shape else None], crs=schema.CRS)
    (problem,) = schema_check.check(events)
    assert problem.column == "geometry"
    assert rule in problem.rule


def test_a_missing_column_is_told() -> None:
    problems = schema_check.check(schema.from_rows([GOOD]).drop(columns="status"))
    assert [problem.column for problem in problems] == ["status"]
