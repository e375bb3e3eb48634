"""The article with coloured words: its text is never changed, whatever the marks."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Report
from geo.views import labels, marked
from geo.views.marked import SORTS, Mark

HOSTILE = "<script>alert(1)</script> ![x](http://example.org/a.png) & \"'>"


class Seen(HTMLParser):
    """Text, and each mark with its words and attributes, as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.marks: list[tuple[str, dict[str, Any]]] = []
        self._open: dict[str, Any] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "mark":
            assert self._open is None, "marks lie beside each other"
            self._open = dict(attrs)
            self.marks.append(("", self._open))

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._open = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open is not None:
            self.marks[-1] = (self.marks[-1][0] + data, self._open)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=60) | st.just(HOSTILE)
MARKS = st.lists(
    st.builds(Mark, st.integers(-3, 70), st.integers(-3, 70), st.sampled_from(list(SORTS)), st.booleans()),
    max_size=12,
)


@given(TEXTS, MARKS)
def test_without_its_tags_it_is_the_text_again(words: str, marks: list[Mark]) -> None:
    seen = Seen(marked.article(words, marks))
    assert seen.text == words
    assert set(seen.tags) <= {"div", "mark"}


@given(TEXTS, MARKS)
def test_each_character_is_marked_as_the_marks_over_it_say(words: str, marks: list[Mark]) -> None:
    held = [m for m in marks if 0 <= m.start < m.end <= len(words)]
    slow = [
        (char, {labels.text(f"article.sort.{m.sort}") for m in held if m.start <= at < m.end})
        for at, char in enumerate(words)
    ]
    seen = Seen(marked.article(words, marks))
    fast = [(char, set(a["title"].split(", "))) for said, a in seen.marks for char in said]
    assert fast == [(char, over) for char, over in slow if over]


def test_overlapping_marks_show_the_strong_one_and_name_both() -> None:
    seen = Seen(marked.article("three men", [Mark(0, 5, "number", False), Mark(0, 9, "target")]))
    assert [(said, a["data-sort"], a["title"]) for said, a in seen.marks] == [
        ("three", "target", "against whom, number"),
        (" men", "target", "against whom"),
    ]
    assert [a.get("data-label") for _, a in seen.marks] == [None, "against whom"]


@pytest.mark.parametrize("lang", labels.LANGUAGES)
def test_colour_is_never_the_only_sign(lang: str) -> None:
    css = marked.style()
    for sort in SORTS:
        (_, attributes), *_ = Seen(marked.article("Ber", [Mark(0, 3, sort)], lang)).marks
        assert attributes["data-label"] == attributes["title"] == labels.text(f"article.sort.{sort}", lang)
        rule = css.split(f'mark[data-sort="{sort}"] {{')[1].split("}")[0]
        assert "text-decoration-style" in rule
    lines = [css.split(f'"{sort}"] {{')[1].split("}")[0].split(";", 1)[1] for sort in SORTS]
    assert len(set(lines)) == len(lines), "no two sorts share a line"
    assert "url(" not in css


def test_spans_of_the_chosen_event_stand_out_and_others_are_pale() -> None:
    def event(name: str, start: int, report: str = "a") -> dict[str, Any]:
        span = {"report": report, "field": "place_name", "start": start, "end": start + 2, "text": "xx"}
        return {"event_id": name, "evidence": [span, {**span, "field": "sentence"}]}

    report = Report("a", "xxxxxxxxxx")
    events = [event("e", 0), event("f", 4), event("f", 0), event("g", 6, "other")]
    mention = {"report": "a", "role": "seat", "start": 8, "end": 9, "text": "x"}
    found = marked.marks(report, events, [mention], "e")
    assert found == [Mark(0, 2, "place"), Mark(4, 6, "place", False), Mark(8, 9, "mention", False)]
    assert all(mark.strong for mark in marked.marks(report, events))


@pytest.mark.parametrize("wrong", [{"text": "no"}, {"end": 99}, {"start": None}, {"start": -2}, {"end": 1.5}])
def test_a_span_that_is_not_in_the_text_as_it_says_marks_nothing(wrong: dict[str, Any]) -> None:
    span = {"report": "a", "field": "start", "start": 0, "end": 2, "text": "xx", **wrong}
    assert marked.marks(Report("a", "xxxx"), [{"event_id": "e", "evidence": [span]}], [span]) == []


def test_an_article_from_right_to_left_keeps_its_direction_and_language() -> None:
    html = marked.article("هاجم مسلحون مدينة كايس", [Mark(18, 22, "place")], language="ar")
    assert html.startswith('<div class="ca-article" dir="auto" lang="ar">')
    assert Seen(html).marks[0][0] == "كايس"


def test_the_legend_names_what_the_article_has_and_nothing_else() -> None:
    seen = Seen(marked.legend([Mark(0, 1, "claim"), Mark(3, 4, "place"), Mark(5, 6, "place")], "fr"))
    assert [said for said, _ in seen.marks] == ["lieu", "revendication"]
