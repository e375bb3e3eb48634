"""Datasets on their way in: the same rows whichever way they go, each accounted for, no degrees swapped."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import geo
from geo import intake, schema
from geo.cli import main
from geo.errors import InvalidQuery, UnreadableInput
from geo.sources import base, datasets
from tests.sources import test_gdelt
from tests.sources.ged_rows import row, write


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    ged = write(tmp_path / "ged.csv", [row(), row(id="2", date_start="2025-02-30"), row(id="3", best="4")])
    gdelt = test_gdelt.write(tmp_path / "a.export.CSV", {}, {"EventRootCode": "04", "EventCode": "040"})
    return [ged, gdelt]


def plain(atlas: schema.Atlas) -> list[dict]:
    return schema.to_plain(atlas.events).sort_values("event_id").to_dict("records")


def test_streaming_gives_what_reading_gives(files: list[Path], tmp_path: Path) -> None:
    atlas = geo.read(files)
    done = geo.convert(files, tmp_path / "out.parquet")
    assert done is not None
    assert (done.rejects, done.summaries) == (atlas.rejects, atlas.summaries)
    assert plain(geo.load(tmp_path / "out.parquet")) == plain(atlas)
    assert [each["source"] for each in plain(atlas)].count("UCDP GED") == 2
    assert atlas.summaries == [
        {"file": "ged.csv", "source": "UCDP GED", "rows": 3, "read": 2, "rejected": 1, "out_of_scope": {}},
        {"file": "a.export.CSV", "source": "GDELT", "rows": 2, "read": 1, "rejected": 0,
         "out_of_scope": {"CAMEO 04 (consult)": 1}},
    ]  # fmt: skip


@pytest.mark.parametrize("profile", ["partner", "public"])
def test_streaming_for_others_gives_what_the_whole_table_gives(
    profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A taking in one piece generalises, silences and renames events of the others."""
    monkeypatch.setattr("geo.views.stream.ROWS_A_GROUP", 3)
    taken = {"kind": "Abduction/forced disappearance", "targets": "Jeanne Doezel"}
    head = "id,date,lat,lon,country,admin1,place,event_type,sub_event_type,notes,source_url"
    rows = [head]
    for at in range(14):
        what = ("Violence against civilians", taken["kind"]) if at in (4, 11) else ("Battles", "Armed clash")
        day, place = (f"2025-03-{1 + at % 3:02d}", "Diboli" if at % 2 else "Gogui")
        lat, lon = (14.455, -12.199) if at % 2 else (15.684, -9.329)
        rows.append(
            f"r{at},{day},{lat},{lon},ML,Kayes,{place},{what[0]},{what[1]},No rançon,https://e.org/{at}"
        )
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = tmp_path / "out.parquet"
    atlas = geo.read([tmp_path / "a.csv"], source="table")
    assert len(atlas.events) == 14
    about = geo.write(atlas, tmp_path / "whole.parquet", profile=profile)
    done = geo.convert([tmp_path / "a.csv"], path, source="table", profile=profile)
    assert done is not None
    assert plain(geo.load(path)) == plain(geo.load(tmp_path / "whole.parquet"))
    held = json.loads(pq.read_metadata(path).metadata[b"conflict_atlas"])
    assert (held["profile"], held["withheld"]) == (profile, dict(about.withheld))
    assert held["withheld"]["exact places"] == 2
    assert held["withheld"]["exact places of events beside them"] > 0
    assert (
        main(["read", str(tmp_path / "a.csv"), "--from", "table", "-o", str(path), "--profile", profile]) == 0
    )
    assert f"out.parquet is {profile}; withheld: " in capsys.readouterr().err


def test_distances_to_borders_are_filled_in(files: list[Path]) -> None:
    events = geo.read(files[:1]).events
    assert set(events["border_country"]) == {"BF"}
    assert (events["border_km_min"] > 100).all()


def test_only_datasets_are_streamed_and_only_into_parquet(files: list[Path], tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Gunmen attacked Gao on March 1, 2020.")
    geo.write(geo.read(files), tmp_path / "ours.csv")
    assert geo.convert(files, tmp_path / "out.geojson") is None
    assert geo.convert([*files, article], tmp_path / "out.parquet") is None
    assert geo.convert([tmp_path / "ours.csv"], tmp_path / "out.parquet") is None
    assert not (tmp_path / "out.parquet").exists()


SWAPPED = (
    # latitude, longitude, country, whether they were swapped
    ("16.27", "-0.04", "Mali", False),
    ("-0.04", "16.27", "Mali", True),
    ("-11.44", "14.45", "Mali", True),
    ("12.37", "-1.52", "Burkina Faso", False),
    ("-1.52", "12.37", "Burkina Faso", True),
    ("6.3", "9.5", "Nigeria", False),  # near the border; turned about it lies in Nigeria, too
    ("13.5", "13.5", "Niger", False),
    ("3.0", "3.0", "Nigeria", False),  # at sea
    ("16.27", "-0.04", "Atlantis", False),
)


def test_swapped_degrees_are_told_row_by_row(tmp_path: Path) -> None:
    rows = [
        row(id=str(n), latitude=lat, longitude=lon, country=country)
        for n, (lat, lon, country, _) in enumerate(SWAPPED)
    ]
    atlas = geo.read([write(tmp_path / "ged.csv", rows)])
    wrong = [n + 2 for n, (*_, swapped) in enumerate(SWAPPED) if swapped]
    assert [reject["line"] for reject in atlas.rejects] == wrong
    assert all("did you swap latitude and longitude?" in reject["reason"] for reject in atlas.rejects)
    assert len(atlas.events) == len(SWAPPED) - len(wrong)


def test_a_row_of_an_earlier_file_is_read_once_and_counted(tmp_path: Path) -> None:
    old = write(tmp_path / "ged24.csv", [row(), row(id="2")])
    new = write(tmp_path / "ged25.csv", [row(id="2"), row(id="3")])
    atlas = geo.read([old, new])
    assert len(atlas.events) == 3
    assert atlas.rejects == []
    assert atlas.summaries[1]["out_of_scope"] == {"in a file that was read before": 1}


def test_what_came_before_a_damaged_place_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", [row(id=str(n)) for n in range(3_000)])
    packed = tmp_path / "ged.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes())[:-500])
    atlas = geo.read([packed])
    (summary,) = atlas.summaries
    assert 1_000 < len(atlas.events) == summary["read"] < 3_000
    assert "damaged" in atlas.rejects[-1]["reason"]


def test_chunks_keep_their_law_when_rows_are_set_apart() -> None:
    chunk = base.Chunk(2, pd.DataFrame({"line": [2, 5], "event_id": ["a", "b"]}))
    less = chunk.without(pd.Series([False, True]), Path("a.csv"), "is odd")
    assert less.events["event_id"].tolist() == ["a"]
    assert less.rejects == [{"file": "a.csv", "line": 5, "reason": "is odd"}]
    assert len(less.events) + len(less.rejects) == less.rows


def test_kinds_of_files_are_told_by_their_content(files: list[Path], tmp_path: Path) -> None:
    geo.write(geo.read(files), tmp_path / "ours.csv")
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("colour,taste\nred,sweet\n")
    rejects: list[dict] = []
    found = intake.kinds([*files, tmp_path / "ours.csv", tmp_path / "a.txt", nothing], None, rejects)
    assert list(found.values()) == ["ucdp", "gdelt", "events", "article"]
    (reject,) = rejects
    assert "'nothing.csv' is neither an events file nor a dataset" in reject["reason"]
    with pytest.raises(InvalidQuery, match="source 'gtd' is none that is read"):
        intake.kinds(files, "gtd", [])


def test_a_reader_has_a_name_of_its_own() -> None:
    names = [datasets.find(name).NAME for name in datasets.READERS]
    assert len(set(names)) == len(names)


# --- On the command line -----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".parquet", ".geojson"])
def test_the_command_tells_the_fate_of_each_row(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    out = tmp_path / f"out{suffix}"
    assert main(["read", *map(str, files), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "ged.csv (UCDP GED): 3 rows, 2 read, 1 rejected\n" in told
    assert "(GDELT): 2 rows, 1 read, 0 rejected, out of scope: 1 CAMEO 04 (consult)\n" in told
    assert "geo: line 3: date_start '2025-02-30' is no day of the calendar\n" in told
    with Path(f"{out}.rejected.csv").open(encoding="utf-8", newline="") as file:
        (reject,) = csv.DictReader(file)
    assert (reject["file"], reject["line"]) == (str(files[0]), "3")
    assert len(geo.load(out).events) == 3


def test_all_keeps_what_is_out_of_scope(files: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert main(["read", "-q", "--all", "--from", "gdelt", str(files[1]), "-o", str(out)]) == 0
    assert len(geo.load(out).events) == 2
    assert not Path(f"{out}.rejected.csv").exists()


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 60, b"," * 3_000, b"", b"a\0b"])
def test_what_cannot_be_read_is_one_line_and_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, suffix: str
) -> None:
    path, out = tmp_path / "ged.csv", tmp_path / f"out{suffix}"
    path.write_bytes(content)
    assert main(["read", str(path), "-o", str(out)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("geo: ")
    assert told.count("\n") == 1
    assert not out.exists()


def test_a_file_without_a_good_row_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", [row(date_start="soon")])
    with pytest.raises(UnreadableInput, match="holds no row that could be read"):
        geo.convert([path], tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()
