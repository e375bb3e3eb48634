"""What the charts count of each event: columns of the events table as arrays, each distinct text met once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from . import style
from .timelayer import families

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_PLACED = ("exact", "near")  # the precisions of a place, not of an area
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Facts:
    """What is counted of each event, as arrays of one value a row of the events table.

    Parameters
    ----------
    dated, located : numpy.ndarray of bool
        Whether both days and whether a point is known.
    start, end : numpy.ndarray of int64
        Days since 1970-01-01; of no meaning where not ``dated``.
    family, kind : numpy.ndarray of uint8
        Indices into ``style.FAMILIES`` and ``style.KINDS``.
    low, high : numpy.ndarray of float64
        Deaths, NaN = not stated.
    codes : mapping of str to numpy.ndarray of int64
        ``group``, ``event_type``, ``region`` and ``place``: index into ``words``, -1 for none.
    words : mapping of str to list
        A group id, an event type, a pair of country and region, a triple of country, place id and name.
    """

    dated: np.ndarray
    located: np.ndarray
    start: np.ndarray
    end: np.ndarray
    family: np.ndarray
    kind: np.ndarray
    low: np.ndarray
    high: np.ndarray
    codes: dict[str, np.ndarray]
    words: dict[str, list]


def facts(events: pd.DataFrame) -> Facts:
    """The columns that are counted, each distinct text met once.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table.

    Examples
    --------
    >>> from geo import schema
    >>> made = facts(schema.from_rows([{"start": "1970-01-02", "end": "1970-01-03"}, {"group": "JNIM"}]))
    >>> made.dated.tolist(), int(made.start[0]), made.words["group"]
    ([True, False], 1, ['JNIM'])
    """
    import numpy as np
    import pandas as pd

    codes, words = {}, {}
    for name in ("group", "event_type", "country", "admin1", "place_id", "place_name"):
        code, held = pd.factorize(events[name])
        codes[name], words[name] = code.astype("int64"), list(held)
    placed = (events["place_precision"].isin(_PLACED) & events["place_name"].notna()).to_numpy()
    named = np.where(codes["place_id"] < 0, codes["place_name"], -1)  # an id tells enough
    country = codes["country"]
    codes["region"], regions = _joined(country, codes["admin1"])
    code, places = _joined(country, codes["place_id"], named)
    codes["place"] = np.where(placed, code, -1)
    first = np.zeros(len(places), dtype="int64")
    first[code[::-1]] = codes["place_name"][::-1]  # a place's name as its first event writes it
    words["region"] = [(_word(words["country"], c), _word(words["admin1"], a)) for c, a in regions]
    words["place"] = [
        (_word(words["country"], c), _word(words["place_id"], p), _word(words["place_name"], n))
        for (c, p, _), n in zip(places, first, strict=True)
    ]
    dated = (events["start"].notna() & events["end"].notna()).to_numpy()
    kinds = {kind.key: index for index, kind in enumerate(style.KINDS)}
    kind_of = [kinds.get(str(word), len(kinds) - 1) for word in [*words["event_type"], ""]]
    return Facts(
        dated=dated,
        located=events["longitude"].notna().to_numpy(),
        start=_days(events["start"], dated),
        end=_days(events["end"], dated),
        family=families(events),
        kind=np.array(kind_of, dtype="uint8")[codes["event_type"]],
        low=events["killed_low"].to_numpy("float64", na_value=np.nan),
        high=events["killed_high"].to_numpy("float64", na_value=np.nan),
        codes={name: codes[name] for name in ("group", "event_type", "region", "place")},
        words={name: words[name] for name in ("group", "event_type", "region", "place")},
    )


def picked(told: Facts, keep: np.ndarray) -> Facts:
    """Some of the events.

    Parameters
    ----------
    told : Facts
    keep : numpy.ndarray of bool
        One value an event.
    """
    if keep.all():
        return told
    rows = keep.nonzero()[0]
    columns = {
        item.name: getattr(told, item.name)[rows]
        for item in fields(told)
        if item.name not in ("codes", "words")
    }
    codes = {name: code[rows] for name, code in told.codes.items()}
    return Facts(**columns, codes=codes, words=told.words)


def within(told: Facts, since: date | None, until: date | None) -> Facts:
    """The events that touch a window, both ends included; None for an end that is open.

    An event without a date is in a window of no ends only.
    """
    if since is None and until is None:
        return told
    keep = told.dated
    if since is not None:
        keep = keep & (told.end >= number(since))
    if until is not None:
        keep = keep & (told.start <= number(until))
    return picked(told, keep)


def last_day(told: Facts) -> date | None:
    """The last day on which an event began: "now" for the data; None where nothing is dated."""
    return day(int(told.start[told.dated].max())) if told.dated.any() else None


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(number + _EPOCH)


def _joined(*columns: np.ndarray) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """One code for several, and the codes behind each; -1 stands for none."""
    import numpy as np

    sizes = [int(column.max(initial=-1)) + 2 for column in columns]
    key = np.zeros(len(columns[0]), dtype="int64")
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column + 1
    import pandas as pd

    code, found = pd.factorize(key)
    parts = []
    for size in reversed(sizes):
        found, part = np.divmod(found, size)
        parts.append((part - 1).tolist())
    return code, list(zip(*reversed(parts), strict=True))


def _word(words: list, index: int) -> object:
    return words[index] if index >= 0 else None


def _days(values: pd.Series, dated: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.where(dated, values.to_numpy().astype("datetime64[D]").astype("int64"), 0)
