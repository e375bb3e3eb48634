"""The standalone file's filters: map, count, table and address agree, and are what a Query picks."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from geo.store.query import Query
from tests.browser.standalone.opening import ALL, MANY, Opened, address, expected, many, middle, shows

FILTERS = (
    ("group", "JNIM –", {"group": "JNIM"}),
    ("group", "AQIM –", {"group": "AQIM"}),
    ("group", "CSP –", {"group": "CSP"}),
    ("event_type", "Violence against civilians", {"event_type": "Violence against civilians"}),
    ("country", "Niger", {"country": "NE"}),
    ("place_precision", "region", {"place_precision": "admin1"}),
    ("attribution", "contested", {"attribution": "contested"}),
)


def test_a_filter_changes_map_table_and_count(page: Page, opened: Opened) -> None:
    opened()
    for facet, label, params in FILTERS:
        box = page.locator(f"fieldset[data-facet={facet}]").get_by_label(label)
        box.check()
        shows(page, expected(**params))
        assert {key: address(page).get(key) for key in params} == params
        box.uncheck()
        shows(page, ALL)


def test_a_group_takes_its_members_only_while_they_are(page: Page, opened: Opened) -> None:
    opened()
    page.get_by_label("JNIM –").check()
    expect(page.locator("#table")).not_to_contain_text("Gao")  # by Al-Murabitun in January 2017
    page.get_by_label(re.compile("Al-Murabitun")).check()
    shows(page, expected(group="JNIM|AlMurabitun"))
    page.get_by_label("JNIM –").uncheck()
    shows(page, 2)


def test_filters_and_window_act_together_and_clear(page: Page, opened: Opened) -> None:
    opened(address="#since=2019-01-01&until=2020-12-31")
    page.get_by_label("ISSP –").check()
    page.get_by_label("near a place").check()
    shows(page, expected(group="ISSP", place_precision="near", since="2019-01-01", until="2020-12-31"))
    expect(page.locator("#active")).to_have_text("(2)")
    page.get_by_role("button", name="Clear all filters").click()
    shows(page, expected(since="2019-01-01", until="2020-12-31"))


def test_a_link_restores_the_state(page: Page, opened: Opened) -> None:
    opened()
    page.get_by_label("JNIM –").check()
    page.get_by_label("From", exact=True).fill("2025-01-01")
    page.locator("#table tr", has_text="Djibo").get_by_role("button").click()
    page.get_by_role("button", name="Dark").click()
    held, link = address(page), urlsplit(page.url).fragment
    shows(page, expected(group="JNIM", since="2025-01-01", until="2025-07-31"))
    root = opened(address="#" + link)
    shows(page, expected(group="JNIM", since="2025-01-01", until="2025-07-31"))
    expect(root).to_have_attribute("data-selected", "e28")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("JNIM –")).to_be_checked()
    expect(page.locator("#card")).to_contain_text("Djibo")
    assert address(page) == held


@pytest.mark.parametrize(
    "link", ["#since=yesterday&group=Nobody&view=x&layers=&event=none", "#%%%", "#view=1,2"]
)
def test_a_wrong_link_is_a_plain_page(page: Page, opened: Opened, link: str) -> None:
    opened(address=link)
    shows(page, ALL)


AREAS = (
    {"near": "-11.43,14.45,80.0"},
    {"within": "-12.5,14.0;-11.0,14.0;-11.0,15.0;-12.5,15.0", "text": "kayes"},
    {"along": "10.0;-12.5,14.4;-11.43,14.45;-9.0,13.0", "country": "ML"},
)


def test_an_area_of_a_link_is_that_of_a_query(page: Page, opened: Opened) -> None:
    for params in AREAS:
        root = opened(address="#" + urlencode(params))
        shows(page, expected(**params))
        assert 0 < expected(**params) < ALL
        expect(root).to_have_attribute("data-area", "1")
        assert {key: address(page).get(key) for key in params} == params
    expect(page.locator("#area-told")).to_have_text("Within 10 km of a road of 3 corners")
    expect(page.locator("#area-counts")).to_contain_text("3 for certain, 0 possibly")
    page.get_by_label("Distance in km").fill("500")
    page.get_by_label("Distance in km").press("Tab")
    shows(page, expected(along="500;-12.5,14.4;-11.43,14.45;-9.0,13.0", country="ML"))
    page.get_by_role("button", name="Remove the area", exact=True).click()
    shows(page, expected(country="ML"))
    expect(root).to_have_attribute("data-area", "0")
    assert "along" not in address(page)
    expect(page.get_by_label("Name of a place")).to_be_focused()


def test_an_area_is_drawn_and_goes(page: Page, opened: Opened) -> None:
    root = opened(address="#view=-11.5,14.45,8")
    page.get_by_role("button", name="Draw an area to filter by").click()
    for dx, dy in ((-60, -60), (60, -60), (60, 60), (-60, 60)):
        middle(root, page.mouse.click, dx=dx, dy=dy)
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(root).to_have_attribute("data-area", "1")
    within = address(page)["within"]
    assert len(within.split(";")) == 4
    shows(page, expected(within=within))
    expect(page.locator("#active")).to_have_text("(1)")
    page.get_by_role("button", name="Remove the area from the filter").press("Enter")
    shows(page, ALL)


def test_a_distance_from_a_place_is_asked_for_by_keyboard(page: Page, opened: Opened) -> None:
    opened()
    shows(page, ALL)
    near = page.get_by_role("button", name="Around the picked event")
    expect(near).to_be_disabled()
    place = page.get_by_label("Name of a place")
    place.fill("diboli")
    place.press("Enter")
    expect(page.locator("#area-told")).to_have_text("Within 50 km of Diboli")
    shows(page, expected(near=address(page)["near"]))
    place.fill("-4.3; 9.583")
    place.press("Enter")
    expect(page.locator("#area-told")).to_have_text("Within 50 km of -4.3, 9.583")
    shows(page, expected(near="-4.3,9.583,50"))
    page.locator("#table tr", has_text="Kafolo").get_by_role("button").click()
    near.click()
    expect(page.locator("#area-told")).to_have_text("Within 50 km of Kafolo")
    place.fill("Nowhere at all")
    place.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No place of that name")
    page.get_by_role("button", name="Clear all filters").click()
    shows(page, ALL)
    expect(page.locator("#area-shown")).to_be_hidden()


def test_the_search_narrows_map_timeline_counts_and_table(page: Page, opened: Opened) -> None:
    opened("many")
    shows(page, MANY)
    held, n = many().events, "29"
    for text in ("place 29", "SENTENCE  4321", "plâce 7"):
        page.get_by_label("Search places and sentences").fill(text)
        n = len(Query(text=text).apply(held))
        assert n < MANY
        shows(page, n)
        assert address(page)["text"] == text
    expect(page.locator(".ca-legend b").last).to_have_text(f"{n:,}")
    expect(page.locator("#pages")).to_contain_text("Page 1 of")
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("#pages")).to_contain_text("Page 2 of")
    page.get_by_label("Search places and sentences").fill("")
    shows(page, MANY)


def test_a_click_on_a_region_shows_it_alone(page: Page, opened: Opened) -> None:
    root = opened("regions", address="#show=regions&view=-11,13.6,6")
    shows(page, 4)
    middle(root, page.mouse.click)
    shows(page, 3)
    expect(page.locator("#area-told")).to_have_text("In the region Kayes · Nioro (Mali)")
    assert (address(page)["country"], address(page)["admin1"]) == ("ML", "Kayes|Nioro")
    opened("regions", address="#country=ML&admin1=Kayes|Nioro")
    shows(page, 3)
    expect(page.locator("#area-counts")).to_contain_text("3 for certain")
    page.get_by_role("button", name="Remove the area", exact=True).click()
    shows(page, 4)
    assert "country" not in address(page)
