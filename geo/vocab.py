"""Armed groups and event kinds through time, read from the tables under data/.

The facts are rows there (data/groups, data/kinds), each with its source; this module only asks them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import BrokenData, InvalidQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

DATA = Path(__file__).resolve().parent.parent / "data"

# A group and the groups inside it: ("JNIM", (("AQIM-Sahara", ()), …)).
Branch = tuple[str, tuple["Branch", ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """An actor; `id` is the short name in use, `start` and `end` bound its life (None: open or not known)."""

    id: str
    name: str
    name_fr: str
    kind: str
    country: str | None
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling that names `group` in `lang` ("en", "fr" or "any") between `start` and `end`."""

    group: str
    alias: str
    lang: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Relation:
    """`group` is member_of, affiliated_with, successor_of or side_of `parent` between `start` and `end`."""

    group: str
    relation: str
    parent: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One of ACLED's 25 sub-event types with its event type, in English and French."""

    event_type: str
    sub_event_type: str
    event_type_fr: str
    sub_event_type_fr: str
    definition: str


def rows(table: str) -> list[dict[str, str]]:
    """Read a table under data/ as text.

    Parameters
    ----------
    table : str
        Its path below data/.

    Raises
    ------
    BrokenData
        When it is missing.

    Examples
    --------
    >>> rows("crosswalks/ucdp_acled.csv")[0]["name"]
    'State-based conflict'
    """
    path = DATA / table
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except OSError as error:
        raise BrokenData(str(path), "cannot be read", "restore it from the repository") from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _life(row: dict[str, str]) -> tuple[date | None, date | None]:
    return _day(row["start"]), _day(row["end"])


def _lives(thing: Group | Relation, on: date) -> bool:
    return (thing.start is None or thing.start <= on) and (thing.end is None or on <= thing.end)


@cache
def groups() -> Mapping[str, Group]:
    """Return every group by its id, in the order of data/groups/groups.csv.

    Examples
    --------
    >>> groups()["FAMa"].name
    'Malian Armed Forces'
    """
    made = (
        Group(r["id"], r["name"], r["name_fr"], r["kind"], r["country"] or None, *_life(r))
        for r in rows("groups/groups.csv")
    )
    return MappingProxyType({group.id: group for group in made})


@cache
def aliases() -> tuple[Alias, ...]:
    """Return every spelling of every group, the groups' own names among them.

    Examples
    --------
    >>> {a.group for a in aliases() if a.alias == "EIGS"}
    {'ISSP'}
    """
    return tuple(Alias(r["group"], r["alias"], r["lang"], *_life(r)) for r in rows("groups/aliases.csv"))


@cache
def relations() -> tuple[Relation, ...]:
    """Return every relation between groups.

    Examples
    --------
    >>> next(r.start for r in relations() if (r.group, r.parent) == ("FLM", "JNIM"))
    datetime.date(2017, 3, 2)
    """
    table = rows("groups/relations.csv")
    return tuple(Relation(r["group"], r["relation"], r["parent"], *_life(r)) for r in table)


@cache
def kinds() -> tuple[Kind, ...]:
    """Return ACLED's 25 sub-event types.

    Examples
    --------
    >>> len(kinds()), len({kind.event_type for kind in kinds()})
    (25, 6)
    """
    fields = ("event_type", "sub_event_type", "event_type_fr", "sub_event_type_fr", "definition")
    return tuple(Kind(*(r[f] for f in fields)) for r in rows("kinds/kinds.csv"))


def event_type_of(sub_event_type: str) -> str:
    """Return the event type that a sub-event type belongs to.

    Raises
    ------
    InvalidQuery
        If `sub_event_type` is none of ACLED's 25.

    Examples
    --------
    >>> event_type_of("Armed clash")
    'Battles'
    """
    for kind in kinds():
        if kind.sub_event_type == sub_event_type:
            return kind.event_type
    raise InvalidQuery(repr(sub_event_type), "is no sub-event type", "see data/kinds/kinds.csv")


def _group(group_id: str) -> Group:
    if group_id not in groups():
        raise InvalidQuery(repr(group_id), "is no group's id", "see data/groups/groups.csv")
    return groups()[group_id]


def _inside(on: date | None) -> dict[str, list[str]]:
    """Parent -> members on a day; a membership holds only while both groups live."""
    inside: dict[str, list[str]] = defaultdict(list)
    for link in relations():
        ends = (link, groups()[link.group], groups()[link.parent])
        if link.relation == "member_of" and (on is None or all(_lives(end, on) for end in ends)):
            inside[link.parent].append(link.group)
    return inside


def members_of(group_id: str, on: date | None = None) -> frozenset[str]:
    """Return a group and all groups inside it, at any depth.

    Parameters
    ----------
    group_id : str
        An id of data/groups/groups.csv.
    on : date or None
        The day that is asked about; None asks for ever.

    Returns
    -------
    frozenset of str
        Ids, `group_id` among them.

    Raises
    ------
    InvalidQuery
        If `group_id` is no group's id.

    Examples
    --------
    >>> sorted(members_of("JNIM", date(2017, 3, 1)))
    ['JNIM']
    >>> "FLM" in members_of("JNIM", date(2017, 3, 2))
    True
    """
    inside = _inside(on)
    found, todo = {_group(group_id).id}, [group_id]
    while todo:
        new = [member for member in inside.get(todo.pop(), ()) if member not in found]
        found.update(new)
        todo += new
    return frozenset(found)


def parents_of(group_id: str, on: date | None = None) -> frozenset[str]:
    """Return all groups that a group is inside of, at any depth, without itself.

    Examples
    --------
    >>> sorted(parents_of("AQIM-Sahara", date(2016, 1, 1)))
    ['AQIM']
    """
    _group(group_id)
    return frozenset(other for other in _inside(on) if group_id in members_of(other, on)) - {group_id}


@cache
def _turns() -> tuple[date, ...]:
    """The days on which who is a member of whom may change."""
    lives: list[Group | Relation] = [*groups().values(), *relations()]
    starts = (life.start for life in lives if life.start)
    ends = (life.end + timedelta(days=1) for life in lives if life.end)
    return (date(1900, 1, 1), *sorted({*starts, *ends}))


def eras(days: pd.Series) -> pd.Series:
    """Each day's era: the last day up to it on which memberships changed.

    All days of an era have the same members in every group, so that a look-up per (group, era) is enough.

    Parameters
    ----------
    days : pandas.Series of datetime64

    Returns
    -------
    pandas.Series of datetime64
        NaT stays NaT.

    Examples
    --------
    >>> import pandas as pd
    >>> eras(pd.Series(pd.to_datetime(["2017-03-02", "2017-03-03", None]))).dt.date.tolist()
    [datetime.date(2017, 3, 2), datetime.date(2017, 3, 2), NaT]
    """
    import numpy as np
    import pandas as pd

    turns = np.array(_turns(), dtype="datetime64[s]")
    at = np.searchsorted(turns, days.to_numpy().astype("datetime64[s]"), side="right") - 1
    return pd.Series(turns[np.maximum(at, 0)], index=days.index).where(days.notna())


def tree(on: date | None = None) -> tuple[Branch, ...]:
    """Return every group as a forest for the group filter: roots first, members below.

    Parameters
    ----------
    on : date or None
        The day whose memberships count; None shows every one there ever was (a group may stand twice).

    Examples
    --------
    >>> dict(tree(date(2020, 1, 1)))["AQIM"]
    ()
    """
    inside = _inside(on)
    members = {member for found in inside.values() for member in found}

    def branch(group_id: str) -> Branch:
        return group_id, tuple(branch(member) for member in sorted(inside.get(group_id, ())))

    return tuple(branch(group_id) for group_id in groups() if group_id not in members)


def name_of(group_id: str, lang: str = "en") -> str:
    """Return a group's full name in English ("en") or French ("fr").

    Examples
    --------
    >>> name_of("ISSP", "fr")
    "Province du Sahel de l'État islamique"
    """
    group = _group(group_id)
    return group.name_fr if lang == "fr" else group.name


@cache
def active_in(group_id: str) -> tuple[str, ...]:
    """Countries in which a group is known to be active (data/groups/activity.csv).

    Parameters
    ----------
    group_id : str

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-2 codes, sorted; empty where nothing is known.

    Examples
    --------
    >>> active_in("FLM")
    ('BF', 'ML')
    """
    return tuple(sorted({row["country"] for row in rows("groups/activity.csv") if row["group"] == group_id}))
