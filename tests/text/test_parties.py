"""Who did it, whom they fought, and the type of event that follows."""

from __future__ import annotations

import pytest


def sides(draft) -> dict[str, str]:
    return {a.id: a.role for a in draft.actors}


@pytest.mark.parametrize(
    ("text", "lang", "actors", "sub"),
    [
        (
            "On 1 July 2025 JNIM attacked an army post in Gao.",
            "en",
            {"JNIM": "perpetrator"},  # whose post it is, the country tells once Gao is found
            "Armed clash",
        ),
        ("On 1 July 2025 JNIM killed 12 villagers in Gao.", "en", {"JNIM": "perpetrator"}, "Attack"),
        (
            "On 1 July 2025 the Malian army killed 20 civilians in Gao.",
            "en",
            {"FAMa": "perpetrator"},
            "Attack",
        ),
        (
            "Le 1er juillet 2025, vingt civils ont été tués à Gao par l’armée malienne.",
            "fr",
            {"FAMa": "perpetrator"},
            "Attack",
        ),
        (
            "On 1 July 2025 gunmen killed 12 villagers in Gao.",
            "en",
            {"Unidentified": "perpetrator"},
            "Attack",
        ),
        (
            "On 1 July 2025 gunmen abducted three villagers in Gao.",
            "en",
            {"Unidentified": "perpetrator"},
            "Abduction/forced disappearance",
        ),
        (
            "On 1 July 2025 a bomb exploded in Gao, killing five civilians.",
            "en",
            {},
            "Remote explosive/landmine/IED",
        ),
    ],
)
def test_sides_and_type(drafts, text: str, lang: str, actors: dict[str, str], sub: str) -> None:
    (draft,) = drafts(text, lang=lang)
    assert draft.sub_event_type == sub
    assert sides(draft) == actors


def test_it_stands_for_the_group_the_report_is_about(drafts) -> None:
    found = drafts("JNIM is active in the area. On 1 July 2025 it killed 12 villagers in Gao.")
    assert [sides(d) for d in found] == [{"JNIM": "perpetrator"}]
    assert any("stands for JNIM" in reason for reason in found[0].reasons)


def test_an_ally_is_not_the_doer(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 the al-Qaeda-linked JNIM attacked an army post in Gao.")
    assert "AQ" not in sides(draft)
    assert sides(draft)["JNIM"] == "perpetrator"


def test_a_likeness_is_not_the_doer(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen dressed as Dozos killed 12 villagers in Gao.")
    assert ("Dozo", "suspected") in [(c.actor, c.status) for c in draft.claims]
    assert "actor: from the claim, suspected" in draft.reasons


def test_a_post_of_the_volunteers_is_struck(drafts) -> None:
    text = "On 1 July 2025 gunmen attacked a post of the Volunteers for the Defence of the Homeland in Djibo."
    (draft,) = drafts(text)
    assert draft.sub_event_type == "Armed clash"
    assert [a.id for a in draft.actors if a.role == "perpetrator"] == ["Unidentified"]


def test_the_islamic_state_in_niger_is_its_sahel_province(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 the Islamic State attacked soldiers in Niamey.")
    assert sides(draft)["ISSP"] == "perpetrator"


def test_who_is_quoted_is_no_side(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen killed 12 villagers in Gao, according to the Malian army.")
    assert sides(draft) == {"Unidentified": "perpetrator"}


def test_nationals_are_targets_with_their_number(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen abducted three Indian nationals in Kayes.")
    assert [(t.kind, t.nationality, t.number) for t in draft.targets] == [("civilians", "IN", 3)]


def test_a_site_by_its_name(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen attacked the Blue Stone Factory in Kayes.")
    assert ("site", "Blue Stone Factory") in [(t.kind, t.name) for t in draft.targets]
