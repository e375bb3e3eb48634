"""Marks that are copied as pixels look as drawn ones do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from geo.views import assets, style

MARKS = [
    {"x": 40, "y": 40, "radius": 5, "total": 1, "hollow": False, "parts": [["#d55e00", 1, "#7c442c"]]},
    {"x": 80, "y": 40, "radius": 12.5, "total": 9, "hollow": True, "parts": [["#0072b2", 9, "#114c6e"]]},
    {
        "x": 45.3,
        "y": 80.6,
        "radius": 16,
        "total": 120,
        "hollow": False,
        "parts": [["#d55e00", 100, "#7c442c"], ["#009e73", 20, "#11624f"]],
    },
    {"x": 60, "y": 82, "radius": 5, "total": 1, "hollow": False, "parts": [["#0072b2", 1, "#114c6e"]]},
]
BOTH = """([marks, theme, ratio]) => {
    const side = 128 * ratio, pens = [1, 2].map(() => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = side;
        const pen = canvas.getContext("2d", { willReadFrequently: true });
        pen.fillStyle = theme.land;
        pen.fillRect(0, 0, side, side);
        pen.scale(ratio, ratio);
        return pen;
    });
    const stamps = new ConflictAtlas.Stamps(side, side, ratio);
    const whole = (value) => Math.round(value * ratio) / ratio;
    for (let turn = 0; turn < 2; turn++) { // the second time they are looked up
        stamps.learn(marks, theme);
        stamps.clear();
        for (const mark of marks) stamps.put(mark.x * ratio, mark.y * ratio, mark.stamp, true);
    }
    stamps.show(pens[0]);
    for (const mark of marks) {
        ConflictAtlas.drawPoint(pens[1], { ...mark, x: whole(mark.x), y: whole(mark.y) }, theme);
    }
    const [stamped, drawn] = pens.map((pen) => pen.getImageData(0, 0, side, side).data);
    return {
        most: stamped.reduce((most, value, k) => Math.max(most, Math.abs(value - drawn[k])), 0),
        painted: drawn.filter((value, k) => k % 4 === 0 && value !== drawn[0]).length,
        kept: stamps.made.size,
    };
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ratio", [1, 2])
def test_a_stamped_mark_is_the_mark_that_is_drawn(page: Page, theme: str, ratio: int) -> None:
    page.set_content("<!doctype html><title>library</title>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    told = page.evaluate(BOTH, [MARKS, style.themes()[theme], ratio])
    assert told["painted"] > 1000
    assert told["most"] <= 24  # of 255: colours of soft edges are rounded twice
    assert told["kept"] == len(MARKS)


def test_another_theme_draws_marks_anew(page: Page) -> None:
    page.set_content("<!doctype html><title>library</title>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    same = page.evaluate(
        """([mark, light, dark]) => {
            const stamps = new ConflictAtlas.Stamps(64, 64, 1);
            const stamp = (theme) => { stamps.learn([mark], theme); return mark.stamp; };
            const one = stamp(light);
            return [stamp(light) === one, stamp(dark) === one];
        }""",
        [MARKS[1], style.themes()["light"], style.themes()["dark"]],
    )
    assert same == [True, False]
