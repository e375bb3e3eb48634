"""The standalone file in Chromium, opened from disk: map, table, count, card, downloads and address agree.

Its content security policy forbids eval, so the tests look through locators, which need none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
from playwright.sync_api import Locator, Page, expect
from shapely.geometry import Point, shape

from geo import schema
from geo.store.query import Query
from geo.views import export, popup
from geo.views.standalone import standalone
from geo.vocab import DATA
from tests.views import atlas as atlases

Opened = Callable[..., Locator]
MANY = 5000
ALL = 30  # events of the small atlas, the negated one not counted


def many() -> schema.Atlas:
    """More events than a block of texts holds, each with an id and a sentence of its own."""
    rows = []
    for k in range(MANY):
        place = f"Place {k % 300}"
        said = {"report": f"r{k}", "field": "sentence", "start": 0, "end": 9, "text": f"Sentence {k}."}
        rows.append(
            {
                "event_id": f"m{k}",
                "start": f"20{10 + k % 14}-01-0{1 + k % 9}",
                "end": f"20{10 + k % 14}-01-09",
            }
            | {"status": "realised", "event_type": "Battles", "sub_event_type": "Armed clash"}
            | {"place_name": place, "longitude": k % 300 / 20 - 8, "latitude": 14.0 + k % 7 / 4}
            | {"place_precision": "exact", "uncertainty_km": 2.0, "country": ("ML", "BF", None)[k % 3]}
            | {
                "killed_low": (None, 0, 3, 20, 100)[k % 5],
                "evidence": [said],
                "source_id": f"https://x.org/{k}",
            }
        )
    return schema.Atlas(schema.from_rows(rows), schema.empty())


def merged() -> schema.Atlas:
    """The small atlas with some unmerged rows, of the reports of its events and of others."""
    rows = [
        atlases.row(each) | {"report": report}
        for each, report in zip(atlases._ROWS, ("seed-000", "x"), strict=False)
    ]
    return schema.Atlas(atlases.small().events, schema.from_rows(rows), atlases.MENTIONS)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("standalone")
    made = {
        "small": standalone(atlases.small(), title="Small atlas"),
        "french": standalone(atlases.small(), title="Petit atlas", lang="fr"),
        "hostile": standalone(atlases.hostile(), title=atlases.HOSTILE[2]),
        "empty": standalone(schema.Atlas(schema.empty(), schema.empty()), title="Empty"),
        "many": standalone(many(), title="Many"),
        "members": standalone(merged(), title="Members"),
        "partner": standalone(atlases.small(), title="Partner", profile="partner"),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def opened(page: Page, files: dict[str, Path]) -> Opened:
    def open_file(name: str = "small", address: str = "") -> Locator:
        page.goto("about:blank")
        page.goto(files[name].as_uri() + address)
        root = page.locator(".ca-root")
        expect(root).to_have_attribute("data-ready", "true")
        return root

    return open_file


def shows(page: Page, n: int) -> None:
    """Map, count and table tell the same number."""
    expect(page.locator(".ca-root")).to_have_attribute("data-visible", str(n))
    expect(page.locator("#count")).to_have_attribute("data-shown", str(n))
    expect(page.locator("#table")).to_have_attribute("data-total", str(n))


def middle(root: Locator, act: Callable[[float, float], None], dx: float = 0, dy: float = 0) -> None:
    """Move or click the mouse at the middle of the map, or beside it."""
    box = root.locator(".leaflet-container").bounding_box()
    act(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)


def switch(page: Page, label: str, on: bool) -> None:
    """Switch an overlay; Leaflet swallows clicks in the instant in which its control unfolds."""
    box = page.get_by_label(label)
    for _ in range(20):
        if box.is_checked() is on:
            return
        box.press("Space")
    expect(box).to_be_checked(checked=on)


def address(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).fragment).items()}


def expected(**params: str) -> int:
    query = Query.from_params({"status": "|".join(schema.MAPPED_STATUSES), **params})
    return len(query.apply(atlases.small().events))


def test_it_opens_from_disk_with_everything_shown(page: Page, opened: Opened) -> None:
    root = opened()
    shows(page, ALL)
    expect(root).to_have_attribute("data-unlocated", "1")
    expect(page.locator("#count")).to_have_text("30 of 30 events, 1 without a place, 1 without a date")
    expect(page).to_have_title("Small atlas")


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
    expect(root).to_have_attribute("data-window", re.compile("^2019-03"))
    assert address(page)["since"] == "2019-01-01"  # the address waits for the end of play
    page.get_by_role("button", name="Pause").click()
    expect(root).to_have_attribute("data-playing", "false")
    since, until = root.get_attribute("data-window").split("/")
    assert address(page)["since"] == since
    shows(page, expected(since=since, until=until))


def test_dates_can_be_typed(page: Page, opened: Opened) -> None:
    opened()
    page.get_by_label("From").fill("2025-07-01")
    shows(page, 5)
    page.get_by_label("To", exact=True).fill("2025-07-01")
    shows(page, 5)
    assert address(page)["until"] == "2025-07-01"


@pytest.mark.parametrize(
    ("facet", "label", "params"),
    [
        ("group", "JNIM –", {"group": "JNIM"}),
        ("group", "AQIM –", {"group": "AQIM"}),
        ("group", "CSP –", {"group": "CSP"}),
        ("event_type", "Violence against civilians", {"event_type": "Violence against civilians"}),
        ("place_precision", "region", {"place_precision": "admin1"}),
        ("attribution", "contested", {"attribution": "contested"}),
    ],
)
def test_a_filter_changes_map_table_and_count(
    page: Page, opened: Opened, facet: str, label: str, params: dict[str, str]
) -> None:
    opened()
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


def test_the_table_is_searched_without_accents_and_turned(page: Page, opened: Opened) -> None:
    opened()
    page.get_by_label("Search the table").fill("kayes abduction")
    expect(page.locator("#found")).to_have_text("1 of 30 events")
    page.get_by_label("Search the table").fill("chinegodar")
    expect(page.locator("#table tbody tr")).to_contain_text(["Chinégodar"])
    page.get_by_label("Search the table").fill("nowhere")
    expect(page.locator("#table")).to_have_attribute("data-total", "0")
    opened("many")
    page.get_by_label("Search the table").fill("place 29")
    expect(page.locator("#table")).to_have_attribute(
        "data-total", str(sum("29" in str(k % 300) for k in range(MANY)))
    )
    expect(page.locator("#pages")).to_contain_text("Page 1 of 5")
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("#pages")).to_contain_text("Page 2 of 5")
    page.get_by_label("Search the table").fill("")
    shows(page, MANY)


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
    opened(name, address="#since=2019-01-01&until=2020-12-31")
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


def test_a_link_restores_the_state(page: Page, opened: Opened) -> None:
    opened()
    page.get_by_label("JNIM –").check()
    page.get_by_label("From").fill("2025-01-01")
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
    expect(page.get_by_label("From")).to_be_hidden()  # the filters are folded
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
    page.get_by_label("One step forward").click()
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".ca-root")).to_have_attribute("data-playing", "false")  # there is nowhere to go
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
