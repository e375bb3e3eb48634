"""Words and sentences of a text, with the way back to the original characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from string import ascii_lowercase
from typing import NamedTuple

from ..names import fold_with_offsets
from .tables import function_words, table

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_END = re.compile(r"[.!?…]+(?:[ \u00a0\u202f]?»|[\"”»’'\)\]])*(?=\s)|\n+")  # French sets a space before »
_OPENS = re.compile(r"\s*[\"“«‘'\(\[–—-]*\s*[A-ZÀ-ÝŒ0-9]")
_LONGEST_ABBREVIATION = 8
_LONGEST_SENTENCE = 2000  # characters; longer ones are lists and tables


@cache
def _abbreviation() -> re.Pattern[str]:
    """A point that ends no sentence: after an initial or one of the table's abbreviations."""
    known = "|".join(re.escape(row["abbreviation"]) for row in table("abbreviations"))
    return re.compile(rf"(?:^|[\s(])(?:[A-Z]|{known})\.$")


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
    end, the number of tokens. ``folded`` is the text as its words are compared, ``offsets`` the way back
    from each of its characters to ``raw``.
    """

    raw: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    first: list[int]
    folded: str
    offsets: list[int]

    def written(self, first: int, last: int) -> str:
        """Give the words ``first`` to ``last`` (included) as they stand in the text.

        Examples
        --------
        >>> cut("Près de Sandaré.").written(1, 2)
        'de Sandaré'
        """
        return self.raw[self.tokens[first].start : self.tokens[last].end]

    def between(self, left: int, right: int) -> str:
        """Give what stands between two words: "," or " (" or, with words between, these too.

        Examples
        --------
        >>> cut("Kayes, Diboli").between(0, 1)
        ', '
        """
        return self.raw[self.tokens[left].end : self.tokens[right].start]

    def words(self, first: int, stop: int) -> list[str]:
        """Give the folded words from ``first`` up to, not including, ``stop``; none before the text begins.

        Examples
        --------
        >>> cut("Près de Sandaré.").words(-3, 2)
        ['pres', 'de']
        """
        return [token.text for token in self.tokens[max(0, first) : max(0, stop)]]

    def same_sentence(self, one: int, other: int) -> bool:
        """Whether two words stand in one sentence."""
        return self.tokens[one].sentence == self.tokens[other].sentence

    def sentence_at(self, position: int) -> int:
        """Give the sentence that holds a character."""
        return bisect_right(self.sentences, (position, len(self.raw) + 1)) - 1

    def opens(self, at: int) -> bool:
        """Whether a word is the first of its sentence."""
        return at == self.first[self.tokens[at].sentence]


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
    >>> text = "Sgt. A. Ba fell. He died."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Sgt. A. Ba fell.', 'He died.']
    """
    out, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if "\n" not in match.group():
            if not _OPENS.match(text, end):
                continue
            before = max(0, match.start() - _LONGEST_ABBREVIATION)
            short = match.group().startswith(".") and _abbreviation().search(text, before, match.start() + 1)
            if short and not _hour_told(text, match.start(), end):
                continue
        out.append((start, end))
        start = end
    out.append((start, len(text)))
    pieces = (piece for span in out for piece in _pieces_of(text, *span))
    return [s for s in (_strip(text, *piece) for piece in pieces) if s[0] < s[1]]


def _hour_told(text: str, point: int, end: int) -> bool:
    """Whether a sentence ends with an hour: "at 4 a.m. Another …", but not "at 4 a.m. Friday"."""
    if text[max(0, point - 3) : point].lower() not in ("a.m", "p.m"):
        return False
    following = _WORD.search(text[end : end + 20].lower())
    return following is not None and following.group() not in _calendar()


@cache
def _calendar() -> frozenset[str]:
    """Names of months and weekdays."""
    return frozenset(row["word"] for row in table("calendar"))


def _pieces_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence; one longer than anybody writes in pieces, at spaces, so that no text takes for ever."""
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut_at = space if space > 0 else start + _LONGEST_SENTENCE
        yield start, cut_at
        start = cut_at
    yield start, end


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space around a span."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str) -> list[str]:
    """Fold a phrase to words, as ``cut`` would find them in a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> words("l'État-major d’Ogossagou")
    ['l', 'etat', 'major', 'd', 'ogossagou']
    """
    folded, _ = fold_with_offsets(text)
    return [word for match in _WORD.finditer(folded) for word, _, _ in _pieces(match.group(), 0)]


def _pieces(word: str, at: int) -> Iterable[tuple[str, int, int]]:
    """Cut a word as it stands between spaces into words, each with its place."""
    return [(word, at, at + len(word))] if word.isalpha() else _cut_up(word, at)


def _cut_up(word: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Split off figures (12km), elisions (l', d') and possessives ('s); glue other apostrophes (jama'at)."""
    figures = word.rstrip(ascii_lowercase)
    if figures.isdigit() and word[len(figures) :] in function_words("kilometre"):  # 12km
        yield figures, at, at + len(figures)
        at, word = at + len(figures), word[len(figures) :]
    elisions = function_words("elision")
    while "'" in word:
        head, rest = word.split("'", 1)
        if head not in elisions:
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
    return Text(text, tokens, spans, first, folded, offsets)
