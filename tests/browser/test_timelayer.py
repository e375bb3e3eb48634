"""The time layer's script against the query, on random tables and windows, and how it paints."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from geo import schema
from geo.store.query import Query
from geo.views import assets, timelayer
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
                    spots: data.perSpot.reduce((x, y) => x + y, 0) };
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
        assert got["dates"] == [(FIRST + timedelta(days=day)).isoformat() for day in (a, b)]


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


def _painted(
    page: Page,
    rows: list[dict[str, object]],
    view: str,
    offsets: object = ((0, 0), (0, -3), (40, 0)),
    land: str = "{}",
) -> list[list[int]]:
    """Pixels of the events' canvas at offsets (in pixels) from a point of the map."""
    made = timelayer.columns(schema.from_rows(rows))
    structure = mapping.structure(mapping.build(tiles=False), mapping.data())
    styles = "<style>html,body{height:100%;margin:0}" + assets.styles(*assets.MAP_STYLES) + "</style>"
    page.set_content(f"<!doctype html>{styles}<div class='ca-root'>{structure.html}</div>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    head, blob = made.to_blob()
    return page.evaluate(
        f"""async ([head, blob, script, name, offsets]) => {{
            ConflictAtlas.data = {land};
            const view = new Function(script + "; return " + name)().atlas;
            view.layer.setData(await ConflictAtlas.TimeData.fromBlob(head, blob, [], []));
            view.setView([{view}]);
            await new Promise((done) => view.layer.once("paint", done));
            const ratio = devicePixelRatio, {{ pad }} = view.layer.size, size = view.map.getSize();
            const left = (size.x / 2 + pad.x - 64) * ratio, top = (size.y / 2 + pad.y - 64) * ratio;
            const wide = 128 * ratio, pen = view.layer.canvas.getContext("2d");
            const seen = pen.getImageData(left, top, wide, wide);
            return offsets.map(([x, y]) => {{
                const at = 4 * ((64 + y) * ratio * wide + (64 + x) * ratio);
                return [...seen.data.slice(at, at + 4)];
            }});
        }}""",
        [head, blob, structure.script, structure.name, [list(offset) for offset in offsets]],
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


def test_a_crowd_is_painted_too(page: Page) -> None:
    rows = [
        {**ROW, "event_id": f"e{i}", "group": "JNIM", "place_precision": "exact",
         "longitude": -11.434 + (i % 50) / 50, "latitude": 14.447 + (i // 50) / 50}
        for i in range(2000)
    ]  # fmt: skip
    crowd = _painted(page, rows, "-11.434, 14.447, 8")
    assert crowd[0][3] == 255
    assert crowd[0][0] > 100 > crowd[0][2]
