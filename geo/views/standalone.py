"""One HTML file with everything in it: map, slider, filters, table, cards, downloads; it needs no network."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import schema, vocab
from . import assets, disclosure, export, groups, labels, map, meta, phrases, popup, table, timelayer

if TYPE_CHECKING:
    import jinja2
    import pandas as pd

APP_SCRIPTS = ("filters.js", "eventtable.js", "download.js", "standalone.js")
FACETS = ("event_type", "place_precision", "attribution")
WORDS = (
    *assets.MAP_WORDS,
    *(
        "count.of",
        "count.of.one",
        "card.filtered",
        "card.none",
        "empty.filtered",
        "filter.clear",
        "filter.title",
    ),
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

    Examples
    --------
    >>> made = standalone(schema.Atlas(schema.empty(), schema.empty()), title="<b>")
    >>> "<title>&lt;b&gt;</title>" in made, "connect-src" in made
    (True, True)
    """
    mapped = atlas.events[atlas.events["status"].isin(schema.MAPPED_STATUSES)]
    shown = disclosure.apply(replace(atlas, events=mapped), profile, meta.now().date())
    kept = export.picked(shown.atlas, query)
    columns = timelayer.columns(kept.events)
    head, blob = columns.to_blob()
    structure = map.structure(map.build(lang=lang, tiles=False), map.data(lang, kept.mentions))
    asked = shown.filter(query.to_params()) if query else {}
    parts = {name: _packed(part) for name, part in _parts(kept, columns, structure, lang, asked).items()}
    told = {"profile": shown.profile, "withheld": dict(shown.withheld)}
    payload = {"head": head, "columns": blob, **parts}
    if shown.profile != disclosure.INTERNAL:
        payload["disclosure"] = told
    script = "\n;\n".join(
        (
            assets.scripts(*assets.MAP_SCRIPTS),
            f"ConflictAtlas.build = function () {{\n{structure.script}\nreturn {structure.name}.atlas;\n}};",
            assets.scripts(*APP_SCRIPTS),
        )
    )
    return template("standalone.html").render(
        lang=lang,
        title=title,
        text=lambda key, **values: labels.text(key, lang, **values),
        policy=policy(script),
        style=assets.styles(*assets.MAP_STYLES, "card.css", "standalone.css"),
        map=structure.html,
        payload=assets.script_json(payload),
        script=script,
        profile=shown.profile if shown.profile != disclosure.INTERNAL else "",
        withheld=shown.said(lang),
        asked="; ".join(f"{name}: {value}" for name, value in asked.items()),
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


def _packed(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode("ascii")


def _parts(
    atlas: schema.Atlas,
    columns: timelayer.Columns,
    structure: map.Structure,
    lang: str,
    asked: Mapping[str, str],
) -> dict[str, Any]:
    """All that the page's scripts need beside the columns; lists of events are in the table's order.

    ``rest`` is what the map and the filters need at once; the other parts are unpacked when they are used.
    """
    events = atlas.events
    features = [_line(feature) for feature in export.features(events)]
    members = atlas.members
    rest = {
        "data": {name: json.loads(text) for name, text in structure.data.items()},
        "ids": columns.ids,
        "names": columns.names,
        "lang": lang,
        "words": assets.words(WORDS, lang),
        "facets": {name: _facet(events[name], lang) for name in FACETS},
        "groups": _groups(events, lang),
    }
    files = {
        "geojson": {
            "generator": meta.GENERATOR,
            "owners": dict(export.about(atlas).attribution),
            "filter": dict(asked),
            "features": features,
            "mentions": atlas.mentions,
            "members": [_line(feature) for feature in export.features(members)],
        },
        "csv": list(_csv_records(export.to_csv(atlas))),
    }
    cards = [popup.card(event, lang) for event in schema.to_plain(events).to_dict("records")]
    return {"rest": rest, "table": _table(events, lang), "cards": cards, "files": files}


def _line(feature: Mapping[str, Any]) -> str:
    return json.dumps(feature, ensure_ascii=False, allow_nan=False)


def _csv_records(text: str) -> Iterator[str]:
    """A CSV text cut into its records (a quoted cell may hold line ends), the header first."""
    lines = [line + "\n" for line in text.split("\n")[:-1]]
    reader, begun = csv.reader(lines), 0
    for _ in reader:
        yield "".join(lines[begun : reader.line_num])
        begun = reader.line_num


def _facet(values: pd.Series, lang: str) -> dict[str, Any]:
    """The words of a column with their names, in the schema's order, and each event's index (-1: none)."""
    allowed = next(column.allowed for column in schema.columns() if column.name == values.name)
    held = set(values.dropna())
    words = [word for word in allowed if word in held]
    said = phrases.kind if values.name == "event_type" else _short
    index = values.map({word: i for i, word in enumerate(words)}).fillna(-1).astype("int64")
    return {
        "title": labels.text(f"filter.{values.name}", lang),
        "options": [{"id": word, "name": said(word, lang), "depth": 0} for word in words],
        "sets": [[i] for i in range(len(words))],
        "index": index.tolist(),
    }


def _short(word: str, lang: str) -> str:
    return labels.known(f"short.{word}", lang)


def _groups(events: pd.DataFrame, lang: str) -> dict[str, Any]:
    """The group filter: a tree, and for each event the groups that take it on its first day.

    A set of groups is made once for each (group, era) pair; ``sets`` lists indices into ``options``.
    """
    import pandas as pd

    depths = groups.tree(events["group"].dropna().unique())
    place = {group: i for i, group in enumerate(depths)}
    code, pairs = pd.MultiIndex.from_arrays([events["group"], vocab.eras(events["start"])]).factorize()
    sets = []
    for group, start in pairs:
        above = [] if pd.isna(group) else vocab.parents_of(group, None if pd.isna(start) else start.date())
        held = {group, *above}
        sets.append(sorted(place[name] for name in held if name in place))
    return {
        "title": labels.text("filter.group", lang),
        "help": labels.text("filter.group.help", lang),
        "options": [
            {"id": group, "name": groups.name(group, lang=lang), "depth": depth}
            for group, depth in depths.items()
        ],
        "sets": sets,
        "index": code.tolist(),
    }


def _table(events: pd.DataFrame, lang: str) -> dict[str, Any]:
    """The table twin: headings, cells as text in its own order (newest first), and each row's event."""
    rows = table.rows(events.assign(event_id=range(len(events))).sort_values("start"), lang)
    said = rows.astype("object").where(rows.notna(), None)
    return {
        "titles": list(table.titles(lang).values()),
        "numeric": [name in ("killed", "wounded", "abducted", "sources") for name in rows.columns],
        "cells": [[None if cell is None else str(cell) for cell in row] for row in said.to_numpy().tolist()],
        "order": [int(position) for position in rows.index],
    }


@cache
def template(name: str) -> jinja2.Template:
    """A document of assets/, whose values are escaped."""
    import jinja2

    folder = jinja2.FileSystemLoader(assets.ASSETS)
    return jinja2.Environment(
        loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)
