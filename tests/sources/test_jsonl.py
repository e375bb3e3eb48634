"""Articles in JSON lines: good lines are read whatever stands beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import UnreadableInput
from geo.sources import jsonl

GOOD = {"id": "a", "text": "Gunmen hit Konna.", "date": "2025-07-03", "lang": "en", "url": "https://x.org/a"}


def lines(tmp_path: Path, *content: bytes) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"\n".join(content))
    return path


def test_a_line_is_an_article(tmp_path: Path) -> None:
    other = {
        "content": " Raid\r\nin Gao ",
        "published": "2025",
        "publisher": "A",
        "language": "fr-ML",
        "id": 7,
    }
    path = lines(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), b"", json.dumps(other).encode())
    (first, second), rejects = jsonl.read(path)
    assert (first.id, first.text, first.url, str(first.published.start)) == (
        "a",
        "Gunmen hit Konna.",
        "https://x.org/a",
        "2025-07-03",
    )
    assert (second.id, second.text, second.source, second.language) == ("7", "Raid\nin Gao", "A", "fr")
    assert rejects == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[1]", "no object"),
        (b"\xff{}", "not UTF-8"),
        (b"{}", "holds no text"),
        (b'{"text": 5}', "text that is no text"),
        (b'{"text": "x", "title": ["a"]}', "title that is no text"),
        (b'{"text": "\\ud800"}', "half a character"),
        (json.dumps(GOOD).encode(), "has the id 'a' of a line before it"),
    ],
)
def test_a_bad_line_stops_no_good_one(tmp_path: Path, bad: bytes, why: str) -> None:
    good = json.dumps(GOOD).encode()
    path = lines(tmp_path, good, bad, good.replace(b'"a"', b'"b"'))
    reports, rejects = jsonl.read(path)
    assert [r.id for r in reports] == ["a", "b"]
    assert [r["line"] for r in rejects] == [2]
    assert why in rejects[0]["reason"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        jsonl.read(tmp_path / "absent.jsonl")


@given(content=st.lists(st.binary(max_size=80), max_size=10))
def test_every_line_is_accounted_for(content: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(b"\n".join(content))
    reports, rejects = jsonl.read(path)
    written = [line for line in path.read_bytes().split(b"\n") if line.strip()]
    assert len(reports) + len(rejects) == len(written)
