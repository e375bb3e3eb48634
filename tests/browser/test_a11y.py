"""For everybody: no serious finding of axe, all by keyboard, by finger, on a narrow page, without motion.

axe-core looks at the whole page in both themes, each panel open. What it finds in elements of others and no
style of ours can mend stands in FOREIGN, each with its reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geo import schema
from geo.views import standalone
from tests import page_events
from tests.serving import served

VENDOR = Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
GRAVE = {"serious", "critical"}
# rule, what the element's selector or markup holds, why it stays
FOREIGN = (
    (
        "svg-img-alt",
        "role-mark brush_brush",
        "Vega's own mark of the brushed span; the chart has a name and a table twin",
    ),
)
SCHEMES = ("light", "dark")
LOOK = """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(
  ({ id, impact, nodes }) => nodes.map((node) => ({ id, impact, at: node.target.join(" "), html: node.html,
    why: node.failureSummary }))))"""

# What has the focus: its name, its room, and whether it or its frame has a ring; a range's is on its thumb,
# and Streamlit's table paints its own
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return { end: true };
  const near = [element, element.parentElement, element.parentElement.parentElement];
  const frames = near.map((each) => getComputedStyle(each));
  return {
    words: element.getAttribute("aria-label") || element.title || element.innerText || element.tagName,
    wide: element.getBoundingClientRect().width > 0,
    ring: element.matches("[type=range]:focus-visible, [data-testid=stDataFrame] *")
      || frames.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none"),
  };
}"""
# Controls of ours that are smaller than 24 pixels
SMALL = """(roots) => roots
  .flatMap((root) => [...root.querySelectorAll("button, select, summary, a[role=button], label")])
  .map((e) => [e.innerText || e.title, e.getBoundingClientRect()])
  .filter(([, { width, height }]) => width && (width < 24 || height < 24))
  .map(([words, { width, height }]) => `${words} ${width} × ${height}`)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address, once it answers."""
    events = page_events.write(tmp_path_factory.mktemp("events") / "events.geojson")
    with served("--no-sample", str(events), home=tmp_path_factory.mktemp("home")) as url:
        yield url


def opened(page: Page, address: str, link: str = "") -> Locator:
    page.goto(address + link)
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    return root


def at_rest(page: Page) -> None:
    """Streamlit has drawn all of a run: nothing is stale or on its way."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def panel_choices(page: Page) -> list[Locator]:
    """The buttons that choose what stands below the map, once they are there."""
    choices = page.locator(".st-key-panel").get_by_role("radio")
    expect(choices.first).to_be_visible()
    return choices.all()


def turn_to(page: Page, panel: Locator) -> None:
    """Choose a panel and wait until it stands there."""
    if not panel.is_checked():
        before = page.locator(".stMain").inner_text()
        panel.click()
        changed = "before => document.querySelector('.stMain').innerText !== before"
        page.wait_for_function(changed, arg=before)
    at_rest(page)


def findings_at_rest(page: Page) -> list[str]:
    """The findings; Streamlit pales what a run has not drawn yet: what is found once is looked at again."""
    told: list[str] = []
    for _ in range(4):
        at_rest(page)
        told = findings(page)
        if not told:
            break
    return told


def findings(page: Page) -> list[str]:
    """What axe finds that is grave and not somebody else's."""
    page.evaluate(f"window.axe || (() => {{ {AXE} }})()")
    told: list[dict[str, Any]] = page.evaluate(LOOK)
    return [
        f"{each['impact']} {each['id']} {each['at']}: {each['html'][:200]} {each['why']}"
        for each in told
        if each["impact"] in GRAVE
        and not any(rule == each["id"] and mark in each["at"] + each["html"] for rule, mark, _ in FOREIGN)
    ]


def test_axe_is_what_it_is_said_to_be() -> None:
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", readme, re.MULTILINE)
    assert {name for name, _ in listed} == {path.name for path in VENDOR.iterdir()} - {"README.md"}
    for name, sha256 in listed:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == sha256, name


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.set_content('<html><title>x</title><body><img src="data:,"><input></body></html>')
    told = findings(page)
    assert any("image-alt" in each for each in told)
    assert any(" label " in each for each in told)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_page_and_panels_have_no_grave_finding(page: Page, address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened(page, address)
    panels = panel_choices(page)
    found: dict[str, list[str]] = {}
    for panel in panels:
        turn_to(page, panel)
        if told := findings_at_rest(page):
            found[panel.inner_text()] = told
    assert not found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_card_article_and_places_have_no_grave_finding(page: Page, address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened(page, address, "?event=kayes&lang=fr")
    expect(page.get_by_role("article")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    for fold in page.get_by_role("article").locator("summary").all():
        fold.click()
    assert not findings_at_rest(page)
    for panel in ("Article", "Lieux"):
        turn_to(page, page.get_by_role("radio", name=panel, exact=True))
        assert not findings_at_rest(page), panel


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_standalone_file_has_no_grave_finding(browser: Browser, tmp_path: Path, scheme: Any) -> None:
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True
    )  # its policy forbids axe, as any script
    page = context.new_page()
    page.goto(_file(tmp_path, page_events.ROWS).as_uri() + "#event=kayes")
    expect(page.locator(".ca-root")).to_have_attribute("data-ready", "true")
    expect(page.get_by_role("article")).to_be_visible()
    assert not findings(page)
    context.close()


def _file(folder: Path, rows: Any) -> Path:
    file = folder / "map.html"
    atlas = schema.Atlas(schema.from_rows(rows), schema.empty())
    file.write_text(standalone.standalone(atlas, title="Map"), encoding="utf-8")
    return file


# --- By keyboard -----------------------------------------------------------------------------------------


def test_the_map_goes_by_keyboard(page: Page, address: str) -> None:
    root = opened(page, address, "?at=-4,15,6")
    canvas = page.locator(".leaflet-container")
    canvas.focus()
    canvas.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"at=-[0-3]\."))
    canvas.press("+")
    expect(page).to_have_url(re.compile(r"at=[^&]*%2C[67]"))
    assert "%2C6&" not in page.url
    start, end = page.get_by_role("slider").all()
    for key, moved in (("ArrowRight", "2016-05-02/"), ("PageUp", "2017-"), ("Home", "2016-05-01/")):
        start.press(key)
        expect(root).to_have_attribute("data-window", re.compile(f"^{moved}"))
    end.press("PageDown")
    expect(root).to_have_attribute("data-window", re.compile("/2024-"))
    expect(end).to_have_attribute("aria-valuetext", re.compile(r"^\d+ \w+ 2024$"))
    dates = page.get_by_role("group", name="Time window").get_by_role("status")
    expect(dates).to_have_attribute("aria-live", "off")  # the thumb has spoken
    page.get_by_role("button", name="Play").press("Enter")
    expect(root).to_have_attribute("data-playing", "true")
    page.get_by_role("button", name="Pause").press("Space")
    expect(root).to_have_attribute("data-playing", "false")
    expect(dates).to_have_attribute("aria-live", "polite")


def test_an_event_is_picked_in_the_table_by_keyboard(page: Page, address: str) -> None:
    root = opened(page, address)
    table = page.locator("[data-testid=stDataFrame]")
    expect(table.locator("table[role=grid]")).to_have_attribute("aria-rowcount", "9")
    table.locator("canvas").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(root).not_to_have_attribute("data-selected", "")
    expect(page.get_by_role("article")).to_be_visible()


def test_the_tab_key_shows_where_it_is_and_skips_what_is_folded_away(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    opened(page, address, "?event=kayes")
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if told.get("end") or told["words"] in seen:
            break
        assert told["wide"], f"{told['words']} takes no room"
        assert told["ring"], f"{told['words']} does not show that it has the focus"
        seen.append(told["words"])
    assert "Armed group" not in seen  # in the sidebar, which is folded away
    assert {"Play", "Start of the window", "Close the card"} <= set(seen)


# --- By finger, on a narrow page, without motion ---------------------------------------------------------


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_a_phone_holds_everything_within_reach_of_a_finger(phone: Page, address: str) -> None:
    opened(phone, address, "?event=kayes&lang=fr")
    canvas = phone.locator(".leaflet-container").bounding_box()
    assert canvas
    assert canvas["height"] >= 280  # its legend takes no room from the map
    expect(phone.get_by_role("article")).to_be_in_viewport()
    for panel in panel_choices(phone):
        turn_to(phone, panel)
        wide = phone.evaluate(
            "[document.documentElement, document.querySelector('.stMain')].map((e) => e.scrollWidth)"
        )
        assert max(wide) <= 320, panel.inner_text()
    small = phone.locator(".ca-root, .ca-card").evaluate_all(SMALL)
    assert not small


def test_a_finger_drags_the_ends_of_the_window(phone: Page, address: str) -> None:
    root = opened(phone, address)
    slider = phone.get_by_role("slider", name="Start of the window")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    x, y = box["x"] + 12, box["y"] + box["height"] / 2
    touch = phone.context.new_cdp_session(phone)
    for kind, dx in (("touchStart", 0), *(("touchMove", 20 * k) for k in range(1, 6)), ("touchEnd", None)):
        points = [] if dx is None else [{"x": x + dx, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(root).to_have_attribute("data-window", re.compile(r"^20(19|20)-.*/2025-07-31"))
    expect(phone).to_have_url(re.compile("since=20(19|20)"))


def test_without_motion_the_map_jumps(phone: Page, tmp_path: Path) -> None:
    phone.goto(_file(tmp_path, page_events.ROWS).as_uri() + "#view=-4,15,6")
    root = phone.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true")
    canvas = phone.locator(".leaflet-container")
    canvas.press("ArrowRight")
    expect(phone.locator(".leaflet-pan-anim, .leaflet-zoom-anim")).to_have_count(0)
    expect(phone).not_to_have_url(re.compile("view=-4%2C15"))


def test_right_to_left_names_stand_in_their_place(page: Page, tmp_path: Path) -> None:
    rows = [{**page_events.ROWS[3], "event_id": "kidal", "place_name": "كيدال"}]
    page.goto(_file(tmp_path, rows).as_uri() + "#event=kidal")
    title = page.get_by_role("article").get_by_role("heading", level=3)
    expect(title).to_contain_text("\u2068كيدال\u2069 · ")
    place = page.get_by_role("article").locator("dd").filter(has_text="كيدال").last
    expect(place).to_have_css("unicode-bidi", "plaintext")
    expect(page.get_by_role("gridcell").or_(page.get_by_role("cell")).filter(has_text="كيدال")).to_have_css(
        "unicode-bidi", "plaintext"
    )
