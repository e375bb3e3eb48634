"""Dropping files: read at once or asked about, listed with their account, taken away, joined on request."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"
HERE = len(page_events.ROWS)
ARTICLE = (
    "url: https://example.org/raid\ndate: 2025-07-03\nlang: en\n\n"
    "Gunmen attacked the army post at Diboli in western Mali on July 1, 2025, killing two soldiers, "
    "the army said."
)
TABLE = (
    "date;lieu;lat;lon;morts\n03/07/2025;Diboli;14,455;-12,199;2\n31/07/2025;Kayes;14,45;-11,44;x\n"
    "30/06/2025;Kita;13,04;-9,49;1\n30/06/2025;Kita;14,99;-9,49;1\nx;;;;\n"
)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over the made-up events, the panel open."""
    events = page_events.write(tmp_path / "events.geojson")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    made = AppTest.from_file(str(APP), default_timeout=60)
    made.session_state["panel"] = "data"
    made.run()
    assert not made.exception
    return made


def drop(page: AppTest, **files: str | bytes) -> AppTest:
    """Drop files, named so: raid_txt for raid.txt."""
    given = [
        (".".join(name.rsplit("_", 1)), content if isinstance(content, bytes) else content.encode(), "")
        for name, content in files.items()
    ]
    page.file_uploader[0].set_value(given)
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(each.proto.body for each in page.get("html"))


def shown(page: AppTest) -> int:
    return int(html(page).split('data-shown="')[1].split('"')[0])


def listed(page: AppTest) -> list[dict[str, Any]]:
    for frame in page.dataframe:
        if "left_out" in frame.value:
            rows: list[dict[str, Any]] = frame.value.astype("object").to_dict("records")
            return rows
    return []


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def test_nothing_is_added_at_first(page: AppTest) -> None:
    assert shown(page) == HERE
    assert "Nothing was added yet" in html(page)
    assert not page.toggle


def test_an_article_stands_beside_the_others_until_it_is_taken_away(page: AppTest) -> None:
    drop(page, raid_txt=ARTICLE)
    assert shown(page) == HERE + 1
    (row,) = listed(page)
    assert (row["file"], row["read"], row["rejected"]) == ("raid.txt", 1, 0)
    assert not page.file_uploader[0].value, "the field is empty again"
    assert "raid.txt" in page.multiselect(key="source").options
    press(page, "Take it away")
    assert shown(page) == HERE
    assert not listed(page)


def test_the_map_is_moved_to_a_file(page: AppTest) -> None:
    drop(page, raid_txt=ARTICLE)
    press(page, "Show it on the map")
    lon, lat, zoom = page.session_state["view"]
    assert (round(lon, 1), round(lat, 1)) == (-12.2, 14.5)
    assert 5 <= zoom <= 9
    assert page.query_params["at"]


def test_a_file_of_the_same_name_replaces_none(page: AppTest) -> None:
    drop(page, raid_txt=ARTICLE)
    drop(page, raid_txt=ARTICLE.replace("Diboli", "Kita"))
    assert [row["file"] for row in listed(page)] == ["raid.txt", "raid (2).txt"]
    assert shown(page) == HERE + 2


def test_a_source_can_be_picked_alone(page: AppTest) -> None:
    drop(page, raid_txt=ARTICLE)
    page.multiselect(key="source").set_value(["raid.txt"]).run()
    assert shown(page) == 1
    press(page, "Take it away")
    assert shown(page) == HERE, "the filter does not ask for what is gone"


def test_reports_are_joined_only_on_request(page: AppTest) -> None:
    twin = ARTICLE.replace("killing two", "killing three")
    drop(page, raid_txt=ARTICLE, again_txt=twin)
    assert shown(page) == HERE + 2
    page.toggle(key="data.join").set_value(True).run()
    assert not page.exception
    assert shown(page) == HERE, "the two are one, and one with what was there"
    page.toggle(key="data.join").set_value(False).run()
    assert shown(page) == HERE + 2


def test_guessed_columns_are_asked_about_before_anything_is_on_the_map(page: AppTest) -> None:
    drop(page, faits_csv=TABLE)
    assert shown(page) == HERE
    assert "What are the columns of faits.csv?" in html(page)
    guessed = {name: page.selectbox(key=f"data.faits.csv.{name}").value for name in ("date", "latitude")}
    assert guessed == {"date": "date", "latitude": "lat"}
    assert page.selectbox(key="data.faits.csv.killed").value == "morts"
    page.selectbox(key="data.faits.csv.killed").set_value(None)
    page.selectbox(key="data.faits.csv.precision").set_value("exact").run()
    press(page, "Put the events on the map")
    assert shown(page) == HERE + 4
    (row,) = listed(page)
    assert (row["rows"], row["read"], row["rejected"]) == (5, 4, 1)
    assert "What are the columns" not in html(page)


def test_a_guessed_table_can_be_left_out(page: AppTest) -> None:
    press(drop(page, faits_csv=TABLE), "Leave this file out")
    assert shown(page) == HERE
    assert not listed(page)


def test_an_events_file_of_ours_is_read_as_it_is(page: AppTest, tmp_path: Path) -> None:
    rows = [row | {"event_id": f"other-{row['event_id']}"} for row in page_events.ROWS[:3]]
    file = page_events.write(tmp_path / "mine.geojson", rows)
    drop(page, mine_geojson=file.read_bytes())
    assert shown(page) == HERE + 3


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad_geojson", b'{"type": "Feature', "bad.geojson"),
        ("empty_txt", b"", "empty.txt"),
        ("zip_csv", b"PK\x03\x04" + b"\x00" * 60, "zip.csv"),
        ("none_csv", b"a,b\n1,2\n", "none.csv"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    page: AppTest, name: str, content: bytes, said: str
) -> None:
    drop(page, **{name: content, "raid_txt": ARTICLE})
    assert shown(page) == HERE + 1, "the other one is there"
    row = next(row for row in listed(page) if row["file"] != "raid.txt")
    assert row["read"] == 0
    assert row["rejected"] == 1
    assert said in row["why"]
    assert "\n" not in row["why"]
    assert "/tmp" not in row["why"]


def test_hostile_names_stay_text_and_leave_no_folder(page: AppTest) -> None:
    name = "../../<img src=x onerror=y>![x](http://example.org/a.png).txt"
    page.file_uploader[0].set_value([(name, ARTICLE.encode(), "")])
    page.run()
    assert not page.exception
    assert shown(page) == HERE + 1
    assert "<img" not in html(page)
    assert not page.markdown
    assert not any("![x]" in button.label for button in page.button)


def test_the_list_outlives_another_panel(page: AppTest) -> None:
    drop(page, raid_txt=ARTICLE)
    page.session_state["panel"] = "table"
    page.run()
    assert shown(page) == HERE + 1
    page.session_state["panel"] = "data"
    page.run()
    assert [row["file"] for row in listed(page)] == ["raid.txt"]
