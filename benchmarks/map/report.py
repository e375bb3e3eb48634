"""What the map's benchmark found, as Markdown tables: figures beside their limits and their peers."""

from __future__ import annotations

import statistics
from typing import NamedTuple

import apart
import browser
import made_up

from geo.views import style

COUNTS = (20_000, 100_000, 1_000_000)  # what limits are for
DISTINCT = 100_000  # up to here it is also measured with as many places as events
PEERS = {"peers.timed": "TimestampedGeoJson", "peers.st_folium": "st_folium", "peers.glify": "leaflet.glify"}
WINDOWS = {"year": "a year", "all": "all events"}
VIEWS = style.LOOKS["show"][1:]
MASKS = ("country", "group", "text")
READY = (1000, 1000, 1000)
NONE = {("peers.st_folium", "ready"): "– (a server draws it)"}


class Column(NamedTuple):
    """A figure of a measurement; with limits (ms, for COUNTS) it is judged; plain ones are no time in ms."""

    head: str
    what: str
    figure: str
    limits: tuple[int, ...] = ()
    plain: bool = False


class Run:
    """What was measured: figures by measurement and its arguments."""

    def __init__(self) -> None:
        self.got: dict[tuple[str, ...], apart.Figures] = {}

    def of(self, column: Column, count: int, places: int) -> list[float] | str:
        """A figure, or why there is none."""
        words = {"ours.steps": (str(count), str(places)), "ours.empty": ()}.get(column.what, (str(count),))
        none = NONE.get((column.what, column.figure), "not run")
        return self.got.get((column.what, *words), {}).get(column.figure, none)


def _beside(ours: str, figure: str, limits: tuple[int, ...]) -> tuple[Column, ...]:
    return Column("ours", ours, figure, limits), *(Column(name, peer, figure) for peer, name in PEERS.items())


STEP = ((35, 35, 35), (35, 35, 50))
SENT = (
    *(
        Column(f"script, {name}, ms", "ours.steps", f"{key} paint", plain=True)
        for key, name in WINDOWS.items()
    ),
    Column("bytes an event", "ours.steps", "bytes", plain=True),
    Column("in a file, gzipped", "ours.steps", "gzipped", plain=True),
)
TABLES: dict[str, tuple[Column, ...]] = {
    "Slider step, a year's window": _beside("ours.steps", "year", STEP[0]),
    "Slider step, all events": _beside("ours.steps", "all", STEP[1]),
    "Filter change to painted map": _beside("ours.filters", "change", (160, 160, 500)),
    "Standalone file, from disk to ready": _beside("ours.file", "ready", (600, 800, 2000)),
    "Standalone file, its making and size": (
        Column("ours made in, s", "ours.file", "made", plain=True),
        Column("ours, MB", "ours.file", "size", plain=True),
        Column("TimestampedGeoJson, MB", "peers.timed", "size", plain=True),
        Column("leaflet.glify, MB", "peers.glify", "size", plain=True),
    ),
    "First paint, and the page opened again": (
        Column("columns to first paint", "ours.first", "first", READY),
        Column("page to map", "ours.filters", "ready", READY),
        Column("page to rest", "ours.filters", "rest"),
        Column("an empty Streamlit page", "ours.empty", "rest"),
        Column("st_folium's page", "peers.st_folium", "rest"),
    ),
    "A filter's mask on the server": tuple(
        Column(f"by {name}", "ours.first", f"mask by {name}") for name in MASKS
    ),
    "Slider step in the other views": tuple(
        Column(f"{view}, {name}", "ours.views", f"{view} {key}")
        for view in VIEWS
        for key, name in WINDOWS.items()
    ),
    "What a step costs the script, and what is sent": SENT,
    "Slider step with as many places as events": (
        *(
            Column(name, "ours.steps", key, limits)
            for (key, name), limits in zip(WINDOWS.items(), STEP, strict=True)
        ),
        *SENT,
    ),
}


def tables(run: Run, counts: list[int]) -> None:
    """Print the tables of what was measured."""
    measured = {key[0] for key in run.got}
    for title, columns in TABLES.items():
        distinct = title.endswith("as many places as events")
        rows = [(n, n if distinct else made_up.PLACES) for n in counts if n <= DISTINCT or not distinct]
        if not rows or measured.isdisjoint(column.what for column in columns):
            continue
        heads = [
            head for column in columns for head in (column.head, *(["limit", ""] if column.limits else []))
        ]
        print(f"\n**{title}**\n\n| events | {' | '.join(heads)} |\n|{'---|' * (len(heads) + 1)}")
        for count, places in rows:
            cells = [
                cell for column in columns for cell in _cells(run.of(column, count, places), column, count)
            ]
            print(f"| {count:,} | {' | '.join(cells)} |")


def _cells(values: list[float] | str, column: Column, count: int) -> list[str]:
    """The figure, and where it has one its limit, and whether it is kept."""
    if not column.limits:
        return [said(values, plain=column.plain)]
    limit = next((each for size, each in zip(COUNTS, column.limits, strict=True) if count <= size), None)
    limit = limit or column.limits[-1]
    verdict = "" if isinstance(values, str) else "kept" if statistics.median(values) <= limit else "MISSED"
    return [said(values), f"{limit:,} ms", verdict]


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
