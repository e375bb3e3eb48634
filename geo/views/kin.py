"""Events that would tell the place of another one: of its report or incident, or its place and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import distance
from ..names import fold
from . import hush, points

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

_LETTERS = 3  # of a first name that is looked for
_LEAST_KM = 3.0  # places this near to each other are one place
_FINE = ("exact", "near", "admin2")
_SHORT_DAYS = 7  # of an event that may be of any of its days; a longer one is of its first day
_PAIRS = 4_000_000  # that are looked at together
# What may name another place, too.
_NAMED = (
    "event_id",
    "place_name",
    "place_id",
    "country",
    "admin1",
    "admin2",
    "border_country",
    "group",
    "source",
    "licence",
    "made_by",
)
_LISTS = ("evidence", "reasons", "place_candidates", "actors", "targets", "claims")
_HIDING = (
    *("place_name", "place_id", "admin1", "admin2", "place_precision"),
    *("longitude", "latitude", "targets", "place_candidates"),
)


class _Where(NamedTuple):
    """What tells whether two events share a place: numbers a row, -1 where a name or an id is not told."""

    lon: np.ndarray
    lat: np.ndarray
    km: np.ndarray
    name: np.ndarray
    place: np.ndarray

    def shared(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        import numpy as np

        km = distance.km(self.lon[one], self.lat[one], self.lon[other], self.lat[other])
        near = np.asarray(km) <= np.maximum(self.km[one] + self.km[other], _LEAST_KM)
        named = (self.name[one] == self.name[other]) & (self.name[one] >= 0)
        return near | named | ((self.place[one] == self.place[other]) & (self.place[one] >= 0))


def pairs(events: pd.DataFrame, sensitive: np.ndarray) -> pd.DataFrame:
    """Each sensitive event with the others that are told with it.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table, numbered from 0.
    sensitive : numpy.ndarray of bool

    Returns
    -------
    pandas.DataFrame
        ``one`` (a sensitive event's row), ``other`` (a row that is not) and ``here`` (whether they share a
        place): those of one report or incident, and those of one place that may be of one day or of two in
        turn.
    """
    import pandas as pd

    where = _where(events)
    told = _together(events, sensitive, where)
    blocks = [
        pd.DataFrame({"one": one, "other": other, "here": True})
        for one, other in _of_a_day(events, sensitive, where)
    ]
    return pd.concat([told, *blocks], ignore_index=True).groupby(["one", "other"], as_index=False).max()


def together(events: pd.DataFrame, sensitive: np.ndarray) -> pd.DataFrame:
    """Those of the ``pairs`` that a report or an incident tells of."""
    return _together(events, sensitive, _where(events))


def _where(events: pd.DataFrame) -> _Where:
    import pandas as pd

    said = {name: fold(name) for name in events["place_name"].dropna().unique()}
    lon, lat, km = (events[name].to_numpy("float64") for name in ("longitude", "latitude", "uncertainty_km"))
    name, place = (pd.factorize(each)[0] for each in (events["place_name"].map(said), events["place_id"]))
    return _Where(lon, lat, pd.Series(km).fillna(0.0).to_numpy(), name, place)


def _together(events: pd.DataFrame, mine: np.ndarray, where: _Where) -> pd.DataFrame:
    import pandas as pd

    reports = pd.concat([events["reports"].explode(), events["report"]])
    parts = [
        pd.DataFrame({"row": each.index, "key": each.astype("object").to_numpy(), "sort": sort})
        for sort, each in (("report", reports.dropna()), ("incident", events["incident_id"].dropna()))
    ]
    keys = pd.concat(parts, ignore_index=True).drop_duplicates()
    ours = mine[keys["row"].to_numpy()]
    others = keys[~ours & keys["key"].isin(keys.loc[ours, "key"]).to_numpy()]
    met = (
        keys[ours]
        .rename(columns={"row": "one"})
        .merge(others.rename(columns={"row": "other"}), on=["sort", "key"])
    )
    met = met[["one", "other"]].drop_duplicates(ignore_index=True)
    return met.assign(here=where.shared(met["one"].to_numpy(), met["other"].to_numpy()))


def _of_a_day(
    events: pd.DataFrame, mine: np.ndarray, where: _Where
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of one place that may be of one day, or of two in turn: attacks are told a day late, too."""
    import numpy as np

    start, end = (
        events[name].to_numpy().astype("datetime64[D]").astype("int64") for name in ("start", "end")
    )
    known = events["start"].notna().to_numpy()
    length = np.where(events["end"].notna().to_numpy(), np.clip(end - start, 0, None), 0)
    length = np.where(length < _SHORT_DAYS, length, 0)
    one, of_one = _days(np.flatnonzero(mine & known), start - 1, length + 2)
    other, of_other = _days(np.flatnonzero(~mine & known), start, length)
    order = np.argsort(of_other, kind="stable")
    other, of_other = other[order], of_other[order]
    first, last = (np.searchsorted(of_other, of_one, side) for side in ("left", "right"))
    count = last - first
    until_here = np.cumsum(count)
    at = 0
    while at < len(one):
        until = max(
            at + 1, int(np.searchsorted(until_here, (until_here[at - 1] if at else 0) + _PAIRS, "right"))
        )
        some = count[at:until]
        left = np.repeat(one[at:until], some)
        right = other[np.repeat(first[at:until] - (np.cumsum(some) - some), some) + np.arange(some.sum())]
        here = where.shared(left, right)
        yield left[here], right[here]
        at = until


def _days(rows: np.ndarray, first: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows, each once for each of its days, and the days."""
    import numpy as np

    many = length[rows] + 1
    after = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(rows, many), np.repeat(first[rows], many) + after


def words_of_all(events: pd.DataFrame) -> frozenset[str]:
    """The names that tell where some events were (``words_of``)."""
    return frozenset().union(*(words_of(row) for _, row in _rows(events, events.index, _HIDING)))


def silenced(
    events: gpd.GeoDataFrame, pairs: pd.DataFrame, known: gpd.GeoDataFrame, numbers: dict[str, str]
) -> gpd.GeoDataFrame:
    """Events told with a sensitive one, without the words on it and without how far they lie from it.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        An events table, numbered from 0; it is not changed.
    pairs : pandas.DataFrame
        Of ``pairs``.
    known : geopandas.GeoDataFrame
        The table that the pairs are of: the events, and sensitive ones besides.
    numbers : dict of str to str
        What reports are called instead; new ones are added.

    Returns
    -------
    geopandas.GeoDataFrame
    """
    import pandas as pd

    out = events.copy()
    if pairs.empty:
        return out
    hidden = {
        one: (words_of(row), row["evidence"])
        for one, row in _rows(known, pairs["one"].unique(), (*_HIDING, "evidence"))
    }
    beside = pairs.groupby("other")["one"].agg(list)
    rows = beside.index.tolist()
    changed: dict[str, list[Any]] = {name: [] for name in (*_LISTS, *_NAMED)}
    for (_, event), near in zip(_rows(events, rows, (*_LISTS, *_NAMED)), beside, strict=True):
        spans = [item for one in near for item in hidden[one][1]]
        tells = place_teller(frozenset().union(*(hidden[one][0] for one in near)))
        for name, value in _silent(event, spans, tells).items():
            changed[name].append(value)
    for name, cells in changed.items():
        told = pd.Series(cells, index=rows, dtype="object")
        out[name] = out[name].astype("object").where(~out.index.isin(rows), told.reindex(out.index))
    out.loc[rows, ["source_id", "source_code", "incident_id", "report"]] = None
    return _renamed(out.astype({name: events[name].dtype for name in _NAMED}), rows, numbers)


def _rows(
    events: pd.DataFrame, rows: Iterable[int], names: Iterable[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Some columns of some rows as plain values."""
    names, rows = list(names), list(rows)
    some = events.loc[rows, names].astype("object")
    values = some.where(some.notna(), None).to_numpy()
    for row, cells in zip(rows, values, strict=True):
        yield row, dict(zip(names, cells, strict=True))


def _silent(event: Mapping[str, Any], spans: list[Any], tells: hush.Tells) -> dict[str, Any]:
    """What is left of the words of an event."""
    left = [item for item in event["evidence"] if not any(hush.overlap(item, span) for span in spans)]
    reasons = (x for x in event["reasons"] if not str(x).startswith("place:"))
    return {
        "evidence": hush.evidence(left, tells, lambda _: None),
        "reasons": [x for x in reasons if not tells(str(x))],
        "place_candidates": [],
        **{name: [_mute(x, tells) for x in event[name]] for name in ("actors", "targets", "claims")},
        **{
            name: None if isinstance(event[name], str) and tells(event[name]) else event[name]
            for name in _NAMED
        },
    }


def words_of(event: Mapping[str, Any]) -> frozenset[str]:
    """The names that tell where an event was: of its place, of that place's other names, of who was there.

    Parameters
    ----------
    event : mapping
        Its plain values.
    """
    others = [each for each in event["place_candidates"] if isinstance(each, dict) and _is_its(each, event)]
    names = [event["place_name"], event["place_id"], event["admin2"], *(each.get("name") for each in others)]
    for target in event["targets"]:
        name = str(target.get("name") or "")
        given = (word for word in name.split() if target.get("kind") != "site" and word[:1].isupper())
        names += [name, *(word for word in given if len(word) >= _LETTERS)]
    told = "" if event["place_precision"] in _FINE else fold(event["admin1"] or "")
    return frozenset(str(name) for name in names if name and fold(str(name)) != told)


def _is_its(candidate: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether a candidate is the event's own place."""
    if candidate.get("place_id") is not None and candidate.get("place_id") == event["place_id"]:
        return True
    ends = [each.get(name) for each in (candidate, event) for name in ("longitude", "latitude")]
    return None not in ends and bool(distance.km(*ends) <= _LEAST_KM)


def place_teller(hidden: frozenset[str]) -> hush.Tells:
    """A function that says whether a text tells the place of some events, by a name or in numbers.

    Parameters
    ----------
    hidden : frozenset of str
        The events' ``words_of``.
    """
    return partial(_tells_place, hidden)


@lru_cache(maxsize=1024)
def _named(hidden: frozenset[str]) -> hush.Names:
    return hush.Names(hidden)


@lru_cache(maxsize=65_536)
def _tells_place(hidden: frozenset[str], text: str) -> str | None:
    return hush.NAMES if points.tells(text) or text in _named(hidden) else None


def _mute(item: Any, tells: hush.Tells) -> Any:
    return {key: value for key, value in item.items() if not tells(str(value))}


def _renamed(events: gpd.GeoDataFrame, rows: list[int], number: dict[str, str]) -> gpd.GeoDataFrame:
    """The reports of some events by number: a report's name is its file's, and may tell what it is about."""
    for name in events.loc[rows, "reports"].explode().dropna():
        number.setdefault(str(name), f"report {len(number) + 1}")
    for column in ("evidence", "claims"):
        events.loc[rows, column] = events.loc[rows, column].map(
            lambda items: [x | {"report": number.get(str(x.get("report")))} for x in items]
        )
    events.loc[rows, "reports"] = events.loc[rows, "reports"].map(lambda held: [number[str(x)] for x in held])
    return events
