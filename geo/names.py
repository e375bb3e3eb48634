"""Fold and compare names: one folded form for every spelling of a name."""

from __future__ import annotations

import re

from anyascii import anyascii

_APOSTROPHES = "'’‘ʼʿʾ`´ʻ′"
_INVISIBLE = "\xad\u200b\u200c\u200d\ufeff"
_SPACE = " "
_REMEMBERED = 10_000  # characters


class _Folded(dict[int, str]):
    """What each character folds to, by its code point; filled as characters are met, up to a limit."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDED = _Folded()


def _fold_char(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if char in _APOSTROPHES:
        return "'"
    plain = anyascii(char).casefold()
    return "".join(c if c.isalnum() else _SPACE for c in plain) or (_SPACE if char.isspace() else "")


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold a text to plain lower-case ASCII and keep the way back to the original.

    Accents, case and hyphens vanish; every kind of apostrophe becomes ``'``; other signs become spaces.
    Spaces are not collapsed, so that neighbouring words stay apart as they were.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    folded : str
        The folded text.
    offsets : list of int, length ``len(folded) + 1``
        ``offsets[i]`` is the index in `text` of the character that gave ``folded[i]``;
        the last entry is ``len(text)``.

    Examples
    --------
    >>> fold_with_offsets("Sandaré–Ber")
    ('sandare ber', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    """
    odd = [char for char in set(text) if len(_FOLDED[ord(char)]) != 1]
    offsets: list[int] = []
    at = 0
    if odd:
        for match in re.finditer(f"[{re.escape(''.join(odd))}]", text):
            here = match.start()
            offsets += range(at, here)
            offsets += [here] * len(_FOLDED[ord(match[0])])
            at = here + 1
    offsets += range(at, len(text) + 1)
    return text.translate(_FOLDED), offsets


def fold(name: str) -> str:
    """Fold a name for comparison: no accents, case, hyphens, apostrophes or doubled spaces.

    Parameters
    ----------
    name : str
        A name in any script.

    Returns
    -------
    str
        Its folded form; two spellings that differ only in such signs fold alike.

    Examples
    --------
    >>> fold("Jama’at Nuṣrat al-Islām")
    'jamaat nusrat al islam'
    >>> fold("N'Djaména") == fold("Ndjamena")
    True
    """
    folded, _ = fold_with_offsets(name)
    return re.sub(r"\s+", _SPACE, folded.replace("'", "")).strip()


def words(text: str) -> list[str]:
    """A text's words, folded; an apostrophe parts them.

    Examples
    --------
    >>> words("L’épouse de M. Doe-Smith")
    ['l', 'epouse', 'de', 'm', 'doe', 'smith']
    """
    return text.translate(_FOLDED).replace("'", _SPACE).split()


def slug(name: str) -> str:
    """Fold a name to letters, digits and hyphens, fit for an id or a file name.

    Examples
    --------
    >>> slug("Sandaré (Mali)")
    'sandare-mali'
    """
    return fold(name).replace(_SPACE, "-")
