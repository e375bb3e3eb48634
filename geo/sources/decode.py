"""Bytes of a text file become text, or an error that says why not."""

from __future__ import annotations

import codecs
import logging
import re

from ..errors import UnreadableInput

log = logging.getLogger(__name__)

_CURE = "save it as plain text in UTF-8"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
# What French or English text in Windows-1252 holds beside ASCII; what UTF-8 looks like when misread as it.
_WESTERN = re.compile("[À-ÖØ-öø-ÿŒœŸ‘’“”«»–—…€°\xa0]")
_MISREAD = re.compile("Ã[\x80-\xbf©¨ª«®´¢¯§¹»]|â€")


def text_of(content: bytes, name: str, *, is_html: bool = False) -> str:
    r"""Decode a file's bytes.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        How messages call the file.
    is_html : bool
        Whether a charset may be named inside.

    Returns
    -------
    str
        With LF line ends.

    Raises
    ------
    UnreadableInput
        When it is empty, binary, or in no encoding that can be told.

    Examples
    --------
    >>> text_of("Ménaka\r\n".encode("utf-8-sig"), "a.txt")
    'Ménaka\n'
    """
    if not content.strip():
        raise UnreadableInput(name, "is empty", "save the article's text in it, or leave it out")
    if content.startswith(b"%PDF-"):
        raise UnreadableInput(name, "is a PDF, not text", "save its text as a .txt file")
    text = _decode(content, name, is_html)
    controls = len(_CONTROLS.findall(text))
    if "\0" in text or controls > 3 + len(text) / 1000:
        raise UnreadableInput(name, "is binary, not text", _CURE)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decode(content: bytes, name: str, is_html: bool) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableInput(name, f"is damaged UTF-16 (byte {error.start})", _CURE) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        position = error.start
    if b"\0" in content[:4096]:
        raise UnreadableInput(name, "is binary, not text", _CURE)
    named = _CHARSET.search(content[:2048]) if is_html else None
    if named:
        try:
            return content.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            raise UnreadableInput(
                name, f"is not in the charset {named[1].decode()!r} that it names", _CURE
            ) from None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    beyond = [char for char in text if not char.isascii()]
    western = sum(1 for char in beyond if _WESTERN.match(char))
    if not text or _MISREAD.search(text) or western < 0.9 * len(beyond) or len(beyond) > 0.3 * len(text):
        raise UnreadableInput(name, f"is not UTF-8 text (byte {position})", _CURE)
    log.warning("%s is not UTF-8 and was read as Windows-1252: save it as UTF-8 to be sure", name)
    return text
