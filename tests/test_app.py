"""The page without a browser: link -> filters -> count, table, card, address.

Streamlit's AppTest runs the page as it is but draws no map: its window comes by link here, and what the map
does is for tests/browser.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo import pipeline
from geo.errors import BrokenData
from tests import page_events

APP = Path(__file__).resolve().parents[1] / "app.py"


@pytest.fixture
def events_file(tmp_path: Path) -> Path:
    return page_events.write(tmp_path / "events.geojson")


@pytest.fixture
def page(events_file: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over the made-up events; ``run`` draws it."""
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events_file)])
    return AppTest.from_file(str(APP), default_timeout=60)


def draw(page: AppTest, **link: str) -> AppTest:
    for name, value in link.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(each.proto.body for each in page.get("html"))


def shown(page: AppTest) -> set[str]:
    """Ids in the table, which must be as many as the count says."""
    ids = set(page.dataframe[0].value.index) if page.dataframe else set()
    assert f'data-shown="{len(ids)}"' in html(page)
    return ids


def address(page: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[-1] for name, value in page.query_params.items()}


ALL = {row["event_id"] for row in page_events.ROWS}


def test_all_events_are_shown_at_first(page: AppTest) -> None:
    assert shown(draw(page)) == ALL
    assert "8 of 8 events, 1 without a place" in html(page)
    assert address(page) == {}


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("group", ["JNIM"], {"flm-member", "kayes", "diboli", "elsewhere", "june"}),
        ("group", ["FLM"], {"flm-before", "flm-member"}),
        ("event_type", ["Violence against civilians"], {"moura", "kayes"}),
        ("place_precision", ["country", "unresolved"], {"june", "elsewhere"}),
        ("attribution", ["contested"], {"kayes"}),
        ("country", ["BF"], {"june", "dori"}),
    ],
)
def test_a_filter_moves_table_count_and_address_together(
    page: AppTest, name: str, words: list[str], expected: set[str]
) -> None:
    draw(page).multiselect(key=name).set_value(words).run()
    assert shown(page) == expected
    assert address(page) == {name: "|".join(words)}
    page.button[0].click().run()
    assert shown(page) == ALL
    assert address(page) == {}


def test_words_are_searched_in_places_and_sentences(page: AppTest) -> None:
    draw(page).text_input(key="text").set_value("  MOURA ").run()
    assert shown(page) == {"moura"}


def test_a_link_restores_filters_window_card_and_language(page: AppTest) -> None:
    link = {"group": "JNIM", "since": "2025-07-01", "until": "2025-07-31", "event": "kayes", "lang": "fr"}
    assert shown(draw(page, **link)) == {"kayes", "diboli", "elsewhere"}
    assert page.multiselect(key="group").value == ["JNIM"]
    assert "Contesté" in html(page)
    assert "3 événements sur 8, 1 sans lieu" in html(page)
    assert address(page) == link


def test_a_link_keeps_filters_that_have_no_widget(page: AppTest) -> None:
    assert shown(draw(page, bbox="-13,14,-11,15")) == {"kayes", "diboli"}
    assert address(page) == {"bbox": "-13.0,14.0,-11.0,15.0"}


def test_an_interval_that_touches_the_window_is_in_it(page: AppTest) -> None:
    assert shown(draw(page, since="2025-06-30", until="2025-06-30")) == {"june"}
    assert shown(draw(page)) == {"june"}, "the state outlives the next run"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"group": "JNIN"}, "did you mean &#39;JNIM&#39;?"),
        ({"since": "2025-13-01"}, "is not a date"),
        ({"bbox": "<img src=x>"}, "is not 4 numbers"),
    ],
)
def test_a_link_that_cannot_be_used_is_said_and_left_out(
    page: AppTest, link: dict[str, str], said: str
) -> None:
    assert shown(draw(page, **link)) == ALL
    assert said in html(page)
    assert "<img" not in html(page)


def test_the_card_tells_when_its_event_is_filtered_out_or_unknown(page: AppTest) -> None:
    draw(page, event="moura", group="JNIM")
    assert "outside the filters" in html(page)
    assert "Attack · Moura · 27 March to 31 March 2022" in html(page)


def test_the_card_can_be_closed(page: AppTest) -> None:
    draw(page, event="kayes")
    next(button for button in page.button if button.label == "Close the card").click().run()
    assert 'ca-card"' not in html(page).split("</style>")[-1]
    assert address(page) == {}


def test_an_unknown_event_in_a_link_is_said(page: AppTest) -> None:
    assert "not among the events" in html(draw(page, event="<b>no</b>"))
    assert "<b>no" not in html(page)


def test_nothing_that_fits_says_what_to_do(page: AppTest) -> None:
    draw(page, text="no such words")
    assert "No event fits" in html(page)
    assert 'data-shown="0"' in html(page)


@pytest.mark.parametrize(
    "link", [{"at": "x,y"}, {"at": "1,2"}, {"at": "nan,0,3"}, {"layers": "osm|<b>|regions"}]
)
def test_a_link_cannot_switch_on_the_network_or_break_the_view(page: AppTest, link: dict[str, str]) -> None:
    draw(page, **link)
    assert address(page) == ({"layers": "regions"} if "layers" in link else {})


def test_without_events_the_page_says_how_to_give_some(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = tmp_path / "no-such-file.txt"
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(missing)])
    page = draw(AppTest.from_file(str(APP), default_timeout=60))
    assert "There are no events yet" in html(page)
    assert page.expander[0].label == "1 input could not be read"
    assert "no-such-file.txt" in page.dataframe[0].value["reason"][0]


def test_broken_data_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, page: AppTest) -> None:
    def build(paths: tuple[str, ...]) -> None:
        raise BrokenData("data/places.csv", "is <damaged>", "check the project out again")

    monkeypatch.setattr(pipeline, "build", build)
    assert "data/places.csv is &lt;damaged&gt;: check the project out again" in html(draw(page))


def test_paths_come_from_the_environment_too(
    monkeypatch: pytest.MonkeyPatch, events_file: Path, page: AppTest
) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample"])
    monkeypatch.setenv("CONFLICT_ATLAS_PATHS", str(events_file))
    assert shown(draw(page)) == ALL


def test_hostile_names_stay_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bad: dict[str, Any] = {"place_name": "</article><script>x</script>", "country": "![](http://x.org/a.png)"}
    file = page_events.write(tmp_path / "hostile.geojson", [page_events.ROWS[4] | bad | {"group": "<b>"}])
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(file)])
    page = draw(AppTest.from_file(str(APP), default_timeout=60), event="diboli")
    assert "&lt;script&gt;" in html(page)
    assert "<script" not in html(page)
    assert not page.markdown
