"""The map as a whole: it goes to an event, tells what it does not show, and offers what days there are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_timelayer import HERE, ROW, _view


def test_the_map_goes_near_to_a_place_and_shows_an_area_whole(page: Page) -> None:
    point = {**ROW, **HERE, "place_precision": "exact"}
    area = {
        **point,
        "event_id": "b",
        "longitude": -1.7,
        "latitude": 12.3,
        "place_precision": "country",
        "uncertainty_km": 450.0,
    }
    _view(page, [point, area], "100, 50, 3")
    page.evaluate("view.go('a')")
    assert page.evaluate("view.view()") == [pytest.approx(-11.434), pytest.approx(14.447), 7]
    page.evaluate("view.go('b')")
    box = page.evaluate(
        "(({ _southWest: a, _northEast: b }) => [a.lng, a.lat, b.lng, b.lat])(view.map.getBounds())"
    )
    west, south, east, north = box
    reach = 4.04  # degrees of latitude in 450 km
    assert west < -1.7 - reach
    assert east > -1.7 + reach
    assert south < 12.3 - reach
    assert north > 12.3 + reach
    assert east - west < 4 * 8.3


def test_a_fan_tells_which_of_a_places_events_it_shows(page: Page) -> None:
    days = [(date(2025, 1, 1) + timedelta(days=i)).isoformat() for i in range(90)]
    rows = [
        {**ROW, **HERE, "event_id": f"e{i}", "place_precision": "exact", "start": day, "end": day}
        for i, day in enumerate(days)
    ]
    _view(page, rows, "-11.434, 14.447, 8")
    told = page.evaluate(
        """() => [0, 39, 40, 89].map((index) => {
            const events = [...Array(90).keys()], said = [];
            const pen = { strokeText() {}, fillText: (text) => said.push(text) };
            const fan = new ConflictAtlas.Fan({ x: 0, y: 0, radius: 9, place: 0 }, events, index);
            fan.tell(pen, view.theme, "en");
            return [fan.leaf(index) !== null, fan.leaves.length, ...said];
        })"""
    )
    assert told == [
        [True, 40, "1–40 / 90"],
        [True, 40, "1–40 / 90"],
        [True, 40, "41–80 / 90"],
        [True, 10, "81–90 / 90"],
    ]
    page.locator(".leaflet-container").click()
    page.evaluate("view.layer.select('e77')")
    page.wait_for_function("view.layer.fan.first === 40")


def test_without_a_known_day_there_is_no_slider(page: Page) -> None:
    undated = {**ROW, **HERE, "place_precision": "exact", "start": None, "end": None}
    _view(page, [undated], "-11.434, 14.447, 8")
    expect(page.get_by_role("group", name="Time window")).to_have_text(
        "1 event, 1 without a date", use_inner_text=True
    )
    expect(page.get_by_role("slider")).to_have_count(0)
    _view(
        page,
        [undated, {**undated, "event_id": "b", "start": "2025-07-01", "end": "2025-07-01"}],
        "-11, 14, 8",
    )
    expect(page.get_by_role("slider")).to_have_count(2)
    page.evaluate("view.setWindow(['2025-07-10', '2025-07-31'])")
    expect(page.get_by_role("button", name="One step forward")).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("button", name="One step back")).to_have_attribute("aria-disabled", "false")
