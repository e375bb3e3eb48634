"""Dates in running English and French: found by grammar, made intervals by the report's own anchors.

A date's year comes from the words themselves, else from the day of publication, else from another full date
in the same text, else from its weekday; the way is said. Where none helps, the date stays unknown.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ..dates import Interval
from ..names import fold_with_offsets
from .lexicon import table

_MAX_WEEKDAY_YEARS = 6  # a weekday falls on the same date again after 5, 6 or 11 years


@dataclass(frozen=True)
class DateMention:
    """A date as written. ``first`` and ``last`` are (year, month, day) with None for what the words do not say."""

    start: int
    end: int
    first: tuple[int | None, int | None, int | None]
    last: tuple[int | None, int | None, int | None]
    weekday: int | None = None
    relative: tuple[str, int, str] | None = None
    before: bool = False
    night: bool = False


@dataclass(frozen=True)
class Resolved:
    """What a date mention means: an interval (None if it cannot be known) and how that was found."""

    mention: DateMention
    interval: Interval | None
    how: str


@cache
def _words(unit: str) -> dict[str, int]:
    return {row["word"]: int(row["number"]) for row in table("calendar") if row["unit"] == unit}


@cache
def _relative() -> dict[str, tuple[str, int, str]]:
    return {r["phrase"]: (r["anchor"], int(r["days"]), r["precision"]) for r in table("relative_days")}


@cache
def _grammar() -> re.Pattern[str]:
    month = "|".join(sorted(_words("month"), key=len, reverse=True))
    weekday = "|".join(sorted(_words("weekday"), key=len, reverse=True))
    relative = "|".join(sorted((p.replace(" ", "[ ']+") for p in _relative()), key=len, reverse=True))
    day = r"(?:0?[1-9]|[12]\d|3[01])(?:er|st|nd|rd|th)?"
    year = r"(?:19|20)\d\d"
    to = r"(?:\s+(?:and|to|et|au|a|until|through|-)\s+|\s{1,3})"
    where = {"m": month, "w": weekday, "d": day, "y": year, "to": to, "rel": relative}
    forms = (
        r"(?P<iso>(?P<iy>{y}) (?P<im>0\d|1[0-2]) (?P<id>[0-2]\d|3[01]))",
        r"(?P<num>(?P<nd>[0-2]?\d|3[01]) (?P<nm>0?\d|1[0-2]) (?P<ny>{y}))",
        r"(?P<night>nuit (?:du |de )?(?:(?:{w})\s+)?(?:(?:{d})\s+)?(?:(?:{m})\s+)?(?:au|a)\s+(?P<w1>{w})?\s*"
        r"(?:(?P<d1>{d})\s+)?(?P<m1>{m})?(?:\s+(?P<y1>{y}))?)",
        r"(?P<range>(?:(?:{w})\s+)?(?P<ra>{d})(?:\s+(?P<ma>{m}))?{to}(?:the |le |(?:{w})\s+)*(?P<rb>{d})\s+(?P<rm>{m})"
        r"(?:\s{{1,2}}(?P<ry>{y}))?)",
        r"(?P<enrange>(?P<em>{m})\s+(?P<ea>{d})(?:{to})(?P<eb>{d})(?:\s{{1,2}}(?P<ey>{y}))?)(?!\d)",
        r"(?P<dm>(?:(?P<w2>{w})\s+)?(?:the\s+|le\s+)?(?P<d2>{d})\s+(?:of\s+)?(?P<m2>{m})(?:\s{{1,2}}(?P<y2>{y}))?)",
        r"(?P<md>(?:(?P<w3>{w})\s{{1,3}})?(?P<m3>{m})\s{{1,2}}(?P<d3>{d})(?:\s{{1,2}}(?P<y3>{y}))?)(?!\d)",
        r"(?P<my>(?:(?:in|en)\s+)?(?P<m4>{m})\s+(?:of\s+|dernier\s+)?(?P<y4>{y}))",
        r"(?P<mlast>(?:(?:last|en|in|since|depuis|de|d)[\s']+(?P<m5>{m})(?P<dern>\s+dernier|\s+last)?))",
        r"(?P<rel>{rel})",
        r"(?P<wd>(?P<w6>{w})(?P<wlast>\s+dernier|\s+last)?)",
        r"(?P<yr>(?:in|en|since|depuis|late|early|fin|debut|mid|of|de)\s+(?P<y7>{y}))",
    )
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(f.format(**where) for f in forms) + r")(?![a-z0-9])")


def find(text: str) -> list[DateMention]:
    """Find the dates of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of DateMention
        In order, none overlapping, with offsets in `text`.

    Examples
    --------
    >>> [(m.first, m.weekday) for m in find("Mardi 1er juillet 2025, puis dimanche")]
    [((2025, 7, 1), 1), ((None, None, None), 6)]
    """
    folded, offsets = fold_with_offsets(text)
    out = []
    for match in _grammar().finditer(folded):
        stop = match.start() + len(match.group().rstrip())
        mention = _read(match, offsets[match.start()], offsets[stop - 1] + 1)
        if mention is not None and _plausible(mention, text):
            out.append(mention)
    return out


def _plausible(mention: DateMention, text: str) -> bool:
    """Months that are also words (may, march) need their capital."""
    words = re.findall(r"[^\W\d_]+", text[mention.start : mention.end])
    return not any(word in ("may", "march", "mar") for word in words)


def _day(word: str | None) -> int | None:
    return int(re.sub(r"\D", "", word)) if word else None


def _read(match: re.Match[str], start: int, end: int) -> DateMention | None:
    g, months, weekdays = match.groupdict(), _words("month"), _words("weekday")

    def ymd(year: str, month: str, day: str) -> tuple[int | None, int | None, int | None]:
        number = int(g[month]) if g[month].isdigit() else months[g[month]]
        return (int(g[year]) if g[year] else None, number, _day(g[day]))

    if g["iso"] or g["num"]:
        one = ymd("iy", "im", "id") if g["iso"] else ymd("ny", "nm", "nd")
        return DateMention(start, end, one, one) if one[1] and one[2] else None
    if g["night"]:
        last = (int(g["y1"]) if g["y1"] else None, months[g["m1"]] if g["m1"] else None, _day(g["d1"]))
        weekday = weekdays[g["w1"]] if g["w1"] else None
        return (
            DateMention(start, end, last, last, weekday, night=True)
            if weekday is not None or last[2]
            else None
        )
    if g["range"]:
        last = ymd("ry", "rm", "rb")
        first = (last[0], months[g["ma"]] if g["ma"] else last[1], _day(g["ra"]))
        return DateMention(start, end, first, last)
    if g["enrange"]:
        last = ymd("ey", "em", "eb")
        return DateMention(start, end, (last[0], last[1], _day(g["ea"])), last)
    for whole, names in (("dm", "y2 m2 d2 w2"), ("md", "y3 m3 d3 w3")):
        if g[whole]:
            year, month, day, weekday_name = names.split()
            one = ymd(year, month, day)
            return DateMention(start, end, one, one, weekdays.get(g[weekday_name] or ""))
    if g["my"]:
        one = (int(g["y4"]), months[g["m4"]], None)
        return DateMention(start, end, one, one)
    if g["mlast"]:
        one = (None, months[g["m5"]], None)
        return DateMention(start, end, one, one, before=True)
    if g["rel"]:
        return DateMention(start, end, _NONE, _NONE, relative=_relative()[re.sub(r"[ ']+", " ", g["rel"])])
    if g["wd"]:
        return DateMention(start, end, _NONE, _NONE, weekdays[g["w6"]], before=bool(g["wlast"]))
    return DateMention(start, end, (int(g["y7"]), None, None), (int(g["y7"]), None, None))


_NONE: tuple[None, None, None] = (None, None, None)


@dataclass
class Calendar:
    """The anchors of one report: its day (or month) of publication and the full dates in its text."""

    published: Interval | None
    mentions: Sequence[DateMention]
    text: str

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
        >>> found = find("It happened on July 1. In June 2025, others had died.")
        >>> calendar = Calendar(None, found, "It happened on July 1. In June 2025, others had died.")
        >>> calendar.resolve(found[0]).interval.start, calendar.resolve(found[0]).how
        (datetime.date(2025, 7, 1), "year from 'June 2025' in the text")
        """
        try:
            interval, how = self._interval(mention, event_day)
        except ValueError:  # 30 February and the like
            return Resolved(mention, None, "no such day")
        return Resolved(mention, interval, how)

    def _interval(self, m: DateMention, event_day: date | None) -> tuple[Interval | None, str]:
        if m.relative:
            return self._relative(m.relative, event_day)
        year, month, day = m.last
        if month is None and day is None:
            if m.weekday is not None:
                return self._weekday(m.weekday, m.night, before=m.before)
            return (Interval.year(year), "as written") if year else (None, "no date in the words")
        how = "as written"
        if year is None:
            year, how = self._year(m)
        if year is None:
            return None, how
        if month is None:
            month = self._month_for(m, year)
            if month is None:
                return None, "month unknown"
        if day is None:
            return Interval.month(year, month), how
        last = date(year, month, day)
        if m.night:
            return Interval(last - timedelta(days=1), last, "range"), how
        if m.first == m.last:
            return Interval.day(last), how
        first_month, first_day = m.first[1] or month, m.first[2] or 1
        first = date(year - (first_month > month), first_month, first_day)
        return (Interval(first, last, "range") if first < last else Interval.day(last)), how

    def _month_for(self, m: DateMention, year: int) -> int | None:
        return self.published.end.month if self.published and self.published.end.year == year else None

    def _year(self, m: DateMention) -> tuple[int | None, str]:
        month, day = m.last[1], m.last[2]
        if self.published:
            latest = self.published.end
            if month is None:
                return latest.year, "year of publication"
            first = date(latest.year, month, min(day or 1, calendar.monthrange(latest.year, month)[1]))
            return (
                latest.year if first <= latest + timedelta(days=1) else latest.year - 1
            ), "year of publication"
        dated = [other for other in self.mentions if other.last[0]]
        full = [other for other in dated if other.last[1]]
        years = [other.last[0] for other in dated if other.last[0]]
        if m.weekday is not None and month and day and years:
            for year in range(max(years), max(years) + _MAX_WEEKDAY_YEARS):
                if _falls_on(year, month, day, m.weekday):
                    return year, f"first year from {max(years)} (in the text) in which the weekday fits"
        if full:
            nearest = max(full, key=lambda other: (other.last[0] or 0, -abs(other.start - m.start)))
            return nearest.last[
                0
            ], f"year from '{self.text[nearest.start : nearest.end].strip()}' in the text"
        return None, "the text gives no year"

    def _weekday(self, weekday: int, night: bool, *, before: bool) -> tuple[Interval | None, str]:
        if self.published and self.published.precision == "day":
            latest = self.published.end
            back = (latest.weekday() - weekday) % 7
            if before and back == 0:
                back = 7
            day = latest - timedelta(days=back)
            how = "the last such weekday before publication"
            return (Interval(day - timedelta(days=1), day, "range") if night else Interval.day(day)), how
        for other in self.mentions:
            if other.weekday == weekday and other.last[1] and other.last[2]:
                named = self.resolve(other)
                if named.interval:
                    return named.interval, f"the {self.text[other.start : other.end].strip()} of the text"
        if self.published:
            return Interval(
                self.published.start, self.published.end, "month"
            ), "a weekday in the month of publication"
        return None, "a weekday, and the report gives no date"

    def _relative(
        self, relative: tuple[str, int, str], event_day: date | None
    ) -> tuple[Interval | None, str]:
        anchor, shift, precision = relative
        if anchor in ("event", "aftermath"):
            if event_day is None:
                return None, "relative to an event without a date"
            return Interval.day(event_day + timedelta(days=shift)), "relative to the event told before"
        if not self.published or self.published.precision != "day":
            return None, "relative to a day of publication that is not known"
        day, how = self.published.end, "relative to publication"
        if precision == "day":
            return Interval.day(day + timedelta(days=shift)), how
        if precision == "week":
            start = day - timedelta(days=day.weekday()) + timedelta(days=shift)
            return Interval(start, min(start + timedelta(days=6), max(day, start)), "week"), how
        if precision == "month":
            month = day.year * 12 + day.month - 1 + shift
            return Interval.month(month // 12, month % 12 + 1), how
        return Interval.year(day.year + shift), how


def _falls_on(year: int, month: int, day: int, weekday: int) -> bool:
    try:
        return date(year, month, day).weekday() == weekday
    except ValueError:
        return False
