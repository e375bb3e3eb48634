"""Sentences end where they end, and every word leads back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text.tokens import cut, sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He fell. She ran.", ["He fell.", "She ran."]),
        ("Gen. M. Sy and Lt. Ba met Dr. Diop.", ["Gen. M. Sy and Lt. Ba met Dr. Diop."]),
        ("It came at 5 a.m. Friday from the U.S. base.", ["It came at 5 a.m. Friday from the U.S. base."]),
        ("The toll rose to 3.5 million. Nobody spoke.", ["The toll rose to 3.5 million.", "Nobody spoke."]),
        ("Pourquoi ? « Rien. » Puis il partit.", ["Pourquoi ?", "« Rien. »", "Puis il partit."]),
        ("A title without a stop\nThe text begins.", ["A title without a stop", "The text begins."]),
        ("They left… and came back.", ["They left… and came back."]),
        ("Près de 20 km env. Kayes brûle.", ["Près de 20 km env. Kayes brûle."]),
        ("“Stop!” They fired.", ["“Stop!”", "They fired."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_sentence_nobody_writes_is_read_in_pieces() -> None:
    text = "word " * 3000
    spans = sentences(text)
    assert all(end - start <= 2000 for start, end in spans)
    assert " ".join(text[start:end] for start, end in spans) == text.strip()
    assert len(sentences("a" * 10_000)) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'armée d’Ogossagou", ["l", "armee", "d", "ogossagou"]),
        ("India's embassy", ["india", "embassy"]),
        ("Jama'at Nusrat", ["jamaat", "nusrat"]),
        ("Dan-Na-Ambassagou", ["dan", "na", "ambassagou"]),
        ("aujourd'hui", ["aujourdhui"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected == [token.text for token in cut(text).tokens]


@given(st.text(max_size=300))
def test_tokens_stay_in_order_inside_their_sentence(raw: str) -> None:
    text = cut(raw)
    assert text.first[-1] == len(text.tokens)
    assert list(text.first) == sorted(text.first)
    last = 0
    for at, token in enumerate(text.tokens):
        assert last <= token.end <= len(raw)
        assert token.start < token.end
        assert text.first[token.sentence] <= at < text.first[token.sentence + 1]
        last = token.start


def test_small_questions_about_words() -> None:
    text = cut("Attack in Kayes. Then calm.")
    assert text.written(1, 2) == "in Kayes"
    assert text.between(2, 3) == ". "
    assert text.words(-5, 2) == ["attack", "in"]
    assert text.opens(3)
    assert not text.opens(4)
    assert text.same_sentence(0, 2)
    assert not text.same_sentence(2, 3)
