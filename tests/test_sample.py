"""The sample reports: each is dated, sourced, short, ours, and gives a newcomer's map something to show."""

from __future__ import annotations

from pathlib import Path

import pytest

import geo
from geo.model import Report
from geo.schema import Atlas
from geo.sources import article

FOLDER = Path(__file__).resolve().parent.parent / "data" / "sample"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return geo.build([FOLDER])


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def report(request) -> Report:
    return article.read(request.param)


def test_there_are_enough_of_them_in_both_languages() -> None:
    languages = [article.read(path).language for path in FILES]
    assert len(languages) >= 25
    assert languages.count("fr") >= 8


def test_each_says_where_it_comes_from(report: Report) -> None:
    assert report.url
    assert report.url.startswith(("https://", "http://"))
    assert report.source
    assert report.source.startswith("Conflict Atlas sample (after ")
    assert report.title
    assert report.language in ("en", "fr")


def test_each_is_dated_by_its_name(report: Report) -> None:
    assert report.published
    assert report.published.precision == "day"
    year, month = (int(part) for part in report.id.split("-")[:2])
    published = report.published.start
    assert (year, month) <= (published.year, published.month) <= (year, month + 1)


def test_each_is_short(report: Report) -> None:
    assert 50 <= len(report.text.split()) <= 130


def test_all_of_them_are_read(atlas: Atlas) -> None:
    assert atlas.rejects == []
    assert geo.check(atlas) == []


def test_the_timeline_is_worth_sliding(atlas: Atlas) -> None:
    years = set(atlas.events["start"].dropna().dt.year)
    assert set(range(2015, 2026)) <= years
    assert {"ML", "BF", "NE", "CI", "DZ"} <= set(atlas.events["country"].dropna())
    assert atlas.events.geometry.notna().sum() >= 25


def test_evidence_stands_in_the_texts(atlas: Atlas) -> None:
    texts = {path.stem: article.read(path).text for path in FILES}
    spans = [span for items in atlas.events["evidence"] for span in items]
    assert spans
    assert all(texts[span["report"]][span["start"] : span["end"]] == span["text"] for span in spans)
