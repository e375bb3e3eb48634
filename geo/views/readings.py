"""What a text says besides what it shows: coded as in an address or in HTML, cut by hyphens, or packed."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from ..names import words

_CUT = re.compile(r"[-\u00ad\u2010-\u2012]\s*")
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_PACKED_LEAST = 16
_DEEP = 3  # an address in an address in an address
_BLOCK = 20_000  # texts that are looked at together


def readings(text: str) -> set[str]:
    """All that a text may be read as.

    Examples
    --------
    >>> sorted(readings("Jane%2520Doe")), "Doezel" in readings("Doe-zel")
    (['Jane Doe', 'Jane%2520Doe'], True)
    >>> any("Jane Doe" in each for each in readings("https://example.org/CBMiSmFuZSBEb2UgZnJlZWQ"))
    True
    """
    read = text
    for _ in range(_DEEP):
        again = unquote(html.unescape(read))
        if again == read:
            break
        read = again
    return {text, read, _CUT.sub("", read), *_unpacked(text)}


def _unpacked(text: str) -> Iterator[str]:
    """What stands in base64, as addresses of news aggregators have it, whatever stands before it."""
    for found in _PACKED.findall(text):
        plain = found.rstrip("=").replace("-", "+").replace("_", "/")
        for begun in range(4):
            part = plain[begun : len(plain) - ((len(plain) - begun) % 4 == 1)]
            try:
                packed = base64.b64decode(part + "=" * (-len(part) % 4))
            except binascii.Error:
                continue
            yield packed.decode("utf-8", "ignore")


def suspects(texts: Iterable[str], hits: Callable[[set[str]], set[str]]) -> Iterator[str]:
    """The texts of which a reading may hold a word that is looked for: all that do, and some others.

    Each distinct word of many texts is looked at once, so that a million texts take seconds.

    Parameters
    ----------
    texts : iterable of str
    hits : callable
        Those of some words that are looked for, or may hold what is.

    Examples
    --------
    >>> list(suspects(["Jane Doe", "Nobody", "jane%20", "ja-ne"], lambda words: words & {"jane"}))
    ['Jane Doe', 'jane%20', 'ja-ne']
    """
    every = list(texts)
    for block in (every[at : at + _BLOCK] for at in range(0, len(every), _BLOCK)):
        plain = list(map(words, block))
        joined = [words(_CUT.sub("", text)) if _is_cut(text) else () for text in block]
        known = set().union(*plain)
        held = hits(known | set().union(*joined)) | {word for word in known if len(word) >= _PACKED_LEAST}
        for text, here, there in zip(block, plain, joined, strict=True):
            if "%" in text or "&" in text or not (held.isdisjoint(here) and held.isdisjoint(there)):
                yield text


def _is_cut(text: str) -> bool:
    return "-" in text or not (text.isascii() or _CUT.search(text) is None)
