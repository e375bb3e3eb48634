"""The browser that all are measured in, Streamlit pages to open in it, and the peers' files from npm."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Route, sync_playwright

HERE = Path(__file__).resolve().parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]  # WebGL runs in software, too
ROUNDS = 5
BUDGET = 12.0  # seconds for the rounds of one figure: what is slow has fewer than five
# Two frames after what was done, it is on the screen; two frames alone take 33 ms.
FRAMES = """const frame = () => new Promise((done) => requestAnimationFrame(done));
    const painted = async () => { await frame(); await frame(); return performance.now(); };"""


@contextmanager
def opened() -> Iterator[Page]:
    """An empty page, which may take as long as it needs: who measures ends it (apart.py)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(0)
        yield page
        browser.close()


def version() -> str:
    """The browser's version."""
    with opened() as page:
        return page.context.browser.version


def rounds(act: Callable[[], float], seconds: float = BUDGET) -> list[float]:
    """What five rounds took, in milliseconds; fewer where the time for them is over."""
    began, took = time.perf_counter(), [act()]
    while len(took) < ROUNDS and time.perf_counter() - began < seconds:
        took.append(act())
    return took


def clock(act: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


@contextmanager
def served(script: str, *words: str) -> Iterator[str]:
    """The address of a Streamlit page of this folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PYTHONPATH": str(HERE), "CONFLICT_ATLAS_HOME": home}
        command = [sys.executable, "-m", "streamlit", "run", str(HERE / script), "--server.port", str(port)]
        command += ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--", *words]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            next(line for line in process.stdout if "URL:" in line)
            try:
                yield f"http://127.0.0.1:{port}/"
            finally:
                process.kill()


def settled(page: Page) -> None:
    """Streamlit has nothing more to do."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


# --- The peers' scripts and styles, which their pages load from public hosts ------------------------------

# The end of an address that folium names, and the same file in a folder of npm's; others are decoration.
NPM = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "jquery.min.js": "jquery/dist/jquery.min.js",
    "jquery-ui.min.js": "jquery-ui-dist/jquery-ui.min.js",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet.awesome-markers.css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
    "iso8601.min.js": "iso8601-js-period/iso8601.js",
    "moment.min.js": "moment/min/moment.min.js",
    "leaflet.timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "leaflet.timedimension.control.css": "leaflet-timedimension/dist/leaflet.timedimension.control.css",
    "glify-browser.js": "leaflet.glify/dist/glify-browser.js",
}
# Versions as folium's own, or the nearest with which they all work.
PACKAGES = {
    "leaflet": "1.9.4",
    "leaflet-timedimension": "1.1.1",
    "leaflet.glify": "3.3.1",
    "leaflet.awesome-markers": "2",
    "iso8601-js-period": "0.2.1",
    "jquery": "3",
    "jquery-ui-dist": "1",
    "moment": "2",
    "bootstrap": "5.2",
}
_SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"/>')


def npm(folder: Path, address: str) -> str:
    """The text of the file that an address means; empty for decoration."""
    path = NPM.get(address.rsplit("/", 1)[-1])
    return (folder / "node_modules" / path).read_text(encoding="utf-8") if path else ""


def inlined(folder: Path, html: str) -> str:
    """A page of folium's with all that it loads inside, so that it opens without a network."""
    html = _SCRIPT.sub(lambda found: f"<script>{npm(folder, found[1])}</script>", html)
    return _STYLE.sub(lambda found: f"<style>{npm(folder, found[1])}</style>", html)


def answered(page: Page, folder: Path) -> None:
    """Give a page from npm's folder what it asks public hosts for."""

    def answer(route: Route) -> None:
        kind = "text/css" if route.request.url.endswith(".css") else "text/javascript"
        route.fulfill(body=npm(folder, route.request.url), content_type=kind)

    page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), answer)
