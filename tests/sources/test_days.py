"""Dates in the forms that tables use; none is guessed that can be read two ways."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import Interval
from geo.sources import days

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
ENGLISH = "January February March April May June July August September October November December".split()
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@given(DAYS)
def test_every_way_of_writing_a_day_gives_the_day(day: date) -> None:
    english, french = ENGLISH[day.month - 1], FRENCH[day.month - 1]
    written = (
        day.isoformat(),
        f"{day.isoformat()}T23:30:00Z",
        f"{day.isoformat()} 00:00:00.000",
        day.strftime("%Y%m%d"),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}-{english}-{day.year % 100:02}",
        f"{day.day}-{english[:3]}-{day.year % 100:02}",
        f"{english} {day.day}, {day.year}",
        f"{day.day} {french} {day.year}",
        f"Le {day.day} {french} {day.year}"[3:],
        f"lundi {day.day} {french} {day.year}",
    )
    assert {days.read(text) for text in written} == {Interval.day(day)}
    assert days.read(f"{day.day}/{day.month}/{day.year}", days.DAY_FIRST) == Interval.day(day)
    assert days.read(f"{day.month:02}/{day.day:02}/{day.year % 100:02}", days.MONTH_FIRST) == Interval.day(
        day
    )


@given(st.lists(DAYS, min_size=1))
def test_the_order_of_a_column_is_never_the_wrong_one(told: list[date]) -> None:
    as_day_first = [f"{day.day:02}/{day.month:02}/{day.year}" for day in told]
    certain = any(day.day > 12 for day in told)
    assert days.order(as_day_first) == (days.DAY_FIRST if certain else days.UNDECIDED)
    as_month_first = [f"{day.month}-{day.day}-{day.year}" for day in told]
    assert days.order(as_month_first) == (days.MONTH_FIRST if certain else days.UNDECIDED)
    for day, text in zip(told, as_day_first, strict=True):
        assert days.read(text) in (None, Interval.day(day))


def test_a_column_of_both_orders_is_mixed() -> None:
    assert days.order(["25/04/2025", "04/25/2025"]) == days.MIXED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("16-Feb-21", Interval.day(date(2021, 2, 16))),
        ("12-September-22", Interval.day(date(2022, 9, 12))),
        ("3 févr. 2021", Interval.day(date(2021, 2, 3))),
        ("1er août 2021", Interval.day(date(2021, 8, 1))),
        ("44243", Interval.day(date(2021, 2, 16))),
        ("2021-02", Interval.month(2021, 2)),
        ("Feb-21", Interval.month(2021, 2)),
        ("juin 2021", Interval.month(2021, 6)),
        ("2021", Interval.year(2021)),
        ("2021-02-03/2021-02-05", Interval(date(2021, 2, 3), date(2021, 2, 5), "range")),
        ("3 May 2021 - 5 May 2021", Interval(date(2021, 5, 3), date(2021, 5, 5), "range")),
    ],
)
def test_a_form_in_use(text: str, told: Interval) -> None:
    assert days.read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2025-02-30", "31/04/2025", "2025-13-01", "03/04/2025", "jui 2021", "May 12", "99999"),
        *("12", "2021-02-05/2021-02-03", "2021-02-03 - soon", "2021-02-03T", "0", "-1", "1e5", "NaN"),
    ],
)
def test_what_is_no_one_date_is_none(text: str) -> None:
    assert days.read(text) is None


def test_a_column_keeps_its_index_and_its_holes() -> None:
    told = days.column(
        pd.Series(["2025-07-01", None, "never", "2025-07-01"], index=[9, 4, 7, 2], dtype="str")
    )
    assert told.index.tolist() == [9, 4, 7, 2]
    assert told["start"].notna().tolist() == [True, False, False, True]
    assert told["precision"].isna().tolist() == [False, True, True, False]
