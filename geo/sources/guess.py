"""Which column of an unknown table is what, by its name and by what stands in it; how sure, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from .. import vocab
from ..names import fold
from . import cells, coded, days, kinds
from .base import Head
from .delimited import is_tags
from .mapping import Guess, TableMap

_BY_NAME, _BY_CONTENT = 0.6, 0.4  # what a name alone, and contents alone, are worth
_PART_OF_NAME = 0.75  # of a name that only holds a known header
_LEAST_FIT = 0.5
_TELLING = 0.95  # contents that need no name
_LONG = 20  # characters: a text
_NOT_TOLD = frozenset(
    ("", "na", "n a", "nan", "null", "none", "unknown", "inconnu", "non precise", "nd", "not stated")
)


def guess(head: Head) -> TableMap:
    """Take columns for fields, the surest first; each column for one field, each field from one column.

    Parameters
    ----------
    head : Head
        The table's columns and some rows; a row of HXL tags among them counts as names.

    Returns
    -------
    TableMap
        With the guesses, and questions where the contents leave one.

    Examples
    --------
    >>> from pathlib import Path
    >>> rows = (("3/4/2025", "14,4", "-11,4"),)
    >>> told = guess(Head(Path("a.csv"), ("datum", "lat", "lon"), rows))
    >>> dict(told.columns), told.guesses[-1].reasons
    ({'latitude': 'lat', 'longitude': 'lon', 'date': 'datum'},
     ("it is called 'datum'", '100% of its cells can be a date'))
    """
    rows = [row for row in head.cells if len(row) == len(head.columns)]
    tags: Sequence[str] = ()
    if rows and is_tags(rows[0]):
        tags, *rows = rows
    values = [[v for v in map(str.strip, column) if v] for column in zip(*rows, strict=True)]
    values = values or [[] for _ in head.columns]
    scored = [
        made
        for at, column in enumerate(head.columns)
        for field in _known()
        if (made := _scored(field, column, tags[at] if tags else "", values[at]))
    ]
    chosen: dict[str, Guess] = {}
    for each in sorted(scored, key=lambda made: -made.confidence):
        if each.field not in chosen and each.column not in {made.column for made in chosen.values()}:
            chosen[each.field] = each
    if "date" in chosen:
        chosen = {field: made for field, made in chosen.items() if field not in ("year", "month", "day")}
    content = dict(zip(head.columns, values, strict=True))
    return TableMap(
        {field: made.column for field, made in chosen.items()},
        origin="guessed from names and contents",
        guesses=tuple(chosen.values()),
        questions=tuple(_questions(chosen, content)),
    )


def _scored(field: str, column: str, tag: str, values: list[str]) -> Guess | None:
    """How well a column serves a field; None where it does not."""
    named, why = _named(field, column, tag)
    told = [value for value in values if fold(value) not in _NOT_TOLD]
    test = _TESTS.get(field) if named else _BY_THEMSELVES.get(field)
    fit = sum(map(test, told)) / len(told) if test and told else 1.0
    reasons = (_share(fit, field),) if test and told else ()
    if named and fit >= _LEAST_FIT:
        return Guess(field, column, round(_BY_NAME * named + _BY_CONTENT * fit, 3), (why, *reasons))
    if reasons and not named and fit >= _TELLING:
        return Guess(field, column, round(_BY_CONTENT * fit, 3), reasons)
    return None


def _share(fit: float, field: str) -> str:
    return f"{fit:.0%} of its cells can be a {field.replace('_', ' ')}"


def _named(field: str, column: str, tag: str) -> tuple[float, str]:
    """How much a column's name, or its HXL tag, speaks for a field, and why."""
    headers, tags = _known()[field]
    plain, mark = fold(column), _tag(tag)
    if mark in tags:
        return 1.0, f"its HXL tag is {tag}"
    if plain in headers:
        return 1.0 - 0.002 * headers.index(plain), f"it is called {column!r}"
    words = plain.split()
    part = next((h for h in headers if len(h) > 2 and _holds(words, h.split())), None)
    return (_PART_OF_NAME, f"its name holds {part!r}") if part else (0.0, "")


def _holds(words: list[str], part: list[str]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def _tag(text: str) -> str:
    """A tag with its attributes in order: `#geo +lat` and `#geo+lat` are one."""
    first, *attributes = "".join(text.lower().split()).split("+")
    return "+".join([first, *sorted(attributes)])


@cache
def _known() -> Mapping[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Field -> folded headers and HXL tags that name it (data/mappings/headers.toml)."""
    content = tomllib.loads((vocab.DATA / "mappings" / "headers.toml").read_text(encoding="utf-8"))
    return {
        field: (tuple(told["headers"]), frozenset(map(_tag, told["tags"]))) for field, told in content.items()
    }


# --- what stands in a column


def _degrees(most: float, text: str) -> bool:
    value = cells.coordinate(text)
    return value is not None and abs(value) <= most


def _is_date(text: str) -> bool:
    return any(days.read(text, order) for order in (None, days.DAY_FIRST, days.MONTH_FIRST))


def _is_full_date(text: str) -> bool:
    return not text.isdecimal() and _is_date(text)


def _is_word(text: str) -> bool:
    return any(char.isalpha() for char in text)


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "end": _is_date,
    "year": lambda text: days.read(text) is not None and len(text) == len("2025"),
    "month": lambda text: text.isdecimal() and int(text) <= 12,
    "day": lambda text: text.isdecimal() and int(text) <= 31,
    "latitude": partial(_degrees, 180.0),  # what is swapped is asked, not passed over
    "longitude": partial(_degrees, 180.0),
    "coordinates": lambda text: cells.pair(text) is not None,
    "country": lambda text: coded.country(text) is not None,
    "event_type": _is_word,
    "sub_event_type": _is_word,
    "description": _is_word,
    "title": _is_word,
    "place_name": _is_word,
    "admin1": _is_word,
    "admin2": _is_word,
    "actor1": _is_word,
    "actor2": _is_word,
    "url": lambda text: text.startswith(("http://", "https://")),
    **dict.fromkeys(
        ("killed", "killed_low", "killed_high", "wounded", "abducted"),
        lambda text: cells.count(text).low is not None,
    ),
}
_BY_THEMSELVES: Mapping[str, Callable[[str], bool]] = {
    "date": _is_full_date,
    "coordinates": _TESTS["coordinates"],
    "country": lambda text: len(text) > 3 and coded.country(text) is not None,
    "event_type": lambda text: kinds.kind_of(text)[0] is not None,
    "description": lambda text: len(text) > _LONG and " " in text,
}


def _questions(chosen: Mapping[str, Guess], content: Mapping[str, list[str]]) -> list[str]:
    texts = content[chosen["latitude"].column] if "latitude" in chosen else []
    beyond = sum(abs(cells.coordinate(text) or 0) > 90 for text in texts)
    swapped = "latitude lies beyond 90 degrees: did you swap latitude and longitude?"
    return [swapped] if beyond * 2 > len(texts) else []
