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


PIES = """([mark, ratio]) => {
    const side = 80 * ratio, pens = [1, 2].map(() => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = side;
        const pen = canvas.getContext("2d", { willReadFrequently: true });
        pen.fillStyle = "#f5f4ef";
        pen.fillRect(0, 0, side, side);
        pen.scale(ratio, ratio);
        return pen;
    });
    const stamps = new ConflictAtlas.Stamps(side, side, ratio);
    stamps.pies.put(mark);
    const numbered = [...stamps.pixels];
    stamps.clear();
    const { drawCount } = ConflictAtlas;
    stamps.pies.number = ConflictAtlas.drawCount = () => {};
    stamps.pies.put(mark);
    const digits = numbered.filter((paint, k) => paint !== stamps.pixels[k]).length;
    stamps.show(pens[0]);
    ConflictAtlas.drawPoint(pens[1], mark, {});
    Object.assign(ConflictAtlas, { drawCount });
    const [put, drawn] = pens.map((pen) => pen.getImageData(0, 0, side, side).data);
    const far = (k) => Math.max(...[0, 1, 2].map((c) => Math.abs(put[k + c] - drawn[k + c])));
    let other = 0, painted = 0;
    for (let k = 0; k < put.length; k += 4) {
        painted += drawn[k] !== drawn[0] ? 1 : 0;
        other += far(k) > 90 ? 1 : 0;
    }
    const middles = [], hex = (c) => c.toString(16).padStart(2, "0");
    let turn = 0;
    for (const [colour, count] of mark.parts) {
        const at = 2 * Math.PI * (turn + count / mark.total / 2), r = 0.6 * mark.radius;
        turn += count / mark.total;
        const x = Math.round((mark.x + r * Math.sin(at)) * ratio);
        const y = Math.round((mark.y - r * Math.cos(at)) * ratio);
        middles.push([colour, "#" + Array.from(put.slice(4 * (y * side + x)).slice(0, 3), hex).join("")]);
    }
    return { other, painted, middles, digits };
}"""


@pytest.mark.parametrize("ratio", [1, 2])
def test_a_pie_of_pixels_is_the_pie_that_is_drawn(page: Page, ratio: int) -> None:
    page.set_content("<!doctype html><title>library</title>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    paints = [("#d55e00", "#7c442c"), ("#009e73", "#11624f"), ("#0072b2", "#114c6e"), ("#e69f00", "#8a651a")]
    for radius, counts in ((7, [1, 1]), (20, [50, 30, 15, 5]), (26.3, [120, 1200, 400, 90]), (15, [9])):
        parts = [[colour, count, rim] for (colour, rim), count in zip(paints, counts, strict=False)]
        mark = {"x": 40, "y": 40, "radius": radius, "total": sum(counts), "hollow": False, "parts": parts}
        told = page.evaluate(PIES, [mark, ratio])
        assert all(colour == seen for colour, seen in told["middles"]), mark
        assert told["painted"] > 3 * radius**2 * ratio**2 * 0.9
        assert told["other"] <= 0.04 * told["painted"]  # on lines between parts
        assert told["digits"] > 12 * ratio * len(str(sum(counts)))


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
