"""Which sentences tell one incident, and which begin another."""

from __future__ import annotations

from geo.text.casualties import OUTCOMES


def test_the_next_sentences_go_on_about_the_place_told_last(drafts) -> None:
    (draft,) = drafts(
        "On 1 July 2025 gunmen attacked Gao. The assailants burned houses. Seven people were killed."
    )
    assert draft.killed.low == 7


def test_another_day_and_place_is_another_event(drafts) -> None:
    found = drafts("On 1 July 2025 gunmen attacked Gao. On 20 June 2025 gunmen attacked Djibo.")
    assert len({d.series for d in found}) == len(found) == 2


def test_people_killed_where_others_were_taken_are_an_attack_of_its_own(drafts) -> None:
    found = drafts("On 1 July 2025 gunmen killed two guards and abducted three drivers in Gao.")
    kinds = {d.sub_event_type: [o for o in OUTCOMES if getattr(d, o)] for d in found}
    assert kinds == {"Attack": ["killed"], "Abduction/forced disappearance": ["abducted"]}


def test_what_lies_weeks_before_is_background(drafts) -> None:
    found = drafts("On 1 July 2025 gunmen attacked Gao. On 3 January 2025 gunmen had attacked Djibo.")
    assert {d.place.name: d.status for d in found} == {"Gao": "realised", "Djibo": "background"}
