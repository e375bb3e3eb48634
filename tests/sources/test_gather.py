"""The text of a report is found again where it lies on this machine."""

from __future__ import annotations

import json
from pathlib import Path

from geo import pipeline
from geo.sources import gather


def test_each_article_is_found_again_by_its_id(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "raid.txt").write_text(f"Raid on {folder}.")
    (tmp_path / "other.md").write_text("**Other**")
    lines = [{"id": "line", "text": "A line."}, {"text": "Another."}]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    reports, rejects = gather.articles([], files)
    assert (len(reports), rejects) == (5, [])
    assert [gather.find(files, report.id) for report in reports] == reports
    assert gather.find(files, "raid") is None


def test_what_is_gone_or_no_article_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "raid.txt").write_text("Raid.")
    found = pipeline.original([tmp_path, "https://example.org/a", tmp_path / "gone"], "raid")
    assert found
    assert found.text == "Raid."
    assert pipeline.original([tmp_path], "empty") is None
    assert pipeline.original([tmp_path / "gone"], "raid") is None
