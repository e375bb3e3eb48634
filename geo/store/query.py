"""One Query object serves the command line, the page and the page's address."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from .. import schema, vocab
from ..errors import InvalidQuery
from ..model import Precision
from . import areas, shapes

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

Words = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What to pick. An empty field does not filter.

    Parameters
    ----------
    since, until : datetime.date or None
        Keep events whose interval touches this window, both ends included.
    group : tuple of str
        Group ids; a group takes those that were its members on the day the event began.
    event_type, sub_event_type, country, admin1, place_precision, attribution, verification, status
        Allowed values of the column of that name.
    source : tuple of str
        Publishers and datasets; an event of several is taken for each of them.
    bbox : tuple of 4 floats or None
        west, south, east, north in degrees; unlocated events are not in any box.
    near : tuple of 3 floats or None
        lon, lat, km: keep events whose circle of uncertainty touches this one.
    within : tuple of (lon, lat) or None
        Corners of an area (``shapes``): keep events whose circle of uncertainty touches it.
    along : tuple of km and tuple of (lon, lat), or None
        A distance and the corners of a road: keep events whose circle of uncertainty touches the strip.
    text : str
        Words to look for in place names and evidence, case and accents folded.

    Examples
    --------
    >>> Query.from_params({"group": "JNIM", "since": "2025-07-01"}).to_params()
    {'since': '2025-07-01', 'group': 'JNIM'}
    """

    since: date | None = None
    until: date | None = None
    group: Words = ()
    event_type: Words = ()
    sub_event_type: Words = ()
    country: Words = ()
    admin1: Words = ()
    place_precision: Words = ()
    attribution: Words = ()
    verification: Words = ()
    status: Words = ()
    source: Words = ()
    bbox: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    within: shapes.Ring | None = None
    along: tuple[float, shapes.Ring] | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise InvalidQuery(f"{self.since} to {self.until}", "ends before it begins", "swap the two dates")
        _among("group", self.group, tuple(vocab.groups()))
        _among("place_precision", self.place_precision, tuple(str(p) for p in Precision))
        for column in schema.columns():
            if column.allowed and column.name in _WORDS:
                _among(column.name, getattr(self, column.name), column.allowed)

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> Query:
        """Make a query of text parameters, as an address or a command line gives them.

        Parameters
        ----------
        params : mapping of str to str
            Field names to text; words are joined by ``|``, numbers by ``,``. Unknown names are ignored.

        Raises
        ------
        InvalidQuery
            When a date, a number or a word is not allowed.
        """
        given: dict[str, Any] = {}
        for item in fields(cls):
            value = str(params.get(item.name) or "").strip()
            if not value:
                continue
            if item.name in ("since", "until"):
                given[item.name] = _date(item.name, value)
            elif item.name in ("bbox", "near"):
                given[item.name] = _numbers(item.name, value, 4 if item.name == "bbox" else 3)
            elif item.name == "within":
                given[item.name] = shapes.corners(value)
            elif item.name == "along":
                given[item.name] = _along(value)
            elif item.name == "text":
                given[item.name] = value
            else:
                given[item.name] = tuple(dict.fromkeys(w for w in value.split("|") if w))
        return cls(**given)

    def to_params(self) -> dict[str, str]:
        """The query as text parameters; ``from_params`` gives the same query back."""
        out = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if value is None or value == () or value == "":
                continue
            if isinstance(value, date):
                out[item.name] = value.isoformat()
            elif item.name in ("bbox", "near"):
                out[item.name] = _joined(value)
            elif item.name == "within":
                out[item.name] = ";".join(map(_joined, value))
            elif item.name == "along":
                out[item.name] = ";".join(map(_joined, [(value[0],), *value[1]]))
            else:
                out[item.name] = value if isinstance(value, str) else "|".join(value)
        return out

    def without_dates(self) -> Query:
        """The same query without its window: what the time slider moves over."""
        return replace(self, since=None, until=None)

    def apply(self, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Pick the events of a table.

        Parameters
        ----------
        events : geopandas.GeoDataFrame
            An events table.

        Returns
        -------
        geopandas.GeoDataFrame
            The rows that fit, in the same order.
        """
        return events[self.mask(events)]

    def mask(self, events: pd.DataFrame) -> pd.Series:
        """Which rows of a table fit.

        Returns
        -------
        pandas.Series of bool, one a row

        Examples
        --------
        >>> Query(country=("ML",)).mask(schema.from_rows([{"country": "ML"}, {"country": None}])).tolist()
        [True, False]
        """
        import numpy as np
        import pandas as pd

        keep = pd.Series(np.ones(len(events), dtype=bool), index=events.index)
        if self.since:  # an event without a date is in no window
            keep &= events["end"] >= pd.Timestamp(self.since)
        if self.until:
            keep &= events["start"] <= pd.Timestamp(self.until)
        for name in _WORDS:
            words = getattr(self, name)
            if words:
                keep &= events[name].isin(words)
        if self.group:
            keep &= _in_groups(events, self.group)
        if self.source:
            told = events["source"].drop_duplicates().dropna()
            fits = [each for each in told if not frozenset(self.source).isdisjoint(_sources(each))]
            keep &= events["source"].isin(fits)
        if self.bbox:
            west, south, east, north = self.bbox
            lon, lat = events["longitude"], events["latitude"]
            across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
            keep &= across & (lat >= south) & (lat <= north)
        for reach in self._reaches(events):
            keep &= reach.touched
        if self.text:
            keep &= _holds_text(events, self.text)
        return keep

    def certain(self, events: pd.DataFrame) -> pd.Series:
        """Which rows of a table lie in the query's areas for certain; all, where it has none.

        Parameters
        ----------
        events : pandas.DataFrame
            An events table. Of the rows that ``mask`` keeps, the others are possible: their circle of
            uncertainty is partly outside, or not known.

        Returns
        -------
        pandas.Series of bool, one a row

        Examples
        --------
        >>> rows = [{"longitude": 0.0, "latitude": 0.1, "uncertainty_km": km} for km in (5.0, 50.0, None)]
        >>> query, table = Query(near=(0, 0, 20)), schema.from_rows(rows)
        >>> query.mask(table).tolist(), query.certain(table).tolist()
        ([True, True, True], [True, False, False])
        """
        import numpy as np
        import pandas as pd

        sure = pd.Series(np.ones(len(events), dtype=bool), index=events.index)
        for reach in self._reaches(events):
            sure &= reach.certain
        return sure

    def _reaches(self, events: pd.DataFrame) -> list[areas.Reach]:
        near = [areas.near(events, *self.near)] if self.near else []
        within = [areas.within(events, self.within)] if self.within else []
        return near + within + ([areas.along(events, self.along[1], self.along[0])] if self.along else [])


_WORDS = "event_type sub_event_type country admin1 place_precision attribution verification status".split()


def sources_of(events: pd.DataFrame) -> tuple[str, ...]:
    """The sources of a table's events, each once.

    Examples
    --------
    >>> sources_of(schema.from_rows([{"source": "ACLED · UCDP GED"}, {"source": "ACLED"}, {"source": None}]))
    ('ACLED', 'UCDP GED')
    """
    told = events["source"].drop_duplicates().dropna()
    return tuple(sorted({source for each in told for source in _sources(each)}))


def _sources(told: str) -> list[str]:
    """Those that a merged event names in one text."""
    return told.split(" · ")


def _among(name: str, given: Words, allowed: Words) -> None:
    wrong = [word for word in given if word not in allowed]
    if wrong:
        import difflib

        close = difflib.get_close_matches(wrong[0], allowed, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}?" if close else "use one of " + ", ".join(allowed[:30])
        raise InvalidQuery(f"{name} {wrong[0]!r}", "is not known", hint)


def _date(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidQuery(f"{name} {value!r}", "is not a date", "write it as YYYY-MM-DD") from None


def _joined(numbers: tuple[float, ...]) -> str:
    return ",".join(repr(round(number, 6)) for number in numbers)


def _numbers(name: str, value: str, count: int) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in value.split(","))
    except ValueError:
        numbers = ()
    order = "west,south,east,north" if count == 4 else "lon,lat,km"
    if len(numbers) != count:
        raise InvalidQuery(f"{name} {value!r}", f"is not {count} numbers", f"write {order}")
    if count == 3 and not 0 <= numbers[2] < math.inf:
        raise InvalidQuery(f"{name} {value!r}", "has no distance", f"write {order}, with 0 km or more")
    lats = (numbers[1], numbers[3]) if count == 4 else (numbers[1],)
    if not all(-90 <= lat <= 90 for lat in lats) or not -180 <= numbers[0] <= 180:
        raise InvalidQuery(
            f"{name} {value!r}", "is not on the globe", f"write {order}; did you swap lon and lat?"
        )
    return numbers


def _along(value: str) -> tuple[float, shapes.Ring]:
    told, _, line = value.partition(";")
    try:
        km = float(told)
    except ValueError:
        km = math.nan
    if not 0 <= km < math.inf:
        raise InvalidQuery(
            f"along {value!r}", "has no distance", "write km;lon,lat;lon,lat, with 0 km or more"
        )
    return km, shapes.corners(line, closed=False)


def _in_groups(events: pd.DataFrame, wanted: Words) -> pd.Series:
    """A group takes its members as of each event's first day: one set an era of history, not one a row."""
    import numpy as np
    import pandas as pd

    code, names = pd.factorize(events["group"])
    era, eras = pd.factorize(vocab.eras(events["start"]))
    held = np.zeros((len(names) + 1, len(eras) + 1), dtype=bool)  # the last ones are for no group and no date
    for column, on in enumerate([*(day.date() for day in eras), None]):
        members = frozenset[str]().union(*(vocab.members_of(each, on) for each in wanted))
        held[:-1, column] = [name in members for name in names]
    return pd.Series(held[code, era], index=events.index)


def _holds_text(events: pd.DataFrame, text: str) -> pd.Series:
    """Whether the name of the place and the evidence hold a text; each distinct name is folded once."""
    from ..names import fold

    needle = fold(text)
    told = {name: needle in fold(name) for name in events["place_name"].dropna().unique()}
    named = events["place_name"].map(told).fillna(False).astype(bool)
    quoted = events["evidence"].map(
        lambda spans: bool(spans) and needle in fold(" ".join(span["text"] for span in spans))
    )
    return named | quoted.astype(bool)  # an empty table has no type yet
