"""Whether a sentence tells an event as real, and what of it belongs to which trigger."""

from __future__ import annotations

import pytest

from geo.text import frames, mentions
from geo.text.tokens import cut


def build(raw: str, lang: str = "en") -> list[frames.Frame]:
    text = cut(raw)
    return frames.build(text, mentions.find(text, lang), [], [])


@pytest.mark.parametrize(
    ("text", "lang", "status"),
    [
        ("Gunmen attacked the town.", "en", "realised"),
        ("Troops foiled an attack on the town.", "en", "negated"),
        ("The men were not abducted.", "en", "negated"),
        ("In May gunmen killed two men.", "en", "realised"),
        ("Les otages n’ont pas été enlevés.", "fr", "negated"),
        ("L’armée a déjoué une attaque.", "fr", "negated"),
        ("Les jihadistes n’ont pas attaqué la ville.", "fr", "negated"),
        ("The group could attack the capital.", "en", "hypothetical"),
        ("The embassy warned of possible attacks.", "en", "hypothetical"),
        ("Le groupe menace d’attaquer la capitale.", "fr", "hypothetical"),
    ],
)
def test_status(text: str, lang: str, status: str) -> None:
    assert [f.status for f in build(text, lang)] == [status]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The fighters often attack convoys.", "en"),
        ("Les groupes armés attaquent régulièrement des convois.", "fr"),
    ],
)
def test_habits(text: str, lang: str) -> None:
    assert all(f.habitual for f in build(text, lang))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The government fights a battle against corruption.", "en"),
        ("The team attacked well in the football match.", "en"),
        ("He died of a heart attack.", "en"),
        ("Il est mort d’une crise cardiaque après l’attaque du match.", "fr"),
    ],
)
def test_metaphors_and_sport_are_no_events(text: str, lang: str) -> None:
    assert build(text, lang) == []


def test_condemnation_is_a_reaction() -> None:
    (frame,) = build("The president condemned the attack.")
    assert frame.reaction
    assert frame.anaphoric


def test_pointing_back() -> None:
    assert build("The raid took three hours.")[0].anaphoric
    assert not build("A raid took three hours.")[0].anaphoric
    assert build("Cet assaut a duré trois heures.", "fr")[0].anaphoric


def test_a_toll_alone_speaks_of_what_was_told_before() -> None:
    (frame,) = build("There were 12 dead.")
    assert frame.anaphoric


def test_a_date_of_speech_is_not_the_events() -> None:
    raw = "Gunmen attacked the town on July 1, the ministry said in a statement on Wednesday."
    (frame,) = build(raw)
    assert [d.mention.last[2] for d in frame.dates] == [1]
    assert [d.mention.weekday for d in frame.said] == [2]


def test_the_dead_of_a_bomb_are_the_bombs() -> None:
    (frame,) = build("17 people were killed when a bomb exploded.")
    assert frame.family == "explosion"
    assert [(t.outcome, t.low) for t in frame.tolls] == [("killed", 17)]


def test_taken_and_killed_in_one_sentence() -> None:
    found = {f.family: f for f in build("Gunmen killed two guards and abducted three drivers.")}
    assert [t.low for t in found["attack"].tolls] == [2]
    assert [t.low for t in found["abduction"].tolls] == [3]
