"""The standalone file's slider and dates: they move events in and out, and go with the calendar."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.standalone.opening import ALL, Opened, address, expected, shows


def test_the_slider_moves_events_in_and_out(page: Page, opened: Opened) -> None:
    root = opened()
    start, end = page.get_by_label("Start of the window"), page.get_by_label("End of the window")
    start.focus()
    start.press("End")  # the last day alone
    expect(root).to_have_attribute("data-window", "2025-07-31/2025-07-31")
    shows(page, 0)
    for _ in range(30):
        start.press("ArrowLeft")
    expect(root).to_have_attribute("data-window", "2025-07-01/2025-07-31")
    shows(page, 5)
    expect(start).to_have_attribute("aria-valuetext", "1 Jul 2025")
    end.focus()
    end.press("Home")  # the other thumb gives way
    expect(root).to_have_attribute("data-window", "2012-01-01/2012-01-01")
    expect(page.get_by_text("No event fits")).to_be_visible()
    page.get_by_role("button", name="All dates").click()
    shows(page, ALL)


@pytest.mark.parametrize(
    ("step", "since", "until"),
    [
        ("day", "2012-01-01", "2012-01-01"),
        ("week", "2012-01-01", "2012-01-07"),
        ("month", "2012-01-01", "2012-01-31"),
    ],
)
def test_steps_follow_the_calendar(page: Page, opened: Opened, step: str, since: str, until: str) -> None:
    root = opened()
    page.get_by_label("Step", exact=True).select_option(step)
    page.get_by_label("One step forward").click()
    expect(root).to_have_attribute("data-window", f"{since}/{until}")
    shows(page, expected(since=since, until=until))
    page.get_by_label("One step forward").click()
    page.get_by_label("One step back").click()
    expect(root).to_have_attribute("data-window", f"{since}/{until}")
    if step == "month":
        page.get_by_label("One step forward").click()
        expect(root).to_have_attribute("data-window", "2012-02-01/2012-02-29")


def test_the_middle_of_the_window_can_be_dragged(page: Page, opened: Opened) -> None:
    root = opened(address="#since=2019-01-01&until=2019-12-31")
    span = page.locator(".ca-middle").bounding_box()
    x, y = span["x"] + span["width"] / 2, span["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 150, y, steps=4)
    page.mouse.up()
    expect(root).not_to_have_attribute("data-window", "2019-01-01/2019-12-31")
    since, until = root.get_attribute("data-window").split("/")
    assert since > "2020"
    assert (address(page)["since"], address(page)["until"]) == (since, until)
    shows(page, expected(since=since, until=until))


def test_play_moves_on_and_stops(page: Page, opened: Opened) -> None:
    root = opened(address="#since=2019-01-01&until=2019-12-31")
    page.get_by_role("button", name="Play").click()
    expect(root).to_have_attribute("data-playing", "true")
    expect(root).to_have_attribute("data-window", re.compile("^(?!2019-01)"))  # it moves
    assert address(page)["since"] == "2019-01-01"  # the address waits for the end of play
    page.get_by_role("button", name="Pause").click()
    expect(root).to_have_attribute("data-playing", "false")
    since, until = root.get_attribute("data-window").split("/")
    assert address(page)["since"] == since
    shows(page, expected(since=since, until=until))


def test_dates_can_be_typed(page: Page, opened: Opened) -> None:
    opened()
    page.get_by_label("From", exact=True).fill("2025-07-01")
    shows(page, 5)
    page.get_by_label("To", exact=True).fill("2025-07-01")
    shows(page, 5)
    assert address(page)["until"] == "2025-07-01"
