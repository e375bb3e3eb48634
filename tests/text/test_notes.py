"""Notes as event datasets carry them, and the constructions that they share with news: own sentences."""

from __future__ import annotations

import pytest


def only(drafts, text: str, lang: str = "en", **headers):
    (draft,) = drafts(text, lang=lang, **headers)
    return draft


@pytest.mark.parametrize(
    ("text", "place", "level"),
    [
        # a people's name is no place
        ("On 3 May 2021, gunmen killed two Fulani herders in Gao.", "Gao", "exact"),
        ("On 3 May 2021, gunmen abducted a Dogon trader near Sévaré.", "Sévaré", "near"),
        # a hyphen makes one name of two, unless both are places of one country
        ("On 3 May 2021, gunmen killed two men in Diboli-Tarou.", "Diboli-Tarou", "exact"),
        ("On 3 May 2021, gunmen killed two men on the Gao-Ansongo road.", "Gao", "near"),
        # villages that no gazetteer has
        ("On 3 May 2021, gunmen killed two men in Zorkoula.", "Zorkoula", "exact"),
        ("On 3 May 2021, gunmen killed two men in the area of Zorkoula.", "Zorkoula", "near"),
        ("On 3 May 2021, gunmen killed two men in Zorkoula (Ansongo, Gao).", "Zorkoula", "exact"),
        ("Le 3 mai 2021, des hommes armés ont tué deux hommes à Zorkoula.", "Zorkoula", "exact"),
        # where a dataset says that it put its event
        (
            "On 3 May 2021, gunmen killed two men between Gao and Zorkoula (coded as Ansongo).",
            "Ansongo",
            "near",
        ),
        # a region after a comma holds the place before it
        ("On 3 May 2021, gunmen killed two men near Bankass, Mopti.", "Bankass", "near"),
        ("On 3 May 2021, gunmen killed two men 12km from Ansongo.", "Ansongo", "near"),
    ],
)
def test_the_place_of_a_note(drafts, text: str, place: str, level: str) -> None:
    draft = only(drafts, text, "fr" if text.startswith("Le ") else "en")
    assert (draft.place.name, str(draft.place.level)) == (place, level)


def test_everyday_words_in_capitals_are_no_villages(drafts) -> None:
    draft = only(
        drafts, "On 3 May 2021, gunmen killed two men of the Kona family, a Member said in Parliament."
    )
    assert draft.place is None or draft.place.name != "Parliament"


def test_what_is_told_around_an_unknown_village_stands_for_it(drafts) -> None:
    place = only(drafts, "On 3 May 2021, gunmen killed two men in Zorkoula (Ansongo, Gao).").place
    assert place.within == ("Ansongo", "Gao")
    assert (place.fallback.name, str(place.fallback.level)) == ("Ansongo", "admin2")
    assert place.fallback.fallback.name == "Gao"


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("On 3 May 2021, gunmen killed a trader in Gao.", (1, 1)),
        ("On 3 May 2021, gunmen killed a Fulani pastoralist man in Gao.", (1, 1)),
        ("On 3 May 2021, gunmen assassinated the village chief in Gao.", (1, 1)),
        ("On 3 May 2021, one Malian soldier was killed in Gao and others were wounded.", (1, 1)),
        ("On 3 May 2021, seven soldiers and a civilian driver were killed in Gao.", (8, 8)),
        ("On 3 May 2021, gunmen killed a councillor and two other residents in Gao.", (3, 3)),
        ("On 3 May 2021, two policemen and a woman were killed in Gao.", (3, 3)),
        ("On 3 May 2021, gunmen killed 12 people in Gao, including a woman.", (12, 12)),
        ("On 3 May 2021, most of the men were killed in Gao.", None),
        ("On 3 May 2021, a group of villagers was killed in Gao.", None),
        ("Le 3 mai 2021, huit soldats ont été tués à Gao lors d’une attaque terroriste.", (8, 8)),
        ("Le 3 mai 2021, des hommes armés ont tué un commerçant à Gao.", (1, 1)),
    ],
)
def test_people_told_without_a_number(drafts, text: str, killed: tuple[int, int] | None) -> None:
    count = only(drafts, text, "fr" if text.startswith("Le ") else "en").killed
    assert (count and (count.low, count.high)) == killed


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (
            "On 3 May 2021, unknown gunmen attacked a GATIA position near Gao, killing two combatants.",
            {"Unidentified": "perpetrator", "GATIA": "side_b"},
        ),
        (
            "On 3 May 2021, a GATIA post in Gao was attacked by JNIM.",
            {"JNIM": "perpetrator", "GATIA": "side_b"},
        ),
        (
            "On 3 May 2021, the Malian air force carried out an airstrike against JNIM positions in Gao.",
            {"FAMa": "perpetrator", "JNIM": "side_b"},
        ),
        (
            "On 3 May 2021, gunmen in Malian army uniforms abducted a trader in Gao.",
            {"Unidentified": "perpetrator"},
        ),
    ],
)
def test_who_did_it_and_to_whom(drafts, text: str, actors: dict[str, str]) -> None:
    assert {a.id: a.role for a in only(drafts, text).actors} == actors


@pytest.mark.parametrize(
    ("text", "sub"),
    [
        ("On 3 May 2021, JNIM militants extorted villagers in Gao.", "Looting/property destruction"),
        ("On 3 May 2021, JNIM militants burned the harvest in Gao.", "Looting/property destruction"),
        ("On 3 May 2021, dozens of residents demonstrated in Gao.", "Peaceful protest"),
        ("On 3 May 2021, soldiers discovered and destroyed an IED in Gao.", "Disrupted weapons use"),
        ("On 3 May 2021, JNIM militants prohibited residents from farming in Gao.", "Other"),
    ],
)
def test_what_else_notes_tell(drafts, text: str, sub: str) -> None:
    assert only(drafts, text).sub_event_type == sub


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2021, the nurse Kayes Diarra was abducted by gunmen in Djibo.",
        "On 3 May 2021, the minister Gao Hucheng was abducted by gunmen in Djibo.",
        "On 3 May 2021, President Dicko was abducted by gunmen in Djibo.",
    ],
)
def test_a_person_is_no_place(read, text: str) -> None:
    found = read(text)
    assert [d.place.name for d in found.drafts if d.place] == ["Djibo"]
    assert [m.name for m in found.mentions] == []


def test_soldiers_are_those_of_the_country_where_the_place_is_found(drafts) -> None:
    draft = only(drafts, "On 3 May 2021, JNIM attacked an army post in Gao.")
    assert draft.forces.text == "army post"
    assert [a.id for a in draft.actors] == ["JNIM"]


def test_a_weekday_leaves_one_year_since_the_group_was_founded(drafts) -> None:
    draft = only(drafts, "JNIM killed two men in Gao on Tuesday, July 1.", on=None)
    assert (str(draft.interval.start), draft.interval.precision) == ("2025-07-01", "day")
    assert "date: the only year since JNIM was founded in which the weekday fits" in draft.reasons


def test_a_weekday_that_fits_two_years_gives_no_date(drafts) -> None:
    assert only(drafts, "JNIM killed two men in Gao on Saturday, August 24.", on=None).interval is None


def test_soldiers_who_kill_civilians_did_it(drafts) -> None:
    draft = only(drafts, "On 3 May 2021, soldiers executed a dozen villagers in Gao.")
    assert (draft.sub_event_type, draft.forces.text, draft.forces_role) == (
        "Attack",
        "soldiers",
        "perpetrator",
    )


def test_many_civilians_killed_are_no_battle_though_a_post_was_attacked(drafts) -> None:
    text = "On 3 May 2021, gunmen killed 60 villagers in Gao. They first attacked a post of the army."
    assert only(drafts, text).sub_event_type == "Attack"


def test_a_group_that_only_denies_it_did_nothing(drafts) -> None:
    text = "On 3 May 2021, gunmen killed 60 villagers in Gao. JNIM denied any involvement in the attack."
    draft = only(drafts, text)
    assert [a.id for a in draft.actors] == ["Unidentified"]
    assert [(c.actor, c.status) for c in draft.claims] == [("JNIM", "denied")]


@pytest.mark.parametrize(
    ("text", "lang", "places"),
    [
        ("Le 3 mai 2021, dix soldats ont été tués à Tessit, près de Gao.", "fr", ["Tessit"]),
        ("On 3 May 2021, gunmen killed ten men at Tessit, not far from Gao.", "en", ["Tessit"]),
        ("Le 3 mai 2021, des hommes armés ont attaqué l’aéroport de Bamako-Kayes.", "fr", ["Bamako"]),
    ],
)
def test_what_a_place_is_near_to_is_no_second_place(drafts, text: str, lang: str, places: list[str]) -> None:
    assert [d.place.name for d in drafts(text, lang=lang)] == places


def test_people_of_one_list_are_added(drafts) -> None:
    text = "Le 3 mai 2021, six humanitaires, leur guide et leur chauffeur ont été tués à Gao."
    assert only(drafts, text, "fr").killed.low == 8
