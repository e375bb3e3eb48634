"""The role of each place: where it happened, what holds it, what is only spoken of."""

from __future__ import annotations

import pytest


def roles(found) -> dict[str, str]:
    return {p.name: p.role for p in found}


@pytest.mark.parametrize(
    ("text", "lang", "name", "role"),
    [
        ("Gunmen attacked Kayes.", "en", "Kayes", "event"),
        ("The Indian embassy in Bamako is in touch with the factory.", "en", "Bamako", "seat"),
        ("L’ambassade de France à Bamako suit la situation.", "fr", "Bamako", "seat"),
        ("Towns near the borders with Senegal and Mauritania were attacked.", "en", "Senegal", "border"),
        ("Towns near the borders with Senegal and Mauritania were attacked.", "en", "Mauritania", "border"),
        ("The group, active in Niger, attacked Gao.", "en", "Niger", "operation_area"),
        ("Des camions en provenance de Dakar ont été attaqués à Kayes.", "fr", "Dakar", "transit"),
        ("Trucks heading to Bamako were attacked.", "en", "Bamako", "transit"),
        ("BAMAKO, Mali (AP) — Gunmen attacked Gao.", "en", "BAMAKO", "dateline"),
        ("Niamey said that its troops were attacked in Gao.", "en", "Niamey", "seat"),
        ("Gunmen attacked Tessit in Mopti region.", "en", "Mopti", "container"),
        ("The mayor of Djibo said that gunmen attacked Gao.", "en", "Djibo", "person"),
        ("Des hommes armés ont attaqué Kayes, pas Gao.", "fr", "Gao", "mention"),
    ],
)
def test_roles(places, text: str, lang: str, name: str, role: str) -> None:
    assert roles(places(text, lang))[name] == role


def test_a_river_is_not_the_country_of_its_name(places) -> None:
    assert "Niger" not in roles(places("Gunmen crossed the Niger River and attacked Gao."))
    assert "Niger" not in roles(places("Un bateau sur le fleuve Niger a été attaqué près de Gao.", "fr"))


def test_an_embassy_that_is_attacked_is_a_place_of_the_event(places) -> None:
    assert roles(places("Gunmen attacked the French embassy in Ouagadougou."))["Ouagadougou"] == "event"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Colonel Ousmane Dicko spoke.", "en"),
        ("The Macina Liberation Front spoke.", "en"),
        ("The Diamond Cement company spoke.", "en"),
    ],
)
def test_names_of_people_groups_and_firms_are_no_places(places, text: str, lang: str) -> None:
    assert places(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Gunmen attacked the village of Zerbo.", "en", "Zerbo"),
        ("Des hommes ont attaqué le village de Zerbo.", "fr", "Zerbo"),
        ("Gunmen burned houses in Zerbo, a village near Gao.", "en", "Zerbo"),
    ],
)
def test_a_village_that_no_gazetteer_knows_is_read(places, text: str, lang: str, name: str) -> None:
    place = next(p for p in places(text, lang) if p.name == name)
    assert place.known is None
    assert place.role == "event"


def test_a_list_is_one_group(places) -> None:
    found = places("Gunmen attacked Kayes, Diboli and Sandaré.")
    assert [p.name for p in found] == ["Kayes", "Diboli", "Sandaré"]
    assert len({p.group for p in found}) == 1


def test_a_distance_makes_a_place_near(places) -> None:
    (place,) = places("An army post 20 km north of Gao was attacked.")
    assert (place.km, place.bearing, str(place.level)) == (20.0, "n", "near")


def test_a_distance_in_words(places) -> None:
    (place,) = places("Une attaque à une trentaine de kilomètres à l’est de Gao.", "fr")
    assert (place.km, place.bearing) == (30.0, "e")


def test_a_distance_beside_a_named_place_only_says_where_it_lies(places) -> None:
    found = places("Gunmen attacked Tessit, 50 km south of Ansongo.")
    assert roles(found) == {"Tessit": "event", "Ansongo": "reference"}


def test_between_two_towns_is_one_place(places) -> None:
    found = places("A convoy was ambushed between Gao and Ansongo.")
    assert (found[0].name, found[0].other, str(found[0].level)) == ("Gao", "Ansongo", "near")
    assert found[1].role == "reference"


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Gunmen attacked Tessit, Gao region.", ("Gao",)),
        ("Gunmen attacked Tessit (Mali).", ("Mali",)),
        ("Gunmen attacked Tessit in the town of Ansongo.", ("Ansongo",)),
        ("Gunmen attacked Tessit, in Ansongo cercle, Mopti region.", ("Ansongo", "Mopti")),
    ],
)
def test_containers(places, text: str, within: tuple[str, ...]) -> None:
    found = places(text)
    assert found[0].within == within
    assert {p.role for p in found[1:]} == {"container"}


def test_a_country_in_brackets_tells_the_country(places) -> None:
    assert places("Gunmen attacked Tessit (Mali).")[0].country == "ML"


def test_part_of_a_country(places) -> None:
    (place,) = places("Gunmen attacked a convoy in northern Mali.")
    assert (place.name, place.part, place.country) == ("northern Mali", True, "ML")


def test_the_sahel_is_no_place_of_an_event(places) -> None:
    assert roles(places("Attacks shook the Sahel."))["Sahel"] == "operation_area"
    assert roles(places("Gunmen attacked a convoy in the Sahel region, Burkina Faso."))["Sahel"] == "event"


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Une délégation s’est rendue à Bamako après l’attaque de Kayes.", "fr", "Bamako"),
        ("The minister flew to Bamako after gunmen attacked Kayes.", "en", "Bamako"),
    ],
)
def test_where_somebody_went_is_no_place_of_the_event(places, text: str, lang: str, name: str) -> None:
    assert roles(places(text, lang))[name] == "person"
