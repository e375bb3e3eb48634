"""Tolls of one sentence: sums, parts, open ends, who the victims are."""

from __future__ import annotations

import pytest

from geo.text.counts import tolls
from geo.text.mentions import find
from geo.text.tokens import cut


def told(raw: str, lang: str = "en") -> list[tuple[str, int, int | None, str]]:
    text = cut(raw)
    return [(t.outcome, t.low, t.high, t.victims) for t in tolls(text, find(text, lang))]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Gunmen killed at least 40 villagers.", "en", [("killed", 40, None, "civilians")]),
        ("Dozens of soldiers were killed.", "en", [("killed", 24, 99, "security forces")]),
        ("Une centaine de civils ont été tués.", "fr", [("killed", 90, 110, "civilians")]),
        (
            "The raid left 17 soldiers and four civilians dead.",
            "en",
            [("killed", 21, 21, "security forces")],
        ),
        (
            "Le bilan est de douze morts, dont onze soldats.",
            "fr",
            [("killed", 12, 12, "people")],
        ),
        ("Twelve people died, three of them children.", "en", [("killed", 12, 12, "people")]),
        ("Douze morts, trois d’entre eux des enfants.", "fr", [("killed", 12, 12, "people")]),
        (
            "29 militants were killed and three captured.",
            "en",
            [("killed", 29, 29, "armed group")],
        ),
        (
            "Three soldiers were killed and seven wounded.",
            "en",
            [("killed", 3, 3, "security forces"), ("wounded", 7, 7, "security forces")],
        ),
        ("They abducted three villagers.", "en", [("abducted", 3, 3, "civilians")]),
        ("Five people are missing.", "en", []),
        ("Twelve vehicles were destroyed.", "en", []),
        ("Neither side gave a toll.", "en", []),
    ],
)
def test_tolls(text: str, lang: str, expected: list[tuple[str, int, int | None, str]]) -> None:
    assert told(text, lang) == expected


def test_a_number_of_the_sentence_before_is_not_counted() -> None:
    text = cut("Many were wounded. Seven people fled.")
    found = find(text, "en")
    assert tolls(text, found.within(text.first[1], text.first[2]), text.first[1]) == []


def test_soldiers_of_two_nations_add_up() -> None:
    text = cut("Vingt-six soldats nigériens et deux soldats nigérians ont été tués.")
    assert [(t.low, t.high) for t in tolls(text, find(text, "fr"))] == [(28, 28)]
