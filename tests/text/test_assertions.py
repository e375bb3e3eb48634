"""Who claims, denies or is blamed, and for which incident."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text.assertions import _told_last, _where_told
from geo.text.frames import Frame
from geo.text.incidents import Incident
from geo.text.lexicon import Match


def claims(draft) -> set[tuple[str, str]]:
    return {(c.actor, c.status) for c in draft.claims}


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        (
            "On 1 July 2025 gunmen attacked Gao. JNIM claimed responsibility.",
            "en",
            {("JNIM", "claimed")},
        ),
        (
            "On 1 July 2025 gunmen attacked Gao. The attack was claimed by JNIM.",
            "en",
            {("JNIM", "claimed")},
        ),
        (
            "Le 1er juillet 2025, des hommes armés ont attaqué Gao. L’attaque a été revendiquée par le JNIM.",
            "fr",
            {("JNIM", "claimed")},
        ),
        (
            "On 1 July 2025 gunmen attacked Gao. The attack was blamed on JNIM.",
            "en",
            {("JNIM", "attributed")},
        ),
        (
            "Le 1er juillet 2025, des hommes ont attaqué Gao. Cette attaque a été attribuée au JNIM.",
            "fr",
            {("JNIM", "attributed")},
        ),
        (
            "On 1 July 2025 gunmen attacked Gao. JNIM denied any part in the attack.",
            "en",
            {("JNIM", "denied")},
        ),
        (
            "On 1 July 2025 gunmen abducted three men in Gao. No group has claimed responsibility.",
            "en",
            {("Unidentified", "not_claimed")},
        ),
    ],
)
def test_statuses(drafts, text: str, lang: str, expected: set[tuple[str, str]]) -> None:
    (draft,) = drafts(text, lang=lang)
    assert claims(draft) == expected


def test_not_claimed_by_the_group_that_is_suspected(drafts) -> None:
    text = (
        "On 1 July 2025 gunmen abducted three men in Gao. Suspected JNIM fighters took them away. "
        "No group has claimed the abduction."
    )
    (draft,) = drafts(text)
    assert claims(draft) == {("JNIM", "suspected"), ("JNIM", "not_claimed")}
    assert [a.id for a in draft.actors] == ["Unidentified"]


def test_a_report_that_names_the_doer_attributes_the_deed(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 JNIM attacked Gao.")
    (claim,) = draft.claims
    assert (claim.actor, claim.status, claim.by) == ("JNIM", "attributed", "Paper")


def test_a_claim_is_the_groups_own_words(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen attacked Gao. JNIM claimed responsibility.")
    assert draft.claims[0].by != "Paper"
    assert "JNIM" in draft.claims[0].span.text


def test_a_state_can_be_blamed(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 20 villagers were killed in Gao. Residents accused the Malian army.")
    assert ("FAMa", "attributed") in claims(draft)
    assert "FAMa" in [a.id for a in draft.actors]


def test_two_claims_about_two_incidents_in_one_sentence(drafts) -> None:
    text = (
        "On 1 July 2025 gunmen attacked an army camp in Gao. On 2 July 2025 a convoy was ambushed in Kayes. "
        "On 3 July 2025 gunmen abducted two men in Djibo, and JNIM claimed the abduction while the attack "
        "on the post in Arbinda was blamed on the Islamic State."
    )
    found = {d.place.name: claims(d) for d in drafts(text) if d.place}
    assert found["Djibo"] == {("JNIM", "claimed")}
    assert ("JNIM", "claimed") not in found["Gao"] | found["Kayes"]


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=3), max_size=5),
    st.integers(0, 14),
    st.sampled_from(["claimed", "attributed"]),
)
def test_the_incident_told_last_against_a_plain_search(
    told: list[list[int]], sentence: int, status: str
) -> None:
    incidents = [Incident("attack", frames=[Frame(s, "attack", []) for s in at]) for at in told]
    reach = sentence if status == "claimed" else 2
    near = {
        i: max(s for s in at if s <= sentence)
        for i, at in enumerate(told)
        if any(0 <= sentence - s <= reach for s in at)
    }
    expected = [max(near, key=lambda i: near[i])] if near else []
    assert _told_last(sentence, Match(0, 0, status), _where_told([], incidents)) == expected
