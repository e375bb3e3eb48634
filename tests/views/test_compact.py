"""What is sent to the map is what the columns hold, undone the slow way."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.views import compact, timelayer

DAY0 = date(2016, 12, 1)
events = st.builds(
    lambda start, length, group, kind, place, precision, km, killed: {
        "start": None if start is None else DAY0 + timedelta(days=start),
        "end": None if start is None else DAY0 + timedelta(days=start + length),
        "group": group,
        "event_type": kind,
        "longitude": place and place[0],
        "latitude": place and place[1],
        "place_precision": precision if place else "unresolved",
        "uncertainty_km": km if place else None,
        "status": "realised",
        "killed_low": killed,
    },
    st.none() | st.integers(-400, 400),
    st.sampled_from([0, 3, 70_000]),
    st.sampled_from(["JNIM", "ISSP", None]),
    st.sampled_from(["Battles", None]),
    st.none()
    | st.tuples(
        st.floats(-180, 180, allow_subnormal=False, width=32),
        st.floats(-85, 85, allow_subnormal=False, width=32),
    ),
    st.sampled_from(["exact", "near", "country"]),
    st.sampled_from([None, 0.5, 5.0]),
    st.sampled_from([None, 0, 80_000, 20_000_000]),
)


def expanded(head, tables):
    """``assets/compact.js`` over again, one value at a time."""
    sent = tables["events"]
    whole = {
        name: [
            int(low) + 65536 * int(high)
            for low, high in zip(values, sent.get(name + compact.HIGH, np.zeros(len(values))), strict=True)
        ]
        for name, values in sent.items()
        if not name.endswith(compact.HIGH)
    }
    start = [head["first"] + day for day, n in enumerate(tables["days"]["count"]) for _ in range(n)]
    whole["start"] = start + [0] * (head["n"] - len(start))
    spots, at = [], 0
    for code, region in zip(*tables["spots"].values(), strict=True):
        rest, kind = divmod(int(code), len(head["kinds"]))
        step, family = divmod(rest, len(head["families"]))
        at += step
        spots.append((at, family, kind, int(region)))
    return whole, spots


@given(st.lists(events, max_size=25))
def test_the_columns_come_back(rows):
    table = schema.from_rows([{"event_id": f"e{i}", **row} for i, row in enumerate(rows)])
    made = timelayer.columns(table, days=(DAY0, DAY0 + timedelta(days=300)))
    head, tables = made.compact()
    whole, spots = expanded(head, tables)
    assert whole == {name: values.tolist() for name, values in made.events.items()}
    assert spots == list(
        zip(*(made.spots[k].tolist() for k in ("place", "family", "kind", "region")), strict=True)
    )
    sort = tables["places"]["sort"]
    np.testing.assert_array_equal(tables["sorts"]["km"][sort], made.places["km"])
    np.testing.assert_array_equal(tables["sorts"]["precision"][sort], made.places["precision"])
    for side, name in enumerate(("lon", "lat")):
        steps = tables["places"][name].astype("int64")
        steps += 65536 * tables["places"].get(name + compact.HIGH, np.zeros(len(steps), "u1")).astype("int64")
        back = head["corner"][side] + steps * head["grain"][side]
        assert np.abs(back - made.places[name]).max(initial=0) <= 360 / 2**24 / 2 + 1e-9


@pytest.mark.parametrize("lon", [-12.19999, -8.00123, 15.3])
def test_coordinates_of_five_decimals_stay_as_they_are(lon):
    rows = [
        {
            "event_id": str(at),
            "longitude": at,
            "latitude": 14.45512,
            "place_precision": "exact",
            "status": "realised",
        }
        for at in (lon, -12.5, 20.0)
    ]
    head, tables = timelayer.columns(schema.from_rows(rows)).compact()
    steps = tables["places"]["lon"].astype("int64") + 65536 * tables["places"]["lon_high"].astype("int64")
    assert any(abs(head["corner"][0] + step * head["grain"][0] - lon) < 1e-9 for step in steps)
