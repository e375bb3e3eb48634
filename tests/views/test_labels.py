"""The words of the page: no language lacks one, and the code asks for none that is not there."""

from __future__ import annotations

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest

from geo import dates, schema, vocab
from geo.errors import BrokenData
from geo.model import Precision
from geo.views import labels, phrases

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "geo" / "views").rglob("*.py"), *(ROOT / "panels").glob("*.py"), ROOT / "app.py"])


def _fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def _asked(path: Path) -> list[str]:
    """First arguments of text(...) and labels.text(...); an f-string gives its constant head with a star."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    mine = any(isinstance(n, ast.ImportFrom) and (n.module or "").endswith("labels") for n in ast.walk(tree))
    keys = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        call = ast.unparse(node.func)
        if call == "labels.text" or (call == "text" and mine):
            first = node.args[0]
            if isinstance(first, ast.Constant):
                keys.append(str(first.value))
            elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
                keys.append(f"{first.values[0].value}*")
    return keys


def test_no_key_stands_twice() -> None:
    files = sorted((ROOT / "data" / "labels").glob("*.csv"))
    keys = [row["key"] for path in files for row in labels.rows(f"labels/{path.name}")]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("key", labels.table())
def test_each_language_has_the_words_with_the_same_blanks(key: str) -> None:
    words = labels.table()[key]
    assert all(words[lang].strip() for lang in labels.LANGUAGES)
    assert _fields(words["en"]) == _fields(words["fr"])


def test_french_signs_stand_apart_by_spaces_that_do_not_break() -> None:
    told = {key: words["fr"] for key, words in labels.table().items()}
    assert {key for key, words in told.items() if re.search(r"[^\u202f][;?!](?=\s|$)", words)} == set()
    assert {key for key, words in told.items() if re.search(r"« |[^\u00a0]»| [:;?!%»]|[“”]", words)} == set()


def test_keys_asked_for_in_code_exist() -> None:
    asked = {(path.name, key) for path in SOURCES if path.exists() for key in _asked(path)}
    assert len(asked) > 20, "the reader of calls finds the calls"
    keys = labels.table()
    lost = {
        (name, key)
        for name, key in asked
        if (key not in keys if not key.endswith("*") else not any(k.startswith(key[:-1]) for k in keys))
    }
    assert not lost


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("precision", [str(p) for p in Precision]),
        ("short", [str(p) for p in Precision]),
        ("short", schema.ATTRIBUTIONS),
        ("attribution", schema.ATTRIBUTIONS),
        ("claim", schema.CLAIM_STATUSES),
        ("status", schema.STATUSES),
        ("missing", schema.COUNTS),
        ("card", schema.COUNTS),
        ("verification", ("unverified", "corroborated", "confirmed")),
        ("month", range(1, 13)),
    ],
)
def test_every_allowed_value_has_words(head: str, values: list[object]) -> None:
    assert [value for value in values if f"{head}.{value}" not in labels.table()] == []


def test_a_missing_key_is_said() -> None:
    with pytest.raises(BrokenData, match=r"'no\.such\.key' is not in data/labels/"):
        labels.text("no.such.key")


def test_values_are_put_in_as_they_are_even_with_braces() -> None:
    assert labels.text("claim.suspected", actor="{0.__class__}") == "{0.__class__} suspected"


def test_one_event_is_not_many() -> None:
    assert labels.text("count.of", n=1, shown=1) == "1 of 1 event"
    assert labels.text("count.of", n=57, shown=42) == "42 of 57 events"


@pytest.mark.parametrize("precision", dates.PRECISIONS)
@pytest.mark.parametrize("lang", labels.LANGUAGES)
def test_an_interval_names_both_its_ends_or_the_unit_that_holds_them(precision: str, lang: str) -> None:
    words = phrases.interval(date(2024, 12, 30), date(2025, 1, 2), precision, lang)
    assert "2024" in words
    assert "2025" in words


def test_kinds_are_said_in_french() -> None:
    assert (
        phrases.kind("Battles", "fr")
        == next(k for k in vocab.kinds() if k.event_type == "Battles").event_type_fr
    )
    assert phrases.kind("Battles", "en") == "Battles"


@pytest.mark.parametrize(("lang", "told"), [("en", "12,345 of 1,234,567"), ("fr", "sur 1\u202f234\u202f567")])
def test_numbers_are_told_by_the_language(lang: str, told: str) -> None:
    assert told in labels.text("count.of", lang, n=1_234_567, shown=12_345)


def test_years_and_other_words_of_digits_stay() -> None:
    assert labels.text("card.report", report="2025") == "Report 2025"
    assert phrases.day(date(2025, 7, 1)).endswith("2025")
    assert phrases.number(300, 1500) == "300–1,500"
    assert phrases.number(1500, 1500, "fr") == "1\u202f500"


def test_right_to_left_names_do_not_turn_what_stands_beside_them() -> None:
    event = {"place_name": "كيدال", "start": date(2025, 7, 1), "end": date(2025, 7, 1)}
    assert "· \u2068كيدال\u2069 ·" in phrases.title(event)
    assert labels.text("claim.suspected", actor="أنصار") == "\u2068أنصار\u2069 suspected"
    assert "\u2068" not in phrases.title({"place_name": "Ménaka"})
