"""Articles that the user keeps are read again as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import Interval
from geo.errors import AtlasError, UnreadableInput
from geo.home import HOME
from geo.model import Report
from geo.sources import article, kept

DAY = date(2025, 7, 2)
BODIES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).map(str.strip)
WORDS = st.none() | st.from_regex(r"[A-Za-zé][\w :!?#-]{0,20}[\wé]", fullmatch=True)
DATES = st.sampled_from([None, Interval.day(DAY), Interval.month(2025, 7), Interval.year(2025)])


@given(BODIES.filter(bool), WORDS, WORDS, DATES, st.sampled_from([None, "en", "fr"]))
def test_what_is_kept_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    title: str | None,
    source: str | None,
    published: Interval | None,
    language: str | None,
) -> None:
    report = Report("", text.removeprefix("\ufeff").strip() or "x", source, None, title, language, published)
    path = kept.keep(report, tmp_path_factory.mktemp("own"))
    again = article.read(path)
    told = ("text", "source", "language", "published")
    assert [getattr(again, name) for name in told] == [getattr(report, name) for name in told]
    assert (again.title or "").split() == (report.title or "").split()
    assert again.id == article.parse(report.text).id == path.stem


@pytest.mark.parametrize("body", ["url: https://x.org is where it stood", "date 2025-07-01 Raid", "---\nx"])
def test_the_first_line_of_a_text_is_never_taken_for_a_header(tmp_path: Path, body: str) -> None:
    again = article.read(kept.keep(Report("a", body), tmp_path))
    assert (again.text, again.url, again.published) == (body, None, None)


def test_a_header_of_two_lines_cannot_bring_in_another(tmp_path: Path) -> None:
    again = article.read(kept.keep(Report("a", "Raid", source="A\nurl: https://bad.org"), tmp_path))
    assert (again.source, again.url) == ("A url: https://bad.org", None)


def test_the_same_text_is_kept_once(tmp_path: Path) -> None:
    kept.keep(Report("a", "Raid"), tmp_path)
    kept.keep(Report("b", "Raid", source="B"), tmp_path)
    (file,) = tmp_path.iterdir()
    assert article.read(file).source == "B"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(HOME, str(tmp_path / "file"))
    with pytest.raises(AtlasError, match=f"cannot be written .* set {HOME}"):
        kept.keep(Report("a", "Raid"))


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "empty"), (" \n", "empty"), ("date: 2025-07-01\n\n", "no text"), ("a\0b", "binary")],
)
def test_what_is_no_article_is_refused(content: str, why: str) -> None:
    with pytest.raises(UnreadableInput, match=why):
        article.parse(content)


def test_what_is_told_beside_a_text_outranks_its_header() -> None:
    report = article.parse("date: 2025-07\nsource: A\n\nRaid", {"date": "2025-07-02", "source": " "})
    assert (report.published, report.source) == (Interval.day(DAY), "A")


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="6 MB"):
        article.parse("x" * 6_000_000)
