"""The card: what it says, what it does not know, and that no text out of data becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.views import evidence, labels, popup

TAGS = set(
    "a article b blockquote dd details div dl dt footer h3 h4 header li mark p section span".split()
) | {"summary", "ul"}
ATTRIBUTES = {"class", "lang", "data-attribution", "data-field", "title", "href", "rel", "target"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</article><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "<!--",
    "&lt;b&gt;",
    "</mark>",
    "{0}",
    "https://x.org/' onclick='y",
    'https://x.org/"><b>',
    "jAvAsCrIpT:x",
]
ABDUCTION: dict[str, Any] = {
    "event_id": "e1",
    "start": "2025-07-01",
    "end": "2025-07-01",
    "date_precision": "day",
    "event_type": "Violence against civilians",
    "sub_event_type": "Abduction/forced disappearance",
    "status": "realised",
    "actors": [{"id": "JNIM", "name": "JNIM", "role": "perpetrator"}],
    "group": "JNIM",
    "targets": [{"kind": "civilians", "nationality": "IN", "number": 3, "name": None}],
    "place_name": "Kayes",
    "country": "ML",
    "admin1": "Kayes",
    "place_precision": "exact",
    "uncertainty_km": 5.0,
    "place_candidates": [{"name": "Kayes", "country": "CG", "reasons": ["not in a country of the report"]}],
    "border_country": "SN",
    "border_km_min": 55.2,
    "border_km_max": 65.3,
    "abducted_low": 3,
    "abducted_high": 3,
    "claims": [
        {"actor": "JNIM", "status": "claimed", "by": None, "report": "a"},
        {"actor": None, "status": "not_claimed", "by": None, "report": "b"},
        {"actor": "JNIM", "status": "suspected", "by": None, "report": "b"},
    ],
    "attribution": "contested",
    "verification": "corroborated",
    "independent_sources": 2,
    "reports": ["a", "b"],
    "evidence": [
        {
            "report": "a",
            "field": "sentence",
            "start": 100,
            "end": 129,
            "text": "Three men were taken at Kayes",
        },
        {"report": "a", "field": "abducted", "start": 100, "end": 105, "text": "Three"},
        {"report": "a", "field": "targets", "start": 100, "end": 109, "text": "Three men"},
        {"report": "a", "field": "place", "start": 124, "end": 129, "text": "Kayes"},
        {"report": "a", "field": "date", "start": 900, "end": 904, "text": "2025"},
    ],
    "reasons": ["the year comes from the report's own text"],
}


class Reader(HTMLParser):
    """Reads tags, attributes and visible text, and checks that what opens closes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.other: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "no attribute twice"
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def words(event: dict[str, Any], lang: str = "en") -> str:
    return " ".join("|".join(read(popup.card(event, lang)).words).split())


def assert_harmless(html: str) -> None:
    reader = read(html)
    assert reader.other == []
    for tag, attributes in reader.tags:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        if "href" in attributes:
            assert evidence.is_web(attributes["href"] or "")
            assert "noopener" in (attributes["rel"] or "")


def test_the_card_says_the_event_and_that_its_authors_are_contested() -> None:
    told = words(ABDUCTION)
    assert "Abduction/forced disappearance · Kayes · 1 July 2025" in told
    assert "Contested: the sources disagree on who did it" in told
    assert "Report a: |claimed by JNIM" in told
    assert "Report b: |no group has claimed it; JNIM suspected" in told
    assert "civilians (3, India)" in told
    assert "Abducted|3|" in told
    assert "Killed|not stated|Wounded|not stated" in told
    assert "Not stated: |deaths, wounded" in told
    assert "55–65 km from the border of Senegal" in told
    assert "not in a country of the report" in told
    assert "the year comes from the report's own text" in told


def test_the_card_speaks_french_and_leaves_the_sources_words() -> None:
    told = words(ABDUCTION, "fr")
    assert "1er juillet 2025" in told
    assert "Contesté" in told
    assert "Non indiqué : |morts, blessés" in told
    assert "Three| men" in told


def test_spans_are_marked_in_their_sentence_and_others_stand_apart() -> None:
    html = popup.card(ABDUCTION)
    assert '<mark data-field="abducted targets"' in html
    marked = [a["data-field"] for tag, a in read(html).tags if tag == "mark"]
    assert marked == ["abducted targets", "targets", "place"]
    assert "date: “2025”" in words(ABDUCTION)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, "not stated"),
        (0, 0, "0"),
        (40, None, "40 or more"),
        (24, 99, "24–99"),
        (None, 9, "up to 9"),
    ],
)
def test_numbers_of_the_dead(low: int | None, high: int | None, said: str) -> None:
    assert f"Killed|{said}|" in words({"killed_low": low, "killed_high": high})


def test_a_month_is_said_as_a_month() -> None:
    event = {
        "sub_event_type": "Attack",
        "start": "2025-06-01",
        "end": "2025-06-30",
        "date_precision": "month",
    }
    assert "Attack · place not known · June 2025" in words(event)


def test_an_empty_event_is_all_unknown() -> None:
    assert (
        "Not stated: |date, place, armed group, targets, deaths, wounded, abducted, responsibility"
        in words({})
    )


def test_a_row_of_the_events_table_is_a_card() -> None:
    row = schema.to_plain(schema.from_rows([ABDUCTION])).iloc[0].to_dict()
    assert popup.card(row) == popup.card(ABDUCTION)


def test_only_web_addresses_become_links() -> None:
    assert 'href="https://example.org/a?b=1&amp;c=2"' in popup.card(
        {"source_id": "https://example.org/a?b=1&c=2"}
    )
    for hostile in HOSTILE:
        assert "href" not in popup.card({"source_id": hostile, "source": hostile})


def test_spans_with_wrong_offsets_mark_nothing() -> None:
    items = [
        {"report": "a", "field": "sentence", "start": 0, "end": 5, "text": "Kayes"},
        {"report": "a", "field": "place", "start": 1, "end": 6, "text": "Kayes"},
        {"report": "a", "field": "place", "start": None, "end": "x", "text": "Ber"},
    ]
    (told,) = evidence.by_report(items)
    assert [piece.fields for piece in told.sentences[0]] == [()]
    assert {item.text for item in told.elsewhere} == {"Kayes", "Ber"}


def test_a_span_that_reaches_into_the_next_sentence_is_marked_in_both() -> None:
    items = [
        {"report": "a", "field": "sentence", "start": 0, "end": 9, "text": "JNIM hit."},
        {"report": "a", "field": "sentence", "start": 10, "end": 19, "text": "It said so"[:9]},
        {"report": "a", "field": "claims", "start": 0, "end": 12, "text": "JNIM hit. It"},
    ]
    (told,) = evidence.by_report(items)
    assert [[p.text for p in line if p.fields] for line in told.sentences] == [["JNIM hit."], ["It"]]
    assert told.elsewhere == ()


texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.none())
numbers = st.one_of(st.integers(-1, 10**6), st.floats(), st.none())
NAMES = "report field text id name role kind nationality actor status by country reason url".split()
items = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(NAMES, texts)
    | {"start": st.integers(-3, 40) | texts, "end": st.integers(-3, 40) | texts, "number": numbers}
    | {"reasons": st.lists(texts, max_size=2)},
)
lists = st.lists(items | texts, max_size=4)
values = {"str": texts, "date": texts, "float": numbers, "int": numbers, "list": lists}
events = st.fixed_dictionaries({}, optional={column.name: values[column.kind] for column in schema.columns()})


@settings(max_examples=100, deadline=None)
@given(events, st.sampled_from([*labels.LANGUAGES, "<i>"]))
def test_hostile_events_give_harmless_cards(event: dict[str, Any], lang: str) -> None:
    assert_harmless(popup.card(event, lang))


@settings(deadline=None)
@given(
    st.text(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)
)
def test_marking_keeps_every_letter(sentence: str, edges: list[tuple[int, int]]) -> None:
    spans = [evidence.Item("place", 7 + a, 7 + b, sentence[a:b]) for a, b in edges if a < b <= len(sentence)]
    pieces = evidence.cut(evidence.Item("sentence", 7, 7 + len(sentence), sentence), spans)
    assert "".join(piece.text for piece in pieces) == sentence
    marked = sum(len(piece.text) for piece in pieces if piece.fields)
    assert marked == len({at for span in spans for at in range(span.start, span.end)})
