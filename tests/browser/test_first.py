"""The first moments on the page: links hold whatever the order of messages, newcomers are told what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    expect(page.locator(".ca-root")).to_have_attribute("data-ready", "true", timeout=30_000)


def test_a_link_holds_though_runs_of_the_page_overtake_each_other(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.add_init_script(IMPATIENT)
    opened(page, address, "?group=JNIM&lang=fr")
    slider = page.get_by_role("slider", name="Début de la période")
    slider.press("PageUp")  # another run: now the page knows what the browser holds
    expect(page).to_have_url(re.compile(r"since=.*&group=JNIM.*&lang=fr$"))
    expect(page.get_by_role("radio", name="Français", include_hidden=True)).to_be_checked()
