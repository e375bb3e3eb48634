"""Our map measured: a slider step, other views, the first paint, a filter change, a standalone file."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import browser
import made_up
from playwright.sync_api import Page

from geo import schema
from geo.store.query import Query
from geo.views import assets, standalone, style, timelayer
from geo.views import map as mapping

STEPS = 10  # of a round
five = partial(browser.rounds, seconds=math.inf)  # however long they take
VIEW = [-1, 14.5, 6]
VIEWS = style.LOOKS["show"][1:]
# From columns in the browser to the painted map: land and borders, columns, marks, slider and legend.
START = f"""async () => {{
    {browser.FRAMES}
    const {{ data, head, blob, script, name, at }} = window.held, began = performance.now();
    ConflictAtlas.data = {{}};
    for (const [key, text] of Object.entries(data)) ConflictAtlas.data[key] = JSON.parse(text);
    window.view = new Function(script + "; return " + name)().atlas;
    view.layer.setData(await ConflictAtlas.TimeData.fromBlob(head, blob, [], []));
    view.setView(at);
    return await painted() - began;
}}"""
STEP = f"""async ([share, steps]) => {{
    {browser.FRAMES}
    const last = view.layer.data.ndays - 1, width = Math.round(share * last), walls = [], paints = [];
    for (let i = 0; i < steps; i++) {{
        await frame();
        const began = performance.now();
        const a = share >= 1 ? (i % 2) * 7 : Math.round((last - width) * i / steps);
        view.layer.setWindow(a, Math.min(last, a + width), "move");
        walls.push(await painted() - began);
        paints.push(view.layer.took);
    }}
    const middle = (values) => values.sort((one, other) => one - other)[values.length >> 1];
    return [middle(walls), middle(paints)];
}}"""
LOOK = f"""async (show) => {{
    {browser.FRAMES}
    view.layer.setLook({{ show }}, "code");
    await painted();
    if (view.root.dataset.show !== show) throw new Error(`shows ${{view.root.dataset.show}}, not ${{show}}`);
}}"""
# When the map tells another number of events, from the click that caused it.
FILTER = """() => {
    const root = document.querySelector(".ca-root"), was = root.dataset.visible;
    window.began = 0;
    const clicked = () => { window.began = performance.now(); };
    document.addEventListener("click", clicked, { capture: true, once: true });
    window.painted = new Promise((done) => new MutationObserver((_, watch) => {
        if (root.dataset.visible === was) return;
        watch.disconnect();
        done(performance.now());
    }).observe(root, { attributes: true }));
}"""


def steps(count: str, places: str) -> Iterator[dict[str, object]]:
    """Wall clock of a slider step, and paint, the script's part of it; bytes an event."""
    columns = timelayer.columns(made_up.events(int(count), int(places)))
    with browser.opened() as page:
        started(page, columns.to_blob())
        yield from windows(page, "year", "all")
    _, tables = columns.compact()
    sent = (each for table in tables.values() for name, each in table.items() if not name.startswith("row"))
    raw = sum(values.nbytes for values in sent)
    yield {"bytes": [raw / int(count)], "gzipped": [len(columns.to_blob()[1]) * 0.75 / int(count)]}


def views(count: str) -> Iterator[dict[str, object]]:
    """Wall clock of a slider step while the map shows clusters, hexagons, regions, heat."""
    with browser.opened() as page:
        started(page, timelayer.columns(made_up.events(int(count))).to_blob())
        for show in VIEWS:
            page.evaluate(LOOK, show)
            yield from windows(page, f"{show} year", f"{show} all")


def windows(page: Page, year: str, whole: str) -> Iterator[dict[str, object]]:
    """The steps of a year's window and of one that spans all but a week."""
    for name, share in ((year, 1 / made_up.YEARS), (whole, 1.0)):
        walls, paints = zip(
            *(page.evaluate(STEP, [share, STEPS]) for _ in range(browser.ROUNDS)), strict=True
        )
        yield {name: walls, f"{name} paint": paints}


def first(count: str) -> Iterator[dict[str, object]]:
    """Columns in the browser to the first painted map; what a filter's mask costs the server."""
    events = made_up.events(int(count))
    sent = timelayer.columns(events).to_blob()
    with browser.opened() as page:
        yield {"first": five(lambda: started(page, sent))}
    asked = {
        "country": Query(country=("BF",)),
        "group": Query(group=("JNIM",)),
        "text": Query(text="Place 12"),
    }
    for name, query in asked.items():
        yield {f"mask by {name}": five(partial(browser.clock, partial(query.mask, events)))}


def started(page: Page, sent: tuple[dict[str, Any], str]) -> float:
    """A page with nothing but the map; how long the map took."""
    structure = mapping.structure(mapping.build(tiles=False), mapping.data())
    styles = "<style>html,body{height:100%;margin:0}" + assets.styles(*assets.MAP_STYLES) + "</style>"
    page.goto("about:blank")
    page.set_content(f"<!doctype html>{styles}<div class='ca-root'>{structure.html}</div>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    held = {"data": dict(structure.data), "head": sent[0], "blob": sent[1], "script": structure.script}
    page.evaluate("(held) => { window.held = held; }", held | {"name": structure.name, "at": VIEW})
    return page.evaluate(START)


def filters(count: str) -> Iterator[dict[str, object]]:
    """Opening the page again to painted map and to rest; click on a filter's choice to painted map."""
    with browser.served("page.py", count) as address, browser.opened() as page:
        opening(page, address)  # makes the events
        ready, rest = zip(*(opening(page, address) for _ in range(browser.ROUNDS)), strict=True)
        yield {"ready": ready, "rest": rest}
        yield {"change": five(lambda: change(page, int(count)))}


def opening(page: Page, address: str) -> tuple[float, float]:
    """Milliseconds to the painted map, and until the page does nothing more."""
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector('[data-ready="true"]')
    ready = time.perf_counter() - began
    browser.settled(page)
    return ready * 1000, (time.perf_counter() - began) * 1000


def change(page: Page, count: int) -> float:
    """Milliseconds from a click on a country to the painted map; then the filter goes."""
    page.get_by_role("combobox", name="Country").click()
    option = page.get_by_role("option").first
    option.wait_for()
    page.evaluate(FILTER)
    option.click()
    took = page.evaluate("painted.then((at) => at - began)")
    page.keyboard.press("Escape")
    browser.settled(page)
    page.get_by_role("button", name="Clear all filters").click()
    page.wait_for_function(f"document.querySelector('.ca-root').dataset.visible === '{count}'")
    browser.settled(page)
    return took


def empty() -> Iterator[dict[str, object]]:
    """Opening a Streamlit page with nothing on it again."""
    with browser.served("empty_page.py") as address, browser.opened() as page:

        def opening() -> None:
            page.goto(address)
            page.get_by_role("heading", name="Empty").wait_for()
            browser.settled(page)

        opening()
        yield {"rest": five(lambda: browser.clock(opening))}


def file(count: str) -> Iterator[dict[str, object]]:
    """A standalone file: seconds to make, MB, and opening it from disk to ready."""
    made = schema.Atlas(made_up.events(int(count)), schema.empty())
    with tempfile.TemporaryDirectory() as folder, browser.opened() as page:
        at = Path(folder) / "map.html"
        began = time.perf_counter()
        at.write_text(standalone.standalone(made, title="Made up"), encoding="utf-8")
        yield {"made": [time.perf_counter() - began], "size": [at.stat().st_size / 2**20]}

        def opening() -> None:
            page.goto("about:blank")
            page.goto(at.as_uri(), wait_until="commit")
            page.wait_for_selector('[data-ready="true"]')

        yield {"ready": five(lambda: browser.clock(opening))}
