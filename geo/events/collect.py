"""Tables put together: beside each other as they are, or taken apart into unmerged rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import schema

if TYPE_CHECKING:
    import geopandas as gpd


def together(atlases: Sequence[schema.Atlas]) -> schema.Atlas:
    """Put tables beside each other, with all that belongs to them; nothing is merged.

    Parameters
    ----------
    atlases : sequence of Atlas

    Returns
    -------
    Atlas
        Each event and each member row once: what has the same id is the same, and the later one counts.

    Examples
    --------
    >>> one, other = (schema.from_rows([{"event_id": name}]) for name in "ab")
    >>> both = together([schema.Atlas(one, schema.empty()), schema.Atlas(other, schema.empty())])
    >>> both.events["event_id"].tolist()
    ['a', 'b']
    """
    return _beside(
        atlases,
        once([atlas.events for atlas in atlases]),
        once([atlas.members for atlas in atlases]),
    )


def apart(atlases: Sequence[schema.Atlas]) -> schema.Atlas:
    """All rows of several tables as unmerged rows, each once.

    Parameters
    ----------
    atlases : sequence of Atlas

    Returns
    -------
    Atlas
        Without members: where a table has the rows that a merged event was made of, they take its place; else
        the event stays whole.
    """
    parts = [part for atlas in atlases for part in (_not_merged(atlas), atlas.members)]
    return _beside(atlases, once(parts), schema.empty())


def _beside(
    atlases: Sequence[schema.Atlas], events: gpd.GeoDataFrame, members: gpd.GeoDataFrame
) -> schema.Atlas:
    """The tables with the mentions (each once), rejects and summaries of all."""
    mentions = [mention for atlas in atlases for mention in atlas.mentions]
    unique = list({repr(sorted(mention.items())): mention for mention in mentions}.values())
    rejects = [reject for atlas in atlases for reject in atlas.rejects]
    summaries = [summary for atlas in atlases for summary in atlas.summaries]
    return schema.Atlas(events, members, unique, rejects, summaries)


def _not_merged(atlas: schema.Atlas) -> gpd.GeoDataFrame:
    """The events of a table that its member rows cannot make again."""
    events = atlas.events
    if atlas.members.empty:
        return events
    told = events["reports"].explode()
    known = told.isin(set(atlas.members["reports"].explode().dropna()))
    covered = known.groupby(level=0, sort=False).all().reindex(events.index)
    return events[~(covered & (events["reports"].map(len) > 1))]


def sourced(atlas: schema.Atlas, name: str) -> schema.Atlas:
    """Let rows that tell no source have the name of what they came in with.

    Parameters
    ----------
    atlas : Atlas
    name : str
        A file's, say.

    Returns
    -------
    Atlas

    Examples
    --------
    >>> rows = schema.from_rows([{"source": "UCDP GED"}, {"source": None}])
    >>> sourced(schema.Atlas(rows, schema.empty()), "raid.txt").events["source"].tolist()
    ['UCDP GED', 'raid.txt']
    """
    rows, members = (
        part.assign(source=part["source"].fillna(name)) for part in (atlas.events, atlas.members)
    )
    return replace(atlas, events=rows, members=members)


def once(tables: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """The rows of all tables, each id once: where it first stood, as it was told last.

    Parameters
    ----------
    tables : sequence of geopandas.GeoDataFrame
        Events tables.

    Returns
    -------
    geopandas.GeoDataFrame
        With a fresh index.

    Examples
    --------
    >>> rows = [schema.from_rows([{"event_id": "a", "country": code}]) for code in ("ML", "BF")]
    >>> once(rows)["country"].tolist()
    ['BF']
    """
    import pandas as pd

    held = [table for table in tables if len(table)]
    if not held:
        return schema.empty()
    rows = pd.concat(held, ignore_index=True) if len(held) > 1 else held[0].reset_index(drop=True)
    ids = rows["event_id"]
    if ids.is_unique:
        return rows
    last = pd.Series(rows.index).groupby(ids, dropna=False).transform("last")
    return rows.iloc[last[~ids.duplicated()].to_numpy()].reset_index(drop=True)
