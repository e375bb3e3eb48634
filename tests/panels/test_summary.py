"""The summary panel: it counts what the filters pick; its choices move the map's window and colours."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import schema
from geo.store.query import Query
from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"
UNDATED = {"start": None, "end": None, "date_precision": "unknown"}
EVENTS = schema.from_rows(page_events.ROWS)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over the made-up events, the summary open; ``draw`` runs it."""
    events = page_events.write(tmp_path / "events.geojson")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    made = AppTest.from_file(str(APP), default_timeout=60)
    made.session_state["panel"] = "summary"
    return made


def draw(page: AppTest, **link: str) -> AppTest:
    for name, value in link.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(each.proto.body for each in page.get("html"))


def tables(page: AppTest) -> dict[str, dict[str, list[str]]]:
    """Each table of the panel: its caption, then its rows by their first cell."""
    held = {}
    for table in re.findall("<table.*?</table>", html(page), re.S):
        rows = [re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr>")[2:]]
        cells = [[unescape(re.sub("<[^>]*>", "", cell)) for cell in row] for row in rows]
        held[re.findall("<caption>(.*?)</caption>", table)[0]] = {row[0]: row[1:] for row in cells}
    return held


def address(page: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[-1] for name, value in page.query_params.items()}


def events_in(page: AppTest, title: str) -> int:
    return sum(int(row[0]) for row in tables(page)[title].values())


def button(page: AppTest, label: str) -> None:
    next(each for each in page.button if each.label == label).click().run()
    assert not page.exception


@pytest.mark.parametrize(
    "link", [{}, {"group": "JNIM"}, {"country": "BF"}, {"since": "2022-03-28", "until": "2025-06-10"}]
)
def test_the_breakdowns_count_what_is_shown(page: AppTest, link: dict[str, str]) -> None:
    draw(page, **link)
    shown = int(Query.from_params(link).mask(EVENTS).sum())
    assert f'data-shown="{shown}"' in html(page)
    for title in ("Groups", "Kinds of event", "Regions most hit"):
        assert events_in(page, title) == shown


def test_deaths_are_ranges_and_say_how_many_events_state_them(page: AppTest) -> None:
    groups = tables(draw(page))["Groups"]
    assert groups["JNIM – Jama'at Nusrat al-Islam wal-Muslimin"] == ["4", "200 (1 of 4 events)"]
    assert groups["FLM – Macina Liberation Front"] == ["2", "40 or more (1 of 2 events)"]
    assert groups["FAMa – Malian Armed Forces"] == ["1", "300–500"]
    assert groups["ISSP – Islamic State Sahel Province"] == ["1", "not stated"]


def test_the_chart_keeps_all_times_while_the_tables_follow_the_window(page: AppTest) -> None:
    draw(page, since="2025-07-01", until="2025-07-31")
    assert events_in(page, "Groups") == 3
    assert len(page.selectbox(key="summary.period").options) == 6  # months that have events, of ten years
    assert page.dataframe[0].value["Month"].tolist()[:2] == ["July 2025", "June 2025"]


def test_a_period_chosen_is_the_maps_window(page: AppTest) -> None:
    draw(page).selectbox(key="summary.period").select("2022-03-01").run()
    assert not page.exception
    assert address(page)["since"] == "2022-03-01"
    assert address(page)["until"] == "2022-03-31"
    assert events_in(page, "Groups") == 1
    assert page.selectbox(key="summary.period").value is None
    button(page, "All dates")
    assert "since" not in address(page)
    assert events_in(page, "Groups") == len(EVENTS)


def test_what_changed_ends_with_the_data_or_with_the_window(page: AppTest) -> None:
    told = tables(draw(page))["25 June to 1 July 2025, beside 18 June to 24 June 2025"]
    assert told["Events"] == ["3", "0", "+3"]
    assert told["Possible events (longer dates)"] == ["1", "1", "0"]
    assert "Places newly seen (with their events): Diboli (1), Kayes (1)." in html(page)
    assert "which begin on 10 May 2016" in html(page)
    button(page, "Show these days on the map")
    assert address(page)["since"] == "2025-06-25"
    assert address(page)["until"] == "2025-07-01"


def test_what_changed_looks_back_from_a_window_that_ends_earlier(page: AppTest) -> None:
    told = tables(draw(page, since="2024-01-01", until="2024-02-05"))
    assert told["30 January to 5 February 2024, beside 23 January to 29 January 2024"]["Events"][0] == "1"
    assert "Groups newly seen: ISSP" in html(page)


def test_the_colours_are_the_maps(page: AppTest) -> None:
    draw(page)
    next(each for each in page.button_group if each.key == "summary.by").set_value("kind").run()
    assert not page.exception
    assert address(page)["colour"] == "kind"
    assert "Violence against civilians</li>" in html(page)


def test_nothing_that_fits_says_what_to_do(page: AppTest) -> None:
    assert "No event fits" in html(draw(page, text="no such words"))
    assert not tables(page)


def test_an_empty_window_keeps_the_chart(page: AppTest) -> None:
    draw(page, since="2017-01-01", until="2017-12-31")
    assert "No event lies in the time window" in html(page)
    assert page.selectbox(key="summary.period").options


def test_undated_and_unlocated_events_are_counted_beside(
    tmp_path: Path, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        page_events.ROWS[5],
        page_events.ROWS[4] | {"start": None, "end": None, "date_precision": "unknown"},
    ]
    events = page_events.write(tmp_path / "few.geojson", rows)
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    draw(page)
    assert "1 event without a date is not in the chart. 1 event without a place on the map" in html(page)
    assert events_in(page, "Groups") == 2


def test_events_without_any_date_have_tables_and_no_chart(
    tmp_path: Path, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [page_events.ROWS[4] | UNDATED]
    events = page_events.write(tmp_path / "few.geojson", rows)
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    draw(page)
    assert set(tables(page)) == {"Groups", "Kinds of event", "Regions most hit"}
    assert not page.selectbox


def test_the_panel_speaks_french_and_hostile_names_stay_text(page: AppTest) -> None:
    draw(page, lang="fr")
    assert "Régions les plus touchées" in tables(page)
    assert "26 juin" not in html(page)
    assert "25 juin au 1er juillet 2025, comparé à\u00a0: 18 juin au 24 juin 2025" in tables(page)
    assert "<img" not in html(page)
    assert not page.markdown
