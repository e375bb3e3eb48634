"""Intervals of days: the only way this project says when something happened."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

PRECISIONS = ("day", "range", "week", "month", "year", "unknown")


@dataclass(frozen=True, order=True)
class Interval:
    """The smallest interval of days that a source supports, both ends included.

    Parameters
    ----------
    start, end : datetime.date
        First and last possible day; ``start <= end``.
    precision : {'day', 'range', 'week', 'month', 'year', 'unknown'}
        The unit the source speaks in.

    Examples
    --------
    >>> Interval.month(2025, 6)
    Interval(start=datetime.date(2025, 6, 1), end=datetime.date(2025, 6, 30), precision='month')
    """

    start: date
    end: date
    precision: str = "day"

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"interval starts {self.start} after its end {self.end}")
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision {self.precision!r} is none of {PRECISIONS}")

    @classmethod
    def day(cls, day: date) -> Interval:
        """One day.

        Examples
        --------
        >>> Interval.day(date(2025, 7, 1)).days
        1
        """
        return cls(day, day, "day")

    @classmethod
    def month(cls, year: int, month: int) -> Interval:
        """One calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")

    @classmethod
    def year(cls, year: int) -> Interval:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Interval, slack_days: int = 0) -> bool:
        """Whether two intervals share a day, give or take some days.

        Examples
        --------
        >>> Interval.day(date(2025, 6, 30)).overlaps(Interval.month(2025, 7), slack_days=1)
        True
        """
        slack = timedelta(days=slack_days)
        return self.start <= other.end + slack and other.start <= self.end + slack

    def contains(self, day: date) -> bool:
        """Whether a day lies inside.

        Examples
        --------
        >>> Interval.year(2025).contains(date(2025, 7, 1))
        True
        """
        return self.start <= day <= self.end
