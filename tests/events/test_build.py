"""One row from one draft: what is stated is kept, the rest is null, and nothing is pinned without a place."""

from __future__ import annotations

from datetime import date

import pytest

from geo.dates import Interval
from geo.events import explain, mention, rows
from geo.events.build import attribution, main_group
from geo.model import (
    ActorRef,
    Claim,
    Count,
    Draft,
    Fix,
    FixStatus,
    LonLat,
    Place,
    PlaceRef,
    Precision,
    Report,
)

REPORT = Report(
    "a", "JNIM attacked Kayes on 1 July 2025, killing at least 40.", url="https://example.org/a", source="X"
)
SPAN = REPORT.span(0, 4)
KAYES = Place("gn:1", "Kayes", "city", "ML", LonLat(-11.44, 14.45))
FOUND = Fix(FixStatus.FOUND, "Kayes", KAYES.point, Precision.EXACT, 5.0, KAYES, "ML", "Kayes", "Kayes")
LOST = Fix(FixStatus.ABSENT, "Kayes", reasons=("no such place",), country="ML")
REF = PlaceRef("Kayes", REPORT.span(14, 19))


def draft(**changes: object) -> Draft:
    given = {
        "report_id": "a",
        "sub_event_type": "Armed clash",
        "status": "realised",
        "interval": Interval.day(date(2025, 7, 1)),
        "place": REF,
        "actors": (ActorRef("JNIM", "JNIM", "perpetrator", SPAN),),
        "killed": Count(40, None, REPORT.span(35, 54)),
        "claims": (Claim("JNIM", "claimed", "JNIM", SPAN),),
        "evidence": (("actors", SPAN),),
        "series": "a#0",
    } | changes
    return Draft(**given)  # type: ignore[arg-type]


def test_a_located_draft_keeps_all_it_states() -> None:
    (row,) = rows(REPORT, [(draft(), FOUND)], "rules/1")
    assert (row["longitude"], row["latitude"], row["place_precision"]) == (-11.44, 14.45, "exact")
    assert (row["killed_low"], row["killed_high"], row["wounded_low"]) == (40, None, None)
    assert row["claims"] == [{"actor": "JNIM", "status": "claimed", "by": "JNIM", "report": "a"}]
    assert row["evidence"] == [{"report": "a", "field": "actors", "start": 0, "end": 4, "text": "JNIM"}]
    assert (row["event_type"], row["group"], row["attribution"]) == ("Battles", "JNIM", "claimed")


def test_a_place_that_is_not_found_gives_no_pin_and_keeps_its_name() -> None:
    (row,) = rows(REPORT, [(draft(), LOST)], "rules/1")
    assert row["latitude"] is row["longitude"] is row["place_id"] is None
    assert (row["place_name"], row["place_precision"], row["country"]) == ("Kayes", "unresolved", "ML")
    assert "place: no such place" in row["reasons"]


def test_ids_are_stable_and_distinct() -> None:
    twice = rows(REPORT, [(draft(), FOUND), (draft(), FOUND)], "rules/1")
    assert twice[0]["event_id"] != twice[1]["event_id"]
    assert [r["event_id"] for r in rows(REPORT, [(draft(), FOUND)], "rules/2")] == [twice[0]["event_id"]]


def test_taking_people_is_restricted() -> None:
    (row,) = rows(REPORT, [(draft(sub_event_type="Abduction/forced disappearance"), FOUND)], "rules/1")
    assert row["sensitivity"] == "restricted"
    (row,) = rows(REPORT, [(draft(abducted=Count(3, 3, SPAN)), FOUND)], "rules/1")
    assert row["sensitivity"] == "restricted"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], "none"),
        (["not_claimed"], "none"),
        (["claimed"], "claimed"),
        (["claimed", "denied"], "contested"),
        (["attributed", "denied"], "contested"),
        (["denied"], "denied"),
        (["suspected", "attributed"], "attributed"),
        (["claimed", "suspected"], "claimed"),
    ],
)
def test_attribution_adds_claims_up(statuses: list[str], expected: str) -> None:
    assert attribution(statuses) == expected


def test_the_group_is_the_perpetrator_if_there_is_one() -> None:
    assert main_group([]) is None
    assert main_group([{"id": "FAMa", "role": "side_b"}]) == "FAMa"


def test_a_mention_says_its_role_and_is_pinned_only_if_found() -> None:
    seat = PlaceRef("Kayes", REF.span, role="seat")
    assert mention(seat, FOUND)["role"] == "seat"
    assert mention(seat, LOST)["latitude"] is None


def test_an_event_explains_itself() -> None:
    (row,) = rows(REPORT, [(draft(), FOUND)], "rules/1")
    said = explain(row)
    assert "claims: JNIM: claimed, says JNIM (a)" in said
    assert "who: JNIM, perpetrator\n  told as 'JNIM' (a)" in said
