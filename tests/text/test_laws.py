"""Laws of reading: no text breaks it, every span leads back, two reads are equal, long texts are no trap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import Interval
from geo.model import PlaceNames, Reading, Report, Span
from geo.sources import article
from geo.text import read

WORDS = (
    "JNIM gunmen soldiers villagers attacked killed abducted attaqué tués enlevés Kayes Gao Mali Tessit army "
    "camp at least 12 four dont une centaine on 1 July 2025 dimanche la veille claimed denied blamed on "
    "revendiqué par "
    "20 km north of between and et other towns near the border with . , ; : ( ) « » ’ no not could often"
).split()
PIECES = st.one_of(
    st.sampled_from(WORDS), st.text(max_size=8), st.sampled_from(["\n", "\0", "🔥", "كايس", "é" * 50])
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map(" ".join))


def spans(value: Any) -> Iterator[Span]:
    """Every span inside a reading, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Report):
        for name in value.__dataclass_fields__:
            yield from spans(getattr(value, name))


def assert_sound(reading: Reading) -> None:
    text = reading.report.text
    for span in spans(reading):
        assert span.report_id == reading.report.id
        assert 0 <= span.start <= span.end <= len(text)
        assert text[span.start : span.end] == span.text
    for draft in reading.drafts:
        assert any(field == "sentence" for field, _ in draft.evidence)
        for count in (draft.killed, draft.wounded, draft.abducted):
            assert count is None or count.high is None or count.low <= count.high
        assert draft.interval is None or draft.interval.start <= draft.interval.end


@given(TEXTS, st.sampled_from(["en", "fr", None]), st.sampled_from([None, Interval.day(date(2025, 7, 3))]))
def test_any_text_is_read_soundly_and_alike(
    names: PlaceNames, text: str, lang: str | None, published: Interval | None
) -> None:
    report = Report("r", text, language=lang, published=published)
    reading = read(report, names)
    assert_sound(reading)
    assert read(report, names) == reading


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "a" * 10_000,
        "1" * 10_000,
        "'" * 10_000,
        "l'" * 5_000,
        "\n" * 10_000,
        "Kayes, " * 2_000,
        "🔥 قُتل 12 في كايس",
        "gunmen killed 3 people in Kayes and JNIM claimed it on July 1 " * 300,
        "between Gao and " * 1_000,
        "nuit du " * 1_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_junk_is_read_soundly(names: PlaceNames, text: str) -> None:
    assert_sound(read(Report("r", text), names))


def test_a_megabyte_of_news_is_read(names: PlaceNames) -> None:
    news = (
        "On 1 July 2025 gunmen killed 12 villagers in Kayes. JNIM claimed the attack. Calm returned to Gao. "
    )
    text = news * (1_000_000 // len(news))
    reading = read(Report("r", text, language="en"), names)
    assert [d.place.name for d in reading.drafts if d.place] == ["Kayes"]


def test_the_sample_reports_are_read_soundly(root, names: PlaceNames) -> None:
    files = sorted((root / "data" / "sample").glob("*.txt"))
    readings = [read(article.read(file), names) for file in files]
    assert len(readings) > 20
    for reading in readings:
        assert_sound(reading)
