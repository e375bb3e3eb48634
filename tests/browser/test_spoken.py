"""What the map's picture says to those who do not see it, and the legend's words beside shades."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from geo.views import map as mapping
from tests.browser.test_timelayer import HERE, ROW, _view

GAO = {"longitude": -0.04, "latitude": 16.27, "place_name": "Gao", "country": "ML"}
KAYES = {**HERE, "place_name": "Kayes", "country": "ML"}
ROWS = [
    {**ROW, **KAYES, "event_id": "a", "place_precision": "exact", "uncertainty_km": 3.0},
    {**ROW, **KAYES, "event_id": "b", "place_precision": "exact", "uncertainty_km": 3.0},
    {**ROW, **GAO, "event_id": "c", "place_precision": "exact", "uncertainty_km": 3.0},
    {**ROW, "event_id": "d", "country": "ML", "start": "2025-08-01", "end": "2025-08-02"},
]
SAID = {
    "places": "Places with events in view: 2. The most: Kayes: 2, Gao: 1.",
    "clusters": "Clusters on the map: 2. The largest counts 2.",
    "hexagons": "Hexagons with events: 2. The fullest counts 2.",
    "regions": "Regions with events: 2. The most: Kayes (Mali): 2, Gao (Mali): 1.",
    "heat": "A heat map of 3 events. The table lists them.",
}


@pytest.mark.parametrize("show", SAID)
def test_the_picture_is_said_in_words(page: Page, show: str) -> None:
    given = {
        name: json.loads(text)
        for name, text in mapping.data("en").items()
        if name in ("countries", "regions")
    }
    _view(page, [dict(row) for row in ROWS], "-5, 15, 5", json.dumps(given))
    page.evaluate("(show) => view.setLook({ show })", show)
    picture = page.get_by_role("img", name=SAID[show], exact=True)
    expect(picture).to_be_attached()
    expect(page.locator(".ca-legend")).to_contain_text("3 certain, 1 possible")
    page.evaluate("view.setWindow(['2025-08-01', '2025-08-03'])")
    expect(page.get_by_role("img", name="No events on the map.")).to_be_attached()


def test_a_name_from_outside_is_words_and_nothing_else(page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    _view(page, [{**ROW, **HERE, "place_name": hostile, "place_precision": "exact"}], "-11.434, 14.447, 8")
    said = page.evaluate("view.layer.canvas.getAttribute('aria-label')")
    assert said == f"Places with events in view: 1. The most: {hostile}: 1."


def test_the_event_that_was_chosen_is_told(page: Page) -> None:
    row = {**ROW, **HERE, "place_precision": "exact", "place_name": "<b>Kayes</b>", "event_type": "Battles"}
    _view(page, [row], "-11.434, 14.447, 8")
    chosen = page.locator(".ca-chosen")
    assert chosen.text_content() == ""
    page.evaluate("view.go('a')")
    assert chosen.text_content() == "Event chosen: Battles, <b>Kayes</b>, 1 Jul 2025. Its card is open."
    page.evaluate("view.layer.select(null)")
    assert chosen.text_content() == ""
