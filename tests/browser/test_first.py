"""The first moments on the page: links hold whatever the order of messages, newcomers are told what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import page_events
from tests.serving import served

# The browser asks for the first run again and again while it goes on, as a slow one may: runs overtake runs.
IMPATIENT = """
const send = WebSocket.prototype.send;
let first = true;
WebSocket.prototype.send = function (message) {
  send.call(this, message);
  if (first) for (let k = 1; k < 12; k++) setTimeout(() => send.call(this, message), 80 * k);
  first = false;
};
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address, once it answers."""
    events = page_events.write(tmp_path_factory.mktemp("events") / "events.geojson")
    with served("--no-sample", str(events), home=tmp_path_factory.mktemp("home")) as url:
        yield url


def opened(page: Page, address: str, link: str = "") -> None:
    page.goto(address + link)
    expect(page.locator(".ca-root")).to_have_attribute("data-ready", "true", timeout=90_000)


def test_a_link_holds_though_runs_of_the_page_overtake_each_other(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.add_init_script(IMPATIENT)
    opened(page, address, "?group=JNIM&lang=fr")
    slider = page.get_by_role("slider", name="Début de la période")
    slider.press("PageUp")  # another run: now the page knows what the browser holds
    expect(page).to_have_url(re.compile(r"since=.*&group=JNIM.*&lang=fr$"))
    expect(page.get_by_role("radio", name="Français", include_hidden=True)).to_be_checked()


def test_a_newcomer_is_told_three_steps_once(page: Page, tmp_path: Path) -> None:
    with served(home=tmp_path) as url:
        opened(page, url)
        steps = page.get_by_role("region", name="New here? Three steps.")
        expect(steps.get_by_role("listitem")).to_have_count(3)
        page.get_by_role("button", name="Got it").click()
        expect(steps).to_have_count(0)
        assert [path.name for path in tmp_path.iterdir()] == ["first-look-done"]
        page.reload()
        expect(page.locator(".ca-root")).to_have_attribute("data-ready", "true", timeout=30_000)
        expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
        expect(steps).to_have_count(0)


def test_who_brings_files_needs_no_steps(page: Page, address: str) -> None:
    opened(page, address)
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
    expect(page.get_by_role("button", name="Got it")).to_have_count(0)


def test_reading_can_be_stopped_and_what_was_read_stays(page: Page, address: str, tmp_path: Path) -> None:
    files = [tmp_path / f"report-{number}.txt" for number in range(80)]
    for number, file in enumerate(files):
        file.write_text(
            f"date: 2025-03-02\n\nGunmen killed {number + 2} soldiers in Tessit on March 1.\n" * 30
        )
    opened(page, address)
    page.get_by_role("radio", name="Add data").click()
    page.locator("input[type=file]").set_input_files(files)
    reading = page.get_by_role("status").filter(has_text=re.compile(r"report-[1-9]"))
    expect(reading).to_be_visible()  # so the first one was read
    page.get_by_role("button", name="Stop reading").click()
    expect(page.get_by_text("Reading was stopped.")).to_be_visible()
    rows = page.locator("[data-testid=stDataFrame] table[role=grid]")
    expect(rows).to_have_attribute("aria-rowcount", re.compile(r"^([2-9]|[1-7]\d|80)$"))
