"""The gazetteer as a geopy geocoder, and under geopandas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from shapely import Point

from geo.errors import InvalidPlace
from geo.places import Gazetteer


@pytest.fixture(scope="module")
def geocoder() -> Gazetteer:
    return Gazetteer()


def test_it_is_a_geopy_geocoder(geocoder: Gazetteer) -> None:
    assert isinstance(geocoder, Geocoder)
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert limited("Sandere, ML").raw["name"] == "Sandaré"


@pytest.mark.parametrize("query", ["Sandere, ML", "Sandere, Mali", "Sandaré, Kayes, Mali"])
def test_a_country_may_follow_the_name(geocoder: Gazetteer, query: str) -> None:
    found = geocoder.geocode(query)
    assert (found.raw["name"], found.raw["country"]) == ("Sandaré", "ML")
    assert (found.latitude, found.longitude) == pytest.approx((14.70, -10.31), abs=0.05)
    assert geocoder.geocode("Sandere", country="ML").raw["reasons"]


def test_no_answer_is_none(geocoder: Gazetteer) -> None:
    for query in ("Zzyzx", "Sandere, SN", "x" * 10_000, ""):
        assert geocoder.geocode(query) is None


def test_all_candidates_on_request(geocoder: Gazetteer) -> None:
    many = geocoder.geocode("Kayes", exactly_one=False)
    assert [found.raw["score"] for found in many] == sorted((f.raw["score"] for f in many), reverse=True)
    assert {"city", "admin1"} <= {found.raw["kind"] for found in many}
    assert len(geocoder.geocode("Kayes", exactly_one=False, limit=1)) == 1


@pytest.mark.parametrize("name", ["Kayes", "Diboli", "Sandere", "Djibo", "Kafolo", "Ogossagou"])
def test_there_and_back(geocoder: Gazetteer, name: str) -> None:
    there = geocoder.geocode(name)
    back = geocoder.reverse(there.point)
    assert back.raw["place_id"] == there.raw["place_id"]
    assert back.raw["distance_km"] == 0.0
    assert len(geocoder.reverse(there.point, exactly_one=False, limit=3)) == 3


def test_impossible_points_are_refused(geocoder: Gazetteer) -> None:
    with pytest.raises(InvalidPlace, match="did you swap latitude"):
        geocoder.reverse((-111.44, 14.45))
    with pytest.raises(InvalidPlace, match="no point on Earth"):
        geocoder.reverse((0.0, 200.0))
    with pytest.raises(ValueError, match="Failed to create Point"):
        geocoder.reverse("nowhere at all")


def test_geopandas_geocodes_with_it_and_one_bad_name_costs_no_other() -> None:
    names = ["Kayes, ML", "Zzyzx", "x" * 300, "Diboli, ML"]
    table = gpd.tools.geocode(names, provider=Gazetteer)
    assert table.geometry.is_empty.tolist() == [False, True, True, False]
    assert table.geometry.iloc[0].distance(Point(-11.44, 14.45)) < 0.05
    back = gpd.tools.reverse_geocode([Point(-11.44, 14.45)], provider=Gazetteer)
    assert back.address.iloc[0].startswith("Kayes")


def test_places_load_geopy_only_when_asked(root: Path) -> None:
    code = "import sys, geo.places.rank; sys.exit('geopy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
