"""The counts beside the map, against loops over single events and against the windows of a Query."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.store.query import Query
from geo.views import facts as fact
from geo.views import style, tally

DAY0 = date(2023, 12, 20)
GROUPS = ("JNIM", "ISSP", "FAMa", None)
TYPES = ("Battles", "Violence against civilians", None)
PLACES = (("ML", "Kayes", "id-1", "Kayes"), ("ML", "Kayes", "id-1", "Kaye"), ("ML", None, None, "Kayes"))
PLACES += (("BF", None, None, "Kayes"), (None, None, None, None))
COUNTS = st.none() | st.integers(0, 50)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some events: of a day, of several, without a date; with and without deaths."""
    out = []
    for index in range(draw(st.integers(0, 12))):
        start = draw(st.none() | st.integers(0, 40))
        length = draw(st.sampled_from([0, 0, 0, 1, 6, 30]))
        country, admin1, place_id, name = draw(st.sampled_from(PLACES))
        low, high = sorted([draw(COUNTS) or 0, draw(COUNTS) or 0])
        row = {
            "event_id": str(index),
            "start": None if start is None else (DAY0 + timedelta(start)).isoformat(),
            "end": None if start is None else (DAY0 + timedelta(start + length)).isoformat(),
            "group": draw(st.sampled_from(GROUPS)),
            "event_type": draw(st.sampled_from(TYPES)),
            "country": country,
            "admin1": admin1,
            "place_id": place_id,
            "place_name": name,
            "place_precision": draw(st.sampled_from(["exact", "country"])) if name else "unresolved",
            "killed_low": draw(st.sampled_from([None, low])),
            "killed_high": draw(st.sampled_from([None, high])),
        }
        out.append(row)
    return out


def days(row: dict[str, Any]) -> tuple[date, date] | None:
    return (date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) if row["start"] else None


def slow_toll(held: list[dict[str, Any]]) -> tally.Toll:
    lows = [row["killed_low"] for row in held if row["killed_low"] is not None]
    highs = [row["killed_high"] for row in held if row["killed_high"] is not None]
    stated = [row for row in held if row["killed_low"] is not None or row["killed_high"] is not None]
    open_end = any(row["killed_high"] is None for row in stated) or not stated
    return tally.Toll(len(held), sum(lows) if lows else None, None if open_end else sum(highs), len(stated))


@given(rows(), st.sampled_from(tally.UNITS), st.sampled_from(["family", "kind"]))
def test_a_period_shows_what_a_window_of_its_days_shows(
    held: list[dict[str, Any]], unit: str, by: str
) -> None:
    table = schema.from_rows(held)
    made = tally.timeline(fact.facts(table), unit, by)
    dated = [row for row in held if days(row)]
    assert bool(made.starts) == bool(dated)
    for index, first in enumerate(made.starts):
        since, until = tally.period(first, unit)
        assert first == since
        assert index == 0 or made.starts[index - 1] < first == tally.period(made.starts[index - 1], unit)[
            1
        ] + timedelta(1)
        seen = Query(since=since, until=until).mask(table)
        assert made.certain[index].sum() + made.possible[index].sum() == seen.sum()
        sure = [row for row in dated if days(row)[0] >= since and days(row)[1] <= until]
        assert made.certain[index].sum() == len(sure)
        assert made.low[index] == (slow_toll(sure).low or 0)
        series = (
            Counter(style.family_of(row["group"], days(row)[0]) for row in sure)
            if by == "family"
            else Counter([kind.key for kind in style.KINDS].index(row["event_type"] or "") for row in sure)
        )
        assert {i: n for i, n in enumerate(made.certain[index].tolist()) if n} == dict(series)
    if dated:
        assert made.starts[0] <= min(days(row)[0] for row in dated)
        assert tally.period(made.starts[-1], unit)[1] >= max(days(row)[1] for row in dated)


KEYS = {
    "group": lambda row: row["group"],
    "event_type": lambda row: row["event_type"],
    "region": lambda row: (row["country"], row["admin1"]),
}


@given(rows(), st.sampled_from(sorted(KEYS)), st.integers(0, 4095))
def test_a_breakdown_counts_each_event_once(held: list[dict[str, Any]], by: str, bits: int) -> None:
    keep = np.array([bool(bits >> index & 1) for index in range(len(held))], dtype=bool)
    told = fact.picked(fact.facts(schema.from_rows(held)), keep)
    kept = [row for row, stays in zip(held, keep, strict=True) if stays]
    lines = tally.breakdown(told, by)
    expected = {key: slow_toll([row for row in kept if KEYS[by](row) == key]) for key in map(KEYS[by], kept)}
    assert {line.key: line.toll for line in lines} == expected
    assert [line.toll.events for line in lines] == sorted((t.events for t in expected.values()), reverse=True)
    assert tally.added(line.toll for line in lines) == tally.toll(told) == slow_toll(kept)


def touches(row: dict[str, Any], window: tuple[date, date]) -> bool:
    held = days(row)
    return held is not None and held[0] <= window[1] and held[1] >= window[0]


def inside(row: dict[str, Any], window: tuple[date, date]) -> bool:
    held = days(row)
    return held is not None and held[0] >= window[0] and held[1] <= window[1]


def place_of(row: dict[str, Any]) -> tuple[Any, ...] | None:
    if row["place_precision"] != "exact":
        return None
    return (row["country"], row["admin1"] and row["place_id"], None if row["place_id"] else row["place_name"])


@given(rows(), st.integers(0, 45), st.sampled_from(sorted(tally.SPANS.values())))
def test_a_change_is_two_periods_side_by_side(held: list[dict[str, Any]], last: int, long: int) -> None:
    until = DAY0 + timedelta(last)
    made = tally.change(fact.facts(schema.from_rows(held)), until, long)
    assert (made.now[1] - made.now[0]).days == (made.before[1] - made.before[0]).days == long - 1
    assert made.before[1] + timedelta(1) == made.now[0]
    for index, window in enumerate((made.now, made.before)):
        sure = [row for row in held if inside(row, window)]
        assert made.tolls[index] == slow_toll(sure)
        assert made.possible[index] == sum(touches(row, window) for row in held) - len(sure)
        of_group = Counter(row["group"] for row in sure)
        assert {each[0]: each[1 + index] for each in made.groups if each[1 + index]} == dict(of_group)
    for new, key in ((made.new_groups, lambda row: row["group"]), (made.new_places, place_of)):
        first: dict[Any, date] = {}
        for row in held:
            if days(row) and key(row) is not None:
                first[key(row)] = min(first.get(key(row), date.max), days(row)[0])
        fresh = [each for each, when in first.items() if made.now[0] <= when <= made.now[1]]
        assert len(new) == len(fresh)
    firsts = [days(row)[0] for row in held if days(row)]
    assert made.known_since == (min(firsts) if firsts else None)


def test_new_places_and_groups_are_named() -> None:
    old = {"start": "2025-01-01", "end": "2025-01-01", "place_precision": "exact", "country": "ML"}
    new = old | {"start": "2025-07-01", "end": "2025-07-01"}
    events = [
        old | {"group": "JNIM", "place_name": "Kayes"},
        new | {"group": "JNIM", "place_name": "Kayes"},
        new | {"group": "ISSP", "place_name": "Diboli", "place_id": "x"},
        new | {"group": "ISSP", "place_name": "Dibbouli", "place_id": "x"},
        new | {"group": "ISSP", "place_name": "Mali", "place_precision": "country"},
    ]
    made = tally.change(fact.facts(schema.from_rows(events)), date(2025, 7, 1), 7)
    assert made.new_groups == ["ISSP"]
    assert made.new_places == [("Diboli", 2)]


@given(rows(), st.integers(0, 40), st.integers(0, 20))
def test_a_window_is_the_querys(held: list[dict[str, Any]], first: int, long: int) -> None:
    table = schema.from_rows(held)
    for since in (None, DAY0 + timedelta(first)):
        for until in (None, DAY0 + timedelta(first + long)):
            seen = Query(since=since, until=until).mask(table)
            assert len(fact.within(fact.facts(table), since, until).start) == seen.sum()


def test_a_long_chart_takes_long_periods() -> None:
    def of(last: str) -> str:
        ends = [{"start": day, "end": day} for day in ("2020-01-01", last)]
        return tally.unit_for(fact.facts(schema.from_rows(ends)))

    assert [of("2020-02-01"), of("2024-01-01"), of("2099-01-01")] == ["week", "month", "year"]
    assert tally.unit_for(fact.facts(schema.empty())) == "week"
    assert fact.last_day(fact.facts(schema.empty())) is None
