"""Chain the stages: read -> locate -> build -> merge -> keep. No rule of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from . import events, intake, places, schema, vocab
from .errors import InvalidQuery, UnreadableInput
from .events import decisions
from .intake import ARTICLE, EVENTS
from .model import Fix, Place, PlaceNames, PlaceRef, Reading, Report, Span
from .sources import article, gather, table
from .sources.mapping import TableMap
from .store.query import Query
from .text import engines
from .views import export

if TYPE_CHECKING:
    import geopandas as gpd

Path = str | os.PathLike[str]
Progress = Callable[[str], None]


def read(
    paths: Iterable[Path],
    *,
    source: str | None = None,
    online: bool = False,
    keep: bool = False,
    engine: str = engines.DEFAULT,
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
) -> schema.Atlas:
    """Read articles, datasets and event files to unmerged events.

    Parameters
    ----------
    paths : iterable of path
        Files or folders; web addresses of articles and feeds.
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

    Returns
    -------
    Atlas
        Unmerged rows; what could not be read is in ``rejects``, and the rest was read all the same.
    """
    reader = engines.get(engine, online=online)
    rejects: list[dict[str, Any]] = []
    urls, local = gather.addresses(paths)
    files = article.discover(local, rejects)
    kinds = intake.kinds(files, source, rejects)
    plain = [file for file, kind in kinds.items() if kind == ARTICLE]
    reports, refused = gather.articles(urls, plain, online=online, keep=keep)
    atlas = _from_reports(reports, reader, progress)
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
) -> schema.Atlas | None:
    """Read datasets straight into a GeoParquet file; memory holds one piece of them.

    Parameters
    ----------
    paths, source, everything, columns, progress
        As for ``read``.
    out : path
        The file to write.

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
    atlas = intake.convert(kinds, out, everything=everything, columns=columns, progress=progress)
    return replace(atlas, rejects=rejects + atlas.rejects)


def read_text(content: str, headers: Mapping[str, str] | None = None) -> tuple[Report, schema.Atlas]:
    """Read one article that is at hand as text.

    Parameters
    ----------
    content : str
        The article; a header block is taken off.
    headers : mapping of str to str or None
        url, date, title, lang, source: they outrank the header block; empty ones say nothing.

    Returns
    -------
    report : Report
        Its text is what spans point into; its id is made of the text's hash.
    atlas : Atlas
        Its events, unmerged.
    """
    report = article.parse(content, headers)
    return report, _from_reports([report], engines.get(engines.DEFAULT), None)


def original(paths: Iterable[Path], report: str) -> Report | None:
    """The article that a report's id stands for, where its text is on this machine.

    Parameters
    ----------
    paths : iterable of path
        What was read; web addresses are not asked again.
    report : str

    Returns
    -------
    Report or None
    """
    files = article.discover(gather.addresses(paths)[1], [])
    return gather.find([file for file in files if not table.is_events_file(file)], report)


def build(
    paths: Iterable[Path],
    *,
    source: str | None = None,
    online: bool = False,
    keep: bool = False,
    engine: str = engines.DEFAULT,
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
) -> schema.Atlas:
    """Read, and join the reports that tell one event.

    Parameters
    ----------
    paths, source, online, keep, engine, everything, columns, progress
        As for ``read``.

    Returns
    -------
    Atlas
        Merged events; the rows that were joined are its ``members``, as they were.
    """
    return merge(
        [
            read(
                paths,
                source=source,
                online=online,
                keep=keep,
                engine=engine,
                everything=everything,
                columns=columns,
                progress=progress,
            )
        ]
    )


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


def together(atlases: Sequence[schema.Atlas]) -> schema.Atlas:
    """Put tables beside each other as they are; nothing is joined.

    Parameters
    ----------
    atlases : sequence of Atlas

    Returns
    -------
    Atlas
    """
    return events.together(atlases)


def decided(atlas: schema.Atlas, path: Path | None = None) -> schema.Atlas:
    """Apply what analysts decided on top of what was read.

    Parameters
    ----------
    atlas : Atlas
    path : path or None
        A file of decisions, one a line; None is the user's own, which need not exist.

    Returns
    -------
    Atlas
        Decisions that could not be applied are in ``rejects``.

    Raises
    ------
    UnreadableInput
        When the file that was named is not there.
    """
    held, rejects = decisions.read(path)
    done = events.apply(atlas.events, atlas.members, held)
    rejects += [
        {"file": str(path or decisions.file_of_user()), "line": None, "reason": why} for why in done.problems
    ]
    table_ = done.events
    moved = table_["event_id"].isin(list(done.moved))
    near = _with_borders(table_[moved])
    for column in events.BORDER if done.moved else ():
        table_.loc[moved, column] = near[column].to_numpy()
    return replace(atlas, events=table_, rejects=[*atlas.rejects, *rejects])


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


def chosen(place: Place, event: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the place that an analyst chose for an event, for a decision.

    Parameters
    ----------
    place : Place
        A candidate's.
    event : mapping
        Its plain values: the day picks the regions, and the name stays as written where the place bears it.

    Returns
    -------
    dict
        All columns of ``events.PLACE``.
    """
    written, day = event.get("place_name"), event.get("start")
    name = written if written and places.bears(place, written) else place.name
    fix = places.chosen(place, date.fromisoformat(day) if day else None)
    return {"place_name": name, **events.place_of(fix)}


def explain(atlas: schema.Atlas, event_id: str) -> str:
    """Say in words why an event is what it is, and why its reports are one event.

    Parameters
    ----------
    atlas : Atlas
    event_id : str

    Returns
    -------
    str

    Raises
    ------
    InvalidQuery
        When there is no such event.
    """
    found = atlas.events[atlas.events["event_id"] == event_id]
    if found.empty:
        raise InvalidQuery(
            f"event {event_id!r}", "is not in the table", "take an id from its event_id column"
        )
    return events.explain(schema.to_plain(found).to_dict("records")[0])


def query(atlas: schema.Atlas, wanted: Query) -> schema.Atlas:
    """Pick the events that fit a query, with the member rows and mentioned places that belong to them.

    Parameters
    ----------
    atlas : Atlas
    wanted : Query

    Returns
    -------
    Atlas
    """
    return export.picked(atlas, wanted)


def _from_reports(
    reports: Sequence[Report], engine: engines.Engine, progress: Progress | None
) -> schema.Atlas:
    """Read, locate and build, one report after another."""
    rows: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    silent: list[dict[str, Any]] = []
    names = places.Gazetteer.default().names() if reports else PlaceNames({}, {})
    for report in reports:
        outcome = engine.read(report, names)
        made, mentioned = _located(outcome.reading, outcome.made_by)
        rows += made
        mentions += mentioned
        reasons = list(outcome.problems)
        if not made and not reasons:
            reasons = [f"{report.id!r} tells no event that could be read: check that it is the whole article"]
        silent += [{"file": report.id, "line": None, "reason": reason} for reason in reasons]
        if progress:
            progress(f"{report.id}: {len(made)} event{'s' * (len(made) != 1)}")
    return schema.Atlas(_with_borders(schema.from_rows(rows)), schema.empty(), mentions, silent)


def _located(reading: Reading, made_by: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Find the places of one report's drafts and mentions, each in the light of the others."""
    refs = [d.place for d in reading.drafts if d.place]
    told = [name for ref in [*refs, *reading.mentions] for name in (ref.name, ref.other, *ref.within)]
    named = tuple(dict.fromkeys(name for name in told if name))
    countries = reading.countries
    activity = tuple(vocab.active_in(a.id) for d in reading.drafts for a in d.actors)
    spread = tuple(sorted({country for codes in activity for country in codes}))

    def context(day: Any = None) -> places.Context:
        return places.Context(countries, named, spread, day)

    drafts = [(d, d.place) for d in reading.drafts]
    pairs = [(ref, context(d.interval.start if d.interval else None)) for d, ref in drafts if ref]
    fixes = iter(places.locate_all(pairs))
    located = [(draft, next(fixes) if ref else None) for draft, ref in drafts]
    mentioned = places.locate_all([(ref, context()) for ref in reading.mentions])
    rows = events.rows(reading.report, located, made_by)
    return rows, [events.mention(ref, fix) for ref, fix in zip(reading.mentions, mentioned, strict=True)]


def _with_borders(table_: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Fill in the distance to the nearest foreign border of every located event."""
    if table_.empty:
        return table_
    country, low, high = places.border_range(
        table_["longitude"], table_["latitude"], table_["uncertainty_km"], table_["country"]
    )
    return schema.typed(table_.assign(border_country=country, border_km_min=low, border_km_max=high))
