"""The map in Chromium beside its peers: a slider step, a filter change, a standalone file; medians of five.

    python benchmarks/bench_map.py [EVENTS ...] [--peers FOLDER]

Events are made up (map/made_up.py). A slider step is wall clock from the move to the second frame after it:
two frames alone take 33 ms. FOLDER is one in which ``npm install leaflet leaflet.glify jquery
leaflet-timedimension iso8601-js-period`` ran; a peer that is not there is left out and said so. Peers run at
as many events as they bear.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "map"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import made_up
import peers
from playwright.sync_api import Browser, Page, sync_playwright

from geo import schema
from geo.views import assets, standalone, timelayer
from geo.views import map as mapping

HERE = Path(__file__).resolve().parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ROUNDS, STEPS = 5, 10
MOST_CARDS = 20_000  # a standalone file holds a card an event: more take minutes to make
START = """async ([head, blob, script, name]) => {
    ConflictAtlas.data = {};
    window.view = new Function(script + "; return " + name)().atlas;
    view.layer.setData(await ConflictAtlas.TimeData.fromBlob(head, blob, [], []));
    view.setView([-1, 14.5, 6]);
}"""
STEP = """async ([share, steps]) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const last = view.layer.data.ndays - 1, width = Math.round(share * last), walls = [], paints = [];
    for (let i = 0; i < steps; i++) {
        await frame();
        const began = performance.now();
        const a = share >= 1 ? (i % 2) * 7 : Math.round((last - width) * i / steps);
        view.layer.setWindow(a, Math.min(last, a + width), "move");
        await frame();
        await frame();
        walls.push(performance.now() - began);
        paints.push(view.layer.took);
    }
    const middle = (values) => values.sort((one, other) => one - other)[values.length >> 1];
    return [middle(walls), middle(paints)];
}"""
FILTER = """() => {
    const root = document.querySelector(".ca-root"), was = root.dataset.visible;
    window.began = 0;
    const clicked = () => { window.began = performance.now(); };
    document.addEventListener("click", clicked, { capture: true, once: true });
    window.painted = new Promise((done) => new MutationObserver((_, watch) => {
        if (root.dataset.visible === was) return;
        watch.disconnect();
        done(performance.now());
    }).observe(root, { attributes: true }));
}"""


def said(values: list[float], unit: str = "ms", scale: float = 1) -> str:
    """Median and worst."""
    return f"{statistics.median(values) * scale:.0f} · {max(values) * scale:.0f} {unit}"


def steps(browser: Browser, count: int, places: int) -> list[str]:
    """Wall clock (and paint) of a step: a year's window, all years."""
    columns = timelayer.columns(made_up.events(count, places))
    structure = mapping.structure(mapping.build(tiles=False), {})
    styles = "<style>html,body{height:100%;margin:0}" + assets.styles(*assets.MAP_STYLES) + "</style>"
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_content(f"<!doctype html>{styles}<div class='ca-root'>{structure.html}</div>")
    page.add_script_tag(content=assets.scripts(*assets.MAP_SCRIPTS))
    head, blob = columns.to_blob()
    page.evaluate(START, [head, blob, structure.script, structure.name])
    told = []
    for share in (1 / 14, 1.0):
        walls, paints = zip(*(page.evaluate(STEP, [share, STEPS]) for _ in range(ROUNDS)), strict=True)
        told.append(f"{said(walls)} (paint {statistics.median(paints):.0f})")
    page.close()
    raw = sum(
        each.nbytes
        for name in ("events", "spots", "places")
        for key, each in getattr(columns, name).items()
        if key != "row"
    )
    return [*told, f"{raw / count:.1f}", f"{len(blob) * 0.75 / count:.1f}"]


@contextmanager
def served(script: Path, count: int) -> Iterator[str]:
    """A Streamlit page over made-up events."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PYTHONPATH": str(HERE / "map"), "CONFLICT_ATLAS_HOME": home}
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
        command += ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--", str(count)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            next(line for line in process.stdout if "URL:" in line)
            yield f"http://127.0.0.1:{port}/"
            process.kill()


def filters(browser: Browser, count: int) -> list[str]:
    """Click on a filter's choice to painted map, and opening the page to ready."""
    with served(HERE / "map" / "page.py", count) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(180_000)
        opened(page, address)  # makes the events
        began = time.perf_counter()
        opened(page, address)
        ready = time.perf_counter() - began
        waits = []
        for _ in range(ROUNDS):
            page.get_by_role("combobox", name="Country").click()
            option = page.get_by_role("option").first
            option.wait_for()
            page.evaluate(FILTER)
            option.click()
            waits.append(page.evaluate("painted.then((at) => at - began)"))
            page.keyboard.press("Escape")
            settled(page)
            page.get_by_role("button", name="Clear all filters").click()
            page.wait_for_function(f"document.querySelector('.ca-root').dataset.visible === '{count}'")
            settled(page)
        page.close()
    return [said(waits), f"{ready:.1f} s"]


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector('[data-ready="true"]')
    settled(page)


def settled(page: Page) -> None:
    """Streamlit has nothing more to do."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def opened_file(browser: Browser, count: int) -> list[str]:
    """A standalone file from disk: navigation to ready, and its size."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        made = schema.Atlas(made_up.events(count), schema.empty())
        file.write_text(standalone.standalone(made, title="Made up"), encoding="utf-8")
        waits = []
        for _ in range(ROUNDS):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(180_000)
            began = time.perf_counter()
            page.goto(file.as_uri())
            page.wait_for_selector('[data-ready="true"]')
            waits.append(time.perf_counter() - began)
            page.close()
        return [said(waits, scale=1000), f"{file.stat().st_size / 2**20:.1f} MB"]


def table(title: str, *rows: list[str]) -> None:
    """Print a Markdown table, its first row the heading."""
    print(f"\n{title}\n")
    for i, row in enumerate(rows):
        print("| " + " | ".join(row) + " |", flush=True)
        if not i:
            print("|" + "---|" * len(row))


def main(counts: list[int], folder: Path | None) -> None:
    """Print the tables."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        sets = [(n, p) for n in counts for p in (made_up.PLACES, n) if p <= 100_000]
        rows = [[f"{n:,} at {p:,} places", *steps(browser, n, p)] for n, p in sets]
        heads = ["events", "a year", "all years", "bytes an event", "gzipped"]
        table("Slider step (median · worst of 5 rounds of 10)", heads, *rows)
        table("Slider step of the peers", ["peer", "events", "a year"], *peers.steps(browser, counts, folder))
        rows = [[f"{n:,}", *filters(browser, n)] for n in counts]
        table("Filter change to painted map (median · worst of 5)", ["events", "change", "page ready"], *rows)
        rows = [[f"{n:,}", *opened_file(browser, n)] for n in counts if n <= MOST_CARDS]
        table("Standalone file from disk to ready (median · worst of 5)", ["events", "ready", "size"], *rows)
        browser.close()


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word.isdigit()]
    at = Path(sys.argv[sys.argv.index("--peers") + 1]) if "--peers" in sys.argv else None
    main([int(word) for word in given] or [20_000, 100_000, 1_000_000], at)
