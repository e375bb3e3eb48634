"""Sharing: made for the public unless told, the same state in the link, nothing unescaped in the snippet."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import AtlasError
from geo.views import files
from geo.views.labels import text
from panels import share
from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = page_events.write(tmp_path / "events.geojson")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(path)])
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    return path


def opened(**link: str) -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in link.items():
        page.query_params[name] = value
    page.session_state["panel"] = "share"
    page.run()
    assert not page.exception
    return page


def notes(page: AppTest) -> str:
    return "\n".join(each.proto.body for each in page.get("html"))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_it_begins_with_the_public_and_tells_what_stays_back(events: Path, lang: str) -> None:
    page = opened(lang=lang)
    assert page.session_state["share.profile"] == "public"
    assert text("share.withheld", lang) in notes(page)
    assert text("withheld.exact-places", lang) in notes(page)
    labels = {each.proto.label for each in page.get("download_button")}
    assert {text(f"share.{name}", lang) for name in ("picture", "brief")} <= labels


def test_our_own_files_are_told_to_be_ours(events: Path) -> None:
    page = opened()
    assert text("share.warning", n=1) in notes(page), "by the downloads at the side, which are ours"
    page.session_state["share.profile"] = "internal"
    page.run()
    assert text("share.internal") in notes(page)
    assert not page.exception


def test_the_link_holds_the_whole_state(events: Path) -> None:
    asked = {
        "since": "2025-06-01",
        "until": "2025-07-31",
        "group": "JNIM",
        "at": "-11.4,14.4,7",
        "layers": "borders",
        "colour": "kind",
        "event": "kayes",
        "lang": "fr",
    }
    page = opened(**asked)
    link = next(each.value for each in page.code if "<iframe" not in each.value)
    assert {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()} == asked


def test_the_picture_is_shown_when_it_is_asked_for(events: Path) -> None:
    page = opened()
    assert not page.get("iframe")
    page.session_state["share.preview"] = True
    page.run()
    (frame,) = page.get("iframe")
    assert "Conflict Atlas" in frame.proto.srcdoc
    assert "Kayes" not in frame.proto.srcdoc.split("<svg")[0]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://example.org/a b", "data:text/html,x", "", 'a"onload="x']
)
def test_a_snippet_takes_addresses_alone(address: str) -> None:
    with pytest.raises(AtlasError, match="is no address"):
        share.snippet(address, "T")


def test_a_bad_address_is_told_on_the_page(events: Path) -> None:
    page = opened()
    page.session_state["share.address"] = "javascript:alert(1)"
    page.run()
    assert "ca-problem" in notes(page)
    assert not page.exception


def test_each_format_of_the_panel_is_one_that_is_written() -> None:
    assert {ending for _, ending in share._FORMATS} <= set(files.WRITERS)
