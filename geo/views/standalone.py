"""One HTML file with everything in it: map, slider, filters, table, cards, downloads; it needs no network.

What the map needs comes first and is little: typed columns. All that is said of an event (its card, its row
in the table, its lines in a file) is made here once for each distinct value (``coded``), packed after the
script (``parts``), and put together in the browser for the events that someone looks at.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import schema
from . import assets, disclosure, export, facets, folds, labels, map, meta, popup, table, timelayer
from .asked import in_words
from .coded import Coded
from .parts import Parts, Spec

if TYPE_CHECKING:
    import geopandas as gpd
    import jinja2

APP_SCRIPTS = (
    *("parts.js", "filters.js", "reach.js", "search.js", "draw.js", "areafilter.js"),
    *("eventtable.js", "download.js", "standalone.js"),
)
WORDS = (
    *assets.MAP_WORDS,
    *(
        "count.of",
        "count.of.one",
        "card.filtered",
        "card.none",
        "empty.filtered",
        "filter.title",
    ),
    *assets.DRAW_WORDS,
    *("watch.along", "watch.counts", "watch.drawn", "watch.globe", "watch.in", "watch.unknown"),
    *("watch.which", "watch.within", "said.then"),
    *("page.previous", "page.next", "page.of", "theme.dark", "theme.light"),
)


def standalone(
    atlas: schema.Atlas,
    *,
    title: str,
    query: export.Filter | None = None,
    lang: str = "en",
    profile: str = disclosure.INTERNAL,
) -> str:
    """Make the standalone file of an atlas.

    Parameters
    ----------
    atlas : geo.schema.Atlas
        Its hypothetical and negated events are left out.
    title : str
        The page's title.
    query : geo.store.query.Query, optional
        What to pick; the file holds nothing else.
    lang : {'en', 'fr'}
    profile : {'internal', 'partner', 'public'}
        Who may see it (``geo.views.disclosure``), as of today (``meta.now``).

    Returns
    -------
    str
        An HTML document. Its content security policy forbids every request and every script but its own; the
        same atlas gives the same bytes.

    Raises
    ------
    AtlasError
        When a number in the table is infinite, or a column is longer than a browser reads (536 MB packed).

    Examples
    --------
    >>> made = standalone(schema.Atlas(schema.empty(), schema.empty()), title="<b>")
    >>> "<title>&lt;b&gt;</title>" in made, "connect-src" in made
    (True, True)
    """
    shown = disclosure.apply(atlas, profile, meta.now().date())
    mapped = shown.atlas.events[shown.atlas.events["status"].isin(schema.MAPPED_STATUSES)]
    kept = export.picked(replace(shown.atlas, events=mapped), query)
    filters = shown.filter(query.to_params()) if query else {}
    structure = map.structure(map.build(lang=lang, tiles=False), map.data(lang, kept.mentions))
    script = "\n;\n".join(
        (
            assets.scripts(*assets.MAP_SCRIPTS),
            f"ConflictAtlas.build = function () {{\n{structure.script}\nreturn {structure.name}.atlas;\n}};",
            assets.scripts(*APP_SCRIPTS),
        )
    )
    first = Parts()
    first.json({name: json.loads(text) for name, text in structure.data.items()}, name="land")
    head, rest = _told(kept, first, lang, filters)
    if shown.profile != disclosure.INTERNAL:
        head["disclosure"] = {"profile": shown.profile, "withheld": dict(shown.withheld)}
    return template("standalone.html").render(
        lang=lang,
        title=title,
        text=lambda key, **values: labels.text(key, lang, **values),
        policy=policy(script),
        style=assets.styles(*assets.MAP_STYLES, "draw.css", "card.css", "standalone.css"),
        map=structure.html,
        head=assets.script_json(head),
        first=first.packed,
        rest=rest.packed,
        script=script,
        profile=shown.profile if shown.profile != disclosure.INTERNAL else "",
        withheld=shown.said(lang),
        asked=in_words(filters, lang),
        licences=sorted(kept.events["licence"].dropna().unique()),
        sources=sorted(kept.events["source"].dropna().unique()),
    )


def policy(script: str) -> str:
    """A content security policy that forbids every request, and every script but this one."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _told(
    atlas: schema.Atlas, first: Parts, lang: str, asked: Mapping[str, str]
) -> tuple[dict[str, Any], Parts]:
    """What the page's scripts begin with, and the parts that they unpack when they are used.

    Events stand in the order of the time layer.
    """
    columns = timelayer.columns(atlas.events)
    row, timed = columns.events["row"], {k: v for k, v in columns.events.items() if k != "row"}
    head, blob = replace(columns, events=timed).to_blob()
    first.put("columns", blob)
    coded, rest = Coded(_pointed(atlas.events), row), Parts()
    sides = facets.facets(coded, lang)
    members = Coded(_pointed(atlas.members))
    return {
        "head": head,
        "lang": lang,
        "words": assets.words(WORDS, lang),
        "facets": {
            name: {**told, "sets": said.words, **rest.codes(said.code)}
            for name, (told, said) in sides.items()
        },
        "fold": folds.table(_searched(coded)),
        "names": rest.texts(columns.names),
        "table": {
            "titles": list(table.titles(lang).values()),
            "numeric": [name in table.NUMBERS for name in table.CELLS],
            "cells": [rest.said(table.said(coded, cell, lang)) for cell in table.CELLS.values()],
        },
        "card": _card(coded, rest, lang),
        "row": rest.codes(row),
        "files": _files(coded, rest),
        "members": {"n": members.n, **_files(members, rest)},
        "mentions": rest.json([[each.get("report"), export.json_text(each)] for each in atlas.mentions]),
        "kinds": {column.name: column.kind for column in schema.columns()},
        "about": {
            "generator": meta.GENERATOR,
            "owners": dict(export.about(atlas).attribution),
            "filter": dict(asked),
        },
    }, rest


def _searched(coded: Coded) -> Iterator[str]:
    """The distinct texts that a query's words are looked for in."""
    yield from (name for name in coded.column("place_name").words if name)
    yield from (span["text"] for spans in coded.column("evidence").words for span in spans or ())


def _pointed(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return events.assign(x=events.geometry.x, y=events.geometry.y)


def _card(coded: Coded, parts: Parts, lang: str) -> list[Spec]:
    """The pieces of the card, which ``popup`` makes and escapes; the browser puts them one after another."""

    def made(piece: popup.Piece) -> Spec:
        return parts.said(coded.say(piece.columns, lambda event: popup.html(piece, event, lang), piece.seen))

    return [piece if isinstance(piece, str) else made(piece) for piece in popup.pieces()]


def _files(coded: Coded, parts: Parts) -> dict[str, Any]:
    """What a GeoJSON feature is put together of: JSON that ``export`` writes, by column."""

    def told(*columns: str, make: Any) -> Spec:
        return parts.said(coded.say(columns, lambda event: export.json_text(make(*event.values()))))

    def point(x: float | None, y: float | None) -> object:
        return None if x is None or y is None else export.point(x, y)

    names = [column.name for column in schema.columns()]
    return {
        "geometry": told("x", "y", make=point),
        "time": told("start", "end", make=export.interval),
        "columns": {name: told(name, make=lambda value: value) for name in names},
    }


@cache
def template(name: str) -> jinja2.Template:
    """A document of assets/, whose values are escaped."""
    import jinja2

    folder = jinja2.FileSystemLoader(assets.ASSETS)
    return jinja2.Environment(
        loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)
