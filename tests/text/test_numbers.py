"""Numbers as intervals, in figures and words, English and French."""

from __future__ import annotations

import pytest

from geo.text.numbers import find
from geo.text.tokens import cut


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("40 people", "en", [(40, 40)]),
        ("at least 40 people", "en", [(40, None)]),
        ("more than 1,200 people", "en", [(1200, None)]),
        ("dozens of people", "en", [(24, 99)]),
        ("about 40 people", "en", [(36, 44)]),
        ("between 200 and 400 people", "en", [(200, 400)]),
        ("12 or 13 people", "en", [(12, 13)]),
        ("20 to 30 people", "en", [(20, 30)]),
        ("four and four", "en", [(4, 4), (4, 4)]),
        ("a 30-day curfew", "en", []),
        ("40% of them", "en", []),
        ("au moins quarante personnes", "fr", [(40, None)]),
        ("une centaine de personnes", "fr", [(90, 110)]),
        ("une dizaine de morts", "fr", [(9, 11)]),
        ("1 200 déplacés", "fr", [(1200, 1200)]),
        ("entre 12 et 15 morts", "fr", [(12, 15)]),
        ("environ 40 morts", "fr", [(36, 44)]),
    ],
)
def test_intervals(text: str, lang: str, expected: list[tuple[int, int | None]]) -> None:
    assert [(n.low, n.high) for n in find(cut(text), lang)] == expected


def test_a_date_is_no_number() -> None:
    assert find(cut("on 14 July 14 died"), "en", frozenset({1}))[0].first == 3
