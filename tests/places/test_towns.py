"""Towns of the news: nearly all found within 5 km, and none wrong.

The coordinates come from GeoNames, the design notes and published values (column ``source``). Some of them
are the gazetteer's own sources: what is measured is that the name leads to its row, among namesakes.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.model import Fix, FixStatus, LonLat
from geo.places.plane import km_between

TABLE = Path(__file__).parent / "sahel_towns.csv"
TOWNS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
Ask = Callable[..., Fix]


def test_the_table_is_large_and_sourced() -> None:
    assert len(TOWNS) >= 59
    assert all(row["source"] for row in TOWNS)
    assert len({(row["name"], row["country"]) for row in TOWNS}) == len(TOWNS)


@pytest.mark.parametrize("neighbours", [False, True], ids=["alone", "with two countries"])
def test_towns_of_the_news_are_right_or_refused(ask: Ask, neighbours: bool) -> None:
    right, wrong = [], []
    for row in TOWNS:
        other = "BF" if row["country"] == "ML" else "ML"
        fix = ask(row["name"], (row["country"], other) if neighbours else (row["country"],))
        if fix.status is FixStatus.FOUND:
            assert fix.point is not None
            km = km_between(fix.point, LonLat(float(row["longitude"]), float(row["latitude"])))
            (right if km <= 5 else wrong).append(row["name"])
    assert wrong == []
    assert len(right) >= 0.95 * len(TOWNS)


@pytest.mark.parametrize("name", ["Zzyzx", "Diamond Cement Factory", "the capital", "humanitaire"])
def test_what_is_no_town_is_absent(ask: Ask, name: str) -> None:
    assert ask(name, ("ML",)).status is FixStatus.ABSENT
