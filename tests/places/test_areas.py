"""Regions by the day, and the distance to the nearest foreign border."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import vocab
from geo.model import LonLat
from geo.names import fold
from geo.places.areas import admin1_at
from geo.places.borders import ACCURACY_KM, WIDEST_KM, border_range, country_at, km_outside
from geo.places.borders import _countries as polygons
from geo.places.districts import district_of, region_of_district
from geo.places.gazetteer import Gazetteer
from geo.places.plane import WGS84

YEARS = (date(2012, 1, 1), date(2020, 1, 1), date(2025, 8, 1))


def regions(name: str, country: str, gazetteer: Gazetteer) -> list[str | None]:
    place = next(
        m.place for m in gazetteer.find(name) if m.place.country == country and m.place.kind != "admin1"
    )
    told = [district_of(place)]
    lon, lat = place.point
    return [admin1_at([lon], [lat], day, countries=[country], admin2=told)[0].name for day in YEARS]


@pytest.mark.parametrize(
    ("name", "country", "by_year"),
    [
        ("Sandaré", "ML", ["Kayes", "Kayes", "Nioro"]),
        ("Bankass", "ML", ["Mopti", "Mopti", "Bandiagara"]),
        ("Ansongo", "ML", ["Gao", "Gao", "Gao"]),
        ("Ménaka", "ML", ["Gao", "Ménaka", "Ménaka"]),
        ("Djibo", "BF", ["Sahel", "Sahel", "Soum"]),
        ("Fada N'gourma", "BF", ["Est", "Est", "Goulmou"]),
        ("Bakel", "SN", ["Tambacounda", "Tambacounda", "Tambacounda"]),
    ],
)
def test_regions_change_with_the_boundaries(
    gazetteer: Gazetteer, name: str, country: str, by_year: list[str]
) -> None:
    assert regions(name, country, gazetteer) == by_year


def test_where_the_district_is_not_known_the_older_region_says_so() -> None:
    bare = admin1_at([-10.305], [14.701], date(2025, 1, 1), countries=["ML"])[0]
    assert bare.name == "Kayes"
    assert bare.note is not None
    assert "Nioro" in bare.note
    assert "2023-03-13" in bare.note
    assert admin1_at([-10.305], [14.701], date(2020, 1, 1), countries=["ML"])[0].note is None


def test_the_country_outranks_the_polygon() -> None:
    kidira, diboli = admin1_at([-12.214, -12.199], [14.457, 14.455], countries=["SN", "ML"])
    assert (kidira.name, diboli.name) == ("Tambacounda", "Kayes")


def test_far_from_every_region_there_is_none() -> None:
    assert admin1_at([-40.0, 2.35], [10.0, 48.85], countries=["ML", None])[0].name is None
    assert admin1_at([], []) == []


def test_every_district_that_was_redrawn_has_a_region_before_and_after() -> None:
    with (vocab.DATA / "places" / "districts.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == "district"]
    assert rows
    for row in rows:
        assert row["source"]
        since = date.fromisoformat(row["valid_from"])
        after = region_of_district(row["country"], row["name"], since)
        before = region_of_district(row["country"], row["name"], date(2018, 1, 1))
        assert fold(after or "") == fold(row["parent"])
        assert before


# --- borders


def test_diboli_lies_at_the_border_with_senegal_and_kayes_far_from_any() -> None:
    behind, low, high = border_range([-12.199, -11.444], [14.455, 14.448], [3.0, 5.0], ["ML", "ML"])
    assert behind[0] == "SN"
    assert low[0] == 0.0
    assert high[0] < 5
    assert low[1] > 40


@given(st.floats(-17, 15), st.floats(5, 25))
def test_distance_agrees_with_a_plain_search(lon: float, lat: float) -> None:
    country = country_at(LonLat(lon, lat))
    behind, low, high = border_range([lon], [lat], [0.0], [country])
    if behind[0] is None:
        return
    other = polygons()[behind[0]]
    ring = shapely.get_coordinates(shapely.segmentize(shapely.boundary(other), 0.01))
    near = ring[np.abs(ring - [lon, lat]).sum(axis=1).argsort()[:5000]]
    away = WGS84.inv(np.full(len(near), lon), np.full(len(near), lat), near[:, 0], near[:, 1])[2].min() / 1000
    assert (low[0] + high[0]) / 2 == pytest.approx(away, abs=ACCURACY_KM + 1.2, rel=0.01)


@given(
    st.lists(
        st.tuples(
            st.floats(-20, 20),
            st.floats(0, 30),
            st.floats(0, 100),
            st.sampled_from(["ML", "BF", "NE", "FR", "", None]),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_a_range_is_a_range_or_nothing(rows: list[tuple[float, float, float, str | None]]) -> None:
    lons, lats, spread, countries = zip(*rows, strict=True)
    behind, low, high = border_range(lons, lats, spread, countries)
    for i, (_, _, uncertainty, country) in enumerate(rows):
        known = behind[i] is not None
        assert known == bool(np.isfinite(low[i])) == bool(np.isfinite(high[i]))
        if known:
            assert behind[i] != country
            assert uncertainty < WIDEST_KM
            assert 0 <= low[i] <= high[i]
            assert high[i] - low[i] <= 2 * (uncertainty + ACCURACY_KM) + 0.02
    turned = border_range(lons[::-1], lats[::-1], spread[::-1], countries[::-1])
    assert list(turned[0][::-1]) == list(behind)
    np.testing.assert_array_equal(turned[1][::-1], low)


def test_an_area_or_an_unknown_place_has_no_distance() -> None:
    behind, low, high = border_range(
        [-11.4, np.nan, -11.4], [14.4, np.nan, 14.4], [244.0, 5.0, np.nan], ["ML"] * 3
    )
    assert list(behind) == [None] * 3
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_a_point_far_outside_its_country_has_no_distance() -> None:
    assert border_range([2.35], [13.5], [2.0], ["ML"])[0][0] is None


def test_the_facing_towns_lie_each_in_its_country() -> None:
    assert country_at(LonLat(-12.199, 14.455)) == "ML"
    assert country_at(LonLat(-12.214, 14.457)) == "SN"
    assert km_outside(LonLat(-12.214, 14.457), "ML") < 3
    assert km_outside(LonLat(0, 0), "XX") == float("inf")
