"""What helps to find one's way on the map: waters, disputed lines, names of rivers."""

from __future__ import annotations

import json

import pytest
from shapely.geometry import Point, shape

from geo.views import labels
from geo.views import map as mapping

DATA = {name: json.loads(text) for name, text in mapping.data().items()}


def _waters(name: str) -> list[dict]:
    return [f for f in DATA["waters"]["features"] if f["properties"]["name"] == name]


@pytest.mark.parametrize(
    ("river", "town"),
    [
        ("Niger", (-7.99, 12.63)),
        ("Niger", (-0.04, 16.27)),
        ("Niger", (2.11, 13.51)),
        ("Sénégal", (-11.44, 14.45)),
    ],
    ids=["Bamako", "Gao", "Niamey", "Kayes"],
)
def test_rivers_run_past_their_towns(river: str, town: tuple[float, float]) -> None:
    assert min(shape(f["geometry"]).distance(Point(town)) for f in _waters(river)) < 0.15


def test_lakes_are_where_they_are() -> None:
    assert any(shape(f["geometry"]).contains(Point(0.074, 7.74)) for f in _waters("Lake Volta"))


def test_waters_are_valid_and_small() -> None:
    assert all(shape(f["geometry"]).is_valid for f in DATA["waters"]["features"])
    assert len(json.dumps(DATA["waters"])) < 150_000


def test_each_disputed_line_is_marked_and_no_other_one() -> None:
    rows = {(row["a"], row["b"]) for row in labels.rows("borders/disputed.csv")}
    marked = {
        (f["properties"]["a"], f["properties"]["b"])
        for f in DATA["borders"]["features"]
        if f["properties"].get("disputed")
    }
    assert marked == rows
    assert ("EH", "MA") in marked


def test_rivers_are_named_once_and_from_a_zoom_on() -> None:
    rivers = [label for label in DATA["labels"] if label[4] == 2]
    names = [name for name, *_ in rivers]
    assert {"Niger", "Sénégal", "Benue"} <= set(names)
    assert len(names) == len(set(names))
    assert all(zoom >= 5 for *_, zoom, _ in rivers)
    for name, lon, lat, *_ in rivers:
        assert min(shape(f["geometry"]).distance(Point(lon, lat)) for f in _waters(name)) < 0.01


def test_districts_fill_the_regions_of_countries_that_have_them() -> None:
    countries = {f["properties"]["iso2"] for f in DATA["districts"]["features"]}
    assert countries == {"BF", "GN"}
    regions = {f["properties"]["name"]: shape(f["geometry"]) for f in DATA["regions"]["features"]}
    for district in DATA["districts"]["features"]:
        inside = shape(district["geometry"]).representative_point()
        assert regions[district["properties"]["parent"]].buffer(0.01).contains(inside)
