"""Sharing in a real browser: a picture becomes a PNG, the brief one sheet, the embedded map works."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo import schema
from geo.views import brief, picture, standalone
from geo.views.scene import Scene, scene
from panels import share
from tests import page_events
from tests.browser.conftest import Watch
from tests.serving import served


def told(lang: str = "en") -> Scene:
    rows = schema.from_rows([{**row, "country": "ML"} for row in page_events.ROWS] * 3)
    rows["event_id"] = [f"ev-{at}" for at in range(len(rows))]
    return scene(schema.Atlas(rows, schema.empty()), title="Mali & beyond", lang=lang)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_brief_is_one_sheet_of_a4(page: Page, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "brief.html"
    file.write_text(brief.brief(told(lang)), encoding="utf-8")
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Mali & beyond")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    (box,) = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper))
    assert [round(float(side)) for side in box] == [595, 842]  # A4 in points
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_picture_saves_itself(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    file.write_text(picture.picture(told()), encoding="utf-8")
    page.goto(file.as_uri())
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save as PNG").click()
    saved = Path(waited.value.path()).read_bytes()
    assert saved.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", saved[16:24])
    assert width == 2 * picture.WIDTH
    assert height > picture.MAP_HEIGHT
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1


def test_the_embedded_map_works_in_its_cage(page: Page, tmp_path: Path) -> None:
    made = told()
    atlas = schema.Atlas(made.events, schema.empty())
    (tmp_path / "map.html").write_text(standalone.standalone(atlas, title="T", profile="public"), "utf-8")
    (tmp_path / "page.html").write_text(f"<title>x</title>{share.snippet('map.html', 'T')}", "utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    inside = page.frame_locator("iframe")
    expect(inside.locator(".ca-root")).to_have_attribute("data-ready", "true")
    expect(inside.locator("#profile")).to_contain_text("Made for the public")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    events = page_events.write(tmp_path / "events.geojson")
    with served("--no-sample", str(events), home=tmp_path / "home") as url:
        yield url


def test_the_panel_makes_a_picture(page: Page, address: str, watch: Watch) -> None:
    watch.allowed += ["Unrecognized feature", "can escape its sandboxing"]  # Streamlit's own frames
    page.goto(address)
    expect(page.locator(".ca-root")).to_have_attribute("data-ready", "true", timeout=60_000)
    page.get_by_text("Share", exact=True).click()
    page.get_by_text("Show the picture here").click()
    inside = page.frame_locator("iframe")
    expect(inside.locator("#picture")).to_contain_text("Made for the public", timeout=30_000)
    with page.expect_download() as waited:
        inside.get_by_role("button", name="Save as PNG").click()
    assert Path(waited.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Brief (one page)").click()
    assert "Made for the public" in Path(waited.value.path()).read_text(encoding="utf-8")
