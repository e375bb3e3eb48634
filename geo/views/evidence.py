"""The words that an event came from: sentences cut at the edges of their spans, to be marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

_NEVER_IN_ADDRESSES = frozenset('"<>\\^`{|}\x7f')  # RFC 3986


@dataclass(frozen=True)
class Item:
    """One span of a report: the field that it proves, where it stands, and its words."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence and the fields whose spans hold it; no fields: plain words."""

    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What one report gives: its sentences in pieces, and the spans that stand in none of them."""

    report: str
    sentences: tuple[tuple[Piece, ...], ...]
    elsewhere: tuple[Item, ...]


def by_report(evidence: Iterable[Mapping[str, Any]]) -> list[Told]:
    """Sort evidence by report and mark the spans in their sentences.

    Parameters
    ----------
    evidence : iterable of mapping
        Items ``{report, field, start, end, text}``; those with the field ``sentence`` hold whole sentences.

    Returns
    -------
    list of Told
        In the order of the evidence; an item without usable offsets still shows its text.

    Examples
    --------
    >>> told, = by_report([
    ...     {"report": "a", "field": "sentence", "start": 10, "end": 23, "text": "JNIM hit Ber."},
    ...     {"report": "a", "field": "place", "start": 19, "end": 22, "text": "Ber"}])
    >>> [(piece.text, piece.fields) for piece in told.sentences[0]]
    [('JNIM hit ', ()), ('Ber', ('place',)), ('.', ())]
    """
    reports: dict[str, list[Item]] = {}
    for each in evidence:
        field, text = (str(each.get(name) or "") for name in ("field", "text"))
        item = Item(field, _at(each.get("start")), _at(each.get("end")), text)
        reports.setdefault(str(each.get("report") or ""), []).append(item)
    return [_told(report, items) for report, items in reports.items()]


def _told(report: str, items: Sequence[Item]) -> Told:
    sentences = list(dict.fromkeys(item for item in items if item.field == "sentence" and item.text))
    spans = list(dict.fromkeys(item for item in items if item.field != "sentence" and item.text))
    marked = {span for span in spans for sentence in sentences if _part(sentence, span)}
    return Told(
        report,
        tuple(tuple(cut(sentence, spans)) for sentence in sorted(sentences, key=lambda s: s.start)),
        tuple(span for span in spans if span not in marked),
    )


def cut(sentence: Item, spans: Iterable[Item]) -> list[Piece]:
    """Cut a sentence at the edges of the spans in it; spans may overlap, and reach into the next sentence.

    Examples
    --------
    >>> words = Item("sentence", 0, 11, "three Malis")
    >>> [p.text for p in cut(words, [Item("killed", 0, 5, "three"), Item("x", 3, 8, "ee Ma")])]
    ['thr', 'ee', ' Ma', 'lis']
    """
    parts = [(span.field, part) for span in spans if (part := _part(sentence, span))]
    edges = {0, len(sentence.text), *(edge for _, part in parts for edge in part)}
    return [
        Piece(
            sentence.text[a:b], tuple(dict.fromkeys(f for f, (low, high) in parts if low <= a and b <= high))
        )
        for a, b in pairwise(sorted(edges))
    ]


def _part(sentence: Item, span: Item) -> tuple[int, int] | None:
    """Where in the sentence the span's words stand; offsets that do not fit the words mark nothing."""
    if span.end - span.start != len(span.text) or min(span.start, sentence.start) < 0:
        return None
    low, high = max(span.start, sentence.start), min(span.end, sentence.start + len(sentence.text))
    same = (
        sentence.text[low - sentence.start : high - sentence.start]
        == span.text[low - span.start : high - span.start]
    )
    return (low - sentence.start, high - sentence.start) if low < high and same else None


def _at(value: object) -> int:
    return int(value) if isinstance(value, int | float) and value == value and abs(value) < 2**53 else -1


def is_web(url: str) -> bool:
    """Whether an address may become a link: http or https with a host, and only signs that one may hold.

    Examples
    --------
    >>> is_web("https://example.org/a"), is_web("javascript:alert(1)"), is_web("https://")
    (True, False, False)
    """
    if any(ord(char) <= 32 or char in _NEVER_IN_ADDRESSES for char in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
