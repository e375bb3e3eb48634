"""The map's peers, a slider step of each: folium's TimestampedGeoJson and leaflet.glify."""

from __future__ import annotations

import statistics
from pathlib import Path

import made_up
from playwright.sync_api import Browser, Error

ROUNDS = 5
BEARS = 20_000  # more events than this folium's plugins take many seconds a step for
TIMED = (
    "leaflet/dist/leaflet.js",
    "jquery/dist/jquery.min.js",
    "iso8601-js-period/iso8601.js",
    "leaflet-timedimension/dist/leaflet.timedimension.min.js",
)
GLIFY = ("leaflet/dist/leaflet.js", "leaflet.glify/dist/glify-browser.js")
PAGE = (
    "<!doctype html><style>html,body{{height:100%;margin:0}}#map{{height:100%}}{style}</style>"
    "<div id=map></div>"
)
# What folium's plugin does with its features: a circle each, on the layer that its script sets up.
TIMED_STEP = """async ([features, rounds]) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const map = L.map("map", { preferCanvas: true, timeDimension: true, center: [14.5, -1], zoom: 6,
        timeDimensionOptions: { period: "P1M" } });
    const circle = (feature, at) => new L.CircleMarker(at, { radius: 5 });
    L.timeDimension.layer.geoJson(L.geoJson(features, { pointToLayer: circle }),
        { updateTimeDimension: true, addlastPoint: true, duration: "P1Y" }).addTo(map);
    await frame();
    const walls = [], times = map.timeDimension.getAvailableTimes();
    for (let i = 0; i < rounds; i++) {
        const began = performance.now();
        map.timeDimension.setCurrentTime(times[Math.floor(times.length * (0.3 + i / 50))]);
        await frame();
        await frame();
        walls.push(performance.now() - began);
    }
    return walls;
}"""
# glify keeps all points in a buffer: a window is a new buffer of the points in it.
GLIFY_STEP = """async ([points, rounds]) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const map = L.map("map", { center: [14.5, -1], zoom: 6 });
    let layer = null;
    const walls = [];
    for (let i = 0; i <= rounds; i++) {
        const from = 365 * i, began = performance.now();
        const inside = points.filter(([, , day]) => day >= from && day < from + 365);
        const data = inside.map(([lat, lon]) => [lat, lon]);
        if (layer) layer.remove();
        layer = L.glify.points({ map, data, size: 10, color: { r: 0.8, g: 0.4, b: 0, a: 1 } });
        await frame();
        await frame();
        if (i) walls.push(performance.now() - began);
    }
    return walls;
}"""


def steps(browser: Browser, counts: list[int], folder: Path | None) -> list[list[str]]:
    """Rows of the peers' slider steps; what could not run says so."""
    rows = []
    for name, scripts, script, most in (
        ("TimestampedGeoJson", TIMED, TIMED_STEP, BEARS),
        ("leaflet.glify", GLIFY, GLIFY_STEP, 1_000_000),
    ):
        if folder is None or not all((folder / "node_modules" / each).is_file() for each in scripts):
            rows.append([name, "–", "not run: see --peers"])
            continue
        for count in counts:
            if count <= most:
                rows.append([name, f"{count:,}", _step(browser, count, folder, scripts, script)])
            else:
                rows.append([name, f"{count:,}", f"not run above {most:,}"])
    return rows


def _step(browser: Browser, count: int, folder: Path, scripts: tuple[str, ...], script: str) -> str:
    events = made_up.events(count)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(120_000)
    page.set_content(PAGE.format(style=(folder / "node_modules/leaflet/dist/leaflet.css").read_text()))
    for each in scripts:
        page.add_script_tag(content=(folder / "node_modules" / each).read_text(encoding="utf-8"))
    if script is GLIFY_STEP:
        day = (events["start"] - events["start"].min()).dt.days
        data: object = [list(row) for row in zip(events["latitude"], events["longitude"], day, strict=True)]
    else:
        days = events["start"].dt.strftime("%Y-%m-%d")
        spots = zip(days, events["longitude"], events["latitude"], strict=True)
        data = {"type": "FeatureCollection", "features": [_feature(*spot) for spot in spots]}
    try:
        walls = page.evaluate(script, [data, ROUNDS])
        return f"{statistics.median(walls):.0f} · {max(walls):.0f} ms"
    except Error as error:  # a peer that breaks is a result, too
        return f"failed: {str(error).splitlines()[0][:80]}"
    finally:
        page.close()


def _feature(when: str, lon: float, lat: float) -> dict[str, object]:
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": {"times": [when]}, "geometry": point}
