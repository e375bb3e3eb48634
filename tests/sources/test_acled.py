"""ACLED's three layouts give the same events; what its codes mean is said, and nothing is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geo import schema, schema_check
from geo.sources import acled, coded, tabular
from geo.sources.base import Chunk
from geo.sources.kinds import kind_of
from tests.sources.acled_rows import ATTACK, CLASH, LAYOUTS, PROTEST, ROWS, TAGS, in_layout


def text(
    rows: Iterable[Mapping[str, str]], layout: str = "new", *, tags: bool = False, end: str = "\n"
) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, LAYOUTS[layout], lineterminator=end)
    writer.writeheader()
    if tags:
        writer.writerow({column: TAGS.get(column, "") for column in LAYOUTS[layout]})
    writer.writerows(in_layout(row, layout) for row in rows)
    return stream.getvalue()


def read(path: Path) -> tuple[pd.DataFrame, list[Chunk]]:
    assert acled.detect(tabular.head(path))
    chunks = list(acled.chunks(path))
    for chunk in chunks:
        assert len(chunk.events) + len(chunk.rejects) + sum(chunk.out_of_scope.values()) == chunk.rows
    table = schema.typed(pd.concat([chunk.events for chunk in chunks], ignore_index=True))
    assert schema_check.check(table) == []
    return table, chunks


def events(tmp_path: Path, *rows: Mapping[str, str], layout: str = "new") -> list[dict]:
    path = tmp_path / "acled.csv"
    path.write_text(text(rows, layout), encoding="utf-8")
    return schema.to_plain(read(path)[0]).to_dict("records")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_gives_the_same_events(tmp_path: Path, layout: str) -> None:
    made, new = events(tmp_path, *ROWS, layout=layout), events(tmp_path, *ROWS)
    differ = ("source_code", "targets")  # the old layout does not say whether civilians were the target
    assert [{k: v for k, v in row.items() if k not in differ} for row in made] == [
        {k: v for k, v in row.items() if k not in differ} for row in new
    ]
    assert "interaction=" in made[0]["source_code"]
    assert made[0]["actors"][0] == {
        "id": "JNIM",
        "name": "JNIM: Group for Support of Islam and Muslims",
        "role": "side_b",
    }


@pytest.mark.parametrize(
    ("tags", "end", "encoding"),
    [(True, "\n", "utf-8"), (False, "\r\n", "utf-8-sig"), (True, "\r\n", "utf-16"), (False, "\n", "cp1252")],
)
def test_it_does_not_matter_how_the_file_is_kept(tmp_path: Path, tags: bool, end: str, encoding: str) -> None:
    accented = CLASH | {"location": "Ménaka", "admin1": "Ménaka", "notes": "Tué à Ménaka. " * 3}
    path = tmp_path / "acled.csv"
    path.write_bytes(text([accented, ATTACK], tags=tags, end=end).encode(encoding))
    table, chunks = read(path)
    assert table["place_name"].tolist() == ["Ménaka", "Imaginary Hill"]
    assert sum(chunk.rows for chunk in chunks) == 2


def test_a_workbook_with_dates_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(LAYOUTS["new"]))
    for row in ROWS:
        sheet.append(list(in_layout(row, "new").values()))
    sheet["B2"] = date(2021, 2, 16)
    book.save(tmp_path / "acled.xlsx")
    table, _ = read(tmp_path / "acled.xlsx")
    assert table["start"].iloc[0] == pd.Timestamp(2021, 2, 16)
    assert table["killed_best"].tolist() == [4, pd.NA, 1]


def test_dates_and_their_precision(tmp_path: Path) -> None:
    told = [(e["start"], e["end"], e["date_precision"]) for e in events(tmp_path, *ROWS)]
    assert told == [
        ("2021-02-16", "2021-02-16", "day"),
        ("2022-09-09", "2022-09-15", "week"),
        ("2023-08-01", "2023-08-31", "month"),
    ]


def test_places_and_their_precision(tmp_path: Path) -> None:
    told = [(e["country"], e["place_precision"], e["uncertainty_km"]) for e in events(tmp_path, *ROWS)]
    assert told == [("ML", "exact", 5), ("BF", "near", 25), ("NE", "admin1", 150)]


def test_a_battle_has_two_sides_and_others_a_perpetrator(tmp_path: Path) -> None:
    clash, attack, protest = events(tmp_path, *ROWS)
    assert [(a["id"], a["role"]) for a in clash["actors"]] == [
        ("JNIM", "side_b"),
        ("FLM", "affiliation"),
        ("FAMa", "side_b"),
        ("GATIA", "affiliation"),
    ]
    assert "Some Unlisted Band" in clash["source_code"]
    assert clash["group"] == "JNIM"
    assert (
        events(tmp_path, CLASH | {"actor1": CLASH["actor2"], "inter1": "1", "actor2": "JNIM", "inter2": "2"})[
            0
        ]["group"]
        == "JNIM"
    )
    assert [(a["id"], a["role"]) for a in attack["actors"]] == [("Unidentified", "perpetrator")]
    assert attack["targets"] == [{"kind": "civilians", "name": "Civilians (Burkina Faso)"}]
    assert [a["role"] for a in protest["actors"]] == ["perpetrator"]
    assert protest["targets"] == [{"kind": "civilians", "name": "Protesters (Niger)"}]


def test_no_deaths_told_are_not_none(tmp_path: Path) -> None:
    clash, attack, _ = events(tmp_path, *ROWS)
    assert (clash["killed_low"], clash["killed_best"], clash["killed_high"]) == (4, 4, 4)
    assert attack["killed_low"] is None
    assert attack["killed_high"] is None
    assert "fatalities=0" in attack["source_code"]
    assert any("none or an unknown number" in reason for reason in attack["reasons"])
    assert not any("unknown number" in reason for reason in clash["reasons"])


def test_terms_words_and_codes_stay_with_a_row(tmp_path: Path) -> None:
    clash, attack, protest = events(tmp_path, *ROWS)
    assert {e["licence"] for e in (clash, attack, protest)} == {"ACLED"}
    assert clash["evidence"][0]["text"] == CLASH["notes"]
    assert clash["reports"] == ["ACLED:MLI90001"]
    assert clash["independent_sources"] == 2
    assert "tags=crowd size=about 200" in protest["source_code"]
    assert protest["sub_event_type"] == "Excessive force against protesters"
    assert any("accessed 20" in reason for reason in clash["reasons"])


def test_an_abduction_is_restricted(tmp_path: Path) -> None:
    made = events(tmp_path, ATTACK | {"sub_event_type": "Abduction/forced disappearance"}, ATTACK | CLASH)
    assert [e["sensitivity"] for e in made] == ["restricted", "public"]


def test_a_type_that_is_none_is_kept_as_it_was(tmp_path: Path) -> None:
    old, odd = events(
        tmp_path,
        CLASH | {"event_type": "Battle-No change of territory", "sub_event_type": ""},
        ATTACK | {"event_type": "Dance", "sub_event_type": "Tango"},
    )
    assert (old["event_type"], old["sub_event_type"]) == ("Battles", "Armed clash")
    assert (odd["event_type"], odd["sub_event_type"]) == (None, None)
    assert "sub_event_type=Tango" in odd["source_code"]
    assert "ACLED: the type Tango is none of the 25 sub-types" in odd["reasons"]


def test_a_bad_row_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    bad = (
        CLASH | {"event_id_cnty": "", "notes": "No id."},
        CLASH | {"event_id_cnty": "MLI1", "event_date": "30 February 2021"},
        CLASH | {"event_id_cnty": "MLI2", "latitude": "-103.5", "longitude": "14.07"},
        CLASH | {"event_id_cnty": "MLI3", "fatalities": "some"},
    )
    path = tmp_path / "acled.csv"
    path.write_text(text([CLASH, *bad, ATTACK]), encoding="utf-8")
    table, chunks = read(path)
    assert table["source_id"].tolist() == ["MLI90001", "BFO90002"]
    rejects = [reject for chunk in chunks for reject in chunk.rejects]
    # the first row's notes take two lines, so do those of the rows after the second
    assert [reject["line"] for reject in rejects] == [4, 5, 7, 9]
    assert [reject["reason"].split(";")[0] for reject in rejects] == [
        "has no event_id_cnty",
        "event_date '30 February 2021' is no date",
        "latitude '-103.5' lies beyond 90 degrees",
        "fatalities 'some' is no whole number of 0 or more",
    ]
    assert "did you swap" in rejects[2]["reason"]


def test_dates_with_slashes_are_read_by_the_whole_column(tmp_path: Path) -> None:
    first, second = CLASH | {"event_date": "03/04/2021"}, ATTACK | {"event_date": "25/04/2021"}
    assert [e["start"] for e in events(tmp_path, first, second | {"time_precision": "1"})] == [
        "2021-04-03",
        "2021-04-25",
    ]
    path = tmp_path / "acled.csv"
    path.write_text(text([first]), encoding="utf-8")
    (reject,) = next(acled.chunks(path)).rejects
    assert "can be read day first or month first" in reject["reason"]


def test_another_table_is_not_taken_for_acled(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("event_date,event_type,actor1\n2021-02-16,Battles,JNIM\n")
    assert not acled.detect(tabular.head(path))
    assert PROTEST["event_id_cnty"] not in path.read_text()


def test_each_row_of_its_crosswalks_fits_the_events_table() -> None:
    allowed = {column.name: column.allowed for column in schema.columns()}
    for row in coded.crosswalk("acled_types"):
        assert kind_of(row["name"]) == (row["event_type"], row["sub_event_type"] or None)
        assert row["event_type"] in allowed["event_type"]
        assert row["sub_event_type"] in (*allowed["sub_event_type"], "")
    for row in coded.crosswalk("acled_places"):
        assert row["place_precision"] in allowed["place_precision"]
        assert float(row["uncertainty_km"]) > 0
    for row in coded.crosswalk("acled_dates"):
        assert row["date_precision"] in allowed["date_precision"]
    for row in coded.crosswalk("acled_inter"):
        assert row["part"] in ("state", "armed", "crowd", "civilians", "other")
        assert bool(row["target"]) == (row["part"] in ("crowd", "civilians"))
    for table in ("acled_types", "acled_places", "acled_dates", "acled_inter"):
        assert all(row["source"] for row in coded.crosswalk(table))
