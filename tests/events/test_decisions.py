"""Decisions of analysts: the file only grows, and what is applied touches nothing else."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import cli, pipeline, schema, schema_check
from geo.errors import AtlasError, UnreadableInput
from geo.events.decided import PLACE, apply
from geo.events.decisions import ACTIONS, Decision, append, read

DAY = "2026-11-22T08:00:00+00:00"
NONE = schema.empty()
KAYES = {
    "status": "realised",
    "start": "2025-07-01",
    "end": "2025-07-01",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "place_name": "Kayes",
    "place_id": "p1",
    "country": "ML",
    "admin1": "Kayes",
    "latitude": 14.45,
    "longitude": -11.44,
    "place_precision": "exact",
    "uncertainty_km": 5.0,
    "border_country": "SN",
    "border_km_min": 60.0,
    "border_km_max": 70.0,
    "killed_low": 3,
    "killed_high": 3,
    "verification": "unverified",
    "sensitivity": "public",
    "reasons": ["read so"],
}
DIBOLI = {
    "place_name": "Diboli",
    "place_id": "p2",
    "country": "ML",
    "admin1": "Kayes",
    "admin2": None,
    "latitude": 14.455,
    "longitude": -12.199,
    "place_precision": "exact",
    "uncertainty_km": 2.0,
}


def row(name: str, **values: Any) -> dict[str, Any]:
    told = {"report": f"r-{name}", "field": "place_name", "start": 0, "end": 5, "text": "Kayes"}
    return KAYES | {"event_id": name, "reports": [f"r-{name}"], "evidence": [told]} | values


def table(*rows: dict[str, Any]) -> Any:
    return schema.from_rows(rows)


def decide(
    action: str, field: str | None = None, after: Any = None, event: str = "a", **more: Any
) -> Decision:
    return Decision(event, action, field, after=after, **({"who": "Ann", "when": DAY} | more))


COLUMN_VALUES = {
    "killed_low": st.none() | st.integers(0, 9),
    "killed_high": st.none() | st.integers(0, 9) | st.just("many"),
    "start": st.sampled_from(["2025-06-30", "2025-07-05", "yesterday", None]),
    "country": st.sampled_from(["BF", "Mali", None]),
    "place_name": st.text(max_size=5),
    "no_such_column": st.integers(),
}
DECISIONS = st.one_of(
    *(
        st.builds(decide, st.just("correct"), st.just(c), v, st.sampled_from("abcx"))
        for c, v in COLUMN_VALUES.items()
    ),
    st.builds(
        decide,
        st.just("place"),
        st.none(),
        st.sampled_from([DIBOLI, {}, {"latitude": 99.0}, 7]),
        st.sampled_from("abx"),
    ),
    st.builds(
        decide,
        st.sampled_from([action for action in ACTIONS if action not in ("correct", "place")]),
        st.sampled_from([None, "killed_low", "place", "actors"]),
        event=st.sampled_from("abcx"),
    ),
)


# --- What each action does -------------------------------------------------------------------------------


def test_a_correction_stands_beside_what_was_read() -> None:
    out = apply(
        table(row("a")), NONE, [decide("correct", "killed_low", 2, why="a survivor told")]
    ).events.iloc[0]
    assert out["killed_low"] == 2
    assert out["reasons"] == [
        "read so",
        "decided by Ann on 2026-11-22: killed_low was 3, now 2, because a survivor told",
    ]


def test_a_rejected_event_is_gone_and_an_accepted_one_comes_back() -> None:
    events = table(row("a"), row("b"))
    gone = decide("reject")
    assert apply(events, NONE, [gone]).events["event_id"].tolist() == ["b"]
    later = decide("accept", when="2026-11-23T08:00:00+00:00")
    assert apply(events, NONE, [later, gone]).events["event_id"].tolist() == ["a", "b"]
    assert apply(table(row("a")), NONE, [gone]).events.empty


@pytest.mark.parametrize(("field", "empty"), [("admin1", None), ("killed_low", None), ("actors", [])])
def test_a_rejected_field_is_unknown(field: str, empty: Any) -> None:
    given = row("a", actors=[{"id": "JNIM", "name": "JNIM", "role": "perpetrator"}], group="JNIM")
    out = schema.to_plain(apply(table(given), NONE, [decide("reject", field)]).events).iloc[0]
    assert out[field] == empty
    assert field != "actors" or out["group"] is None  # the group is made of the actors


def test_acceptance_only_marks() -> None:
    events = table(row("a"))
    out = apply(events, NONE, [decide("accept", "start")]).events
    assert out.iloc[0]["reasons"][-1] == "decided by Ann on 2026-11-22: start accepted"
    assert_geodataframe_equal(out.drop(columns="reasons"), events.drop(columns="reasons"))


def test_a_place_moves_all_its_columns_together() -> None:
    losers = [{"place_id": "p2", "name": "Diboli"}, {"place_id": "p3", "name": "Kayes"}]
    done = apply(
        table(row("a", place_candidates=losers)),
        NONE,
        [decide("place", after=DIBOLI, why="it is on the border")],
    )
    out = schema.to_plain(done.events).iloc[0]
    assert {column: out[column] for column in PLACE} == DIBOLI
    assert done.events.geometry.iloc[0].coords[0] == (-12.199, 14.455)
    assert [each["place_id"] for each in out["place_candidates"]] == ["p3"]
    assert (done.moved, out["border_km_min"]) == (("a",), None)  # to be measured anew
    assert out["reasons"][-1] == (
        "decided by Ann on 2026-11-22: place was Kayes (Kayes, ML, p1), now Diboli (Kayes, ML, p2), "
        "because it is on the border"
    )


def test_a_later_decision_takes_a_place_back() -> None:
    events = table(row("a"))
    was = {column: row("a").get(column) for column in PLACE}
    undo = decide("place", after=was, when="2026-11-22T08:00:01+00:00")
    out = apply(events, NONE, [decide("place", after=DIBOLI), undo]).events
    assert_geodataframe_equal(out.drop(columns="reasons"), events.drop(columns="reasons"))


def test_a_rejected_place_keeps_the_words_of_the_source() -> None:
    out = apply(table(row("a")), NONE, [decide("reject", "place")]).events
    plain = schema.to_plain(out).iloc[0]
    assert (plain["place_name"], plain["place_id"], plain["place_precision"]) == ("Kayes", None, "unresolved")
    assert out.geometry.iloc[0] is None


@pytest.mark.parametrize(
    ("action", "column", "value"),
    [
        ("confirm", "verification", "confirmed"),
        ("restrict", "sensitivity", "restricted"),
        ("release", "sensitivity", "public"),
    ],
)
def test_an_analyst_confirms_restricts_releases(action: str, column: str, value: str) -> None:
    assert apply(table(row("a")), NONE, [decide(action)]).events.iloc[0][column] == value


def test_a_corrected_kind_brings_its_type() -> None:
    out = apply(table(row("a")), NONE, [decide("correct", "sub_event_type", "Attack")]).events.iloc[0]
    assert out["event_type"] == "Violence against civilians"


# --- What cannot be applied is told ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("killed_low", "three", "no int"),
        ("killed_low", -1, "lies between 0"),
        ("killed_low", True, "no int"),
        ("killed_low", 9, "does not exceed killed_high"),
        ("start", "yesterday", "no date"),
        ("start", "2025-07-09", "does not exceed end"),
        ("latitude", 91, "lies between -90"),
        ("latitude", float("nan"), "no float"),
        ("latitude", None, "is given where longitude is"),
        ("country", "Mali", "ISO 3166-1"),
        ("event_type", "Fights", "is one of"),
        ("sub_event_type", "Fight", "no sub_event_type"),
        ("actors", [{"id": "nobody", "role": "perpetrator"}], "ids of data/groups"),
        ("actors", [7], "no actors"),
        ("actors", "JNIM", "no list"),
        ("event_id", "b", "no column that can be decided on"),
        ("border_km_min", 0.0, "no column that can be decided on"),
        ("whatever", 1, "no column that can be decided on"),
    ],
)
def test_a_bad_value_costs_only_itself(field: str, value: Any, said: str) -> None:
    good = decide("correct", "admin2", "Kayes")
    events = table(row("a"), row("b"))
    done = apply(events, NONE, [decide("correct", field, value), good])
    assert len(done.problems) == 1
    assert said in done.problems[0]
    assert "Ann" in done.problems[0]
    assert_geodataframe_equal(done.events, apply(events, NONE, [good]).events)


@pytest.mark.parametrize(
    "after", [None, 7, {"latitude": 1.0}, {"longitude": 200.0, "latitude": 1.0}, {"colour": "red"}]
)
def test_a_bad_place_leaves_the_event_where_it_was(after: Any) -> None:
    events = table(row("a"))
    done = apply(events, NONE, [decide("place", after=after)])
    assert len(done.problems) == 1
    assert_geodataframe_equal(done.events, events)


def test_values_that_only_fit_together_are_taken_together() -> None:
    both = [decide("correct", "killed_low", 8), decide("correct", "killed_high", 9)]
    for order in (both, both[::-1]):
        done = apply(table(row("a")), NONE, order)
        assert (done.problems, done.events.iloc[0]["killed_low"]) == ((), 8)


# --- Which event it is about -----------------------------------------------------------------------------


def test_an_event_is_found_again_by_its_members() -> None:
    one, two = row("one"), row("two")
    merged = row("new", reports=["r-one", "r-two"], evidence=[*one["evidence"], *two["evidence"]])
    old = decide("correct", "killed_low", 1, event="old", members=("two", "gone"))
    done = apply(table(row("other"), merged), table(one, two), [old])
    assert done.events["killed_low"].tolist() == [3, 1]
    apart = apply(table(one, two), NONE, [replace(old, members=("two",))])
    assert apart.events["killed_low"].tolist() == [3, 1]


def test_an_unmerged_row_that_was_decided_on_is_found_in_its_event() -> None:
    merged = row(
        "new", reports=["r-one", "r-two"], evidence=[*row("one")["evidence"], *row("two")["evidence"]]
    )
    done = apply(table(merged), table(row("one"), row("two")), [decide("confirm", event="one")])
    assert done.events["verification"].tolist() == ["confirmed"]


def test_an_event_that_came_apart_is_told_and_left() -> None:
    events = table(row("one"), row("two"))
    done = apply(events, NONE, [decide("confirm", event="old", members=("one", "two"))])
    assert "2 events now" in done.problems[0]
    assert_geodataframe_equal(done.events, events)


def test_decisions_about_events_that_are_not_there_are_told_in_one_line() -> None:
    done = apply(table(row("a")), NONE, [decide("confirm", event=name) for name in ("b", "c")])
    assert done.problems == ("2 decisions wait for events that are not among those read: b, c",)


def test_the_latest_decision_holds_whatever_id_it_was_made_under() -> None:
    first = decide("reject", event="old", members=("a",))
    later = decide("accept", event="a", when="2026-11-22T08:00:00-05:00")  # 13:00 UTC
    assert len(apply(table(row("a")), NONE, [later, first]).events) == 1


# --- Laws ------------------------------------------------------------------------------------------------


@settings(max_examples=12)
@given(st.lists(DECISIONS, max_size=6))
def test_rows_that_nobody_decided_on_stay_as_they_are(decisions: list[Decision]) -> None:
    events = table(
        row("a"), row("b", latitude=None, longitude=None, place_precision="unresolved"), row("c"), row("z")
    )
    copy = events.copy(deep=True)
    done = apply(events, NONE, decisions)
    assert_geodataframe_equal(events, copy)
    assert schema_check.check(done.events) == []
    untouched = [name for name in "abcz" if name not in {d.event for d in decisions}]
    left, right = (
        each[each["event_id"].isin(untouched)].reset_index(drop=True) for each in (done.events, events)
    )
    assert_geodataframe_equal(left, right)
    assert done.events.dtypes.to_dict() == events.dtypes.to_dict()


@settings(max_examples=12)
@given(st.lists(DECISIONS, max_size=5))
def test_applying_twice_changes_nothing_more(decisions: list[Decision]) -> None:
    once = apply(table(row("a"), row("b"), row("c")), NONE, decisions).events
    assert_geodataframe_equal(apply(once, NONE, decisions).events, once)


@settings(max_examples=12)
@given(st.lists(DECISIONS, max_size=6, unique_by=lambda d: d.event), st.randoms(use_true_random=False))
def test_the_order_of_unrelated_decisions_is_irrelevant(
    decisions: list[Decision], draw: random.Random
) -> None:
    events = table(row("a"), row("b"), row("c"))
    other = draw.sample(decisions, len(decisions))
    one, two = apply(events, NONE, decisions), apply(events, NONE, other)
    assert_geodataframe_equal(one.events, two.events)
    assert sorted(one.problems) == sorted(two.problems)


# --- The file --------------------------------------------------------------------------------------------

PLAIN = st.builds(
    Decision,
    event=st.text(min_size=1),
    action=st.sampled_from([action for action in ACTIONS if action != "correct"]),
    after=st.none() | st.integers() | st.text() | st.dictionaries(st.text(), st.floats(allow_nan=False)),
    who=st.text(),
    why=st.text(),
    members=st.lists(st.text()).map(tuple),
)


@settings(max_examples=25)
@given(st.lists(st.lists(PLAIN, max_size=3), max_size=4))
def test_the_file_only_grows_and_gives_every_decision_back(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Decision]]
) -> None:
    path, before = tmp_path_factory.mktemp("d") / "decisions.jsonl", b""
    path.touch()
    for batch in batches:
        append(batch, path)
        now = path.read_bytes()
        assert now.startswith(before)
        before = now
    assert read(path) == ([decision for batch in batches for decision in batch], [])


def test_a_torn_last_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    append([decide("confirm"), decide("reject", why="été")], path)
    path.write_bytes(path.read_bytes()[:-9])
    kept, rejects = read(path)
    assert [each.action for each in kept] == ["confirm"]
    assert [(each["line"], each["file"]) for each in rejects] == [(2, str(path))]
    append([decide("release")], path)  # after a crash, the next decision starts a line of its own
    assert [each.action for each in read(path)[0]] == ["confirm", "release"]


@pytest.mark.parametrize(
    "line",
    [
        *("", "7", "[]", "{}", "\x00", "[" * 100_000, '{"event": "a"}'),
        '{"event": "a", "action": "burn"}',
        '{"event": ["a"], "action": "confirm"}',
        '{"event": "a", "action": "confirm", "field": {}}',
        '{"event": "a", "action": "confirm", "members": [1]}',
        '{"event": "a", "action": "confirm", "who": null}',
        '{"event": "a", "action": "confirm", "colour": 1}',
        '{"event": "a", "action": "correct"}',
    ],
)
def test_a_line_that_holds_no_decision_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(f"{line}\n" + json.dumps({"event": "a", "action": "confirm"}), encoding="utf-8")
    kept, rejects = read(path)
    assert [each.event for each in kept] == ["a"]
    assert [each["line"] for each in rejects] == [1] * bool(line)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match="cannot be written"):
        append([decide("confirm")], tmp_path)


# --- The whole way ---------------------------------------------------------------------------------------


def test_what_the_page_and_the_command_line_show_is_decided(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    atlas = schema.Atlas(table(row("a"), row("b")), NONE, rejects=[{"file": "x", "line": 1, "reason": "bad"}])
    append([decide("place", after=DIBOLI), decide("correct", "killed_low", "many")], path)
    path.write_bytes(path.read_bytes() + b"{torn")
    done = pipeline.decided(atlas, path)
    moved, other = schema.to_plain(done.events).to_dict("records")
    assert (moved["border_country"], moved["border_km_min"]) == ("SN", 0.0)
    assert moved["border_km_max"] < 10  # measured from where it is now
    assert other == schema.to_plain(atlas.events).to_dict("records")[1]
    assert [(each["file"], each["line"]) for each in done.rejects] == [
        ("x", 1),
        (str(path), 3),
        (str(path), None),
    ]


def test_without_decisions_nothing_changes() -> None:
    atlas = schema.Atlas(table(row("a")), NONE)
    assert pipeline.decided(atlas).events is atlas.events


def test_a_named_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        pipeline.decided(schema.Atlas(NONE, NONE), tmp_path / "none.jsonl")


def test_the_command_line_applies_a_file_of_decisions(root: Path, tmp_path: Path) -> None:
    out, told = tmp_path / "events.geojson", tmp_path / "decisions.jsonl"
    article = str(min((root / "data" / "sample").glob("*.txt")))
    assert cli.main(["build", article, "-q", "-o", str(out)]) == 0
    event = geo.load(out).events["event_id"].iloc[0]
    append([decide("confirm", event=event)], told)
    assert cli.main(["build", article, "-q", "-o", str(out), "--decisions", str(told)]) == 0
    read_back = geo.load(out).events.set_index("event_id")
    assert read_back.loc[event, "verification"] == "confirmed"
