"""The pipeline's stretch for articles: read -> locate -> build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import events, places, schema, vocab
from .model import PlaceNames, Reading, Report
from .sources import article, gather, table
from .text import engines

if TYPE_CHECKING:
    import geopandas as gpd

Path = str | os.PathLike[str]
Progress = Callable[[str], None]


def read(reports: Sequence[Report], engine: engines.Engine, progress: Progress | None = None) -> schema.Atlas:
    """Read, locate and build, one report after another.

    Parameters
    ----------
    reports : sequence of Report
    engine : geo.text.engines.Engine
    progress : callable or None
        Told one line a report.

    Returns
    -------
    Atlas
        Unmerged events; a report that tells none is among the rejects, with the reason.
    """
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
    return schema.Atlas(with_borders(schema.from_rows(rows)), schema.empty(), mentions, silent)


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
    return report, read([report], engines.get(engines.DEFAULT))


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


def with_borders(table_: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Fill in the distance to the nearest foreign border of every located event.

    Parameters
    ----------
    table_ : geopandas.GeoDataFrame
        An events table.

    Returns
    -------
    geopandas.GeoDataFrame
    """
    if table_.empty:
        return table_
    country, low, high = places.border_range(
        table_["longitude"], table_["latitude"], table_["uncertainty_km"], table_["country"]
    )
    return schema.typed(table_.assign(border_country=country, border_km_min=low, border_km_max=high))


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
