"""Event notes: read the words of each row of an ACLED file, and let the row's own codes judge the reading.

Run ``python benchmarks/text/notes.py FILE [FILE ...]`` with files of your own: ACLED's terms forbid that any
ships with the project. A note is read with nothing but its own words and the row's day as day of publication.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from geo import distance, pipeline, schema, vocab  # noqa: E402
from geo.names import fold  # noqa: E402

SAME_KM = 25.0
LIMITS = {"date": 0.97, "place": 0.85, "deaths": 0.70, "actor": 0.85}
Row = dict[str, Any]


def main() -> int:
    """Print each share and its limit; 1 where one is missed."""
    files = [Path(name) for name in sys.argv[1:]]
    if not files:
        print("skipped: give files in ACLED's layout; none ships with the project")
        return 0
    rows = schema.to_plain(pipeline.read(files, source="acled").events).to_dict("records")
    rows = [row for row in rows if _note(row)]
    told: dict[str, list[bool]] = {name: [] for name in LIMITS}
    for row in rows:
        _, atlas = pipeline.read_text(_note(row), {"date": str(row["start"])})
        judge(row, schema.to_plain(atlas.events).to_dict("records"), told)
    missed = False
    for name, limit in LIMITS.items():
        share = sum(told[name]) / len(told[name]) if told[name] else 0.0
        missed |= share < limit
        print(f"{name}: {share:.3f} of {len(told[name])} notes (at least {limit})")
    return int(missed)


def judge(row: Row, events: list[Row], told: dict[str, list[bool]]) -> None:
    """Note which fields of a row the events that were read in its note agree with."""
    told["date"].append(any(event["start"] == row["start"] for event in events))
    told["place"].append(any(_same_place(row, event) for event in events))
    if row["killed_best"]:
        told["deaths"].append(any(_holds(event, row["killed_best"]) for event in events))
    first = next((a["id"] for a in row["actors"] if a["id"]), None)
    if first in vocab.groups():
        kin = {first, *vocab.members_of(first), *vocab.parents_of(first)}
        told["actor"].append(any(kin & {a["id"] for a in event["actors"]} for event in events))


def _note(row: Row) -> str:
    return next((item["text"] for item in row["evidence"] if item["field"] == "sentence"), "")


def _same_place(row: Row, event: Row) -> bool:
    """Whether a place bears the row's name, or lies where the row puts it."""
    mine, theirs = fold(event["place_name"] or ""), fold(row["place_name"] or "")
    if mine and theirs and (mine in theirs or theirs in mine):
        return True
    if event["longitude"] is None or row["longitude"] is None:
        return False
    km = distance.km(event["longitude"], event["latitude"], row["longitude"], row["latitude"])
    return bool(km <= SAME_KM)


def _holds(event: Row, killed: int) -> bool:
    low, high = event["killed_low"], event["killed_high"]
    return low is not None and low <= killed <= (high if high is not None else killed)


if __name__ == "__main__":
    sys.exit(main())
