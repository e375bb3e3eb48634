"""Merging: what is one event, what is not, and that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import events, schema
from geo.store.query import Query
from geo.views import export
from tests.events import slow_merge
from tests.events.slow_merge import Row

BASE: Row = {
    "event_id": "a",
    "sub_event_type": "Armed clash",
    "status": "realised",
    "start": "2025-07-01",
    "end": "2025-07-01",
    "place_name": "Kayes",
    "place_id": "gn:1",
    "country": "ML",
    "latitude": 14.45,
    "longitude": -11.44,
    "place_precision": "exact",
    "group": "JNIM",
    "reports": ["r1"],
    "incident_id": "r1#0",
    "confidence": 0.9,
    "verification": "unverified",
    "sensitivity": "public",
    "attribution": "none",
}


def row(name: str, **changes: Any) -> Row:
    report = changes.pop("report", name)
    told = {"event_id": f"ev-{name}", "report": report, "reports": [report], "incident_id": f"{report}#0"}
    return BASE | told | changes


def of_dataset(source: str, number: str, **changes: Any) -> Row:
    return row(f"{source}:{number}", source=source) | changes


def plain(table: Any) -> list[Row]:
    rows: list[Row] = schema.to_plain(table).to_dict("records")
    return rows


def merge(rows: Sequence[Row]) -> list[Row]:
    return plain(events.merge(schema.from_rows(rows))[0])


def atlas(rows: Sequence[Row]) -> schema.Atlas:
    return schema.Atlas(schema.from_rows(rows), schema.empty())


def test_nothing_gives_nothing() -> None:
    merged, members = events.merge(schema.empty())
    assert merged.empty
    assert members.empty


def test_two_reports_of_one_day_and_place_are_one_event() -> None:
    (event,) = merge([row("a"), row("b", place_name="Kayes city", latitude=14.44)])
    assert event["reports"] == ["a", "b"]
    assert event["report"] is None
    assert event["independent_sources"] == 2
    assert event["verification"] == "corroborated"
    assert event["reasons"][-1] == (
        "one event from 2 reports, same type, days and place: "
        "a (Kayes, 2025-07-01), b (Kayes city, 2025-07-01)"
    )


@pytest.mark.parametrize(
    "other",
    [
        {"start": "2025-07-03", "end": "2025-07-03"},
        {"latitude": 15.23, "longitude": -9.59},
        {"sub_event_type": "Abduction/forced disappearance"},
        {"group": "ISSP"},
        {"group": "somebody whom no table knows"},
        {"latitude": None, "longitude": None, "place_precision": "unresolved"},
        {"place_precision": "admin1"},
        {"start": None, "end": None},
        {"end": None},
        {"status": "hypothetical"},
        {"report": "a"},
    ],
)
def test_what_differs_stays_apart(other: Row) -> None:
    assert len(merge([row("a"), row("b", **other)])) == 2


def test_a_night_is_joined_to_each_of_its_days() -> None:
    night = row("a", start="2025-07-01", end="2025-07-02")
    for day in ("2025-07-01", "2025-07-02"):
        assert len(merge([night, row("b", start=day, end=day)])) == 1


def test_a_month_is_joined_to_the_same_month_and_to_no_day_of_it() -> None:
    djibo = row("a", killed_low=200, start="2025-05-11", end="2025-05-11")
    month = row("b", killed_low=200, start="2025-05-01", end="2025-05-31")
    assert len(merge([djibo, month])) == 2
    assert len(merge([month | {"event_id": "ev-c", "reports": ["c"]}, month])) == 1


def test_a_region_is_joined_to_the_same_region_alone() -> None:
    region = {"place_precision": "admin1", "place_id": "ML-1"}
    assert len(merge([row("a", **region), row("b", **region, latitude=15.5)])) == 1
    assert len(merge([row("a", **region), row("b", **region | {"place_id": "ML-2"})])) == 2
    assert len(merge([row("a", **region), row("b", **region | {"place_id": None})])) == 2


@pytest.mark.parametrize("there", [(179.99, 0.0, -179.99), (10.0, 89.99, -170.0), (10.0, -89.99, -170.0)])
def test_the_edge_of_the_map_parts_no_event(there: tuple[float, float, float]) -> None:
    lon, lat, other = there
    assert len(merge([row("a", longitude=lon, latitude=lat), row("b", longitude=other, latitude=lat)])) == 1


def test_rows_of_one_dataset_are_never_one_event_those_of_two_may_be() -> None:
    ours, other = of_dataset("UCDP GED", "1"), of_dataset("UCDP GED", "2")
    assert len(merge([ours, other])) == 2
    assert len(merge([ours, other, row("a")])) == 2, "nor by an article that agrees with both"
    (event,) = merge([ours, of_dataset("ACLED", "ML1", licence="ACLED", killed_best=3)])
    assert event["reports"] == ["ACLED:ML1", "UCDP GED:1"]
    assert (event["source"], event["licence"], event["killed_best"]) == ("ACLED · UCDP GED", "ACLED", 3)
    assert "UCDP GED:1 (Kayes" in event["reasons"][-1]


def test_rows_without_a_report_are_not_joined_with_each_other() -> None:
    assert len(merge([row("a", reports=[]), row("b", reports=[])])) == 2


def test_tolls_that_grow_become_a_range_and_open_ends_stay_open() -> None:
    (event,) = merge([row("a", killed_low=60, killed_high=60), row("b", killed_low=200, killed_high=200)])
    assert (event["killed_low"], event["killed_high"]) == (60, 200)
    (event,) = merge([row("a", killed_low=60, killed_high=60), row("b", killed_low=80, killed_high=None)])
    assert (event["killed_low"], event["killed_high"]) == (60, None)
    (event,) = merge([row("a", killed_low=60, killed_high=60), row("b", killed_high=9)])
    assert (event["killed_low"], event["killed_high"]) == (60, 60)
    (event,) = merge([row("a"), row("b")])
    assert (event["killed_low"], event["killed_high"]) == (None, None)


def test_best_estimates_that_differ_are_none() -> None:
    (event,) = merge([row("a", killed_best=6), row("b", killed_best=9)])
    assert event["killed_best"] is None


def test_what_an_analyst_confirmed_stays_so() -> None:
    (event,) = merge([row("a"), row("b", verification="confirmed", confidence=0.1)])
    assert event["verification"] == "confirmed"


def test_claims_that_disagree_are_both_kept_and_the_event_is_contested() -> None:
    yes = {"actor": "JNIM", "status": "claimed", "by": "x", "report": "a"}
    no = {"actor": "JNIM", "status": "not_claimed", "by": "y", "report": "b"}
    (event,) = merge([row("a", claims=[yes]), row("b", claims=[no], group="Unidentified")])
    assert {c["status"] for c in event["claims"]} == {"claimed", "not_claimed"}
    assert event["attribution"] == "contested"


def test_a_named_group_outranks_an_unidentified_one_and_a_member_joins_its_alliance() -> None:
    jnim = [{"id": "JNIM", "name": "JNIM", "role": "perpetrator"}]
    nobody = [{"id": "Unidentified", "name": "?", "role": "perpetrator"}]
    (event,) = merge([row("a", actors=nobody, group="Unidentified"), row("b", actors=jnim)])
    assert event["group"] == "JNIM"
    assert len(merge([row("a", group="FLM"), row("b", group="JNIM")])) == 1


def test_events_of_one_report_and_day_share_an_incident_and_stay_apart() -> None:
    kayes, diboli = row("a", report="r"), row("b", report="r", latitude=14.455, longitude=-12.199)
    made = merge([kayes, diboli | {"incident_id": "r#1"}])
    assert [event["incident_id"] for event in made] == ["r#0", "r#0"]


def test_an_unknown_incident_stays_unknown() -> None:
    made = merge([of_dataset("UCDP GED", name, incident_id=None) for name in "12"])
    assert [event["incident_id"] for event in made] == [None, None]


# --- Laws ------------------------------------------------------------------------------------------------

DAY = date(2025, 7, 1)
CHOICES: dict[str, list[Any]] = {
    "days": [(0, 0), (0, 0), (1, 1), (2, 2), (0, 1), (1, 3), (0, 9), (0, 30), (None, None), (2, None)],
    "sub_event_type": ["Armed clash", "Attack", "Attack", "Looting/property destruction", None],
    "status": ["realised", "realised", "background", "negated"],
    "latitude": [14.0, 14.05, 14.1, 14.15, 14.2, 14.3, None],
    "longitude": [-11.0, -11.1, -11.3],
    "place_precision": ["exact", "exact", "near", "admin1", "country"],
    "place_id": ["ML-1", "ML-2", None],
    "group": ["JNIM", "JNIM", "FLM", "ISSP", "Unidentified", "Wagner of old", None],
    "confidence": [None, 0.5, 0.9],
    "killed_low": [None, 0, 3, 20],
    "killed_high": [None, 3, 8, 20],
    "killed_best": [None, 3, 5],
    "incident_id": [None, "i1", "i2", "i3"],
    "sensitivity": ["public", "restricted"],
    "verification": ["unverified", "unverified", "confirmed"],
}


def made_up(random: Random) -> Row:
    """A row near Kayes in a few days, so that many tell one event, of an article or a dataset."""
    made: Row = {name: random.choice(values) for name, values in CHOICES.items()}
    name, group = str(random.randrange(99)), made["group"]
    start, end = ((DAY + timedelta(n)).isoformat() if n is not None else None for n in made.pop("days"))
    dataset = random.choice([None, None, "ACLED", "UCDP GED"])
    report = f"{dataset}:{name}" if dataset else f"r{random.randrange(9)}"
    claim = {"actor": group, "status": random.choice(schema.CLAIM_STATUSES), "by": None, "report": report}
    actors = [{"id": group, "name": group, "role": "perpetrator"}] if group else []
    told = {
        "report": report,
        "source": dataset or random.choice([None, "r"]),
        "licence": dataset,
        "actors": actors,
    }
    return row(f"{name}-{report}", start=start, end=end, claims=[claim], **made, **told)


def table_of(seed: int) -> list[Row]:
    random = Random(seed)
    rows = [made_up(random) for _ in range(random.randrange(30))]
    return list({each["event_id"]: each for each in rows}.values())


tables = st.integers(0, 2**32).map(table_of)


@given(tables)
@settings(max_examples=60)
def test_the_quick_merge_is_the_slow_one(rows: list[Row]) -> None:
    rows = plain(schema.from_rows(rows))
    assert merge(rows) == slow_merge.merge(rows)


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_the_input_does_not_matter(rows: list[Row], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert merge(rows) == merge(shuffled)


@given(tables)
@settings(max_examples=15)
def test_no_report_no_claim_and_no_number_is_lost_or_invented(rows: list[Row]) -> None:
    made = merge(rows)
    for event in made:
        assert len(set(event["reports"])) == len(event["reports"])
    for name in ("actor", "status", "report"):
        told = {claim[name] for each in rows for claim in each["claims"]}
        assert told == {claim[name] for event in made for claim in event["claims"]}
    numbers = {each[name] for each in rows for name in ("killed_low", "killed_high")} | {None}
    assert {event[name] for event in made for name in ("killed_low", "killed_high")} <= numbers


@given(tables)
@settings(max_examples=15)
def test_members_are_exactly_the_rows_that_were_joined(rows: list[Row]) -> None:
    table = schema.from_rows(rows)
    merged, members = events.merge(table)
    alone = set(merged["event_id"]) & set(table["event_id"])
    assert alone | set(members["event_id"]) == set(table["event_id"])
    assert not alone & set(members["event_id"])
    kept = table[table["event_id"].isin(members["event_id"])].reset_index(drop=True)
    assert plain(kept.assign(incident_id=None)) == plain(members.assign(incident_id=None))


@given(tables)
@settings(max_examples=15)
def test_merging_what_was_merged_changes_nothing(rows: list[Row]) -> None:
    once = geo.merge([atlas(rows)])
    assert export.to_geojson(geo.merge([once])) == export.to_geojson(once)


@given(tables, tables)
@settings(max_examples=15)
def test_merging_by_parts_is_merging_all(some: list[Row], others: list[Row]) -> None:
    ids = {each["event_id"] for each in some}
    others = [each for each in others if each["event_id"] not in ids]
    whole = geo.merge([atlas([*some, *others])])
    parts = geo.merge([geo.merge([atlas(some)]), geo.merge([atlas(others)])])
    assert plain(parts.events.assign(incident_id=None)) == plain(whole.events.assign(incident_id=None))


def test_a_merged_event_without_its_rows_stays_whole() -> None:
    once = geo.merge([atlas([row("a"), row("b")])])
    bare = schema.Atlas(once.events, schema.empty())
    other = geo.merge([atlas([row("c", latitude=16.0), row("d", latitude=16.0)])])
    again = geo.merge([bare, other])
    assert sorted(again.events["event_id"]) == sorted([*once.events["event_id"], *other.events["event_id"]])


def test_a_filter_keeps_the_rows_of_the_events_that_it_picks() -> None:
    here = [of_dataset("UCDP GED", "1"), of_dataset("ACLED", "ML1")]
    there = [row("c", latitude=16.0, country="NE"), row("d", latitude=16.0, country="NE")]
    picked = geo.query(geo.merge([atlas([*here, *there])]), Query(country=("ML",)))
    assert set(picked.members["event_id"]) == {each["event_id"] for each in here}
