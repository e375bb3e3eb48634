"""The article panel: paste, see the events, judge each part; what was read stays beside what was decided."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo import pipeline
from geo.events.decisions import read
from geo.home import HOME
from panels import fields
from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"
RAID = (
    "Gunmen attacked the army post at Diboli on July 1, killing at least four soldiers and wounding two "
    "others, the army said in a statement on Wednesday. JNIM claimed the attack. The government in Bamako "
    "condemned it."
)
NOT_RTL = "قال شهود: "
HOSTILE = (
    f'<script>alert(1)</script> ![x](http://example.org/a.png) {NOT_RTL}<img src="http://example.org/b.png">'
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def page(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over the made-up events, the article panel open."""
    events = page_events.write(tmp_path / "events.geojson")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    return opened()


def opened() -> AppTest:
    made = AppTest.from_file(str(APP), default_timeout=90)
    made.session_state["panel"] = "article"
    return run(made)


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def paste(page: AppTest, words: str = RAID, **headers: str) -> AppTest:
    page.text_area(key="article.text").set_value(words)
    for name, value in ({"date": "2025-07-03"} | headers).items():
        page.text_input(key=f"article.{name}").set_value(value)
    return run(page)


def html(page: AppTest) -> str:
    """All that stands on the page, but for style sheets."""
    return "\n".join(e.proto.body for e in page.get("html") if not e.proto.body.startswith("<style>"))


def part_of(page: AppTest, name: str) -> str:
    """The line of one part of the event that is judged."""
    return next(line for line in html(page).split("\n") if f'class="ca-part"><b>{name}</b>' in line)


def verdict(page: AppTest, part: str, choice: str) -> AppTest:
    group = next(g for g in page.button_group if str(g.key).endswith(f".{part}"))
    group.set_value(choice)
    return run(page)


def click(page: AppTest, label: str) -> AppTest:
    button = next(each for each in page.button if each.label == label)
    assert not button.disabled
    button.click()
    return run(page)


def sign(page: AppTest, who: str = "Ann", why: str = "I was there") -> AppTest:
    page.text_input(key="review.who").set_value(who)
    page.text_input(key="review.why").set_value(why)
    return run(page)


def widget(widgets: Any, ending: str) -> Any:
    return next(each for each in widgets if str(each.key).endswith(ending))


def test_a_pasted_article_shows_its_events_beside_its_words(page: AppTest) -> None:
    said = html(paste(page))
    assert "Armed clash · Diboli · 1 July 2025" in said
    assert 'data-sort="place" title="place" class="ca-strong" data-label="place">Diboli</mark>' in said
    assert 'data-sort="mention" title="only mentioned">Bamako</mark>' in said
    assert "claimed by JNIM" in said
    assert part_of(page, "Killed").endswith(": 4 or more</p>")
    assert "<b>When</b>: “July 1” (" in said, "why the date is what it is"
    assert '"role="status"' not in said


def test_nothing_is_kept_before_it_is_asked_for(page: AppTest, home: Path) -> None:
    paste(page)
    assert not home.exists()


def test_a_correction_is_saved_with_the_original_and_shows_at_once(page: AppTest) -> None:
    verdict(sign(paste(page)), "killed", "correct")
    widget(page.number_input, ".killed_low").set_value(5)
    widget(page.number_input, ".killed_high").set_value(6)
    verdict(run(page), "wounded", "reject")
    click(page, "Save the decisions")
    told, rejects = read()
    assert rejects == []
    assert [(d.field, d.action, d.before, d.after, d.who, d.why) for d in told] == [
        ("killed_low", "correct", 4, 5, "Ann", "I was there"),
        ("killed_high", "correct", None, 6, "Ann", "I was there"),
        ("wounded_low", "reject", 2, None, "Ann", "I was there"),
        ("wounded_high", "reject", 2, None, "Ann", "I was there"),
    ]
    assert part_of(page, "Killed").endswith(": 5–6</p>")
    assert part_of(page, "Wounded").endswith(": not stated</p>")
    assert "was 4, now 5 – I was there" in html(page)
    verdict(page, "killed", "restore")
    click(page, "Save the decisions")
    assert part_of(page, "Killed").endswith(": 4 or more</p>")
    assert len(read()[0]) == 6, "no decision is taken out of the file"


def test_a_date_a_type_and_a_place_are_corrected_by_their_own_widgets(page: AppTest) -> None:
    verdict(sign(paste(page)), "what", "correct")
    widget(page.selectbox, ".sub_event_type").set_value("Attack")
    verdict(run(page), "when", "correct")
    widget(page.date_input, ".start").set_value("2025-06-30")
    widget(page.selectbox, ".unit").set_value("range")
    verdict(run(page), "where", "correct")
    widget(page.text_input, ".name").set_value("Kayes")
    run(page)
    options = widget(page.selectbox, ".candidate").options
    widget(page.selectbox, ".candidate").set_value(
        next(i for i, each in enumerate(options) if "city" in each)
    )
    click(run(page), "Save the decisions")
    assert "Attack · Kayes · 30 June to 1 July 2025" in html(page)
    assert "was Diboli, Kayes, Mali, now Kayes, Mali" in html(page)
    place = next(d for d in read()[0] if d.action == "place")
    assert (place.before["place_id"], place.after["place_id"]) == ("hand:diboli-ml", "gn:2455518")
    assert {d.field for d in read()[0]} == {"sub_event_type", "start", "date_precision", "place"}


def test_an_event_is_rejected_and_the_rejection_taken_back(page: AppTest) -> None:
    click(sign(paste(page)), "Reject the event")
    assert "This event was rejected" in html(page)
    click(page, "Add to the map")
    assert 'data-shown="8"' in html(page), "the made-up events alone"
    click(page, "Take the rejection back")
    assert "This event was rejected" not in html(page)
    assert 'data-shown="9"' in html(page)


def test_a_picked_event_that_was_rejected_is_found_in_the_list_and_taken_back(page: AppTest) -> None:
    page.session_state["picked"] = "moura"
    click(sign(run(page)), "Reject the event")
    assert 'data-shown="7"' in html(page)
    assert page.expander[0].label == "1 rejected event"
    choice = page.selectbox(key="article.rejected")
    assert choice.options == ["Attack · Moura · 27 March to 31 March 2022 (moura)"]
    choice.set_value("moura")
    run(page).text_input(key="rejected.who").set_value("Bob")
    click(run(page), "Take the rejection back")
    assert 'data-shown="8"' in html(page)
    assert [(d.action, d.who) for d in read()[0]] == [("reject", "Ann"), ("accept", "Bob")]


def test_an_event_is_confirmed_and_released_and_each_is_taken_back(page: AppTest) -> None:
    click(sign(paste(page)), "Confirm the event")
    assert "confirmed by an analyst" in html(page)
    click(page, "Restrict")
    assert "Restricted: hostage" in html(page)
    click(page, "Release")
    assert "Restricted: hostage" not in html(page)
    click(page, "Take the confirmation back")
    assert "confirmed by an analyst" not in html(page)
    assert len(read()[0]) == 4


def test_without_a_name_nothing_can_be_decided(page: AppTest) -> None:
    verdict(paste(page), "what", "accept")
    assert next(each for each in page.button if each.label == "Save the decisions").disabled
    assert "write your name" in html(page)


def test_an_article_is_put_on_the_map_and_kept_for_the_next_time(page: AppTest, home: Path) -> None:
    click(paste(page, source="Example News"), "Add to the map")
    assert 'data-shown="9"' in html(page)
    picked = page.session_state.picked
    assert not home.exists(), "adding is for this session"
    click(page, "Keep on this machine")
    assert 'data-shown="9"' in html(page)
    (file,) = (home / "articles").iterdir()
    assert "date: 2025-07-03\nsource: Example News\n\nGunmen" in file.read_text(encoding="utf-8")
    later = opened()
    assert 'data-shown="9"' in html(later)
    later.query_params["event"] = picked
    again = AppTest.from_file(str(APP), default_timeout=90)
    again.session_state["panel"], again.query_params["event"] = "article", picked
    said = html(run(again))
    assert 'class="ca-strong" data-label="place">Diboli</mark>' in said, "its text is found again"


def test_a_picked_event_shows_its_article_with_its_words_strong(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = f"{RAID} The gunmen abducted three workers in Kayes the same day."
    (tmp_path / "raid.txt").write_text(f"date: 2025-07-03\n\n{two}", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(tmp_path / "raid.txt")])
    events = pipeline.build([tmp_path / "raid.txt"]).events
    page = AppTest.from_file(str(APP), default_timeout=90)
    page.session_state["panel"] = "article"
    page.query_params["event"] = events.loc[events["place_name"] == "Kayes", "event_id"].iloc[0]
    said = html(run(page))
    assert 'class="ca-strong" data-label="place">Kayes</mark>' in said
    assert 'data-sort="place" title="place">Diboli</mark>' in said, "another event's words are pale"
    (tmp_path / "raid.txt").unlink()


def test_a_decision_about_a_joined_event_holds_its_rows_and_outlives_a_new_report(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name, dead in (("one", "four"), ("two", "nine")):
        words = RAID.replace("four", dead)
        (news / f"{name}.txt").write_text(f"date: 2025-07-03\nsource: {name}\n\n{words}", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(news)])
    (event,) = pipeline.build([news]).events["event_id"]
    page = AppTest.from_file(str(APP), default_timeout=90)
    page.session_state["panel"], page.query_params["event"] = "article", event
    said = html(run(page))
    assert "at least four soldiers</mark>" in said
    page.selectbox(key=f"article.report.{event}").set_value("two")
    assert "at least nine soldiers</mark>" in html(run(page))
    verdict(sign(page), "wounded", "reject")
    click(page, "Save the decisions")
    assert part_of(page, "Wounded").endswith(": not stated</p>")
    (told, *_), _ = read()
    assert len(told.members) == 2
    (news / "three.txt").write_text(f"date: 2025-07-04\nsource: three\n\n{RAID}", encoding="utf-8")
    (later,) = pipeline.decided(pipeline.build([news])).events.to_dict("records")
    assert later["event_id"] != event
    assert pd.isna(later["wounded_low"])


def test_a_dropped_article_is_shown_when_its_event_is_picked(page: AppTest) -> None:
    page.session_state["panel"] = "data"
    run(page).file_uploader[0].set_value([("raid.txt", f"date: 2025-07-03\n\n{RAID}".encode(), "")])
    (added,) = run(page).session_state["added"].values()
    page.session_state["panel"], page.session_state["picked"] = "article", added.events["event_id"].iloc[0]
    assert 'class="ca-strong" data-label="place">Diboli</mark>' in html(run(page))


def test_a_picked_event_whose_text_is_not_here_says_so(page: AppTest) -> None:
    page.query_params["event"] = "moura"
    page.session_state["picked"] = "moura"
    assert "The text of report moura is not on this machine" in html(run(page))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Nothing happened here.", "No event could be read in this text"),
        ("a\0b", "the text is binary, not text"),
        ("date: 2025-07-01\n\n", "the text holds no text of an article"),
    ],
)
def test_what_tells_no_event_is_said(page: AppTest, words: str, said: str) -> None:
    assert said in html(paste(page, words))


def test_a_date_that_is_none_is_said(page: AppTest) -> None:
    assert "The date last week is not YYYY-MM-DD" in html(paste(page, date="last week"))


def test_hostile_words_stay_words(page: AppTest, home: Path) -> None:
    said = html(paste(page, f"{HOSTILE} {RAID}", source=HOSTILE, url="javascript:alert(1)"))
    assert "&lt;script&gt;" in said
    assert "<script" not in said
    assert "<img" not in said
    assert NOT_RTL in said
    assert 'href="javascript' not in said
    click(sign(page, HOSTILE, HOSTILE), "Confirm the event")
    click(page, "Add to the map")
    assert "<img" not in html(page)
    assert not page.markdown
    line = json.loads((home / "decisions.jsonl").read_text(encoding="utf-8"))
    assert (line["action"], line["why"]) == ("confirm", HOSTILE)


def test_the_panel_speaks_french(page: AppTest) -> None:
    page.session_state["lang"] = "fr"
    said = html(paste(run(page)))
    assert "<b>Quand</b>" in said
    assert 'data-label="lieu"' in said


def test_what_is_opened_and_left_as_it_was_decides_nothing(page: AppTest) -> None:
    taken = "The gunmen also abducted three Indian workers from a factory in Kayes the same day."
    sign(paste(page, f"{RAID} {taken}"))
    page.selectbox(key="article.event").set_value(1)
    run(page)
    assert "civilians (3, India)" in part_of(page, "Against whom")
    for part in ("what", "status", "when", "where", "who", "targets", "killed", "abducted", "claims"):
        verdict(page, part, "correct")
    assert next(each for each in page.button if each.label == "Save the decisions").disabled
    verdict(page, "status", "accept")
    click(page, "Save the decisions")
    assert [(d.action, d.field) for d in read()[0]] == [("accept", "status")]


def test_an_edited_table_of_targets_holds_what_is_told_and_nothing_else() -> None:
    held = [{"kind": "civilians", "number": 3, "told": "not shown"}, {"kind": "site"}]
    shown = pd.DataFrame(held, columns=["kind", "number", "name"]).astype(object)
    assert fields.listed(shown, held) == held
    shown.loc[0, "number"] = 4
    shown.loc[2] = [None, None, ""]
    assert fields.listed(shown, held) == [{"kind": "civilians", "number": 4}, {"kind": "site"}]
    assert fields.listed(shown.iloc[:0], held) == []
