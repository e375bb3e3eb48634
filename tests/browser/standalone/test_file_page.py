"""The standalone file as a page: from disk, on the map, narrow, dark, French, empty, and hostile."""

from __future__ import annotations

import json

import pytest
import shapely
from playwright.sync_api import Page, expect
from shapely.geometry import Point, shape

from geo.vocab import DATA
from tests.browser.standalone.opening import ALL, Opened, address, expected, middle, shows, switch
from tests.views import atlas as atlases


def test_it_opens_from_disk_with_everything_shown(page: Page, opened: Opened) -> None:
    root = opened()
    shows(page, ALL)
    expect(root).to_have_attribute("data-unlocated", "1")
    expect(page.locator("#count")).to_have_text("30 of 30 events, 1 without a place, 1 without a date")
    expect(page).to_have_title("Small atlas")


def test_overlays_switch_by_keyboard(page: Page, opened: Opened) -> None:
    root = opened()
    expect(root).to_have_attribute("data-layers", "borders labels")
    page.get_by_role("button", name="Map layers").press("Enter")
    switch(page, "Country borders", False)
    expect(root).to_have_attribute("data-layers", "labels")
    switch(page, "Regions", True)
    switch(page, "Mentioned places", True)
    expect(root).to_have_attribute("data-layers", "regions labels mentions")
    expect(page.get_by_label("Bamako (seat of an institution)")).to_be_visible()
    assert address(page)["layers"] == "regions|labels|mentions"


def test_a_click_on_the_map_shows_the_card_and_marks_the_row(page: Page, opened: Opened) -> None:
    root = opened(address="#view=-12.199,14.455,9")
    middle(root, page.mouse.click)
    expect(root).to_have_attribute("data-selected", "e03")
    expect(page.locator("#card")).to_contain_text("Diboli")
    expect(page.locator("tr[aria-selected=true]")).to_contain_text("Diboli")
    assert address(page)["event"] == "e03"
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(root).to_have_attribute("data-selected", "")


def test_clicks_go_through_a_stack_and_beside_it_unpick(page: Page, opened: Opened) -> None:
    root = opened(address="#view=-11.434,14.447,9&event=e01")
    expect(page.locator("#card")).to_contain_text("Contested")
    middle(root, page.mouse.click)
    expect(root).to_have_attribute("data-selected", "e02")
    middle(root, page.mouse.click)
    expect(root).to_have_attribute("data-selected", "e01")
    middle(root, page.mouse.click, dx=120, dy=60)
    expect(root).to_have_attribute("data-selected", "")


def test_an_area_is_no_pin(page: Page, opened: Opened) -> None:
    """A click on the middle of a region hits nothing; its count stands at the top of its outline, in view."""
    root = opened(address="#view=-2.5,16.2,7&place_precision=admin1")
    shows(page, 1)
    middle(root, page.mouse.click)
    expect(root).to_have_attribute("data-selected", "")
    regions = json.loads((DATA / "borders" / "regions.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [shape(f["geometry"]) for f in regions if f["properties"]["level"] == "admin1"]
    region = next(s for s in shapes if s.contains(Point(-2.5, 16.2)))
    top = max(shapely.get_coordinates(region).tolist(), key=lambda xy: xy[1])
    box = root.locator(".leaflet-container").bounding_box()
    assert box is not None
    assert top[1] > 20  # far north of the view: the label is kept in it
    aside = (top[0] + 2.5) / 360 * 256 * 2**7
    edge = box["width"] / 2 - 16
    middle(root, page.mouse.click, dx=max(-edge, min(edge, aside)), dy=-(box["height"] / 2 - 16))
    expect(root).to_have_attribute("data-selected", "e24")


def test_dark_follows_the_system_until_it_is_chosen(page: Page, opened: Opened) -> None:
    page.emulate_media(color_scheme="dark")
    root = opened()
    expect(root).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Dark").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("width", [320, 380])
def test_a_narrow_window_does_not_scroll_sideways(page: Page, opened: Opened, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened()
    shows(page, ALL)
    assert page.locator("#app").bounding_box()["width"] <= width
    map_box = page.locator(".leaflet-container").bounding_box()
    assert map_box["width"] <= width
    assert map_box["height"] > 250
    expect(page.get_by_label("From", exact=True)).to_be_hidden()  # the filters are folded
    page.locator("#panel summary").click()
    page.get_by_label("JNIM –").check()
    shows(page, expected(group="JNIM"))


def test_hostile_names_stay_text(page: Page, opened: Opened) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    root = opened("hostile", "#layers=mentions&view=-12.199,14.455,9")
    shows(page, ALL)
    middle(root, page.mouse.move)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("alert")
    middle(root, page.mouse.click)
    expect(page.locator("#card")).to_contain_text(atlases.HOSTILE[2])
    expect(page.locator("#table")).to_contain_text("</script><script>alert(2)</script>")
    assert page.locator("img").count() == 0
    assert page.locator("h1").text_content() == atlases.HOSTILE[2]
    assert dialogs == []


def test_the_page_speaks_french(page: Page, opened: Opened) -> None:
    opened("french")
    expect(page.locator("#count")).to_have_text("30 événements sur 30, 1 sans lieu, 1 sans date")
    page.get_by_label("Un pas en avant").click()
    expect(page.locator(".ca-dates")).to_contain_text("janv. 2012")


def test_no_events_say_so(page: Page, opened: Opened) -> None:
    opened("empty")
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator(".ca-root")).to_have_attribute("data-visible", "0")


def test_a_tooltip_names_the_place_and_leaves_with_the_pointer(page: Page, opened: Opened) -> None:
    root = opened(address="#view=-12.199,14.455,9")
    middle(root, page.mouse.move)
    expect(page.locator(".leaflet-tooltip")).to_have_text("Diboli: 1 event")
    page.get_by_role("button", name="Play").hover()
    expect(page.locator(".leaflet-tooltip")).to_have_count(0)


def test_controls_have_names(page: Page, opened: Opened) -> None:
    opened()
    for control in page.locator("button, input, select, summary").all():
        name = control.get_attribute("aria-label") or control.text_content() or control.get_attribute("title")
        labelled = name or control.evaluate_handle("e => e.labels && e.labels.length > 0").json_value()
        assert labelled, control.evaluate("e => e.outerHTML")
