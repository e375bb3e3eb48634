"""One text, several events: series, remainders, several dates, background; the hardest cases in our words."""

from __future__ import annotations


def told(found) -> list[tuple[str | None, str | None]]:
    return [(d.place.name if d.place else None, str(d.interval.start) if d.interval else None) for d in found]


def test_a_series_is_one_event_a_place_and_an_unlocated_rest(drafts) -> None:
    found = drafts(
        "On 1 July 2025 JNIM carried out attacks in Kayes, Diboli, Sandaré and other towns near the "
        "borders with Senegal and Mauritania."
    )
    assert told(found)[:3] == [("Kayes", "2025-07-01"), ("Diboli", "2025-07-01"), ("Sandaré", "2025-07-01")]
    rest = found[3]
    assert str(rest.place.level) == "unresolved"
    assert rest.place.name.startswith("other towns")
    assert len({d.series for d in found}) == 1
    assert not {"Senegal", "Mauritania"} & {d.place.name for d in found}


def test_these_attacks_reach_back_to_every_town(drafts) -> None:
    found = drafts(
        "Le 1er juillet 2025, des hommes armés ont attaqué Kayes, Diboli et Nioro. Ces assauts ont été "
        "attribués au JNIM.",
        lang="fr",
    )
    assert len(found) == 3
    assert {(c.actor, c.status) for d in found for c in d.claims} == {("JNIM", "attributed")}
    assert all(d.claims for d in found)


def test_a_battle_and_an_abduction_of_one_day_are_two_events(drafts) -> None:
    found = drafts(
        "On 1 July 2025 gunmen abducted three Indian nationals at a factory in Kayes. The same day, JNIM "
        "attacked army posts in Diboli and Nioro. JNIM claimed the attacks. No group has claimed "
        "the abduction."
    )
    kinds = {(d.place.name, d.sub_event_type) for d in found}
    assert kinds == {
        ("Kayes", "Abduction/forced disappearance"),
        ("Diboli", "Armed clash"),
        ("Nioro", "Armed clash"),
    }
    assert {str(d.interval.start) for d in found} == {"2025-07-01"}
    taken = next(d for d in found if d.place.name == "Kayes")
    assert ("Unidentified", "not_claimed") in [(c.actor, c.status) for c in taken.claims]


def test_soldiers_of_a_country_are_placed_in_it_as_background(drafts) -> None:
    found = drafts(
        "On 1 July 2025 JNIM attacked an army post in Kayes. In May 2025 the group had killed 80 "
        "Burkina Faso "
        "soldiers."
    )
    before = next(d for d in found if d.interval and d.interval.precision == "month")
    assert (before.status, before.place.country, str(before.place.level)) == ("background", "BF", "country")
    assert before.killed.low == 80


def test_on_july_1_said_on_wednesday(drafts) -> None:
    text = "Gunmen attacked Kayes on July 1, the ministry said in a statement on Wednesday."
    (draft,) = drafts(text, "2025-07-03")
    assert str(draft.interval.start) == "2025-07-01"


def test_a_text_without_a_date_takes_the_year_from_its_words(drafts) -> None:
    found = drafts("Gunmen attacked Kayes on July 1. In June 2025 gunmen had attacked Djibo.", None)
    kayes = next(d for d in found if d.place.name == "Kayes")
    assert str(kayes.interval.start) == "2025-07-01"
    assert any("in the text" in reason for reason in kayes.reasons)


def test_the_night_of_sunday_to_monday(drafts) -> None:
    (draft,) = drafts(
        "Dans la nuit de dimanche 3 à lundi 4, des hommes armés ont attaqué Tessit.", "2024-03-06", "fr"
    )
    assert (str(draft.interval.start), str(draft.interval.end)) == ("2024-03-03", "2024-03-04")


def test_the_eve(drafts) -> None:
    found = drafts(
        "Le 2 juin 2025, des hommes armés ont attaqué Tessit. La veille, ils avaient attaqué Djibo.",
        lang="fr",
    )
    assert told(found) == [("Tessit", "2025-06-02"), ("Djibo", "2025-06-01")]


def test_an_imam_and_his_son_and_the_same_attack_told_again(drafts) -> None:
    found = drafts(
        "On 1 July 2025 gunmen attacked the village of Tessit. The attack in Tessit left 12 people dead. "
        "Later the toll rose: 13 people were killed in Tessit."
    )
    assert told(found) == [("Tessit", "2025-07-01")]
    assert (found[0].killed.low, found[0].killed.high) == (12, 13)


def test_a_village_that_nobody_knows_stays_a_village(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen attacked the village of Zerbo, 20 km from Bankass.")
    assert draft.place.name == "Zerbo"
    assert draft.place.fallback.name == "Bankass"
    assert draft.place.fallback.distance_km == 20


def test_what_is_no_event(drafts) -> None:
    for text in (
        "The president condemned the attack.",
        "The group could attack Bamako.",
        "The Sahel has suffered from attacks for more than a decade.",
        "The team from Gao won its battle in the football match.",
        "Thousands have been killed since 2012.",
        "The Indian embassy in Bamako is in touch with the families.",
    ):
        assert [d for d in drafts(text) if d.status in ("realised", "background")] == [], text


def test_a_region_alone_is_a_region(drafts) -> None:
    (draft,) = drafts("On 1 July 2025 gunmen killed 12 villagers in the Mopti region.")
    assert (draft.place.name, str(draft.place.level)) == ("Mopti", "admin1")


def test_a_month_of_publication_dates_what_nothing_else_does() -> None:
    from datetime import date

    from geo.dates import Interval
    from geo.model import Known, PlaceNames, Report
    from geo.text import read

    names = PlaceNames({"gao": Known(frozenset({"city"}), frozenset({"ML"}), 1)}, {})
    june = Interval.month(2025, 6)
    assert june.start == date(2025, 6, 1)
    (draft,) = read(Report("r", "Gunmen attacked Gao.", published=june), names).drafts
    assert draft.interval == june
