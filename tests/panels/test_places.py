"""The places panel: four results in words, candidates, and a choice that the page shows at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.events.decisions import read
from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over the made-up events, the places panel open; ``run`` draws it."""
    events = page_events.write(tmp_path / "events.geojson")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    made = AppTest.from_file(str(APP), default_timeout=60)
    made.session_state["panel"] = "places"
    return made


def draw(page: AppTest, event: str | None = None) -> AppTest:
    if event:
        page.query_params["event"] = event
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(each.proto.body for each in page.get("html"))


def search(page: AppTest, name: str, country: str = "") -> AppTest:
    page.text_input(key="place.name").set_value(name)
    page.selectbox(key="place.country").set_value(country).run()
    assert not page.exception
    return page


def candidates(page: AppTest) -> list[dict[str, object]]:
    return page.dataframe[0].value.to_dict("records") if page.dataframe else []


@pytest.mark.parametrize(
    ("name", "country", "status", "said"),
    [
        ("Sandere", "ML", "found", "Found: Sandaré (town, Nioro, Mali), named place, within 3 km."),
        ("région de Kayes", "ML", "found", "region, within"),
        ("Kouré", "", "ambiguous", "so none is taken"),
        ("Zzyzx", "", "absent", "Not found"),
        ("Kayes", "IS", "absent", "Not found"),
        ("K" * 300, "", "refused", "a name of 300 characters is longer than 200"),
        ("\x00Kayes", "", "refused", "control characters"),
    ],
)
def test_four_results_are_four_words(page: AppTest, name: str, country: str, status: str, said: str) -> None:
    search(draw(page), name, country)
    assert f'data-status="{status}"' in html(page)
    assert said in html(page)


def test_each_candidate_has_its_score_and_reasons(page: AppTest) -> None:
    rows = candidates(search(draw(page), "Kayes"))
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert (rows[0]["name"], rows[0]["country"]) == ("Kayes", "Mali")
    sandare = candidates(search(page, "Sandere", "ML"))[0]
    assert sandare["region"] == "Nioro"  # by the boundaries of the day, here today's
    assert all(0 < row["score"] <= 1 and row["why"] for row in rows)  # type: ignore[operator]


def test_a_picked_event_begins_with_its_own_place(page: AppTest) -> None:
    draw(page, event="diboli")
    assert page.text_input(key="place.name").value == "Diboli"
    assert page.selectbox(key="place.country").value == "ML"
    assert "Picked event: Armed clash · Diboli · 1 July 2025. Its place is now Diboli (Mali)." in html(page)
    search(page, "Kayes")  # what is searched now stays, though another run draws the page
    assert page.text_input(key="place.name").value == "Kayes"


def test_a_choice_is_kept_shown_at_once_and_can_be_taken_back(page: AppTest) -> None:
    draw(page, event="kayes")
    search(page, "Diboli", "ML")
    take = "Choose this place for the event"
    assert next(b for b in page.button if b.label == take).disabled
    page.selectbox(key="place.choice").select_index(0)
    page.text_input(key="place.who").set_value("Ann")
    page.text_input(key="place.why").set_value("the post is there").run()
    next(b for b in page.button if b.label == take).click().run()
    assert not page.exception
    [kept], rejects = read()
    assert (rejects, kept.event, kept.action, kept.who) == ([], "kayes", "place", "Ann")
    assert (kept.before["place_name"], kept.after["place_name"]) == ("Kayes", "Diboli")
    assert kept.after["admin1"] == "Kayes"
    assert "Its place is now Diboli (Kayes, Mali)" in html(page)
    assert "The place of the picked event is now Diboli (Kayes, Mali)" in html(page)
    assert "place was Kayes" in html(page)  # the card: the original beside the choice
    lon, lat, zoom = page.session_state["view"]
    assert (round(lon, 1), round(lat, 1), zoom) == (-12.2, 14.5, 8.0)
    next(b for b in page.button if b.label == "Take the last choice back").click().run()
    assert len(read()[0]) == 2
    assert "Its place is now Kayes (Mali)" in html(page)
    assert page.text_input(key="place.who").value == "Ann"  # remembered


def test_the_name_as_written_stays_where_the_place_bears_it(page: AppTest) -> None:
    draw(page, event="dori")
    search(page, "Dori", "BF")
    page.selectbox(key="place.choice").select_index(0).run()
    next(b for b in page.button if b.label == "Choose this place for the event").click().run()
    [kept], _ = read()
    assert kept.after["place_name"] == "Dori"
    assert kept.after["place_precision"] == "exact"
    assert kept.who == ""


def test_hostile_names_stay_text(page: AppTest) -> None:
    draw(page, event="dori")
    search(page, page_events.HOSTILE)
    assert 'data-status="absent"' in html(page)
    assert "<img" not in html(page)
    assert not page.markdown


def test_it_speaks_french(page: AppTest) -> None:
    page.query_params["lang"] = "fr"
    search(draw(page, event="kayes"), "Sandere", "ML")
    assert "Trouvé\u00a0: Sandaré (bourg, Nioro, Mali), lieu nommé, à 3 km près." in html(page)
