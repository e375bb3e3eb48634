"""The columns that the map gets hold what the table holds."""

from __future__ import annotations

import base64
import gzip
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.store.query import Query
from geo.views import style, timelayer

DAY0 = date(2016, 12, 1)
GROUPS = ("JNIM", "FLM", "ISSP", "FAMa", None)
days = st.none() | st.integers(0, 200)
events = st.builds(
    lambda start, length, group, place, precision, status, kind, killed: {
        "start": None if start is None else DAY0 + timedelta(days=start),
        "end": None if start is None else DAY0 + timedelta(days=start + length),
        "group": group,
        "longitude": place and place[0],
        "latitude": place and place[1],
        "place_name": place and "Kayes",
        "place_precision": precision if place else "unresolved",
        "uncertainty_km": place and 5.0,
        "status": status,
        "event_type": kind,
        "killed_low": killed,
    },
    days,
    st.sampled_from([0, 0, 0, 3, 30, 150]),
    st.sampled_from(GROUPS),
    st.none() | st.sampled_from([(-11.434, 14.447), (-12.199, 14.455), (-8.0, 12.64)]),
    st.sampled_from(["exact", "near", "admin1"]),
    st.sampled_from(["realised", "realised", "background", "negated", "hypothetical"]),
    st.sampled_from(["Battles", "Protests", None]),
    st.sampled_from([None, 0, 3, 400]),
)
tables = st.lists(events, max_size=30).map(
    lambda rows: schema.from_rows([{"event_id": f"e{i}", **row} for i, row in enumerate(rows)])
)


@given(tables, st.integers(0, 350), st.integers(0, 350))
def test_a_window_holds_what_the_query_picks(table, one, other):
    a, b = sorted((one, other))
    last = DAY0 + timedelta(days=400)
    made = timelayer.columns(table, days=(DAY0, last))
    start = made.events["start"].astype(int)
    end = start + made.events["length"]
    inside = [made.ids[i] for i in range(made.head["dated"]) if start[i] <= b and end[i] >= a]
    window = Query(
        since=DAY0 + timedelta(days=a), until=DAY0 + timedelta(days=b), status=schema.MAPPED_STATUSES
    )
    assert sorted(inside) == sorted(window.apply(table)["event_id"])
    assert (np.diff(start[: made.head["dated"]]) >= 0).all()
    assert made.head["dated"] == int(
        table["start"].notna()[table["status"].isin(schema.MAPPED_STATUSES)].sum()
    )


@given(tables)
def test_every_event_lies_at_its_spot_and_keeps_its_words(table):
    made = timelayer.columns(table)
    by_id = table.set_index("event_id")
    spots, places = made.spots, made.places
    for i, name in enumerate(made.ids):
        event, spot = by_id.loc[name], made.events["spot"][i]
        assert table.iloc[made.events["row"][i]]["event_id"] == name
        group, on = (None if event.isna()[key] else event[key] for key in ("group", "start"))
        assert spots["family"][spot] == style.family_of(group, on and on.date())
        kind = event["event_type"]
        assert made.head["kinds"][spots["kind"][spot]] == (kind if isinstance(kind, str) else "")
        killed = None if event.isna()["killed_low"] else int(event["killed_low"])
        assert made.events["killed"][i] == (0 if killed is None else killed + 1)
        place = spots["place"][spot]
        assert (
            (place == len(made.names)) == bool(np.isnan(event["longitude"])) == (spot >= made.head["located"])
        )
        if place == len(made.names):
            continue
        assert places["lon"][place] == np.float32(event["longitude"])
        assert places["lat"][place] == np.float32(event["latitude"])
        assert made.head["precisions"][places["precision"][place]] == event["place_precision"]
        assert made.names[place] == event["place_name"]
    assert (np.diff(spots["place"].astype("int64")) >= 0).all()
    assert len(made.names) == len(places["lon"]) == len(set(spots["place"][: made.head["located"]]))


@given(tables, st.integers(0, 2**30 - 1))
def test_a_filter_is_one_bit_an_event(table, chosen):
    made = timelayer.columns(table)
    keep = np.array([bool(chosen >> i & 1) for i in range(len(table))], dtype=bool)
    bits = made.bits(keep)
    assert len(bits) == (made.head["n"] + 7) // 8
    kept = {name for i, name in enumerate(made.ids) if bits[i >> 3] >> (i & 7) & 1}
    assert kept == set(table["event_id"][keep]) & set(made.ids)


def test_a_hundred_thousand_events_are_fewer_than_fifteen_bytes_each():
    chance = np.random.default_rng(3)
    at = chance.integers(0, 22_000, 100_000)
    start = np.datetime64("2012-01-01") + chance.integers(0, 5000, 100_000)
    table = schema.typed(
        pd.DataFrame(
            {
                "event_id": np.arange(100_000).astype(str),
                "start": start,
                "end": start + chance.choice([0, 0, 0, 30], 100_000),
                "status": "realised",
                "group": chance.choice(["JNIM", "ISSP", "FAMa"], 100_000),
                "event_type": chance.choice(["Battles", "Riots"], 100_000),
                "longitude": chance.uniform(-12, 15, 22_000)[at],
                "latitude": chance.uniform(9, 20, 22_000)[at],
                "place_precision": "exact",
            }
        )
    )
    _, sent = timelayer.columns(table).to_arrow()
    assert _bytes(sent) < 15 * 100_000


def _bytes(sent):
    """Without names: those are text."""
    return sum(
        each.drop_columns([c for c in each.column_names if c == "name"]).nbytes for each in sent.values()
    )


def test_an_event_with_a_place_of_its_own_takes_fewer_than_fifteen_bytes_too():
    chance, n = np.random.default_rng(3), 100_000
    start = np.datetime64("2012-01-01") + chance.integers(0, 5000, n)
    table = schema.typed(
        pd.DataFrame(
            {
                "event_id": np.arange(n).astype(str),
                "start": start,
                "end": start + chance.choice([0, 0, 0, 30], n),
                "status": "realised",
                "group": chance.choice(["JNIM", "ISSP", "FAMa"], n),
                "event_type": chance.choice(["Battles", "Riots"], n),
                "killed_low": pd.array(chance.integers(0, 40, n)),
                "country": chance.choice(["ML", "BF", "NE"], n),
                "longitude": chance.uniform(-12, 15, n),
                "latitude": chance.uniform(9, 20, n),
                "place_precision": chance.choice(["exact", "near"], n),
                "uncertainty_km": chance.choice([2.0, 5.0, None], n).astype("float64"),
            }
        )
    )
    _, sent = timelayer.columns(table).to_arrow()
    assert _bytes(sent) < 15 * n


@given(tables)
def test_the_blob_and_the_arrow_tables_hold_what_is_compact(table):
    made = timelayer.columns(table)
    plain_head, tables_ = made.compact()
    head, blob = made.to_blob()
    raw = gzip.decompress(base64.b64decode(blob))
    arrow_head, arrow = made.to_arrow()
    assert arrow_head == plain_head == {name: head[name] for name in plain_head}
    for name, columns in tables_.items():
        for column, kind, offset, count in head["layout"][name]:
            assert offset % 4 == 0
            read = np.frombuffer(raw, np.dtype(f"<{kind}"), count, offset)
            np.testing.assert_array_equal(read, columns[column])
            if not column.startswith("row"):
                np.testing.assert_array_equal(arrow[name].column(column).to_numpy(), columns[column])
    assert arrow["places"].column("name").to_pylist() == made.names


def test_the_same_events_have_the_same_hash_and_others_another():
    rows = [{"event_id": "a", "start": "2025-07-01", "end": "2025-07-01", "status": "realised"}]
    one, same = (timelayer.columns(schema.from_rows(rows)) for _ in range(2))
    other = timelayer.columns(schema.from_rows([{**rows[0], "event_id": "b"}]))
    assert one.head == same.head
    assert one.to_blob() == same.to_blob()
    assert one.head["id"] != other.head["id"]


def test_no_events_are_columns_too():
    made = timelayer.columns(schema.empty())
    assert made.head["n"] == 0
    assert made.head["ndays"] == 1
    assert made.to_arrow()[1]["events"].num_rows == 0


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-07-03", "2025-12-05", ("2025-07-01", "2025-12-31")),
        ("2024-02-10", "2024-02-11", ("2024-02-01", "2024-02-29")),
    ],
)
def test_the_slider_spans_whole_months(first, last, expected):
    table = schema.from_rows([{"start": first, "end": first}, {"start": last, "end": last}])
    assert tuple(day.isoformat() for day in timelayer.span(table)) == expected


def test_a_far_interval_ends_where_it_ends():
    rows = [{"event_id": "a", "start": "2020-01-01", "end": "2029-12-31", "status": "realised"}]
    made = timelayer.columns(schema.from_rows(rows))
    assert made.events["length"].tolist() == [(date(2029, 12, 31) - date(2020, 1, 1)).days]


def test_an_event_is_known_by_its_index():
    rows = [
        {"event_id": each, "start": each, "end": each, "status": "realised"}
        for each in ("2025-01-02", "2025-01-01")
    ]
    made = timelayer.columns(schema.from_rows(rows))
    assert [made.index(each) for each in ("2025-01-01", "2025-01-02", "other", None)] == [0, 1, -1, -1]


def test_an_area_is_the_country_or_region_that_is_told_and_a_point_is_none():
    here = {"longitude": -8.0, "latitude": 17.0, "country": "EH"}
    rows = [
        {**here, "place_precision": "country"},
        {**here, "place_precision": "exact"},
        {**here, "place_precision": "country", "country": None, "longitude": 1.0},
        {**here, "place_precision": "admin1", "country": "ML", "admin1": "Gao"},
        {**here, "place_precision": "admin1", "country": "ML", "admin1": "Nowhere", "latitude": 1.0},
        {"place_precision": "country", "country": "ML"},
    ]
    table = schema.from_rows(
        [{"event_id": f"e{i}", "status": "realised", **row} for i, row in enumerate(rows)]
    )
    made = timelayer.columns(table)
    places = {row: made.spots["place"][made.events["spot"]][made.events["row"] == row][0] for row in (0, 3)}
    assert sorted(made.head["areas"]) == sorted([[places[0], "EH", ""], [places[3], "ML", "Gao"]])
