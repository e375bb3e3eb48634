"""Intervals of days keep their laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import Interval

DAYS = st.dates(date(1960, 1, 1), date(2060, 1, 1))
INTERVALS = st.tuples(DAYS, st.integers(0, 500)).map(
    lambda pair: Interval(pair[0], pair[0] + timedelta(days=pair[1]), "range")
)


@given(DAYS)
def test_a_day_lies_in_its_month_and_its_year(day: date) -> None:
    month, year = Interval.month(day.year, day.month), Interval.year(day.year)
    assert month.contains(day)
    assert year.contains(month.start)
    assert year.contains(month.end)
    assert Interval.day(day).days == 1
    assert 28 <= month.days <= 31
    assert year.days in (365, 366)
    assert not month.contains(month.end + timedelta(days=1))


@given(INTERVALS, INTERVALS, st.integers(0, 40))
def test_overlap_is_sharing_a_day_give_or_take(one: Interval, other: Interval, slack: int) -> None:
    gap = max((other.start - one.end).days, (one.start - other.end).days)
    assert one.overlaps(other, slack) is (gap <= slack)
    assert one.overlaps(other, slack) is other.overlaps(one, slack)


@given(INTERVALS, DAYS)
def test_containing_is_overlapping_with_the_day(interval: Interval, day: date) -> None:
    assert interval.contains(day) is interval.overlaps(Interval.day(day))


def test_the_29th_of_february() -> None:
    assert Interval.month(2024, 2).days == 29
    assert Interval.month(2025, 2).days == 28


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="starts 2025-07-02 after its end 2025-07-01"):
        Interval(date(2025, 7, 2), date(2025, 7, 1))


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="decade"):
        Interval(date(2020, 1, 1), date(2029, 12, 31), "decade")
