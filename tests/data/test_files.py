"""data/README.md tells the truth about every file, and the gazetteer and borders hold what they promise."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter

import pytest
import shapely
import shapely.geometry

from geo import names
from geo.vocab import DATA

LINE = re.compile(
    r"^\| (\S+\.(?:csv|geojson)) \| (.+?) \| (.+?) \| (\d+) \| `([0-9a-f]{64})` \| (.+?) \|$", re.M
)
TABLE = {m[0]: m for m in LINE.findall((DATA / "README.md").read_text(encoding="utf-8"))}
OTHERS = ("sample/", "text/", "labels/", "places/districts.csv")  # kept by the rooms that read them
BORDERS = (
    "borders/countries.geojson",
    "borders/borders.geojson",
    "borders/regions.geojson",
    "borders/osm/national.geojson",
)
PLACE_KINDS = {"city", "town", "village", "site", "river", "natural", "other"}


def rows(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def features(path: str) -> list[dict]:
    return json.loads((DATA / path).read_text(encoding="utf-8"))["features"]


def polygons(path: str) -> dict[str, shapely.Geometry]:
    return {f["properties"]["iso2"]: shapely.geometry.shape(f["geometry"]) for f in features(path)}


@pytest.fixture(scope="module")
def places() -> list[dict[str, str]]:
    return rows("places/places.csv")


@pytest.fixture(scope="module")
def national() -> dict[str, shapely.Geometry]:
    return polygons("borders/osm/national.geojson")


def test_every_file_is_in_the_readme():
    found = {str(p.relative_to(DATA)) for p in DATA.rglob("*") if p.suffix in {".csv", ".geojson"}}
    assert {name for name in found if not name.startswith(OTHERS)} == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_rows_and_hash_are_as_the_readme_says(name):
    _, origin, licence, count, sha256, maker = TABLE[name]
    content = (DATA / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == sha256, "run: python data/make_readme.py"
    assert len(features(name) if name.endswith("geojson") else rows(name)) == int(count)
    assert b"\r" not in content
    assert origin
    assert licence
    assert all((DATA / part).exists() for part in maker.split(", ") if part != "hand")


@pytest.mark.parametrize("name", ["places/places.csv", "places/countries.csv", "places/regions.csv"])
def test_coordinates_are_within_bounds(name):
    for row in rows(name):
        if row["latitude"] or row["longitude"]:
            assert -90 <= float(row["latitude"]) <= 90, row
            assert -180 <= float(row["longitude"]) <= 180, row


def test_places_are_sorted_unique_and_whole(places):
    ids = [row["place_id"] for row in places]
    assert ids == sorted(set(ids))
    countries = {row["iso2"] for row in rows("places/countries.csv")}
    for row in places:
        assert all(row[column] for column in ("name", "latitude", "longitude", "source")), row
        assert row["kind"] in PLACE_KINDS, row
        assert row["country"] in countries, row
        assert not row["population"] or int(row["population"]) > 0, row
        assert names.fold(row["name"]), row


def test_each_place_lies_in_its_country_or_within_5_km_of_it(places, national):
    mine = [row for row in places if row["country"] in national]
    points = shapely.points([[float(row["longitude"]), float(row["latitude"])] for row in mine])
    own = [national[row["country"]] for row in mine]
    for shape in national.values():
        shapely.prepare(shape)
    outside = [
        n for n, (shape, point) in enumerate(zip(own, points, strict=True)) if not shape.intersects(point)
    ]
    too_far = [mine[n]["place_id"] for n in outside if shapely.distance(own[n], points[n]) > 5 / 105]
    assert not too_far
    assert len(outside) < 0.01 * len(mine)


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Kayes", "ML", 14.45, -11.44), ("Diboli", "ML", 14.455, -12.199), ("Sandere", "ML", 14.701, -10.305),
        ("Kidira", "SN", 14.457, -12.214), ("Boulkessy", "ML", 14.795, -1.318), ("Kafolo", "CI", 9.583, -4.3),
        ("Bamako", "ML", 12.64, -8.0), ("Tombouctou", "ML", 16.77, -3.0), ("Labbézanga", "ML", 14.956, 0.696),
        ("Djibo", "BF", 14.10, -1.63), ("Barsalogho", "BF", 13.414, -1.056),
        ("Ogossagou", "ML", 13.958, -3.571),
        ("Paris", "FR", 48.85, 2.35), ("New Delhi", "IN", 28.6, 77.2), ("Moscou", "RU", 55.75, 37.6),
    ],
)  # fmt: skip
def test_places_of_the_news_are_where_they_are(places, name, country, latitude, longitude):
    folded = names.fold(name)
    hits = [
        (float(row["latitude"]), float(row["longitude"]))
        for row in places
        if row["country"] == country and folded in map(names.fold, [row["name"], *row["aliases"].split("|")])
    ]
    assert any(abs(lat - latitude) < 0.05 and abs(lon - longitude) < 0.05 for lat, lon in hits), hits


@pytest.mark.parametrize("name", ["Boulikessi", "Labbezanga"])
def test_a_curated_place_has_no_twin_across_the_border(places, name):
    folded = names.fold(name)
    assert {row["country"] for row in places if names.fold(row["name"]) == folded} == {"ML"}


def test_every_curated_row_is_in_the_gazetteer_and_has_a_source(places):
    known = {
        (row["name"], row["country"], float(row["latitude"]))
        for row in places
        if row["place_id"].startswith("hand:")
    }
    for row in rows("places/curated.csv"):
        assert row["source"], row
        assert (row["name"], row["country"], float(row["latitude"])) in known, row


def test_countries_have_codes_names_and_demonyms():
    table = rows("places/countries.csv")
    assert Counter(len(row["iso2"]) for row in table) == {2: 250}
    by_code = {row["iso2"]: row for row in table}
    assert len(by_code) == 250
    assert (by_code["NE"]["fips"], by_code["NG"]["fips"], by_code["BF"]["fips"]) == ("NG", "NI", "UV")
    assert {"malien", "malienne", "maliens", "maliennes"} <= set(by_code["ML"]["demonyms_fr"].split("|"))
    assert not set(by_code["NE"]["demonyms_en"].split("|")) & set(by_code["NG"]["demonyms_en"].split("|"))
    assert "Ivory Coast" in (by_code["CI"]["name"], *by_code["CI"]["aliases"].split("|"))


def test_regions_point_into_their_country(national):
    for row in rows("places/regions.csv"):
        assert row["kind"] in {"admin1", "admin2", "informal"}, row
        assert row["source"], row
        assert float(row["radius_km"]) > 0, row
        assert not (row["valid_from"] and row["valid_to"]) or row["valid_from"] <= row["valid_to"], row
        if row["country"]:
            point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
            assert national[row["country"]].distance(point) < 0.05, row


@pytest.mark.parametrize("name", BORDERS)
def test_shapes_are_valid_within_bounds_and_wound_as_rfc_7946_says(name):
    for feature in features(name):
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid, feature["properties"]
        west, south, east, north = shape.bounds
        assert (max(west, -180), max(south, -90), min(east, 180), min(north, 90)) == shape.bounds, feature
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw, feature["properties"]
                assert part.bounds[2] - part.bounds[0] < 300 or feature["properties"]["iso2"] == "AQ"


@pytest.mark.parametrize(
    ("name", "limit"),
    list(zip(BORDERS, (700_000, 700_000, 1_200_000, 3_000_000), strict=True)),
)
def test_border_files_stay_small(name, limit):
    assert (DATA / name).stat().st_size < limit


@pytest.mark.parametrize(
    ("latitude", "longitude", "country"),
    [(14.455, -12.199, "ML"), (14.457, -12.214, "SN"), (14.795, -1.318, "ML"), (9.583, -4.3, "CI")],
)
def test_precise_borders_tell_neighbours_apart(national, latitude, longitude, country):
    point = shapely.Point(longitude, latitude)
    assert [code for code, shape in national.items() if shape.contains(point)] == [country]


def test_neighbours_share_their_border_and_overlap_only_where_the_source_does(national):
    codes = sorted(national)
    overlaps = {
        (a, b)
        for n, a in enumerate(codes)
        for b in codes[n + 1 :]
        if national[a].intersects(national[b]) and national[a].intersection(national[b]).area > 1e-6
    }
    assert overlaps == {("BF", "BJ")}  # the neutral zone of Kourou/Koalou


def test_border_lines_name_two_countries_and_each_pair_once():
    pairs = [(f["properties"]["a"], f["properties"]["b"]) for f in features("borders/borders.geojson")]
    assert len(set(pairs)) == len(pairs)
    assert all(a < b for a, b in pairs)
    assert ("ML", "SN") in pairs
