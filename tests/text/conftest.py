"""A small gazetteer of its own, and the stages of reading as fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.dates import Interval
from geo.model import Draft, Known, PlaceNames, Reading, Report
from geo.text import read as read_report
from geo.text.mentions import find as find_mentions
from geo.text.placeat import PlaceAt
from geo.text.placespans import find as find_places
from geo.text.tokens import cut


def _known(kind: str, code: str, people: int = 0) -> Known:
    return Known(frozenset({kind}), frozenset({code}), people)


SETTLEMENTS = {
    "kayes": _known("city", "ML", 127_368),
    "diboli": _known("town", "ML"),
    "sandare": _known("town", "ML"),
    "nioro": _known("town", "ML"),
    "bamako": _known("city", "ML", 2_000_000),
    "gao": _known("city", "ML", 110_000),
    "sevare": _known("town", "ML"),
    "tessit": _known("village", "ML"),
    "ansongo": _known("town", "ML"),
    "bankass": _known("town", "ML"),
    "bandiagara": _known("town", "ML"),
    "dicko": _known("village", "ML"),
    "diamond": _known("village", "ML"),
    "macina": _known("town", "ML"),
    "djibo": _known("town", "BF"),
    "arbinda": _known("town", "BF"),
    "ouagadougou": _known("city", "BF", 2_400_000),
    "niamey": _known("city", "NE", 1_300_000),
    "paris": _known("city", "FR", 2_100_000),
    "dakar": _known("city", "SN", 1_100_000),
}
REGIONS = {
    "mopti": Known(frozenset({"admin1"}), frozenset({"ML"}), 0),
    "tillaberi": Known(frozenset({"admin1"}), frozenset({"NE"}), 0),
    "sahel": Known(frozenset({"admin1"}), frozenset({"BF"}), 0),
}
COUNTRIES = {
    "mali": "ML",
    "burkina faso": "BF",
    "niger": "NE",
    "senegal": "SN",
    "mauritania": "MR",
    "mauritanie": "MR",
    "france": "FR",
    "india": "IN",
}
DEMONYMS = {
    "malian": "ML",
    "malien": "ML",
    "maliens": "ML",
    "maliennes": "ML",
    "burkinabe": "BF",
    "burkina": "BF",
    "nigerien": "NE",
    "indian": "IN",
    "french": "FR",
}
NAMES = PlaceNames(
    {**SETTLEMENTS, **REGIONS, **{name: _known("country", code) for name, code in COUNTRIES.items()}},
    DEMONYMS,
    COUNTRIES,
)

Reader = Callable[..., Reading]


@pytest.fixture(scope="session")
def names() -> PlaceNames:
    """Some towns, regions and countries of the Sahel."""
    return NAMES


@pytest.fixture(scope="session")
def read() -> Reader:
    """Read a text with the small gazetteer; ``on`` is its day of publication."""

    def reading(text: str, on: str | None = "2025-07-10", lang: str | None = None) -> Reading:
        published = Interval.day(date.fromisoformat(on)) if on else None
        return read_report(Report("r", text, source="Paper", language=lang, published=published), NAMES)

    return reading


@pytest.fixture(scope="session")
def drafts(read: Reader) -> Callable[..., list[Draft]]:
    """The drafts of a text."""
    return lambda *args, **kwargs: list(read(*args, **kwargs).drafts)


@pytest.fixture(scope="session")
def places() -> Callable[..., list[PlaceAt]]:
    """The places of a text with their roles."""

    def found(raw: str, lang: str = "en") -> list[PlaceAt]:
        text = cut(raw)
        return find_places(text, NAMES, find_mentions(text, lang), lang)

    return found
