"""Dates as tables write them: a column of texts becomes intervals, day or month first by the whole column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from .. import vocab
from ..dates import Interval
from ..names import fold

if TYPE_CHECKING:
    import pandas as pd

    from .sieve import Sieve

DAY_FIRST, MONTH_FIRST, UNDECIDED, MIXED = "day-first", "month-first", "undecided", "mixed"

_TIME = r"(?:[T ,]+\d{1,2}[:h]\d\d.*)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d\d?)(?:[-/.](\d\d?){_TIME})?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR = re.compile(r"\d{4}")
_NUMERIC = re.compile(rf"(\d\d?)([-/. ])(\d\d?)\2(\d{{4}}|\d\d){_TIME}")
_DAY_NAMED = re.compile(rf"(\d\d?)(?:er|st|nd|rd|th)?[-/., ]+([a-z]+)[-/., ]+(\d{{4}}|\d\d){_TIME}")
_NAMED_DAY = re.compile(rf"([a-z]+)[-/., ]+(\d\d?)(?:st|nd|rd|th)?[-/., ]+(\d{{4}}){_TIME}")
_NAMED = re.compile(r"([a-z]+)(?:[-/., ]+(\d{4})|-(\d\d))")  # "Feb-21" is Excel's month and year
_BETWEEN = re.compile(r"\s+(?:-|–|—|to|au)\s+|(?<=\d{4}-\d\d-\d\d)/(?=\d{4}-)")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")  # Excel's count of days: 1954 to 2119
_SERIAL_ZERO = date(1899, 12, 30)
_CENTURY = 69  # two digits from here on are of the 1900s (POSIX)


def order(texts: Iterable[str]) -> str | None:
    """Whether dates such as 03/04/2025 in a column are day first, by those that can be read only one way.

    Parameters
    ----------
    texts : iterable of str
        The column, or enough of it.

    Returns
    -------
    {'day-first', 'month-first', 'undecided', 'mixed'} or None
        Undecided: every such date can be read both ways. Mixed: some only the one way, some only the other.
        None: it holds no such dates.

    Examples
    --------
    >>> order(["03/04/2025", "25/04/2025"]), order(["03/04/2025"]), order(["2025-04-03"])
    ('day-first', 'undecided', None)
    """
    found = [m for text in texts if (m := _NUMERIC.fullmatch(text.strip()))]
    if not found:
        return None
    day_first = any(int(m[1]) > 12 or m[2] == "." for m in found)
    month_first = any(int(m[3]) > 12 for m in found)
    if day_first and month_first:
        return MIXED
    return DAY_FIRST if day_first else MONTH_FIRST if month_first else UNDECIDED


def is_twofold(text: str) -> bool:
    """Whether a text is a date that can be read day first or month first.

    Examples
    --------
    >>> is_twofold("3/4/2025"), is_twofold("25/4/2025"), is_twofold("4/4/2025")
    (True, False, False)
    """
    m = _NUMERIC.fullmatch(text.strip())
    return m is not None and m[2] != "." and int(m[1]) <= 12 and int(m[3]) <= 12 and int(m[1]) != int(m[3])


def read(text: str, order: str | None = None) -> Interval | None:
    """The interval that one text tells.

    Parameters
    ----------
    text : str
        ISO 8601 (with a time, or a month or year alone), 20250403, 03/04/2025, 16-Feb-21, 12 septembre 2022,
        April 2025, Excel's number of days, or two dates with " - " or " to " between them.
    order : {'day-first', 'month-first'} or None
        How to read 03/04/2025; None reads only those that have one meaning.

    Returns
    -------
    Interval or None
        None where it is no date, or one that does not exist.

    Examples
    --------
    >>> read("16-Feb-21").start, read("février 2021").precision, read("2025-02-30")
    (datetime.date(2021, 2, 16), 'month', None)
    >>> read("03/04/2025"), read("03/04/2025", "day-first").start
    (None, datetime.date(2025, 4, 3))
    """
    try:
        ends = [_one(part, order) for part in _BETWEEN.split(text.strip())]
        if len(ends) == 1:
            return ends[0]
        first, *_, last = ends
        if len(ends) > 2 or first is None or last is None:
            return None
        return Interval(first.start, last.end, "range")
    except (ValueError, OverflowError):  # no such day, or an end before its start
        return None


def _one(text: str, order: str | None) -> Interval | None:
    if m := _ISO.fullmatch(text):
        year, month = int(m[1]), int(m[2])
        return Interval.day(date(year, month, int(m[3]))) if m[3] else Interval.month(year, month)
    if m := _NUMERIC.fullmatch(text):
        return _numeric(int(m[1]), int(m[3]), _year(m[4]), DAY_FIRST if m[2] == "." else order)
    if m := _COMPACT.fullmatch(text):
        return Interval.day(date(*map(int, m.groups())))
    if _YEAR.fullmatch(text):
        return Interval.year(int(text)) if 1900 <= int(text) <= 2100 else None
    if m := _SERIAL.fullmatch(text):
        return Interval.day(_SERIAL_ZERO + timedelta(days=int(m[1])))
    return _worded(text)


def _numeric(first: int, second: int, year: int, order: str | None) -> Interval | None:
    if order is None:
        order = DAY_FIRST if first > 12 or first == second else MONTH_FIRST if second > 12 else None
    if order is None:
        return None
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return Interval.day(date(year, month, day))


def _worded(text: str) -> Interval | None:
    """A date with the name of a month; the name of a weekday before it is passed over."""
    plain = " ".join(_plain(text).split())
    word, _, rest = plain.partition(" ")
    if word.strip(",.") in _units("weekday"):
        plain = rest
    if (m := _DAY_NAMED.fullmatch(plain)) and (month := _month(m[2])):
        return Interval.day(date(_year(m[3]), month, int(m[1])))
    if (m := _NAMED_DAY.fullmatch(plain)) and (month := _month(m[1])):
        return Interval.day(date(int(m[3]), month, int(m[2])))
    if (m := _NAMED.fullmatch(plain)) and (month := _month(m[1])):
        return Interval.month(_year(m[2] or m[3]), month)
    return None


def _month(word: str) -> int | None:
    """The number of a month by its name, or by a beginning of it that fits one month only ("févr")."""
    months = _units("month")
    fitting = {number for name, number in months.items() if name.startswith(word)}
    return months.get(word) or (fitting.pop() if len(word) > 2 and len(fitting) == 1 else None)


def _plain(text: str) -> str:
    """Lower case without accents; the signs between the parts stay."""
    return "".join(char.lower() if char.isascii() else fold(char) for char in text)


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= _CENTURY else 2000)


@cache
def _units(unit: str) -> dict[str, int]:
    """Names of months or weekdays, English and French, without accents."""
    with (vocab.DATA / "text" / "calendar.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["unit"] == unit]
    return {fold(row["word"]): int(row["number"]) for row in rows}


def column(texts: pd.Series, order: str | None = None) -> pd.DataFrame:
    """A column of texts as intervals; each distinct text is read once.

    Parameters
    ----------
    texts : pandas.Series of str
        Null or "" where nothing is told.
    order : {'day-first', 'month-first'} or None

    Returns
    -------
    pandas.DataFrame
        On the same index: ``start`` and ``end`` (datetime64[s], null where it is no date) and ``precision``
        (null too).

    Examples
    --------
    >>> import pandas as pd
    >>> column(pd.Series(["2025-07", "soon"]))["precision"].tolist()
    ['month', nan]
    """
    import pandas as pd

    codes, distinct = pd.factorize(texts.fillna(""))
    told = [read(text, order) for text in distinct]
    table = pd.DataFrame(
        {
            "start": pd.Series([i and i.start for i in told], dtype="datetime64[s]"),
            "end": pd.Series([i and i.end for i in told], dtype="datetime64[s]"),
            "precision": pd.Series([i and i.precision for i in told], dtype="str"),
        }
    )
    return table.iloc[codes].set_axis(texts.index)


def order_in(columns: Iterable[pd.Series]) -> str | None:
    """As ``order``, over a column that comes in parts; reads on only until it is certain.

    Parameters
    ----------
    columns : iterable of pandas.Series of str

    Returns
    -------
    {'day-first', 'month-first', 'undecided', 'mixed'} or None
        As ``order``. The first part that is certain decides; what is contrary to it later is no date.

    Examples
    --------
    >>> import pandas as pd
    >>> order_in(pd.Series([text]) for text in ("03/04/2025", "25/04/2025"))
    'day-first'
    """
    found = None
    for texts in columns:
        told = order(texts.dropna().unique())
        if told is None and found is None:
            return None  # a column keeps to one way of writing
        if told in (DAY_FIRST, MONTH_FIRST, MIXED):
            return told
        found = UNDECIDED
    return found


def sieved(rows: Sieve, column_name: str, order: str | None, *, required: bool = True) -> pd.DataFrame:
    """Intervals of a block's column; rows whose text is no date, or one of two, are rejected.

    Parameters
    ----------
    rows : Sieve
    column_name : str
    order : str or None
        As ``order`` gives it.
    required : bool
        Reject rows without a date, too.

    Returns
    -------
    pandas.DataFrame
        As ``column``.
    """
    import numpy as np

    texts = rows.required(column_name) if required else rows.text(column_name)
    told = column(texts, order if order in (DAY_FIRST, MONTH_FIRST) else None)
    wrong = texts.notna() & told["precision"].isna()
    if order not in (DAY_FIRST, MONTH_FIRST):
        twofold = wrong.copy()
        twofold[wrong] = np.array([is_twofold(text) for text in texts[wrong]], dtype=bool)
        rows.reject(
            twofold, "can be read day first or month first: say which (dates=day-first)", of=column_name
        )
    rows.reject(wrong, "is no date", of=column_name)
    return told
