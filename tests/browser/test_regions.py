"""A click on a region of the map filters the page by it, visibly, and there is a way back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import page_events
from tests.serving import served

# Sandaré lies in Nioro since 2023; the map draws the Kayes of before, which held it.
PLACES = (
    ("kayes", "Kayes", -11.43, 14.45, "ML", "Kayes"),
    ("diboli", "Diboli", -12.19, 14.455, "ML", "Kayes"),
    ("sandare", "Sandaré", -10.3, 14.7, "ML", "Nioro"),
    ("gao", "Gao", -0.04, 16.27, "ML", "Gao"),
    ("agadez", "Agadez", 7.99, 16.97, "NE", None),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    rows = [
        {
            "event_id": name,
            "start": "2025-07-01",
            "end": "2025-07-01",
            "status": "realised",
            "event_type": "Battles",
            "place_name": place,
            "longitude": lon,
            "latitude": lat,
            "country": country,
            "admin1": region,
            "place_precision": "exact",
            "uncertainty_km": 3.0,
        }
        for name, place, lon, lat, country, region in PLACES
    ]
    file = page_events.write(tmp_path_factory.mktemp("regions") / "events.geojson", rows)
    with served("--no-sample", str(file)) as url:
        yield url


def opened(page: Page, address: str, link: str) -> Locator:
    page.goto(address + link)
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return root


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_click_on_a_region_shows_it_alone(page: Page, address: str) -> None:
    root = opened(page, address, "?show=regions&at=-11,13.6,6")
    expect(root).to_have_attribute("data-visible", "5")
    at = middle(page)
    page.mouse.move(*at)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("Kayes (Mali): 3 events")
    expect(page.locator(".leaflet-tooltip")).to_contain_text("A click shows this region alone")
    page.mouse.click(*at)
    expect(root).to_have_attribute("data-visible", "3")
    expect(page.get_by_text("In the region Kayes · Nioro")).to_be_visible()
    expect(page).to_have_url(re.compile("admin1=Kayes"))
    expect(root).to_have_attribute("data-selected", "")
    page.mouse.click(*at)  # no other region has events: its events are picked in turn
    expect(root).not_to_have_attribute("data-selected", "")
    page.get_by_role("button", name="Clear all filters").click()
    expect(root).to_have_attribute("data-visible", "5")


def test_a_region_that_no_event_names_is_filtered_by_its_country(page: Page, address: str) -> None:
    root = opened(page, address, "?show=regions&at=9,18,6")
    page.mouse.click(*middle(page))
    expect(root).to_have_attribute("data-visible", "1")
    expect(page).to_have_url(re.compile("country=NE"))
