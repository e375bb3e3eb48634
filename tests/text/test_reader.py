"""One report as a whole: its language, its countries, the places beside its events."""

from __future__ import annotations

import pytest

from geo.text import language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Gunmen attacked the village in the night.", "en"),
        ("Des hommes armés ont attaqué le village dans la nuit.", "fr"),
        ("", "en"),
        ("12 34", "en"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert language(text) == lang


def test_the_language_that_a_report_states_wins(read) -> None:
    french = "Le 1er juillet 2025, des hommes armés ont attaqué Gao."
    assert len(read(french, lang="fr").drafts) == len(read(french).drafts) == 1


def test_places_beside_the_events(read) -> None:
    raw = (
        "On 1 July 2025 gunmen attacked Kayes in Mali, near the border with Senegal. "
        "The French embassy in Bamako spoke."
    )
    reading = read(raw)
    assert {("Senegal", "border"), ("Bamako", "seat")} <= {(m.name, m.role) for m in reading.mentions}
    assert [d.place.name for d in reading.drafts] == ["Kayes"]
    assert reading.countries[0] == "ML"
