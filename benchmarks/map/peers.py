"""The map's peers measured, each as its users would use it, with the fastest settings that its guide names.

TimestampedGeoJson and st_folium are folium's; leaflet.glify paints with WebGL (in software, as all here).
Marks are circles on a canvas; there are no tiles. A window is a year or all but a week, a filter one country.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import browser
import made_up
from playwright.sync_api import Page

CENTRE, ZOOM = (14.5, -1), 6
DAYS = made_up.YEARS * 365 + 30
WINDOWS = {"year": "P1Y", "all": None}  # a year, or all that was before
COUNTRY = "BF"


@cache
def features(count: int) -> list[dict[str, Any]]:
    """The made-up events as GeoJSON features with a circle's style."""
    events = made_up.events(count)
    day = (events["start"] - events["start"].min()).dt.days
    columns = (events["start"].dt.strftime("%Y-%m-%d"), day, events["longitude"], events["latitude"])
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"times": [when], "day": number, "country": country, **CIRCLE},
        }
        for when, number, lon, lat, country in zip(*columns, events["country"], strict=True)
    ]


CIRCLE = {"icon": "circle", "iconstyle": {"radius": 5, "weight": 1}}


# --- folium's TimestampedGeoJson: a saved file ------------------------------------------------------------

# What its slider does; steps go through the second third of the years, or near the end for all events.
TIMED_STEP = f"""async (i) => {{
    {browser.FRAMES}
    const map = Object.values(window).find((each) => each instanceof L.Map), time = map.timeDimension;
    const times = time.getAvailableTimes(), whole = {json.dumps(WINDOWS["all"])} === window.span;
    const at = whole ? times.length - 1 - (i % 2) : Math.floor(times.length / 3) + i;
    await frame();
    const began = performance.now();
    time.setCurrentTime(times[at]);
    const end = await painted();
    let marks = 0;
    map.eachLayer((layer) => {{ marks += layer instanceof L.CircleMarker; }});
    if (!marks) throw new Error("nothing is painted");
    return end - began;
}}"""


def timed(count: str, folder: str) -> Iterator[dict[str, object]]:
    """TimestampedGeoJson: opening its file, a slider step, and a filter, for which the file is made anew."""
    with tempfile.TemporaryDirectory() as home, browser.opened() as page:
        file = Path(home) / "map.html"

        def ready(country: str | None = None, window: str = "year") -> None:
            kept = [each for each in features(int(count)) if country in (None, each["properties"]["country"])]
            save(file, Path(folder), kept, WINDOWS[window])

        def opening() -> float:
            page.goto("about:blank")
            return browser.clock(lambda: shown(page, file))

        ready()
        yield {"size": [file.stat().st_size / 2**20], "ready": browser.rounds(opening)}
        for window in WINDOWS:
            ready(window=window)
            shown(page, file)
            page.evaluate("(span) => { window.span = span; }", WINDOWS[window])
            at = iter(range(1000))
            yield {window: browser.rounds(lambda at=at: page.evaluate(TIMED_STEP, next(at)))}
        yield {"change": browser.rounds(lambda: browser.clock(lambda: ready(COUNTRY)) + opening())}


def save(file: Path, folder: Path, kept: list[dict[str, Any]], duration: str | None) -> None:
    """Write the file that works without a network: what it loads from public hosts comes from npm."""
    import folium
    from folium.plugins import TimestampedGeoJson

    made = folium.Map(location=CENTRE, zoom_start=ZOOM, tiles=None, prefer_canvas=True)
    data = {"type": "FeatureCollection", "features": kept}
    TimestampedGeoJson(data, period="P1M", duration=duration, auto_play=False).add_to(made)
    file.write_text(browser.inlined(folder, made.get_root().render()), encoding="utf-8")


def shown(page: Page, file: Path) -> None:
    """Open a file; its scripts run before it is loaded, its marks are painted in the next frame."""
    page.goto(file.as_uri())
    page.evaluate(f"async () => {{ {browser.FRAMES} await painted(); }}")


# --- leaflet.glify: a page of one's own -------------------------------------------------------------------

GLIFY = """<!doctype html><meta charset="utf-8">
<style>html,body{height:100%;margin:0}#map{height:100%}</style>
<link rel="stylesheet" href="leaflet.css"/><script src="leaflet.js"></script>
<script src="glify-browser.js"></script><div id="map"></div><script>
const points = DATA;
const map = L.map("map", { center: [14.5, -1], zoom: 6 }), color = { r: 0.8, g: 0.4, b: 0, a: 1 };
const keep = (from, days, country) => points.filter(([, , day, where]) =>
    day >= from && day < from + days && (!country || where === country));
const layer = L.glify.points({ map, data: points, size: 10, color });
</script>"""
# It holds all points in a buffer: another window or filter is another buffer.
GLIFY_STEP = f"""async ([from, days, country]) => {{
    {browser.FRAMES}
    await frame();
    const began = performance.now();
    const data = keep(from, days, country);
    if (!data.length) throw new Error("nothing is painted");
    layer.setData(data);
    return await painted() - began;
}}"""


def glify(count: str, folder: str) -> Iterator[dict[str, object]]:
    """leaflet.glify: opening a file with its points inside, a slider step, a filter."""
    rows = [
        [*reversed(each["geometry"]["coordinates"]), each["properties"]["day"], each["properties"]["country"]]
        for each in features(int(count))
    ]
    with tempfile.TemporaryDirectory() as home, browser.opened() as page:
        file = Path(home) / "map.html"
        html = browser.inlined(Path(folder), GLIFY).replace(
            "DATA", json.dumps(rows, separators=(",", ":")), 1
        )
        file.write_text(html, encoding="utf-8")

        def opening() -> float:
            page.goto("about:blank")
            return browser.clock(lambda: shown(page, file))

        yield {"size": [file.stat().st_size / 2**20], "ready": browser.rounds(opening)}
        at = iter(range(1000))
        yield {"year": browser.rounds(lambda: page.evaluate(GLIFY_STEP, [2000 + 7 * next(at), 365, None]))}
        yield {"all": browser.rounds(lambda: page.evaluate(GLIFY_STEP, [7 * (next(at) % 2), DAYS, None]))}
        yield {"change": browser.rounds(lambda: page.evaluate(GLIFY_STEP, [0, DAYS, COUNTRY]))}


# --- st_folium: a Streamlit page --------------------------------------------------------------------------

# In the map's frame: from the key or click in the page to two frames after the new marks were added.
ST_WATCH = f"""() => {{
    {browser.FRAMES}
    window.painting = new Promise((done) => window.map.on("layeradd", async function once({{ layer }}) {{
        if (!(layer instanceof L.FeatureGroup)) return;
        window.map.off("layeradd", once);
        await painted();
        done(performance.timeOrigin + performance.now());
    }}));
}}"""
ST_READY = """() => { let marks = 0;
    if (window.map) window.map.eachLayer((layer) => { marks += layer instanceof L.CircleMarker; });
    return marks > 0; }"""
ST_BEGIN = """(kind) => document.addEventListener(kind, () => {
    window.began = performance.timeOrigin + performance.now(); }, { capture: true, once: true })"""


def st_folium(count: str, folder: str) -> Iterator[dict[str, object]]:
    """st_folium: opening its page again, a step of Streamlit's slider, a filter by a multiselect."""
    with browser.served("st_folium_page.py", count) as address, browser.opened() as page:
        browser.answered(page, Path(folder))

        def opening(days: int = 365) -> None:
            page.goto(f"{address}?days={days}")
            frame(page).wait_for_function(ST_READY)
            browser.settled(page)

        opening()  # makes the events
        yield {"rest": browser.rounds(lambda: browser.clock(opening))}
        for window, days in (("year", 365), ("all", DAYS)):
            opening(days)
            yield {window: browser.rounds(lambda: act(page, "keydown", lambda: arrow(page)))}
        opening(DAYS)
        yield {"change": browser.rounds(lambda: choice(page))}


def frame(page: Page) -> Any:
    """The frame that the map is in."""
    page.wait_for_selector("iframe")
    return page.query_selector("iframe").content_frame()


def act(page: Page, kind: str, doing: Callable[[], None]) -> float:
    """Milliseconds from an event in the page to painted marks."""
    inner = frame(page)
    inner.evaluate(ST_WATCH)
    page.evaluate(ST_BEGIN, kind)
    doing()
    took = inner.evaluate("painting") - page.evaluate("began")
    browser.settled(page)
    return took


def arrow(page: Page) -> None:
    """One step of the slider."""
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")


def choice(page: Page) -> float:
    """A country, by a click on its name; then it goes again."""
    page.get_by_role("combobox", name="Country").click()
    option = page.get_by_role("option", name=COUNTRY)
    option.wait_for()
    took = act(page, "click", option.click)
    act(page, "keydown", lambda: page.keyboard.press("Backspace"))
    page.keyboard.press("Escape")
    return took
