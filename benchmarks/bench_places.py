"""Places: how fast names and points are looked up, and how right the answers are.

Run ``python benchmarks/bench_places.py`` (``--help`` for its sizes): it prints a Markdown table, each figure
beside its limit or its peer. Seconds are processor time, so that a busy machine tells the same.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TOWNS = ROOT / "tests" / "places" / "sahel_towns.csv"
BOX = (-12.0, 9.5, 14.0, 24.0)  # west, south, east, north: the central Sahel

# A sentence, the word in it that is also a place, and what it must not (or must) become.
TRAPS = (
    ("Dire", "The governor of Gao spoke of a dire humanitarian situation on January 9, 2020.", "ML", None),
    ("San", "On January 9, 2020, a company in San Francisco sold drones to Mali.", "ML", None),
    ("Ber", "On January 9, 2020, General Ber Traoré said two soldiers were killed in Gao.", "ML", None),
    ("Gao", "On January 9, 2020, the minister Gao Hucheng visited the troops in Bamako.", "ML", None),
    ("Kita", "On January 9, 2020, the analyst Kita Nakamura said that the army lost Gao.", "ML", None),
    ("Niger", "On January 9, 2020, gunmen crossed the Niger River near Ansongo in Mali.", "ML", None),
    ("Kayes", "On January 9, 2020, gunmen attacked an army post in the region of Kayes.", "ML", "admin1"),
    ("Mali", "On January 9, 2020, the nurse Mali Diarra was abducted by gunmen in Djibo.", "BF", None),
    ("Dori", "On January 9, 2020, the historian Dori Laub spoke of the attack in Gao.", "ML", None),
    ("Man", "Man killed by gunmen in Korhogo on January 9, 2020, the army said.", "CI", None),
)


class Row(NamedTuple):
    """One line of the table."""

    what: str
    measured: str
    limit: str
    kept: bool | None  # None: there is no limit


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000, help="points to place")
    parser.add_argument("--peer", type=int, default=2_000, help="points for the geopandas way, then scaled")
    parser.add_argument("--lookups", type=int, default=50_000, help="exact look-ups; fuzzy ones are a tenth")
    parser.add_argument("--million", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.million:
        print(json.dumps(place_points(args.million)))
        return 0
    rows = [
        *names(args.lookups),
        *points(args.points, args.peer),
        *adding(args.lookups // 2),
        towns(),
        *traps(),
    ]
    print("| what | measured | limit or peer | |\n|---|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.limit} | {'' if row.kept is None else mark(row.kept)} |")
    return 0


def mark(kept: bool) -> str:
    return "kept" if kept else "MISSED"


def timed(call: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def names(count: int) -> Iterator[Row]:
    """Loading, and looking names up."""
    import random

    from geo.places.gazetteer import Gazetteer

    best = min(timed(Gazetteer) for _ in range(7))
    gazetteer = Gazetteer()
    yield Row(f"load {len(gazetteer):,} places", f"{best * 1000:.0f} ms", "200 ms", best <= 0.2)
    draw = random.Random(3)
    spelt = draw.choices([place.name for place in gazetteer], k=count)
    rate = count / timed(lambda: [gazetteer.find(name) for name in spelt])
    yield Row("exact look-ups", f"{rate:,.0f} /s a core", "50,000 /s", rate >= 50_000)
    wrong = [misspelt(name, draw) for name in spelt[: count // 10] if len(name) > 6]
    gazetteer.like("Sandere")  # the index of like names is made at first use
    rate = len(wrong) / timed(lambda: [gazetteer.like(name) for name in wrong])
    yield Row("fuzzy look-ups", f"{rate:,.0f} /s a core", "2,000 /s", rate >= 2_000)


def misspelt(name: str, draw: object) -> str:
    """The name with one letter in its middle written twice."""
    at = len(name) // 2
    return name[:at] + name[at] + name[at:]


def points(count: int, sample: int) -> Iterator[Row]:
    """Points to country, region and border range, and the same by geopandas."""
    run = [sys.executable, __file__, "--million", str(count)]
    done = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
    seconds = sum(done[part] for part in ("country", "region", "border"))
    limit = 15.0 * count / 1_000_000
    parts = ", ".join(f"{part} {done[part]:.1f}" for part in ("country", "region", "border"))
    yield Row(
        f"{count:,} points, all distinct, to country + region + border range",
        f"{seconds:.1f} s ({parts})", f"{limit:g} s", seconds <= limit,
    )  # fmt: skip
    yield Row("its peak memory", f"{done['gib']:.2f} GiB", "1.4 GiB (1.5 GB)", done["gib"] <= 1.5e9 / 2**30)
    yield Row("the same points at 5,000 places", f"{done['shared']:.1f} s", "", None)
    once, each = peer(sample)
    theirs = once + each * count
    yield Row(
        "geopandas.sjoin + distance, the same questions",
        f"{theirs:,.0f} s ({sample:,} points, scaled)",
        f"{theirs / seconds:,.0f} times ours",
        None,
    )


def drawn(count: int) -> tuple:
    import numpy as np

    draw = np.random.default_rng(7)
    return draw.uniform(BOX[0], BOX[2], count), draw.uniform(BOX[1], BOX[3], count)


def place_points(count: int) -> dict[str, float]:
    """Seconds of each step, loading the borders with it, and the peak memory of the process."""
    from geo.places.areas import admin1_at
    from geo.places.borders import border_range, countries_at

    lons, lats = drawn(count)
    begin = time.process_time()
    countries = countries_at(lons, lats)
    country = time.process_time()
    admin1_at(lons, lats, countries=countries)
    region = time.process_time()
    border_range(lons, lats, 5.0, countries)
    border = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 2**30
    few = [column.repeat(-(-count // 5_000))[:count] for column in (lons[:5_000], lats[:5_000])]
    shared = timed(
        lambda: (admin1_at(*few, countries=countries_at(*few)), border_range(*few, 5.0, countries_at(*few)))
    )
    return {
        "country": country - begin, "region": region - country, "border": border - region,
        "gib": peak, "shared": shared,
    }  # fmt: skip


def peer(count: int) -> tuple[float, float]:
    """Seconds of the obvious way, once and a point: two spatial joins, the distance to all other land."""
    import geopandas as gpd

    metric = "EPSG:3857"
    nations = gpd.read_file(ROOT / "data" / "borders" / "osm" / "national.geojson")[["iso2", "geometry"]]
    regions = gpd.read_file(ROOT / "data" / "borders" / "regions.geojson")
    regions = regions[regions["level"] == "admin1"][["name", "geometry"]]
    table = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*drawn(count)), crs="EPSG:4326")
    begin = time.process_time()
    flat = nations.to_crs(metric)
    others = {code: flat[flat["iso2"] != code].union_all() for code in flat["iso2"]}
    ready = time.process_time()
    within = gpd.sjoin(table, nations, how="left").drop(columns="index_right")
    gpd.sjoin(within, regions, how="left")
    for code, group in within.to_crs(metric).groupby("iso2"):
        group.distance(others[code])
    return ready - begin, (time.process_time() - ready) / count


def adding(count: int) -> Iterator[Row]:
    """A country's dump of invented villages into the user's own gazetteer, and loading it from then on."""
    import os
    import random
    import tempfile

    from geo.places.add import add
    from geo.places.gazetteer import Gazetteer

    draw = random.Random(5)
    parts = "ba ko di ga mo si ta na fa du la re ki so nga dou bou".split()
    lines = []
    for number in range(count):
        name = "".join(draw.choices(parts, k=5)).title()
        where = f"{draw.uniform(12.5, 14.5):.5f}\t{draw.uniform(-8.5, -5.5):.5f}"
        lines.append(f"{10**8 + number}\t{name}\t{name}\t{name}ba\t{where}\tP\tPPL\tML" + "\t" * 10)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONFLICT_ATLAS_HOME"] = folder
        dump = Path(folder) / "ML.txt"
        dump.write_text("\n".join(lines), encoding="utf-8")
        seconds = timed(lambda: add(dump))
        best = min(timed(Gazetteer) for _ in range(3))
        del os.environ["CONFLICT_ATLAS_HOME"]
    yield Row(f"places add, a dump of {count:,} villages", f"{seconds:.1f} s", "", None)
    yield Row("load the gazetteer with them", f"{best * 1000:.0f} ms", "", None)


def towns() -> Row:
    """The table of Sahel towns: right within 5 km, and never wrong."""
    from geo.model import LonLat, PlaceRef, Span
    from geo.places.plane import km_between
    from geo.places.rank import Context, locate_all

    rows = list(csv.DictReader(TOWNS.read_text(encoding="utf-8").splitlines()))
    asked = [
        (PlaceRef(r["name"], Span("", 0, len(r["name"]), r["name"])), Context(countries=(r["country"],)))
        for r in rows
    ]
    right = wrong = 0
    for row, fix in zip(rows, locate_all(asked), strict=True):
        if fix.point:
            far = km_between(fix.point, LonLat(float(row["longitude"]), float(row["latitude"]))) > 5
            right, wrong = right + (not far), wrong + far
    told = f"{right} right within 5 km, {wrong} wrong, {len(rows) - right - wrong} not found"
    return Row(
        f"{len(rows)} towns",
        told,
        "96.6 % right (57 of 59), 0 wrong",
        right >= 0.966 * len(rows) and not wrong,
    )


def traps() -> Iterator[Row]:
    """Words that are also places, in running text."""
    from geo import text
    from geo.model import Precision, Report
    from geo.names import fold
    from geo.places.gazetteer import Gazetteer
    from geo.places.rank import Context, locate

    gazetteer, missed = Gazetteer.default(), []
    for word, sentence, country, level in TRAPS:
        reading = text.read(Report("trap", sentence), gazetteer.names())
        refs = [draft.place for draft in reading.drafts if draft.place] + list(reading.mentions)
        hits = [ref for ref in refs if fold(ref.name) == fold(word) and ref.level is not Precision.UNRESOLVED]
        context = Context(countries=(country,))
        levels = {str(locate(ref, context, gazetteer).precision) for ref in hits}
        if levels != ({level} if level else set()):
            missed.append(f"{word} ({', '.join(sorted(levels)) or 'not seen'})")
    told = f"{len(TRAPS) - len(missed)} of {len(TRAPS)}" + (
        f"; missed: {', '.join(missed)}" if missed else ""
    )
    yield Row("traps in running text", told, "10 of 10", not missed)


if __name__ == "__main__":
    sys.exit(main())
