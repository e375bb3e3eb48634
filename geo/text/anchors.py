"""What the dates of a report mean: intervals, by its day of publication and the full dates in its text.

A date's year comes from the words themselves, else from the day of publication, else from another full date
in the same text, else from its weekday where that leaves one year; the way is said. Where none helps, the
date stays unknown.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..dates import Interval
from .dates import DateMention

_MAX_WEEKDAY_YEARS = 6  # a weekday falls on the same date again after 5, 6 or 11 years
_REACH = 40  # signs between a date and a word of saying
_SAID = re.compile(
    r"\b(?:said|told|announced|statement|confirmed)|indiqu|déclar|annonc|affirm|précis|publi|communiqué"
)
_SATURDAY = 5
_NO_YEAR = "the text gives no year"

Dated = tuple[Interval | None, str]
"""An interval, None if it cannot be known, and how it was found."""


@dataclass(frozen=True)
class Resolved:
    """What a date mention means: an interval (None if it cannot be known) and how that was found."""

    mention: DateMention
    interval: Interval | None
    how: str


@dataclass
class Calendar:
    """The anchors of one report: its day (or month) of publication and the full dates in its text.

    Parameters
    ----------
    published : Interval or None
    mentions : sequence of DateMention
        All dates of the text.
    text : str
        What their offsets count in.
    since : tuple of (datetime.date, str) or None
        The day before which the report cannot have been written, and why: a group that it names was founded.
    """

    published: Interval | None
    mentions: Sequence[DateMention]
    text: str
    since: tuple[date, str] | None = None

    def resolve(self, mention: DateMention, event_day: date | None = None) -> Resolved:
        """Make a date mention an interval.

        Parameters
        ----------
        mention : DateMention
        event_day : datetime.date or None
            Day of the event last told: what "the same day" and "la veille" count from.

        Returns
        -------
        Resolved

        Examples
        --------
        >>> from .dates import find
        >>> from .tokens import cut
        >>> text = cut("It happened on July 1. In June 2025, others had died.")
        >>> found = find(text)
        >>> resolved = Calendar(None, found, text.raw).resolve(found[0])
        >>> resolved.interval.start, resolved.how
        (datetime.date(2025, 7, 1), "year from 'In June 2025' in the text")
        """
        try:
            interval, how = self._interval(mention, event_day)
        except (ValueError, OverflowError):  # 30 February, the day before year 1 and the like
            return Resolved(mention, None, "no such day")
        return Resolved(mention, interval, how)

    def _interval(self, m: DateMention, event_day: date | None) -> Dated:
        """The interval of any mention."""
        if m.relative:
            return self._relative(m.relative, event_day)
        year, month, day = m.last
        if month is None and day is None:
            if m.weekday is not None:
                return self._weekday(m.weekday, m.night + m.back, before=m.before)
            return (Interval.year(year), "as written") if year else (None, "no date in the words")
        how = "as written"
        if year is None:
            year, how = self._year(m)
            if year is None:
                return None, how
        month = month or self._month_in(year)
        if month is None:
            return None, "month unknown"
        if day is None:
            return Interval.month(year, month), how
        return _days(m, date(year, month, day)), how

    def _month_in(self, year: int) -> int | None:
        """The month of publication, for a day without a month."""
        return self.published.end.month if self.published and self.published.end.year == year else None

    def _year(self, m: DateMention) -> tuple[int | None, str]:
        """The year of a date that is written without one."""
        if m.that_year:
            return self._year_before(m)
        if self.published:
            return _last_before(m, self.published.end), "year of publication"
        years = [other.last[0] for other in self.mentions if other.last[0]]
        by_weekday = _year_of_weekday(m, max(years)) if years else None
        if by_weekday is not None:
            how = f"first year from {max(years)} (in the text) in which the weekday fits"
            return by_weekday, how
        full = [other for other in self.mentions if other.last[0] and other.last[1]]
        if not full:
            year, how = self._only_year(m)
            return (year, how) if year is not None else self._year_beside(m)
        nearest = max(full, key=lambda other: (other.last[0] or 0, -abs(other.start - m.start)))
        return nearest.last[0], f"year from '{self._words(nearest)}' in the text"

    def _year_before(self, m: DateMention) -> tuple[int | None, str]:
        """The year that the text names last before "that year"."""
        told = [other for other in self.mentions if other.last[0] and other.start < m.start]
        return (told[-1].last[0], f"the year of '{self._words(told[-1])}'") if told else (None, _NO_YEAR)

    def _only_year(self, m: DateMention) -> tuple[int | None, str]:
        """The one year, since a group named was founded and until today, in which a weekday fits."""
        month, day = m.last[1], m.last[2]
        if self.since is None or m.weekday is None or not month or not day:
            return None, _NO_YEAR
        first, why = self.since
        fitting = [y for y in range(first.year, date.today().year + 1) if _falls_on(y, month, day, m.weekday)]
        fitting = [y for y in fitting if first <= date(y, month, day) <= date.today()]
        if len(fitting) != 1:
            return None, _NO_YEAR
        return fitting[0], f"the only year since {why} in which the weekday fits"

    def _year_beside(self, m: DateMention) -> tuple[int | None, str]:
        """The year of a date beside another of which only the weekday tells the year."""
        for other in self.mentions:
            year = self._only_year(other)[0]
            month, day = other.last[1], other.last[2]
            if year is not None and month and day:
                how = f"year from '{self._words(other)}', the only one in which its weekday fits"
                return _last_before(m, date(year, month, day)), how
        return None, _NO_YEAR

    def _words(self, m: DateMention) -> str:
        """A mention as written."""
        return self.text[m.start : m.end].strip()

    def _weekday(self, weekday: int, nights: int, *, before: bool) -> Dated:
        """A weekday alone: the last before publication, else the full date of that weekday in the text."""
        if self.published and self.published.precision == "day":
            latest = self.published.end
            back = (latest.weekday() - weekday) % 7
            day = latest - timedelta(days=7 if before and back == 0 else back)
            first = day - timedelta(days=nights)
            interval = Interval(first, day, "range") if nights else Interval.day(day)
            return interval, "the last such weekday before publication"
        for other in self.mentions:
            if other.weekday == weekday and other.last[1] and other.last[2]:
                full = self.resolve(other)
                if full.interval:
                    return full.interval, f"the {self._words(other)} of the text"
        written = self._only_full_day()
        if written is not None:
            day = written - timedelta(days=(written.weekday() - weekday) % 7)
            interval = Interval(day - timedelta(days=nights), day, "range") if nights else Interval.day(day)
            return interval, "the last such weekday before the only full date of the text"
        if self.published:
            month = Interval(self.published.start, self.published.end, "month")
            return month, "a weekday in the month of publication"
        return None, "a weekday, and the report gives no date"

    def _only_full_day(self) -> date | None:
        """The one day that the text gives with its weekday and year: that of a statement, if any."""
        dated = [m for m in self.mentions if m.weekday is not None and None not in m.last]
        full = {m.last for m in dated if _SAID.search(self._clause(m))}
        year, month, day = full.pop() if len(full) == 1 else (None, None, None)
        return date(year, month, day) if year and month and day else None

    def _clause(self, m: DateMention) -> str:
        """A few words on both sides of a date, in its sentence."""
        before = re.split(r"[.\n]", self.text[max(0, m.start - _REACH) : m.start])[-1]
        return before + " " + re.split(r"[.\n]", self.text[m.end : m.end + _REACH])[0]

    def _relative(self, relative: tuple[str, int, str], event_day: date | None) -> Dated:
        """Words that count from an event ("the next day") or from publication ("last week")."""
        anchor, shift, precision = relative
        if anchor in ("event", "aftermath"):
            if event_day is None:
                return None, "relative to an event without a date"
            return Interval.day(event_day + timedelta(days=shift)), "relative to the event told before"
        if not self.published or self.published.precision != "day":
            return None, "relative to a day of publication that is not known"
        return _shifted(self.published.end, shift, precision), "relative to publication"


def _days(m: DateMention, last: date) -> Interval:
    """One day, a night over two, or a range that ends on a day."""
    if m.night:
        return Interval(last - timedelta(days=1), last, "range")
    if m.first == m.last:
        return Interval.day(last)
    month, day = m.first[1] or last.month, m.first[2] or 1
    first = date(last.year - (month > last.month), month, day)
    return Interval(first, last, "range") if first < last else Interval.day(last)


def _last_before(m: DateMention, latest: date) -> int:
    """The year in which a day and month last fell before publication (a day of grace for time zones)."""
    month, day = m.last[1], m.last[2] or 1
    if month is None:
        return latest.year
    if m.first[1] == month and m.first[2]:
        day = m.first[2]  # "early August" may not be over
    first = date(latest.year, month, min(day, calendar.monthrange(latest.year, month)[1]))
    return latest.year if first <= latest + timedelta(days=1) else latest.year - 1


def _year_of_weekday(m: DateMention, since: int) -> int | None:
    """The first year in which a date falls on its weekday; None where it names none."""
    month, day = m.last[1], m.last[2]
    if m.weekday is None or not month or not day:
        return None
    years = range(since, since + _MAX_WEEKDAY_YEARS)
    return next((y for y in years if _falls_on(y, month, day, m.weekday)), None)


def _falls_on(year: int, month: int, day: int, weekday: int) -> bool:
    """Whether a day exists and is that weekday."""
    return day <= calendar.monthrange(year, month)[1] and date(year, month, day).weekday() == weekday


def _shifted(day: date, shift: int, precision: str) -> Interval:
    """The day, week, month or year that lies some days, months or years from another."""
    if precision == "day":
        return Interval.day(day + timedelta(days=shift))
    if precision == "weekend":
        saturday = day - timedelta(days=(day.weekday() - _SATURDAY) % 7)
        return Interval(saturday, min(saturday + timedelta(days=1), max(day, saturday)), "range")
    if precision == "week":
        start = day - timedelta(days=day.weekday()) + timedelta(days=shift)
        return Interval(start, min(start + timedelta(days=6), max(day, start)), "week")
    if precision == "month":
        month = day.year * 12 + day.month - 1 + shift
        return Interval.month(month // 12, month % 12 + 1)
    return Interval.year(day.year + shift)
