"""GDELT's events: in scope, named and left out, or unlocated; never more certain than a machine is."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from geo import schema, schema_check, vocab
from geo.sources import coded, datasets, gdelt
from geo.sources.base import Chunk

ROW = {
    "GlobalEventID": "741917022", "SQLDATE": "20200301", "MonthYear": "202003", "Year": "2020",
    "FractionDate": "2020.16", "Actor1Code": "MLIMIL", "Actor1Name": "MALI", "Actor1CountryCode": "MLI",
    "Actor1Type1Code": "MIL", "Actor2Code": "CVL", "Actor2Name": "VILLAGER", "Actor2Type1Code": "CVL",
    "IsRootEvent": "1", "EventCode": "193", "EventBaseCode": "193", "EventRootCode": "19", "QuadClass": "4",
    "GoldsteinScale": "-10.0", "NumMentions": "5", "NumSources": "1", "NumArticles": "5", "AvgTone": "-3.5",
    "ActionGeo_Type": "4", "ActionGeo_FullName": "Ansongo, Gao, Mali", "ActionGeo_CountryCode": "ML",
    "ActionGeo_ADM1Code": "ML07", "ActionGeo_ADM2Code": "1", "ActionGeo_Lat": "15.66",
    "ActionGeo_Long": "0.5", "ActionGeo_FeatureID": "-1", "DATEADDED": "20200302044500",
    "SOURCEURL": "https://example.org/a",
}  # fmt: skip


def write(path: Path, *changes: dict[str, str], columns: int = 61) -> Path:
    names = gdelt.LAYOUTS[columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        for n, each in enumerate(changes):
            row = ROW | {"GlobalEventID": str(n + 1)} | each
            out.writerow([row.get(name, "") for name in names])
    return path


def read(path: Path, *, everything: bool = False) -> tuple[list[dict], list[Chunk]]:
    assert datasets.kind_of(path) == "gdelt"
    chunks = list(datasets.read(path, "gdelt", everything=everything))
    for chunk in chunks:
        assert len(chunk.events) + len(chunk.rejects) + sum(chunk.out_of_scope.values()) == chunk.rows
    table = schema.typed(pd.concat([chunk.events for chunk in chunks], ignore_index=True))
    assert schema_check.check(table) == []
    return schema.to_plain(table).to_dict("records"), chunks


@pytest.fixture(scope="module")
def real(root: Path) -> Path:
    path = root.parent / "shared" / "data" / "gdelt" / "20180326044500.export.CSV"
    if not path.is_file():
        pytest.skip("GDELT's file (../shared/data/gdelt) is not on this machine")
    return path


def test_every_row_of_the_real_file_is_accounted_for(real: Path) -> None:
    rows = [line.split("\t") for line in real.read_text(encoding="utf-8").splitlines()]
    in_scope = [row for row in rows if row[28] in {"14", "15", "17", "18", "19", "20"}]
    events, chunks = read(real)
    out = sum((chunk.out_of_scope for chunk in chunks), Counter())
    assert (len(rows), len(events), sum(out.values())) == (1_540, 224, 1_316)
    assert not any(chunk.rejects for chunk in chunks)
    assert [each["source_id"] for each in events] == [row[0] for row in in_scope]
    assert out["CAMEO 04 (consult)"] == sum(row[28] == "04" for row in rows)
    unlocated = [each["source_id"] for each in events if each["latitude"] is None]
    assert unlocated == [row[0] for row in in_scope if not row[56]] != []
    assert {each["verification"] for each in events} == {"unverified"}
    assert all(any("machine-coded" in reason for reason in each["reasons"]) for each in events)
    late = [each["source_id"] for each in events if any("year" in reason for reason in each["reasons"])]
    assert late == [row[0] for row in in_scope if row[1].startswith("2017")] != []


def test_all_rows_are_kept_where_all_are_wanted(real: Path) -> None:
    events, _ = read(real, everything=True)
    assert len(events) == 1_540


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    (made,), _ = read(write(tmp_path / "a.CSV", {}))
    told = {k: v for k, v in made.items() if v not in (None, [])}
    assert told.pop("event_id").startswith("ev-")
    assert told.pop("source_code").endswith("SOURCEURL=https://example.org/a")
    assert told == {
        "start": "2020-03-01", "end": "2020-03-01", "date_precision": "day",
        "event_type": "Battles", "sub_event_type": "Armed clash", "status": "realised",
        "actors": [{"id": "FAMa", "name": "MALI", "role": "perpetrator"}], "group": "FAMa",
        "targets": [{"kind": "civilians"}],
        "place_name": "Ansongo, Gao, Mali", "country": "ML", "admin1": "Gao",
        "latitude": 15.66, "longitude": 0.5, "place_precision": "exact", "uncertainty_km": 10.0,
        "attribution": "none", "verification": "unverified", "reports": ["GDELT:1"], "report": "GDELT:1",
        "sensitivity": "public", "source": "GDELT", "source_id": "1",
        "licence": gdelt.LICENCE, "made_by": "gdelt reader 1",
        "reasons": [
            "GDELT: machine-coded from the words of an article, checked by nobody",
            "CAMEO 193: fight with small arms and light weapons",
            "GDELT: a city or landmark (ActionGeo_Type 4)",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("columns", [57, 58])
def test_older_layouts_give_the_same(tmp_path: Path, columns: int) -> None:
    (new,), _ = read(write(tmp_path / "a.CSV", {}))
    (old,), _ = read(write(tmp_path / "b.CSV", {}, columns=columns))
    assert old | {"source_code": None} == new | {"source_code": None}


PLACES = (
    ("1", "Niger", "NG", "NE", "country", None),
    ("1", "Nigeria", "NI", "NG", "country", None),
    ("1", "Burkina Faso", "UV", "BF", "country", None),
    ("1", "Gaza Strip", "GZ", "PS", "country", None),
    ("2", "Texas, United States", "US", "US", "admin1", "Texas"),
    ("5", "Gao, Mali", "ML", "ML", "admin1", "Gao"),
    ("5", "Edo State, Edo, Nigeria", "NI", "NG", "admin1", "Edo"),
    ("3", "Waco, Texas, United States", "US", "US", "exact", "Texas"),
    ("4", "Bamako, Mali (general), Mali", "ML", "ML", "exact", None),
)


def test_places_have_their_country_region_and_precision(tmp_path: Path) -> None:
    columns = ("ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode")
    made, _ = read(write(tmp_path / "a.CSV", *(dict(zip(columns, each, strict=False)) for each in PLACES)))
    told = [(each["country"], each["place_precision"], each["admin1"]) for each in made]
    assert told == [each[3:] for each in PLACES]


def test_a_row_without_coordinates_is_unlocated(tmp_path: Path) -> None:
    nowhere = dict.fromkeys([name for name in ROW if name.startswith("ActionGeo_")], "")
    (made,), _ = read(write(tmp_path / "a.CSV", nowhere | {"ActionGeo_Type": "0"}))
    assert (made["latitude"], made["place_precision"], made["uncertainty_km"]) == (None, "unresolved", None)
    assert "GDELT: the article's place was not found" in made["reasons"]


def test_actors_are_a_states_forces_known_groups_or_names(tmp_path: Path) -> None:
    state = {"Actor1Name": "MALI", "Actor1CountryCode": "MLI"}
    made, _ = read(
        write(
            tmp_path / "a.CSV",
            state | {"Actor1Type1Code": "GOV"},
            {"Actor1Name": "BOKO HARAM", "Actor1CountryCode": "NGA", "Actor1Type1Code": "REB"},
            {"Actor1Name": "MICROSOFT", "Actor1CountryCode": "USA", "Actor1Type1Code": "MNC"},
            {"Actor1Name": "VILLAGER", "Actor1CountryCode": "", "Actor1Type1Code": "CVL"},
            {
                "Actor1Name": "",
                "Actor1Type1Code": "",
                "Actor2Name": "MALI",
                "Actor2CountryCode": "MLI",
                "Actor2Type1Code": "MIL",
            },
        )
    )
    assert [each["group"] for each in made] == ["AUTH-ML", "BokoHaram", "Other", None, "FAMa"]
    assert [[a["role"] for a in each["actors"]] for each in made][-2:] == [[], ["side_b"]]


def test_bad_rows_are_told_with_their_lines(tmp_path: Path) -> None:
    bad = (
        ({"SQLDATE": "20250230"}, "SQLDATE '20250230' is no day of the calendar"),
        ({"GlobalEventID": "x1"}, "GlobalEventID 'x1' is no number"),
        ({"EventCode": ""}, "has no EventCode"),
        ({"ActionGeo_Lat": "99", "ActionGeo_Long": "99"}, "ActionGeo_Lat '99' lies beyond 90 degrees"),
        ({"GlobalEventID": "1"}, "has the id of a row before it"),
    )  # fmt: skip
    path = write(tmp_path / "a.CSV", {}, *(changes for changes, _ in bad))
    with path.open("a") as file:
        file.write("741\t2020")  # cut off
    events, chunks = read(path)
    assert len(events) == 1
    told = sorted((r["line"], r["reason"]) for chunk in chunks for r in chunk.rejects)
    wanted = [(n, reason) for n, (_, reason) in enumerate(bad, start=2)]
    assert told == [*wanted, (7, "has 2 columns, not 61")]


def test_codes_beyond_the_crosswalk_take_the_kind_above_them(tmp_path: Path) -> None:
    made, _ = read(
        write(
            tmp_path / "a.CSV",
            {"EventCode": "1999", "EventRootCode": "19"},
            {"EventCode": "1831", "EventRootCode": "18"},
            {"EventCode": "176", "EventRootCode": "17"},
        )
    )
    assert [each["sub_event_type"] for each in made] == ["Armed clash", "Suicide bomb", None]
    assert "CAMEO 1999: fight" in made[0]["reasons"]


def test_roots_that_there_are_not_are_out_of_scope_and_named(tmp_path: Path) -> None:
    rows = ({"EventCode": "99", "EventRootCode": "99"}, {"EventCode": "010", "EventRootCode": "01"}, {})
    _, chunks = read(write(tmp_path / "a.CSV", *rows))
    assert chunks[0].out_of_scope == {
        "CAMEO 99 (no such root)": 1,
        "CAMEO 01 (make public statement)": 1,
    }


def test_the_crosswalk_has_each_root_and_names_kinds_that_there_are() -> None:
    table = coded.crosswalk("cameo_acled")
    assert len({row["code"] for row in table}) == len(table)
    assert {row["code"] for row in table if len(row["code"]) == 2} == {f"{n:02}" for n in range(1, 21)}
    kinds = {(kind.event_type, kind.sub_event_type) for kind in vocab.kinds()}
    for row in table:
        assert row["fit"] in {"exact", "lossy", "empty", "out of scope"}, row
        mapped = (row["event_type"], row["sub_event_type"])
        assert (mapped in kinds) == (row["fit"] in {"exact", "lossy"}), row
        assert mapped in kinds or mapped == ("", ""), row
        assert row["fit"] == "exact" or row["note"], row
        assert row["name"], row
        assert row["source"], row
    allowed = next(column.allowed for column in schema.columns() if column.name == "place_precision")
    assert {row["place_precision"] for row in coded.crosswalk("gdelt_places")} <= set(allowed)
