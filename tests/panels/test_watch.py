"""Areas and watch areas on the page: chosen, counted, in the link, kept over a restart, new events told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.store import watch
from geo.views.host import Drawn
from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"
KAYES = "-11.44,14.45,50"


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = page_events.write(tmp_path / "events.geojson")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(path)])
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    return path


def opened(panel: str = "watch", **link: str) -> AppTest:
    """The page of a new session."""
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.session_state["panel"] = panel
    for name, value in link.items():
        page.query_params[name] = value
    return ran(page)


def ran(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(each.proto.body for each in page.get("html"))


def press(page: AppTest, label: str) -> AppTest:
    next(each for each in page.button if each.label == label and not each.disabled).click()
    return ran(page)


def link(page: AppTest, name: str) -> str | None:
    value = page.query_params.get(name)
    return value if value is None or isinstance(value, str) else value[-1]


def assert_shown(page: AppTest, number: int) -> None:
    assert f'data-shown="{number}"' in html(page)


def listed(page: AppTest) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = page.dataframe[0].value.to_dict("records")
    return rows


def test_events_within_a_distance_of_a_place_by_name(events: Path) -> None:
    page = opened()
    page.text_input(key="area.place").set_value("Kayes")
    page.number_input(key="area.km").set_value(100.0)
    press(ran(page), "Filter by it")
    assert_shown(page, 2)  # Kayes and Diboli
    assert "In the area: 2 for certain, 0 possibly" in html(page)
    assert "Left out: 1 without a place." in html(page)
    assert "Within 100 km of Kayes" in html(page)
    assert (link(page, "near") or "").endswith(",100.0")
    press(page, "Remove the area")
    assert_shown(page, 8)
    assert link(page, "near") is None


def test_certain_and_possible_are_counted_apart(events: Path) -> None:
    page = opened(near="-11.44,14.48,5")  # Kayes lies 3.3 km off, by 3 km
    assert_shown(page, 1)
    assert "In the area: 0 for certain, 1 possibly" in html(page)


def test_a_point_may_be_typed_and_nonsense_is_told(events: Path) -> None:
    page = opened()
    page.text_input(key="area.place").set_value("-200, 14")
    assert "not on the globe" in html(ran(page))
    page.text_input(key="area.place").set_value("Zzyzx")
    assert "No place of that name" in html(ran(page))
    assert all(each.disabled for each in page.button if each.label == "Filter by it")
    page.text_input(key="area.place").set_value("-11.44, 14.45")
    press(ran(page), "Filter by it")
    assert link(page, "near") == "-11.44,14.45,50.0"
    assert "Within 50 km of -11.44, 14.45" in html(page)


def test_around_the_picked_event(events: Path) -> None:
    page = press(opened(event="dori"), "Around the picked event")
    assert_shown(page, 2)  # and somewhere in Burkina Faso, of which Dori is a part
    assert "In the area: 1 for certain, 1 possibly" in html(page)
    assert ". 1 lie in it for certain, 1 perhaps." in html(page), "in the sidebar"
    assert (link(page, "near"), link(page, "event")) == ("-0.03,14.03,50.0", "dori")
    assert "Within 50 km of Dori" in html(page)


def test_a_region_and_a_shape_replace_each_other(events: Path) -> None:
    page = opened()
    page.segmented_control(key="area.way").set_value("region")
    ran(page)
    page.selectbox(key="area.region").select_index(0)
    press(ran(page), "Filter by it")
    assert_shown(page, 1)  # Dori, in a region of hostile name
    assert "<img" not in html(page)
    assert (link(page, "country"), link(page, "admin1")) == ("BF", page_events.HOSTILE)
    page.segmented_control(key="area.way").set_value("shape")
    ran(page)
    page.text_area(key="area.shape").set_value("POLYGON((-12 14,-11")
    assert "is no shape" in html(ran(page))
    page.text_area(key="area.shape").set_value("-12,14,-11,15")
    press(ran(page), "Filter by it")
    assert_shown(page, 1)  # Kayes: Diboli is 19 km off
    assert [link(page, name) for name in ("country", "admin1")] == [None, None]
    assert link(page, "within") == "-12.0,14.0;-11.0,14.0;-11.0,15.0;-12.0,15.0"


def test_what_was_drawn_becomes_the_filter(events: Path) -> None:
    page = opened("table")
    page.session_state["area.drawn"] = Drawn(
        ((-12.0, 14.0), (-11.0, 14.0), (-11.0, 15.0), (-12.0, 15.0)), True
    )
    assert_shown(ran(page), 1)
    page.session_state["area.drawn"] = Drawn(((-12.0, 14.0), (-11.0, 14.0), (-10.0, 14.0)), True)
    assert "encloses nothing" in html(ran(page))
    page.session_state["area.drawn"] = Drawn((), True)
    assert_shown(ran(page), 8)


def test_a_road_is_drawn_and_its_distance_changed(events: Path) -> None:
    page = opened()
    page.session_state["area.drawn"] = Drawn(((-12.3, 14.4), (-11.0, 14.4)), False)
    assert_shown(ran(page), 2)  # Kayes and Diboli, 6 km off
    assert link(page, "along") == "10.0;-12.3,14.4;-11.0,14.4"
    assert "Within 10 km of a road of 2 corners" in html(page)
    page.segmented_control(key="area.way").set_value("road")
    ran(page)
    assert page.text_area(key="area.road").value == "-12.3,14.4;-11,14.4"
    page.number_input(key="area.road.km").set_value(1.0)
    press(ran(page), "Filter by it")
    assert_shown(page, 0)
    page.text_area(key="area.road").set_value("1,2")
    assert "has 1 corners" in html(ran(page))


def test_a_watch_area_tells_what_is_new_after_a_restart(events: Path) -> None:
    page = opened(near=KAYES)
    page.text_input(key="watch.name").set_value("Our **site** ![x](http://example.org/y.png)")
    press(ran(page), "Watch this area")
    [row] = listed(page)
    assert (row["certain"], row["possible"], row["new"]) == (1, 0, 0)
    assert "Nothing new since" in html(page)
    more = page_events._event("later", "2025-08-01", "Kayes", (-11.44, 14.45), uncertainty_km=60.0)
    page_events.write(events.with_name("more.geojson"), [*page_events.ROWS, more])
    sys.argv[-1] = str(events.with_name("more.geojson"))
    page = opened()
    [row] = listed(page)
    assert (row["name"], row["area"]) == (
        "Our **site** ![x](http://example.org/y.png)",
        "Within 50 km of -11.44, 14.45",
    )
    assert (row["certain"], row["possible"], row["new"]) == (1, 1, 1)
    assert "1 new event since" in html(page)
    news = page.dataframe[1].value
    assert news.index.tolist() == ["later"]
    assert news["sure"].tolist() == ["possible"]
    press(page, "Mark as seen (1)")
    assert listed(page)[0]["new"] == 0
    assert listed(opened())[0]["new"] == 0


def test_a_watch_area_is_shown_renamed_and_deleted(events: Path) -> None:
    page = opened(near=KAYES)
    for name in ("One", "Two"):
        page.text_input(key="watch.name").set_value(name)
        press(ran(page), "Watch this area")
    press(page, "Remove the area")
    page.text_input(key="watch.new").set_value("One")
    press(ran(page), "Rename")
    assert "is taken by another watch area" in html(page)
    page.text_input(key="watch.new").set_value("Three")
    press(ran(page), "Rename")
    assert [row["name"] for row in listed(page)] == ["One", "Three"]
    assert page.selectbox(key="watch.chosen").value == "Three"
    press(page, "Filter by this area")
    assert link(page, "near") == "-11.44,14.45,50.0"
    press(page, "Delete")
    assert [each.name for each in watch.read()[0]] == ["One"]
    press(page, "Delete")
    assert watch.read()[0] == []
    assert "No area is watched yet" in html(page)


def test_a_damaged_file_is_told(events: Path) -> None:
    path = watch.file_of_user()
    path.parent.mkdir()
    path.write_text("not a watch area\n", encoding="utf-8")
    assert "1 line of" in html(opened())
