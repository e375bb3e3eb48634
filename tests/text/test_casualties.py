"""One interval of all that a report says of an event's victims."""

from __future__ import annotations

import pytest

from geo.text.casualties import total
from geo.text.counts import Toll


def toll(low: int, high: int | None, victims: str) -> Toll:
    return Toll("killed", low, high, victims, 0, 0)


@pytest.mark.parametrize(
    ("tolls", "expected"),
    [
        ([toll(12, 12, "people"), toll(13, 13, "people")], (12, 13)),
        ([toll(60, 60, "people"), toll(200, None, "people")], (60, None)),
        ([toll(60, None, "people"), toll(200, 200, "people")], (60, 200)),
        ([toll(4, 4, "civilians"), toll(8, 8, "security forces")], (12, 12)),
        ([toll(8, 8, "security forces"), toll(29, 29, "armed group")], (8, 37)),
        ([toll(29, 29, "armed group")], (29, 29)),
        ([toll(4, None, "civilians"), toll(8, 8, "security forces")], (12, None)),
        ([toll(20, 20, "people"), toll(12, 12, "civilians")], (12, 20)),
    ],
)
def test_total(tolls: list[Toll], expected: tuple[int, int | None]) -> None:
    assert total(tolls) == expected


def test_conflicting_tolls_span_a_range(drafts) -> None:
    text = (
        "Gunmen attacked the village of Tessit on Tuesday. The governor said 12 people were killed. "
        "A resident told of 13 people killed."
    )
    (draft,) = drafts(text)
    assert (draft.killed.low, draft.killed.high) == (12, 13)


def test_attackers_stand_at_the_upper_end_only(drafts) -> None:
    text = (
        "On 1 July 2025 gunmen attacked the army camp in Gao. Eight soldiers were killed. "
        "The army said that 20 attackers were killed."
    )
    (draft,) = drafts(text)
    assert (draft.killed.low, draft.killed.high) == (8, 28)
    assert any("attackers" in reason for reason in draft.reasons)


def test_a_sum_that_the_report_makes_itself_counts_all_its_dead(drafts) -> None:
    text = "On 1 July 2025 gunmen attacked the army camp in Gao. Eight soldiers and 20 attackers were killed."
    (draft,) = drafts(text)
    assert (draft.killed.low, draft.killed.high) == (28, 28)


def test_no_toll_is_null_and_not_zero(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen attacked Gao. Neither side gave a toll.")
    assert draft.killed is draft.wounded is draft.abducted is None


def test_the_toll_of_a_series_belongs_to_none_of_its_places(drafts) -> None:
    found = drafts("On 1 July 2025 JNIM attacked Kayes, Diboli and Nioro, killing 30 people in all.")
    assert len(found) == 3
    assert [d.killed for d in found] == [None, None, None]
    assert all(any("series as a whole" in reason for reason in d.reasons) for d in found)


def test_tolls_that_differ_are_told_apart_by_who_says_them(drafts) -> None:
    text = (
        "On 1 July 2025 gunmen killed 138 villagers in Gao, according to local sources. "
        "The government said 132 villagers were killed."
    )
    (draft,) = drafts(text)
    assert (draft.killed.low, draft.killed.high, draft.killed.by) == (132, 138, "local sources")
    told = "killed: told differently: '138 villagers' (local sources); '132 villagers' (The government)"
    assert told in draft.reasons
    assert [s.text for field, s in draft.evidence if field == "killed"] == ["138 villagers", "132 villagers"]


def test_up_to_is_an_upper_end(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen killed up to 40 villagers in Gao.")
    assert (draft.killed.low, draft.killed.high) == (1, 40)
