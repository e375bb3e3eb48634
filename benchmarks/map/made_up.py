"""Made-up events for the map's benchmarks: skewed over 22,000 places of the central Sahel, 2012-2025."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geo import schema

if TYPE_CHECKING:
    import geopandas as gpd

PLACES = 22_000
YEARS = 14


def events(count: int, places: int = PLACES) -> gpd.GeoDataFrame:
    """An events table: most events at few places, one in ten of several days.

    Parameters
    ----------
    count : int
        Number of events.
    places : int
        Number of places; ``count`` for one each.
    """
    chance = np.random.default_rng(7)
    lon, lat = chance.uniform(-12, 15, places), chance.uniform(9, 20, places)
    skewed = (chance.pareto(0.8, count) * 10).astype(int) % places
    at = np.arange(count) if places == count else skewed
    start = pd.Timestamp("2012-01-01") + pd.to_timedelta(chance.integers(0, YEARS * 365, count), unit="D")
    length = np.where(chance.random(count) < 0.1, chance.integers(1, 30, count), 0)
    kinds = ["Battles", "Violence against civilians", "Explosions/Remote violence", "Riots"]
    table = pd.DataFrame({
        "event_id": [f"e{i}" for i in range(count)], "start": start, "status": "realised",
        "end": start + pd.to_timedelta(length, unit="D"), "date_precision": "day",
        "group": chance.choice(["JNIM", "ISSP", "FAMa", "VDP", "FLM"], count),
        "event_type": chance.choice(kinds, count), "sub_event_type": "Armed clash",
        "country": chance.choice(["ML", "BF", "NE"], count), "attribution": "none",
        "killed_low": pd.array(np.where(chance.random(count) < 0.5, chance.integers(1, 40, count), 0)),
        "place_name": [f"Place {i}" for i in at],
        "longitude": lon[at], "latitude": lat[at], "place_precision": "exact", "uncertainty_km": 3.0,
    })  # fmt: skip
    return schema.typed(table)
