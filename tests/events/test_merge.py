"""Merging: what is one event, what is not, and that nothing is lost on the way."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo.events import merge
from geo.events.merge import same_event

BASE: dict[str, Any] = {
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
    "actors": [],
    "targets": [],
    "claims": [],
    "evidence": [],
    "reasons": [],
    "reports": ["r1"],
    "incident_id": "r1#0",
    "confidence": 0.9,
    "source": None,
    "verification": "unverified",
    "sensitivity": "public",
    "attribution": "none",
    "killed_low": None,
    "killed_high": None,
    "wounded_low": None,
    "wounded_high": None,
    "abducted_low": None,
    "abducted_high": None,
}


def row(name: str, **changes: Any) -> dict[str, Any]:
    report = changes.pop("report", name)
    return BASE | {"event_id": f"ev-{name}", "reports": [report], "incident_id": f"{report}#0"} | changes


def test_two_reports_of_one_day_and_place_are_one_event() -> None:
    (event,) = merge([row("a"), row("b", place_name="Kayes city", latitude=14.44)])
    assert event["reports"] == ["a", "b"]
    assert event["independent_sources"] == 2
    assert event["verification"] == "corroborated"
    assert any(reason.startswith("one event from 2 reports") for reason in event["reasons"])


def test_what_differs_stays_apart() -> None:
    for other in (
        row("b", start="2025-07-03", end="2025-07-03"),
        row("b", latitude=15.23, longitude=-9.59),
        row("b", sub_event_type="Abduction/forced disappearance"),
        row("b", group="ISSP"),
        row("b", latitude=None, longitude=None, place_precision="unresolved"),
        row("b", start=None, end=None),
        row("b", status="hypothetical"),
        row("b", report="a"),
    ):
        assert len(merge([row("a"), other])) == 2, other


def test_a_month_is_not_joined_to_a_day_of_it() -> None:
    djibo = row("a", killed_low=200, start="2025-05-11", end="2025-05-11")
    month = row("b", killed_low=200, start="2025-05-01", end="2025-05-31")
    assert len(merge([djibo, month])) == 2


def test_tolls_that_grow_become_a_range_and_open_ends_stay_open() -> None:
    (event,) = merge([row("a", killed_low=60, killed_high=60), row("b", killed_low=200, killed_high=200)])
    assert (event["killed_low"], event["killed_high"]) == (60, 200)
    (event,) = merge([row("a", killed_low=60, killed_high=60), row("b", killed_low=80, killed_high=None)])
    assert (event["killed_low"], event["killed_high"]) == (60, None)
    (event,) = merge([row("a"), row("b")])
    assert (event["killed_low"], event["killed_high"]) == (None, None)


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
    events = merge([kayes, diboli | {"incident_id": "r#1"}])
    assert len(events) == 2
    assert len({e["incident_id"] for e in events}) == 1


rows = st.lists(
    st.builds(
        lambda n, report, day, place, group, killed: row(
            f"{n}-{report}", report=f"r{report}", start=f"2025-07-0{day}", end=f"2025-07-0{day}",
            latitude=14.0 + place / 10, group=group, killed_low=killed, killed_high=killed,
            claims=[{"actor": group, "status": "claimed", "by": None, "report": f"r{report}"}],
        ),
        st.integers(0, 99), st.integers(0, 3), st.integers(1, 2), st.integers(0, 4),
        st.sampled_from(["JNIM", "ISSP", "Unidentified"]), st.none() | st.integers(1, 50),
    ),
    max_size=8, unique_by=lambda r: r["event_id"],
)  # fmt: skip


@given(rows, st.randoms())
def test_the_order_of_the_input_does_not_matter(given_rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(given_rows)
    random.shuffle(shuffled)

    def known(events: list[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
        return sorted((e["event_id"], tuple(e["reports"])) for e in events)

    assert known(merge(given_rows)) == known(merge(shuffled))


@given(rows)
def test_no_report_no_claim_and_no_number_is_lost_or_invented(given_rows: list[dict[str, Any]]) -> None:
    events = merge(given_rows)
    assert sorted(x for e in events for x in set(e["reports"])) == sorted(
        x for e in events for x in e["reports"]
    )
    assert sum(len(e["reports"]) for e in events) == len(given_rows)
    told = {(c["actor"], c["report"]) for r in given_rows for c in r["claims"]}
    assert told == {(c["actor"], c["report"]) for e in events for c in e["claims"]}
    numbers = {r["killed_low"] for r in given_rows}
    assert {e["killed_low"] for e in events} | {e["killed_high"] for e in events} <= numbers | {None}


@given(rows)
def test_members_of_an_event_come_from_different_reports_and_mostly_agree(
    given_rows: list[dict[str, Any]],
) -> None:
    by_report = {(r["reports"][0], r["start"], r["latitude"]): r for r in given_rows}
    for event in merge(given_rows):
        assert len(set(event["reports"])) == len(event["reports"])
    for a, b in itertools.combinations(by_report.values(), 2):
        assert same_event(a, b) == same_event(b, a)


def test_merging_twice_changes_nothing() -> None:
    made = [row("a"), row("b"), row("c", latitude=16.0)]
    once = merge(made)
    assert [e["event_id"] for e in merge(made)] == [e["event_id"] for e in once]
