"""Events that would tell the place of another one: of its report or incident, or its place and day."""

from __future__ import annotations

import re
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


def silenced(events: gpd.GeoDataFrame, pairs: pd.DataFrame) -> gpd.GeoDataFrame:
    """Events told with a sensitive one, without the words on it and without how far they lie from it.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        An events table, numbered from 0; it is not changed.
    pairs : pandas.DataFrame
        Of ``pairs``.

    Returns
    -------
    geopandas.GeoDataFrame
    """
    out = events.copy()
    if pairs.empty:
        return out
    hidden = schema.to_plain(events.loc[pairs["one"].unique()])
    lists = ("evidence", "reasons", "place_candidates", "actors", "targets", "claims")
    changed: dict[str, dict[int, Any]] = {name: {} for name in (*lists, *_NAMED)}
    for row, mine in pairs.groupby("other"):
        near = hidden.loc[mine["one"]]
        spans = [item for items in near["evidence"] for item in items]
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
    return _renamed(out.astype({name: events[name].dtype for name in _NAMED}), kin_rows)


def place_teller(hidden: pd.DataFrame) -> hush.Tells:
    """A function that says whether a text tells the place of some events, by a name or in numbers."""
    words = {
        *hidden["place_name"].dropna(),
        *hidden["admin2"].dropna(),
        *(target.get("name") for targets in hidden["targets"] for target in targets),
    }
    told = {fold(name) for name in hidden["admin1"].dropna()}  # the region is told
    named = hush.teller(
        [hush.NAMES], hush.Names(str(word) for word in words if word and fold(str(word)) not in told)
    )

    def tells(text: str) -> str | None:
        return hush.NAMES if _POINT.search(text) else named(text)

    return tells


def _mute(item: Any, tells: hush.Tells) -> Any:
    return {key: value for key, value in item.items() if not tells(str(value))}


def _renamed(events: gpd.GeoDataFrame, rows: list[int]) -> gpd.GeoDataFrame:
    """The reports of some events by number: a report's name is its file's, and may tell what it is about."""
    names = sorted({str(name) for name in events.loc[rows, "reports"].explode().dropna()})
    number = {name: f"report {at}" for at, name in enumerate(names, start=1)}
    for column in ("evidence", "claims"):
        events.loc[rows, column] = events.loc[rows, column].map(
            lambda items: [x | {"report": number.get(str(x.get("report")))} for x in items]
        )
    events.loc[rows, "reports"] = events.loc[rows, "reports"].map(lambda held: [number[str(x)] for x in held])
    return events
