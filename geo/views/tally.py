"""Counts of events for the charts beside the map: by period, group, kind and region, and what is new.

An event of several days, or of a day not exactly known, is counted as the map does: in every period that it
touches. Where its dates lie wholly in one period it is certain there, elsewhere possible.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from . import style
from .facts import Facts, day, number, picked, within

if TYPE_CHECKING:
    import numpy as np

UNITS = ("week", "month", "year")
NARROWEST = {"week": 3 * 366, "month": 25 * 366}  # a unit suits that many days at most; years suit more
SPANS = {"week": 7, "month": 30}  # days of "what changed"


class Toll(NamedTuple):
    """Events and their deaths.

    Parameters
    ----------
    events : int
    low, high : int or None
        Deaths: the sums of what is stated. ``low`` is None where no event states it; ``high`` is None where
        some event states deaths without saying how many at most, so that there may be more.
    stated : int
        Events that state deaths.
    """

    events: int
    low: int | None
    high: int | None
    stated: int


class Line(NamedTuple):
    """One line of a breakdown: what it counts (words of the table), its toll, its family."""

    key: Hashable
    toll: Toll
    family: int


@dataclass(frozen=True)
class Timeline:
    """Events by period.

    Parameters
    ----------
    unit : {'week', 'month', 'year'}
    by : {'family', 'kind'}
    starts : list of datetime.date
        First day of each period, one after the other from the first with an event to the last.
    certain, possible : numpy.ndarray of int64, one row a period, one column a family or kind
        Events whose dates lie wholly in the period, and events that may belong to it.
    low : numpy.ndarray of int64
        Deaths, at least, of a period's certain events.
    """

    unit: str
    by: str
    starts: list[date]
    certain: np.ndarray
    possible: np.ndarray
    low: np.ndarray


@dataclass(frozen=True)
class Change:
    """A period beside the one before it.

    Parameters
    ----------
    now, before : tuple of two datetime.date
        First and last day.
    tolls : tuple of two Toll
        The events that are certain to lie in the period, and before.
    possible : tuple of two int
        Events that may belong to it, by their longer dates.
    groups : list of tuple of str or None, int, int
        Group, its certain events in the period and before: those with most in either first.
    new_groups : list of str
        Groups whose first event began in the period.
    new_places : list of tuple of str and int
        Places whose first event began in the period, and how many events there are in it.
    known_since : datetime.date or None
        First day of the data: what is new is new since then.
    """

    now: tuple[date, date]
    before: tuple[date, date]
    tolls: tuple[Toll, Toll]
    possible: tuple[int, int]
    groups: list[tuple[str | None, int, int]]
    new_groups: list[str]
    new_places: list[tuple[str, int]]
    known_since: date | None


def toll(told: Facts) -> Toll:
    """The toll of all the events.

    Examples
    --------
    >>> from geo import schema
    >>> from geo.views.facts import facts
    >>> rows = [{"killed_low": 3, "killed_high": 5}, {"killed_low": 40}, {}]
    >>> toll(facts(schema.from_rows(rows)))
    Toll(events=3, low=43, high=None, stated=2)
    """
    import numpy as np

    return _tolls(told, np.zeros(len(told.start), dtype="int64"), 1)[0]


def breakdown(told: Facts, by: str) -> list[Line]:
    """The events by group, type or region, those with most events first.

    Parameters
    ----------
    told : Facts
    by : {'group', 'event_type', 'region'}

    Returns
    -------
    list of Line
        The key None (for a region a pair) counts the events that have none. A line's family is that of most
        of its events.
    """
    import numpy as np

    words = told.words[by]
    code = np.where(told.codes[by] < 0, len(words), told.codes[by])
    tolls = _tolls(told, code, len(words) + 1)
    many = len(style.FAMILIES)
    counted = np.bincount(code * many + told.family, minlength=(len(words) + 1) * many)
    family = counted.reshape(-1, many).argmax(axis=1)
    lines = [
        Line(key, each, int(one))
        for key, each, one in zip([*words, None], tolls, family, strict=True)
        if each.events
    ]
    return sorted(lines, key=lambda line: (-line.toll.events, line.key is None, str(line.key)))


def added(tolls: Iterable[Toll]) -> Toll:
    """One toll of several.

    Examples
    --------
    >>> added([Toll(2, 5, 8, 1), Toll(1, None, None, 0)]), added([Toll(2, 5, 8, 1), Toll(1, 40, None, 1)])
    (Toll(events=3, low=5, high=8, stated=1), Toll(events=3, low=45, high=None, stated=2))
    """
    held = list(tolls)
    told = [each for each in held if each.stated]
    lows = [each.low for each in told if each.low is not None]
    highs = [each.high for each in told if each.high is not None]
    return Toll(
        sum(each.events for each in held),
        sum(lows) if lows else None,
        sum(highs) if highs and len(highs) == len(told) else None,
        sum(each.stated for each in held),
    )


def unit_for(told: Facts) -> str:
    """The unit of time that makes a readable chart."""
    days = int(told.end[told.dated].max() - told.start[told.dated].min()) if told.dated.any() else 0
    return next((unit for unit, most in NARROWEST.items() if days <= most), "year")


def timeline(told: Facts, unit: str, by: str = "family") -> Timeline:
    """Count the events by period; those without a date are in none.

    Parameters
    ----------
    told : Facts
    unit : {'week', 'month', 'year'}
        Weeks begin on Monday.
    by : {'family', 'kind'}

    Returns
    -------
    Timeline
        A period's certain and possible events are together those that a window of its days shows.
    """
    import numpy as np

    told = picked(told, told.dated)
    many = len(style.FAMILIES if by == "family" else style.KINDS)
    if not len(told.start):
        none = np.zeros((0, many), dtype="int64")
        return Timeline(unit, by, [], none, none, none[:, 0])
    first, last = _period(told.start, unit), _period(told.end, unit)
    base = first.min()
    first, last, series = first - base, last - base, getattr(told, by)
    periods = int(last.max()) + 1
    count = partial(np.bincount, minlength=(periods + 1) * many)
    # one more from an event's first period on, one less after its last
    ends = count(first * many + series) - count((last + 1) * many + series)
    touching = ends.reshape(-1, many).cumsum(axis=0)[:periods]
    sure = first == last
    certain = count(first[sure] * many + series[sure]).reshape(-1, many)[:periods]
    killed = np.bincount(first[sure], np.nan_to_num(told.low[sure]), minlength=periods)
    starts = [_first_day(int(base) + index, unit) for index in range(periods)]
    return Timeline(unit, by, starts, certain, touching - certain, killed.astype("int64"))


def period(when: date, unit: str) -> tuple[date, date]:
    """First and last day of the week, month or year that a day lies in.

    Examples
    --------
    >>> [each.isoformat() for each in period(date(2025, 7, 1), "week")]
    ['2025-06-30', '2025-07-06']
    """
    import numpy as np

    index = int(_period(np.array([number(when)]), unit)[0])
    return _first_day(index, unit), _first_day(index + 1, unit) - timedelta(days=1)


def change(told: Facts, until: date, days: int) -> Change:
    """What the events of some days are beside those of as many days before.

    Parameters
    ----------
    told : Facts
        What the filters pick, at any time.
    until : datetime.date
        Last day of the period.
    days : int
        Its length.

    Returns
    -------
    Change
        Events without a date count nowhere.
    """
    import numpy as np

    now = (until - timedelta(days=days - 1), until)
    before = (now[0] - timedelta(days=days), now[0] - timedelta(days=1))
    touch = [within(told, *each) for each in (now, before)]
    sure = [
        picked(each, (each.start >= number(since)) & (each.end <= number(last)))
        for each, (since, last) in zip(touch, (now, before), strict=True)
    ]
    dated = picked(told, told.dated)
    counts = [_counted(each, "group") for each in sure]
    names = [*told.words["group"], None]
    pairs = [(names[i], int(counts[0][i]), int(counts[1][i])) for i in np.flatnonzero(counts[0] + counts[1])]
    fresh = {name: _fresh(dated, name, now) for name in ("group", "place")}
    there = _counted(touch[0], "place")
    places = [(str(told.words["place"][i][-1]), int(there[i])) for i in fresh["place"]]
    return Change(
        now=now,
        before=before,
        tolls=(toll(sure[0]), toll(sure[1])),
        possible=(len(touch[0].start) - len(sure[0].start), len(touch[1].start) - len(sure[1].start)),
        groups=sorted(pairs, key=lambda each: (-max(each[1:]), -each[1], str(each[0]))),
        new_groups=sorted(told.words["group"][i] for i in fresh["group"]),
        new_places=sorted(places, key=lambda each: (-each[1], each[0])),
        known_since=day(int(dated.start.min())) if len(dated.start) else None,
    )


def _fresh(told: Facts, name: str, now: tuple[date, date]) -> np.ndarray:
    """Codes whose first event began in a period."""
    import numpy as np

    first = np.full(len(told.words[name]) + 1, np.iinfo("int64").max)  # the last one is for none
    np.minimum.at(first, told.codes[name], told.start)
    first[-1] = np.iinfo("int64").max
    return np.flatnonzero((first >= number(now[0])) & (first <= number(now[1])))


def _counted(told: Facts, name: str) -> np.ndarray:
    """Events by code; the last one is for none."""
    import numpy as np

    many, code = len(told.words[name]), told.codes[name]
    return np.bincount(np.where(code < 0, many, code), minlength=many + 1)


def _tolls(told: Facts, code: np.ndarray, many: int) -> list[Toll]:
    """The toll of each code."""
    import numpy as np

    count = partial(np.bincount, minlength=many)
    has_low, has_high = ~np.isnan(told.low), ~np.isnan(told.high)
    stating = (has_low | has_high).nonzero()[0]  # most events state nothing
    of, low, high = code[stating], told.low[stating], told.high[stating]
    columns = zip(
        count(code).tolist(),
        count(of, np.nan_to_num(low)).tolist(),
        count(of, has_low[stating]).tolist(),
        count(of, np.nan_to_num(high)).tolist(),
        count(of, has_high[stating]).tolist(),
        count(of).tolist(),
        strict=True,
    )
    return [
        Toll(events, int(lows) if n_low else None, int(highs) if n_high == stated > 0 else None, stated)
        for events, lows, n_low, highs, n_high, stated in columns
    ]


def _period(days: np.ndarray, unit: str) -> np.ndarray:
    """The number of each day's week (of Mondays), month or year, counted from that of 1970-01-01."""
    if unit == "week":
        return (days + 3) // 7  # 1970-01-01 was a Thursday
    return days.astype("datetime64[D]").astype(f"datetime64[{unit[0].upper()}]").astype("int64")


def _first_day(index: int, unit: str) -> date:
    if unit == "week":
        return day(index * 7 - 3)
    year, month = divmod(index, 12) if unit == "month" else (index, 0)
    return date(1970 + year, 1 + month, 1)
