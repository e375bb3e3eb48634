"""The places panel in a real browser: candidates on the map by number, one chosen by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.events.decisions import read
from tests import page_events
from tests.serving import served


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def address(tmp_path: Path, home: Path) -> Iterator[str]:
    events = page_events.write(tmp_path / "events.geojson")
    with served("--no-sample", str(events), home=home) as url:
        yield url


def test_a_candidate_is_found_on_the_map_and_chosen_by_keyboard(page: Page, address: str, home: Path) -> None:
    page.goto(address + "?event=kayes")
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    panel = page.get_by_role("radio", name="Places")
    panel.focus()
    page.keyboard.press("Space")
    name = page.get_by_label("Name of a place")
    expect(name).to_have_value("Kayes")
    name.fill("Diboli")
    name.press("Enter")
    mark = page.locator(".ca-candidate")
    expect(mark).to_have_text(["1"])
    expect(mark).to_have_attribute("aria-label", "1. Diboli (town, Kayes, Mali)")
    # the choices below belong to the old search until the run that drew the mark has ended
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-testid=stDataFrame] table[role=grid]")).to_have_attribute("aria-rowcount", "2")
    number = page.get_by_role("combobox", name="Which of the places")
    # a list of choices closes when the page scrolls under it: have it in view before it opens
    page.get_by_role("button", name="Choose this place").scroll_into_view_if_needed()
    number.focus()
    expect(number).to_be_focused()
    number.press("ArrowDown")
    expect(page.locator("[role=option]")).to_have_text(["1. Diboli (town, Kayes, Mali)"])
    number.press("Enter")
    expect(number).to_have_value("1. Diboli (town, Kayes, Mali)")
    take = page.get_by_role("button", name="Choose this place")
    expect(take).to_be_enabled()
    take.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ca-card")).to_contain_text("Diboli, Kayes, Mali")
    assert [(kept.event, kept.after["place_name"]) for kept in read(home / "decisions.jsonl")[0]] == [
        ("kayes", "Diboli")
    ]
    page.get_by_text("Table", exact=True).click()
    expect(mark).to_have_count(0)
