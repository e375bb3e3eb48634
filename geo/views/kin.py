"""Events that would tell the place of another one: of its report or incident, or its place and day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import distance, schema
from ..names import fold
from . import hush

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_LEAST_KM = 3.0  # places this near to each other are one place
_NAMED = ("event_id", "place_name", "group", "source", "licence", "made_by")  # may name another place, too
_POINT = re.compile(
    r"\d\.\d{3}|\d,\d{4}|°|º|\bgrid\b|\bmgrs\b", re.IGNORECASE
)  # what tells a place in numbers


def pairs(events: pd.DataFrame, sensitive: pd.Series) -> pd.DataFrame:
    """Each sensitive event with the others that are told with it.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table, numbered from 0.
    sensitive : pandas.Series of bool

    Returns
    -------
    pandas.DataFrame
        ``one`` (a sensitive event's row), ``other`` (a row that is not), ``told`` (whether a report or an
        incident tells of both; else they began on one day) and ``here`` (whether they share a place).
    """
    import pandas as pd

    keys = _keys(events)
    ours = sensitive.loc[keys["row"]].to_numpy()
    mine = keys[ours].rename(columns={"row": "one"})
    met = mine.merge(keys[~ours].rename(columns={"row": "other"}), on=["sort", "key"])
    met["told"] = met["sort"] != "day"
    met = met.groupby(["one", "other"], as_index=False)["told"].max()
    one, other = (events.loc[met[side]].reset_index(drop=True) for side in ("one", "other"))
    km = distance.km(*(each[name] for each in (one, other) for name in ("longitude", "latitude")))
    reach = one["uncertainty_km"].fillna(0.0) + other["uncertainty_km"].fillna(0.0)
    near = pd.Series(km, dtype="float64") <= reach.clip(lower=_LEAST_KM)
    same = one["place_id"].notna() & (one["place_id"] == other["place_id"])
    alike = _folded(one["place_name"]) == _folded(other["place_name"])
    return met.assign(here=near | same | (alike & one["place_name"].notna()))


def _keys(events: pd.DataFrame) -> pd.DataFrame:
    """What ties events: a row for each report, incident and first day of each event."""
    import pandas as pd

    told = {
        "report": events["reports"].explode(),
        "incident": events["incident_id"],
        "day": events["start"].dt.strftime("%Y-%m-%d"),
    }
    parts = [pd.concat([told["report"], events["report"]]).rename("key").to_frame().assign(sort="report")]
    parts += [told[sort].rename("key").to_frame().assign(sort=sort) for sort in ("incident", "day")]
    keys = pd.concat([part[part["key"].notna()] for part in parts]).astype({"key": "object"})
    return keys.rename_axis("row").reset_index().drop_duplicates()


def _folded(names: pd.Series) -> pd.Series:
    said = {name: fold(name) for name in names.dropna().unique()}
    return names.map(said).astype("object")


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
    out = events.copy()
    if pairs.empty:
        return out
    ones = pairs["one"].unique()
    hidden = dict(zip(ones, schema.to_plain(known.loc[ones]).to_dict("records"), strict=True))
    lists = ("evidence", "reasons", "place_candidates", "actors", "targets", "claims")
    changed: dict[str, dict[int, Any]] = {name: {} for name in (*lists, *_NAMED)}
    for row, mine in pairs.groupby("other"):
        near = [hidden[one] for one in mine["one"]]
        spans = [item for event in near for item in event["evidence"]]
        tells = place_teller(near)
        mute = partial(_mute, tells=tells)
        left = [x for x in events.at[row, "evidence"] if not any(hush.overlap(x, span) for span in spans)]
        changed["evidence"][row] = hush.evidence(left, tells, lambda _: None)
        reasons = [x for x in events.at[row, "reasons"] if not str(x).startswith("place:")]
        changed["reasons"][row] = [x for x in reasons if not tells(str(x))]
        changed["place_candidates"][row] = []
        for name in ("actors", "targets", "claims"):
            changed[name][row] = [mute(x) for x in events.at[row, name]]
        for name in _NAMED:
            value = events.at[row, name]
            changed[name][row] = None if isinstance(value, str) and tells(value) else value
    for column, cells in changed.items():
        out[column] = [cells.get(row, cell) for row, cell in out[column].items()]
    kin_rows = list(changed["reasons"])
    out.loc[kin_rows, ["source_id", "source_code", "incident_id", "report"]] = None
    return _renamed(out.astype({name: events[name].dtype for name in _NAMED}), kin_rows, numbers)


def place_teller(hidden: Iterable[Mapping[str, Any]]) -> hush.Tells:
    """A function that says whether a text tells the place of some events, by a name or in numbers.

    Parameters
    ----------
    hidden : iterable of mapping
        The events' plain values.
    """
    words: set[str] = set()
    told: set[str] = set()  # the regions are
    for event in hidden:
        names = [event["place_name"], event["admin2"], *(target.get("name") for target in event["targets"])]
        words |= {str(name) for name in names if name}
        told.add(fold(event["admin1"] or ""))
    named = hush.Names(word for word in words if fold(word) not in told)

    def tells(text: str) -> str | None:
        return hush.NAMES if _POINT.search(text) or text in named else None

    return tells


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
