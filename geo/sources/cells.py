"""Numbers as tables write them: decimal commas, thousands, ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

_COORDINATE = re.compile(r"([+-]?)(\d{1,3}(?:[.,]\d*)?)\s*°?\s*([NSEW]?)", re.IGNORECASE | re.ASCII)
_POINT = re.compile(r"(?:SRID=\d+;)?POINT\s*Z?\s*\(\s*(\S+)\s+([^\s)]+)(?:\s+[^\s)]+)?\s*\)", re.IGNORECASE)
_PAIR = re.compile(r"([+-]?\d{1,3}(?:\.\d*)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d*)?)", re.ASCII)
_COMMA_PAIR = re.compile(r"([+-]?\d{1,3},\d+)\s*(?:;|,?\s)\s*([+-]?\d{1,3},\d+)", re.ASCII)
_COUNT = re.compile(r"\d+(?:[.,]0+)?|\d{1,3}(?:[., \xa0\u202f]\d{3})+", re.ASCII)
_RANGE = re.compile(r"(.+?)\s*(?:-|–|to|à)\s*(.+)")
_ZEROS = re.compile(r"[.,]0{1,2}$")


class Counted(NamedTuple):
    """A number of people as a cell tells it; null = not told, or told in no number."""

    low: int | None
    high: int | None


def coordinate(text: str) -> float | None:
    """Degrees of a cell; a comma is a decimal point, for no coordinate has thousands.

    Parameters
    ----------
    text : str

    Returns
    -------
    float or None
        None where it is none (degrees with minutes, too).

    Examples
    --------
    >>> coordinate("14,455"), coordinate("-11.4"), coordinate("12.2 W"), coordinate("14°27'")
    (14.455, -11.4, -12.2, None)
    """
    m = _COORDINATE.fullmatch(text.strip().replace("−", "-"))
    if not m or (m[1] == "-" and m[3]):
        return None
    value = float(m[2].replace(",", "."))
    return -value if m[1] == "-" or m[3].upper() in ("S", "W") else value


def pair(text: str) -> tuple[str, str] | None:
    """Latitude and longitude of a cell that holds both, as text: "14.4, -11.4", "14,4; -11,4" or a WKT point.

    Examples
    --------
    >>> pair("14.4, -11.4"), pair("POINT (-11.4 14.4)"), pair("14,4 ; -11,4"), pair("Kayes")
    (('14.4', '-11.4'), ('14.4', '-11.4'), ('14,4', '-11,4'), None)
    """
    text = text.strip(" ()[]") if "(" not in text[1:] else text.strip()
    if m := _POINT.fullmatch(text):
        return m[2], m[1]
    m = _PAIR.fullmatch(text) or _COMMA_PAIR.fullmatch(text)
    return (m[1], m[2]) if m else None


def count(text: str) -> Counted:
    """People that a cell tells: "12", "1 200", "10-12", "3.0".

    Examples
    --------
    >>> count("1,200"), count("10–12").high, count("several").low
    (Counted(low=1200, high=1200), 12, None)
    """
    text = text.strip()
    if _COUNT.fullmatch(text):
        number = int(re.sub(r"\D", "", _ZEROS.sub("", text)))
        return Counted(number, number)
    m = _RANGE.fullmatch(text)
    if m and _COUNT.fullmatch(m[1]) and _COUNT.fullmatch(m[2]):
        low, high = count(m[1]).low, count(m[2]).high
        if low is not None and high is not None and low <= high:
            return Counted(low, high)
    return Counted(None, None)


def coordinates(texts: pd.Series) -> pd.Series:
    """A column of degrees; each distinct text is read once, null where it is none.

    Examples
    --------
    >>> import pandas as pd
    >>> coordinates(pd.Series(["14,4", ""])).tolist()
    [14.4, nan]
    """
    import pandas as pd

    codes, distinct = pd.factorize(texts.fillna(""))
    told = pd.Series([coordinate(text) for text in distinct], dtype="float64")
    return told.iloc[codes].set_axis(texts.index)


def counts(texts: pd.Series) -> pd.DataFrame:
    """A column of counts as ``low`` and ``high`` (Int64, null where none is told).

    Examples
    --------
    >>> import pandas as pd
    >>> counts(pd.Series(["10-12"])).iloc[0].tolist()
    [10, 12]
    """
    import pandas as pd

    codes, distinct = pd.factorize(texts.fillna(""))
    told = [count(text) for text in distinct]
    table = pd.DataFrame(told, columns=["low", "high"], dtype="Int64")
    return table.iloc[codes].set_axis(texts.index)
