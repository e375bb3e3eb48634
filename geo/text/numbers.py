"""Numbers of a text as intervals: in figures and words, "at least", "some", ranges."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .lexicon import Lexicon
from .tables import function_words, spoken
from .tokens import Text

_NO_NUMBER = ("%", "-", "°")  # after figures: shares, compounds ("30-day"), degrees
_MOST_DIGITS = 6
_ABOUT = 0.1  # "about 40" is 36 to 44


class Number(NamedTuple):
    """A number as an interval; high None is "at least"."""

    first: int
    last: int
    low: int
    high: int | None


@cache
def _amounts(lang: str) -> tuple[Lexicon[tuple[int, int]], Lexicon[str]]:
    """Number words, and the words before a number that make it a bound."""
    words = Lexicon((r["phrase"], (int(r["low"]), int(r["high"]))) for r in spoken("numbers", lang))
    return words, Lexicon((r["phrase"], r["bound"]) for r in spoken("number_qualifiers", lang))


def find(text: Text, lang: str, taken: frozenset[int] = frozenset()) -> list[Number]:
    """Find the numbers of a text.

    Parameters
    ----------
    text : Text
    lang : {'en', 'fr'}
    taken : frozenset of int
        Words that are dates, and no numbers.

    Returns
    -------
    list of Number
        In order of the words.

    Examples
    --------
    >>> from .tokens import cut
    >>> [(n.low, n.high) for n in find(cut("at least 40, 1,200 and between two and five"), "en")]
    [(40, None), (1200, 1200), (2, 5)]
    """
    words, qualifiers = _amounts(lang)
    bounds = {m.last: (m.first, m.value) for m in qualifiers.find(text.tokens)}
    found = {(m.first, m.last, *m.value) for m in words.find(text.tokens)} | set(_figures(text, taken))
    out: list[Number] = []
    for first, last, low, high in sorted(found):
        if first in taken or not function_words("age").isdisjoint(text.words(first - 4, first)):
            continue  # "aged between 8 and 15"
        begin, bound = bounds.get(first - 1, (first, ""))
        if bound == "about" and low == high:
            low, high = round(low * (1 - _ABOUT)), round(high * (1 + _ABOUT))
        if bound == "high":  # "up to 40" may be one
            low = min(low, 1)
        out.append(Number(begin, last, low, None if bound == "low" else high))
    return sorted(_ranges(text, _said_twice(text, out)), key=lambda n: n.first)


def _said_twice(text: Text, numbers: list[Number]) -> list[Number]:
    """Take "huit (08)", "eight (8)" for one number: official notes write it in words and in figures."""
    out: list[Number] = []
    for number in numbers:
        before = out[-1] if out else None
        again = before is not None and before.last == number.first - 1 and before.low == number.low
        if before is not None and again and text.between(before.last, number.first).strip() == "(":
            out[-1] = before._replace(last=number.last)
        else:
            out.append(number)
    return out


def _figures(text: Text, taken: frozenset[int]) -> list[tuple[int, int, int, int]]:
    """Numbers in figures; "1,200" and "1 200" are one number; "7h" or "30-day" are none."""
    out, at = [], 0
    while at < len(text.tokens):
        last = at
        if at not in taken and text.tokens[at].text.isdigit() and len(text.tokens[at].text) <= _MOST_DIGITS:
            last = _last_group(text, at)
            digits = "".join(text.words(at, last + 1))
            end = text.tokens[last].end
            if text.raw[end : end + 1] not in _NO_NUMBER and len(digits) <= _MOST_DIGITS + 1:
                out.append((at, last, int(digits), int(digits)))
        at = last + 1
    return out


def _last_group(text: Text, at: int) -> int:
    """The last of the groups of three figures that go on a number."""
    tokens, last = text.tokens, at
    if len(tokens[at].text) > 3:
        return at
    while last + 1 < len(tokens) and len(tokens[last + 1].text) == 3 and tokens[last + 1].text.isdigit():
        if text.between(last, last + 1) not in (",", " ", ".", "\u00a0", "\u202f"):
            break
        last += 1
    return last


def _ranges(text: Text, numbers: list[Number]) -> list[Number]:
    """Join "between 200 and 400", "200 to 400", "12 or 13" to one interval."""
    out: list[Number] = []
    for number in numbers:
        joined = _joined(text, out[-1], number) if out else None
        if joined is None:
            out.append(number)
        else:
            out[-1] = joined
    return out


def _joined(text: Text, low: Number, high: Number) -> Number | None:
    """Two numbers as the ends of one interval; None where they are two numbers."""
    if high.first - low.last != 2 or high.high is None or low.low > high.low:
        return None
    opened = bool(function_words("opens_range").intersection(text.words(low.first - 1, low.first)))
    word = text.tokens[high.first - 1].text
    alone = word in function_words("or") or word == "to"
    if alone or (opened and word in function_words("and") | function_words("range")):
        return Number(low.first - opened, high.last, low.low, high.high)
    return None
