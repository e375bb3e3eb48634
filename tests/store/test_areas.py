"""Circles and drawn areas against an obvious solver: one event at a time, edges walked in small steps."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo import schema
from geo.errors import InvalidQuery
from geo.store import areas, shapes
from geo.store.shapes import Ring

BALL = Geod(a=6371008.8, f=0)
STEPS = 400  # of each edge


def away_km(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    return float(BALL.inv(lon, lat, to_lon, to_lat)[2]) / 1000


def is_inside(lon: float, lat: float, ring: Ring) -> bool:
    """Count the edges to the right."""
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (x2 - x1) * (lat - y1) / (y2 - y1):
            odd = not odd
    return odd


def rim_km(lon: float, lat: float, ring: Ring, closed: bool = True) -> float:
    least = math.inf
    for (x1, y1), (x2, y2) in itertools.pairwise(ring + ring[:1] if closed else ring):
        part = np.linspace(0, 1, STEPS)
        far = BALL.inv(
            np.full(STEPS, lon), np.full(STEPS, lat), x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
        )[2]
        least = min(least, float(far.min()) / 1000)
    return least


UNSURE = st.none() | st.sampled_from([0.0, 3.0, 20.0, 150.0])
LON, LAT = st.floats(-9, 1).map(lambda x: round(x, 3)), st.floats(10, 18).map(lambda x: round(x, 3))
TABLES = st.lists(st.tuples(LON, LAT, UNSURE), min_size=1, max_size=8)
RINGS = st.lists(
    st.tuples(st.integers(-80, 0).map(lambda x: x / 10), st.integers(110, 170).map(lambda y: y / 10)),
    min_size=3,
    max_size=6,
    unique=True,
).map(tuple)


def table(rows: list[tuple[float | None, float | None, float | None]]) -> pd.DataFrame:
    told = [{"longitude": lon, "latitude": lat, "uncertainty_km": km} for lon, lat, km in rows]
    return schema.from_rows([*told, {}])  # and one without a place


@given(TABLES, LON, LAT, st.sampled_from([0.5, 50.0, 400.0]))
def test_a_circle_agrees_with_one_event_at_a_time(
    rows: list[tuple[float, float, float | None]], lon: float, lat: float, km: float
) -> None:
    reach = areas.near(table(rows), lon, lat, km)
    for row, (x, y, unsure) in enumerate(rows):
        far = away_km(lon, lat, x, y)
        assume(min(abs(far - km), abs(far - km - (unsure or 0)), abs(far - km + (unsure or 0))) > 1e-3)
        assert reach.touched[row] == (far - (unsure or 0) <= km)
        assert reach.certain[row] == (unsure is not None and far + unsure <= km)
    assert not reach.touched[-1]
    assert not reach.certain[-1]


@given(TABLES, RINGS)
def test_a_drawn_area_agrees_with_one_event_at_a_time(
    rows: list[tuple[float, float, float | None]], ring: Ring
) -> None:
    try:
        shapes.checked(ring)
    except InvalidQuery:
        assume(False)
    reach = areas.within(table(rows), ring)
    for row, (lon, lat, unsure) in enumerate(rows):
        inside, rim = is_inside(lon, lat, ring), rim_km(lon, lat, ring)
        assume(rim > 0.5)
        assume(unsure is None or abs(rim - unsure) > 0.5 + 0.02 * rim)
        assert reach.touched[row] == (inside or rim <= (unsure or 0))
        assert reach.certain[row] == (inside and unsure is not None and rim >= unsure)
    assert not reach.touched[-1]
    assert not reach.certain[-1]


@given(TABLES, RINGS)
def test_what_is_certain_is_touched_and_order_does_not_matter(
    rows: list[tuple[float, float, float | None]], ring: Ring
) -> None:
    try:
        shapes.checked(ring)
    except InvalidQuery:
        assume(False)
    there, back = areas.within(table(rows), ring), areas.within(table(rows[::-1] + rows[::-1]), ring)
    assert not (there.certain & ~there.touched).any()
    assert back.touched[: len(rows)][::-1].tolist() == there.touched[:-1].tolist()
    assert back.certain[: len(rows)].tolist() == back.certain[len(rows) : -1].tolist()


@given(TABLES, RINGS, st.sampled_from([0.5, 10.0, 100.0]))
def test_a_road_agrees_with_one_event_at_a_time(
    rows: list[tuple[float, float, float | None]], line: Ring, km: float
) -> None:
    reach = areas.along(table(rows), line, km)
    for row, (lon, lat, unsure) in enumerate(rows):
        away = rim_km(lon, lat, line, closed=False)
        assume(
            all(abs(away - far) > 0.5 + 0.02 * away for far in (km, km + (unsure or 0), km - (unsure or 0)))
        )
        assert reach.touched[row] == (away - (unsure or 0) <= km)
        assert reach.certain[row] == (unsure is not None and away + unsure <= km)
    assert not reach.touched[-1]
    assert not reach.certain[-1]


WRITES: tuple[Callable[[pd.DataFrame], object], ...] = (
    lambda held: held.__setitem__("longitude", held["longitude"] + 3.0),
    lambda held: held.__setitem__("uncertainty_km", 0.0),
    lambda held: held.loc.__setitem__((0, "latitude"), 15.5),
    lambda held: held.iloc.__setitem__((0, list(held.columns).index("longitude")), -4.25),
    lambda held: held.loc.__setitem__((held["latitude"] > 14.0, "uncertainty_km"), 40.0),
    lambda held: None,
)


@settings(max_examples=25)
@given(TABLES, RINGS, st.lists(st.sampled_from(WRITES), max_size=4))
def test_what_is_kept_is_what_would_be_worked_out_anew(
    rows: list[tuple[float, float, float | None]],
    ring: Ring,
    writes: list[Callable[[pd.DataFrame], object]],
) -> None:
    try:
        shapes.checked(ring)
    except InvalidQuery:
        assume(False)
    held = table([*rows, (0.0, 14.0, 3.0), (1.0, 15.0, None), (2.0, 15.0, 9.0), (3.0, 15.0, 9.0)])
    for write in (lambda _: None, *writes):
        write(held)
        fresh = pd.DataFrame({name: held[name].tolist() for name in areas._PLACE})
        for ask in (
            lambda of: areas.near(of, -4.0, 14.0, 120.0),
            lambda of: areas.within(of, ring),
            lambda of: areas.along(of, ring, 30.0),
        ):
            for kept, anew in zip(ask(held), ask(fresh), strict=True):
                assert kept.tolist() == anew.tolist()


def test_an_area_is_worked_out_once_a_table_and_nobody_can_spoil_what_is_kept() -> None:
    held = table([(-4.0, 14.0, 3.0)])
    one = areas.within(held, shapes.pasted("-5,13,-3,15"))
    assert areas.within(held, shapes.pasted("-5,13,-3,15")) is one
    assert areas.within(held.copy(deep=False), shapes.pasted("-5,13,-3,15")) is one
    with pytest.raises(ValueError, match="read-only"):
        one.touched[0] = False


def test_the_strip_of_a_road_is_as_wide_as_told_and_a_ring_road_has_a_middle() -> None:
    line = ((0.0, 15.0), (1.0, 15.0), (1.0, 16.0), (0.0, 16.0), (0.0, 15.0))
    rims = areas.outline(None, None, (10.0, line))
    assert len(rims) == 2
    assert all(abs(rim_km(x, y, line, closed=False) - 10) < 0.4 for rim in rims for x, y in rim)


@given(LON, LAT, st.sampled_from([1.0, 50.0, 900.0]))
def test_the_line_of_a_circle_is_as_far_as_told(lon: float, lat: float, km: float) -> None:
    [line] = areas.outline((lon, lat, km), None)
    assert line[0] == line[-1]
    assert all(abs(away_km(lon, lat, x, y) - km) < 0.01 for x, y in line)


def test_a_circle_over_the_date_line_is_one_line() -> None:
    [line] = areas.outline((179.5, 0.0, 200.0), None)
    lons = [lon for lon, _ in line]
    assert 181 < max(lons) < 182
    assert max(abs(a - b) for a, b in itertools.pairwise(lons)) < 1


def test_the_rim_belongs_to_the_area_and_crossed_edges_enclose_two() -> None:
    box = shapes.pasted("0,0,1,1")
    assert areas.within(table([(1.0, 0.5, 0.0), (0.0, 0.0, 0.0)]), box).touched.tolist() == [
        True,
        True,
        False,
    ]
    bow = ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0))
    at = [(0.1, 0.5, 0.0), (0.9, 0.5, 0.0), (0.5, 0.1, 0.0)]
    assert areas.within(table(at), bow).certain.tolist() == [True, True, False, False]


def test_an_empty_table_touches_nothing() -> None:
    assert len(areas.within(schema.empty(), ((0, 0), (1, 0), (1, 1))).touched) == 0
    assert len(areas.along(schema.empty(), ((0, 0), (1, 0)), 5).touched) == 0


def test_a_road_can_be_pasted() -> None:
    for told in (
        "-12,14;-11,14",
        "LINESTRING(-12 14,-11 14)",
        '{"type":"LineString","coordinates":[[-12,14],[-11,14]]}',
    ):
        assert shapes.pasted(told, closed=False) == ((-12.0, 14.0), (-11.0, 14.0))
    with pytest.raises(InvalidQuery, match="GeoJSON line"):
        shapes.pasted("POLYGON((0 0,1 0,1 1,0 0))", closed=False)


SQUARE = ((-12.0, 14.0), (-11.0, 14.0), (-11.0, 15.0), (-12.0, 15.0))
COORDINATES = "[[[-12,14],[-11,14],[-11,15],[-12,15],[-12,14]]]"


@pytest.mark.parametrize(
    "text",
    [
        "-12, 14, -11, 15",
        "-12,14;-11,14;-11,15;-12,15",
        "-12,14; -11,14; -11,15; -12,15; -12,14",
        "POLYGON((-12 14,-11 14,-11 15,-12 15,-12 14))",
        "MULTIPOLYGON(((-12 14,-11 14,-11 15,-12 15,-12 14)))",
        f'{{"type":"Polygon","coordinates":{COORDINATES}}}',
        f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":{COORDINATES}}}}}',
    ],
)
def test_an_area_can_be_pasted_in_many_ways(text: str) -> None:
    assert shapes.pasted(text) == SQUARE


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "lon,lat;lon,lat"),
        ("here", "WKT or GeoJSON"),
        ("{}", "WKT or GeoJSON"),
        ("POINT(1 1)", "one shape"),
        ("POLYGON EMPTY", "one shape"),
        ("POLYGON((0 0,9 0,9 9,0 0),(4 1,5 1,5 2,4 1))", "without holes"),
        ("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))", "one shape"),
        ("14,-120,15,-110", "globe"),
        ("POLYGON((nan 0,1 0,1 1,nan 0))", "area"),
        ("<script>alert(1)</script>", "WKT or GeoJSON"),
    ],
)
def test_what_is_no_area_is_told_with_the_cure(text: str, word: str) -> None:
    with pytest.raises(InvalidQuery, match=word):
        shapes.pasted(text)
