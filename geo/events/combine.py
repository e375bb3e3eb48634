"""One event of several rows: the most certain row leads, counts span all, claims are all kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from .. import schema
from .build import attribution, main_group

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Item = dict[str, Any]


def combined(rows: pd.DataFrame, lead: pd.DataFrame, group: np.ndarray) -> dict[str, pd.Series]:
    """What one event is told as that several rows tell.

    Parameters
    ----------
    rows : pandas.DataFrame
        Unmerged rows of an events table, group after group, in each by id.
    lead : pandas.DataFrame
        The row that leads each group, in the same order, with the groups' numbers as index.
    group : numpy.ndarray of int
        The group of each of `rows`.

    Returns
    -------
    dict of str to pandas.Series
        By column one value a group, with the index and type of `lead`; what is in no column here is as the
        lead tells it.
    """
    import numpy as np
    import pandas as pd

    first = np.flatnonzero(np.diff(group, prepend=-1))
    groups = [slice(low, high) for low, high in pairwise([*first.tolist(), len(rows)])]

    def told(name: str) -> Iterator[list[Any]]:
        """What each group's rows hold in a column, null as None."""
        values = rows[name].astype("object").where(rows[name].notna(), None).tolist()
        return (values[part] for part in groups)

    def items(name: str) -> Iterator[list[Item]]:
        """What each group's rows list, the lead's first, each once."""
        return (_distinct(chain(own, *lists)) for own, lists in zip(lead[name], told(name), strict=True))

    def some(column: str, word: str) -> np.ndarray:
        """Whether one of each group's rows holds a word."""
        return np.logical_or.reduceat((rows[column] == word).to_numpy(bool), first)

    made: dict[str, Any] = {name: list(items(name)) for name in ("claims", "evidence", "targets", "actors")}
    made["event_id"] = [_id(ids) for ids in told("event_id")]
    made["reports"] = [sorted(set(chain(*lists))) for lists in told("reports")]
    made["independent_sources"] = list(map(len, made["reports"]))
    made["actors"] = list(map(_named, made["actors"]))
    made["group"] = list(map(main_group, made["actors"]))
    made["attribution"] = [attribution([claim["status"] for claim in claims]) for claims in made["claims"]]
    made["incident_id"] = [min(filter(None, ids), default=None) for ids in told("incident_id")]
    made["reasons"] = [
        [*why, _joined(*each)]
        for why, *each in zip(
            lead["reasons"], told("reports"), told("place_name"), told("start"), strict=True
        )
    ]
    for name in ("source", "licence"):
        made[name] = [" · ".join(sorted(set(filter(None, words)))) or None for words in told(name)]
    for name in schema.COUNTS:
        made |= _range(rows, name, group)
    made["killed_best"] = _agreed(rows["killed_best"], group)
    made["sensitivity"] = np.where(some("sensitivity", "restricted"), "restricted", "public")
    made["status"] = np.where(some("status", "realised"), "realised", lead["status"])
    several = np.array(made["independent_sources"]) > 1
    verified = np.where(several, "corroborated", lead["verification"])
    made["verification"] = np.where(some("verification", "confirmed"), "confirmed", verified)
    return {
        name: pd.Series(values, index=lead.index, dtype=lead[name].dtype) for name, values in made.items()
    }


def _id(members: list[str]) -> str:
    return "ev-" + hashlib.sha256("|".join(members).encode()).hexdigest()[:12]


def _distinct(items: Iterable[Item]) -> list[Item]:
    out: list[Item] = []
    for item in items:
        if item not in out:
            out.append(item)
    return out


def _named(actors: list[Item]) -> list[Item]:
    """Each actor once; "unidentified" gives way where another report names the group."""
    once = list({actor["id"]: actor for actor in reversed(actors)}.values())[::-1]
    doers = [actor for actor in once if actor["role"] == "perpetrator"]
    if all(actor["id"] == "Unidentified" for actor in doers):
        return once
    return [actor for actor in once if actor not in doers or actor["id"] != "Unidentified"]


def _joined(reports: list[list[str]], places: list[str | None], days: list[Any]) -> str:
    """The reason for which these reports are one event."""
    told = ", ".join(
        f"{names[0] if names else 'no report named'} ({place or 'no place named'}, {day:%Y-%m-%d})"
        for names, place, day in zip(reports, places, days, strict=True)
    )
    return f"one event from {len(reports)} reports, same type, days and place: {told}"


def _range(rows: pd.DataFrame, name: str, group: np.ndarray) -> dict[str, Any]:
    """The span of what each group's rows count; "at least" so many keeps it open above."""
    low, high = rows[f"{name}_low"], rows[f"{name}_high"]
    top = high.groupby(group).max()
    at_least = low.where(high.isna()).groupby(group).max()
    is_open = (at_least >= top).fillna(False)
    return {f"{name}_low": low.groupby(group).min().array, f"{name}_high": top.mask(is_open).array}


def _agreed(best: pd.Series, group: np.ndarray) -> Any:
    """The best estimate of each group, where its sources do not give different ones."""
    held = best.groupby(group)
    return held.first().where(held.nunique() == 1).array
