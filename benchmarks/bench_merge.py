"""Merging at scale: processor seconds, memory, precision and recall on made-up reports whose truth is known.

    python benchmarks/bench_merge.py [REPORTS ...]

Incidents are drawn around 22,000 places of the central Sahel over 2012-2025, skewed as real ones are. One to
five reports tell each; they differ in the point (some km), the day, clash or attack, and in naming the group.
The limit is DESIGN section 8's: a million reports in a minute and 2 GB. The peer is the obvious merge of the
tests, one row against all others, at a size that it can do.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import events, schema
from tests.events import slow_merge

PLACES, PEER = 22_000, 1_000
KINDS = ("Armed clash", "Attack", "Looting/property destruction", "Remote explosive/landmine/IED")
GROUPS = ("JNIM", "ISSP", "FAMa", "BokoHaram")


def reports(count: int) -> gpd.GeoDataFrame:
    """Reports; ``incident_id`` is empty, ``source_code`` names the incident that each tells."""
    random = np.random.default_rng(1)
    told = np.repeat(np.arange(count), random.choice([1, 2, 3, 5], count, p=[0.55, 0.25, 0.12, 0.08]))[:count]
    size = int(told[-1]) + 1
    place = (PLACES * random.random(size) ** 3).astype(int)[told]
    lon, lat = random.uniform(-12, 15, PLACES)[place], random.uniform(10, 18, PLACES)[place]
    day = np.datetime64("2012-01-01") + (5000 * np.sqrt(random.random(size))).astype(int)[told]
    day = day + (random.random(count) < 0.05)  # told a day late
    kind = random.choice(4, size, p=[0.4, 0.4, 0.1, 0.1])[told]
    kind = np.where(kind < 2, random.integers(0, 2, count), kind)
    group = np.array(GROUPS)[random.choice(4, size, p=[0.5, 0.2, 0.2, 0.1])[told]]
    ids = [f"r{number}" for number in range(count)]
    table = pd.DataFrame(
        {
            "event_id": [f"ev-{number}" for number in range(count)],
            "report": ids,
            "reports": [[each] for each in ids],
            "start": day,
            "end": day + (random.random(count) < 0.1),  # in the night to the next day
            "date_precision": "day",
            "sub_event_type": np.array(KINDS)[kind],
            "status": "realised",
            "group": np.where(random.random(count) < 0.2, "Unidentified", group),
            "longitude": lon + random.normal(0, 0.02, count),
            "latitude": lat + random.normal(0, 0.02, count),
            "place_precision": "exact",
            "place_name": np.char.add("place ", place.astype("U")),
            "killed_low": random.integers(0, 40, count),
            "claims": [[{"actor": "JNIM", "status": "claimed", "by": None, "report": each}] for each in ids],
            "confidence": random.random(count).round(2),
            "verification": "unverified",
            "sensitivity": "public",
            "source_code": told.astype("U"),
        }
    )
    return schema.typed(table)


def right(merged: gpd.GeoDataFrame, truth: pd.Series) -> tuple[float, float]:
    """Precision and recall over pairs of reports of one event."""
    found = merged["reports"].explode()
    both = pd.DataFrame({"event": found.index, "incident": truth.loc[found].to_numpy()})

    def pairs(keys: list[str]) -> float:
        counts = both.groupby(keys).size()
        return float((counts * (counts - 1) / 2).sum())

    hits = pairs(["event", "incident"])
    return hits / max(pairs(["event"]), 1), hits / max(pairs(["incident"]), 1)


def peak() -> float:
    """The most memory that this process has held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def measure(count: int) -> None:
    """Merge once and print a line."""
    table = reports(count)
    truth = table.set_index("report")["source_code"]
    before = peak()
    began = time.process_time()
    merged, _ = events.merge(table)
    seconds = time.process_time() - began
    precision, recall = right(merged, truth)
    print(
        f"{count:>9,} reports: {len(merged):>9,} events of {truth.nunique():>9,}, {seconds:6.1f} s,"
        f" {peak():.1f} GB (the table alone {before:.1f}), precision {precision:.3f}, recall {recall:.3f}"
    )


def peer(count: int) -> None:
    """The obvious merge beside ours, which must give the same."""
    table = reports(count)
    rows = schema.to_plain(table).to_dict("records")
    began = time.process_time()
    expected = slow_merge.merge(rows)
    between = time.process_time()
    merged, _ = events.merge(table)
    ended = time.process_time()
    same = schema.to_plain(merged).to_dict("records") == expected
    print(
        f"{count:>9,} reports: one against all {between - began:.1f} s, ours {ended - between:.2f} s,"
        f" {'the same events' if same else 'NOT the same events'}"
    )


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:]]
    if len(sizes) == 1:
        measure(sizes[0])  # in a process of its own, for its memory
    else:
        peer(PEER)
        for size in sizes or (100_000, 1_000_000):
            subprocess.run([sys.executable, __file__, str(size)], check=True)
