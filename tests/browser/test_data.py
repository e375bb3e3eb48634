"""Dropping files in a real browser: an article is read at once, a table when its columns are confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import page_events
from tests.serving import served

HERE = len(page_events.ROWS)
ARTICLE = (
    "date: 2025-07-03\nlang: en\nsource: Example News\n\n"
    "Gunmen attacked the army post at Diboli in western Mali on July 1, 2025, killing two soldiers."
)
TABLE = "jour;lieu;lat;lon;morts\n03/07/2025;Diboli;14,455;-12,199;2\n31/07/2025;Kayes;14,45;-11,44;4\n"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    events = page_events.write(tmp_path / "events.geojson")
    with served("--no-sample", str(events), home=tmp_path / "home") as url:
        yield url


def idle(page: Page) -> None:
    """Wait until the page is drawn to its end: a button of the run before is gone with it."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def test_dropped_files_stand_on_the_map_until_they_are_taken_away(
    page: Page, address: str, tmp_path: Path
) -> None:
    article, table = tmp_path / "raid.txt", tmp_path / "faits.csv"
    article.write_text(ARTICLE, encoding="utf-8")
    table.write_text(TABLE, encoding="utf-8")
    page.goto(address)
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    page.get_by_text("Add data", exact=True).click()
    page.locator("input[type=file]").set_input_files([article, table])
    expect(root).to_have_attribute("data-visible", str(HERE + 1))
    expect(page.get_by_text("What are the columns of faits.csv?")).to_be_visible()
    expect(page.get_by_role("combobox", name="Latitude")).to_have_value("lat")
    idle(page)
    page.get_by_role("button", name="Put the events on the map").press("Enter")
    expect(root).to_have_attribute("data-visible", str(HERE + 3))
    expect(page.locator(".ca-head [role=status]")).to_have_attribute("data-shown", str(HERE + 3))
    idle(page)
    expect(page.get_by_role("combobox", name="One of these files")).to_have_value("raid.txt")
    page.get_by_role("button", name="Take it away").press("Enter")
    expect(root).to_have_attribute("data-visible", str(HERE + 2))
