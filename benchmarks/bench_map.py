"""The map in Chromium beside its peers: slider steps, filter changes, files, first paint; medians of five.

    python benchmarks/bench_map.py [EVENTS ...] [--only PART ...] [--peers FOLDER]

Prints Markdown tables; what it does, and each figure as it comes, goes to stderr. Events are made up
(map/made_up.py). A time is wall clock from what was done to the second frame after it; two frames alone take
33 ms. Each measurement is a process of its own that is ended when a figure takes too long (map/apart.py).
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "map"))

import apart
import browser
import made_up

from geo.views import style

COUNTS = (20_000, 100_000, 1_000_000)
PARTS = ("steps", "views", "filters", "files", "peers")
PATIENCE = 400.0  # seconds for a figure of ours: the file of a million events takes long to make
VIEWS = style.LOOKS["show"][1:]
MASKS = ("country", "group", "text")
PEERS = {"peers.timed": "TimestampedGeoJson", "peers.st_folium": "st_folium", "peers.glify": "leaflet.glify"}
WANTED = {
    "ours.steps": ("year", "all", "bytes", "gzipped"),
    "ours.views": tuple(f"{view} {window}" for view in VIEWS for window in ("year", "all")),
    "ours.first": ("first", *(f"mask by {name}" for name in MASKS)),
    "ours.filters": ("ready", "rest", "change"),
    "ours.file": ("made", "size", "ready"),
    "ours.empty": ("rest",),
    "peers.timed": ("size", "ready", "year", "all", "change"),
    "peers.st_folium": ("rest", "year", "all", "change"),
    "peers.glify": ("size", "ready", "year", "all", "change"),
}
# What is measured beside the peers: the title, our measurement, its figure, and limits (ms) for COUNTS.
COMPARED = (
    ("Slider step, a year's window", "ours.steps", "year", (35, 35, 35)),
    ("Slider step, all events", "ours.steps", "all", (35, 35, 50)),
    ("Filter change to painted map", "ours.filters", "change", (160, 160, 500)),
    ("Standalone file, from disk to ready", "ours.file", "ready", (600, 800, 2000)),
)
READY = (1000, 1000, 1000)  # the first paint, and opening the page again
NONE = {("peers.st_folium", "ready"): "– (a server draws it)"}


class Run:
    """What was measured so far."""

    def __init__(self) -> None:
        self.got: dict[tuple[str, ...], apart.Figures] = {}

    def take(self, what: str, *words: object, limit: float = PATIENCE, extra: str = "") -> apart.Figures:
        """Measure, and tell on stderr."""
        key = (what, *map(str, words))
        began = time.perf_counter()
        given = (*key[1:], extra) if extra else key[1:]
        self.got[key] = apart.figures(what, *given, limit=limit, wanted=WANTED[what])
        told = ", ".join(f"{name} {said(self.got[key][name], plain=True)}" for name in WANTED[what])
        print(f"{' '.join(key)} ({time.perf_counter() - began:.0f} s): {told}", file=sys.stderr, flush=True)
        return self.got[key]

    def of(self, what: str, *words: object, figure: str) -> list[float] | str:
        """A figure, or why there is none."""
        if (what, figure) in NONE:
            return NONE[what, figure]
        return self.got.get((what, *map(str, words)), {}).get(figure, "not run")


def measure(run: Run, counts: list[int], parts: list[str], folder: Path | None, limit: float) -> None:
    """All that was asked for."""
    for count in counts:
        if "steps" in parts:
            for places in (made_up.PLACES, count) if count <= 100_000 else (made_up.PLACES,):
                run.take("ours.steps", count, places)
        if "views" in parts:
            run.take("ours.views", count)
        if "filters" in parts:
            run.take("ours.first", count)
            run.take("ours.filters", count)
        if "files" in parts:
            run.take("ours.file", count)
    if "filters" in parts:
        run.take("ours.empty")
    for peer in PEERS if "peers" in parts and folder else ():
        for count in counts:
            first = run.take(peer, count, limit=limit, extra=str(folder))[WANTED[peer][0]]
            if isinstance(first, str):
                run.got |= {
                    (peer, str(more)): dict.fromkeys(WANTED[peer], f"not run: {first} at {count:,}")
                    for more in counts
                    if more > count
                }
                break


# --- Words -----------------------------------------------------------------------------------------------


def said(values: list[float] | str, *, plain: bool = False) -> str:
    """Median and worst in milliseconds or seconds, and of how many if not five; or why there are none."""
    if isinstance(values, str):
        return values
    middle, worst = statistics.median(values), max(values)
    if plain:
        return f"{middle:.1f}"
    few = f" (of {len(values)})" if len(values) < browser.ROUNDS else ""
    if worst >= 10_000:
        return f"{middle / 1000:.1f} · {worst / 1000:.1f} s{few}"
    return f"{middle:,.0f} · {worst:,.0f} ms{few}"


def judged(values: list[float] | str, limits: tuple[int, ...], count: int) -> list[str]:
    """The figure, its limit, and whether it is kept."""
    limit = next((each for size, each in zip(COUNTS, limits, strict=True) if count <= size), limits[-1])
    verdict = "" if isinstance(values, str) else "kept" if statistics.median(values) <= limit else "MISSED"
    return [said(values), f"{limit:,} ms", verdict]


def table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    """Print a Markdown table, unless nothing in it was measured."""
    if all(cell in ("not run", "") for row in rows for cell in row[1:] if " ms" not in cell):
        return
    print(f"\n**{title}**\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def tables(run: Run, counts: list[int]) -> None:
    """Print all."""
    for title, what, figure, limits in COMPARED:
        rows = []
        for count in counts:
            words = (count, made_up.PLACES) if what == "ours.steps" else (count,)
            ours = judged(run.of(what, *words, figure=figure), limits, count)
            rows.append([f"{count:,}", *ours, *(said(run.of(peer, count, figure=figure)) for peer in PEERS)])
        table(title, ["events", "ours", "limit", "", *PEERS.values()], rows)
    rows = [
        [
            f"{int(count):,} at {int(places):,} places",
            *judged(got["year"], COMPARED[0][3], int(count)),
            *judged(got["all"], COMPARED[1][3], int(count)),
            *(said(got[name], plain=True) for name in ("year paint", "all paint", "bytes", "gzipped")),
        ]
        for (what, count, places) in (key for key in run.got if key[0] == "ours.steps")
        for got in [run.got[what, count, places]]
        if "all paint" in got
    ]
    heads = [
        "a year's window",
        "limit",
        "",
        "all events",
        "limit",
        "",
        "script: a year",
        "all",
        "bytes an event",
    ]
    table("A slider step and what is sent", ["events", *heads, "gzipped"], rows)
    heads = [f"{view}, {window}" for view in VIEWS for window in ("a year", "all")]
    figures = WANTED["ours.views"]
    rows = [[f"{n:,}", *(said(run.of("ours.views", n, figure=each)) for each in figures)] for n in counts]
    table("A slider step in the other views", ["events", *heads], rows)
    empty = said(run.of("ours.empty", figure="rest"))
    rows = [
        [
            f"{n:,}",
            *judged(run.of("ours.first", n, figure="first"), READY, n),
            *judged(run.of("ours.filters", n, figure="ready"), READY, n),
            said(run.of("ours.filters", n, figure="rest")),
            empty,
            said(run.of("peers.st_folium", n, figure="rest")),
            *(said(run.of("ours.first", n, figure=f"mask by {name}")) for name in MASKS),
        ]
        for n in counts
    ]
    heads = ["columns to first paint", "limit", "", "page opened again to map", "limit", "", "to rest"]
    heads += ["an empty Streamlit page", "st_folium's page", *(f"mask by {name}" for name in MASKS)]
    table("First paint, and the page opened again", ["events", *heads], rows)
    sized = ("ours.file", "peers.timed", "peers.glify")
    rows = [
        [
            f"{n:,}",
            *(said(run.of("ours.file", n, figure="made"), plain=True),),
            *(said(run.of(what, n, figure="size"), plain=True) for what in sized),
        ]
        for n in counts
    ]
    heads = ["ours made in, s", "ours, MB", "TimestampedGeoJson, MB", "leaflet.glify, MB"]
    table("Standalone files", ["events", *heads], rows)


def versions(folder: Path | None) -> str:
    """What is measured, with its version."""
    names = ("streamlit", "folium", "streamlit-folium")
    found = [f"{name} {importlib.metadata.version(name)}" for name in names if _installed(name)]
    for package in browser.PACKAGES if folder else ():
        told = (folder / "node_modules" / package / "package.json").read_text(encoding="utf-8")
        found.append(f"{package} {json.loads(told)['version']}")
    return f"Chromium {browser.version()}, " + ", ".join(found)


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name.replace("-", "_")) is not None


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    install = "npm install leaflet@1.9.4 " + " ".join(each for each in browser.PACKAGES if each != "leaflet")
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"For --peers: {install.replace('jquery ', 'jquery@3 ')}, "
        "and pip install -r requirements-bench.txt.",
    )
    parser.add_argument("events", nargs="*", type=int, default=list(COUNTS), metavar="EVENTS")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="default: all parts")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where npm installed the peers")
    parser.add_argument("--limit", type=float, default=120, help="seconds for a figure of a peer (120)")
    asked = parser.parse_args()
    if asked.peers:
        missing = [each for each in browser.PACKAGES if not (asked.peers / "node_modules" / each).is_dir()]
        missing += [] if _installed("streamlit-folium") else ["streamlit-folium (of requirements-bench.txt)"]
        if missing:
            parser.error(f"--peers {asked.peers}: not installed: {', '.join(missing)}; see --help")
    return asked


def main() -> None:
    """Measure and print."""
    asked, run, began = arguments(), Run(), time.perf_counter()
    counts = sorted(asked.events)
    try:
        measure(run, counts, asked.only, asked.peers, asked.limit)
    finally:  # interrupted, it tells what it has
        print(versions(asked.peers))
        tables(run, counts)
        print(f"\nAll of it took {(time.perf_counter() - began) / 60:.0f} minutes.")


if __name__ == "__main__":
    main()
