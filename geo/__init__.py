"""Conflict Atlas: news about armed conflict becomes events on a map.

The public verbs. Each is one call; what they need is loaded when they are called.

>>> import geo
>>> fix = geo.geocode(["Kayes"], country="ML")[0]
>>> str(fix.status), fix.country
('found', 'ML')
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from .paper_verbs import brief, picture
from .place_verbs import geocode, places_add, places_remove, places_sources, second_opinion

if TYPE_CHECKING:
    from .schema import Atlas
    from .schema_check import Problem
    from .sources.mapping import TableMap
    from .store.query import Query
    from .views.meta import About

__version__ = "0.1.0"
__all__ = [
    "brief",
    "build",
    "check",
    "convert",
    "decided",
    "explain",
    "geocode",
    "load",
    "map",
    "merge",
    "picture",
    "places_add",
    "places_remove",
    "places_sources",
    "query",
    "read",
    "second_opinion",
    "write",
]

Path = str | os.PathLike[str]
Progress = Callable[[str], None]


def read(
    paths: Iterable[Path],
    *,
    source: str | None = None,
    online: bool = False,
    keep: bool = False,
    engine: str = "rules",
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
) -> Atlas:
    """Read articles, datasets and events files to events, one row an event a report.

    Parameters
    ----------
    paths : iterable of path
        Files, folders that are searched for articles, and web addresses of articles and feeds.
    source : str or None
        Take every file as this: article, events, ucdp, acled, gdelt, table; None looks at the file.
    online : bool
        False: web addresses are refused, and no request leaves the machine.
    keep : bool
        Keep fetched articles in the user's folder (``geo.home``).
    engine : str
        Who reads the articles: rules, spacy:MODEL, gliner:MODEL or llm:URL#MODEL (``geo.text.engines``).
    everything : bool
        Keep rows of datasets that are out of scope (GDELT's statements and dealings).
    columns : geo.sources.mapping.TableMap, str or None
        For tables: what their columns are, as a map, a mapping file, or ``field=COLUMN,…``; None: guessed.
    progress : callable or None
        Told one line a report.

    Returns
    -------
    geo.schema.Atlas
        What could not be read is in its ``rejects``; the rest was read all the same.
    """
    from . import pipeline

    return pipeline.read(
        paths,
        source=source,
        online=online,
        keep=keep,
        engine=engine,
        everything=everything,
        columns=columns,
        progress=progress,
    )


def build(
    paths: Iterable[Path],
    *,
    source: str | None = None,
    online: bool = False,
    keep: bool = False,
    engine: str = "rules",
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
) -> Atlas:
    """Read, and join the reports that tell one event; parameters as for ``read``.

    Returns
    -------
    geo.schema.Atlas
        One row an event; the rows that were joined stay in ``members``.
    """
    from . import pipeline

    return pipeline.build(
        paths,
        source=source,
        online=online,
        keep=keep,
        engine=engine,
        everything=everything,
        columns=columns,
        progress=progress,
    )


def convert(
    paths: Iterable[Path],
    out: Path,
    *,
    source: str | None = None,
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
    profile: str = "internal",
) -> Atlas | None:
    """Read datasets of any length straight into a GeoParquet file; memory holds one piece of them.

    Parameters
    ----------
    paths, source, everything, columns, progress
        As for ``read``.
    out : path
        The .parquet file to write, whole or not at all.
    profile : {'internal', 'partner', 'public'}
        Who may see it; what others must not see is withheld, and what is sensitive stays in memory.

    Returns
    -------
    geo.schema.Atlas or None
        Without events: the rejects and summaries. None: nothing was done, since a path is no dataset, or
        `out` no .parquet; ``read`` and ``write`` do those.
    """
    from . import pipeline

    return pipeline.convert(
        paths,
        out,
        source=source,
        everything=everything,
        columns=columns,
        progress=progress,
        profile=profile,
    )


def merge(atlases: Sequence[Atlas]) -> Atlas:
    """Join the events of several tables.

    Parameters
    ----------
    atlases : sequence of geo.schema.Atlas

    Returns
    -------
    geo.schema.Atlas
    """
    from . import pipeline

    return pipeline.merge(atlases)


def decided(atlas: Atlas, path: Path | None = None) -> Atlas:
    """Apply what analysts decided on top of what was read.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    path : path or None
        A file of decisions (geo.events.decisions), one a line; None is the user's own, which the page writes.

    Returns
    -------
    geo.schema.Atlas
        Each decision stands in the event's ``reasons``; those that could not be applied are in ``rejects``.

    Raises
    ------
    geo.errors.UnreadableInput
        When the file that was named is not there.
    """
    from . import pipeline

    return pipeline.decided(atlas, path)


def query(atlas: Atlas, wanted: Query) -> Atlas:
    """Pick the events that fit.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    wanted : geo.store.query.Query

    Returns
    -------
    geo.schema.Atlas

    Examples
    --------
    >>> from geo import schema
    >>> from geo.store.query import Query
    >>> rows = schema.from_rows([{"event_id": "a", "country": "ML"}, {"event_id": "b", "country": "BF"}])
    >>> query(schema.Atlas(rows, schema.empty()), Query(country=("BF",))).events["event_id"].tolist()
    ['b']
    """
    from . import pipeline

    return pipeline.query(atlas, wanted)


def write(
    atlas: Atlas,
    path: Path,
    *,
    query: Query | None = None,
    excel: bool = False,
    profile: str = "internal",
) -> About:
    """Write events to a file, whole or not at all; docs/formats.md says what each format holds.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    path : path
        Ends with .geojson, .geojsonl or .ndjson, .csv, .hxl.csv, .xlsx, .parquet, .gpkg or .kml.
    query : geo.store.query.Query or None
        What to pick; None writes all.
    excel : bool
        Begin a CSV file with the byte order mark that Excel needs.
    profile : {'internal', 'partner', 'public'}
        Who may see the file; what others must not see is withheld (data/disclosure) before the query picks.

    Returns
    -------
    geo.views.meta.About
        What the file says about itself; its ``warnings`` tell what the owners of its data forbid,
        ``withheld`` what the profile kept back.

    Raises
    ------
    geo.errors.AtlasError
        When the suffix is none of these, the format cannot hold the table, or the file cannot be written.
    """
    from .views import files

    return files.write(atlas, path, query=query, excel=excel, profile=profile)


def load(path: Path) -> Atlas:
    """Read an events file that ``write`` made, in any of its formats but .kml.

    Parameters
    ----------
    path : path

    Returns
    -------
    geo.schema.Atlas

    Raises
    ------
    geo.errors.UnreadableInput
        When it is absent, damaged, or no events file.
    """
    from .sources import table

    return table.read_events(path)


def map(atlas: Atlas, *, title: str = "Conflict Atlas", profile: str = "internal") -> str:
    """Make one HTML file of the events that works with no network.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    title : str
        The page's title.
    profile : {'internal', 'partner', 'public'}
        Who may see it; what others must not see is withheld (data/disclosure).

    Returns
    -------
    str
        HTML.
    """
    from .views.standalone import standalone

    return standalone(atlas, title=title, profile=profile)


def explain(atlas: Atlas, event_id: str) -> str:
    """Say in words what an event rests on, and why its reports are one event.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    event_id : str

    Returns
    -------
    str

    Raises
    ------
    geo.errors.InvalidQuery
        When there is no such event.
    """
    from . import pipeline

    return pipeline.explain(atlas, event_id)


def check(events: Atlas | Path) -> list[Problem]:
    """Tell what in an events table, or in an events file, breaks the table's rules.

    Parameters
    ----------
    events : geo.schema.Atlas or path

    Returns
    -------
    list of geo.schema_check.Problem
        Empty when all is well.

    Examples
    --------
    >>> from geo import schema
    >>> rows = schema.from_rows([{"event_id": "a", "killed_low": 5, "killed_high": 2}])
    >>> [problem.column for problem in check(schema.Atlas(rows, schema.empty()))]
    ['killed_low']
    """
    from . import schema, schema_check

    atlas = events if isinstance(events, schema.Atlas) else load(events)
    return schema_check.check(atlas.events)
