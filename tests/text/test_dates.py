"""Every form in which English and French write a date."""

from __future__ import annotations

import pytest

from geo.text.dates import find
from geo.text.tokens import cut

NOTHING = (None, None, None)


def only(text: str):
    found = find(cut(text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 2025-07-01", (2025, 7, 1)),
        ("le 01/07/2025", (2025, 7, 1)),
        ("on 1 July 2025", (2025, 7, 1)),
        ("on July 1, 2025", (2025, 7, 1)),
        ("on the 3rd of May", (None, 5, 3)),
        ("on May 3rd", (None, 5, 3)),
        ("le 1er août 2024", (2024, 8, 1)),
        ("mardi 1er juillet", (None, 7, 1)),
        ("on Tuesday, 1 July", (None, 7, 1)),
        ("in June 2025", (2025, 6, None)),
        ("en février 2019", (2019, 2, None)),
        ("last March", (None, 3, None)),
        ("en mars dernier", (None, 3, None)),
        ("in 2012", (2012, None, None)),
        ("depuis 2012", (2012, None, None)),
    ],
)
def test_single_dates(text: str, expected: tuple) -> None:
    mention = only(text)
    assert mention.first == mention.last == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 3 to 5 May 2024", (2024, 5, 3), (2024, 5, 5)),
        ("du 30 avril au 2 mai 2024", (2024, 4, 30), (2024, 5, 2)),
        ("on July 1 and 2, 2025", (2025, 7, 1), (2025, 7, 2)),
        ("les 3 et 4 juin", (None, 6, 3), (None, 6, 4)),
    ],
)
def test_ranges(text: str, first: tuple, last: tuple) -> None:
    mention = only(text)
    assert (mention.first, mention.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "dans la nuit de dimanche 3 à lundi 4",
        "dans la nuit de dimanche à lundi",
        "dans la nuit du 3 au 4 août 2024",
        "dans la nuit de samedi 2 août à dimanche 3 août",
    ],
)
def test_nights_are_one_date_that_ends_in_the_morning(text: str) -> None:
    assert only(text).night


@pytest.mark.parametrize(
    ("text", "anchor", "days"),
    [
        ("la veille", "event", -1),
        ("le lendemain", "event", 1),
        ("the same day", "event", 0),
        ("a day later", "event", 1),
        ("yesterday", "published", -1),
        ("hier", "published", -1),
        ("aujourd’hui", "published", 0),
        ("last week", "published", -7),
        ("le mois dernier", "published", -1),
    ],
)
def test_relative_days(text: str, anchor: str, days: int) -> None:
    mention = only(text)
    assert mention.relative is not None
    assert mention.relative[:2] == (anchor, days)


def test_weekdays() -> None:
    assert only("on Sunday").weekday == 6
    assert only("mardi dernier").before
    assert only("Tuesday 1 July").weekday == 1


@pytest.mark.parametrize(
    "text", ["they may attack", "soldiers march north", "1.5 million", "room 101", "12 or 13 dead", "2000"]
)
def test_what_is_no_date(text: str) -> None:
    assert find(cut(text)) == []


def test_offsets_lead_back() -> None:
    raw = "À Kayes, le 1er juillet 2025, puis « dimanche » à Gao"
    assert [raw[m.start : m.end].strip() for m in find(cut(raw))] == ["le 1er juillet 2025", "dimanche"]
