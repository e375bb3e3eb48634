"""The map by clusters, hexagons, regions and as heat: counted as a slow look counts, and fit to use."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import h3
import pytest
from playwright.sync_api import Page, expect

from geo import schema
from geo.views import aggregate, assets, style, timelayer
from geo.views import map as mapping
from geo.views.standalone import standalone

FIRST = date(2015, 1, 1)
LAST = 1000
# Kayes, Diboli, Bamako, near Labbezanga, Gao, Solhan, Agadez
PLACES = [(-11.434, 14.447), (-12.19, 14.455), (-8.0, 12.64), (0.3, 15.2), (-0.04, 16.27), (0.46, 13.38)]
LANDS = {(0.46, 13.38): "BF"}


def _rows(seed: int, n: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    rows = []
    for i in range(n):
        place = chance.choice([*PLACES, (chance.uniform(-5, -3), chance.uniform(13, 16)), None])
        precision = chance.choice(["exact", "near", "admin1", "country"]) if place else "unresolved"
        start = FIRST + timedelta(days=chance.randrange(900))
        killed = chance.choice([None, 0, 2, 9])
        rows.append(
            {
                "event_id": f"e{i}",
                "start": start,
                "end": start + timedelta(days=chance.choice([0, 0, 40])),
                "status": "realised",
                "group": chance.choice(["JNIM", "ISSP", None]),
                "country": chance.choice(["ML", None]) if place is None else LANDS.get(place, "ML"),
                "admin1": chance.choice([None, "Gao"]) if place is None else None,
                "longitude": place and place[0],
                "latitude": place and place[1],
                "place_precision": precision,
                "uncertainty_km": {"exact": 2.0, "near": 30.0, "admin1": 200.0, "country": 600.0}.get(
                    precision
                ),
                "killed_low": killed,
                "killed_high": None if killed is None else killed + chance.choice([0, 3]),
            }
        )
    return rows


@pytest.fixture
def script(page: Page) -> Page:
    """A page with the library and no policy, so that the test may call its functions."""
    page.set_content("<!doctype html><title>library</title>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    return page


COUNTING = """async ([head, blob, names, windows, scale]) => {
    const data = await ConflictAtlas.TimeData.fromBlob(head, blob, [], names), out = [];
    const view = { scale, origin: { x: 0, y: 0 }, colours: data.spots.family, palette: head.families };
    const layer = { data, look: { size: "count" }, land: { named: () => null }, view }, ways = {};
    for (const [name, Way] of Object.entries(ConflictAtlas.WAYS)) ways[name] = new Way(layer);
    for (const [a, b, mask] of windows) {
        data.setMask(mask && Uint8Array.from(mask));
        [layer.a, layer.b] = [a, b];
        data.count(a, b);
        for (const way of Object.values(ways)) way.collect();
        const { hexagons, regions, clusters, heat } = ways, told = {};
        const held = ({ units }, names) => names.map((name, u) => [name, units.total[u], units.killed[u]])
            .filter((row) => row[1]);
        told.hexagons = [held(hexagons, [...hexagons.units.cells.keys()]), hexagons.beside];
        told.regions = [held(regions, head.regions), regions.beside];
        told.heat = [[...heat.units.total], heat.beside];
        clusters.middles();
        const { units } = clusters;
        told.clusters = Array.from(units.total, (total, u) => ({ total, x: units.x[u],
            of: [...new Set(data.spots.place.filter((p, s) => units.of[s] === u))] }));
        told.xy = [Array.from(data.x), Array.from(data.y)];
        out.push(told);
    }
    return { out, resolution: ConflictAtlas.resolution(scale) };
}"""


@pytest.mark.parametrize(
    ("seed", "n", "zoom"), [(0, 60, 4), (1, 300, 5.5), (2, 1, 7), (3, 300, 9), (4, 0, 7)]
)
def test_units_hold_what_a_slow_counter_counts(script: Page, seed: int, n: int, zoom: float) -> None:
    chance = random.Random(seed)
    rows = _rows(seed, n)
    table = schema.from_rows(rows)
    made = timelayer.columns(table, days=(FIRST, FIRST + timedelta(days=LAST)))
    by_id = {row["event_id"]: row for row in rows}
    region, keys = aggregate.regions(table)
    region_of = {
        row["event_id"]: keys[i] if i < len(keys) else None for row, i in zip(rows, region, strict=True)
    }
    windows = []
    for _ in range(8):
        a, b = sorted((chance.randrange(LAST + 1), chance.randrange(LAST + 1)))
        mask = [int(chance.random() < 0.5) for _ in made.ids] if chance.random() < 0.5 else None
        windows.append((a, b, mask))
    scale = 256 * 2.0**zoom
    told = script.evaluate(COUNTING, [*made.to_blob(), made.names, [*windows, (0, LAST, None)], scale])
    edge = h3.average_hexagon_edge_length(told["resolution"], unit="km")
    for (a, b, mask), got in zip([*windows, (0, LAST, None)], told["out"], strict=True):
        days = FIRST + timedelta(days=a), FIRST + timedelta(days=b)
        here = [
            row
            for i, row in ((i, by_id[name]) for i, name in enumerate(made.ids))
            if row["start"] <= days[1] and row["end"] >= days[0] and (mask is None or mask[i])
        ]
        hexes, areas, dead = Counter(), Counter(), Counter()
        for row in here:
            dead[region_of[row["event_id"]]] += row["killed_low"] or 0
            areas[region_of[row["event_id"]]] += 1
            point = row["place_precision"] in ("exact", "near")
            if point and row["uncertainty_km"] <= edge:
                at = (float(made.places["lat"].dtype.type(row[name])) for name in ("latitude", "longitude"))
                hexes[h3.latlng_to_cell(*at, told["resolution"])] += 1
        points = sum(row["place_precision"] in ("exact", "near") for row in here)
        assert {name: count for name, count, _ in got["hexagons"][0]} == hexes
        assert got["hexagons"][1] == len(here) - hexes.total()
        assert got["regions"][1] == areas.pop(None, 0)
        assert {tuple(name): count for name, count, _ in got["regions"][0]} == areas
        assert {tuple(name): killed for name, _, killed in got["regions"][0]} == {k: dead[k] for k in areas}
        assert got["heat"] == [[points], len(here) - points]
        _clusters_hold(got, points, scale)


def _clusters_hold(got: dict[str, Any], points: int, scale: float) -> None:
    """Each event is in one cluster, whose places lie within its reach of the first of them."""
    xs, ys = got["xy"]
    assert sum(cluster["total"] for cluster in got["clusters"]) == points
    for cluster in got["clusters"]:
        first = cluster["of"][0]
        assert all(math.dist((xs[p], ys[p]), (xs[first], ys[first])) * scale <= 36.01 for p in cluster["of"])
        if cluster["total"]:
            assert (
                min(xs[p] for p in cluster["of"]) - 1e-9
                <= cluster["x"]
                <= max(xs[p] for p in cluster["of"]) + 1e-9
            )
    places = [p for cluster in got["clusters"] for p in cluster["of"]]
    assert len(places) == len(set(places))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, events = tmp_path_factory.mktemp("map"), schema.from_rows(_rows(7, 200))
    made = {}
    for lang in ("en", "fr"):
        made[lang] = folder / f"{lang}.html"
        page = standalone(schema.Atlas(events, schema.empty()), title="Test", lang=lang)
        made[lang].write_text(page, encoding="utf-8")
    return made


def test_the_switch_works_by_keyboard_and_stays_in_the_link(page: Page, file: dict[str, Path]) -> None:
    page.goto(file["en"].as_uri())
    root, switch = page.locator(".ca-root"), page.get_by_label("Show as")
    expect(root).to_have_attribute("data-ready", "true")
    switch.focus()
    for way in style.LOOKS["show"][1:]:
        page.keyboard.press("ArrowDown")
        expect(root).to_have_attribute("data-show", way)
        assert f"show={way}" in page.url
    page.goto("about:blank")
    page.goto(file["en"].as_uri() + "#show=regions&size=killed")
    expect(root).to_have_attribute("data-show", "regions")
    expect(page.get_by_label("Shade")).to_have_value("killed")
    expect(page.locator(".ca-legend")).to_contain_text("People killed, at least")
    expect(page.locator(".ca-legend")).to_contain_text("none stated")


def test_the_legend_counts_what_is_in_no_region_and_follows_the_window(
    page: Page, file: dict[str, Path]
) -> None:
    page.goto(file["en"].as_uri() + "#show=regions")
    root, legend = page.locator(".ca-root"), page.locator(".ca-legend")
    expect(root).to_have_attribute("data-show", "regions")
    rows = _rows(7, 200)
    none = [
        row
        for row in rows
        if row["place_precision"] in ("country", "unresolved") and not (row["country"] and row["admin1"])
    ]
    expect(root).to_have_attribute("data-beside", str(len(none)))
    expect(legend).to_contain_text(f"{len(none)} in no region")
    page.get_by_label("From", exact=True).fill("2016-01-01")
    page.get_by_label("Until", exact=True).or_(page.get_by_label("To", exact=True)).fill("2016-03-01")
    until, since = date(2016, 3, 1), date(2016, 1, 1)
    left = [row for row in none if row["start"] <= until and row["end"] >= since]
    expect(root).to_have_attribute("data-beside", str(len(left)))


def test_a_region_tells_its_numbers_and_a_click_picks_its_events(page: Page, file: dict[str, Path]) -> None:
    page.goto(file["en"].as_uri() + "#show=regions&view=-11.4,13.9,7")
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-show", "regions")
    expect(root).to_have_attribute("data-ready", "true")
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    kayes = [
        row
        for row in _rows(7, 200)
        if row["longitude"] in (-11.434, -12.19) and row["place_precision"] != "country"
    ]
    told = [row for row in kayes if row["killed_low"] is not None]
    low, high = (sum(row[name] for row in told) for name in ("killed_low", "killed_high"))
    said = f"{low}–{high} people killed, as stated ({len(told)} of {len(kayes)} events say)"
    expect(page.locator(".leaflet-tooltip")).to_have_text(
        f"Kayes (Mali): {len(kayes)} events, {said}. A click shows this region alone"
    )
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    # no event here bears its region's name: those of the country stay, and the next click picks one
    expect(root).to_have_attribute("data-visible", str(sum(row["country"] == "ML" for row in _rows(7, 200))))
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#card")).to_have_attribute("data-event", re.compile("."))  # its words come later
    first = page.locator("#card").get_attribute("data-event")
    assert first in {row["event_id"] for row in kayes}


def test_heat_says_what_it_hides_in_both_languages(page: Page, file: dict[str, Path]) -> None:
    for lang, words in (
        ("en", "hides single events and exact places"),
        ("fr", "cache les événements isolés"),
    ):
        page.goto(file[lang].as_uri() + "#show=heat")
        expect(page.locator(".ca-legend")).to_contain_text(words)


def test_a_cluster_opens_at_a_click(page: Page, file: dict[str, Path]) -> None:
    page.goto(file["en"].as_uri() + "#show=clusters&view=-11.8,14.45,4")
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-show", "clusters")
    expect(root).to_have_attribute("data-ready", "true")
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("() => !location.hash.endsWith('%2C4') && location.hash.includes('view=')")
    assert page.locator("#card").is_hidden()


def test_the_structure_names_what_it_is_made_of() -> None:
    """The regions that columns name are the ones that the map draws."""
    drawn = mapping.data("en")["regions"]
    for _, name in aggregate.regions(schema.from_rows(_rows(3, 200)))[1]:
        assert f'"name":"{name}"' in drawn
