"""The standalone file holds exactly what it should, and text from outside stays text."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo import schema, vocab
from geo.errors import AtlasError
from geo.store.query import Query
from geo.views import coded, export, parts, popup, table
from geo.views.parts import Parts
from geo.views.standalone import standalone
from tests.views import atlas as atlases


class _Tags(HTMLParser):
    """Every element with its attributes, and the text of scripts."""

    name = ""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.inside_of: dict[str, str] = {}
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")
            self.name = dict(attrs).get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
            self.inside_of[self.name] = self.scripts[-1]


class Opened:
    """What the page's scripts make of a file: the head, and what is said of each event."""

    def __init__(self, html: str) -> None:
        self.parsed = _Tags(html)
        self.head = json.loads(self.parsed.inside_of["head"])
        self.n = self.head["head"]["n"]

    def blocks(self, name: str) -> list[bytes]:
        return [gzip.decompress(base64.b64decode(b)) for b in self.parsed.inside_of[name].split("\n") if b]

    def codes(self, spec: dict[str, Any]) -> list[int]:
        return np.frombuffer(self.blocks(spec["codes"])[0], f"<{spec['type']}").tolist()

    def said(self, spec: Any, n: int | None = None) -> list[Any]:
        n = self.n if n is None else n
        if not isinstance(spec, dict):
            return [spec] * n
        blocks = [json.loads(block) for block in self.blocks(spec["texts"])]
        assert all(len(block) == spec["size"] for block in blocks[:-1])
        texts = [text for block in blocks for text in block]
        return [texts[code] for code in self.codes(spec)] if "codes" in spec else texts

    def cards(self) -> list[str]:
        return ["".join(pieces) for pieces in zip(*map(self.said, self.head["card"]), strict=True)]

    def features(self, files: dict[str, Any], n: int) -> list[dict[str, Any]]:
        columns = {name: self.said(spec, n) for name, spec in files["columns"].items()}
        rows = [{k: json.loads(v[i]) for k, v in columns.items()} for i in range(n)]
        parts = [[json.loads(text) for text in self.said(files[name], n)] for name in ("geometry", "time")]
        return [
            {"type": "Feature", "id": row["event_id"], "geometry": at, "time": when, "properties": row}
            for row, at, when in zip(rows, *parts, strict=True)
        ]

    def row(self) -> list[int]:
        return self.codes(self.head["row"])

    def ids(self) -> list[str]:
        return [json.loads(text) for text in self.said(self.head["files"]["columns"]["event_id"])]


@pytest.fixture(scope="module")
def small() -> schema.Atlas:
    return atlases.small()


@pytest.fixture(scope="module")
def made(small: schema.Atlas) -> str:
    return standalone(small, title="Small")


def test_the_same_atlas_gives_the_same_bytes(small, made):
    assert standalone(small, title="Small") == made


def mapped(atlas: schema.Atlas) -> schema.Atlas:
    return schema.Atlas(atlas.events[atlas.events["status"] != "negated"], atlas.members, atlas.mentions)


def test_events_that_are_never_mapped_are_not_in_it(small, made):
    opened = Opened(made)
    assert opened.n == len(small.events) - 1
    everything = "".join(map(repr, (opened.blocks(n) for n in opened.parsed.inside_of if n.startswith("p"))))
    assert "Konna" in everything
    assert "Negated" not in everything


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("make", [atlases.small, atlases.hostile])
def test_a_card_is_the_card(make, lang):
    opened, events = Opened(standalone(make(), title="t", lang=lang)), mapped(make()).events
    rows = schema.to_plain(events.iloc[opened.row()]).to_dict("records")
    assert opened.cards() == [popup.card(row, lang) for row in rows]


def test_it_holds_what_the_exports_hold(small, made):
    opened, shown = Opened(made), mapped(small)
    exported = json.loads(export.to_geojson(shown))
    features = opened.features(opened.head["files"], opened.n)
    assert features == [exported["features"][row] for row in opened.row()]
    mentions = json.loads(opened.blocks(opened.head["mentions"])[0])
    assert [json.loads(line) for _, line in mentions] == exported["mentioned_places"]
    assert [report for report, _ in mentions] == ["seed-000", "seed-000"]


def test_members_are_in_it(small):
    members = schema.from_rows([atlases.row(each) | {"report": "seed-000"} for each in atlases._ROWS[:3]])
    opened = Opened(standalone(schema.Atlas(small.events, members), title="t"))
    held = opened.head["members"]
    exported = json.loads(export.to_geojson(schema.Atlas(small.events, members)))["members"]
    assert opened.features(held, held["n"]) == exported


def test_a_query_leaves_the_rest_out(small):
    query = Query(group=("JNIM",), since=date(2025, 1, 1))
    opened = Opened(standalone(small, title="t", query=query))
    wanted = query.apply(small.events)["event_id"]
    assert sorted(opened.ids()) == sorted(set(wanted) - {"e30"})
    assert opened.head["about"]["filter"] == query.to_params()


def test_group_sets_are_who_was_a_member_on_the_day(small, made):
    opened = Opened(made)
    facet, events = opened.head["facets"]["group"], mapped(small).events.iloc[opened.row()]
    ids = [option["id"] for option in facet["options"]]
    assert ids.index("JNIM") < ids.index("AlMurabitun")
    codes = opened.codes(facet)
    for code, group, start in zip(codes, events["group"], events["start"], strict=True):
        held = {ids[i] for i in facet["sets"][code]}
        on = None if start != start else start.date()
        assert held == {each for each in ids if group in vocab.members_of(each, on)}


@pytest.mark.parametrize(
    "name", ["event_type", "country", "admin1", "place_precision", "attribution", "source"]
)
def test_a_filter_takes_the_events_of_its_word(name):
    rows = [atlases.row(each) for each in atlases._ROWS]
    for at, row in enumerate(rows):
        row |= {"admin1": ("Gao", "Kidal", None)[at % 3], "source": ("A · B", "B", None, "C")[at % 4]}
    atlas = schema.Atlas(schema.from_rows(rows), schema.empty())
    opened, events = Opened(standalone(atlas, title="t")), mapped(atlas).events
    facet, events = opened.head["facets"][name], events.iloc[opened.row()]
    codes = opened.codes(facet)
    assert facet["options"]
    for at, option in enumerate(facet["options"]):
        held = [at in facet["sets"][code] for code in codes]
        assert held == Query(**{name: (option["id"],)}).mask(events).tolist()


def test_the_table_says_what_the_twin_says(small, made):
    opened = Opened(made)
    cells = list(zip(*map(opened.said, opened.head["table"]["cells"]), strict=True))
    twin = table.rows(mapped(small).events).astype("object")
    for name, row in zip(opened.ids(), cells, strict=True):
        told = [None if pd.isna(cell) else str(cell) for cell in twin.loc[name]]
        assert list(row) == told


def test_a_number_that_is_infinite_is_refused():
    row = {"event_id": "a", "status": "realised", "confidence": float("inf")}
    with pytest.raises(AtlasError, match="infinite"):
        standalone(schema.Atlas(schema.from_rows([row]), schema.empty()), title="t")


@pytest.mark.parametrize(("n", "distinct"), [(1, 1), (9, 1), (9, 2), (9, 9), (70_000, 300), (70_000, 69_000)])
def test_parts_hold_what_is_said_of_each(n, distinct):
    code = np.concatenate([np.arange(distinct), np.random.default_rng(1).integers(0, distinct, n - distinct)])
    said, made = coded.Said([f"text {k}" for k in range(distinct)], code.astype("int32")), Parts()
    spec = made.said(said)
    elements = "".join(f'<script id="{name}">{part}</script>' for name, part in made.packed.items())
    opened = Opened(f'<script id="head">{json.dumps({"head": {"n": n}})}</script>{elements}')
    assert opened.said(spec) == said.values().tolist()


def test_a_part_that_no_browser_reads_is_refused(monkeypatch):
    monkeypatch.setattr(parts, "_LONGEST", 1000)
    with pytest.raises(AtlasError, match=r"takes \d+ MB, and a browser reads .* fewer events, or"):
        standalone(atlases.small(), title="t")


def test_what_is_withheld_is_no_filter():
    """Neither a source nor a region, nor a rare sign of a text that must not be passed on."""
    told = {"report": "r", "field": "sentence", "start": 0, "end": 9, "text": "Ransom of Ꮼ paid"}
    rows = [
        {"event_id": "a", "source": "ACLED", "licence": "ACLED", "country": "ML", "admin1": "Gao"},
        {"event_id": "b", "source": "Radio", "country": "ML", "admin1": "Kayes", "evidence": [told]},
        {"event_id": "c", "source": "Daily", "country": "BF", "admin1": "Sahel"},
    ]
    rows = [{"status": "realised", "start": "2025-07-01", "end": "2025-07-01"} | row for row in rows]
    atlas = schema.Atlas(schema.from_rows(rows), schema.empty())
    heads = {name: Opened(standalone(atlas, title="t", profile=name)).head for name in ("internal", "public")}
    held = {
        name: {facet: {each["id"] for each in told["options"]} for facet, told in head["facets"].items()}
        for name, head in heads.items()
    }
    assert (held["internal"]["source"], held["public"]["source"]) == (
        {"ACLED", "Radio", "Daily"},
        {"Radio", "Daily"},
    )
    assert "Gao" in held["internal"]["admin1"] - held["public"]["admin1"]
    assert ("Ꮼ" in heads["internal"]["fold"], "Ꮼ" in heads["public"]["fold"]) == (True, False)


def test_the_policy_allows_this_script_and_no_request(made):
    parsed = _Tags(made)
    policy = next(a["content"] for tag, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    digest = base64.b64encode(hashlib.sha256(parsed.inside_of[""].encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{digest}'"


def test_nothing_is_loaded(made):
    loading = {"script", "link", "img", "iframe", "object", "embed", "source", "video", "audio", "base"}
    for tag, attributes in _Tags(made).tags:
        if tag in loading:
            assert not {"src", "href", "data"} & set(attributes), (tag, attributes)
    assert not re.search(r"(?<!\w)url\(\s*[\"']?(?!data:)", made.split("</style>")[0])


@pytest.mark.parametrize("title", ["plain", *atlases.HOSTILE])
def test_hostile_text_adds_no_element(title, made):
    html = standalone(atlases.hostile(), title=title)
    plain, parsed = _Tags(made), _Tags(html)
    tags = [[tag for tag, a in each.tags if a.get("type") != "text/plain"] for each in (parsed, plain)]
    assert tags[0] == tags[1]
    assert all(
        re.fullmatch(r"[A-Za-z0-9+/=\n]*", parsed.inside_of[name])
        for name in parsed.inside_of
        if name[:1] == "p"
    )
    assert not [a for _, a in parsed.tags if any(name.startswith("on") for name in a)]
    for card in Opened(html).cards():
        inside = _Tags(card)
        assert not {"script", "img", "iframe"} & {tag for tag, _ in inside.tags}
        assert not [a for _, a in inside.tags if any(name.startswith("on") for name in a)]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_language_is_told(lang):
    html = standalone(atlases.small(), title="t", lang=lang)
    assert f'<html lang="{lang}">' in html
    assert {"en": "Filters", "fr": "Filtres"}[lang] in html


def test_no_events_make_a_page_too():
    opened = Opened(standalone(schema.Atlas(schema.empty(), schema.empty()), title="Empty"))
    assert opened.n == 0
    assert opened.cards() == []
