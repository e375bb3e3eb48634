"""Constructions of French news that nobody had tuned for: own sentences, one a fault that was mended."""

from __future__ import annotations

import pytest


def told(drafts, text: str, **headers):
    return [d for d in drafts(text, lang="fr", **headers) if d.status in ("realised", "background")]


def only(drafts, text: str, **headers):
    (draft,) = told(drafts, text, **headers)
    return draft


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Mi-mars 2024, 12 soldats ont été tués à Gao.", "2024-03-11", "2024-03-20"),
        ("Fin février 2024, 12 soldats ont été tués à Gao.", "2024-02-21", "2024-02-29"),
        ("Early in the day, early August 2024, 12 soldats ont été tués à Gao.", "2024-08-01", "2024-08-10"),
        (
            "Depuis, en mars, non. 12 civils ont été tués depuis décembre 2021 à Gao.",
            "2021-12-01",
            "2021-12-31",
        ),
        (
            "Le JNIM rôde. Le mardi 1er juillet, calme. En avril dernier, 12 civils ont été tués à Gao.",
            "2025-04-01",
            "2025-04-30",
        ),
    ],
)
def test_dates(drafts, text: str, start: str, end: str) -> None:
    interval = only(drafts, text).interval
    assert (str(interval.start), str(interval.end)) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Le 1er juillet 2025, une frappe de drones a visé Gao.",
        "Douze civils ont été tués le 1er juillet 2025 par des tirs de drone à Gao.",
        "La première frappe de drone a ciblé le village de Gao le 1er juillet 2025.",
    ],
)
def test_what_a_drone_strike_did_is_no_attack_of_its_own(drafts, text: str) -> None:
    draft = only(drafts, text)
    assert (draft.sub_event_type, draft.place.name) == ("Air/drone strike", "Gao")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Le 1er mai 2025, ils ont attaqué le village de Zorkoula, à 35 km au nord de la commune de Gao.",
            "Zorkoula",
        ),
        ("Le 1er juillet 2025, ils ont attaqué la localité de Zorkoula aux environs de Gao.", "Zorkoula"),
        ("L'attaque du 1er mai 2025 contre le village de Zorkoula, à Gao, a fait un mort.", "Zorkoula"),
        (
            "Deux civils ont été tués en mai 2025 dans la commune de Gao dans les villages de Zorkoula.",
            "Zorkoula",
        ),
        (
            "Le 1er mai 2025, un civil a été tué à Gao. Deux blessés sont à l'hôpital de Sévaré, a-t-il dit.",
            "Gao",
        ),
        ("Le 1er juillet 2025, ils ont tué un civil à Gao, entre Bamako et le JNIM la guerre dure.", "Gao"),
    ],
)
def test_one_place(drafts, text: str, place: str) -> None:
    assert only(drafts, text).place.name == place


def test_numbers_before_the_villages_that_they_are_told_of(drafts) -> None:
    text = "Le 1er mai 2025, ils ont tué 15 civils, quatre dans le village de Gao et six à Tessit."
    assert {d.place.name: d.killed.low for d in told(drafts, text)} == {"Gao": 4, "Tessit": 6}


def test_a_toll_beside_an_operation(drafts) -> None:
    text = (
        "Une explosion à Gao a eu lieu le 1er juillet 2025. On compte cinq militaires tombés, et des "
        "opérations de ratissage suivent."
    )
    assert only(drafts, text).killed.low == 5


@pytest.mark.parametrize(
    "text",
    [
        "Ces derniers mois, Gao enregistre des attaques au cours desquelles des civils sont tués.",
        "L'échange avait fait craindre une reprise des enlèvements à Gao.",
    ],
)
def test_what_is_no_event(drafts, text: str) -> None:
    assert [d for d in told(drafts, text) if d.status == "realised"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Deux morts au village\nNIAMEY, Niger (AP) — Un civil a été tué le 1er mai 2025 à Gao.",
        "Deux morts au village\nBAMAKO - Un civil a été tué le 1er mai 2025 à Gao.",
        "Un civil a été tué le 1er mai 2025 à Gao, sur l'axe Ansongo-Tessit.",
        "Une patrouille partie de Tessit a été attaquée le 1er mai 2025 à Gao.",
        "Un civil a été tué le 1er mai 2025 à Gao. Un habitant de Tessit a confirmé le meurtre.",
        "Le 1er mai 2025, un civil a été tué à Gao, a indiqué un élu de la commune voisine de Tessit.",
        "Un civil a été tué à Gao le 1er mai 2025. Les blessés ont été évacués sur Tessit.",
        "Un civil a été tué à Gao le 1er mai 2025. Le chef de brigade de Tessit a été tué aussi.",
        "Un civil, Ali Dicko, a été enlevé à Gao le 1er mai 2025. Dicko, le maire, a été enlevé à pied.",
        "Selon des sources, à Gao, dix habitants ont été tués le 1er mai 2025.",
        "Le village de Gao, à deux kilomètres de l'entrée de Tessit, a été attaqué le 1er mai 2025.",
    ],
)
def test_where_nothing_happened(drafts, text: str) -> None:
    assert only(drafts, text).place.name == "Gao"


def test_this_attack_is_the_one_told_last(drafts) -> None:
    text = (
        "Le 4 mai 2025, à Gao, 22 civils ont péri. Le 2 mai 2025, une autre attaque a visé Ansongo. "
        "Le bilan de cette attaque est de 12 morts, et des habitants fuient depuis le 3 mai."
    )
    assert {d.place.name: (d.killed.low, str(d.interval.start)) for d in told(drafts, text)} == {
        "Gao": (22, "2025-05-04"),
        "Ansongo": (12, "2025-05-02"),
    }


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Une attaque à Gao le 1er mai 2025 a fait 12 morts dont trois VDP.", [("VDP", "side_b")]),
        (
            "Des frappes de drones de l'armée malienne ont visé Gao le 1er mai 2025.",
            [("FAMa", "perpetrator")],
        ),
        ("Les habitants de Gao ont manifesté le 1er mai 2025 contre les groupes armés.", []),
    ],
)
def test_who_did_it(drafts, text: str, actors: list[tuple[str, str]]) -> None:
    assert [(a.id, a.role) for a in only(drafts, text).actors] == actors


def test_the_only_full_day_tells_the_weekdays(drafts) -> None:
    text = "Un civil a été tué dimanche à Gao, a indiqué l'armée lundi 15 octobre 2012."
    assert str(only(drafts, text, on=None).interval.start) == "2012-10-14"


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Quatre civils ont été tués à Gao. Parmi les quatre tués figurent le chef et un élu.", 4),
        ("Une embuscade à Gao a permis de tuer douze terroristes.", 12),
    ],
)
def test_tolls(drafts, text: str, killed: int) -> None:
    assert only(drafts, text).killed.low == killed


def test_villages_listed_after_a_colon(drafts) -> None:
    text = "Le 1er mai 2025, les attaques ont eu lieu dans 3 villages : Gao, Zorkoula, Dicko Bargou."
    assert [d.place.name for d in told(drafts, text)] == ["Gao", "Zorkoula", "Dicko Bargou"]


def test_who_condemns_an_attack_tells_where_it_was(drafts) -> None:
    text = "Le 1er mai 2025, dix civils ont été tués. Le maire condamne l'attaque contre le village de Gao."
    assert only(drafts, text).place.name == "Gao"


def test_where_the_incident_took_place(drafts) -> None:
    text = "Un soldat est mort dans l'explosion d'une mine. L'incident s'est produit le 1er mai 2025 à Gao."
    draft = only(drafts, text)
    assert (draft.sub_event_type, draft.place.name) == ("Remote explosive/landmine/IED", "Gao")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Le week-end dernier, un civil a été tué à Gao.", "2025-07-05", "2025-07-06"),
        ("Un civil a été tué à Gao fin 2016.", "2016-10-01", "2016-12-31"),
        ("Un civil a été tué à Gao début 2016.", "2016-01-01", "2016-03-31"),
    ],
)
def test_ranges(drafts, text: str, start: str, end: str) -> None:
    interval = only(drafts, text).interval
    assert (str(interval.start), str(interval.end)) == (start, end)


def test_who_was_taken_and_died_is_one_event(drafts) -> None:
    text = (
        "Cinq humanitaires enlevés à Gao ont été libérés, mais leur compagnon est mort, un rapt de bandits."
    )
    assert only(drafts, text).sub_event_type == "Abduction/forced disappearance"


@pytest.mark.parametrize(
    ("text", "place", "killed"),
    [
        ("Dans la région de Mopti, à Bankass, une attaque a tué 12 civils le 1er mai 2025.", "Bankass", 12),
        (
            "Une frappe de drone a visé le Mali le 1er mai 2025, et trois civils ont été tués à Bankass.",
            "Bankass",
            3,
        ),
        ("Un civil a été tué sur la route Gao-Ansongo le 1er mai 2025.", "Gao", 1),
        ("Des hommes sur vingt motos transportant chacune deux civils ont tué un civil à Gao.", "Gao", 1),
        (
            "Une attaque dans la nuit de lundi à mardi à Gao a tué un civil, ont rapporté mardi des élus.",
            "Gao",
            1,
        ),
        ("Un civil a été tué dimanche à Gao. Un deuil est décrété à compter du 10 mars.", "Gao", 1),
    ],
)
def test_one_event(drafts, text: str, place: str, killed: int) -> None:
    draft = only(drafts, text)
    assert (draft.place.name, draft.killed.low) == (place, killed)


def test_the_night_rather_than_the_day_of_the_report(drafts) -> None:
    text = "Un civil a été tué dans la nuit de lundi à mardi à Gao, ont rapporté mardi des élus."
    interval = only(drafts, text).interval
    assert (str(interval.start), str(interval.end)) == ("2025-07-07", "2025-07-08")


def test_a_village_told_later_lies_in_the_district_told_first(drafts) -> None:
    text = (
        "Onze civils ont été tués lundi dans la province de Bam. Le convoi fut attaqué près de la localité "
        "de Zorkoula dans la province de Bam."
    )
    draft = only(drafts, text)
    assert (draft.place.name, str(draft.interval.start)) == ("Zorkoula", "2025-07-07")


def test_a_title_names_the_district_of_what_is_told_below(drafts) -> None:
    text = "Gao : 16 filles enlevées\nDans la nuit du 1er au 2 mai 2025, 16 filles ont été enlevées à Tessit."
    draft = only(drafts, text)
    assert (draft.place.name, draft.abducted.low) == ("Tessit", 16)


def test_a_day_told_in_the_background_tells_no_weekday(drafts) -> None:
    text = (
        "Un civil a été tué lundi à Gao. Le dimanche 2 juillet 2017, deux civils avaient été tués à Tessit."
    )
    assert [d.interval is None for d in told(drafts, text, on=None)] == [True, False]
