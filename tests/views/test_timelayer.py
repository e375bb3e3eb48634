"""The columns that the map gets hold what the table holds."""

from __future__ import annotations

import base64
import gzip
from datetime import date, timedelta

import numpy as np
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
    lambda start, length, group, place, precision, status: {
        "start": None if start is None else DAY0 + timedelta(days=start),
        "end": None if start is None else DAY0 + timedelta(days=start + length),
        "group": group,
        "longitude": place and place[0],
        "latitude": place and place[1],
        "place_name": place and "Kayes",
        "place_precision": precision if place else "unresolved",
        "uncertainty_km": place and 5.0,
        "status": status,
    },
    days,
    st.sampled_from([0, 0, 0, 3, 30, 150]),
    st.sampled_from(GROUPS),
    st.none() | st.sampled_from([(-11.434, 14.447), (-12.199, 14.455), (-8.0, 12.64)]),
    st.sampled_from(["exact", "near", "admin1"]),
    st.sampled_from(["realised", "realised", "background", "negated", "hypothetical"]),
)
tables = st.lists(events, max_size=30).map(
    lambda rows: schema.from_rows([{"event_id": f"e{i}", **row} for i, row in enumerate(rows)])
)


@given(tables, st.integers(0, 350), st.integers(0, 350))
def test_a_window_holds_what_the_query_picks(table, one, other):
    a, b = sorted((one, other))
    last = DAY0 + timedelta(days=400)
    made = timelayer.columns(table, days=(DAY0, last))
    start, end = made.events["start"], made.events["end"]
    inside = [made.ids[i] for i in range(made.head["dated"]) if start[i] <= b and end[i] >= a]
    window = Query(
        since=DAY0 + timedelta(days=a), until=DAY0 + timedelta(days=b), status=schema.MAPPED_STATUSES
    )
    assert sorted(inside) == sorted(window.apply(table)["event_id"])
    assert (np.diff(start.astype("int64")) >= 0).all()
    assert made.head["dated"] == int(
        table["start"].notna()[table["status"].isin(schema.MAPPED_STATUSES)].sum()
    )


@given(tables)
def test_every_event_lies_at_its_spot_and_keeps_its_words(table):
    made = timelayer.columns(table)
    by_id = table.set_index("event_id")
    for i, name in enumerate(made.ids):
        event, spot = by_id.loc[name], made.events["spot"][i]
        assert table.iloc[made.events["row"][i]]["event_id"] == name
        group = made.head["groups"][made.events["group"][i]]
        assert (group or None) == (event["group"] if isinstance(event["group"], str) else None)
        on = None if event["start"] is None or event.isna()["start"] else event["start"].date()
        assert made.events["family"][i] == style.family_of(group, on)
        if np.isnan(event["longitude"]):
            assert spot == timelayer.NOWHERE
            continue
        assert made.spots["lon"][spot] == np.float32(event["longitude"])
        assert made.spots["lat"][spot] == np.float32(event["latitude"])
        assert made.spots["family"][spot] == made.events["family"][i]
        assert made.head["precisions"][made.spots["precision"][spot]] == event["place_precision"]
        assert made.names[made.spots["place"][spot]] == event["place_name"]
    places = made.spots["place"].astype("int64")
    assert (np.diff(places) >= 0).all()
    assert len(made.names) == (places.max() + 1 if len(places) else 0)


@given(tables)
def test_the_blob_and_the_arrow_tables_give_the_columns_back(table):
    made = timelayer.columns(table)
    head, blob = made.to_blob()
    raw = gzip.decompress(base64.b64decode(blob))
    for name, columns in (("events", made.events), ("spots", made.spots)):
        for column, kind, offset, count in head[name]:
            assert offset % 4 == 0
            read = np.frombuffer(raw, np.dtype(f"<{kind}"), count, offset)
            np.testing.assert_array_equal(read, columns[column])
    arrow, spots = made.to_arrow()
    assert arrow.column("id").to_pylist() == made.ids
    np.testing.assert_array_equal(spots.column("lon").to_numpy(), made.spots["lon"])


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
    assert made.to_arrow()[0].num_rows == 0


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
    assert made.events["end"].tolist() == [(date(2029, 12, 31) - date(2020, 1, 1)).days]
