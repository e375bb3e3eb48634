"""Places of a file into the user's own gazetteer: what is kept and refused, that errors change nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.cli import main
from geo.errors import AtlasError, BrokenData, InvalidPlace, InvalidQuery, UnreadableInput
from geo.home import home
from geo.places import intake
from geo.places.gazetteer import Gazetteer
from geo.places.own import alone
from geo.places.rows import row_of

# Invented villages in Mali; the last two are Kayes again, and a river.
VILLAGES = "name,lat,lon,country\nQuarfadou,14.50,-10.90,ML\nZilembougou,13.80,-4.10,Mali\n"


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh user's gazetteer for each test."""
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    Gazetteer.default.cache_clear()
    yield tmp_path / "home"
    Gazetteer.default.cache_clear()


def file(tmp_path: Path, text: str, name: str = "villages.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def dump_line(number: int, name: str, lat: object, lon: object, **more: str) -> str:
    """A line of a GeoNames dump."""
    cells = [str(number), name, more.get("ascii", name), more.get("other", ""), str(lat), str(lon)]
    cells += [more.get("cls", "P"), more.get("code", "PPL"), more.get("country", "ML"), "", "", "", "", ""]
    return "\t".join([*cells, more.get("people", "0"), "", "", "Africa/Bamako", "2024-01-01"])


def written(own: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((own / "places.csv").read_text("utf-8").splitlines()))


def test_added_places_are_found_with_their_provenance(tmp_path: Path, own: Path) -> None:
    assert geo.geocode(["Quarfadou"], "ML")[0].status == "absent"
    path = file(tmp_path, VILLAGES)
    added = geo.places_add(path, source="Field survey")
    assert (added.new, added.rejects) == (2, ())
    fix = geo.geocode(["Quarfadou"], "ML")[0]
    assert (fix.status, fix.country, fix.admin1) == ("found", "ML", "Kayes")
    assert fix.point == pytest.approx((-10.90, 14.50))
    assert fix.place is not None
    assert fix.place.source.startswith("Field survey, added 20")
    (note,) = map(json.loads, (own / "places-added.jsonl").read_text("utf-8").splitlines())
    assert note["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert note["new"] == 2


def test_adding_again_adds_nothing(tmp_path: Path, own: Path) -> None:
    path = file(tmp_path, VILLAGES)
    geo.places_add(path)
    before = (own / "places.csv").read_bytes()
    again = geo.places_add(path)
    assert (again.new, again.updated, again.known) == (0, 0, 2)
    assert (own / "places.csv").read_bytes() == before


def test_a_known_place_within_5_km_is_the_same_place(tmp_path: Path, own: Path) -> None:
    rows = "name,lat,lon,country,aliases\nKayes,14.46,-11.43,ML,Kayesville|KYS\nKayes,13.0,-6.0,ML,\n"
    added = geo.places_add(file(tmp_path, rows))
    assert (added.new, added.spellings) == (1, 1)  # 1.6 km off is the city, 600 km off a namesake
    known = geo.geocode(["Kayesville"], "ML")[0]
    assert known.place is not None
    assert known.place.place_id == geo.geocode(["Kayes"], "ML")[0].place.place_id
    assert geo.geocode(["KYS"], "ML")[0].status == "absent"
    assert len([m for m in Gazetteer.default().named("Kayes") if m.place.kind != "admin1"]) >= 2


def test_places_twice_in_a_file_are_one(tmp_path: Path) -> None:
    rows = VILLAGES + "QUARFADOU,14.51,-10.91,ML\nQuarfadou,14.50,-7.0,ML\n"
    added = geo.places_add(file(tmp_path, rows))
    assert (added.new, added.known) == (3, 1)


def test_a_geonames_dump_with_its_kinds_and_spellings(tmp_path: Path, own: Path) -> None:
    lines = [
        dump_line(900001, "Quarfadou", 14.5, -10.9, other="Karfadu,KRF,Qārfādū", people="12000"),
        dump_line(900002, "Zed Wadi", 14.6, -10.8, cls="H", code="STM"),
        dump_line(900003, "Lycée de Zed", 14.6, -10.8, cls="S", code="SCH"),
        dump_line(900004, "Zilembougou", 13.8, -4.1),
        dump_line(900005, "Quarfadou", 9.0, -10.0, country="GN"),
        "12\tbroken line",
    ]
    archive = tmp_path / "ML.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("readme.txt", "The format is …")
        out.writestr("ML.txt", "\n".join(lines))
    added = geo.places_add(archive, countries=["ml"])
    assert (added.new, added.skipped) == (3, 2)  # neither the school nor Guinea's village
    assert added.rejects == ((6, "has 2 columns, not 19"),)
    rows = {row["place_id"]: row for row in written(own)}
    assert rows["gn:900001"]["kind"] == "town"
    assert rows["gn:900001"]["aliases"] == "Karfadu|Qārfādū"
    assert rows["gn:900002"]["kind"] == "river"
    assert rows["gn:900004"]["population"] == ""  # 0 is GeoNames' unknown
    assert geo.geocode(["Karfadu"], "ML")[0].status == "found"


def test_alternate_names_join_places_of_the_project_and_of_the_user(tmp_path: Path) -> None:
    geo.places_add(file(tmp_path, dump_line(900001, "Quarfadou", 14.5, -10.9), "ML.txt"))
    bamako = geo.geocode(["Bamako"], "ML")[0].place
    assert bamako is not None
    assert bamako.place_id == "hand:bamako-ml"  # GeoNames' 2460596, whose point is 5 km off
    names = [
        "1\t2460596\tfr\tBamakoville\t\t\t\t\t\t",
        "2\t900001\ten\tQuarfa Town\t\t\t\t\t\t",
        "3\t900001\tlink\thttps://example.org/q\t\t\t\t\t\t",
        "4\t5\ten\tElsewhere\t\t\t\t\t\t",
    ]
    added = geo.places_add(file(tmp_path, "\n".join(names), "alternateNames.txt"))
    assert (added.new, added.spellings, added.skipped) == (0, 2, 1)
    found = geo.geocode(["Bamakoville", "Quarfa Town"], "ML")
    assert [fix.place.place_id for fix in found] == [bamako.place_id, "gn:900001"]


def test_a_newer_dump_updates_the_user_s_own_row(tmp_path: Path, own: Path) -> None:
    geo.places_add(file(tmp_path, dump_line(900001, "Quarfadou", 14.5, -10.9), "ML.txt"))
    added = geo.places_add(
        file(tmp_path, dump_line(900001, "Quarfadou", 14.6, -10.9, people="500"), "ML.txt")
    )
    assert (added.new, added.updated) == (0, 1)
    (row,) = written(own)
    assert (row["latitude"], row["population"]) == ("14.6", "500")


# --- tables with P-codes


OCHA = pd.DataFrame(
    {
        "admin0Pcode": ["#adm0+code", "ML", "ML"],
        "admin1Name_fr": ["#adm1+name", "Kayes", "Mopti"],
        "featureName": ["#loc+name", "Quarfadou", "Zilembougou"],
        "featurePcode": ["#loc+code", "ML0101001", "ML0501002"],
        "Latitude": ["#geo+lat", "14,50", "13.80"],
        "Longitude": ["#geo+lon", "-10,90", "-4.10"],
    }
)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_settlement_tables_with_p_codes(tmp_path: Path, own: Path, suffix: str) -> None:
    path = tmp_path / f"mli_settlements{suffix}"
    if suffix == ".csv":
        OCHA.to_csv(path, index=False, sep=";", encoding="utf-8-sig")
    else:
        pyogrio.write_dataframe(OCHA, path, driver="XLSX")
    added = geo.places_add(path)
    assert (added.new, added.rejects) == (2, ())
    rows = {row["place_id"]: row for row in written(own)}
    assert rows["own:ML:ML0101001"]["source_id"] == "ML0101001"
    assert rows["own:ML:ML0101001"]["latitude"] == "14.5"
    assert rows["own:ML:ML0501002"]["admin1"] == "Mopti"


@pytest.mark.parametrize("zipped", [False, True], ids=["shp", "zip"])
def test_shapefiles_in_any_coordinate_system(tmp_path: Path, own: Path, zipped: bool) -> None:
    points = gpd.points_from_xy([-10.9, -4.1], [14.5, 13.8], crs=4326)
    names = {"NOM": ["Quarfadou", "Zilembougou"], "PCODE": ["ML0101001", "ML0501002"]}
    path = tmp_path / "villages.shp"
    gpd.GeoDataFrame(names, geometry=points).to_crs(32629).to_file(path)
    if zipped:
        with zipfile.ZipFile(tmp_path / "villages.zip", "w") as out:
            for part in tmp_path.glob("villages.*"):
                if part.suffix != ".zip":
                    out.write(part, part.name)
        path = tmp_path / "villages.zip"
    assert geo.places_add(path).new == 2
    row = next(row for row in written(own) if row["name"] == "Quarfadou")
    assert (float(row["longitude"]), float(row["latitude"])) == pytest.approx((-10.9, 14.5), abs=1e-5)
    assert row["country"] == "ML"  # by its P-code


def test_a_column_map_reads_any_table(tmp_path: Path) -> None:
    path = file(tmp_path, "A\tB\tC\nQuarfadou\t14.5\t-10.9\n", "odd.tsv")
    with pytest.raises(UnreadableInput, match=r"no column known to hold name or latitude or longitude"):
        geo.places_add(path)
    assert geo.places_add(path, columns={"name": "A", "lat": "B", "lon": "C"}).new == 1
    with pytest.raises(InvalidQuery, match=r"column 'Z' is not in odd\.tsv"):
        geo.places_add(path, columns={"name": "Z"})
    with pytest.raises(InvalidQuery, match="field 'altitude' is none of a place's"):
        geo.places_add(path, columns={"altitude": "A"})


# --- bad input


def test_bad_rows_cost_no_other_and_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        *VILLAGES.splitlines(),
        "NoPlace,,,ML",
        "Zero,0,0,ML",
        "Words,north,west,ML",
        "Mars,14.5,999,ML",
        ",14.5,-10.9,ML",
        "Swapped,-100.0,14.5,ML",
        "Abroad,48.8,2.3,ML",
        "Somewhere,14.5,-10.9,Atlantis",
        "Short,14.5",
    ]
    path = file(tmp_path, "\n".join(rows) + "\n")
    assert main(["places", "add", str(path)]) == 1
    told = capsys.readouterr()
    assert told.out == "villages.csv: 2 new, 0 updated, 0 new spellings, 0 known, 0 skipped, 9 rejected\n"
    for line, reason in [
        (4, "has no coordinates"),
        (5, "has coordinates 0, 0"),
        (6, "has coordinates that are no numbers"),
        (7, "lies nowhere on Earth"),
        (8, "has no name that can be looked up"),
        (9, "did you swap latitude and longitude?"),
        (10, "lies more than 25 km outside its country"),
        (11, "has a country that is not known"),
        (12, "has 2 columns, not 4"),
    ]:
        assert any(reason in said and f"(line {line})" in said for said in told.err.splitlines())


@pytest.mark.parametrize("country", ["ML", ""])
def test_swapped_coordinates_are_told_and_nothing_is_added(tmp_path: Path, own: Path, country: str) -> None:
    geo.places_add(file(tmp_path, VILLAGES))
    before = (own / "places.csv").read_bytes()
    path = file(
        tmp_path, f"name,lat,lon,country\nOne,-10.9,14.5,{country}\nTwo,-4.1,13.8,{country}\n", "swapped.csv"
    )
    with pytest.raises(InvalidPlace, match=r"did you swap latitude and longitude\?.*--map lat=COLUMN"):
        geo.places_add(path)
    assert (own / "places.csv").read_bytes() == before
    assert geo.places_add(path, columns={"lat": "lon", "lon": "lat"}).new == 2


def test_a_truncated_zip_changes_nothing(tmp_path: Path, own: Path) -> None:
    geo.places_add(file(tmp_path, VILLAGES))
    before = (own / "places.csv").read_bytes()
    whole = tmp_path / "ML.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        lines = [dump_line(910000 + i, f"Village {i}", 13 + i / 1000, -6 - i / 1000) for i in range(500)]
        out.writestr("ML.txt", "\n".join(lines))
    data = whole.read_bytes()
    short, torn = tmp_path / "short.zip", tmp_path / "torn.zip"
    short.write_bytes(data[: len(data) // 2])
    middle = len(data) // 2
    torn.write_bytes(data[:middle] + bytes(64) + data[middle + 64 :])
    for path in (short, torn):
        with pytest.raises(UnreadableInput, match="damaged or cut short"):
            geo.places_add(path)
    assert (own / "places.csv").read_bytes() == before
    assert [p.name for p in own.iterdir() if p.name.startswith(".places")] == []


def test_a_zip_bomb_is_not_opened(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_SMALL", 1_000_000)
    path = tmp_path / "ML.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("ML.txt", b"0" * 3_000_000)
    with pytest.raises(UnreadableInput, match=r"would unpack to 3 MB from 0\.0 MB"):
        geo.places_add(path)
    assert not (own / "places.csv").exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("absent.csv", None, "is no file"),
        ("empty.csv", b"", "is empty"),
        ("latin.csv", "name,lat,lon\nKéniéba,12,-11".encode("latin-1"), "is not UTF-8"),
        ("none.csv", b"name,lat,lon,country\n", "holds no place"),
        ("bad.csv", b"name,lat,lon,country\nA,,,ML\n", r"holds no place, has no coordinates \(line 2\)"),
        ("a.pdf", b"%PDF", "has none of the suffixes"),
        ("a.xlsx", b"no archive", "damaged"),
        ("a.gpkg", b"<OGRVRTDataSource>", r"is no \.gpkg file"),
        ("a.geojson", b"{", "cannot be opened"),
        ("two.zip", {"a.csv": "x", "b.csv": "y"}, "holds 2 tables"),
    ],
)
def test_what_is_no_file_of_places_is_told(
    tmp_path: Path, own: Path, name: str, data: bytes | dict[str, str] | None, says: str
) -> None:
    path = tmp_path / name
    if isinstance(data, dict):
        with zipfile.ZipFile(path, "w") as out:
            for member, text in data.items():
                out.writestr(member, text)
    elif data is not None:
        path.write_bytes(data)
    with pytest.raises(AtlasError, match=says):
        geo.places_add(path)
    assert not (own / "places.csv").exists()


def test_a_damaged_gazetteer_of_the_user_says_which_file(tmp_path: Path, own: Path) -> None:
    geo.places_add(file(tmp_path, VILLAGES))
    (own / "places.csv").write_text("place_id,name\na,b,c\n", encoding="utf-8")
    with pytest.raises(BrokenData, match="add its files again"):
        Gazetteer()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(file(tmp_path, "", "taken") / "home"))
    with pytest.raises(AtlasError, match="set CONFLICT_ATLAS_HOME"):
        geo.places_add(file(tmp_path, VILLAGES))


def test_the_data_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CONFLICT_ATLAS_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home() == tmp_path / "conflict-atlas"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "someone"))
    assert home() == tmp_path / "someone" / ".local" / "share" / "conflict-atlas"


CELL = st.text(max_size=20)


@given(st.fixed_dictionaries(dict.fromkeys(intake.FIELDS, CELL)))
def test_any_row_is_a_place_or_has_a_reason(raw: dict[str, str]) -> None:
    made = row_of(raw, ("ML",), "here")
    if isinstance(made, dict):
        assert made["country"] == "ML"
        assert -90 <= made["latitude"] <= 90
        assert -180 <= made["longitude"] <= 180
        assert all(str(value).isprintable() for value in made.values())
    else:
        assert made is None or made


def test_hostile_names_stay_names(tmp_path: Path, own: Path) -> None:
    names = [
        "=cmd|' /C calc'!A0",
        '<script>alert("x")</script>',
        "Robert'); DROP TABLE",
        "قرية مجهولة",
        "x" * 201,
    ]
    rows = [{"name": n, "lat": 14.5 + i / 10, "lon": -10.9, "country": "ML"} for i, n in enumerate(names)]
    path = tmp_path / "odd.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    added = geo.places_add(path)
    assert (added.new, added.rejects) == (4, ((6, "has no name that can be looked up"),))
    assert [m.place.name for m in Gazetteer().named("قرية مجهولة")] == ["قرية مجهولة"]


# --- Taking out again, and two at once -------------------------------------------------------------------


def test_a_source_is_listed_and_taken_out_again(
    tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    geo.places_add(file(tmp_path, VILLAGES), source="Survey")
    geo.places_add(file(tmp_path, "name,lat,lon,country\nTchintabara,15.1,2.2,NE\n", "more.csv"))
    assert main(["places", "list"]) == 0
    assert [line.split(", added")[0] for line in capsys.readouterr().out.splitlines()] == [
        "2\tSurvey",
        "1\tmore.csv",
    ]
    assert main(["places", "remove", "Survey"]) == 0
    assert [row["name"] for row in written(own)] == ["Tchintabara"]
    assert geo.geocode(["Quarfadou"], "ML")[0].status == "absent"
    assert geo.geocode(["Tchintabara"], "NE")[0].status == "found"
    (dated,) = geo.places_sources()
    assert geo.places_remove(dated) == 1
    assert geo.places_sources() == {}
    last = json.loads((own / "places-added.jsonl").read_text("utf-8").splitlines()[-1])
    assert last == {"removed": dated, "places": 1}


@pytest.mark.parametrize("source", ["Nobody's", "", "Surve"])
def test_a_source_that_is_not_there_is_told_and_nothing_goes(
    tmp_path: Path, own: Path, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    geo.places_add(file(tmp_path, VILLAGES), source="Survey")
    before = (own / "places.csv").read_bytes()
    assert main(["places", "remove", source]) == 2
    assert "take one of: Survey, added" in capsys.readouterr().err
    assert (own / "places.csv").read_bytes() == before


def test_two_at_once_is_an_error_of_the_second(tmp_path: Path, own: Path) -> None:
    path = file(tmp_path, VILLAGES)
    with alone():
        run = [sys.executable, "-m", "geo", "places", "add", str(path)]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "is being changed by another `places` command: wait until it is done" in done.stderr
    assert not (own / "places.csv").exists()
    assert geo.places_add(path).new == 2  # the lock went with its holder


def test_a_gazetteer_row_without_coordinates_is_told(tmp_path: Path, own: Path) -> None:
    geo.places_add(file(tmp_path, VILLAGES))
    whole = (own / "places.csv").read_text("utf-8")
    (own / "places.csv").write_text(whole.replace("14.5", "", 1), encoding="utf-8")
    Gazetteer.default.cache_clear()
    with pytest.raises(BrokenData, match=r"places\.csv has no latitude between -90 and 90 in line 2"):
        geo.geocode(["Kayes"], "ML")
