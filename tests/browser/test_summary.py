"""The summary in a real browser: drawing across its chart moves the map's window, and asks no network."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import page_events
from tests.serving import served


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = tmp_path_factory.mktemp("events")
    events = page_events.write(made / "events.geojson")
    with served("--no-sample", str(events), home=made / "home") as url:
        yield url


def opened(page: Page, address: str) -> Locator:
    """Open the summary by keyboard; gives the map's root once the chart is drawn."""
    page.goto(address)
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=30_000)
    panel = page.get_by_role("radio", name="Summary")
    panel.focus()
    page.keyboard.press("Space")
    expect(chart(page)).to_be_visible()
    settled(page)
    return root


def settled(page: Page) -> None:
    """Nothing is left to do: while Streamlit runs, a chart of the run before may stand beside the new one."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(chart(page)).to_have_count(1)


def chart(page: Page) -> Locator:
    return page.get_by_test_id("stVegaLiteChart").locator("svg.marks, canvas.marks")


def draw(page: Page, first: float, last: float) -> None:
    """Draw across the chart, from one share of its width to another."""
    settled(page)
    chart(page).scroll_into_view_if_needed()
    box = chart(page).bounding_box()
    assert box
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + first * box["width"], height)
    page.mouse.down()
    page.mouse.move(box["x"] + (first + last) / 2 * box["width"], height, steps=3)
    page.mouse.move(box["x"] + last * box["width"], height, steps=3)
    page.mouse.up()


def test_a_brush_over_the_chart_moves_the_maps_window(page: Page, address: str) -> None:
    root = opened(page, address)
    expect(root).to_have_attribute("data-visible", "8")
    draw(page, 0.6, 0.8)  # of 2016 to 2025: the years 2021 to 2023, some months more or less
    expect(root).to_have_attribute("data-visible", "1")
    expect(root).to_have_attribute("data-window", re.compile(r"^202[12]-\d\d-01/202[23]-\d\d-\d\d$"))
    expect(page.locator(".ca-head [role=status]")).to_have_attribute("data-shown", "1")
    groups = page.get_by_role("table", name="Groups")
    expect(groups.locator("tbody tr")).to_have_count(1)
    expect(groups).to_contain_text("300–500")
    expect(page).to_have_url(re.compile(r"since=202[12]-\d\d-01&until=202[23]"))
    draw(page, 0.97, 0.999)  # a second one replaces the first
    expect(root).to_have_attribute("data-window", re.compile(r"/2025-07-31$"))
    page.get_by_test_id("stMain").get_by_role("button", name="All dates").last.click()
    expect(root).to_have_attribute("data-visible", "8")
    expect(page).to_have_url(re.compile(r"^[^?]*$"))


def test_a_period_is_chosen_by_keyboard(page: Page, address: str) -> None:
    root = opened(page, address)
    page.locator("summary", has_text="As a table").press("Enter")
    choice = page.get_by_role("combobox", name="Show one period on the map")
    choice.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    choice.press_sequentially("March 2022")
    expect(page.get_by_role("option", name="March 2022")).to_be_visible()
    choice.press("Enter")
    expect(root).to_have_attribute("data-window", "2022-03-01/2022-03-31")
    expect(root).to_have_attribute("data-visible", "1")


def test_the_map_moves_the_summary(page: Page, address: str) -> None:
    opened(page, address)
    start = page.get_by_role("slider", name="Start of the window")
    start.focus()
    start.press("End")
    expect(page.get_by_text("No event lies in the time window")).to_be_visible()
    expect(chart(page)).to_be_visible()


def test_the_chart_colours_the_map_and_tells_itself(page: Page, address: str) -> None:
    opened(page, address)
    told = "Events by month, May 2016 to July 2025. Most: 3 in July 2025."
    expect(page.locator("[role=graphics-document]")).to_have_attribute("aria-label", told)
    years = page.get_by_role("radio", name="Years")
    years.focus()
    page.keyboard.press("Space")
    ticks = page.locator(".role-axis-label").first.locator("text")
    expect(ticks).to_have_text([str(year) for year in range(2016, 2026)])
    kinds = page.get_by_role("radio", name="Kinds of event")
    kinds.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("colour=kind"))
    expect(page.locator("ul.ca-chartkey")).to_contain_text("Violence against civilians")
