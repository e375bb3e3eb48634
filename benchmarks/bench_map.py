"""The map's time layer in Chromium: milliseconds a slider step, wall clock over two frames.

    python benchmarks/bench_map.py [EVENTS ...]

Events are drawn around 22,000 places of the central Sahel over 2012-2025, skewed as real ones are. The
limit is DESIGN section 5's: 35 ms a step for a year's window. Two frames take 33 ms, however fast the paint.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

from geo import schema
from geo.views import assets, timelayer
from geo.views import map as mapping

LIMIT_MS = 35
PLACES = 22_000
STEPS = 30
SCRIPT = """async ([head, blob, script, name, share, steps]) => {
    ConflictAtlas.data = ConflictAtlas.data || {};
    if (!window.view) {
        window.view = new Function(script + "; return " + name)().atlas;
        view.layer.setData(await ConflictAtlas.TimeData.fromBlob(head, blob, [], []));
        view.setView([-1, 14.5, 6]);
    }
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const last = view.layer.data.ndays - 1, width = Math.round(share * last);
    const walls = [];
    for (let i = 0; i < steps; i++) {
        const began = performance.now();
        const a = share >= 1 ? (i % 2) * 7 : Math.round((last - width) * i / steps);
        view.layer.setWindow(a, Math.min(last, a + width), "move");
        await frame(); await frame();
        walls.push(performance.now() - began);
    }
    return walls;
}"""


def events(count: int) -> pd.DataFrame:
    """Random located events of a day, most of them at few places."""
    chance = np.random.default_rng(7)
    lon, lat = chance.uniform(-12, 15, PLACES), chance.uniform(9, 20, PLACES)
    at = (chance.pareto(0.8, count) * 10).astype(int) % PLACES
    start = pd.Timestamp("2012-01-01") + pd.to_timedelta(chance.integers(0, 14 * 365, count), unit="D")
    table = pd.DataFrame({
        "event_id": [f"e{i}" for i in range(count)], "start": start, "end": start, "status": "realised",
        "group": chance.choice(["JNIM", "ISSP", "FAMa", "VDP", "Unidentified"], count),
        "longitude": lon[at], "latitude": lat[at], "place_precision": "exact",
    })  # fmt: skip
    return schema.typed(table)


def main(counts: list[int]) -> None:
    """Print a table."""
    print(f"| events | window of a year: median · 95 % | all years: median · 95 % | limit {LIMIT_MS} ms |")
    print("|---|---|---|---|")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for count in counts:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            made = mapping.build(tiles=False)
            structure = mapping.structure(made, mapping.data())
            styles = "<style>html,body{height:100%;margin:0}" + assets.styles(*assets.MAP_STYLES) + "</style>"
            page.set_content(f"<!doctype html>{styles}<div class='ca-root'>{structure.html}</div>")
            page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
            head, blob = timelayer.columns(events(count)).to_blob()
            told = []
            for share in (1 / 14, 1.0):
                walls = sorted(
                    page.evaluate(SCRIPT, [head, blob, structure.script, structure.name, share, STEPS])
                )
                told.append((statistics.median(walls), walls[int(len(walls) * 0.95)]))
            kept = "kept" if told[0][0] <= LIMIT_MS else "MISSED"
            print(f"| {count:,} | " + " | ".join(f"{m:.0f} · {p:.0f} ms" for m, p in told) + f" | {kept} |")
            page.close()
        browser.close()


if __name__ == "__main__":
    main([int(n) for n in sys.argv[1:]] or [20_000, 100_000, 1_000_000])
