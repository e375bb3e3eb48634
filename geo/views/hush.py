"""Words that must not be passed on: names of victims, talk of their families and of ransom."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .. import schema, vocab
from ..names import fold, fold_with_offsets

if TYPE_CHECKING:
    import pandas as pd

Item = dict[str, Any]
Tells = Callable[[str], str | None]
NAMES = "names"
_CUT = re.compile(r"[-\u00ad\u2010-\u2012]\s*")
_LEAST = 3  # letters of a surname that is looked for alone
_LONG = 6  # letters of one that is looked for inside words, too: #freeDoezel
_ROLES = ("perpetrator", "side_b", "affiliation", *schema.CLAIM_STATUSES)


class Names:
    """Names, found in a text whatever their accents, case and hyphens.

    Parameters
    ----------
    names : iterable of str

    Examples
    --------
    >>> "https://example.org/jane-doe-freed" in Names(["Jane Doe"]), "Ms. Doe" in Names(["Jane Doe"])
    (True, True)
    >>> [text in Names(["Jane Doe"]) for text in ("Doering", "Jane%20Doe", "#FreeJaneDoe", "D\u00adoe")]
    [False, True, True, True]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._held: set[str] = set()
        parts: set[str] = set()  # looked for inside words
        for name in names:
            words = _words_of(name)
            if _common().fullmatch(" ".join(words)):
                continue
            self._held |= {" ".join(words), fold(name)} - {""}
            last = name.split()[-1] if len(words) > 1 else ""
            if last[:1].isupper() and len(words[-1]) >= _LEAST:
                self._held.add(words[-1])
            parts |= {part for part in ("".join(words), words[-1] if last[:1].isupper() else "") if part}
        self._parts = frozenset(part for part in parts if len(part) >= _LONG)
        self._sizes = sorted({len(part) for part in self._parts})
        self._longest = max((name.count(" ") + 1 for name in self._held), default=0)

    def __bool__(self) -> bool:
        return bool(self._held)

    def __contains__(self, text: str) -> bool:
        """Whether a name is in a text as it is written, as an address has it, or cut by hyphens."""
        if not self._held:
            return False
        read = unquote(html.unescape(text))
        readings = {text, read, _CUT.sub("", read)}
        return any(self._in_words(_words_of(each)) for each in readings)

    def _in_words(self, words: list[str]) -> bool:
        inside = (
            word[at : at + size] in self._parts
            for word in words
            for size in self._sizes
            for at in range(len(word) - size + 1)
        )
        return any(inside) or any(
            " ".join(words[at : at + count]) in self._held
            for count in range(1, self._longest + 1)
            for at in range(len(words) - count + 1)
        )


def _words_of(text: str) -> list[str]:
    """A text's words, folded; an apostrophe parts them: "l'épouse"."""
    return fold_with_offsets(text)[0].replace("'", " ").split()


@cache
def _common() -> re.Pattern[str]:
    """What no victim is called: "civilians", "soldiers"."""
    return _any(row["phrase"] for row in vocab.rows("text/targets.csv"))


@cache
def ours() -> frozenset[str]:
    """Words that stand in lists whoever is told of: ids of groups, roles, what was struck."""
    return frozenset({*vocab.groups(), *_ROLES, *(row["kind"] for row in vocab.rows("text/targets.csv"))})


@cache
def _words(topic: str) -> re.Pattern[str]:
    return _any(row["phrase"] for row in vocab.rows("disclosure/words.csv") if row["topic"] == topic)


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of some phrases, as whole words, folded; a star stands for the rest of a word."""
    held = list(phrases)
    parts = [r"[a-z0-9]* ".join(" ".join(_words_of(x)) for x in phrase.split("* ")) for phrase in held]
    ends = [r"[a-z0-9]*" if phrase.endswith("*") else "" for phrase in held]
    return re.compile(rf"\b(?:{'|'.join(part + end for part, end in zip(parts, ends, strict=True))})\b")


def teller(topics: Iterable[str], names: Names) -> Tells:
    """A function that says which topic a text tells of, or None.

    Parameters
    ----------
    topics : iterable of str
        Of data/disclosure/words.csv, or ``names``.
    names : Names

    Examples
    --------
    >>> tells = teller(["ransom", "family"], Names([]))
    >>> tells("No rançon was paid"), tells("with his son"), tells("Gunmen came")
    ('ransom', 'family', None)
    """
    listed = {topic: _words(topic) for topic in topics if topic != NAMES}
    named = names if NAMES in set(topics) else Names([])

    @cache
    def tells(text: str) -> str | None:
        if text in named:
            return NAMES
        plain = " ".join(_words_of(text))
        return next((topic for topic, words in listed.items() if words.search(plain)), None)

    return tells


def victims(*tables: pd.DataFrame) -> set[str]:
    """Names of victims in tables: of all targets but sites."""
    targets = [target for table in tables for targets in table["targets"] for target in targets]
    return {str(each["name"]) for each in targets if _is_victim(each)}


def _is_victim(target: Any) -> bool:
    return isinstance(target, dict) and bool(target.get("name")) and target.get("kind") != "site"


def hushed(events: pd.DataFrame, tells: Tells, names: Names, counted: Counter[str]) -> pd.DataFrame:
    """A table without the texts that tell what must not be told.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table; it is not changed.
    tells : callable
        Of ``teller``.
    names : Names
        Looked for in columns of text, too; a target's name is taken away whatever it is, unless a site's.
    counted : collections.Counter
        Counts what was taken away.

    Returns
    -------
    pandas.DataFrame
    """
    out = events.copy()

    def count(topic: str) -> None:
        counted[f"texts: {topic}"] += 1

    def each(column: str, clean: Callable[[Sequence[Any]], list[Any]]) -> None:
        out[column] = out[column].map(clean).astype("object")

    each("evidence", lambda items: evidence(items, tells, count))
    each("reasons", lambda items: [x for x in items if not _noted(tells(str(x)), count)])
    each("targets", lambda items: [_target(x, tells, count) for x in items])
    for column in ("claims", "actors", "place_candidates"):
        each(column, lambda items: [_plain(x, tells, count) for x in items])
    if names:
        each("reports", lambda items: [x for x in items if str(x) not in names])
        for column in (each.name for each in schema.columns() if each.kind == "str" and not each.allowed):
            bad = [value for value in out[column].dropna().unique() if str(value) in names]
            out[column] = out[column].where(~out[column].isin(bad), None)
            counted["texts: names"] += int(events[column].isin(bad).sum())
    return out


def _noted(topic: str | None, count: Callable[[str], None]) -> bool:
    if topic:
        count(topic)
    return topic is not None


def evidence(items: Sequence[Any], tells: Tells, count: Callable[[str], None]) -> list[Any]:
    """Evidence without the texts that tell, and without the spans that lie in one of them.

    A report whose name tells is not named.
    """
    bad = [item for item in items if _noted(tells(str(item.get("text"))), count)]
    kept = [item for item in items if not any(overlap(item, each) for each in bad)]
    return [item | {"report": None} if tells(str(item.get("report"))) else item for item in kept]


def overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two spans of one report share a letter."""
    return bool(
        one["report"] == other["report"] and one["start"] < other["end"] and other["start"] < one["end"]
    )


def _target(target: Item, tells: Tells, count: Callable[[str], None]) -> Item:
    if _is_victim(target):
        count(NAMES)
        target = {key: value for key, value in target.items() if key != "name"}
    return _plain(target, tells, count)


def _plain(item: Item, tells: Tells, count: Callable[[str], None]) -> Item:
    """An item without the values that tell; ids of groups, roles and the like are words of ours."""
    told = [
        key
        for key, value in item.items()
        if not (isinstance(value, str) and value in ours()) and _noted(tells(_text(value)), count)
    ]
    return {key: value for key, value in item.items() if key not in told} if told else item


def _text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
