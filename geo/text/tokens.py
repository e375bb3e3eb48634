"""Words and sentences of a text, with the way back to the original characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..names import fold_with_offsets

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_ELISIONS = frozenset("l d qu n s j c m t jusqu lorsqu puisqu quelqu".split())
_END = re.compile(r"[.!?…]+[\"”»’'\)\]]*(?=\s)|\n+")
_OPENS = re.compile(r"\s*[\"“«‘'\(\[–—-]*\s*[A-ZÀ-ÝŒ0-9]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Sgt|Col|Gen|Lt|Maj|Cpt|Capt|St|Ste|No|Nos|M|MM|Mme|Cdt|Gal|env|approx|vs|cf|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|km|p|U\.S|U\.N|a\.m|p\.m)\.$"
)


class Token(NamedTuple):
    """One folded word: its place in the text, its sentence, and how it was written."""

    text: str
    start: int
    end: int
    sentence: int
    capital: bool


class Text(NamedTuple):
    """A text cut into sentences and words.

    ``sentences`` are (start, end) offsets in ``raw``; ``first`` gives each sentence's first token and, at its
    end, the number of tokens.
    """

    raw: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    first: list[int]


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences; a line break always ends one.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int)
        Offsets of each sentence, without the white space around it.

    Examples
    --------
    >>> [t for t in map(lambda s: "Sgt. A. Ba fell. He died."[s[0]:s[1]], sentences("Sgt. A. Ba fell. He died."))]
    ['Sgt. A. Ba fell.', 'He died.']
    """
    out, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if "\n" not in match.group():
            if not _OPENS.match(text, end):
                continue
            if match.group().startswith(".") and _ABBREVIATION.search(
                text, max(0, match.start() - 8), match.start() + 1
            ):
                continue
        out.append((start, end))
        start = end
    out.append((start, len(text)))
    return [s for s in (_strip(text, *span) for span in out) if s[0] < s[1]]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str) -> list[str]:
    """The folded words of a phrase, as ``cut`` would find them in a text.

    Examples
    --------
    >>> words("l'État-major d’Ogossagou")
    ['l', 'etat', 'major', 'd', 'ogossagou']
    """
    folded, _ = fold_with_offsets(text)
    return [word for match in _WORD.finditer(folded) for word, _, _ in _pieces(match.group(), 0)]


def _pieces(word: str, at: int) -> Iterable[tuple[str, int, int]]:
    """Split off elisions (l', d') and possessives ('s); glue other apostrophes (jama'at -> jamaat)."""
    while "'" in word:
        head, rest = word.split("'", 1)
        if head not in _ELISIONS:
            break
        yield head, at, at + len(head)
        at += len(head) + 1
        word = rest
    if word.endswith("'s"):
        word = word[:-2]
    yield word.replace("'", ""), at, at + len(word)


def cut(text: str) -> Text:
    """Cut a text into sentences and folded words.

    Parameters
    ----------
    text : str

    Returns
    -------
    Text

    Examples
    --------
    >>> [t.text for t in cut("Attaque d'Ogossagou. India’s embassy").tokens]
    ['attaque', 'd', 'ogossagou', 'india', 'embassy']
    """
    folded, offsets = fold_with_offsets(text)
    spans = sentences(text)
    tokens: list[Token] = []
    first: list[int] = []
    at = 0
    for match in _WORD.finditer(folded):
        for word, begin, end in _pieces(match.group(), match.start()):
            start, stop = offsets[begin], offsets[end - 1] + 1
            while at < len(spans) and start >= spans[at][1]:
                at += 1
            while len(first) <= at:
                first.append(len(tokens))
            tokens.append(Token(word, start, stop, min(at, len(spans) - 1), text[start].isupper()))
    while len(first) <= len(spans):
        first.append(len(tokens))
    return Text(text, tokens, spans, first)
