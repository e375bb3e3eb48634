"""The table twin of a large set: the newest events first, the others on request."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from panels import twin
from tests import page_events

APP = Path(__file__).resolve().parents[2] / "app.py"


def test_a_long_table_shows_the_newest_events_and_more_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    events = page_events.write(tmp_path / "events.geojson")
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", str(events)])
    monkeypatch.setattr(twin, "FIRST", 3)
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    newest = sorted(page_events.ROWS, key=lambda row: str(row["start"]), reverse=True)[:3]
    assert set(page.dataframe[0].value.index) == {row["event_id"] for row in newest}
    assert any("The newest 3 of 8 events" in each.proto.body for each in page.get("html"))
    next(button for button in page.button if button.label == "Show more").click()
    page.run()
    assert len(page.dataframe[0].value) == len(page_events.ROWS)
