"""The one builder: the same map on every run, no remote file, names from outside as data only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import BrokenData
from geo.views import borders, tiles
from geo.views import map as mapping

GOLDEN = Path(__file__).parent.parent / "golden" / "map_structure.txt"


def _structure(**given: object) -> str:
    made = mapping.structure(mapping.build(**given), {})
    return f"{made.html}\n\n{made.script}\n"


def test_the_structure_is_the_golden_one():
    """After a wanted change: write ``_structure(tiles=False)`` to the file and look at the difference."""
    assert _normal(_structure(tiles=False)) == GOLDEN.read_text(encoding="utf-8")


def _normal(text: str) -> str:
    """Lines without the indents and blank lines that folium's templates leave, and without the words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n".join(_without_options(line) for line in lines) + "\n"


def _without_options(line: str) -> str:
    if line.startswith("ConflictAtlas.start("):
        head, rest = line.split(", ", 1)
        return f"{head}, {sorted(json.loads(rest.removesuffix(', ConflictAtlas.data);')))}"
    return line


def test_two_builds_are_equal():
    assert _structure() == _structure()


def test_nothing_remote_but_the_tiles_that_are_off():
    with_tiles, without = _structure(), _structure(tiles=False)
    assert "http" not in without
    assert with_tiles.count("https://tile.openstreetmap.org") == 1
    page = mapping.build(tiles=False).get_root().render()
    assert "<link" not in page
    assert "src=" not in page


@pytest.mark.parametrize("name", [*mapping.OVERLAYS, "osm", "tiles"])
def test_each_overlay_can_be_on_or_off_at_first(name, monkeypatch):
    monkeypatch.setenv(tiles.URL, "http://localhost:8080/{z}/{x}/{y}.png")
    made = mapping.build(layers=[name])
    shown = {child.layer_name for child in made._children.values() if getattr(child, "show", False)}
    assert len(shown) == 1
    assert not [c for c in mapping.build(layers=[])._children.values() if getattr(c, "show", False)]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_data_is_json_and_its_names_are_in_the_language(lang):
    data = {name: json.loads(text) for name, text in mapping.data(lang).items()}
    assert {data[name]["type"] for name in ("countries", "borders", "regions")} == {"FeatureCollection"}
    assert {region["properties"]["level"] for region in data["regions"]["features"]} == {"admin1"}
    names = {label[0] for label in data["labels"] if label[4] == 0}
    assert {"en": "Chad", "fr": "Tchad"}[lang] in names
    towns = [label for label in data["labels"] if label[4] == 1]
    assert "Kayes" in {town[0] for town in towns}
    for _, lon, lat, zoom, _ in data["labels"]:
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert 2 <= zoom <= 10
    mali = next(label for label in data["labels"] if label[0] == "Mali")
    assert -12.3 < mali[1] < 4.3
    assert 10 < mali[2] < 25


def test_mentions_are_told_once_with_all_roles_and_only_where_located():
    seat = {"name": "Bamako", "longitude": -8.0, "latitude": 12.64, "role": "seat"}
    lost = {"name": "India", "longitude": None, "latitude": None, "role": "demonym"}
    nan = {"name": "Togo", "longitude": float("nan"), "latitude": float("nan"), "role": "mention"}
    odd = {**seat, "role": "unheard of"}
    assert mapping.mentioned([seat, seat, lost, nan, odd]) == [
        {"name": "Bamako", "lon": -8.0, "lat": 12.64, "roles": ["mentioned", "seat of an institution"]}
    ]


def test_a_broken_border_file_is_told(monkeypatch, tmp_path):
    (tmp_path / "countries.geojson").write_text('{"type": "FeatureColl', encoding="utf-8")
    monkeypatch.setattr(borders, "BORDERS", tmp_path)
    borders.text.cache_clear()
    try:
        with pytest.raises(BrokenData, match=r"countries\.geojson"):
            borders.text("countries")
        with pytest.raises(BrokenData, match=r"borders\.geojson"):
            borders.text("borders")
    finally:
        borders.text.cache_clear()
