"""The ten hardest constructions that the design names, and the traps, each in sentences of our own."""

from __future__ import annotations

import pytest


def told(found) -> list[tuple[str | None, str]]:
    return [(d.place.name if d.place else None, d.sub_event_type) for d in found]


def test_one_report_with_a_link_a_claim_and_nobodys_claim(drafts) -> None:
    found = drafts(
        "On 1 July 2025 gunmen abducted two drivers at Diboli, an abduction linked to JNIM. "
        "JNIM claimed a series of attacks on army posts in Kayes and Nioro the same day. "
        "No group has claimed the abduction."
    )
    claims = {(d.place.name, c.actor, c.status) for d in found for c in d.claims if d.place is not None}
    assert ("Diboli", "JNIM", "suspected") in claims
    assert ("Diboli", "JNIM", "not_claimed") in claims
    assert {("Kayes", "JNIM", "claimed"), ("Nioro", "JNIM", "claimed")} <= claims
    assert ("Diboli", "JNIM", "claimed") not in claims


def test_a_series_is_split_and_its_remainder_kept(drafts) -> None:
    found = drafts("On 1 July 2025 JNIM attacked army posts in Kayes, Diboli and Sandare and other towns.")
    assert [d.place.name for d in found] == ["Kayes", "Diboli", "Sandare", "other towns"]
    assert {str(d.interval.start) for d in found} == {"2025-07-01"}
    assert str(found[-1].place.level) == "unresolved"


def test_the_year_from_elsewhere_in_the_text(drafts) -> None:
    (draft,) = drafts("Gunmen killed two men in Gao on July 1. In June 2025 the town had been calm.", on=None)
    assert str(draft.interval.start) == "2025-07-01"


def test_the_day_of_the_deed_and_the_day_it_was_told(drafts) -> None:
    (draft,) = drafts("Gunmen killed two men in Gao on July 1, the army said in a statement on Wednesday.")
    assert str(draft.interval.start) == "2025-07-01"


def test_soldiers_by_a_demonym_are_placed_in_their_country_only(drafts) -> None:
    (draft,) = drafts("JNIM says it killed 200 Burkina Faso soldiers in June 2025.")
    assert (draft.place.country, str(draft.place.level)) == ("BF", "country")
    assert (draft.killed.low, draft.killed.high) == (200, 200)


def test_embassies_borders_and_areas_of_operation_hold_no_event(read) -> None:
    reading = read(
        "On 1 July 2025 gunmen abducted two men at Kayes, near the borders with Senegal and Mauritania. "
        "The Indian embassy in Bamako said it was informed. JNIM operates in Niger, too."
    )
    assert {d.place.name for d in reading.drafts if d.place} == {"Kayes"}
    assert {"Senegal", "Mauritania", "Bamako", "Niger"} <= {m.name for m in reading.mentions}


def test_these_assaults_reach_back_to_every_town(drafts) -> None:
    found = drafts(
        "Le 1er juillet 2025, des hommes armés ont attaqué Kayes, Diboli et Nioro. "
        "Ces assauts ont été attribués au JNIM.",
        lang="fr",
    )
    assert {(d.place.name, c.actor, c.status) for d in found for c in d.claims} == {
        (name, "JNIM", "attributed") for name in ("Kayes", "Diboli", "Nioro")
    }


def test_a_night_is_two_days_and_the_eve_one_before(drafts) -> None:
    (night,) = drafts(
        "Des hommes armés ont tué deux hommes à Gao dans la nuit de dimanche 3 à lundi 4 mai 2020.", lang="fr"
    )
    assert (str(night.interval.start), str(night.interval.end)) == ("2020-05-03", "2020-05-04")


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("On 1 July 2025 gunmen killed 12 or 13 men in Gao.", (12, 13)),
        ("On 1 July 2025 gunmen killed four soldiers and four civilians in Gao.", (8, 8)),
        ("On 1 July 2025 gunmen killed an imam and his son in Gao.", (2, 2)),
        ("On 1 July 2025 gunmen killed 60 villagers in Gao. The toll later rose to 200 dead.", (60, 200)),
    ],
)
def test_tolls_that_grow_or_add_up(drafts, text: str, killed: tuple[int, int]) -> None:
    (draft,) = drafts(text)
    assert (draft.killed.low, draft.killed.high) == killed


def test_a_village_that_no_gazetteer_has_is_named_and_not_placed(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen killed two men in the village of Zorkoula.")
    assert draft.place.name == "Zorkoula"


@pytest.mark.parametrize(
    "text",
    [
        "The president condemned the attack in Gao and called for unity.",
        "Thousands of people have been killed in Mali since 2012.",
        "The team from Gao attacked well and won its battle in the second half of the match.",
        "The government fights a battle against corruption in Gao.",
        "Gao marked the tenth anniversary of the attack with a minute of silence.",
        "JNIM threatened to attack Gao and Kayes if the army stayed.",
        "Troops could attack the militants near Gao in the coming days, the minister said.",
        "La ville de Gao a commémoré le dixième anniversaire de l’attaque.",
        "Le JNIM a menacé d’attaquer Gao.",
    ],
)
def test_traps_tell_no_event_that_is_mapped(drafts, text: str) -> None:
    assert [d for d in drafts(text, lang=None) if d.status in ("realised", "background")] == []


def test_a_foiled_attack_is_told_as_such(drafts) -> None:
    assert {d.status for d in drafts("On 1 July 2025 troops foiled an attack on Gao.")} == {"negated"}


def test_a_paragraph_of_background_is_background(drafts) -> None:
    found = drafts(
        "On 1 July 2025 gunmen killed two men in Gao. In March 2019, gunmen had killed 23 soldiers in Kayes."
    )
    assert [(d.place.name, d.status) for d in found] == [("Gao", "realised"), ("Kayes", "background")]
