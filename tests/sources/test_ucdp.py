"""UCDP GED becomes events: every row accounted for, every code said, no number changed."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from geo import schema, schema_check, vocab
from geo.sources import coded, datasets, ucdp
from geo.sources.base import Chunk, Summary
from tests.sources.ged_rows import row, write

REAL = {"ged_hdx_bangladesh.csv": 601, "ged191_myanmar_bangladesh.csv": 3_194}


def read(path: Path) -> tuple[list[dict], list[Chunk]]:
    assert datasets.kind_of(path) == "ucdp"
    chunks = list(datasets.read(path, "ucdp"))
    for chunk in chunks:
        assert len(chunk.events) + len(chunk.rejects) + sum(chunk.out_of_scope.values()) == chunk.rows
    table = schema.typed(pd.concat([chunk.events for chunk in chunks], ignore_index=True))
    return schema.to_plain(table).to_dict("records"), chunks


def event(tmp_path: Path, **changes: str | None) -> dict:
    (made,), _ = read(write(tmp_path / "ged.csv", [row(**changes)]))
    return made


def events(tmp_path: Path, *changes: dict[str, str]) -> list[dict]:
    return read(write(tmp_path / "ged.csv", [row(id=str(n)) | each for n, each in enumerate(changes)]))[0]


def rejects(tmp_path: Path, *rows: dict) -> list[tuple[int, str]]:
    _, chunks = read(write(tmp_path / "ged.csv", rows))
    return [(reject["line"], reject["reason"]) for chunk in chunks for reject in chunk.rejects]


@pytest.mark.parametrize("name", REAL)
def test_every_row_of_the_real_files_is_read_and_no_death_lost(root: Path, name: str) -> None:
    path = root.parent / "shared" / "data" / "ucdp" / name
    if not path.is_file():
        pytest.skip(f"{name} (../shared/data/ucdp) is not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        held = [each for each in csv.DictReader(file) if each["id"]]  # the row of HXL tags has none
    events, chunks = read(path)
    summary = Summary(name, ucdp.NAME)
    for chunk in chunks:
        summary.add(chunk)
    assert (summary.rows, summary.read, summary.rejected) == (REAL[name], REAL[name], 0)
    for ours, theirs in (("killed_low", "low"), ("killed_best", "best"), ("killed_high", "high")):
        assert sum(each[ours] for each in events) == sum(int(each[theirs]) for each in held)
    assert [each["source_id"] for each in events] == [each["id"] for each in held]
    assert [(each["latitude"], each["longitude"]) for each in events] == [
        (float(each["latitude"]), float(each["longitude"])) for each in held
    ]
    odd = sum(int(each["low"]) > int(each["best"]) or int(each["best"]) > int(each["high"]) for each in held)
    flagged = sum(any("estimate" in reason for reason in each["reasons"]) for each in events)
    assert flagged == odd > 0


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    made = event(tmp_path)
    told = {k: v for k, v in made.items() if v not in (None, [])}
    assert told.pop("event_id").startswith("ev-")
    assert told.pop("source_code").startswith(
        "type_of_violence=1; conflict_name=Mali: Government; dyad_name="
    )
    article = '"Some Agency,2020-03-02,Soldiers die near Gao"'
    assert told == {
        "start": "2020-03-01", "end": "2020-03-01", "date_precision": "day",
        "event_type": "Battles", "sub_event_type": "Armed clash", "status": "realised",
        "actors": [
            {"id": "FAMa", "name": "Government of Mali", "role": "side_b"},
            {"id": "JNIM", "name": "JNIM", "role": "side_b"},
        ],
        "group": "JNIM", "place_name": "Gao town", "country": "ML", "admin1": "Gao", "admin2": "Gao",
        "latitude": 16.27, "longitude": -0.04, "place_precision": "exact", "uncertainty_km": 5.0,
        "killed_low": 3, "killed_high": 5, "killed_best": 3, "attribution": "none",
        "verification": "corroborated", "reports": ["UCDP GED:15960"], "independent_sources": 2,
        "report": "UCDP GED:15960",
        "evidence": [
            {"report": "UCDP GED:15960", "field": "sentence", "start": 0, "end": 46, "text": article}
        ],
        "sensitivity": "public", "source": "UCDP GED", "source_id": "15960", "licence": "CC BY 4.0",
        "made_by": "ucdp reader 1",
        "reasons": [
            "UCDP names two sides and does not say which of them attacked",
            "UCDP: the exact place is known (where_prec 1)",
        ],
    }  # fmt: skip


def test_an_id_is_stable_and_its_own(tmp_path: Path) -> None:
    again = event(tmp_path, id="15960", best="4")["event_id"]
    assert again == event(tmp_path)["event_id"] != event(tmp_path, id="15961")["event_id"]


def test_where_prec_is_the_precision_of_the_place(tmp_path: Path) -> None:
    mali = coded.radius_km("ML")
    wanted = [
        ("1", "exact", 5), ("2", "near", 25), ("3", "admin2", 50), ("4", "admin1", 150), ("5", "near", 100),
        ("6", "country", mali), ("7", "near", 300), ("9", "country", mali),
    ]  # fmt: skip
    for (code, *told), made in zip(
        wanted, events(tmp_path, *({"where_prec": code} for code, *_ in wanted)), strict=True
    ):
        assert [made["place_precision"], made["uncertainty_km"]] == told
        assert any(f"where_prec {code}" in reason for reason in made["reasons"])


def test_date_prec_is_the_precision_of_the_date(tmp_path: Path) -> None:
    wanted = [
        ("1", "2020-03-01", "day"), ("1", "2020-03-03", "range"), ("2", "2020-03-03", "range"),
        ("3", "2020-03-07", "week"), ("4", "2020-03-31", "month"), ("5", "2020-12-31", "year"),
    ]  # fmt: skip
    made = events(tmp_path, *({"date_prec": code, "date_end": end} for code, end, _ in wanted))
    assert [(each["end"], each["date_precision"]) for each in made] == [each[1:] for each in wanted]


def test_dates_may_hold_times(tmp_path: Path) -> None:
    made = event(tmp_path, date_start="2020-03-01 00:00:00.000", date_end="2020-03-02 00:00:00.000")
    assert (made["start"], made["end"]) == ("2020-03-01", "2020-03-02")


SIDES = (
    ("3", "IS", "Civilians", "Burkina Faso", "ISSP", [("ISSP", "perpetrator")], ["civilians"]),
    ("3", "Government of Mali", "Civilians", "Mali", "FAMa", [("FAMa", "perpetrator")], ["civilians"]),
    ("2", "JNIM", "IS", "Mali", "JNIM", [("JNIM", "side_b"), ("ISSP", "side_b")], []),
    ("1", "Government of Nigeria", "IS", "Nigeria", "ISWAP", [("MIL-NG", "side_b"), ("ISWAP", "side_b")], []),
    ("1", "Government of Myanmar (Burma)", "KIO", "Myanmar (Burma)", "Other",
     [("Other", "side_b"), ("Other", "side_b")], []),
)  # fmt: skip


def test_sides_become_actors(tmp_path: Path) -> None:
    columns = ("type_of_violence", "side_a", "side_b", "country")
    made = events(tmp_path, *(dict(zip(columns, each, strict=False)) for each in SIDES))
    for event_, (_, side_a, side_b, _, group, actors, targets) in zip(made, SIDES, strict=True):
        assert event_["group"] == group
        assert [(actor["id"], actor["role"]) for actor in event_["actors"]] == actors
        names = [actor["name"] for actor in event_["actors"]]
        assert names == [side for side in (side_a, side_b) if side != "Civilians"]
        assert [target["kind"] for target in event_["targets"]] == targets


DOUBTS = (
    ({"low": "4"}, "the file's low estimate of deaths is above its best one"),
    ({"best": "9"}, "the file's best estimate of deaths is above its high one"),
    ({"number_of_sources": "-1"}, "how many sources there were is not known"),
    ({"event_clarity": "2"}, "several events that the source tells as one"),
    ({"type_of_violence": "4"}, "type_of_violence 4 is not in the crosswalk"),
    ({"date_prec": "9"}, "date_prec 9 is not in the crosswalk"),
)


def test_doubts_are_kept_and_said(tmp_path: Path) -> None:
    sound, *doubtful = events(tmp_path, {}, *(changes for changes, _ in DOUBTS))
    for made, (changes, reason) in zip(doubtful, DOUBTS, strict=True):
        assert any(reason in each for each in made["reasons"])
        assert not any(reason in each for each in sound["reasons"])
        assert made["killed_low"] == int(changes.get("low", 3))
        assert made["killed_best"] == int(changes.get("best", 3))


def test_unknown_is_null(tmp_path: Path) -> None:
    made = event(
        tmp_path, number_of_sources="-1", low="", latitude="", longitude="", country="Atlantis", adm_2=" ",
        source_article="", type_of_violence="4",
    )  # fmt: skip
    unknown = (
        "independent_sources",
        "killed_low",
        "latitude",
        "longitude",
        "country",
        "admin2",
        "uncertainty_km",
    )
    assert [made[column] for column in unknown] == [None] * len(unknown)
    assert (made["place_precision"], made["evidence"]) == ("unresolved", [])
    assert (made["event_type"], made["sub_event_type"]) == (None, None)


def test_deaths_of_0_are_0(tmp_path: Path) -> None:
    made = event(tmp_path, low="0", best="0", high="0")
    assert (made["killed_low"], made["killed_best"], made["killed_high"]) == (0, 0, 0)


def test_candidate_rows_say_that_they_are_not_final(tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", [row()])
    lines = path.read_text().splitlines()
    path.write_text(f"code_status,{lines[0]}\nCheck deaths,{lines[1]}\n")
    (made,), _ = read(path)
    assert "UCDP has not checked this row to the end (code_status: Check deaths)" in made["reasons"]
    path.write_text(f"code_status,{lines[0]}\nClear,{lines[1]}\n")
    (made,), _ = read(path)
    assert not any("code_status" in reason for reason in made["reasons"])


@pytest.mark.parametrize(("tags", "index"), [(True, False), (False, True), (True, True)])
def test_tags_and_an_unnamed_index_change_nothing(tmp_path: Path, tags: bool, index: bool) -> None:
    plain, _ = read(write(tmp_path / "a.csv", [row(), row(id="2")]))
    other, chunks = read(write(tmp_path / "b.csv", [row(), row(id="2")], tags=tags, index=index))
    assert other == plain
    assert chunks[0].rows == 2


BAD = (
    ({"id": ""}, "has no id"),
    ({"date_start": "2025-02-30"}, "date_start '2025-02-30' is no day of the calendar"),
    ({"date_start": ""}, "has no date_start"),
    ({"date_end": "2020-02-01"}, "has date_end before date_start"),
    ({"latitude": "-100.04", "longitude": "16.27"},
     "latitude '-100.04' lies beyond 90 degrees; did you swap latitude and longitude?"),
    ({"latitude": "16.27", "longitude": "222"}, "longitude '222' lies beyond 180 degrees"),
    ({"latitude": "north"}, "latitude 'north' is no number"),
    ({"latitude": "inf"}, "latitude 'inf' is no number"),
    ({"longitude": ""}, "has only one of latitude and longitude"),
    ({"best": "three"}, "best 'three' is no whole number of 0 or more"),
    ({"best": "-3"}, "best '-3' is no whole number of 0 or more"),
    ({"high": "2.5"}, "high '2.5' is no whole number of 0 or more"),
)  # fmt: skip


def test_a_bad_row_is_told_with_its_line_and_costs_no_other(tmp_path: Path) -> None:
    rows = []
    for n, (changes, _) in enumerate(BAD):
        good = row(id=f"{n}01", where_coordinates="two\nlines")
        rows += [good, row(id=f"{n}02") | changes]
    assert rejects(tmp_path, *rows) == [(4 + 3 * n, reason) for n, (_, reason) in enumerate(BAD)]


def test_an_id_that_comes_twice_is_told(tmp_path: Path) -> None:
    assert rejects(tmp_path, row(), row(id="7"), row(id="15960")) == [(4, "has the id of a row before it")]


def test_chunks_of_any_size_give_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", [row(id=str(n), best="x" if n == 5 else "3") for n in range(9)])
    whole = list(ucdp.chunks(path))
    small = list(ucdp.chunks(path, rows=2))
    assert [chunk.rows for chunk in small] == [2, 2, 2, 2, 1]
    pd.testing.assert_frame_equal(
        pd.concat([c.events for c in small], ignore_index=True), pd.concat([c.events for c in whole])
    )
    assert [r for c in small for r in c.rejects] == [r for c in whole for r in c.rejects]


def test_the_crosswalk_names_kinds_and_precisions_that_there_are() -> None:
    kinds = {(kind.event_type, kind.sub_event_type) for kind in vocab.kinds()}
    assert {(r["event_type"], r["sub_event_type"]) for r in coded.crosswalk("ucdp_acled")} <= kinds
    allowed = {column.name: column.allowed for column in schema.columns()}
    for table, column in (("ucdp_places", "place_precision"), ("ucdp_dates", "date_precision")):
        assert {r[column] for r in coded.crosswalk(table)} <= set(allowed[column])
    for table in ("ucdp_acled", "ucdp_places", "ucdp_dates", "coded_actors", "coded_countries", "fips"):
        assert all(r["source"] for r in coded.crosswalk(table)), table
    assert {r["group"] for r in coded.crosswalk("coded_actors")} <= set(vocab.groups())


def test_what_is_made_is_a_valid_table(tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", [row(), row(id="2", type_of_violence="3", side_b="Civilians")])
    (chunk,) = datasets.read(path, "ucdp")
    assert schema_check.check(schema.typed(chunk.events)) == []
