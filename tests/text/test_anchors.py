"""What a date means, by publication, by the text's own dates, by its weekday; or that it cannot be known."""

from __future__ import annotations

from datetime import date

import pytest

from geo.dates import Interval
from geo.text.anchors import Calendar
from geo.text.dates import find
from geo.text.tokens import cut

THURSDAY = Interval.day(date(2025, 7, 3))


def resolve(raw: str, published: Interval | None = THURSDAY, at: int = 0, day: date | None = None):
    text = cut(raw)
    found = find(text)
    return Calendar(published, found, raw).resolve(found[at], day)


def days(raw: str, *args, **kwargs) -> tuple[str, str, str]:
    interval = resolve(raw, *args, **kwargs).interval
    assert interval is not None
    return str(interval.start), str(interval.end), interval.precision


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on 1 July", "2025-07-01", "2025-07-01", "day"),
        ("on 20 December", "2024-12-20", "2024-12-20", "day"),
        ("on 4 July", "2025-07-04", "2025-07-04", "day"),
        ("on Tuesday", "2025-07-01", "2025-07-01", "day"),
        ("on Thursday", "2025-07-03", "2025-07-03", "day"),
        ("jeudi dernier", "2025-06-26", "2025-06-26", "day"),
        ("yesterday", "2025-07-02", "2025-07-02", "day"),
        ("last week", "2025-06-23", "2025-06-29", "week"),
        ("this week", "2025-06-30", "2025-07-03", "week"),
        ("le mois dernier", "2025-06-01", "2025-06-30", "month"),
        ("last year", "2024-01-01", "2024-12-31", "year"),
        ("in 2012", "2012-01-01", "2012-12-31", "year"),
        ("in June 2025", "2025-06-01", "2025-06-30", "month"),
        ("last August", "2024-08-01", "2024-08-31", "month"),
        ("from 3 to 5 May 2024", "2024-05-03", "2024-05-05", "range"),
        ("du 30 décembre au 2 janvier 2025", "2024-12-30", "2025-01-02", "range"),
        ("dans la nuit de mardi à mercredi", "2025-07-01", "2025-07-02", "range"),
        ("dans la nuit du 3 au 4 août 2024", "2024-08-03", "2024-08-04", "range"),
    ],
)
def test_by_publication(text: str, start: str, end: str, precision: str) -> None:
    assert days(text) == (start, end, precision)


def test_a_night_without_a_month_takes_that_of_publication() -> None:
    published = Interval.day(date(2024, 3, 5))
    text = "dans la nuit de dimanche 3 à lundi 4"
    assert days(text, published) == ("2024-03-03", "2024-03-04", "range")


def test_the_eve_counts_from_the_event() -> None:
    assert days("la veille", day=date(2025, 6, 1)) == ("2025-05-31", "2025-05-31", "day")
    assert resolve("la veille").interval is None


def test_year_by_another_date_of_the_text() -> None:
    found = resolve("It began on July 1. In June 2025, others had died.", None)
    assert str(found.interval.start) == "2025-07-01"
    assert "in the text" in found.how


def test_year_by_the_weekday() -> None:
    found = resolve("On Tuesday 1 July, men came. The group was formed in 2023.", None)
    assert str(found.interval.start) == "2025-07-01"
    assert "weekday" in found.how


def test_weekday_by_the_full_date_of_the_text() -> None:
    text = "Men came on Sunday. On Sunday 6 July 2025 the market was closed."
    assert days(text, None) == ("2025-07-06", "2025-07-06", "day")


@pytest.mark.parametrize("text", ["on 31 June 2025", "le 30 février 2024", "on 2025-02-29"])
def test_impossible_days_are_not_known(text: str) -> None:
    found = resolve(text)
    assert found.interval is None
    assert found.how == "no such day"


@pytest.mark.parametrize("text", ["on July 1", "on Sunday", "yesterday", "last week"])
def test_without_any_anchor_nothing_is_invented(text: str) -> None:
    found = resolve(text, None)
    assert found.interval is None
    assert found.how


def test_a_month_of_publication_gives_no_day() -> None:
    july = Interval.month(2025, 7)
    assert days("on Sunday", july) == ("2025-07-01", "2025-07-31", "month")
    assert resolve("yesterday", july).interval is None
