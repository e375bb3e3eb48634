"""The time layer's script against the query, on random tables and windows, and how it paints."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from geo import schema
from geo.store.query import Query
from geo.views import assets, style, timelayer
from geo.views import map as mapping

FIRST = date(2015, 1, 1)
PLACES = [(-11.434, 14.447), (-12.199, 14.455), (-8.0, 12.64), (0.3, 15.2), None]


def _table(seed: int, n: int) -> list[dict[str, object]]:
    chance = random.Random(seed)
    rows = []
    for i in range(n):
        start = FIRST + timedelta(days=chance.randrange(600))
        place = chance.choice(PLACES)
        dated = chance.random() > 0.05
        rows.append(
            {
                "event_id": f"e{i}",
                "start": start if dated else None,
                "end": start + timedelta(days=chance.choice([0, 0, 0, 2, 30, 364])) if dated else None,
                "status": chance.choice(["realised", "realised", "background", "negated"]),
                "group": chance.choice(["JNIM", "FLM", "ISSP", None]),
                "longitude": place and place[0],
                "latitude": place and place[1],
                "place_precision": "exact" if place else "unresolved",
            }
        )
    return rows


@pytest.fixture
def script(page: Page) -> Page:
    """A page with the library and no policy, so that the test may call its functions."""
    page.set_content("<!doctype html><title>library</title>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    return page


@pytest.mark.parametrize("seed", range(6))
def test_the_script_counts_what_the_query_picks(script: Page, seed: int) -> None:
    chance = random.Random(1000 + seed)
    events = schema.from_rows(_table(seed, chance.choice([0, 1, 40, 400])))
    days = (FIRST, FIRST + timedelta(days=1000))
    made = timelayer.columns(events, days=days)
    pairs = [sorted((chance.randrange(1001), chance.randrange(1001))) for _ in range(60)]
    windows = [*pairs, (0, 1000), (0, 0), (1000, 1000)]
    head, blob = made.to_blob()
    told = script.evaluate(
        """async ([head, blob, ids, windows]) => {
            const data = await ConflictAtlas.TimeData.fromBlob(head, blob, ids, []);
            return windows.map(([a, b]) => {
                const seen = [];
                data.each(a, b, (i) => seen.push(data.id(i)));
                return { seen: seen.sort(), ...data.count(a, b), dates: [data.iso(a), data.iso(b)],
                    spots: data.perSpot.subarray(0, data.located).reduce((x, y) => x + y, 0) };
            });
        }""",
        [head, blob, made.ids, windows],
    )
    for (a, b), got in zip(windows, told, strict=True):
        whole = (a, b) == (0, 1000)  # a window over everything is no window: undated events count, too
        query = Query(
            since=None if whole else FIRST + timedelta(days=a),
            until=None if whole else FIRST + timedelta(days=b),
            status=schema.MAPPED_STATUSES,
        )
        wanted = query.apply(events)
        assert got["seen"] == sorted(wanted["event_id"])
        assert got["visible"] == len(wanted)
        assert got["unlocated"] == int(wanted["longitude"].isna().sum())
        assert got["spots"] == got["visible"] - got["unlocated"]
        assert got["undated"] == int(wanted["start"].isna().sum())
        point = wanted["place_precision"].isin(["exact", "near"])
        inside = (wanted["start"] >= got["dates"][0]) & (wanted["end"] <= got["dates"][1])
        assert got["certain"] == int((point & inside).sum())
        assert got["dates"] == [(FIRST + timedelta(days=day)).isoformat() for day in (a, b)]


@pytest.mark.parametrize("seed", range(4))
def test_steps_and_filters_count_as_counting_anew_does(script: Page, seed: int) -> None:
    """The counter adds and takes away what changes; a plain count of each event is the judge."""
    chance = random.Random(seed)
    table = _table(seed, 500)
    for row in table:
        row["killed_low"] = chance.choice([None, 0, 1, 7])
        row["place_precision"] = (
            chance.choice(["exact", "near", "admin1"]) if row["longitude"] else "unresolved"
        )
    made = timelayer.columns(schema.from_rows(table), days=(FIRST, FIRST + timedelta(days=1000)))
    head, blob = made.to_blob()
    walk, a, b = [], 0, 1000
    for step in range(120):
        if chance.random() < 0.15:
            a, b = sorted((chance.randrange(1001), chance.randrange(1001)))
        else:
            a, b = (
                max(0, min(1000, a + chance.randrange(-9, 10))),
                max(0, min(1000, b + chance.randrange(-9, 10))),
            )
            a, b = min(a, b), max(a, b)
        mask = None if step % 30 < 15 else [int(chance.random() < 0.4) for _ in made.ids]
        walk.append((a, b, mask if step % 15 == 0 else "same"))
    wrong = script.evaluate(
        """async ([head, blob, walk]) => {
            const data = await ConflictAtlas.TimeData.fromBlob(head, blob, [], []), wrong = [];
            const { start, length, spot, killed } = data.events, { place } = data.spots;
            for (const [a, b, mask] of walk) {
                if (mask !== "same") data.setMask(mask && Uint8Array.from(mask));
                const got = data.count(a, b), whole = a === 0 && b === data.ndays - 1;
                const events = new Array(data.nspots).fill(0), dead = new Array(data.nspots).fill(0);
                let visible = 0, certain = 0;
                for (let i = 0; i < data.n; i++) {
                    const dated = i < data.dated, end = start[i] + length[i];
                    if (data.mask && !data.mask[i]) continue;
                    if (dated ? start[i] > b || end < a : !whole) continue;
                    visible++;
                    events[spot[i]]++;
                    dead[spot[i]] += Math.max(0, killed[i] - 1);
                    if (dated && start[i] >= a && end <= b && data.isPoint[place[spot[i]]]) certain++;
                }
                const right = visible === got.visible && certain === got.certain
                    && events.every((n, s) => n === data.perSpot[s])
                    && dead.every((n, s) => n === data.killedPerSpot[s]);
                if (!right) wrong.push([a, b, visible, certain, got]);
            }
            return wrong;
        }""",
        [head, blob, walk],
    )
    assert wrong == []


def test_the_histogram_spreads_long_events_and_loses_none(script: Page) -> None:
    rows = [
        {"event_id": "a", "start": "2015-01-01", "end": "2015-01-10", "status": "realised"},
        {"event_id": "b", "start": "2015-01-10", "end": "2015-01-10", "status": "realised"},
    ]
    made = timelayer.columns(schema.from_rows(rows), days=(FIRST, date(2015, 1, 20)))
    head, blob = made.to_blob()
    bars = script.evaluate(
        """async ([head, blob]) =>
            [...(await ConflictAtlas.TimeData.fromBlob(head, blob, [], [])).histogram(4)]""",
        [head, blob],
    )
    assert bars == pytest.approx([0.5, 1.5, 0, 0])


def _view(page: Page, rows: list[dict[str, object]], view: str, land: str = "{}") -> None:
    """A map of the rows in the page, as ``view``, once it is painted."""
    made = timelayer.columns(schema.from_rows(rows))
    structure = mapping.structure(mapping.build(tiles=False), mapping.data())
    styles = "<style>html,body{height:100%;margin:0}" + assets.styles(*assets.MAP_STYLES) + "</style>"
    page.set_content(f"<!doctype html>{styles}<div class='ca-root'>{structure.html}</div>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    head, blob = made.to_blob()
    page.evaluate(
        f"""async ([head, blob, ids, names, script, name]) => {{
            ConflictAtlas.data = {land};
            window.view = new Function(script + "; return " + name)().atlas;
            view.layer.setData(await ConflictAtlas.TimeData.fromBlob(head, blob, ids, names));
            view.setView([{view}]);
            await new Promise((done) => view.layer.once("paint", done));
        }}""",
        [head, blob, made.ids, made.names, structure.script, structure.name],
    )


def _painted(
    page: Page,
    rows: list[dict[str, object]],
    view: str,
    offsets: object = ((0, 0), (0, -3), (40, 0)),
    land: str = "{}",
) -> list[list[int]]:
    """Pixels of the events' canvas at offsets (in pixels) from a point of the map."""
    _view(page, rows, view, land)
    return page.evaluate(
        """(offsets) => {
            const ratio = devicePixelRatio, { pad } = view.layer.view, size = view.map.getSize();
            const left = (size.x / 2 + pad.x - 64) * ratio, top = (size.y / 2 + pad.y - 64) * ratio;
            const wide = 128 * ratio, pen = view.layer.canvas.getContext("2d");
            const seen = pen.getImageData(left, top, wide, wide);
            return offsets.map(([x, y]) => {
                const at = 4 * ((64 + y) * ratio * wide + (64 + x) * ratio);
                return [...seen.data.slice(at, at + 4)];
            });
        }""",
        [list(offset) for offset in offsets],
    )


ROW: dict[str, object] = {"event_id": "a", "start": "2025-07-01", "end": "2025-07-01", "status": "realised"}
HERE: dict[str, object] = {"longitude": -11.434, "latitude": 14.447, "group": "JNIM"}


def test_a_point_is_painted_where_it_is(page: Page) -> None:
    exact = _painted(page, [{**ROW, **HERE, "place_precision": "exact"}], "-11.434, 14.447, 8")
    assert exact[0] == exact[1] == [0xD5, 0x5E, 0x00, 255]
    assert exact[2] == [0, 0, 0, 0]


def test_near_is_hollow_with_a_ring_of_its_uncertainty(page: Page) -> None:
    near = _painted(
        page, [{**ROW, **HERE, "place_precision": "near", "uncertainty_km": 50}], "-11.434, 14.447, 8"
    )
    assert near[0][:3] != [0xD5, 0x5E, 0x00]  # the middle is empty
    assert 0 < near[2][3] < 128  # 40 pixels away is still inside the ring


@pytest.mark.parametrize("precision", ["admin2", "admin1", "country"])
def test_an_area_has_no_mark_at_its_middle(page: Page, precision: str) -> None:
    row = {**ROW, **HERE, "place_precision": precision, "uncertainty_km": 80}
    assert all(alpha < 128 for *_, alpha in _painted(page, [row], "-11.434, 14.447, 8"))


def test_an_area_covers_its_own_country_and_no_other(page: Page) -> None:
    square = [[[-12, 14], [-11, 14], [-11, 15], [-12, 15], [-12, 14]]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": square}}
    land = json.dumps({"countries": {"type": "FeatureCollection", "features": [feature]}})
    row = {**ROW, "longitude": -11.5, "latitude": 14.5, "place_precision": "country", "uncertainty_km": 300}
    spread = [(x, y) for x in range(-8, 9) for y in range(-8, 9)]  # hatching leaves most pixels free
    home = _painted(page, [row], "-11.2, 14.2, 8", spread, land)
    assert any(alpha > 0 for *_, alpha in home)
    abroad = _painted(page, [row], "-10.5, 14.5, 8", spread, land)
    assert all(alpha == 0 for *_, alpha in abroad)


def test_an_area_is_the_country_that_is_told_though_another_holds_its_point(page: Page) -> None:
    def land(code: str, west: int, east: int) -> dict[str, object]:
        square = [[[west, 14], [east, 14], [east, 15], [west, 15], [west, 14]]]
        return {
            "type": "Feature",
            "properties": {"iso2": code},
            "geometry": {"type": "Polygon", "coordinates": square},
        }

    both = {"type": "FeatureCollection", "features": [land("MA", -12, -11), land("EH", -11, -10)]}
    row = {**ROW, "country": "EH", "longitude": -11.1, "latitude": 14.5, "place_precision": "country"}
    spread = [(x, y) for x in range(-8, 9) for y in range(-8, 9)]
    countries = json.dumps({"countries": both})
    assert any(alpha > 0 for *_, alpha in _painted(page, [row], "-10.5, 14.3, 8", spread, countries))
    assert all(alpha == 0 for *_, alpha in _painted(page, [row], "-11.5, 14.3, 8", spread, countries))


def test_the_map_goes_to_the_events_that_are_shown_and_to_no_others(page: Page) -> None:
    there = {**HERE, "longitude": 20.0, "latitude": 0.0, "place_precision": "exact"}
    early = {**ROW, "event_id": "b", "start": "2012-01-01", "end": "2012-01-01"}
    _view(page, [{**ROW, **HERE, "place_precision": "exact"}, {**early, **there}], "100, 50, 3")
    to_events = page.get_by_role("button", name="Zoom to the events shown")
    to_events.click()
    assert page.evaluate("[view.map.getCenter().lng, view.map.getZoom()]") == [
        pytest.approx((20 - 11.434) / 2, abs=0.2),
        pytest.approx(5, abs=1.5),
    ]
    page.evaluate("view.setWindow(['2025-07-01', '2025-07-01'])")
    to_events.press("Enter")
    lon, lat, zoom = page.evaluate("view.view()")
    assert (lon, lat) == (pytest.approx(-11.434, abs=0.01), pytest.approx(14.447, abs=0.01))
    assert zoom == 8


def test_a_crowd_is_painted_too(page: Page) -> None:
    rows = [
        {**ROW, "event_id": f"e{i}", "group": "JNIM", "place_precision": "exact",
         "longitude": -11.434 + (i % 50) / 50, "latitude": 14.447 + (i // 50) / 50}
        for i in range(2000)
    ]  # fmt: skip
    crowd = _painted(page, rows, "-11.434, 14.447, 8")
    assert crowd[0][3] == 255
    assert crowd[0][0] > 100 > crowd[0][2]


@pytest.mark.parametrize("size", style.LOOKS["size"])
@pytest.mark.parametrize("colour", style.LOOKS["colour"])
def test_a_crowd_has_the_colour_and_place_of_each_mark(page: Page, colour: str, size: str) -> None:
    """The stamped crowd against the plain answer: at each lone place its colour, elsewhere nothing."""
    chance = random.Random(11)
    cells = chance.sample([(x, y) for x in range(60) for y in range(30)], 1600)
    groups, kinds = ("JNIM", "ISSP", "FAMa"), ("Battles", "Protests")
    rows = [
        {**ROW, "event_id": f"e{i}", "group": chance.choice(groups), "event_type": chance.choice(kinds),
         "place_precision": "exact", "longitude": -13 + x * 0.35, "latitude": 8 + y * 0.35,
         "killed_low": chance.choice([None, 2])}
        for i, (x, y) in enumerate(cells)
    ]  # fmt: skip
    _view(page, rows, "-2.8, 13.2, 6")
    seen = page.evaluate(
        """async ([colour, size, cells]) => {
            view.setLook({ colour, size });
            view.layer.repaint();
            await new Promise((done) => view.layer.once("paint", done));
            const { layer, map } = view, { pad, ratio } = layer.view, pen = layer.canvas.getContext("2d");
            const { data } = pen.getImageData(0, 0, layer.canvas.width, layer.canvas.height);
            return { crowded: layer.drawn.crowded, colours: cells.map(([x, y]) => {
                const at = map.latLngToContainerPoint([8 + y * 0.35, -13 + x * 0.35]);
                const px = Math.floor((at.x + pad.x) * ratio), py = Math.floor((at.y + pad.y) * ratio);
                const k = 4 * (py * layer.canvas.width + px);
                return [...data.subarray(k, k + 4)];
            }) };
        }""",
        [colour, size, [list(cell) for cell in [*cells, (60, 10), (70, 20)]]],
    )
    assert seen["crowded"]
    if colour == "family":
        paints = [style.FAMILIES[style.family_of(str(row["group"]))].colour for row in rows]
    else:
        paints = [next(kind.colour for kind in style.KINDS if kind.key == row["event_type"]) for row in rows]
    wanted = [[*bytes.fromhex(paint[1:]), 255] for paint in paints]
    assert seen["colours"] == [*wanted, [0, 0, 0, 0], [0, 0, 0, 0]]


def test_heat_has_few_pixels_until_a_mark_needs_more(page: Page) -> None:
    _view(page, [{**ROW, **HERE, "place_precision": "exact"}], "-11.434, 14.447, 8")
    wide = "view.layer.canvas.width / view.layer.canvas.clientWidth"
    page.evaluate("view.setLook({ show: 'heat' })")
    page.wait_for_function(f"Math.abs({wide} - 0.25) < 0.01")
    middle = """() => { const { canvas, view: { ratio, width, height } } = view.layer;
        const at = [width / 2 * ratio, height / 2 * ratio].map(Math.round);
        return canvas.getContext("2d").getImageData(...at, 1, 1).data[3]; }"""
    assert page.evaluate(middle) > 200
    page.evaluate("view.layer.select('a')")
    page.wait_for_function(f"{wide} === 1")
    # the legend takes a row more and gives none back, and the picture is told when the window rests
    tall = page.evaluate("view.legend.list.clientHeight")
    page.evaluate(
        "view.legend.list.append(Object.assign(document.createElement('p'), { id: 'more', innerText: 'b' }))"
    )
    page.wait_for_function(f"parseFloat(view.legend.list.style.minHeight) > {tall + 5}")
    more = page.evaluate("view.legend.list.clientHeight")
    page.evaluate(
        "document.getElementById('more').remove(); view.layer.canvas.setAttribute('aria-label', '')"
    )
    page.evaluate("view.layer.setWindow(0, 0, 'move'); view.layer.repaint()")
    page.wait_for_function("view.layer.canvas.getAttribute('aria-label')")
    assert page.evaluate("view.legend.list.clientHeight") == more
    page.evaluate("view.setLook({ show: 'places' })")
    page.wait_for_function(f"view.legend.list.clientHeight < {more}")


def test_a_stack_fans_out_and_each_event_can_be_picked(page: Page) -> None:
    rows = [
        {**ROW, **HERE, "event_id": f"e{i}", "place_precision": "exact", "start": day, "end": day}
        for i, day in enumerate(f"2025-07-0{n}" for n in range(1, 6))
    ]
    _view(page, rows, "-11.434, 14.447, 8")
    page.evaluate(
        "window.picked = []; view.layer.on('pick', ({ index }) => picked.push(view.layer.data.id(index)))"
    )
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    page.mouse.click(x, y)  # the mark goes through its events
    leaves = page.evaluate(
        """() => { const { pad } = view.layer.view;
            return view.layer.fan.leaves.map(({ x, y, index }) => [x - pad.x, y - pad.y, index]); }"""
    )
    assert [index for *_, index in leaves] == [0, 1, 2, 3, 4]
    dx, dy, _ = leaves[3]
    page.mouse.move(box["x"] + dx, box["y"] + dy)
    expect(page.locator(".leaflet-tooltip")).to_have_text("4 Jul 2025")
    page.mouse.click(box["x"] + dx, box["y"] + dy)
    assert page.evaluate("picked") == ["e0", "e1", "e3"]
    page.mouse.click(x + 150, y)  # beside all marks
    assert page.evaluate("[picked.length, view.layer.fan, view.layer.selected]") == [4, None, -1]


def test_the_legend_counts_certain_and_possible_events_and_switches_colours(page: Page) -> None:
    rows = [
        {**ROW, **HERE, "place_precision": "exact", "event_type": "Battles"},
        {
            **ROW,
            **HERE,
            "event_id": "b",
            "start": "2025-06-20",
            "end": "2025-07-20",
            "place_precision": "exact",
        },
        {**ROW, **HERE, "event_id": "c", "place_precision": "admin1", "uncertainty_km": 80},
        {**ROW, "event_id": "d"},
    ]
    _view(page, rows, "-11.434, 14.447, 8")
    key = page.locator(".ca-key")
    expect(key.locator(".ca-certain")).to_have_text("2 certain, 2 possible")
    page.evaluate("view.setWindow(['2025-07-01', '2025-07-31'])")
    expect(key.locator(".ca-certain")).to_have_text("1 certain, 3 possible")
    page.evaluate("view.setWindow(['2025-07-19', '2025-07-31'])")
    expect(key.locator(".ca-certain")).to_have_text("0 certain, 1 possible")
    page.evaluate("view.setWindow(null)")
    expect(key.get_by_text("Battles")).to_have_count(0)
    key.get_by_label("Colour").select_option("by type of event")
    expect(key.get_by_text("Battles")).to_contain_text("1")
    expect(key.get_by_text("Type not known")).to_contain_text("3")
    key.get_by_label("Size").select_option("by people killed")
    expect(page.locator(".ca-root")).to_have_attribute("data-look", "kind killed")
