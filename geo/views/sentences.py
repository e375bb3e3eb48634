"""English sentences of the other rooms (reasons, errors, what was rejected) in the reader's language.

The events table and all files keep such sentences in English: they are data. Each has a row in data/labels/
whose key begins with one of ``HEADS``; its English, with ``{blanks}``, is what the code writes. An error
(geo.errors) is a row of ``rule.*`` with one of ``given.*`` before it and one of ``cure.*`` after a colon.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from . import labels, phrases

HEADS = ("reason.", "rule.", "cure.", "given.")
_CODE = re.compile(r"(?<![\w-])[A-Z]{2}(?![\w-])")  # of a country; not of "YYYY-MM-DD"
_OTHERS = labels.LANGUAGES[1:]  # than English
_LONGEST = 4_000  # characters of a sentence that is looked at
_DEEPEST = 50  # sentences within sentences, each after a colon
_WHOLE = ("reason.", "rule.")  # those that are sentences of their own
_BLANK = re.compile(r"\{.*?\}")
_QUOTED = re.compile(r"(['\"])(.*)\1", re.DOTALL)


@dataclass(frozen=True)
class _Template:
    """A row: the sentence to find, and what to say for it."""

    literal: str  # its longest piece without blanks: no other sentence need be tried
    pattern: re.Pattern[str]
    words: str


def told(sentence: str, lang: str = "en") -> str:
    """A sentence in the reader's language, or as it is where no row fits it.

    Parameters
    ----------
    sentence : str
        English, as the code wrote it.
    lang : {'en', 'fr'}

    Returns
    -------
    str
        Plain text: escape before HTML.

    Examples
    --------
    >>> told("place: the name is the same", "fr") == "lieu\u00a0: le nom est le même"
    True
    >>> told("in no row", "fr"), told("place: the name is the same"), told("in SN, not in ML")
    ('in no row', 'place: the name is the same', 'in Senegal, not in Mali')
    """
    # English is as it was written but for codes of countries
    again = lang in _OTHERS or (lang == labels.LANGUAGES[0] and _CODE.search(sentence))
    return (_said(sentence, lang) if again else None) or sentence


def is_told(sentence: str, lang: str = "en") -> bool:
    """Whether a sentence is said in the language; else it stays English, and is to be marked so.

    Examples
    --------
    >>> is_told("in no row"), is_told("in no row", "fr"), is_told("the name is the same", "fr")
    (True, False, True)
    """
    return lang not in _OTHERS or _said(sentence, lang) is not None


def joined(english: Iterable[str], lang: str = "en") -> str:
    """Several sentences as one text.

    Examples
    --------
    >>> joined(["village", "the name is the same"])
    'village; the name is the same'
    """
    return labels.text("said.then", lang).join(told(each, lang) for each in english)


@lru_cache(maxsize=16_384)
def _said(sentence: str, lang: str, heads: tuple[str, ...] = _WHOLE) -> str | None:
    plain = " ".join(sentence.split())
    if len(plain) > _LONGEST or plain.count(": ") > _DEEPEST:
        return None
    for template in _templates(lang, heads):
        found = template.pattern.fullmatch(plain) if template.literal in plain else None
        if found:
            values = {name: _value(name, value, lang) for name, value in found.groupdict("").items()}
            if None not in values.values():
                return template.words.format_map(values)
    return None


def _value(name: str, value: str, lang: str) -> str | None:
    """A blank's value in the language; None where the sentence is another one."""
    kind = _KINDS.get(name.rstrip("0123456789"))
    return kind.say(value, lang) if kind else _quoted(value, lang)


# --- The rows --------------------------------------------------------------------------------------------


@cache
def _templates(lang: str, heads: tuple[str, ...]) -> tuple[_Template, ...]:
    """The rows as patterns, those that say most first."""

    def order(row: tuple[str, str]) -> tuple[bool, int]:
        english = row[0]  # a blank at its beginning may swallow words: it comes last
        return english.startswith("{"), -len(_BLANK.sub("", english))

    return tuple(_template(*row) for row in sorted(_rows(lang, heads), key=order))


def _rows(lang: str, heads: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key, words in labels.table().items():
        if not key.startswith(heads):
            continue
        if key.startswith("rule."):
            yield f"{{given}} {words['en']}", f"{{given}} {words[lang]}"
            yield (
                f"{{given}} {words['en']}: {{cure}}",
                f"{{given}} {words[lang]}{labels.text('said.colon', lang)}{{cure}}",
            )
        else:
            yield words["en"], words[lang]


def _template(english: str, words: str) -> _Template:
    """A row's pattern.

    All blanks but the last two take the first end that fits, for good: hostile text cannot make it slow.
    """
    pieces = list(string.Formatter().parse(english))
    blanks = [name for _, name, _, _ in pieces if name is not None]
    pattern = re.escape(pieces[0][0])
    for at, (_, name, _, _) in enumerate(pieces):
        if name is None:
            continue
        after = re.escape(pieces[at + 1][0]) if at + 1 < len(pieces) else ""
        kind = _KINDS.get(name.rstrip("0123456789"))
        blank = f"(?P<{name}>{kind.pattern if kind else '.+?'}){after}"
        pattern += blank if at >= len(blanks) - 2 else f"(?>{blank})"
    literals = [literal for literal, _, _, _ in pieces]
    return _Template(max(literals, key=len), re.compile(pattern, re.DOTALL), words)


# --- The blanks ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Kind:
    """What a blank may hold, and how it is said: the blank's name without digits at its end chooses."""

    pattern: str
    say: Callable[[str, str], str | None]


def _quoted(value: str, lang: str) -> str:
    """As it is; what Python quoted stands between the marks of the language."""
    found = _QUOTED.fullmatch(value)
    return labels.text("said.quote", lang, words=found[2]) if found else labels.apart(value)


def _whole(value: str, lang: str) -> str:
    return labels.number(int(value.replace(",", "")), lang)


def _decimal(value: str, lang: str) -> str:
    return labels.decimal(value.replace(",", ""), lang)


def _day(value: str, lang: str) -> str | None:
    try:
        return phrases.day(date.fromisoformat(value), lang)
    except ValueError:
        return None


def _countries(value: str, lang: str) -> str:
    return ", ".join(phrases.country(code, lang) for code in value.split(", "))


def _column(value: str, lang: str) -> str:
    return labels.known(f"field.{value}", lang)


def _among(head: str) -> Callable[[str, str], str | None]:
    """Words that are in the labels under a head, found by their English; several may be joined by "or"."""

    def say(value: str, lang: str) -> str | None:
        keys = _by_english(head)
        parts = [value] if value in keys else value.split(" or ")
        if any(part not in keys for part in parts):
            return None
        return labels.text("said.or", lang).join(labels.text(keys[part], lang) for part in parts)

    return say


@cache
def _by_english(head: str) -> Mapping[str, str]:
    return {words["en"]: key for key, words in labels.table().items() if key.startswith(head)}


def _maybe(value: str, lang: str) -> str:
    """A piece that may be a sentence of ours; else it is a system's word, or a name."""
    return _said(value, lang, ("given.",)) or _said(value, lang) or _quoted(value, lang)


def _cure(value: str, lang: str) -> str | None:
    return _said(value, lang, ("cure.",)) or _said(value, lang)


def _listed(value: str, lang: str) -> str:
    """Places that are told apart by kind and region, one after another."""
    return labels.text("said.then", lang).join(_maybe(each, lang) for each in value.split("; "))


def _quotes(value: str, lang: str) -> str:
    """Words of reports in Python's quotes, each with who says them: they stay as they are."""
    told = [f"{labels.text('said.quote', lang, words=words)} ({by})" for words, by in _SAID_BY.findall(value)]
    return labels.text("said.then", lang).join(told) or value


def _counts(value: str, lang: str) -> str:
    """Reasons, each after the number of rows that it holds for."""
    return ", ".join(_maybe(each, lang) for each in re.split(r", (?=[\d,]+ )", value))


def _reports(value: str, lang: str) -> str:
    """Reports with their places and days."""
    told = _OF_REPORT.sub(lambda found: _day(found[0], lang) or found[0], value)
    for key in ("said.report.none", "said.place.none"):
        told = told.replace(labels.text(key), labels.text(key, lang))
    return told


_ANY = ".+?"
_SAID_BY = re.compile(r"'(.+?)' \((.+?)\)(?=; '|$)")
_OF_REPORT = re.compile(r"\d{4}-\d\d-\d\d(?=\))")
_KINDS: Mapping[str, _Kind] = {
    "column": _Kind("[a-z_0-9]+", _column),
    "n": _Kind(r"-?\d+(?:,\d{3})*", _whole),
    "x": _Kind(r"-?\d+(?:,\d{3})*(?:\.\d+)?", _decimal),
    "day": _Kind(r"\d{4}-\d\d-\d\d", _day),
    "country": _Kind(r"[A-Z]{2}(?:, [A-Z]{2})*", _countries),
    "bearing": _Kind("[NSEW]{1,3}", lambda value, lang: value.replace("W", "O") if lang == "fr" else value),
    "kind": _Kind(_ANY, _among("places.kind.")),
    "status": _Kind(_ANY, _among("article.claim.")),
    "found": _Kind(_ANY, _among("said.found.")),
    "outcome": _Kind(_ANY, _among("said.outcome.")),
    "cameo": _Kind(_ANY, _among("cameo.")),
    "titles": _Kind(_ANY, _listed),
    "quotes": _Kind(_ANY, _quotes),
    "reports": _Kind(_ANY, _reports),
    "counts": _Kind(_ANY, _counts),
    "why": _Kind(_ANY, _said),
    "cure": _Kind(_ANY, _cure),
    **dict.fromkeys(("given", "who", "before", "after", "error"), _Kind(_ANY, _maybe)),
}
