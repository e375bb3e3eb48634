"""What is written is what was there: every format read back gives the same table, whole or not at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.errors import AtlasError, UnreadableInput
from geo.sources import table
from geo.store.query import Query
from geo.views import arrow, export, files

# Hostile on purpose: formulas, quotes, markup, line ends, odd scripts. No NUL and no lone surrogate: those
# are refused at the door (geo.sources.decode).
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
) | st.sampled_from(
    ["=1+1", "'=1", "-5", "@x", "NA", "null", 'a "b", c', "x\r\ny", "\t", "</script>", "1e5", " "]
)
ITEMS = st.dictionaries(
    st.sampled_from(["id", "name", "role", "number"]), st.none() | TEXTS | st.integers(-9, 10**6), max_size=3
)
VALUES = {
    "str": TEXTS,
    "date": st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    "float": st.floats(-1e9, 1e9),
    "int": st.integers(0, 10**9),
    "list": st.lists(ITEMS | TEXTS, max_size=3),
}


@st.composite
def atlases(draw: st.DrawFn) -> schema.Atlas:
    """Atlases with any values at all, located or not."""

    def row() -> dict[str, object]:
        told = draw(st.lists(st.sampled_from(schema.columns()), max_size=8, unique=True))
        given = {column.name: draw(VALUES[column.kind], label=column.name) for column in told}
        place = draw(st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 90)))
        given["longitude"], given["latitude"] = place or (None, None)
        return given

    def rows(most: int) -> gpd.GeoDataFrame:
        return schema.from_rows([row() for _ in range(draw(st.integers(0, most)))])

    return schema.Atlas(rows(3), rows(1))


def same(a: gpd.GeoDataFrame, b: gpd.GeoDataFrame) -> None:
    pd.testing.assert_frame_equal(
        pd.DataFrame(a.drop(columns="geometry")), pd.DataFrame(b.drop(columns="geometry")), check_exact=True
    )
    assert a.geometry.to_wkb().tolist() == b.geometry.to_wkb().tolist()
    assert a.crs == b.crs


def span(report: str) -> dict[str, object]:
    return {"report": report, "field": "sentence", "start": 0, "end": 4, "text": "Raid"}


def atlas() -> schema.Atlas:
    rows = [
        {"event_id": "a", "start": "2025-07-01", "end": "2025-07-01", "country": "ML", "reports": ["r1"]}
        | {"longitude": -11.4445, "latitude": 14.4469, "place_name": "Kayes", "group": "JNIM"}
        | {"evidence": [span("r1"), span("r0")]}
        | {
            "licence": "CC BY",
            "sub_event_type": "Attack",
            "claims": [{"actor": "JNIM", "status": "claimed"}],
        },
        {"event_id": "b", "start": "2025-06-01", "end": "2025-06-30", "country": "BF", "reports": ["r2"]}
        | {"killed_low": 200, "killed_high": 200},
        {"event_id": "c", "place_name": "Ménaka <b>", "reports": ["r2"]},
    ]
    members = [
        {"event_id": f"m{report}", "report": report, "reports": [report], "evidence": [span(report)]}
        for report in ("r1", "r2")
    ]
    mentions = [
        {"report": "r1", "name": "Bamako", "place_id": "gn:1", "country": "ML", "latitude": 12.6}
        | {
            "longitude": -8.0,
            "place_precision": "exact",
            "role": "seat",
            "start": 3,
            "end": 9,
            "text": "Bamako",
        },
        {"report": "r2", "name": "India", "place_id": None, "country": "IN", "latitude": None}
        | {"longitude": None, "place_precision": "country", "role": "demonym", "start": 0, "end": 5}
        | {"text": "India"},
    ]
    return schema.Atlas(schema.from_rows(rows), schema.from_rows(members), mentions)


HELD = [".geojson", ".geojsonl", ".csv", ".hxl.csv", ".xlsx", ".parquet", ".gpkg"]


@pytest.mark.parametrize("suffix", HELD)
@settings(max_examples=20)
@given(made=atlases())
def test_reading_back_gives_the_same_table(tmp_path_factory, suffix: str, made: schema.Atlas) -> None:
    path = tmp_path_factory.mktemp("out") / f"events{suffix}"
    files.write(made, path)
    back = table.read_events(path)
    same(back.events, made.events)
    if suffix in (".geojson", ".gpkg"):
        same(back.members, made.members)


@settings(max_examples=25)
@given(made=atlases())
def test_plain_values_and_the_typed_table_are_the_same_columns(made: schema.Atlas) -> None:
    typed = arrow.to_arrow(made.events)
    assert arrow.to_arrow(schema.to_plain(made.events)).equals(typed)
    assert arrow.to_arrow(schema.to_plain(made.events, lists_as_json=True)).equals(typed)
    assert arrow.to_arrow(pd.DataFrame(index=made.events.index)).num_rows == len(made.events)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_mentioned_places_come_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"events{suffix}"
    files.write(atlas(), path)
    assert table.read_events(path).mentions == atlas().mentions


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_a_mentioned_place_may_lack_most_of_itself(tmp_path: Path, suffix: str) -> None:
    told = schema.Atlas(schema.empty(), schema.empty(), [{"name": "Bamako", "latitude": None}])
    files.write(told, tmp_path / f"events{suffix}")
    (back,) = table.read_events(tmp_path / f"events{suffix}").mentions
    assert {name: value for name, value in back.items() if value is not None} == {"name": "Bamako"}


def test_geojson_keeps_rfc_7946_and_json_fg() -> None:
    content = json.loads(export.to_geojson(atlas()))
    first, second, third = content["features"]
    assert content["bbox"] == [-11.4445, 14.4469, -11.4445, 14.4469]
    assert "crs" not in content
    assert content["metadata"]["licences"] == ["CC BY"]
    assert first["geometry"] == {"type": "Point", "coordinates": [-11.4445, 14.4469]}
    assert first["properties"]["claims"] == [{"actor": "JNIM", "status": "claimed"}]
    assert first["properties"]["killed_low"] is None
    assert second["geometry"] is None
    assert second["time"] == {"interval": ["2025-06-01", "2025-06-30"]}
    assert (second["properties"]["killed_low"], third["time"]) == (200, None)
    assert list(first["properties"]) == [column.name for column in schema.columns()]
    assert [member["id"] for member in content["members"]] == ["mr1", "mr2"]


def test_an_atlas_without_places_has_no_bbox() -> None:
    assert "bbox" not in json.loads(export.to_geojson(schema.Atlas(schema.empty(), schema.empty())))


def test_other_readers_understand_the_files(tmp_path: Path) -> None:
    for suffix in (".geojson", ".parquet", ".gpkg"):
        files.write(atlas(), tmp_path / f"events{suffix}")
    assert len(gpd.read_file(tmp_path / "events.geojson")) == 3
    boxed = gpd.read_parquet(tmp_path / "events.parquet", bbox=(-12, 14, -11, 15))
    assert boxed["event_id"].tolist() == ["a"]
    assert str(gpd.read_file(tmp_path / "events.gpkg", layer="events")["start"].dtype).startswith(
        "datetime64"
    )


def test_the_same_events_give_the_same_bytes() -> None:
    assert export.to_geojson(atlas()) == export.to_geojson(atlas())
    assert export.to_csv(atlas()) == export.to_csv(atlas())


def test_a_query_picks_what_is_written_and_is_told() -> None:
    content = json.loads(export.to_geojson(atlas(), Query(country=("ML",))))
    assert [feature["id"] for feature in content["features"]] == ["a"]
    assert [member["id"] for member in content["members"]] == ["mr1"]
    assert [place["name"] for place in content["mentioned_places"]] == ["Bamako"]
    assert content["metadata"]["filter"] == {"country": "ML"}
    assert export.to_csv(atlas(), Query(country=("ML",))).count("\n") == 2


def test_rejects_are_listed_and_an_old_list_goes(tmp_path: Path) -> None:
    path = tmp_path / "out.rejected.csv"
    files.write_rejects([{"file": "=a.txt", "line": None, "reason": 'is "empty", say'}], path)
    assert path.read_text() == 'file,line,reason\n\'=a.txt,,"is ""empty"", say"\n'
    files.write_rejects([], path)
    assert not path.exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1"])
def test_a_spreadsheet_runs_no_cell(text: str) -> None:
    rows = schema.from_rows([{"event_id": "a", "place_name": text, "longitude": -1.5, "latitude": 14.0}])
    cells = export.to_csv(schema.Atlas(rows, schema.empty())).splitlines()[1]
    assert f"'{text}" in cells
    assert "-1.5" in cells
    assert "'-1.5" not in cells


def test_kml_has_places_and_time(tmp_path: Path) -> None:
    files.write(atlas(), tmp_path / "events.kml")
    root = ElementTree.parse(tmp_path / "events.kml").getroot()
    kml = "{http://www.opengis.net/kml/2.2}"
    marks = root.findall(f".//{kml}Placemark")
    assert [mark.findtext(f"{kml}TimeStamp/{kml}when") for mark in marks] == ["2025-07-01", "2025-06", None]
    assert [mark.findtext(f"{kml}Point/{kml}coordinates") for mark in marks] == [
        "-11.4445,14.4469",
        None,
        None,
    ]
    assert marks[2].findtext(f"{kml}name") == "Ménaka <b>"


@settings(max_examples=20)
@given(made=atlases())
def test_kml_is_xml_whatever_the_text(tmp_path_factory, made: schema.Atlas) -> None:
    path = tmp_path_factory.mktemp("out") / "events.kml"
    files.write(made, path)
    marks = ElementTree.parse(path).getroot().iter("{http://www.opengis.net/kml/2.2}Placemark")
    assert len(list(marks)) == len(made.events)


@pytest.mark.parametrize("suffix", [*HELD, ".kml"])
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch, suffix: str) -> None:
    path = tmp_path / f"events{suffix}"
    files.write(atlas(), path)
    before, there = path.read_bytes(), sorted(tmp_path.iterdir())

    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", disk_full)
    with pytest.raises(AtlasError, match="No space left"):
        files.write(schema.Atlas(schema.empty(), schema.empty()), path)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == there


def test_an_unknown_suffix_and_an_absent_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match=r"\.geojson, \.geojsonl"):
        files.write(atlas(), tmp_path / "events.xls")
    with pytest.raises(AtlasError, match="cannot be written"):
        files.write(atlas(), tmp_path / "absent" / "events.csv")
    assert not list(tmp_path.iterdir())


def test_an_infinite_number_is_no_json() -> None:
    rows = schema.from_rows([{"event_id": "a", "confidence": float("inf")}])
    with pytest.raises(AtlasError, match="infinite"):
        export.to_geojson(schema.Atlas(rows, schema.empty()))


def test_what_was_written_by_no_one_of_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableInput, match="event_id"):
        table.read_events(path)
