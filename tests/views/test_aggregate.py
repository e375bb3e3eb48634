"""The regions that events are counted in, and the shades that tell their numbers."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema, vocab
from geo.names import fold
from geo.views import aggregate, style, timelayer

NAMES = ("Gao", "Kayes", "GAO", "Timbuktu", "Nioro", "Nowhere", None)
BORDERS = vocab.DATA / "borders"


def _outlines() -> list[tuple[str, str, shapely.Geometry]]:
    regions = json.loads((BORDERS / "regions.geojson").read_text(encoding="utf-8"))["features"]
    found = [
        (f["properties"]["iso2"], f["properties"]["name"], shapely.from_geojson(json.dumps(f["geometry"])))
        for f in regions
        if f["properties"]["level"] == "admin1"
    ]
    split = {iso2 for iso2, _, _ in found}
    countries = json.loads((BORDERS / "countries.geojson").read_text(encoding="utf-8"))["features"]
    for f in countries:
        if f["properties"]["iso2"] not in split:
            found.append((f["properties"]["iso2"], "", shapely.from_geojson(json.dumps(f["geometry"]))))
    return found


OUTLINES = _outlines()


def _slowly(event: dict[str, Any]) -> tuple[str, str] | None:
    """One event at a time: by the region's name, else by the outline around its point."""
    country, name = event["country"], event["admin1"]
    known = {(iso2, fold(held)): held for iso2, held, _ in OUTLINES}
    name = {"Timbuktu": "Tombouctou"}.get(name, name)
    if name and (country, fold(name)) in known:
        return country, known[country, fold(name)]
    if (country, "") in known:
        return country, ""
    if event["place_precision"] in ("country", "unresolved") or event["longitude"] is None:
        return None
    at = shapely.Point(event["longitude"], event["latitude"])
    for iso2, held, shape in OUTLINES:
        if country in (None, iso2) and shape.intersects(at):
            return iso2, held
    return None


events = st.builds(
    lambda country, name, place, precision: {
        "country": country,
        "admin1": name,
        "longitude": place and place[0],
        "latitude": place and place[1],
        "place_precision": precision if place else "unresolved",
        "status": "realised",
    },
    st.sampled_from(["ML", "NE", "FR", None]),
    st.sampled_from(NAMES),
    # Diboli, Gao, Agadez, Paris, the Atlantic
    st.none() | st.sampled_from([(-9.6, 15.2), (0.0, 16.3), (8.0, 17.0), (2.35, 48.85), (-30.0, 10.0)]),
    st.sampled_from(["exact", "near", "admin1", "country"]),
)


@settings(max_examples=60)
@given(st.lists(events, max_size=20))
def test_each_event_is_counted_where_a_slow_look_finds_it(rows):
    table = schema.from_rows([{"event_id": f"e{i}", **row} for i, row in enumerate(rows)])
    index, keys = aggregate.regions(table)
    assert keys == sorted(set(keys))
    told = [keys[i] if i < len(keys) else None for i in index]
    assert told == [_slowly(row) for row in rows]
    made = timelayer.columns(table)
    at = made.spots["region"][made.events["spot"]] if len(rows) else np.array([])
    by_id = dict(zip(made.ids, at, strict=True))
    regions = [tuple(each) for each in made.head["regions"]]
    assert [
        regions[by_id[f"e{i}"]] if by_id[f"e{i}"] < len(regions) else None for i in range(len(rows))
    ] == told
    for number, key in enumerate(regions):
        assert sorted(made.within(number)) == [i for i, each in enumerate(told) if each == key]


def test_a_point_just_beyond_its_own_country_keeps_its_country():
    """Diboli (Mali) lies west of Natural Earth's border; the country of the gazetteer wins."""
    diboli = {
        "event_id": "a",
        "country": "ML",
        "longitude": -12.25,
        "latitude": 14.46,
        "place_precision": "exact",
    }
    index, keys = aggregate.regions(schema.from_rows([diboli]))
    assert [keys[i] for i in index] == [("ML", "Kayes")]


def test_country_and_unknown_places_are_spread_over_no_region():
    rows = [
        {"event_id": "a", "country": "ML", "longitude": -3.5, "latitude": 17.0, "place_precision": "country"},
        {"event_id": "b", "country": "ML", "place_precision": "unresolved"},
        {"event_id": "c", "place_precision": "unresolved"},
    ]
    index, keys = aggregate.regions(schema.from_rows(rows))
    assert (index.tolist(), keys) == ([0, 0, 0], [])


def test_how_many_more_may_have_been_killed():
    rows = [
        {"event_id": "a", "status": "realised", "killed_low": 3, "killed_high": 7},
        {"event_id": "b", "status": "realised", "killed_low": 3, "killed_high": 3},
        {"event_id": "c", "status": "realised", "killed_high": 5},
        {"event_id": "d", "status": "realised"},
    ]
    made = timelayer.columns(schema.from_rows(rows))
    assert dict(zip(made.ids, made.events["more"].tolist(), strict=True)) == {"a": 4, "b": 0, "c": 5, "d": 0}
    assert "more" not in timelayer.columns(schema.from_rows(rows[1:2])).events


def _light(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", style.THEMES)
def test_each_shade_stands_out_more_than_the_one_before(theme):
    land, shades = style.THEMES[theme].land, style.SHADES[theme]
    told = [_contrast(shade, land) for shade in shades]
    assert all(after > 1.25 * before for before, after in pairwise(told))
    assert told[0] > 1.2
