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

import pytest

from geo import schema, vocab
from geo.store.query import Query
from geo.views import export
from geo.views.standalone import standalone
from tests.views import atlas as atlases


class _Tags(HTMLParser):
    """Every element with its attributes, and the text of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data


PARTS = ("rest", "table", "cards", "files")


def _payload(html: str) -> tuple[dict[str, Any], dict[str, Any]]:
    payload = json.loads(_Tags(html).scripts[0])
    parts = {name: json.loads(gzip.decompress(base64.b64decode(payload[name]))) for name in PARTS}
    return payload["head"], {
        "cards": parts["cards"],
        "table": parts["table"],
        **parts["files"],
        **parts["rest"],
    }


@pytest.fixture(scope="module")
def small() -> schema.Atlas:
    return atlases.small()


@pytest.fixture(scope="module")
def made(small: schema.Atlas) -> str:
    return standalone(small, title="Small")


def test_the_same_atlas_gives_the_same_bytes(small, made):
    assert standalone(small, title="Small") == made


def test_events_that_are_never_mapped_are_not_in_it(small, made):
    head, rest = _payload(made)
    assert head["n"] == len(small.events) - 1 == len(rest["cards"])
    assert "Negated" not in json.dumps(rest)


def test_it_holds_what_the_exports_hold(small, made):
    _, rest = _payload(made)
    mapped = schema.Atlas(small.events[small.events["status"] != "negated"], small.members, small.mentions)
    exported = json.loads(export.to_geojson(mapped))
    assert [json.loads(line) for line in rest["geojson"]["features"]] == exported["features"]
    assert rest["geojson"]["mentions"] == exported["mentioned_places"]
    assert "".join(rest["csv"]) == export.to_csv(mapped)
    assert len(rest["csv"]) == len(mapped.events) + 1


def test_csv_records_with_line_ends_stay_whole():
    rows = [
        {"event_id": "a", "status": "realised", "place_name": 'x\n"y",\r\nz'},
        {"event_id": "b", "status": "realised"},
    ]
    atlas = schema.Atlas(schema.from_rows(rows), schema.empty())
    _, rest = _payload(standalone(atlas, title="t"))
    assert len(rest["csv"]) == 3
    assert "".join(rest["csv"]) == export.to_csv(atlas)


def test_a_query_leaves_the_rest_out(small):
    query = Query(group=("JNIM",), since=date(2025, 1, 1))
    head, rest = _payload(standalone(small, title="t", query=query))
    wanted = query.apply(small.events)["event_id"]
    assert sorted(rest["ids"]) == sorted(set(wanted) - {"e30"})
    assert rest["geojson"]["filter"] == query.to_params()
    assert head["n"] == len(rest["ids"])


def test_group_sets_are_who_was_a_member_on_the_day(small, made):
    _, rest = _payload(made)
    groups, events = rest["groups"], small.events[small.events["status"] != "negated"]
    ids = [option["id"] for option in groups["options"]]
    assert ids.index("JNIM") < ids.index("AlMurabitun")
    for position, (group, start) in enumerate(zip(events["group"], events["start"], strict=True)):
        held = {ids[i] for i in groups["sets"][groups["index"][position]]}
        on = None if start != start else start.date()
        assert held == {each for each in ids if group in vocab.members_of(each, on)}, position


def test_the_table_is_newest_first_and_points_at_its_events(made):
    _, rest = _payload(made)
    dates = [cells[0] for cells in rest["table"]["cells"] if cells[0]]
    assert dates == sorted(dates, key=lambda text: text[:7], reverse=True)
    assert sorted(rest["table"]["order"]) == list(range(len(rest["cards"])))
    kayes = next(r for r, cells in enumerate(rest["table"]["cells"]) if "Abduction" in cells[1])
    assert json.loads(rest["geojson"]["features"][rest["table"]["order"][kayes]])["id"] == "e01"


def test_the_policy_allows_this_script_and_no_request(made):
    parsed = _Tags(made)
    policy = next(a["content"] for tag, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    digest = base64.b64encode(hashlib.sha256(parsed.scripts[1].encode()).digest()).decode()
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
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in plain.tags]
    assert len(parsed.scripts) == 2
    assert not [a for _, a in parsed.tags if any(name.startswith("on") for name in a)]
    _, rest = _payload(html)
    for card in rest["cards"]:
        inside = _Tags(card)
        assert not {"script", "img", "iframe"} & {tag for tag, _ in inside.tags}
        assert not [a for _, a in inside.tags if any(name.startswith("on") for name in a)]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_language_is_told(lang):
    html = standalone(atlases.small(), title="t", lang=lang)
    assert f'<html lang="{lang}">' in html
    assert {"en": "Filters", "fr": "Filtres"}[lang] in html


def test_no_events_make_a_page_too():
    head, rest = _payload(standalone(schema.Atlas(schema.empty(), schema.empty()), title="Empty"))
    assert head["n"] == 0
    assert rest["cards"] == []
