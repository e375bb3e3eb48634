"""The page in a real browser: map, slider, filters, table, card, files and link move together, offline.

The page is started once, as ``make run`` does, over the made-up events of tests/page_events.py. No test waits
by the clock: the map tells its state in data-* attributes, the page its count, the table its rows.
"""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests import page_events
from tests.serving import served

ROOT = Path(__file__).resolve().parents[2]
ALL = {row["event_id"] for row in page_events.ROWS}
JNIM = {"flm-member", "kayes", "diboli", "elsewhere", "june"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address, once it answers."""
    events = page_events.write(tmp_path_factory.mktemp("events") / "events.geojson")
    with served("--no-sample", str(events), f"{page_events.HOSTILE}.txt") as url:
        yield url


def opened(page: Page, address: str, link: str = "") -> Locator:
    """Open the page and wait for its map; gives the map's root."""
    page.goto(address + link)
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    expect(table(page)).to_be_attached()
    return root


def table(page: Page) -> Locator:
    return page.locator("[data-testid=stDataFrame] table[role=grid]")


def assert_shown(page: Page, number: int) -> None:
    """Map, count and table show as many events."""
    expect(page.locator(".ca-root")).to_have_attribute("data-visible", str(number))
    expect(page.locator(".ca-head [role=status]")).to_have_attribute("data-shown", str(number))
    if number:
        expect(table(page)).to_have_attribute("aria-rowcount", str(number + 1))  # and its heading
    else:
        expect(table(page)).to_have_count(0)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()
    page.keyboard.press("Escape")


def pick_row(page: Page, place: str) -> None:
    """Click the box before the row of a place; the rows are painted, their words stand in a hidden table."""
    cell = table(page).get_by_role("gridcell", name=place, exact=True, include_hidden=True)
    row = int((cell.get_attribute("data-testid") or "").split("-")[-1])
    canvas = page.locator("[data-testid=stDataFrame] canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + 16, box["y"] + 35 * (row + 1.5))  # Streamlit's rows are 35 pixels high


def downloaded(page: Page, label: str) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    download: Download = waiting.value
    return Path(download.path())


def test_the_page_opens_with_every_event_on_map_table_and_count(page: Page, address: str) -> None:
    root = opened(page, address)
    assert_shown(page, len(ALL))
    expect(page).to_have_title("Conflict Atlas")
    expect(page.locator(".ca-head")).to_contain_text("8 of 8 events, 1 without a place")
    expect(root).to_have_attribute("data-unlocated", "1")
    assert "?" not in page.url


def test_the_slider_moves_events_in_and_out(page: Page, address: str) -> None:
    root = opened(page, address)
    start = page.get_by_role("slider", name="Start of the window")
    start.focus()
    start.press("PageUp")
    expect(root).not_to_have_attribute("data-window", "2016-05-01/2025-07-31")
    start.press("End")
    expect(root).to_have_attribute("data-window", "2025-07-31/2025-07-31")
    assert_shown(page, 0)
    expect(page.get_by_text("No event fits these filters")).to_be_visible()
    start.press("Home")
    assert_shown(page, len(ALL))
    end = page.get_by_role("slider", name="End of the window")
    end.focus()
    end.press("Home")
    assert_shown(page, 0)
    page.get_by_role("button", name="All dates").click()
    assert_shown(page, len(ALL))


def test_play_moves_the_window_and_pause_tells_the_page(page: Page, address: str) -> None:
    root = opened(page, address, "?since=2016-05-01&until=2016-12-31")
    assert_shown(page, 1)
    page.get_by_role("button", name="Play").click()
    expect(root).to_have_attribute("data-visible", "0")  # the window has left 2016 behind
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".ca-head [role=status]")).to_have_attribute("data-shown", "0")
    since = (root.get_attribute("data-window") or "").split("/")[0]
    expect(page).to_have_url(re.compile(f"since={since}"))  # the page writes its address at the end of a run


def test_the_group_filter_takes_members_as_of_each_events_date(page: Page, address: str) -> None:
    opened(page, address)
    choose(page, "Armed group", "JNIM")
    assert_shown(page, len(JNIM))  # FLM of 2019, not FLM of 2016
    expect(page).to_have_url(re.compile(r"\?group=JNIM$"))
    choose(page, "Armed group", "FLM")
    assert_shown(page, len(JNIM | {"flm-before"}))
    page.get_by_role("button", name="Clear all filters").click()
    assert_shown(page, len(ALL))


def test_a_filter_keeps_the_window(page: Page, address: str) -> None:
    root = opened(page, address, "?since=2025-07-01&until=2025-07-31")
    assert_shown(page, 3)
    choose(page, "Attribution", "contested")
    assert_shown(page, 1)
    expect(root).to_have_attribute("data-window", "2025-07-01/2025-07-31")


def test_borders_and_regions_switch(page: Page, address: str) -> None:
    root = opened(page, address)
    expect(root).to_have_attribute("data-layers", "borders labels")
    page.get_by_role("button", name="Map layers").press("Enter")
    page.get_by_label("Country borders").press("Space")
    expect(root).to_have_attribute("data-layers", "labels")
    page.get_by_label("Regions").press("Space")
    page.get_by_label("Mentioned places").press("Space")
    expect(root).to_have_attribute("data-layers", re.compile("regions.*mentions"))
    expect(page).to_have_url(re.compile("layers=regions%7Clabels%7Cmentions"))
    assert_shown(page, len(ALL))


def test_a_click_on_the_map_shows_the_card_and_marks_the_row(page: Page, address: str) -> None:
    root = opened(page, address, "?at=-11.44,14.45,9")
    page.locator(".leaflet-container").click()  # its middle
    card = page.get_by_role("article")
    expect(card.get_by_role("heading", level=3)).to_have_text(
        "Abduction/forced disappearance · Kayes · 1 July 2025"
    )
    expect(card).to_contain_text("Contested: the sources disagree on who did it")
    expect(card).to_contain_text("Report other: no group has claimed it")
    expect(card.locator("mark[data-field=place_name]")).to_have_text("Kayes")
    expect(root).to_have_attribute("data-selected", "kayes")
    expect(table(page).locator("tr[aria-selected=true]")).to_contain_text("Kayes")
    expect(page).to_have_url(re.compile("event=kayes"))
    page.get_by_role("button", name="Close the card").click()
    expect(card).to_have_count(0)
    expect(root).to_have_attribute("data-selected", "")


class Held:
    """What the server says, kept from the page until it is let go."""

    def __init__(self) -> None:
        self.waiting: list[str | bytes] | None = None
        self.runs = 0  # that have ended
        self.parts: list[str] = []  # of the page, in the order in which they came

    def on(self, route: WebSocketRoute) -> None:
        self.route = route
        route.connect_to_server().on_message(self._said)

    def _said(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            told = ForwardMsg.FromString(message)
            self.runs += told.WhichOneof("type") == "script_finished"
            self.parts.append(told.delta.new_element.WhichOneof("type") or "")
        if self.waiting is None:
            self.route.send(message)
        else:
            self.waiting.append(message)

    def keep(self) -> None:
        self.waiting = []

    def let_go(self) -> None:
        held, self.waiting = self.waiting or [], None
        for message in held:
            self.route.send(message)

    def until(self, page: Page, runs: int) -> None:
        """Wait until so many runs have ended, kept from the page or not."""
        deadline = time.monotonic() + 20
        while self.runs < runs:
            assert time.monotonic() < deadline, f"{self.runs} of {runs} runs"
            page.evaluate("new Promise(requestAnimationFrame)")  # lets messages in


def test_a_card_that_was_closed_stays_closed(page: Page, address: str) -> None:
    """Each message tells all widgets as the browser knows them, without what the server has just changed."""
    held = Held()
    page.route_web_socket(re.compile("stream$"), held.on)
    root = opened(page, address, "?event=kayes")
    card = page.get_by_role("article")
    expect(table(page).locator("tr[aria-selected=true]")).to_contain_text("Kayes")
    idle(page)
    held.keep()
    runs = held.runs
    page.get_by_role("button", name="Close the card").click()
    held.until(page, runs + 1)
    start = page.get_by_role("slider", name="Start of the window")
    start.press("PageUp")  # told with a row that is still chosen
    held.until(page, runs + 2)
    held.let_go()
    expect(root).to_have_attribute("data-selected", "")
    expect(page).not_to_have_url(re.compile("event="))
    expect(card).to_have_count(0)
    pick_row(page, "Kayes")  # the same row again is a wish, no echo
    expect(root).to_have_attribute("data-selected", "kayes")
    expect(card).to_be_visible()
    # likewise filters that were cleared, and the window
    choose(page, "Armed group", "JNIM")
    expect(page).to_have_url(re.compile("group=JNIM"))
    idle(page)
    held.keep()
    runs = held.runs
    page.get_by_role("button", name="Clear all filters").click()
    held.until(page, runs + 1)
    start.press("PageUp")  # told with the filters as they were
    held.until(page, runs + 2)
    held.let_go()
    assert_shown(page, len(ALL))
    expect(page).not_to_have_url(re.compile("group=|since="))


def idle(page: Page) -> None:
    """Streamlit has nothing more to do."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def test_a_click_on_a_row_selects_on_the_map_and_shows_the_card(page: Page, address: str) -> None:
    root = opened(page, address)
    pick_row(page, "Moura")
    expect(root).to_have_attribute("data-selected", "moura")
    expect(page.get_by_role("article")).to_contain_text("300–500")
    expect(page.get_by_role("article")).to_contain_text("attributed to FAMa (according to a witness)")


def test_the_map_is_built_once(page: Page, address: str) -> None:
    root = opened(page, address)
    root.evaluate("root => { root.mine = true; }")
    choose(page, "Country", "Burkina Faso")
    assert_shown(page, 2)
    pick_row(page, "Dori")
    expect(root).to_have_attribute("data-selected", "dori")
    assert root.evaluate("root => root.mine"), "a filter or a card must not build the map anew"


def test_the_maps_part_of_another_filter_comes_before_all_else(page: Page, address: str) -> None:
    held = Held()
    page.route_web_socket(re.compile("stream$"), held.on)
    opened(page, address)
    idle(page)
    held.parts.clear()
    choose(page, "Country", "Burkina Faso")
    assert_shown(page, 2)
    idle(page)
    order = [held.parts.index(part) for part in ("bidi_component", "multiselect", "dataframe")]
    assert order == sorted(order)


def test_files_hold_what_is_on_screen(page: Page, address: str) -> None:
    opened(page, address, "?since=2019-01-01&until=2025-06-30&group=JNIM")
    assert_shown(page, 2)
    on_screen = {"flm-member", "june"}
    collection = json.loads(downloaded(page, "GeoJSON").read_text(encoding="utf-8"))
    assert {feature["id"] for feature in collection["features"]} == on_screen
    assert collection["metadata"]["filter"] == {"since": "2019-01-01", "until": "2025-06-30", "group": "JNIM"}
    with downloaded(page, "CSV").open(encoding="utf-8", newline="") as file:
        assert {row["event_id"] for row in csv.DictReader(file)} == on_screen
    standalone = downloaded(page, "Standalone map")
    assert standalone.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_the_standalone_file_opens_with_the_same_events(page: Page, address: str, tmp_path: Path) -> None:
    opened(page, address, "?group=JNIM")
    file = tmp_path / "map.html"
    file.write_bytes(downloaded(page, "Standalone map").read_bytes())
    page.goto(file.as_uri())
    expect(page.locator(".ca-root")).to_have_attribute("data-visible", str(len(JNIM)))


def test_a_link_restores_the_state(page: Page, address: str) -> None:
    link = "?since=2016-01-01&until=2025-06-30&group=FLM&at=-4%2C15%2C6.5&layers=regions"
    link += "&event=flm-member&lang=fr"
    root = opened(page, address, link)
    assert_shown(page, 2)
    expect(root).to_have_attribute("data-layers", "regions")
    expect(root).to_have_attribute("data-selected", "flm-member")
    expect(page.get_by_role("article")).to_contain_text("10 mai 2019")
    expect(page.get_by_role("slider", name="Fin de la période")).to_have_attribute(
        "aria-valuetext", re.compile("juin")
    )
    before = page.url
    page.reload()
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    assert_shown(page, 2)
    assert page.url == before


def test_another_language_keeps_the_state(page: Page, address: str) -> None:
    root = opened(page, address, "?since=2025-07-01&until=2025-07-31&event=kayes")
    page.get_by_role("radio", name="Français").click()
    expect(page.get_by_role("article")).to_contain_text("Contesté")
    expect(page.get_by_role("button", name="Menu principal")).to_be_visible()  # Streamlit's own words
    expect(page.get_by_role("combobox", name="Country")).to_have_count(0)
    expect(root).to_have_attribute("data-window", "2025-07-01/2025-07-31")
    assert_shown(page, 3)
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("button", name="Main menu")).to_be_visible()


def test_hostile_words_stay_words_and_ask_no_network(page: Page, address: str) -> None:
    opened(page, address, "?event=dori")
    card = page.get_by_role("article")
    expect(card).to_contain_text(page_events.HOSTILE)
    expect(card.locator("img, a")).to_have_count(0)
    page.get_by_role("combobox", name="Country").click()
    expect(page.get_by_role("option", name=page_events.HOSTILE)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text("1 input could not be read").click()
    expect(page.locator("[data-testid=stExpander] table[role=grid]")).to_contain_text("example.org")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_follows_the_theme(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    expect(opened(page, address)).to_have_attribute("data-theme", scheme)


def test_a_narrow_window_holds_everything(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    opened(page, address, "?event=kayes")
    expect(page.get_by_role("article")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
