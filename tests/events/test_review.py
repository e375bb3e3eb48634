"""Judgements become decisions that, applied, give what was judged, and can all be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.events import review
from geo.events.decided import apply
from geo.events.decisions import Decision

ROW: dict[str, Any] = {
    "event_id": "e",
    "start": "2025-07-01",
    "end": "2025-07-01",
    "date_precision": "day",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "status": "realised",
    "actors": [{"id": "JNIM", "name": "JNIM", "role": "perpetrator"}],
    "group": "JNIM",
    "targets": [{"kind": "security forces", "number": 4}],
    "place_name": "Kayes",
    "place_id": "k",
    "country": "ML",
    "admin1": "Kayes",
    "latitude": 14.45,
    "longitude": -11.44,
    "place_precision": "exact",
    "uncertainty_km": 5.0,
    "killed_low": 4,
    "claims": [{"actor": "JNIM", "status": "claimed", "by": None, "report": "a"}],
    "attribution": "claimed",
    "verification": "unverified",
    "sensitivity": "public",
    "reports": ["a"],
    "independent_sources": 1,
}
WHO = {"who": "Ann", "why": "the second report"}
AFTER: dict[str, dict[str, Any]] = {
    "what": {"sub_event_type": "Attack"},
    "status": {"status": "background"},
    "when": {"start": "2025-07-02", "end": "2025-07-03", "date_precision": "range"},
    "where": {
        "place_name": "Diboli",
        "place_id": "d",
        "country": "ML",
        "admin1": "Kayes",
        "admin2": None,
        "latitude": 14.455,
        "longitude": -12.199,
        "place_precision": "near",
        "uncertainty_km": 8.0,
    },
    "who": {"actors": []},
    "targets": {"targets": [{"kind": "civilians"}]},
    "killed": {"killed_low": 5, "killed_high": 6},
    "wounded": {"wounded_low": 0, "wounded_high": 0},
    "abducted": {"abducted_low": 2},
    "claims": {"claims": [{"actor": "ISSP", "status": "suspected", "by": "Ann", "report": "a"}]},
}


MACHINE = schema.to_plain(schema.from_rows([ROW])).to_dict("records")[0]


def decided(decisions: list[Decision]) -> dict[str, Any]:
    made = apply(schema.from_rows([ROW]), schema.empty(), decisions)
    assert made.problems == ()
    return schema.to_plain(made.events).to_dict("records")[0]


@pytest.mark.parametrize("part", review.PARTS)
def test_a_correction_is_what_the_event_becomes_and_keeps_the_original_beside_it(part: str) -> None:
    made = review.judge(ROW, part, "correct", AFTER[part], **WHO)
    after = decided(made)
    assert {name: after[name] for name in AFTER[part]} == AFTER[part]
    originals = {d.field: d.before for d in made}
    for column in AFTER[part]:
        held = originals["place"][column] if part == "where" else originals[column]
        assert held == ROW.get(column)
    assert all("Ann" in reason for reason in after["reasons"])


@pytest.mark.parametrize("part", [name for name, part in review.PARTS.items() if not part.needed])
def test_what_is_rejected_is_unknown(part: str) -> None:
    after = decided(review.judge(ROW, part, "reject", **WHO))
    empty = {"place_name": "Kayes", "place_precision": "unresolved", "date_precision": "unknown"}
    for column in review.PARTS[part].columns:
        assert after[column] in (None, [], empty.get(column))


STEPS = st.lists(st.tuples(st.sampled_from(list(AFTER)), st.sampled_from(["correct", "reject"])), max_size=5)
FEW = settings(max_examples=8)  # each applies decisions to a table


def judged(steps: list[tuple[str, str]]) -> list[Decision]:
    told: list[Decision] = []
    for part, verdict in steps:
        if verdict != "reject" or not review.PARTS[part].needed:
            told += review.judge(ROW, part, verdict, AFTER[part], **WHO, earlier=told)
    return told


@FEW
@given(STEPS)
def test_restoring_gives_back_what_the_machine_read(steps: list[tuple[str, str]]) -> None:
    told = judged(steps)
    for part in review.PARTS:
        told += review.judge(ROW, part, "restore", **WHO, earlier=told)
    assert decided(told) | {"reasons": []} == MACHINE


@FEW
@given(STEPS)
def test_accepting_keeps_what_is_shown(steps: list[tuple[str, str]]) -> None:
    told = judged(steps)
    shown = decided(told)
    for part in review.PARTS:
        told += review.judge(shown, part, "accept", **WHO, earlier=told)
    assert decided(told) | {"reasons": []} == shown | {"reasons": []}


def test_nothing_changed_is_no_decision() -> None:
    assert review.judge(ROW, "killed", "correct", {"killed_low": 4}, **WHO) == []
    assert review.judge(ROW, "where", "correct", {"place_name": "Kayes"}, **WHO) == []
    assert review.judge(ROW, "wounded", "reject", **WHO) == []
    assert review.judge(ROW, "where", "restore", **WHO) == []


def test_decisions_are_found_by_the_rows_that_an_event_was_made_of() -> None:
    told = [Decision("e1", "accept"), Decision("old", "accept", members=("e2",)), Decision("far", "accept")]
    assert review.of_event({**ROW, "event_id": "both"}, told, ("e1", "e2")) == told[:2]
