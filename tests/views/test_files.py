"""What each format holds besides the rows: whom to name, what was asked for, when, and how QGIS shows it."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import jsonschema
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema, vocab
from geo.errors import AtlasError, InvalidQuery, UnreadableInput
from geo.sources import table
from geo.store.query import Query
from geo.views import files, style, xlsx

AT = datetime(2025, 7, 4, 12, 30, tzinfo=UTC)
SCHEMA = json.loads((Path(__file__).parent / "geojson_schema.json").read_text("utf-8"))
ROWS = [
    {"event_id": "a", "start": "2025-07-01", "end": "2025-07-01", "country": "ML", "group": "JNIM"}
    | {"longitude": -11.4, "latitude": 14.4, "source": "ACLED", "licence": "ACLED"}
    | {"reasons": ["fatalities 0 is 0 or unknown", "accessed 2025-07-02"]},
    {"event_id": "b", "start": "2016-01-01", "end": "2016-12-31", "country": "BF", "group": "FLM"}
    | {"source": "UCDP GED 25.1", "licence": "CC BY 4.0", "killed_low": 3},
    {"event_id": "c", "start": "2025-06-01", "end": "2025-06-30", "group": "FLM", "source": "Le Monde"},
]
NAMED = "Armed Conflict Location & Event Data (ACLED), acleddata.com, accessed 2025-07-02"


def atlas(rows: list[dict] = ROWS) -> schema.Atlas:
    return schema.Atlas(schema.from_rows(rows), schema.empty())


@pytest.fixture
def written(tmp_path: Path):
    def write(suffix: str, **options: object) -> Path:
        path = tmp_path / f"events{suffix}"
        files.write(atlas(), path, query=Query(country=("ML", "BF")), exported=AT, **options)
        return path

    return write


def told_geojson(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))["metadata"]


def told_sidecar(path: Path) -> dict:
    told = json.loads(path.with_name(f"{path.name}-metadata.json").read_text("utf-8"))
    assert told["url"] == path.name
    names = {"sources": "dc:source", "licences": "dc:rights", "attribution": "dc:bibliographicCitation"}
    return {ours: told[name] for ours, name in names.items()} | {
        "filter": dict([told["dc:provenance"].split("=")]),
        "exported": told["dc:created"],
    }


def told_parquet(path: Path) -> dict:
    return json.loads(pq.read_metadata(path).metadata[b"conflict_atlas"])


def from_lines(told: dict[str, str]) -> dict:
    lists = {name: told[name].split("; ") for name in ("sources", "licences", "attribution")}
    named = [text for text in (NAMED,) if text in told["attribution"]]
    assert named
    return lists | {
        "attribution": told["attribution"].split("; "),
        "filter": dict([told["filter"].split("=")]),
        "exported": told["exported"],
    }


def told_gpkg(path: Path) -> dict:
    told = pyogrio.read_info(path, layer="events")["layer_metadata"]
    return from_lines({name.lower(): text for name, text in told.items()})


def told_kml(path: Path) -> dict:
    kml = "{http://www.opengis.net/kml/2.2}"
    data = ElementTree.parse(path).getroot().findall(f"{kml}Document/{kml}ExtendedData/{kml}Data")
    return from_lines({each.get("name"): each.findtext(f"{kml}value") for each in data})


def told_xlsx(path: Path) -> dict:
    return from_lines(dict(openpyxl.load_workbook(path)["About"].values))


TOLD = {
    ".geojson": told_geojson,
    ".geojsonl": told_sidecar,
    ".ndjson": told_sidecar,
    ".csv": told_sidecar,
    ".hxl.csv": told_sidecar,
    ".xlsx": told_xlsx,
    ".parquet": told_parquet,
    ".gpkg": told_gpkg,
    ".kml": told_kml,
}


@pytest.mark.parametrize("suffix", files.WRITERS)
def test_each_format_tells_sources_licences_filter_time_and_whom_to_name(written, suffix: str) -> None:
    told = TOLD[suffix](written(suffix))
    assert told["sources"] == ["ACLED", "UCDP GED 25.1"]
    assert told["licences"] == ["ACLED", "CC BY 4.0"]
    assert told["attribution"][0] == NAMED
    assert "Uppsala" in told["attribution"][1]
    assert told["filter"] == {"country": "ML|BF"}
    assert told["exported"] == "2025-07-04T12:30:00Z"


@pytest.mark.parametrize("suffix", files.WRITERS)
def test_the_same_events_at_the_same_time_are_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    made = []
    for name in "12":
        path = tmp_path / name / f"events{suffix}"
        path.parent.mkdir()
        files.write(atlas(), path)
        made.append({each.name: each.read_bytes() for each in path.parent.iterdir()})
    assert made[0] == made[1]


@pytest.mark.parametrize("told", ["soon", "-1e99", "9" * 30])
def test_a_time_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    with pytest.raises(InvalidQuery, match="SOURCE_DATE_EPOCH"):
        files.write(atlas(), tmp_path / "events.csv")


def test_what_acled_forbids_is_told_and_only_where_its_rows_are(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    assert [line[:17] for line in files.write(atlas(), path).warnings] == ["holds ACLED's dat"]
    assert files.write(atlas(ROWS[1:]), path).warnings == ()
    undated = [ROWS[0] | {"reasons": []}]
    assert "on a day that is not told" in files.write(atlas(undated), path).attribution["ACLED"]
    merged = [{"event_id": "m", "source": "ACLED · Le Monde", "reasons": ["accessed 2025-01-01"]}]
    assert files.write(atlas(merged), path).attribution["ACLED"].endswith("accessed 2025-01-01")


@settings(max_examples=10)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)) | st.none(), max_size=4))
def test_geojson_is_what_rfc_7946_says(tmp_path_factory: pytest.TempPathFactory, points: list) -> None:
    rows = [
        {"event_id": str(at)} | {"longitude": p and p[0], "latitude": p and p[1]}
        for at, p in enumerate(points)
    ]
    path = tmp_path_factory.mktemp("out") / "events.geojson"
    files.write(
        schema.Atlas(schema.from_rows(rows), schema.from_rows([*rows[:1], {"start": "2025-07-01"}])), path
    )
    check = jsonschema.Draft202012Validator(SCHEMA)
    content = json.loads(path.read_text("utf-8"))
    assert list(check.iter_errors(content)) == []
    assert not check.is_valid(content | {"crs": {}})
    assert not check.is_valid(content | {"features": [{"type": "Feature", "geometry": None}]})


def test_lines_are_features_that_gdal_reads(written) -> None:
    path = written(".geojsonl")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(line["type"], line["id"]) for line in lines] == [("Feature", "a"), ("Feature", "b")]
    assert gpd.read_file(f"GeoJSONSeq:{path}")["event_id"].tolist() == ["a", "b"]


def test_a_cut_line_is_told_with_its_number(written) -> None:
    path = written(".ndjson")
    path.write_text(path.read_text("utf-8")[:-20], "utf-8")
    with pytest.raises(AtlasError, match="line 2"):
        table.read_events(path)


def test_a_csv_for_excel_begins_with_a_mark_and_reads_back(written) -> None:
    for suffix in (".csv", ".hxl.csv"):
        path = written(suffix, excel=True)
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert table.read_events(path).events["event_id"].tolist() == ["a", "b"]
    with pytest.raises(AtlasError, match="byte order mark"):
        written(".gpkg", excel=True)


def test_hxl_tags_stand_under_the_header_and_each_column_has_one(written) -> None:
    header, tags, *rows = csv.reader(written(".hxl.csv").read_text("utf-8").splitlines())
    known = vocab.rows("crosswalks/hxl.csv")
    assert header == [column.name for column in schema.columns()] == [row["column"] for row in known]
    assert tags == [row["tag"] for row in known]
    assert all(row["source"] for row in known)
    assert len(set(tags)) == len(tags)
    assert all(tag.startswith("#") and tag == tag.lower() for tag in tags)
    assert (tags[header.index("latitude")], len(rows)) == ("#geo+lat", 2)


def test_parquet_grows_by_pieces_and_is_geoparquet(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    whole = atlas().events
    plain = schema.to_plain(whole)
    with files.parquet_writer(path, exported=AT) as out:
        for at in range(len(whole)):
            out.append((whole if at else plain).iloc[at : at + 1])
        assert not path.exists()
    assert (out.rows, pq.ParquetFile(path).num_row_groups) == (3, 3)
    back = table.read_events(path).events
    pd.testing.assert_frame_equal(
        pd.DataFrame(back.drop(columns="geometry")), pd.DataFrame(whole.drop(columns="geometry"))
    )
    assert shapely.to_wkt(back.geometry.iloc[0]) == "POINT (-11.4 14.4)"
    told = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert (told["version"], told["columns"]["geometry"]["bbox"]) == ("1.1.0", [-11.4, 14.4, -11.4, 14.4])
    assert told["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert gpd.read_parquet(path, bbox=(-12, 14, -11, 15))["event_id"].tolist() == ["a"]
    assert told_parquet(path)["exported"] == "2025-07-04T12:30:00Z"
    assert NAMED in told_parquet(path)["attribution"]


def test_pieces_that_fail_leave_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    path.write_bytes(b"before")

    def write(*starts: str) -> None:
        with files.parquet_writer(path) as out:
            for start in starts:
                out.append(pd.DataFrame({"event_id": [start], "start": [start]}))

    with pytest.raises(pa.ArrowInvalid):
        write("2025-07-01", "2025-02-30")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_qgis_finds_colours_and_time(written) -> None:
    path = written(".gpkg")
    with sqlite3.connect(path) as store:
        rows = store.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        columns = store.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall()
        kinds = dict(store.execute("SELECT table_name, data_type FROM gpkg_contents"))
    store.close()
    (name, geometry, default, text), *rest = rows
    assert ((name, geometry), default, rest) == (columns[0], 1, [])
    assert kinds == {"events": "features", "layer_styles": "attributes"}
    root = ElementTree.fromstring(text)
    time = root.find("temporal")
    assert (time.get("enabled"), time.get("mode"), time.get("limitMode")) == ("1", "2", "1")
    fields = gpd.read_file(path, layer="events")
    for end in ("startField", "endField"):
        assert str(fields[time.get(end)].dtype).startswith("datetime64")
    renderer = root.find("renderer-v2")
    classes = {each.get("value"): each.get("symbol") for each in renderer.iter("category")}
    assert list(classes) == [family.key for family in style.FAMILIES]
    # FLM joined JNIM in 2017: its event of 2016 has another colour
    assert fields[renderer.get("attr")].tolist() == ["jnim", "jihadist"]
    colours = {
        each.get("name"): each.find("layer/Option/Option[@name='color']").get("value")
        for each in renderer.iter("symbol")
    }
    assert colours[classes["jnim"]] == "213,94,0,255"


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2025-07-01", "2025-07-01", ["2025-07-01"]),
        ("2024-02-01", "2024-02-29", ["2024-02"]),
        ("2025-02-01", "2025-02-27", ["2025-02-01", "2025-02-27"]),
        ("2025-01-01", "2025-12-31", ["2025"]),
        ("2024-01-01", "2025-12-31", ["2024-01-01", "2025-12-31"]),
        ("2025-07-01", None, ["2025-07-01"]),
        (None, None, []),
    ],
)
def test_kml_tells_days_months_and_years_as_such(tmp_path: Path, start, end, told) -> None:
    files.write(atlas([{"event_id": "a", "start": start, "end": end}]), tmp_path / "e.kml")
    root = ElementTree.parse(tmp_path / "e.kml").getroot()
    tags = ("when", "begin", "end")
    assert [each.text for each in root.iter() if each.tag.rpartition("}")[2] in tags] == told


def test_a_workbook_has_dates_numbers_and_no_formula(tmp_path: Path) -> None:
    row = {"event_id": "=1+1", "start": "2025-07-01", "end": "1899-12-31", "killed_low": 3, "latitude": 14.5}
    files.write(atlas([row]), tmp_path / "e.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "e.xlsx")["Events"]
    cells = {head.value: cell for head, cell in zip(*sheet.iter_rows(), strict=True)}
    assert (cells["event_id"].value, cells["event_id"].data_type) == ("'=1+1", "s")
    assert (cells["start"].value.date(), cells["start"].is_date) == (date(2025, 7, 1), True)
    assert cells["end"].value == "1899-12-31"
    assert (cells["killed_low"].value, cells["latitude"].value, cells["killed_high"].value) == (3, 14.5, None)


def test_a_cell_that_is_too_long_is_cut_and_named(tmp_path: Path) -> None:
    evidence = [{"report": str(at), "text": "x" * 1000} for at in range(50)]
    rows = [{"event_id": "short"}, {"event_id": "a", "place_name": "\x01" * 9000, "evidence": evidence}]
    files.write(atlas(rows), tmp_path / "e.xlsx")
    told = list(openpyxl.load_workbook(tmp_path / "e.xlsx")["About"].values)
    assert [text for name, text in told if name == "cut to fit a cell"] == [
        "row 3, place_name",
        "row 3, evidence",
    ]
    short, long = table.read_events(tmp_path / "e.xlsx").events.to_dict("records")
    assert long["evidence"] == evidence[: len(long["evidence"])]
    assert 25 < len(long["evidence"]) < 50
    assert long["place_name"].startswith("\x01\x01")
    assert long["place_name"].endswith("…")
    assert short["event_id"] == "short"


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 3)
    with pytest.raises(AtlasError, match="sheets hold 3 rows"):
        files.write(atlas(), tmp_path / "e.xlsx")
    files.write(atlas(ROWS[:2]), tmp_path / "e.xlsx")
    assert len(table.read_events(tmp_path / "e.xlsx").events) == 2


@pytest.mark.parametrize("content", [b"event_id", b"PK\x03\x04 not really", b""])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput, match=r"e\.xlsx"):
        table.read_events(path)


def test_a_workbook_without_our_columns_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "e.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(AtlasError, match="workbook"):
        table.read_events(tmp_path / "e.xlsx")
    book = openpyxl.Workbook()
    book.active.append(["a", None, "b"])
    book.save(tmp_path / "e.xlsx")
    with pytest.raises(AtlasError, match="event_id"):
        table.read_events(tmp_path / "e.xlsx")
