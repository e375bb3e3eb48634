"""Why an event is what it is: no word and no reason is lost, and what nobody states is not made up."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.events.explain import explain, grounds

FIELDS = [column.name for column in schema.columns()] + ["killed", "wounded", "abducted", "nonsense"]
SPANS = st.fixed_dictionaries(
    {"report": st.sampled_from("ab"), "field": st.sampled_from(FIELDS), "text": st.text(max_size=5)}
)
REASONS = st.sampled_from(["date", "place", "actor", "killed", "one event from 2 reports", "x"]).flatmap(
    lambda head: st.text(max_size=5).map(lambda rest: f"{head}: {rest}")
)
BARE: dict[str, Any] = {"event_id": "e", "reports": ["a"], "evidence": [], "claims": [], "reasons": []}


@given(st.lists(SPANS, max_size=6), st.lists(REASONS, max_size=6))
def test_every_reason_and_every_proof_of_an_explained_field_is_told_once(
    evidence: list[dict[str, Any]], reasons: list[str]
) -> None:
    found = grounds({"evidence": evidence, "reasons": reasons})
    told = [why for ground in found for why in ground.reasons]
    assert set(told) == {
        r.partition(": ")[2] if r.partition(":")[0] in ("date", "place", "actor", "killed") else r
        for r in reasons
    }
    proving = {
        s["text"] for s in evidence if s["field"] in ("start", "end", "place_name", "actors", "killed")
    }
    assert proving <= {words for ground in found for words, _ in ground.quotes}
    assert all(len(set(ground.quotes)) == len(ground.quotes) for ground in found)
    assert len({ground.field for ground in found}) == len(found)


def test_a_field_is_told_with_its_words_and_its_reasons() -> None:
    event = BARE | {
        "sub_event_type": "Attack",
        "start": "2025-07-01",
        "end": "2025-07-07",
        "date_precision": "week",
        "place_name": "Ber",
        "country": "ML",
        "place_precision": "near",
        "uncertainty_km": 8.0,
        "place_candidates": [{"name": "Bèrè"}, {"name": "Berta"}],
        "evidence": [{"report": "a", "field": "place_name", "text": "near Ber"}],
        "reasons": ["place: by a road", "decided by Ann on 2026-11-22: start was unknown, now 2025-07-01"],
        "claims": [{"actor": "JNIM", "status": "not_claimed", "by": None, "report": "a"}],
    }
    lines = explain(event).splitlines()
    assert "when: 2025-07-01 to 2025-07-07 (told as a week)" in lines
    at = lines.index("where: Ber, ML, near this place, within 8 km; 2 other places considered")
    assert lines[at + 1 : at + 3] == ["  told as 'near Ber' (a)", "  because: by a road"]
    assert "claims: JNIM: not claimed, says the report (a)" in lines
    assert lines[-3] == "event as a whole"
    assert "decided by Ann" in lines[-2]


def test_what_nobody_states_is_said_to_be_unknown_and_never_0() -> None:
    said = explain(BARE)
    assert said.splitlines()[-1] == (
        "not stated: what, when, where, who, targets, killed, wounded, abducted, claims"
    )
    assert "0" not in said
    assert "killed: at most 3" in explain(BARE | {"killed_high": 3})
    assert "killed: at least 0" in explain(BARE | {"killed_low": 0})
