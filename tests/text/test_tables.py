"""Every row of data/text: known columns, allowed values, folded phrases, no phrase with two meanings."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from geo import vocab
from geo.errors import BrokenData
from geo.names import fold
from geo.text.tables import function_words, spoken, table

FOLDER = vocab.DATA / "text"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
FILES = sorted(path.stem for path in FOLDER.glob("*.csv"))
LANGUAGES = {"en", "fr", "any"}
KINDS = (vocab.DATA / "kinds" / "kinds.csv").read_text(encoding="utf-8")
SUB_TYPES = {row["sub_event_type"] for row in csv.DictReader(KINDS.splitlines())}
ALLOWED = {
    ("cues", "cue"): set(
        "claimed not_claimed attributed suspected denied negated hypothetical habitual metaphor reaction "
        "another remainder statement says future accident same_place not_known".split()
    ),
    ("outcomes", "outcome"): {"killed", "wounded", "abducted", "none"},
    ("targets", "who"): {"people", "place", "anyone", "settlement"},
    ("targets", "kind"): {
        "security forces",
        "security forces and site",
        "civilians",
        "site",
        "armed group",
        "people",
    },
    ("triggers", "form"): {"noun", "plural", "verb", "weak", "kill", "vague"},
    ("triggers", "sub_event_type"): SUB_TYPES | {""},
    ("place_cues", "side"): {"before", "after"},
    ("place_cues", "meaning"): set(
        "seat embassy nationality border operation_area transit person mention river settlement admin1 "
        "admin2 near exact between bearing quarter coded".split()
    ),
    ("ties", "side"): {"before", "after"},
    ("bearings", "bearing"): {"n", "ne", "e", "se", "s", "sw", "w", "nw"},
    ("number_qualifiers", "bound"): {"low", "high", "about"},
    ("relative_days", "anchor"): {"event", "aftermath", "published"},
    ("relative_days", "precision"): {"day", "week", "weekend", "month", "year"},
    ("calendar", "unit"): {"month", "weekday", "span", "part"},
    ("actor_words", "group"): set(vocab.groups()),
}
KEYED = {
    "cues": ("phrase",),
    "outcomes": ("phrase",),
    "targets": ("phrase",),
    "triggers": ("phrase",),
    "place_cues": ("phrase", "side"),
    "ties": ("phrase", "side"),
    "parts": ("phrase",),
    "number_qualifiers": ("phrase",),
    "numbers": ("phrase",),
    "relative_days": ("phrase",),
    "actor_words": ("phrase",),
    "calendar": ("word", "unit"),
    "bearings": ("word",),
    "round_numbers": ("word",),
    "vast_areas": ("name",),
    "abbreviations": ("abbreviation",),
    "common_words": ("word",),
    "everyday_words": ("word",),
    "country_parts": ("phrase",),
}


def phrase_of(row: dict[str, str]) -> str:
    return next(iter(row.values()))


@pytest.mark.parametrize("name", FILES)
def test_columns_are_full_and_documented(name: str) -> None:
    rows = table(name)
    assert rows
    assert f"`{name}.csv`" in README
    for column in rows[0]:
        assert f"`{column}`" in README, column
    for row in rows:
        assert None not in row.values(), row
        assert phrase_of(row).strip() == phrase_of(row) != ""
        assert row.get("lang", "any") in LANGUAGES


@pytest.mark.parametrize("name", [name for name in FILES if name != "abbreviations"])
def test_phrases_are_folded(name: str) -> None:
    for row in table(name):
        phrase = re.sub(r"[*~]", "", phrase_of(row))
        assert fold(phrase) == re.sub(r"\s+", " ", phrase).strip(), row


@pytest.mark.parametrize(("name", "column"), sorted(ALLOWED))
def test_values_are_allowed_and_documented(name: str, column: str) -> None:
    for row in table(name):
        assert row[column] in ALLOWED[name, column], row
    if column not in ("sub_event_type", "group"):
        for value in {row[column] for row in table(name)}:
            assert re.search(rf"\b{re.escape(value)}\b", README), value


@pytest.mark.parametrize("name", sorted(KEYED))
def test_no_phrase_stands_twice(name: str) -> None:
    for lang in ("en", "fr"):
        rows = spoken(name, lang) if "lang" in table(name)[0] else table(name)
        keys = [tuple(row[column] for column in KEYED[name]) for row in rows]
        assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_every_use_of_small_words_is_documented() -> None:
    for use in {row["use"] for row in table("function_words")}:
        assert f"`{use}`" in README, use
        assert function_words(use)


def test_numbers_and_days_are_numbers() -> None:
    assert all(int(row["low"]) <= int(row["high"]) for row in table("numbers"))
    assert all(0 <= int(row["number"]) <= 365 for row in table("calendar"))
    assert all(float(row["number"]) > 0 for row in table("round_numbers"))
    assert all(abs(int(row["days"])) < 400 for row in table("relative_days"))


def test_a_missing_table_says_what_to_do() -> None:
    with pytest.raises(BrokenData, match="restore it"):
        table("no_such_table")
