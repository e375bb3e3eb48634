"""Events files read back, and refused in one clear line where they are damaged or none of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import UnreadableInput
from geo.sources import table

FEATURE = {"type": "Feature", "geometry": None, "properties": {"event_id": "a", "start": "2025-07-01"}}


def collection(**changes: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [FEATURE]} | changes)


def test_a_hand_written_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "events.geojson"
    path.write_text("\ufeff" + collection(members=[], mentioned_places=[{"name": "Bamako"}]), "utf-8")
    atlas = table.read_events(path)
    assert atlas.events["event_id"].tolist() == ["a"]
    assert atlas.events["killed_low"].isna().all()
    assert atlas.mentions == [{"name": "Bamako"}]


def test_geometry_is_the_files_own(tmp_path: Path) -> None:
    path = tmp_path / "events.geojson"
    moved = FEATURE | {"geometry": {"type": "Point", "coordinates": [1.0, 2.0]}}
    path.write_text(collection(features=[moved]))
    assert table.read_events(path).events.geometry.iloc[0].wkt == "POINT (1 2)"


def having(**properties: object) -> str:
    return collection(features=[FEATURE | {"properties": {"event_id": "a"} | properties}])


BAD = {
    "empty": ("a.geojson", ""),
    "cut off": ("a.geojson", collection()[:-9]),
    "no JSON": ("a.geojson", "Three men died."),
    "not a number": ("a.geojson", having(x=float("nan"))),
    "too deep": ("a.geojson", "[" * 100_000),
    "a list": ("a.geojson", "[]"),
    "one feature": ("a.geojson", json.dumps(FEATURE)),
    "no features": ("a.geojson", json.dumps({"type": "FeatureCollection"})),
    "a feature that is none": ("a.geojson", collection(features=[FEATURE, 3])),
    "no id": ("a.geojson", collection(features=[FEATURE | {"properties": {"name": "x"}}])),
    "no date": ("a.geojson", having(start="soon")),
    "no count": ("a.geojson", having(killed_low="two")),
    "half a death": ("a.geojson", having(killed_low=0.5)),
    "no list": ("a.geojson", having(claims="{")),
    "no geometry": ("a.geojson", collection(features=[FEATURE | {"geometry": {"type": "Blob"}}])),
    "members": ("a.geojson", collection(members={"a": 1})),
    "mentions": ("a.geojson", collection(mentioned_places=["Bamako"])),
    "bytes": ("a.geojson", b"\xff\xfe\x00"),
    "no table": ("a.csv", ""),
    "ragged table": ("a.csv", "event_id,start\na,2025-07-01,x,y\nb\n1,2,3,4,5,6\n"),
    "table in Latin-1": ("a.csv", "event_id,place_name\na,Ménaka\n".encode("latin-1")),
    "a CSV bomb": ("a.csv", "event_id" + ",a" * 10_000_000),
    "too many columns": ("a.csv", "event_id" + ",a" * 2000 + "\nb"),
    "a ZIP named CSV": ("a.csv", b"PK\x03\x04\x14\x00\x00\x00\xff\x00"),
    "a lone number": ("a.geojsonl", "3"),
    "a cut line": ("a.ndjson", json.dumps(FEATURE)[:-3]),
    "no workbook": ("a.xlsx", "event_id"),
    "no Parquet": ("a.parquet", "event_id"),
    "no GeoPackage": ("a.gpkg", "event_id"),
    "no events file": ("a.shp", "event_id"),
}


@pytest.mark.parametrize(("name", "content"), BAD.values(), ids=BAD.keys())
def test_bad_files_are_refused_in_one_line(tmp_path: Path, name: str, content: str | bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableInput) as caught:
        table.read_events(path)
    message = str(caught.value)
    assert name in message
    assert caught.value.cure in message
    assert "\n" not in message
    assert len(message) < 300


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="is not there"):
        table.read_events(tmp_path / "a.geojson")
