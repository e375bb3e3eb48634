"""Events that would tell the place of another one: of its report or incident, or its place and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import distance
from ..names import fold

if TYPE_CHECKING:
    import pandas as pd

_LEAST_KM = 3.0  # places this near to each other are one place


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
