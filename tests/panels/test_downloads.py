"""The downloads: each format of the page is one that is written; ACLED's terms are told where they bind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import geo
from geo import schema
from geo.store.query import Query
from geo.views import files
from geo.views.labels import text
from panels import downloads
from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"
BEGINS = {
    ".xlsx": b"PK",
    ".csv": b"\xef\xbb\xbf",
    ".gpkg": b"SQLite format 3",
    ".parquet": b"PAR1",
    ".kml": b"<?xml",
    ".hxl.csv": b'"event_id"',
    ".geojsonl": b'{"type": "Feature"',
}


def page_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[dict], **link: str) -> AppTest:
    events = page_events.write(tmp_path / "events.geojson", rows)
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    made = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in link.items():
        made.query_params[name] = value
    made.run()
    assert not made.exception
    return made


def notes(page: AppTest) -> str:
    return "\n".join(each.proto.body for each in page.get("html"))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_offers_each_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    page = page_of(tmp_path, monkeypatch, page_events.ROWS, lang=lang)
    offered = {each.proto.label for each in page.get("download_button")}
    assert {text(f"download.{each.key}", lang) for each in downloads.FORMATS} <= offered
    assert text("download.acled", lang).split(".")[0] not in notes(page)


def test_acled_s_terms_are_told_only_while_its_rows_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [page_events.ROWS[0] | {"licence": "ACLED", "source": "ACLED"}, *page_events.ROWS[1:]]
    told = text("download.acled").split(":")[1]
    assert told in notes(page_of(tmp_path, monkeypatch, rows))
    assert told not in notes(page_of(tmp_path, monkeypatch, rows, country="BF"))


@pytest.mark.parametrize("each", downloads.FORMATS, ids=lambda each: each.key)
def test_each_format_holds_what_the_query_picks(tmp_path: Path, each: downloads.Format) -> None:
    atlas = schema.Atlas(schema.from_rows(page_events.ROWS), schema.empty())
    made = files.content(atlas, each.ending, query=Query(country=("BF",)), excel=each.excel)
    assert made.startswith(BEGINS[each.ending])
    path = tmp_path / f"events{each.ending}"
    path.write_bytes(made)
    if each.key != "kml":
        picked = Query(country=("BF",)).apply(atlas.events)["event_id"].tolist()
        assert geo.load(path).events["event_id"].tolist() == picked
        assert 0 < len(picked) < len(atlas.events)
