"""Chain the stages: read -> locate -> build -> merge -> keep. No rule of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from . import articles, events, intake, places, schema
from .articles import original, read_text
from .errors import UnreadableInput
from .events import together
from .events.explain import explain_one as explain
from .intake import ARTICLE, EVENTS
from .model import Fix, PlaceRef, Span
from .rulings import chosen, decided
from .sources import article, gather, table
from .sources.mapping import TableMap
from .text import engines
from .views.export import picked as query

__all__ = [
    "build",
    "chosen",
    "convert",
    "decided",
    "explain",
    "geocode",
    "merge",
    "original",
    "query",
    "read",
]
__all__ += ["read_text", "together"]
Path = str | os.PathLike[str]
Progress = Callable[[str], None]


class How(TypedDict, total=False):
    """How to read.

    Parameters
    ----------
    source : str or None
        Take every file as 'article', 'events' or a dataset (a key of ``sources.datasets.READERS``); None
        looks at the file.
    online, keep : bool
        Let web addresses be fetched; keep what was fetched in the user's folder.
    engine : str
        Who reads the articles (``geo.text.engines.get``).
    everything : bool
        Keep rows of datasets that are out of scope.
    columns : TableMap, str or None
        For tables: what their columns are (``sources.anytable.map_of``).
    progress : callable or None
        Told one line a file.
    """

    source: str | None
    online: bool
    keep: bool
    engine: str
    everything: bool
    columns: TableMap | str | None
    progress: Progress | None


def read(paths: Iterable[Path], **how: Unpack[How]) -> schema.Atlas:
    """Read articles, datasets and event files to unmerged events.

    Parameters
    ----------
    paths : iterable of path
        Files or folders; web addresses of articles and feeds.
    **how
        See ``How``.

    Returns
    -------
    Atlas
        Unmerged rows; what could not be read is in ``rejects``, and the rest was read all the same.
    """
    online, progress = how.get("online", False), how.get("progress")
    reader = engines.get(how.get("engine", engines.DEFAULT), online=online)
    rejects: list[dict[str, Any]] = []
    urls, local = gather.addresses(paths)
    files = article.discover(local, rejects)
    kinds = intake.kinds(files, how.get("source"), rejects)
    plain = [file for file, kind in kinds.items() if kind == ARTICLE]
    reports, refused = gather.articles(urls, plain, online=online, keep=how.get("keep", False))
    atlas = articles.read(reports, reader, progress)
    atlas.rejects += rejects + refused
    loaded = []
    for file, kind in kinds.items():
        try:
            if kind == EVENTS:
                loaded.append(table.read_events(file))
        except UnreadableInput as error:
            atlas.rejects.append({"file": str(file), "line": None, "reason": str(error)})
    sets = {file: kind for file, kind in kinds.items() if kind not in (ARTICLE, EVENTS)}
    if sets:
        everything, columns = how.get("everything", False), how.get("columns")
        loaded.append(intake.read(sets, everything=everything, columns=columns, progress=progress))
    return events.apart([atlas, *loaded]) if loaded else atlas


def convert(
    paths: Iterable[Path],
    out: Path,
    *,
    source: str | None = None,
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
    profile: str = "internal",
) -> schema.Atlas | None:
    """Read datasets straight into a GeoParquet file; memory holds one piece of them.

    Parameters
    ----------
    paths, source, everything, columns, progress
        As for ``read``.
    out : path
        The file to write.
    profile : {'internal', 'partner', 'public'}
        Who may see it.

    Returns
    -------
    Atlas or None
        Without events: the rejects and summaries. None: nothing was done, since a path is no dataset, or the
        file to write no .parquet.
    """
    rejects: list[dict[str, Any]] = []
    urls, local = gather.addresses(paths)
    kinds = intake.kinds(article.discover(local, rejects), source, rejects)
    if (
        urls
        or not kinds
        or {ARTICLE, EVENTS} & set(kinds.values())
        or not str(out).lower().endswith(".parquet")
    ):
        return None
    atlas = intake.convert(
        kinds, out, everything=everything, columns=columns, progress=progress, profile=profile
    )
    return replace(atlas, rejects=rejects + atlas.rejects)


def build(paths: Iterable[Path], **how: Unpack[How]) -> schema.Atlas:
    """Read, and join the reports that tell one event; parameters as for ``read``.

    Returns
    -------
    Atlas
        Merged events; the rows that were joined are its ``members``, as they were.
    """
    return merge([read(paths, **how)])


def merge(atlases: Sequence[schema.Atlas]) -> schema.Atlas:
    """Join the events of several tables; what was merged before is taken apart and merged anew.

    Parameters
    ----------
    atlases : sequence of Atlas

    Returns
    -------
    Atlas
    """
    whole = events.apart(atlases)
    merged, members = events.merge(whole.events)
    return schema.Atlas(merged, members, whole.mentions, whole.rejects, whole.summaries)


def geocode(names: Iterable[str], country: str | None = None) -> list[Fix]:
    """Look names up.

    Parameters
    ----------
    names : iterable of str
    country : str or None
        ISO 3166-1 alpha-2.

    Returns
    -------
    list of Fix
        One a name, in order.
    """
    refs = [PlaceRef(name, Span("query", 0, len(name), name), country=country) for name in names]
    countries = (country,) if country else ()
    return places.locate_all([(ref, places.Context(countries=countries)) for ref in refs])
