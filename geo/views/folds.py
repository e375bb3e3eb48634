"""How signs fold (``geo.names.fold``), told to a browser, so that its search finds what one here would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..names import fold_with_offsets

_LATIN = range(0xA0, 0x250)  # what people type, whether the texts hold it or not


def table(texts: Iterable[str]) -> dict[str, str]:
    """What signs fold to, where taking their accents away would not do.

    Parameters
    ----------
    texts : iterable of str
        Those that are searched: signs that they do not hold need no place in the table, but for Latin ones.

    Returns
    -------
    dict of str to str
        By the sign; never an ASCII one. Apostrophes are kept, and dropped later.

    Examples
    --------
    >>> made = table(["Nuṣrat", "كيدال"])
    >>> made["ø"], made["\u0643"], "ṣ" in made, "é" in made
    ('o', 'k', False, False)
    """
    signs = {chr(code) for code in _LATIN}
    for text in texts:
        if not text.isascii():
            signs.update(text)
    told = {sign: fold_with_offsets(sign)[0] for sign in sorted(signs) if not sign.isascii()}
    return {sign: folded for sign, folded in told.items() if folded != _bare(sign)}


def _bare(sign: str) -> str:
    """What a browser makes of it: the sign without its accents; all but letters and digits is a space."""
    parts = [each for each in unicodedata.normalize("NFD", sign) if unicodedata.category(each)[0] != "M"]
    return "".join(each.lower() if each.isascii() and each.isalnum() else " " for each in parts)
