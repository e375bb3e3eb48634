"""Phrases of a dictionary in a list of words."""

from __future__ import annotations

import pytest

from geo.text.lexicon import Lexicon
from geo.text.tokens import cut

PHRASES = Lexicon(
    [("attack*", "stem"), ("attack on", "two"), ("claim* ~ responsibility", "claim"), ("l'état", "state")]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attacks", [(0, 0, "stem")]),
        ("attack on Gao", [(0, 1, "two")]),
        ("claimed full and sole responsibility", [(0, 4, "claim")]),
        ("claimed that it had no such responsibility", []),
        ("claimed it. Responsibility", []),
        ("L’État attaque", [(0, 1, "state")]),
        ("counterattack", []),
    ],
)
def test_find(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert [tuple(match) for match in PHRASES.find(cut(text).tokens)] == expected


def test_between_two_words() -> None:
    tokens = cut("attack attack on attack").tokens
    assert [m.first for m in PHRASES.find(tokens, 1, 2)] == [1]
