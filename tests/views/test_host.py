"""Who wins: what the page asks for, or what a person did on the map."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest

from geo.views import host, timelayer
from tests.views import atlas as atlases


class Browser:
    """The other side: what was sent, and what it tells back."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.tells: dict[str, Any] = {}
        self.callbacks: dict[str, Any] = {}
        self.state: dict[str, Any] = {}  # of the session

    def __call__(self, *, data: dict[str, Any], key: str, **callbacks: Any) -> dict[str, Any]:
        self.sent.append(data)
        self.callbacks = callbacks
        return self.tells

    def window(self, window: list[str] | None, told: int) -> None:
        turns = {name: ask["turn"] for name, ask in self.sent[-1]["asks"].items()}
        look = {"show": "places", "colour": "kind", "size": "count"}
        state = {"window": window, "layers": ["labels"], "view": [0.0, 1.0, 5], "look": look}
        self.tells["state"] = {"told": told, "turns": turns, **state}

    def click(self, columns: timelayer.Columns, event: str | None, of: str | None = None) -> None:
        told = {"set": of or columns.head["id"], "index": columns.index(event)}
        self.state["map"] = {"picked": told}
        self.callbacks["on_picked_change"]()

    def draw(self, corners: list[list[float]], told: int) -> None:
        self.state["map"] = {"drawn": {"told": told, "corners": corners, "closed": True}}
        self.callbacks["on_drawn_change"]()

    def asks(self, name: str) -> tuple[int, Any]:
        """Turn and value of the last ask."""
        ask = self.sent[-1]["asks"][name]
        return ask["turn"], ask["value"]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    import streamlit

    made = Browser()
    monkeypatch.setattr(host, "_component", lambda: made)
    monkeypatch.setattr(streamlit, "session_state", made.state)
    return made


@pytest.fixture(scope="module")
def columns() -> timelayer.Columns:
    return timelayer.columns(atlases.small().events)


JULY = host._dates(["2025-07-01", "2025-07-31"])


def test_the_structure_is_sent_once_and_again_when_it_was_lost(browser, columns):
    host.map_view(columns)
    host.map_view(columns)
    assert ["structure" in data for data in browser.sent] == [True, False]
    browser.callbacks["on_missing_change"]()
    host.map_view(columns)
    assert "structure" in browser.sent[-1]


def test_another_language_is_another_structure_and_another_theme_is_not(browser, columns):
    host.map_view(columns, theme="light")
    host.map_view(columns, theme="dark")
    host.map_view(columns, lang="fr")
    assert ["structure" in data for data in browser.sent] == [True, False, True]
    assert len({data["hash"] for data in browser.sent}) == 2


def test_what_a_person_did_holds_though_the_page_asks_for_the_same_as_before(browser, columns):
    assert host.map_view(columns, window=None).window is None
    browser.window(["2025-07-01", "2025-07-31"], told=1)
    assert host.map_view(columns, window=None).window == JULY
    assert host.map_view(columns, window=None).window == JULY
    assert browser.asks("window")[0] == 1


def test_an_echo_is_no_new_wish(browser, columns):
    host.map_view(columns, window=None)
    browser.window(["2025-07-01", "2025-07-31"], told=1)
    seen = host.map_view(columns, window=None)
    assert (
        host.map_view(columns, window=seen.window, layers=seen.layers, view=seen.view, look=seen.look) == seen
    )
    assert {browser.asks(name)[0] for name in ("window", "layers", "view", "look")} == {1}


def test_a_new_wish_of_the_page_is_followed_and_then_the_person_again(browser, columns):
    host.map_view(columns, window=None)
    browser.window(["2012-01-01", "2012-12-31"], told=1)
    host.map_view(columns, window=None)
    assert host.map_view(columns, window=JULY).window == JULY
    assert browser.asks("window") == (2, ["2025-07-01", "2025-07-31"])
    browser.window(["2012-01-01", "2012-12-31"], told=2)  # the same as before, told anew
    assert host.map_view(columns, window=JULY).window != JULY


def test_a_click_is_told_before_its_run_and_is_no_wish(browser, columns):
    picks: list[str | None] = []
    host.map_view(columns, on_pick=picks.append)
    browser.click(columns, "e03")
    assert picks == ["e03"]
    host.map_view(columns, selected="e03", on_pick=picks.append)
    assert browser.asks("selected") == (1, "e03")
    host.map_view(columns, selected="e18", on_pick=picks.append)  # by the table
    assert browser.asks("selected") == (2, "e18")
    browser.click(columns, None)
    assert picks == ["e03", None]
    host.map_view(columns, selected=None)
    assert browser.asks("selected") == (2, None)


def test_what_left_before_the_browser_heard_of_a_wish_does_not_undo_it(browser, columns):
    host.map_view(columns)
    browser.window(["2025-07-01", "2025-07-31"], told=1)
    assert host.map_view(columns).window == JULY
    before = browser.tells["state"]
    host.map_view(columns, window=JULY)  # a page hands back what it was given
    host.map_view(columns, window=None)
    browser.tells["state"] = before | {"told": 2, "look": {**before["look"], "size": "killed"}}
    seen = host.map_view(columns, window=None)
    assert seen.window is None
    assert seen.look["size"] == "killed", "what the page had not asked for is heard"


def test_mentioned_places_and_events_go_as_data(browser, columns):
    host.map_view(columns, mentions=atlases.MENTIONS)
    sent = browser.sent[-1]
    assert '"Bamako"' in sent["mentions"]
    assert sent["events"].num_rows == columns.head["n"]
    assert sent["keep"] is None
    assert b"Solhan" not in gzip.decompress(sent["structure"]["packed"][0].as_py()), "an event's place"


def test_events_are_sent_once_and_a_filter_is_a_bit_an_event(browser, columns):
    keep = np.zeros(len(atlases.small().events), dtype=bool)
    keep[0] = True
    host.map_view(columns)
    host.map_view(columns, keep=keep)
    assert ["events" in data for data in browser.sent] == [True, False]
    bits = base64.b64decode(browser.sent[-1]["keep"])
    assert sum(byte.bit_count() for byte in bits) == 1
    assert len(bits) == (columns.head["n"] + 7) // 8
    browser.callbacks["on_missing_change"]()
    host.map_view(columns)
    assert "events" in browser.sent[-1]


def test_a_click_on_events_that_are_gone_picks_nothing(browser, columns):
    picks: list[str | None] = []
    host.map_view(columns, on_pick=picks.append)
    browser.click(columns, "e03", "another")
    assert picks == []


def test_an_area_that_was_drawn_is_told_before_its_run(browser, columns):
    told: list[host.Drawn] = []
    host.map_view(columns, on_drawn=told.append)
    browser.draw([[0, 1], [2, 3], [4, 5]], told=1)
    assert told == [(((0, 1), (2, 3), (4, 5)), True)]
    host.map_view(columns, area=[[[0, 1], [2, 3], [4, 5], [0, 1]]], on_drawn=told.append)
    assert json.loads(browser.sent[-1]["area"])["lines"] == [[[0, 1], [2, 3], [4, 5], [0, 1]]]
    browser.draw([], told=2)
    assert told[1:] == [((), True)]  # the area is to go
