"""Datasets: how fast a long file becomes GeoParquet, in how much memory, and what is accounted for.

Run ``python benchmarks/bench_sources.py`` (``--help`` for its sizes): it prints a Markdown table, each figure
beside its limit or its peer. The file is made up, with the columns and lengths of a real one; the real files
in ../shared/data are counted where they are there. The limit is judged by processor seconds, so that a busy
machine tells the same.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DATA = ROOT.parent / "shared" / "data"
REAL = {
    "ucdp/ged_hdx_bangladesh.csv": 601,
    "ucdp/ged191_myanmar_bangladesh.csv": 3_194,
    "gdelt/20180326044500.export.CSV": 1_540,
}
COUNTRIES = (("Mali", 432, 14.5, -4.0), ("Burkina Faso", 439, 12.5, -1.5), ("Niger", 436, 14.5, 2.0))
SIDES = ("JNIM", "IS", "Civilians", "Ansaroul Islam", "MNLA", "A group that nobody has listed")
COLUMNS = (
    *("id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name", "dyad_new_id"),
    *("dyad_name", "side_a_new_id", "gwnoa", "side_a", "side_b_new_id", "gwnob", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline"),
    *("source_original", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude"),
    *("geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec"),
    *("date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("low", "best", "high"),
)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the file that is made up")
    parser.add_argument("--run", nargs=3, metavar=("WHO", "IN", "OUT"), help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.run:
        print(json.dumps(run(*args.run)))
        return 0
    print("| what | measured | limit or peer | |\n|---|---|---|---|")
    for row in (*speed(args.rows), *accounted()):
        print(f"| {' | '.join(row)} |")
    return 0


def mark(kept: bool) -> str:
    return "kept" if kept else "MISSED"


def speed(count: int) -> Iterator[tuple[str, str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ged.csv")
        make(path, count)
        size = path.stat().st_size / 1e6
        ours, theirs = (child(who, path, Path(folder, f"{who}.parquet")) for who in ("ours", "peer"))
    assert ours["rows"] == theirs["rows"] == count
    limit = 30 * count / 1_000_000
    what = f"{count:,} rows of UCDP's layout ({size:,.0f} MB) to GeoParquet"
    both = f"{ours['wall']:.1f} s on the clock, {ours['cpu']:.1f} s of processor"
    yield what, both, f"{limit:g} s", mark(ours["cpu"] <= limit)
    yield "its peak memory", f"{ours['gb']:.2f} GB", "1.5 GB", mark(ours["gb"] <= 1.5)
    peer = f"{theirs['wall']:.1f} s on the clock, {theirs['cpu']:.1f} s of processor, {theirs['gb']:.2f} GB"
    yield "pandas.read_csv + GeoDataFrame.to_parquet: the columns as they are, nothing mapped", peer, "", ""


def child(who: str, path: Path, out: Path) -> dict[str, float]:
    """One way in a process of its own, so that its memory is its own."""
    command = [sys.executable, __file__, "--run", who, str(path), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def run(who: str, path: str, out: str) -> dict[str, float]:
    begin, used = time.perf_counter(), time.process_time()
    rows = {"ours": ours, "peer": peer}[who](path, out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {
        "wall": time.perf_counter() - begin, "cpu": time.process_time() - used, "gb": peak, "rows": rows,
    }  # fmt: skip


def ours(path: str, out: str) -> int:
    import geo

    done = geo.convert([path], out)
    assert done is not None
    (summary,) = done.summaries
    assert summary["rows"] == summary["read"] + summary["rejected"] + sum(summary["out_of_scope"].values())
    return summary["rows"]


def peer(path: str, out: str) -> int:
    import geopandas as gpd
    import pandas as pd

    table = pd.read_csv(path)
    points = gpd.points_from_xy(table["longitude"], table["latitude"])
    gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326").to_parquet(out, write_covering_bbox=True)
    return len(table)


def make(path: Path, count: int) -> None:
    """Write a file in UCDP's layout: 5,000 places, multi-day events, quoted line ends, ids like 15960.0."""
    draw = Random(5)
    places = [
        (f"Village {n}", name, code, round(lat + draw.uniform(-2, 2), 6), round(lon + draw.uniform(-2, 2), 6))
        for n, (name, code, lat, lon) in ((n, draw.choice(COUNTRIES)) for n in range(5_000))
    ]
    first = date(2012, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for n in range(count):
            place, country, code, lat, lon = draw.choice(places)
            day, other = first + timedelta(draw.randrange(5_000)), draw.choice(SIDES)
            low = draw.randrange(9)
            gap = "\n" if n % 50 == 0 else " "
            words = f'"Some News Agency,{day},Several people die{gap}in an attack at {place}, officials say"'
            out.writerow(
                (
                    f"{n}.0", day.year, 1, 3 if other == "Civilians" else 1, code, f"{country}: Government",
                    code + n % 7, f"Government of {country} - {other}", code, code,
                    f"Government of {country}", n % 11, "", other, draw.choice((-1, 1, 2)), words,
                    "Some News Agency", day, "Several people die", "officials", draw.randint(1, 6),
                    place, f"Region {n % 8}", f"District {n % 60}", lat, lon, f"POINT ({lon} {lat})", 150_000,
                    country, code, "Africa", 1, draw.randint(1, 5), day, day + timedelta(draw.randrange(3)),
                    low, 0, 0, 0, low, low, low + draw.randrange(4),
                )
            )  # fmt: skip


def accounted() -> Iterator[tuple[str, str, str, str]]:
    import geo

    for name, count in REAL.items():
        if not (DATA / name).is_file():
            yield name, "not there", f"{count} rows", "skipped"
            continue
        (summary,) = geo.read([DATA / name]).summaries
        left_out = sum(summary["out_of_scope"].values())
        told = f"{summary['read']} read, {summary['rejected']} rejected, {left_out} out of scope"
        whole = summary["read"] + summary["rejected"] + left_out == summary["rows"] == count
        yield f"rows of {Path(name).name}", told, f"{count}", mark(whole)


if __name__ == "__main__":
    sys.exit(main())
