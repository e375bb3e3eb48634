"""Names on the map: of events' places first, and of a country wherever a part of it is seen."""

from __future__ import annotations

import json

from playwright.sync_api import Page

from geo.views import map as mapping
from tests.browser.test_timelayer import HERE, ROW, _view

TOWNS = [["Kayes", -11.434, 14.447, 5, 1], ["Kidira", -12.215, 14.457, 5, 1], ["Nioro", -9.59, 15.23, 5, 1]]
MALI = [[[-12, 10], [4, 10], [4, 25], [-12, 25], [-12, 10]]]
COUNTRIES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Mali", "name_fr": "Mali"},
            "geometry": {"type": "Polygon", "coordinates": MALI},
        }
    ],
}
SPY = """() => {
    window.written = [];
    const { labels } = view.overlays, write = labels.write;
    labels.write = function (words, x, y, ...rest) {
        const done = write.call(this, words, x, y, ...rest);
        if (done) window.written.push([words, x, y]);
        return done;
    };
    labels.paint();
    return window.written;
}"""


def _land(labels: list[object]) -> str:
    return json.dumps({"labels": labels, "countries": COUNTRIES})


def _event(name: str, lon: float, lat: float, day: str = "2025-07-01") -> dict[str, object]:
    where = {"place_name": name, "longitude": lon, "latitude": lat, "place_precision": "exact"}
    return {**ROW, **HERE, **where, "event_id": f"{name} {day}", "start": day, "end": day}


def test_the_places_of_events_are_named_once_and_before_towns(page: Page) -> None:
    rows = [_event("Kayes", -11.434, 14.447), _event("Diboli", -12.199, 14.455)]
    _view(page, rows, "-11.434, 14.447, 8", _land(TOWNS))
    written = page.evaluate(SPY)
    names = [name for name, *_ in written]
    assert sorted(names[:2]) == ["Diboli", "Kayes"]
    assert names.count("Kayes") == 1
    assert "Nioro" in names


def test_names_follow_the_window(page: Page) -> None:
    rows = [_event("Kayes", -11.434, 14.447), _event("Diboli", -12.199, 14.455, "2024-01-01")]
    _view(page, rows, "-11.434, 14.447, 8", _land([]))
    said = "view.overlays.labels.canvas.dataset.places.split('|').sort().join()"
    assert page.evaluate(said) == "Diboli,Kayes"
    page.evaluate(
        """() => new Promise((done) => {
            view.layer.once("paint", done);
            view.setWindow(["2025-07-01", "2025-07-01"]);
        })"""
    )
    assert page.evaluate(said) == "Kayes"


def test_from_afar_and_in_a_crowd_no_place_is_named(page: Page) -> None:
    near = [_event(f"Place {i}", -12 + i / 100, 14.4) for i in range(60)]
    for view, rows in (("-11.434, 14.447, 5", near[:2]), ("-11.434, 14.447, 8", near)):
        _view(page, rows, view, _land([]))
        assert page.evaluate("view.overlays.labels.canvas.dataset.places") == ""


def test_a_country_is_named_where_a_part_of_it_is_seen(page: Page) -> None:
    _view(page, [_event("Kayes", -11.434, 14.447)], "-11.434, 14.447, 8", _land([["Mali", -2, 17, 3, 0]]))
    (_, x, _), *rest = [each for each in page.evaluate(SPY) if each[0] == "Mali"]
    assert not rest
    edge = page.evaluate("view.map.latLngToContainerPoint([14.4, -12]).x")
    assert edge < x < page.evaluate("view.map.getSize().x")


def test_names_stand_beside_the_marks_of_all_events_and_stay_there(page: Page) -> None:
    rows = [
        _event("Here", -2, 17),
        _event("Beside", -2, 16.2, "2024-01-01"),
        _event("Kayes", -11.434, 14.447),
    ]
    towns = [["Kayes", -11.434, 14.447, 5, 1], ["Nioro", -9.59, 15.23, 5, 1]]
    _view(page, rows, "-5, 16, 5", _land([["Mali", -2, 17, 3, 0], *towns]))
    written = {name: at for name, *at in page.evaluate(SPY)}
    x, y, radius = page.evaluate(
        "(() => { const { x, y } = view.map.latLngToContainerPoint([17, -2]); return [x, y, 5]; })()"
    )
    assert abs(written["Mali"][1] - y) > radius + 3 or abs(written["Mali"][0] - x) > 20
    assert set(written) == {"Mali", "Kayes", "Nioro"}  # a town whose mark stands on it is named beside that
    page.evaluate(
        """() => new Promise((done) => {
            view.layer.once("paint", done);
            view.setWindow(["2024-01-01", "2024-01-01"]);
        })"""
    )
    assert {name: at for name, *at in page.evaluate(SPY)} == written


def test_names_give_no_way_to_many_marks(page: Page) -> None:
    rows = [_event(f"Place {i}", -3 + (i % 20) / 10, 16.4 + i / 200) for i in range(240)]
    _view(page, rows, "-5, 16, 5", _land([["Mali", -2, 17, 3, 0]]))
    ((_, *at),) = page.evaluate(SPY)
    assert at == page.evaluate("Object.values(view.map.latLngToContainerPoint([17, -2]))")


def test_a_hostile_or_endless_name_is_drawn_as_text_and_cut(page: Page) -> None:
    _view(page, [_event("<img src=x>" + "a" * 500, -11.434, 14.447)], "-11.434, 14.447, 8", _land([]))
    ((name, *_),) = page.evaluate(SPY)
    assert len(name) == 28
    assert name.endswith("…")
    assert page.locator("img").count() == 0


def test_regions_are_named_where_they_are_drawn(page: Page) -> None:
    land = json.loads(mapping.data("en")["labels"])
    timbuktu = [label for label in land if label[0] == "Timbuktu"]
    _view(page, [_event("Kayes", -11.434, 14.447)], "-3.79, 21.5, 5", _land(timbuktu))
    names = (
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(written))))"
    )
    assert page.evaluate(SPY) == []
    page.evaluate("view.show(['labels', 'regions'])")
    assert [name for name, *_ in page.evaluate(names)] == ["TIMBUKTU"]
    page.evaluate("view.show(['labels']); written.length = 0; view.setLook({ show: 'regions' })")
    page.wait_for_function("written.length")
    assert page.evaluate("written[0][0]") == "TIMBUKTU"


def test_a_name_that_the_edge_would_cut_is_left_out_or_moves_in(page: Page) -> None:
    land = _land([["Kayes", -11.434, 14.447, 5, 1], ["Kita", -9.7, 14.447, 5, 1], ["Mali", -2, 17, 3, 0]])
    _view(page, [_event("Nioro", -9.59, 15.23, "2024-01-01")], "-10.5, 14.447, 8", land)
    page.evaluate(
        "view.map.panBy([view.map.latLngToContainerPoint([0, -11.434]).x - 6, 0], { animate: false })"
    )
    written = {name: x for name, x, _ in page.evaluate(SPY)}
    assert "Kayes" not in written  # its town stands 6 pixels from the edge
    assert "Kita" in written
    assert 60 <= written["Mali"] <= page.evaluate("view.map.getSize().x") - 20
