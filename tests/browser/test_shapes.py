"""Land and borders: their canvas lies on whole pixels, or it is blurred and slow to put on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_names import _event, _land
from tests.browser.test_timelayer import _view

OFF = """() => [...document.querySelectorAll(".leaflet-pane canvas")].map((canvas) => {
    const { x, y } = canvas.getBoundingClientRect(), home = view.map.getContainer().getBoundingClientRect();
    return Math.max(...[x - home.x, y - home.y].map((far) => Math.abs(far - Math.round(far))));
})"""


@pytest.mark.parametrize("at", ["-11.4347, 14.4471, 8", "-3.0013, 16.7719, 5"])
def test_every_canvas_of_the_map_lies_on_whole_pixels(page: Page, at: str) -> None:
    _view(page, [_event("Kayes", -11.434, 14.447)], at, _land([]))
    off = page.evaluate(OFF)
    assert len(off) >= 4  # land, borders, names, events
    assert max(off) < 0.001
    page.evaluate("view.setView([-7.77131, 13.12713, 6])")
    assert max(page.evaluate(OFF)) < 0.001
