"""What tells a place in numbers and codes: coordinates in any notation, grid squares, links to maps."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_MINUTES = r"[\d\s.,:°º'’′\"”″dms]*"
_PLUS = "23456789CFGHJMPQRVWX"
_SPOTS = (
    r"\d\.\d{3}|\d,\d{4}",  # three decimals are a hundred metres
    r"\d[.,]\d+\s*[,;/|\s]\s*[-−–+]?\d{1,3}[.,]\d",  # 14.2, -10.9
    r"[°º˚]|\bdeg(?:rees?|r[ée]s?)?\b",
    rf"\d{_MINUTES}[NS]\b\W{{0,3}}\d{_MINUTES}[EWO]\b|\b[NS]\s?\d{_MINUTES}\W{{0,3}}[EWO]\s?\d",
    r"\d\s?['’′]\s?\d+(?:[.,]\d+)?\s?(?:[\"”″]|'')|\d\s?d\s?\d{1,2}\s?m\b",
    rf"(?i:\b(?:lat|lon|lng|long|latitude|longitude)\b\W{{0,3}}{_NUMBER})",
    r"(?i:\b(?:grid|mgrs|utm|gps|geohash|wgs ?84|coordinates|coordonn[ée]es|what3words|w3w|plus code)\b)",
    r"(?i:\b\d{1,2}\s?[c-hj-np-x]\s?[a-hj-np-z]{2}\s?\d{2,5}\s?\d{2,5}\b)",  # MGRS
    r"\b\d{5,8}(?:\.\d+)?\s?[mM]?[^\d.]{1,6}\d{5,8}\b",  # UTM, metres
    rf"(?i:\b[{_PLUS}]{{2,8}}\+[{_PLUS}]{{2,4}}\b)",
    r"///?\s?[^\W\d]+\.[^\W\d]+\.[^\W\d]+",  # what3words
    r"\b(?=[a-z]*\d)(?=\d*[a-z])[0-9b-hjkmnp-z]{6,9}\b",  # geohash
    r"\b[A-R]{2}\d{2}[A-Xa-x]{2}\b|\b\d{3}[A-HJ-NP-Z]{2}[1-4][1-9]?\b",  # Maidenhead, GARS
    r"(?i:\bgeo:|\bpoint\s?z?\s?\(|\b(?:0101000000|0000000001)|/maps?[/?]|\bmaps\.|openstreetmap|\bosm\.|goo\.gl|[#?&]map=)",
    r"[?&@=/]-?\d{1,2}\.\d+,-?\d",
)
_SPOT = re.compile("|".join(_SPOTS))


def tells(text: str) -> bool:
    """Whether a text holds a point on the map: rather too often than not.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> tells("at 14°14' N"), tells("28PFV1234567890"), tells("6CPX64M9+Q3"), tells("12 soldiers died")
    (True, True, True, False)
    """
    return bool(_SPOT.search(text) or (not text.isascii() and _SPOT.search(_western(text))))


def _western(text: str) -> str:
    """A text with the digits of other scripts as ours, and wide signs as narrow ones."""
    plain = unicodedata.normalize("NFKC", text).replace("٫", ".").replace("،", ",")
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign for sign in plain
    )
