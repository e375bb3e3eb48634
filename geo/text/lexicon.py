"""Find the phrases of a dictionary in a list of words.

A phrase is words in folded form; ``attaqu*`` stands for every word that begins so, ``~`` for up to
three words of any kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from .tokens import Token, words

T = TypeVar("T")
_GAP = 3
_REMEMBERED = 100_000  # words, so that a text of junk fills no memory


class _Entry(NamedTuple, Generic[T]):
    """A phrase by words, its second word where that is fixed, and what it stands for."""

    pattern: list[str]
    second: str | None
    value: T


class Match(NamedTuple, Generic[T]):
    """Words ``first`` to ``last`` (included) of a text, and what the dictionary says of them."""

    first: int
    last: int
    value: T


class Lexicon(Generic[T]):
    """A dictionary of phrases.

    Parameters
    ----------
    entries : iterable of (str, T)
        Phrases, folded or not, and what each stands for. The longest phrase at a word wins; of equal
        phrases, the first.

    Examples
    --------
    >>> from .tokens import cut
    >>> claims = Lexicon([("claim* ~ responsibility", "claimed")])
    >>> found = claims.find(cut("It claimed full responsibility.").tokens)
    >>> [(m.first, m.last, m.value) for m in found]
    [(1, 3, 'claimed')]
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[str, list[_Entry[T]]] = {}
        self._prefix: list[_Entry[T]] = []
        self._seen: dict[str, list[_Entry[T]]] = {}
        for phrase, value in entries:
            pattern = _pattern(phrase)
            if not pattern:
                continue
            second = pattern[1] if len(pattern) > 1 and pattern[1][-1] not in "~*" else None
            entry = _Entry(pattern, second, value)
            if pattern[0].endswith("*"):
                self._prefix.append(entry)
            else:
                self._exact.setdefault(pattern[0], []).append(entry)

    def _starting(self, word: str) -> list[_Entry[T]]:
        """The entries that a word may begin, longest first; kept, because words come again."""
        exact = self._exact.get(word, [])
        found = exact + [e for e in self._prefix if word.startswith(e.pattern[0][:-1])]
        found = sorted(found, key=lambda e: -len(e.pattern))
        if len(self._seen) < _REMEMBERED:
            self._seen[word] = found
        return found

    def find(self, tokens: Sequence[Token], first: int = 0, stop: int | None = None) -> list[Match[T]]:
        """Find all matches between two words, left to right, none overlapping.

        Parameters
        ----------
        tokens : sequence of Token
        first, stop : int
            Where to look: from `first` up to, not including, `stop` (None: to the end).

        Returns
        -------
        list of Match

        Examples
        --------
        >>> from .tokens import cut
        >>> Lexicon([("attack on", "attack")]).find(cut("An attack on Gao").tokens)
        [Match(first=1, last=2, value='attack')]
        """
        seen = self._seen
        out: list[Match[T]] = []
        stop = len(tokens) if stop is None else stop
        # most words begin no phrase: those are passed over here
        likely = [at for at, token in enumerate(tokens[first:stop], first) if seen.get(token.text, True)]
        free = first  # the words before it belong to a match
        for at in likely:
            best = self._farthest(tokens, at, stop) if at >= free else None
            if best is not None:
                out.append(best)
                free = best.last + 1
        return out

    def _farthest(self, tokens: Sequence[Token], at: int, stop: int) -> Match[T] | None:
        """The match at a word that reaches farthest."""
        entries = self._seen.get(tokens[at].text)
        if entries is None:
            entries = self._starting(tokens[at].text)
        best: Match[T] | None = None
        for pattern, second, value in entries:
            if second is not None and (at + 1 >= stop or tokens[at + 1].text != second):
                continue  # most phrases end here: "at least" at an "at"
            last = _fit(pattern, tokens, at, stop)
            if last is not None and (best is None or last > best.last):
                best = Match(at, last, value)
        return best


def _pattern(phrase: str) -> list[str]:
    """A phrase as the words that a text must hold; the ``*`` stays on the last word of its part."""
    out: list[str] = []
    for part in phrase.split():
        if part == "~":
            out.append(part)
        elif part.endswith("*"):
            *before, last = words(part[:-1])
            out += [*before, last + "*"]
        else:
            out += words(part)
    return out


def _fit(pattern: list[str], tokens: Sequence[Token], at: int, stop: int) -> int | None:
    """Last word of a pattern that begins at a word, inside one sentence; None if it does not fit."""
    here, sentence = at, tokens[at].sentence
    gap = False
    for part in pattern:
        if part == "~":
            gap = True
            continue
        reach = min(stop, here + (_GAP + 1 if gap else 1))
        for place in range(here, reach):
            token = tokens[place]
            if token.sentence != sentence:
                return None
            if token.text == part or (part[-1] == "*" and token.text.startswith(part[:-1])):
                here, gap = place + 1, False
                break
        else:
            return None
    return here - 1
