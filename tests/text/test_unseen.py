"""Constructions met in texts of other houses and countries: own sentences, one a fault that was mended."""

from __future__ import annotations

import pytest


def only(drafts, text: str, lang: str = "en", **headers):
    found = [d for d in drafts(text, lang=lang, **headers) if d.status in ("realised", "background")]
    (draft,) = found
    return draft


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (
            "Kayes : sept morts dans une collision. Le choc a provoqué une explosion. Neuf ont péri à Gao.",
            "fr",
        ),
        ("Five people died in Gao when a bus crashed in an accident. Seven more were killed near Gao.", "en"),
        ("Protesters plan a march. Leaders called for another protest in Gao next Saturday.", "en"),
        ("Une reprise des attaques est à craindre la semaine prochaine à Gao.", "fr"),
        ("We want our children to sit in class in Gao, and the kidnappers must not win.", "en"),
        ("In Gao the camp is old. More than 530 people have been killed in attacks this year.", "en"),
    ],
)
def test_what_is_no_event(drafts, text: str, lang: str) -> None:
    assert [d for d in drafts(text, lang=lang) if d.status == "realised"] == []


def test_an_attack_after_the_word_accident_is_told(drafts) -> None:
    assert only(drafts, "It was no accident. On 1 July 2025 gunmen attacked Gao.").place.name == "Gao"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BAMAKO, July 9 - Gunmen attacked Gao on Tuesday.", "2025-07-08"),
        ("(Bamako, July 9, 2025) - Gunmen attacked Gao on July 3.", "2025-07-03"),
        ("A court on Monday confirmed the toll. Gunmen attacked Gao on July 3.", "2025-07-03"),
        ("The army on Tuesday confirmed that gunmen attacked Gao on July 3.", "2025-07-03"),
        ("The war began in 2014. In April of that year gunmen attacked Gao.", "2014-04-01"),
        (
            "Le 3 mai 2021, l’attaque de Gao a tué deux soldats, dont l’un de sept ans de service.",
            "2021-05-03",
        ),
    ],
)
def test_the_day_of_an_event(drafts, text: str, day: str) -> None:
    draft = only(drafts, text, "fr" if text.startswith("Le ") else "en")
    assert str(draft.interval.start) == day


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Le 3 mai 2021, huit (08) soldats ont été tués à Gao.", (8, 8)),
        ("L’attaque du 3 mai 2021 à Gao a coûté la vie à onze personnes.", (11, 11)),
        ("Le 3 mai 2021 à Gao, l’on déplore cinq soldats tués lors d’une attaque.", (5, 5)),
        ("On 3 May 2021 gunmen attacked Gao: 20 people were killed, according to two residents.", (20, 20)),
        ("Le 3 mai 2021, un attentat commis à Gao par un homme a fait 15 morts.", (15, 15)),
    ],
)
def test_people_counted(drafts, text: str, killed: tuple[int, int]) -> None:
    count = only(drafts, text, "en" if text.startswith("On ") else "fr").killed
    assert (count.low, count.high) == killed


def test_a_toll_told_by_place_is_that_place(drafts) -> None:
    found = drafts(
        "Le 3 mai 2021, les villages de Zorkoula et de Wistane ont été attaqués. "
        "Bilan : 31 morts à Zorkoula et 13 à Wistane.",
        lang="fr",
    )
    assert {d.place.name: d.killed.low for d in found} == {"Zorkoula": 31, "Wistane": 13}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("On 3 May 2021 gunmen seized 40 pupils in Gao.", 40),
        ("On 3 May 2021 gunmen drove into Gao and left with 110 girls.", 110),
        ("Le 3 mai 2021, des hommes armés sont repartis avec trois femmes de Gao.", 3),
    ],
)
def test_people_taken(drafts, text: str, taken: int) -> None:
    draft = only(drafts, text, "fr" if text.startswith("Le ") else "en")
    assert (draft.sub_event_type, draft.abducted.low) == ("Abduction/forced disappearance", taken)


def test_the_wounded_who_are_brought_to_a_hospital_are_not_taken(drafts) -> None:
    draft = only(drafts, "On 3 May 2021 gunmen attacked Gao. Medics took 30 people to hospital.")
    assert draft.abducted is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("U.S. citizens were warned: on 3 May 2021 gunmen attacked Tessit.", "Tessit"),
        ("On 3 May 2021 gunmen stormed houses in the nearby Zorkoula district.", "Zorkoula"),
        ("Le 3 mai 2021, des inconnus ont tué deux hommes sur l’axe Gao – Ansongo, à hauteur de Zorkoula.",
         "Zorkoula"),
        ("Le 3 mai 2021, deux soldats ont été tués à Tessit, selon une source militaire à Bamako.", "Tessit"),
        ("On 3 May 2021 gunmen killed two men near Tessit, in the Mopti.", "Tessit"),
    ],
)  # fmt: skip
def test_the_place(drafts, text: str, place: str) -> None:
    assert only(drafts, text, "fr" if text.startswith("Le ") else "en").place.name == place


def test_a_group_whose_stronghold_a_place_is_did_not_do_it(drafts) -> None:
    draft = only(
        drafts,
        "Le 3 mai 2021, une attaque à Tessit a tué deux soldats. L’attaque n’a pas été revendiquée, "
        "mais la zone est un fief du JNIM.",
        "fr",
    )
    assert "JNIM" not in {a.id for a in draft.actors}


def test_a_group_with_its_own_tie_claims(drafts) -> None:
    text = "On 3 May 2021 two soldiers died in an attack in Gao. It was claimed by JNIM, linked to al-Qaeda."
    assert [(c.actor, c.status) for c in only(drafts, text).claims] == [("JNIM", "claimed")]


def test_the_place_goes_on_where_only_the_area_is_named(drafts) -> None:
    found = drafts(
        "Le 3 mai 2021, deux soldats ont été tués dans une attaque à Tessit. "
        "Le 20 juin 2021, trois civils ont été tués dans la même zone.",
        lang="fr",
    )
    assert [d.place.name for d in found] == ["Tessit", "Tessit"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("L’attaque de Gao, mardi et mercredi, a tué deux soldats.", ("2025-07-08", "2025-07-09")),
        ("Le prêtre, enlevé il y a deux ans à Gao, a été libéré jeudi.", ("2023-01-01", "2023-12-31")),
        ("Two soldiers were killed in an attack in Gao three days ago.", ("2025-07-07", "2025-07-07")),
        ("3 May 2021. Gao. Gunmen killed two traders.", ("2021-05-03", "2021-05-03")),
        ("LIVE\n07:50 - Gunmen attack Gao.\n09:10 - Two killed.", ("2025-07-10", "2025-07-10")),
    ],
)  # fmt: skip
def test_days_told_otherwise(drafts, text: str, days: tuple[str, str]) -> None:
    draft = only(drafts, text, "en" if " in " in text or "Gunmen" in text else "fr")
    assert (str(draft.interval.start), str(draft.interval.end)) == days


def test_a_heading_gives_its_place_and_day_to_its_line_alone(drafts) -> None:
    found = drafts("3 May 2021. Gao. Gunmen killed two traders.\n4 May 2021. Tessit. A driver was abducted.")
    assert [(d.place.name, str(d.interval.start)) for d in found] == [
        ("Gao", "2021-05-03"),
        ("Tessit", "2021-05-04"),
    ]


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("On 3 May 2021 gunmen killed two men in Tessit, a dusty town in the Mopti region.", ("Mopti",)),
        ("Le 3 mai 2021, deux hommes ont été tués à Tessit, commune d’Ansongo.", ("Ansongo",)),
        ("On 3 May 2021 gunmen killed two men in Mopti region's Zorkoula village.", ("Mopti",)),
    ],
)
def test_what_a_place_lies_in(drafts, text: str, within: tuple[str, ...]) -> None:
    draft = only(drafts, text, "fr" if text.startswith("Le ") else "en")
    assert draft.place.within == within


@pytest.mark.parametrize(
    ("text", "abducted"),
    [
        ("Mme Ba, 75 ans, avait été enlevée à Gao le 3 mai 2021.", 1),
        ("Soumaïla Ba avait été kidnappé à Gao le 3 mai 2021.", 1),
        ("On 3 May 2021 four children, aged between 8 and 15, were abducted in Gao.", 4),
    ],
)
def test_people_taken_told_by_name_or_age(drafts, text: str, abducted: int) -> None:
    draft = only(drafts, text, "en" if text.startswith("On ") else "fr")
    assert (draft.abducted.low, draft.abducted.high) == (abducted, abducted)


def test_a_group_told_not_to_have_claimed_is_no_doer(drafts) -> None:
    text = (
        "Le 3 mai 2021, neuf soldats ont été tués dans une attaque à Gao. "
        "La katiba Serma, active dans la zone, n’a pas revendiqué l’attaque."
    )
    draft = only(drafts, text, "fr")
    assert [(c.actor, c.status) for c in draft.claims] == [("JNIM", "not_claimed")]


def test_one_claim_may_speak_of_the_two_attacks(drafts) -> None:
    found = drafts(
        "On 3 May 2021 gunmen killed two soldiers in Gao. On 20 May 2021 a bomb exploded in Tessit. "
        "JNIM claimed the two attacks."
    )
    assert [[(c.actor, c.status) for c in d.claims] for d in found] == [[("JNIM", "claimed")]] * 2


def test_an_army_named_before_its_air_strike_did_it(drafts) -> None:
    draft = only(drafts, "Malian army air strikes killed 15 civilians in Tessit on 3 May 2021.")
    assert [(a.id, a.role) for a in draft.actors] == [("FAMa", "perpetrator")]


def test_tear_gas_is_an_intervention(drafts) -> None:
    text = "On 3 May 2021 people marched peacefully in Gao. Police fired tear gas at the protesters."
    assert only(drafts, text).sub_event_type == "Protest with intervention"


def test_the_town_of_somebody_quoted_is_no_place_of_an_event(drafts) -> None:
    draft = only(
        drafts,
        "Le 3 mai 2021, deux soldats ont été tués à Tessit. « L’attaque a duré », dit un avocat à Gao.",
        "fr",
    )
    assert draft.place.name == "Tessit"


def test_what_people_count_later_does_not_move_the_day(drafts) -> None:
    text = (
        "Au moins 79 civils ont été tués dans la nuit de samedi à dimanche à Djibo. "
        "Cinquante corps ont été retrouvés lundi, 29 autres ce mardi. Le massacre de samedi reste un mystère."
    )
    draft = only(drafts, text, "fr", on="2022-06-14")
    assert (str(draft.interval.start), str(draft.interval.end)) == ("2022-06-11", "2022-06-12")
    assert (draft.killed.low, draft.killed.high) == (79, None)


def test_an_open_statement_below_another_leaves_no_open_end(drafts) -> None:
    draft = only(
        drafts, "On 3 May 2021 at least 79 civilians were killed in Gao. A source spoke of 110 dead."
    )
    assert (draft.killed.low, draft.killed.high) == (79, 110)


def test_a_list_lies_as_a_whole_in_what_follows(drafts) -> None:
    found = drafts(
        "On 3 May 2021 gunmen attacked the villages of Zorkoula and Wistane, in the Ansongo district."
    )
    assert {d.place.name: d.place.within for d in found} == {
        "Zorkoula": ("Ansongo",),
        "Wistane": ("Ansongo",),
    }


def test_a_town_told_to_lie_between_two_others_is_the_only_place(drafts) -> None:
    assert (
        only(drafts, "Gunmen attacked Tessit, between Gao and Ansongo, on 3 May 2021.").place.name == "Tessit"
    )


def test_a_title_of_a_district_is_told_more_exactly_below(drafts) -> None:
    text = (
        "Cercle de Bankass : deux enseignants enlevés\n"
        "Des inconnus ont attaqué le 3 mai 2021 le village de Zorkoula. Ils ont emporté deux enseignants."
    )
    draft = only(drafts, text, "fr")
    assert (draft.place.name, draft.sub_event_type) == ("Zorkoula", "Abduction/forced disappearance")
    assert (str(draft.interval.start), draft.abducted.low) == ("2021-05-03", 2)


def test_the_deadliest_attack_since_a_year_is_no_habit(drafts) -> None:
    text = (
        "En juin 2021, 132 civils sont morts à Gao, l’attaque la plus meurtrière depuis le début du conflit."
    )
    assert only(drafts, text, "fr").killed.low == 132


@pytest.mark.parametrize(
    "text",
    [
        "À Gao, on s’inquiète pour l’accord de paix de 2015.",
        "L’état d’urgence est en vigueur à Gao depuis 2017.",
    ],
)
def test_what_is_only_spoken_of_is_no_event(drafts, text: str) -> None:
    assert drafts(text, lang="fr") == []


def test_a_prefect_gives_his_curfew_its_district(drafts) -> None:
    draft = only(drafts, "Le préfet de Bankass a instauré un couvre-feu à compter du 3 mai 2021.", "fr")
    assert (draft.place.name, str(draft.place.level)) == ("Bankass", "admin2")


def test_a_government_that_denies_is_no_group(drafts) -> None:
    text = (
        "JNIM was near. On 3 May 2021 soldiers killed 20 villagers in Gao. The government denied the attack."
    )
    assert [c for d in drafts(text) for c in d.claims if c.status == "denied"] == []


def test_a_district_beside_its_town_holds_it(drafts) -> None:
    text = "On 3 May 2021, 50 women were abducted in the Zorkoula district as they foraged outside Gao."
    draft = only(drafts, text)
    assert (draft.place.name, draft.place.within, draft.abducted.low) == ("Gao", ("Zorkoula",), 50)


def test_the_day_of_a_release_is_not_that_of_the_abduction(drafts) -> None:
    text = "La semaine dernière, deux chauffeurs ont été enlevés à Gao, puis relâchés le lendemain."
    assert str(only(drafts, text, "fr", on="2025-07-10").interval.precision) == "week"


def test_both_villages_before_their_noun_are_read(drafts) -> None:
    found = drafts("On 3 May 2021 gunmen attacked in Zorkoula and Wistane villages.")
    assert {d.place.name for d in found} == {"Zorkoula", "Wistane"}


def test_towns_that_fear_to_be_next_are_not_attacked(drafts) -> None:
    found = drafts(
        "Le 3 mai 2021, une attaque a visé Gao. Ansongo redoute d’être la prochaine cible.", lang="fr"
    )
    assert [d.place.name for d in found] == ["Gao"]
