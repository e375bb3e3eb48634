"""Tables that are no text give the same rows as text; damaged or hostile ones are refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geo.errors import UnreadableInput
from geo.sources import tabular

ROWS = pd.DataFrame(
    {
        "Date": ["2025-07-01", "2025-07-02", None],
        "Lieu": ["Ménaka", "Kayes", "Ber"],
        "Tués": [3, 12, 0],
        "Latitude": [15.92, 14.45, 16.84],
        "Longitude": [2.4, -11.44, -2.53],
    }
)


def layer(rows: pd.DataFrame = ROWS) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(rows["Longitude"], rows["Latitude"])
    return gpd.GeoDataFrame(rows.drop(columns=["Latitude", "Longitude"]), geometry=points, crs=4326)


def workbook(path: Path, rows: pd.DataFrame = ROWS) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Incidents of the month"])
    book.active.append([])
    book.active.append([*rows.columns, None])
    book.active.append(["#date", "#loc", "#affected+killed", "#geo+lat", "#geo+lon"])
    for row in rows.astype("object").where(rows.notna(), None).to_numpy().tolist():
        book.active.append(row)
        book.active.append([])
    book.save(path)


WRITE = {
    ".csv": lambda path, rows=ROWS: rows.to_csv(path, index=False, sep=";", decimal=","),
    ".tsv": lambda path, rows=ROWS: rows.to_csv(path, index=False, sep="\t", encoding="utf-16"),
    ".xlsx": workbook,
    ".parquet": lambda path, rows=ROWS: rows.to_parquet(path, row_group_size=2),
    ".geojson": lambda path, rows=ROWS: layer(rows).to_file(path),
    ".geojsonl": lambda path, rows=ROWS: layer(rows).to_file(path, driver="GeoJSONSeq"),
    ".gpkg": lambda path, rows=ROWS: layer(rows).to_crs(3857).to_file(path),
}


@pytest.mark.parametrize("rows", [1, 2, 100])
@pytest.mark.parametrize("suffix", WRITE)
def test_each_kind_gives_the_same_rows(tmp_path: Path, suffix: str, rows: int) -> None:
    path = tmp_path / f"table{suffix}"
    WRITE[suffix](path)
    blocks = list(tabular.blocks(path, rows=rows))
    assert all(len(block.table) <= rows for block in blocks)
    table = pd.concat([block.table for block in blocks], ignore_index=True)
    lines = [line for block in blocks for line in block.lines.tolist()]
    assert lines == sorted(set(lines))
    assert set(table) == {name.lower() for name in ROWS}
    assert table["lieu"].tolist() == ROWS["Lieu"].tolist()
    assert table["tués"].str.removesuffix(".0").tolist() == ["3", "12", "0"]
    assert table["date"].str[:10].fillna("").tolist() == ["2025-07-01", "2025-07-02", ""]
    degrees = table["latitude"].str.replace(",", ".").astype(float)
    assert degrees.tolist() == pytest.approx(ROWS["Latitude"].tolist(), abs=1e-6)


def test_a_geoparquet_gives_its_points(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    layer().to_parquet(path)
    assert [float(x) for x in next(tabular.blocks(path, rows=9)).table["longitude"]] == [2.4, -11.44, -2.53]


def test_a_shape_gives_a_point_inside_and_none_stays_none(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    ring = shapely.Point(0, 10).buffer(1).difference(shapely.Point(0, 10).buffer(0.5))
    gpd.GeoDataFrame({"name": ["ring", "none"]}, geometry=[ring, None], crs=4326).to_file(path)
    table = next(tabular.blocks(path, rows=9)).table
    assert ring.contains(shapely.Point(float(table["longitude"][0]), float(table["latitude"][0])))
    assert table["longitude"].isna().tolist() == [False, True]


def test_lists_and_objects_stay_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"a": [[1, 2], None], "b": ["x", "y"]}).to_parquet(path)
    table = next(tabular.blocks(path, rows=9)).table
    assert json.loads(table["a"][0]) == [1, 2]
    assert table["a"].isna().tolist() == [False, True]


def packed(path: Path, replaced: dict[str, bytes]) -> None:
    """A good workbook in which some members say something else."""
    good = path.with_name("good.xlsx")
    workbook(good)
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, replaced.get(member, old.read(member)))


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


def test_xml_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    packed(path, {SHEET: BOMB})
    with pytest.raises(UnreadableInput, match=r"(?i)entit"):
        next(tabular.blocks(path, rows=9))


def test_a_workbook_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    packed(path, {SHEET: b" " * 60_000_000})
    with pytest.raises(UnreadableInput, match="CONFLICT_ATLAS_MAX_RATIO"):
        next(tabular.blocks(path, rows=9))
    monkeypatch.setenv("CONFLICT_ATLAS_MAX_UNPACKED_BYTES", "1000")
    with pytest.raises(UnreadableInput, match="CONFLICT_ATLAS_MAX_UNPACKED_BYTES"):
        next(tabular.blocks(path, rows=9))


def test_too_many_columns_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICT_ATLAS_MAX_COLUMNS", "2")
    for suffix, write in WRITE.items():
        path = tmp_path / f"a{suffix}"
        write(path)
        with pytest.raises(UnreadableInput, match="CONFLICT_ATLAS_MAX_COLUMNS"):
            next(tabular.blocks(path, rows=9))


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".geojson", ".gpkg"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no more", b"PAR1PAR1", b"<OGRVRTDataSource/>", b"{", b"[]"]
)
def test_what_is_something_else_is_refused_in_one_line(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as told:
        list(tabular.blocks(path, rows=9))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".geojson", ".gpkg"])
def test_a_truncated_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    WRITE[suffix](path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UnreadableInput):
        list(tabular.blocks(path, rows=9))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.parquet", "a.csv"):
        with pytest.raises(UnreadableInput):
            list(tabular.blocks(tmp_path / name, rows=9))


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".gpkg", ".csv"])
def test_a_table_without_rows_names_its_columns(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    WRITE[suffix](path, ROWS.iloc[:0])
    assert set(tabular.head(path).columns) >= {"date", "lieu"}
    assert list(tabular.blocks(path, rows=9)) == []


def test_entities_are_found_wherever_they_are_declared(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for content in (BOMB.decode().encode("utf-16"), b"<!--" + b" " * (2**20 - 9) + b"-->" + BOMB[21:]):
        packed(path, {SHEET: content})
        with pytest.raises(UnreadableInput, match="declares entities"):
            next(tabular.blocks(path, rows=9))


def test_far_cells_take_no_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["A2"] = "date", "lat", "2025-07-01"
    book.active["XFD20000"] = 1
    book.save(tmp_path / "a.xlsx")
    blocks = list(tabular.blocks(tmp_path / "a.xlsx", rows=9))
    assert [block.table.shape for block in blocks] == [(1, 2)]
