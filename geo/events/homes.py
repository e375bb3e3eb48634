"""Find the events that decisions are about: a re-read may have given them other ids, or parted them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .decisions import Decision, about, moment, named

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_SHOWN = 5


def found(
    events: gpd.GeoDataFrame, members: gpd.GeoDataFrame, decisions: Iterable[Decision]
) -> tuple[dict[str, list[Decision]], list[str]]:
    """The decisions about each event, by the id that it has now.

    Parameters
    ----------
    events, members : geopandas.GeoDataFrame
        Events tables: what is shown, and the unmerged rows that it was made of.
    decisions : iterable of Decision
        An event is found by its id, else as the one that holds most of the decision's member rows.

    Returns
    -------
    dict of str to list of Decision
        In the order given.
    list of str
        Why the other decisions found no event.

    Examples
    --------
    >>> from geo import schema
    >>> events = schema.from_rows([{"event_id": "new", "reports": ["r1", "r2"]}])
    >>> members = schema.from_rows([{"event_id": "row", "reports": ["r1"]}])
    >>> list(found(events, members, [Decision("old", "confirm", members=("row",))])[0])
    ['new']
    """
    decided = list(decisions)
    ids = events["event_id"]
    known = set(ids[~ids.duplicated(keep=False)])  # an id that two rows share names none
    lost = [d for d in decided if d.event not in known]
    heirs = _heirs(events, members, {name for d in lost for name in (d.event, *d.members)} if lost else set())
    homes, problems, waiting = dict[str, list[Decision]](), list[str](), list[Decision]()
    for decision in decided:
        shares = [heirs[name] for name in {decision.event, *decision.members} if name in heirs]
        most = max(map(shares.count, shares), default=0)
        best = {name for name in shares if shares.count(name) == most}
        if decision.event in known:
            best = {decision.event}
        if len(best) == 1:
            homes.setdefault(best.pop(), []).append(decision)
        elif best:
            problems.append(f"{named(decision)} is about what is {len(best)} events now: decide on each")
        else:
            waiting.append(decision)
    if waiting:
        names = list(dict.fromkeys(d.event for d in waiting))
        told = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        many = f"{len(waiting)} decision{'s wait' if len(waiting) > 1 else ' waits'}"
        problems.append(f"{many} for events that are not among those read: {told}")
    return homes, problems


def members_of(event: str, events: gpd.GeoDataFrame, members: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Ids of the unmerged rows that an event was made of: what a decision keeps to find it again.

    Parameters
    ----------
    event : str
        Id of an event of the table.
    events, members : geopandas.GeoDataFrame

    Returns
    -------
    tuple of str
        Sorted; none where the event is an unmerged row itself.

    Examples
    --------
    >>> from geo import schema
    >>> events = schema.from_rows([{"event_id": "ev", "reports": ["r-a", "r-c"]}])
    >>> members = schema.from_rows([{"event_id": name, "reports": [f"r-{name}"]} for name in "ab"])
    >>> members_of("ev", events, members)
    ('a',)
    """
    here = events[events["event_id"] == event]
    return tuple(sorted({name for told in _told(here) for name in _inside(told, members)}))


def last_about(
    field: str, event: gpd.GeoDataFrame, members: gpd.GeoDataFrame, decisions: Iterable[Decision]
) -> Decision | None:
    """The decision that holds about one field of an event.

    Parameters
    ----------
    field : str
        As ``decisions.about`` names it: a column, 'place', or '' for the event itself.
    event, members : geopandas.GeoDataFrame
        A table of the one event; the unmerged rows of all.
    decisions : iterable of Decision

    Returns
    -------
    Decision or None
        None where nobody decided about it.

    Examples
    --------
    >>> from geo import schema
    >>> told = [Decision("ev", "confirm"), Decision("ev", "place", after={})]
    >>> last_about("place", schema.from_rows([{"event_id": "ev"}]), schema.empty(), told).action
    'place'
    """
    held, _ = found(event, members, [each for each in decisions if about(each) == field])
    return max(reversed([each for mine in held.values() for each in mine]), key=moment, default=None)


def _heirs(events: gpd.GeoDataFrame, members: gpd.GeoDataFrame, sought: set[str]) -> dict[str, str]:
    """Ids of unmerged rows to the id of the event that they are part of now.

    A row belongs to the event that holds all its evidence and reports.
    """
    own = {name: name for name in events["event_id"] if name in sought}
    wanted = members[members["event_id"].isin(list(sought))]
    reports = {report for told in wanted["reports"] for report in told}
    near = events[events["reports"].map(lambda told: not reports.isdisjoint(told)).astype(bool)]
    for event in _told(near):
        own = dict.fromkeys(_inside(event, wanted), event.name) | own
    return own


class _Told(NamedTuple):
    """A row's id and what it rests on."""

    name: str
    spans: set[tuple[Any, ...]]
    reports: set[str]


def _told(rows: pd.DataFrame) -> Iterator[_Told]:
    for name, evidence, reports in zip(rows["event_id"], rows["evidence"], rows["reports"], strict=True):
        yield _Told(name, _spans(evidence), set(reports))


def _inside(event: _Told, members: pd.DataFrame) -> list[str]:
    """Ids of the rows that an event holds: all their evidence, and all their reports."""
    return [row.name for row in _told(members) if row.reports <= event.reports and row.spans <= event.spans]


def _spans(evidence: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {tuple(item.get(key) for key in ("report", "field", "start", "end")) for item in evidence}
