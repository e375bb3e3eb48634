"""The map in Chromium beside its peers: slider steps, filter changes, files, first paint.

    python benchmarks/bench_map.py [EVENTS ...] [--only PART ...] [--peers FOLDER]

Prints Markdown tables; each figure goes to stderr as it comes. Events are made up (map/made_up.py). A time is
wall clock from what was done to the second frame after it, median and worst of five; two frames alone take
33 ms. Each measurement is a process of its own that is ended when a figure takes too long (map/apart.py).
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "map"))

import apart
import browser
import made_up
import report

PARTS = ("steps", "views", "filters", "files", "peers")
PATIENCE = 400.0  # seconds for a figure of ours: the file of a million events takes long to make
MADE = ("size", "ready", "year", "all", "change")
# The figures of each measurement, in the order in which they come.
WANTED = {
    "ours.steps": ("year", "all", "bytes", "gzipped"),
    "ours.views": tuple(f"{view} {window}" for view in report.VIEWS for window in report.WINDOWS),
    "ours.first": ("first", *(f"mask by {name}" for name in report.MASKS)),
    "ours.filters": ("ready", "rest", "change"),
    "ours.file": ("made", "size", "ready"),
    "ours.empty": ("rest",),
    "peers.timed": MADE,
    "peers.st_folium": ("rest", "year", "all", "change"),
    "peers.glify": MADE,
}


def measure(run: report.Run, asked: argparse.Namespace) -> None:
    """All that was asked for."""
    for count in asked.events:
        if "steps" in asked.only:
            take(run, "ours.steps", str(count), str(made_up.PLACES))
            if count <= report.DISTINCT:
                take(run, "ours.steps", str(count), str(count))
        if "views" in asked.only:
            take(run, "ours.views", str(count))
        if "filters" in asked.only:
            take(run, "ours.first", str(count))
            take(run, "ours.filters", str(count))
        if "files" in asked.only:
            take(run, "ours.file", str(count))
    if "filters" in asked.only:
        take(run, "ours.empty")
    if "peers" in asked.only and asked.peers:
        for name in report.PEERS:
            peer(run, name, asked)


def peer(run: report.Run, name: str, asked: argparse.Namespace) -> None:
    """A peer at each count, until it does not even begin."""
    first, why = WANTED[name][0], ""
    for count in asked.events:
        if why:
            run.got[name, str(count)] = dict.fromkeys(WANTED[name], why)
            continue
        take(run, name, str(count), folder=str(asked.peers), limit=asked.limit)
        told = run.got[name, str(count)][first]
        why = f"not run: {told} at {count:,}" if isinstance(told, str) else ""


def take(run: report.Run, what: str, *words: str, folder: str = "", limit: float = PATIENCE) -> None:
    """Measure, and tell on stderr."""
    began = time.perf_counter()
    given = (*words, folder) if folder else words
    got = run.got[what, *words] = apart.figures(what, *given, limit=limit, wanted=WANTED[what])
    told = ", ".join(f"{name} {report.said(got[name], plain=True)}" for name in WANTED[what])
    print(
        f"{what} {' '.join(words)} ({time.perf_counter() - began:.0f} s): {told}", file=sys.stderr, flush=True
    )


def versions(folder: Path | None) -> str:
    """What is measured, with its version."""
    names = ("streamlit", "folium", "streamlit-folium")
    found = [f"{name} {importlib.metadata.version(name)}" for name in names if installed(name)]
    for package in browser.PACKAGES if folder else ():
        told = (folder / "node_modules" / package / "package.json").read_text(encoding="utf-8")
        found.append(f"{package} {json.loads(told)['version']}")
    return f"Chromium {browser.version()}, " + ", ".join(found)


def installed(name: str) -> bool:
    """Whether a Python package is there."""
    return importlib.util.find_spec(name.replace("-", "_")) is not None


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="For --peers: pip install -r requirements-bench.txt, and in FOLDER: npm install "
        + " ".join(f"{name}@{browser.PACKAGES[name]}" for name in browser.PACKAGES),
    )
    counts = list(report.COUNTS)
    parser.add_argument("events", nargs="*", type=int, default=counts, metavar="EVENTS", help=str(counts))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="default: all parts")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where npm installed the peers")
    parser.add_argument("--limit", type=float, default=120, help="seconds for a figure of a peer (120)")
    asked = parser.parse_args()
    asked.events.sort()
    if asked.peers:
        missing = [each for each in browser.PACKAGES if not (asked.peers / "node_modules" / each).is_dir()]
        missing += [] if installed("streamlit-folium") else ["streamlit-folium"]
        if missing:
            parser.error(f"{asked.peers} lacks {', '.join(missing)}: --help tells how to install them")
    return asked


def main() -> None:
    """Measure and print."""
    asked, run, began, load = arguments(), report.Run(), time.perf_counter(), os.getloadavg()[1]
    try:
        measure(run, asked)
    finally:  # interrupted, it tells what it has
        print(versions(asked.peers))
        report.tables(run, asked.events)
        took = (time.perf_counter() - began) / 60
        print(f"\nAll of it took {took:.0f} minutes; the machine's load was {load:.1f} before.")


if __name__ == "__main__":
    main()
