"""An article with the words coloured that its events rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..model import Report
from .labels import text
from .popup import element

# What a span is evidence of, by the column that it proves; the order is that of the legend, and of who
# gives a piece its colour where spans lie on each other.
SORTS: Mapping[str, tuple[str, ...]] = {
    "trigger": ("event_type", "sub_event_type", "trigger"),
    "place": ("place_name", "place", "place_id"),
    "date": ("start", "end", "date"),
    "number": ("killed", "wounded", "abducted"),
    "actor": ("actors", "actor", "group"),
    "target": ("targets", "target"),
    "claim": ("claims", "claim", "attribution"),
    "mention": ("mention",),
}
_SORT = {column: sort for sort, columns in SORTS.items() for column in columns}


@dataclass(frozen=True)
class Mark:
    """Words from ``start`` to ``end`` of a text, what they are evidence of, and whether they stand out."""

    start: int
    end: int
    sort: str
    strong: bool = True


def marks(
    report: Report,
    events: Iterable[Mapping[str, Any]],
    mentions: Iterable[Mapping[str, Any]] = (),
    chosen: str | None = None,
) -> list[Mark]:
    """The marks that events and mentioned places make in one report.

    Parameters
    ----------
    report : Report
        Evidence from other reports, or that does not stand in this one's text as it says, makes no mark.
    events : iterable of mapping
        Rows of ``geo.schema.to_plain``.
    mentions : iterable of mapping
        As in ``geo.schema.Atlas.mentions``: places where nothing happened.
    chosen : str or None
        Id of the event whose marks stand out; None: all do.

    Returns
    -------
    list of Mark
        Each once.

    Examples
    --------
    >>> span = {"report": "a", "field": "place_name", "start": 18, "end": 21, "text": "Ber"}
    >>> marks(Report("a", "Fighters attacked Ber."), [{"event_id": "e", "evidence": [span]}], chosen="other")
    [Mark(start=18, end=21, sort='place', strong=False)]
    """
    out: dict[tuple[int, int, str], bool] = {}
    for event in events:
        strong = chosen is None or event.get("event_id") == chosen
        for span in event.get("evidence") or []:
            sort = _SORT.get(str(span.get("field")))
            if sort and _stands(span, report):
                key = (span["start"], span["end"], sort)
                out[key] = strong or out.get(key, False)
    for place in mentions:
        if _stands(place, report):
            out.setdefault((place["start"], place["end"], "mention"), False)
    return [Mark(*key, strong) for key, strong in out.items()]


def article(words: str, marked: Iterable[Mark], lang: str = "en", language: str | None = None) -> str:
    """The text of an article as HTML, with marks.

    Parameters
    ----------
    words : str
        The article's text. Hostile text is welcome.
    marked : iterable of Mark
        They may overlap, hold each other, be empty or lie outside the text.
    lang : {'en', 'fr'}
        Language of the labels.
    language : str or None
        The article's own, where it is known.

    Returns
    -------
    str
        One ``<div class="ca-article">``; without its tags it is the text again. Each marked piece has a
        colour and a line of its own, a title, and where a strong mark ends, its label.

    Examples
    --------
    >>> print(article("Raid on <Ber>", [Mark(8, 13, "place")]))
    <div class="ca-article" dir="auto">Raid on <mark ...>&lt;Ber&gt;</mark></div>
    """
    inside = [each for each in marked if 0 <= each.start < each.end <= len(words)]
    pieces = (_piece(words[a:b], held, b, lang) for a, b, held in _cut(len(words), inside))
    attributes = {"lang": language} if language else {}
    return str(element("div", *pieces, class_="ca-article", dir="auto", **attributes))


def legend(marked: Iterable[Mark], lang: str = "en") -> str:
    """What the colours and lines of an article mean: those alone that it has.

    Examples
    --------
    >>> "place" in legend([Mark(0, 3, "place")]), legend([])
    (True, '')
    """
    found = {each.sort for each in marked}
    keys = [element("mark", _name(sort, lang), data_sort=sort) for sort in SORTS if sort in found]
    title = element("span", text("article.legend", lang), text("said.colon", lang))
    return str(element("p", title, *_spaced(keys), class_="ca-marks")) if keys else ""


@cache
def style() -> str:
    """The style sheet of the article; its colours go with any theme."""
    return (Path(__file__).parent / "assets" / "marked.css").read_text(encoding="utf-8")


def _stands(span: Mapping[str, Any], report: Report) -> bool:
    """Whether a span's words are in a report's text where it says."""
    start, end, words = span.get("start"), span.get("end"), span.get("text")
    known = isinstance(start, int) and isinstance(end, int) and 0 <= start < end
    return known and span.get("report") == report.id and report.text[start:end] == words


def _cut(length: int, marked: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Pieces of the text between the edges of marks, each with the marks that hold it."""
    opening: dict[int, list[Mark]] = {}
    for each in marked:
        opening.setdefault(each.start, []).append(each)
    edges = sorted({0, length, *(edge for each in marked for edge in (each.start, each.end))})
    held: list[Mark] = []
    for start, end in pairwise(edges):
        held = [each for each in held if each.end > start] + opening.get(start, [])
        yield start, end, held


def _piece(words: str, held: Sequence[Mark], end: int, lang: str) -> object:
    if not held:
        return words
    rank = list(SORTS)
    ordered = sorted(held, key=lambda each: (not each.strong, rank.index(each.sort), each.end))
    told = dict.fromkeys(_name(each.sort, lang) for each in ordered)
    attributes = {"data_sort": ordered[0].sort, "title": ", ".join(told)}
    if ordered[0].strong:
        attributes["class_"] = "ca-strong"
    closing = dict.fromkeys(_name(each.sort, lang) for each in ordered if each.strong and each.end == end)
    if closing:
        attributes["data_label"] = ", ".join(closing)
    return element("mark", words, **attributes)


def _name(sort: str, lang: str) -> str:
    return text(f"article.sort.{sort}", lang)


def _spaced(parts: Sequence[Markup]) -> Iterator[object]:
    for part in parts:
        yield part
        yield " "
