"""Names of regions: within them, from the zoom on that has room for them, in the reader's language."""

from __future__ import annotations

import json

import pytest
import shapely

from geo.views import borders, labels, mapnames

REGIONS = [f for f in borders.features("regions") if f["properties"]["level"] == "admin1"]


@pytest.mark.parametrize("lang", labels.LANGUAGES)
def test_each_region_is_named_once_and_inside_itself(lang):
    named = [label for label in mapnames.names(lang) if label[4] == mapnames.REGION]
    wanted = [borders.said(f["properties"]["iso2"], f["properties"]["name"], lang) for f in REGIONS]
    assert sorted(name for name, *_ in named) == sorted(wanted)
    shapes = [
        (name, shapely.from_geojson(json.dumps(f["geometry"])))
        for name, f in zip(wanted, REGIONS, strict=True)
    ]
    for name, lon, lat, zoom, _ in named:
        at = shapely.Point(lon, lat)
        assert any(each == name and shape.distance(at) < 0.01 for each, shape in shapes)
        assert 5 <= zoom <= 10


def test_a_small_region_is_named_later_than_a_large_one():
    zoom = {name: zoom for name, _, _, zoom, kind in mapnames.names("fr") if kind == mapnames.REGION}
    assert zoom["Tombouctou"] < zoom["Mopti"] < zoom["Bamako"]


def test_every_region_that_is_called_otherwise_is_drawn():
    drawn = {f"region.{f['properties']['iso2']}.{f['properties']['name']}" for f in REGIONS}
    told = {key for key in labels.table() if key.startswith("region.")}
    assert told
    assert told <= drawn


def test_outlines_bear_the_name_of_the_language_beside_their_own():
    told = {
        f["properties"]["name"]: f["properties"].get("said")
        for f in json.loads(borders.regions("admin1", "en"))["features"]
    }
    assert (told["Tombouctou"], told["Gao"]) == ("Timbuktu", None)
    french = json.loads(borders.regions("admin1", "fr"))["features"]
    assert "said" not in next(f["properties"] for f in french if f["properties"]["name"] == "Tombouctou")
