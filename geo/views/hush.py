"""Words that must not be passed on: names of victims, talk of their families, of ransom and of hostages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import schema, vocab
from ..names import fold, words
from .readings import readings, suspects

if TYPE_CHECKING:
    import pandas as pd

Item = dict[str, Any]
Tells = Callable[[str], str | None]
NAMES = "names"
_LEAST = 3  # letters of a surname that is looked for alone
_LONG = 6  # letters of one that is looked for inside words, too: #freeDoezel
_SEVERAL = re.compile(r"[,;()/&]|\band\b|\bet\b")
_ROLES = ("perpetrator", "side_b", "affiliation", *schema.CLAIM_STATUSES)
# What items of lists may hold: nobody looks for names under other keys.
KEYS = {
    "actors": ("id", "name", "role"),
    "targets": ("kind", "nationality", "number", "name"),
    "claims": ("actor", "status", "by", "report"),
    "evidence": ("report", "field", "start", "end", "text"),
    "place_candidates": ("place_id", "name", "country", "longitude", "latitude", "score", "reasons"),
}
_RECORDS = ("source_id", "source_code", "incident_id", "report")  # addresses and codes: free words in them


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
    >>> [text in Names(["DOEZEL Jane (nurse), Karl Quux-Smith"]) for text in ("Ms. Doezel", "Mr. Smith")]
    [True, True]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._held: set[str] = set()
        parts: set[str] = set()  # looked for inside words
        for name in names:
            self._held |= {fold(name)} - {""} if not _is_common(name) else set()
            for at, person in enumerate(_SEVERAL.split(name)):
                held = words(person)
                if not held or _is_common(person) or (at and len(held) == 1):
                    continue
                self._held.add(" ".join(held))
                last = _surnames(person) if len(held) > 1 else set()
                self._held |= {each for each in last if len(each) >= _LEAST}
                parts |= {"".join(held), *last}
        self._parts = frozenset(part for part in parts if len(part) >= _LONG)
        self._sizes = sorted({len(part) for part in self._parts})
        self._longest = max((name.count(" ") + 1 for name in self._held), default=0)
        self._begun = {part[:_LONG] for part in self._parts}
        self._rarest = {max(name.split(), key=len) for name in self._held}

    def __bool__(self) -> bool:
        return bool(self._held)

    def __contains__(self, text: str) -> bool:
        """Whether a name is in a text as it is written, as an address has it, packed, or cut by hyphens."""
        return bool(self._held) and any(self._in_words(words(each)) for each in readings(text))

    def hits(self, held: set[str]) -> set[str]:
        """Those of some folded words that a text with a name holds one of."""
        if not self._begun:
            return held & self._rarest
        long = (word for word in held if len(word) >= _LONG and not word.isdigit())
        return held & self._rarest | {
            word
            for word in long
            if any(word[at : at + _LONG] in self._begun for at in range(len(word) - _LONG + 1))
        }

    def _in_words(self, held: list[str]) -> bool:
        inside = (
            word[at : at + size] in self._parts
            for word in held
            for size in self._sizes
            for at in range(len(word) - size + 1)
        )
        return any(inside) or any(
            " ".join(held[at : at + count]) in self._held
            for count in range(1, self._longest + 1)
            for at in range(len(held) - count + 1)
        )


def _surnames(person: str) -> set[str]:
    """What a person may be called alone: the last name, names in capitals, the halves of double names."""
    tokens = [token for token in person.split() if token[:1].isupper()]
    last = [token for token in tokens if token.isupper() and len(token) >= _LEAST] or tokens[-1:]
    return {each for token in last for each in (*words(token), "".join(words(token)))}


@cache
def _is_common(name: str) -> bool:
    """Whether it is what no victim is called: "civilians", "soldiers"."""
    return bool(_common().fullmatch(" ".join(words(name))))


@cache
def _common() -> re.Pattern[str]:
    return _any(row["phrase"] for row in vocab.rows("text/targets.csv"))


@cache
def ours() -> frozenset[str]:
    """Words that stand in lists whoever is told of: ids of groups, roles, what was struck."""
    return frozenset({*vocab.groups(), *_ROLES, *(row["kind"] for row in vocab.rows("text/targets.csv"))})


@cache
def _phrases(topic: str) -> tuple[str, ...]:
    return tuple(row["phrase"] for row in vocab.rows("disclosure/words.csv") if row["topic"] == topic)


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of some phrases, as whole words, folded; a star stands for the rest of a word."""
    held = list(phrases)
    parts = [r"[a-z0-9]* ".join(" ".join(words(x)) for x in phrase.split("* ")) for phrase in held]
    ends = [r"[a-z0-9]*" if phrase.endswith("*") else "" for phrase in held]
    return re.compile(rf"\b(?:{'|'.join(part + end for part, end in zip(parts, ends, strict=True))})\b")


class Teller:
    """Says which topic a text tells of, or None.

    Parameters
    ----------
    topics : iterable of str
        Of data/disclosure/words.csv, or ``names``.
    names : Names

    Examples
    --------
    >>> tells = Teller(["ransom", "family"], Names([]))
    >>> tells("No rançon was paid"), tells("with his son"), tells("Gunmen came")
    ('ransom', 'family', None)
    >>> tells.those(["Gunmen came", "a ransom"])
    {'a ransom': 'ransom'}
    """

    def __init__(self, topics: Iterable[str], names: Names) -> None:
        self._topics = {topic: _any(_phrases(topic)) for topic in topics if topic != NAMES}
        self.names = names if NAMES in set(topics) else Names([])
        tokens = [phrase.split() for topic in self._topics for phrase in _phrases(topic)]
        longest = [max(each, key=len) for each in tokens]
        self._whole = {held[-1] for each in longest if not each.endswith("*") for held in [words(each)]}
        self._begun = {words(each[:-1])[-1] for each in longest if each.endswith("*")}
        self._sizes = sorted({len(each) for each in self._begun})
        self._said: dict[str, str | None] = {}

    def __call__(self, text: str) -> str | None:
        """The topic of a text."""
        if text not in self._said:
            self._said[text] = self._look(text)
        return self._said[text]

    def _look(self, text: str) -> str | None:
        if text in self.names:
            return NAMES
        plain = " ".join(words(text))
        return next((topic for topic, said in self._topics.items() if said.search(plain)), None)

    def those(self, texts: Iterable[str]) -> dict[str, str]:
        """Those of many texts that tell, with their topics."""
        told = {text: self(text) for text in suspects(texts, self._hits)}
        return {text: topic for text, topic in told.items() if topic}

    def _hits(self, held: set[str]) -> set[str]:
        least = self._sizes[0] if self._sizes else 0
        first = {word[:least] for word in self._begun}
        begun = (word for word in held if word[:least] in first)
        begun = (word for word in begun if any(word[:size] in self._begun for size in self._sizes))
        return held & self._whole | self.names.hits(held) | set(begun)


def victims(*tables: pd.DataFrame) -> set[str]:
    """Names of victims in tables: of all targets but sites."""
    targets = [target for table in tables for targets in table["targets"] for target in targets]
    return {str(each["name"]) for each in targets if _is_victim(each)}


def _is_victim(target: Any) -> bool:
    return isinstance(target, dict) and bool(target.get("name")) and target.get("kind") != "site"


def hushed(events: pd.DataFrame, tells: Teller, counted: Counter[str]) -> pd.DataFrame:
    """A table without the texts that tell what must not be told.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table; it is not changed.
    tells : Teller
        Its names are looked for in columns of text, too; a target's name is taken away whatever it is,
        unless a site's.
    counted : collections.Counter
        Counts what was taken away.

    Returns
    -------
    pandas.DataFrame
    """
    import pandas as pd

    out = events.copy()

    def count(topic: str) -> None:
        counted[f"texts: {topic}"] += 1

    cleaners: dict[str, Callable[[Any], list[Any]]] = {
        "evidence": lambda items: evidence(items, tells, count),
        "reasons": lambda items: [x for x in items if not _noted(tells(str(x)), count)],
        "reports": lambda items: [x for x in items if not tells(str(x))],
        "targets": lambda items: [_target(x, tells, count) for x in items],
        **dict.fromkeys(
            ("claims", "actors", "place_candidates"),
            lambda items: [_plain(x, tells, count) for x in items],
        ),
    }
    words = [each.name for each in schema.columns() if each.kind == "str" and not each.allowed]
    # of one object, which many rows may hold, once; kept alive, so that its id stays its own
    lists = {name: {id(items): items for items in out[name]} for name in cleaners}
    texts = {text for held in lists.values() for items in held.values() for text in _texts(items)}
    texts.update(*(out[name].dropna().unique().tolist() for name in words))
    bad = tells.those(texts)
    for name, clean in cleaners.items():
        touched = {
            key
            for key, items in lists[name].items()
            if (name == "targets" and any(map(_is_victim, items)))
            or (bad and any(text in bad for text in _texts(items)))
        }
        if touched:
            cells = [clean(items) if id(items) in touched else items for items in out[name]]
            out[name] = pd.Series(cells, index=out.index, dtype="object")
    for name in words:
        gone = [text for text, topic in bad.items() if topic == NAMES or name in _RECORDS]
        held = out[name].isin(gone)
        if held.any():
            counted["texts: names"] += int(out[name].isin([x for x in gone if bad[x] == NAMES]).sum())
            out[name] = out[name].where(~held, None)
    return out


def _texts(items: Iterable[Any]) -> Iterator[str]:
    """All texts of a list, as they are looked at."""
    for item in items:
        if isinstance(item, dict):
            for value in item.values():
                if isinstance(value, str):
                    yield value
                elif isinstance(value, (list, dict)):
                    yield _text(value)
        else:
            yield str(item)


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
    kept = [item for item in kept if not tells(str(item.get("field")))]
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
