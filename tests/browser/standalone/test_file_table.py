"""The standalone file's table, cards and downloads hold what is on screen."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from geo import schema
from geo.store.query import Query
from geo.views import export, popup
from tests.browser.standalone.opening import ALL, MANY, Opened, address, many, shows
from tests.views import atlas as atlases


def test_a_row_zooms_the_map_and_shows_the_card(page: Page, opened: Opened) -> None:
    root = opened()
    page.locator("#table tr", has_text="Kafolo").get_by_role("button").press("Enter")
    expect(root).to_have_attribute("data-selected", "e18")
    expect(page.locator("#card")).to_contain_text("Kafolo")
    lon, lat, zoom = (float(part) for part in address(page)["view"].split(","))
    assert (lon, lat) == pytest.approx((-4.3, 9.583), abs=0.01)
    assert zoom >= 7


def test_every_card_is_the_card(page: Page, opened: Opened) -> None:
    opened("hostile")
    events = schema.to_plain(atlases.hostile().events).set_index("event_id", drop=False)
    shows(page, ALL)
    for row in range(0, ALL, 6):
        page.locator("#table tbody tr").nth(row).get_by_role("button").click()
        expect(page.locator("#card")).not_to_have_attribute("data-event", "")
        picked = page.locator("#card").get_attribute("data-event")
        card = page.evaluate(
            "html => { const at = document.createElement('div'); at.innerHTML = html; return at.innerHTML; }",
            popup.card(events.loc[picked].to_dict()),
        )
        assert page.locator("#told").inner_html() == card
        page.keyboard.press("Escape")
        expect(page.locator("#card")).to_be_hidden()


def test_one_of_many_events_is_found_by_a_link(page: Page, opened: Opened) -> None:
    root = opened("many", address="#event=m4321")
    expect(page.locator("#card")).to_contain_text("Sentence 4321.")
    expect(root).to_have_attribute("data-selected", "m4321")
    expect(page.locator("tr[aria-selected=true]")).to_contain_text("Place 121")
    assert address(page)["event"] == "m4321"
    assert float(address(page)["view"].split(",")[2]) >= 7  # the map went there


def column(page: Page, k: int) -> list[str]:
    return page.locator(f"#table tbody td:nth-child({k})").all_inner_texts()


def test_the_table_is_sorted_by_a_column_and_back(page: Page, opened: Opened) -> None:
    opened("many")
    shows(page, MANY)
    newest = column(page, 1)
    assert newest == sorted(newest, reverse=True)
    killed = page.get_by_role("columnheader", name="Killed")
    killed.get_by_role("button").click()
    expect(killed).to_have_attribute("aria-sort", "descending")
    expect(page.locator("#table tbody td:nth-child(6)").first).to_have_text("100")
    killed.get_by_role("button").click()
    expect(killed).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#table tbody td:nth-child(6)").first).to_have_text("0")
    country = page.get_by_role("columnheader", name="Country")
    country.get_by_role("button").click()
    expect(page.locator("#table tbody td:nth-child(4)").first).to_have_text("Burkina Faso")
    expect(killed).not_to_have_attribute("aria-sort", re.compile("."))
    country.get_by_role("button").click()
    expect(page.locator("#table tbody td:nth-child(4)").first).to_have_text("Mali")
    country.get_by_role("button").click()
    expect(page.locator("#table tbody td:nth-child(1)").first).to_have_text(newest[0])
    assert column(page, 1) == newest


def test_an_event_without_a_place_has_a_row_and_a_card(page: Page, opened: Opened) -> None:
    root = opened(address="#place_precision=unresolved")
    shows(page, 1)
    page.locator("#table tbody").get_by_role("button").first.click()
    expect(root).to_have_attribute("data-selected", "e05")
    expect(page.locator("#card")).to_be_visible()


def downloaded(page: Page, button: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["small", "hostile", "many"])
def test_a_download_holds_what_is_on_screen(page: Page, opened: Opened, name: str) -> None:
    asked = {"since": "2019-01-01", "until": "2020-12-31"}
    if name == "many":
        asked |= {"country": "BF|ML", "within": "-4.5,13.9;0.5,14.1;1.0,15.0", "text": "sentence 1"}
    opened(name, address="#" + urlencode(asked))
    made = {"small": atlases.small, "hostile": atlases.hostile, "many": many}[name]()
    shown = schema.Atlas(made.events[made.events["status"] != "negated"], made.members, made.mentions)
    query = Query.from_params(asked)
    shows(page, len(query.apply(shown.events)))
    assert downloaded(page, "CSV") == export.to_csv(shown, query)
    text = downloaded(page, "GeoJSON")
    at = datetime.fromisoformat(json.loads(text)["metadata"]["exported"])
    assert abs(datetime.now(UTC) - at) < timedelta(hours=1)
    assert text == export.to_geojson(shown, query, exported=at)


def test_a_download_holds_the_members_of_its_reports(page: Page, opened: Opened) -> None:
    opened("members", address="#group=JNIM&until=2025-06-30")
    told = json.loads(downloaded(page, "GeoJSON"))
    assert {each["properties"]["report"] for each in told["members"]} == {"seed-000"}
    assert told["metadata"]["filter"]["group"] == "JNIM"


def test_a_download_tells_its_profile(page: Page, opened: Opened) -> None:
    opened("partner")
    told = json.loads(downloaded(page, "GeoJSON"))
    assert told["metadata"]["profile"] == "partner"
    assert told["metadata"]["withheld"]["exact places"] == 1
