"""Areas in a real browser: drawn by pointer and by keyboard, filtered by, in the link, removed again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import page_events
from tests.serving import served


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("areas")
    events = page_events.write(folder / "events.geojson")
    with served("--no-sample", str(events), home=folder / "home") as url:
        yield url


def opened(page: Page, address: str, link: str) -> Locator:
    page.goto(address + link)
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    return root


def assert_shown(page: Page, number: int) -> None:
    expect(page.locator(".ca-root")).to_have_attribute("data-visible", str(number))
    expect(page.locator(".ca-head [role=status]")).to_have_attribute("data-shown", str(number))


def settled(page: Page) -> None:
    """The map has ended its last move, and the page its last run."""
    expect(page.locator(".leaflet-map-pane")).not_to_have_class(re.compile("leaflet-pan-anim"))
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def test_an_area_is_drawn_filters_and_goes(page: Page, address: str) -> None:
    root = opened(page, address, "?at=-11.5,14.45,7")
    expect(root).to_have_attribute("data-area", "0")
    settled(page)
    page.get_by_role("button", name="Draw an area to filter by").click()
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    corners = ((-64, 0), (40, -40), (40, 40))  # the first is on an event, Diboli
    for number, (x, y) in enumerate(corners, 1):
        page.mouse.click(middle[0] + x, middle[1] + y)
        expect(root).to_have_attribute("data-corners", str(number))
    page.mouse.click(middle[0] - 64, middle[1])  # the first corner again
    expect(root).to_have_attribute("data-area", "1")
    expect(root).to_have_attribute("data-corners", "")
    assert_shown(page, 2)
    expect(page).to_have_url(re.compile("within="))
    assert "event=" not in page.url
    page.get_by_text("Watch areas", exact=True).click()
    expect(page.get_by_text("In the area: 1 for certain, 1 possibly")).to_be_visible()
    page.reload()
    expect(root).to_have_attribute("data-area", "1", timeout=90_000)
    assert_shown(page, 2)
    settled(page)
    page.get_by_role("button", name="Remove the area from the filter").click()
    expect(root).to_have_attribute("data-area", "0")
    assert_shown(page, 8)
    expect(page).not_to_have_url(re.compile("within="))


def test_an_area_is_drawn_by_keyboard(page: Page, address: str) -> None:
    root = opened(page, address, "?at=-12,15.3,7")
    settled(page)
    page.get_by_role("button", name="Draw an area to filter by").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-container")).to_be_focused()
    expect(page.get_by_role("button", name="Finish", exact=True)).to_be_disabled()
    for number, arrow in enumerate(("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"), 1):
        page.keyboard.press("Space")
        expect(root).to_have_attribute("data-corners", str(number))
        for _ in range(2):
            page.keyboard.press(arrow)
            settled(page)
    page.keyboard.press("ArrowUp")
    settled(page)
    page.keyboard.press("Space")
    page.keyboard.press("Backspace")
    expect(root).to_have_attribute("data-corners", "4")
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-area", "1")
    assert_shown(page, 1)  # Kayes
    page.get_by_role("button", name="Draw an area to filter by").focus()
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-corners", "0")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Finish as a road")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(root).to_have_attribute("data-corners", "")
    assert_shown(page, 1)


def test_an_area_of_a_link_comes_into_view(page: Page, address: str) -> None:
    opened(page, address, "?near=-11.44,14.45,5")
    expect(page).to_have_url(re.compile("near="))
    line = page.locator("path.ca-outline")
    expect(line).to_have_count(1)
    box, around = line.bounding_box(), page.locator(".leaflet-container").bounding_box()
    assert box
    assert around
    assert box["width"] > 100
    assert around["x"] < box["x"] < box["x"] + box["width"] < around["x"] + around["width"]
