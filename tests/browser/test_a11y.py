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
        "brush_brush_bg",
        "Vega's own mark of the brushed span; the chart has a name and a table twin",
    ),
)
SCHEMES = ("light", "dark")
LOOK = """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(
  ({ id, impact, nodes }) => nodes.map((node) => ({ id, impact, at: node.target.join(" "), html: node.html,
    why: node.failureSummary }))))"""


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
    panels = page.locator(".st-key-panel").get_by_role("radio").all()
    assert len(panels) > 3
    found: dict[str, list[str]] = {}
    for panel in panels:
        panel.click()
        expect(panel).to_be_checked()
        at_rest(page)
        if told := findings(page):
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
    assert not findings(page)
    for panel in ("Article", "Lieux"):
        page.get_by_role("radio", name=panel, exact=True).click()
        at_rest(page)
        assert not findings(page), panel


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
