"""Doer or victim, by the place of a name among the words."""

from __future__ import annotations

import pytest

from geo.text import frames, mentions, voice
from geo.text.ties import affiliated
from geo.text.tokens import cut


def scene(raw: str, lang: str = "en"):
    text = cut(raw)
    found = mentions.find(text, lang)
    (frame,) = frames.build(text, found, [], [])
    return text, frame, next(a for a in found.actors if a.value != mentions.GENERIC)


@pytest.mark.parametrize(
    ("text", "lang", "agent", "struck"),
    [
        ("The Malian army killed 20 villagers.", "en", True, False),
        ("20 villagers were killed by the Malian army.", "en", True, False),
        ("Vingt villageois ont été tués par l’armée malienne.", "fr", True, False),
        ("Gunmen attacked the Malian army.", "en", False, True),
        ("The Malian army was attacked.", "en", False, True),
        ("Villagers were killed, according to the Malian army.", "en", False, True),
    ],
)
def test_agent_and_victim(text: str, lang: str, agent: bool, struck: bool) -> None:
    told = scene(text, lang)
    assert voice.is_agent(*told) is agent
    if not voice.is_quoted(told[0], told[2]):
        assert voice.is_struck(*told) is struck


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Gunmen linked to JNIM attacked.", "en", True),
        ("JNIM-linked gunmen attacked.", "en", True),
        ("Un groupe affilié au JNIM a attaqué.", "fr", True),
        ("JNIM attacked.", "en", False),
    ],
)
def test_affiliation(text: str, lang: str, expected: bool) -> None:
    words, _, actor = scene(text, lang)
    assert affiliated(words, actor, lang) is expected
