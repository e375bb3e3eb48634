"""The words of the page, the card and the standalone file, in English and French (data/labels/)."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from numbers import Integral
from typing import TYPE_CHECKING

from .. import vocab
from ..errors import BrokenData

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "fr")
_THOUSANDS = {"fr": "\u202f"}  # a narrow no-break space, as browsers write it
# French signs that a space which does not break stands before, and the quotation mark that one stands after
_HIGH, _LOW = re.compile(r" (?=[;!?])"), re.compile(r" (?=[:»%])|(?<=«) ")


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """All words, by key and language.

    Returns
    -------
    mapping of str to mapping of str to str
        ``table()["theme"]["fr"]``.

    Raises
    ------
    BrokenData
        When data/labels/ is missing.
    """
    files = sorted(path.name for path in (vocab.DATA / "labels").glob("*.csv"))
    if not files:
        raise BrokenData("data/labels/", "holds no table", "check the project out again")
    told = [row for name in files for row in rows(f"labels/{name}")]
    return {row["key"]: {lang: spaced(row[lang], lang) for lang in LANGUAGES} for row in told}


def spaced(words: str, lang: str = "en") -> str:
    r"""Words with spaces that do not break where the language has some by a sign; the tables hold plain ones.

    Source: Lexique des règles typographiques en usage à l'Imprimerie nationale.

    Examples
    --------
    >>> spaced("« Quoi ? » : 5 %", "fr")
    '«\xa0Quoi\u202f?\xa0»\xa0: 5\xa0%'
    """
    return _LOW.sub("\u00a0", _HIGH.sub("\u202f", words)) if lang == "fr" else words


def text(key: str, lang: str = "en", **values: object) -> str:
    """The words for a key.

    Parameters
    ----------
    key : str
        A key of data/labels/. Where ``n=1`` is given and ``key.one`` exists, that is taken.
    lang : {'en', 'fr'}
        Any other language falls back to English.
    **values : object
        What the words' ``{names}`` stand for: whole numbers are said as `number` says them,
        right-to-left words stand apart (see `apart`), all else is put in as it is: escape before HTML.

    Returns
    -------
    str

    Raises
    ------
    BrokenData
        When the key is not in the table.

    Examples
    --------
    >>> text("count.unlocated", n=3)
    '3 without a place'
    >>> text("month.7", "fr")
    'juillet'
    """
    one = f"{key}.one"
    if values.get("n") == 1 and one in table():
        key = one
    try:
        words = table()[key]
    except KeyError:
        raise BrokenData(f"label {key!r}", "is not in data/labels/", "add a row for it") from None
    put = {name: said(value, lang) for name, value in values.items()}
    return words.get(lang, words["en"]).format_map(put)


def number(value: int, lang: str = "en") -> str:
    r"""A whole number with its thousands parted as the language does.

    Examples
    --------
    >>> number(1234567), number(1234, "fr"), number(999, "fr")
    ('1,234,567', '1\u202f234', '999')
    """
    return f"{value:,}".replace(",", _THOUSANDS.get(lang, ","))


def decimal(value: float | str, lang: str = "en") -> str:
    """A number that is not whole, or may not be, with the sign that parts its decimals in the language.

    Parameters
    ----------
    value : float or str
        A float is said in up to six digits; a text keeps its own.
    lang : {'en', 'fr'}

    Examples
    --------
    >>> decimal(2.5), decimal(2.5, "fr"), decimal("0.90", "fr"), decimal(10.0)
    ('2.5', '2,5', '0,90', '10')
    """
    told = value if isinstance(value, str) else f"{value:g}"
    return told.replace(".", ",") if lang == "fr" else told


def apart(words: str) -> str:
    r"""Right-to-left words between marks that keep the order of what stands around them; others as they are.

    Source: Unicode's bidirectional algorithm (UAX 9), first strong isolates.

    Examples
    --------
    >>> apart("Kidal"), apart("كيدال") == "\u2068كيدال\u2069"
    ('Kidal', True)
    """
    turned = not words.isascii() and any(unicodedata.bidirectional(each) in ("R", "AL") for each in words)
    return f"\u2068{words}\u2069" if turned else words


def said(value: object, lang: str = "en") -> object:
    """A value as it stands in a sentence: whole numbers by `number`, words by `apart`, all else as it is.

    Examples
    --------
    >>> said(1500), said("Kayes"), said(None)
    ('1,500', 'Kayes', None)
    """
    if isinstance(value, str):
        return apart(value)
    if isinstance(value, Integral) and not isinstance(value, bool):
        return number(int(value), lang)
    return value


def known(key: str, lang: str = "en", **values: object) -> str:
    """The words for a value out of data, or the value itself where the table has no row for it.

    Examples
    --------
    >>> known("role.perpetrator"), known("role.driver")
    ('perpetrator', 'driver')
    """
    return text(key, lang, **values) if key in table() else key.partition(".")[2]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table under data/, as text."""
    path = vocab.DATA / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise BrokenData(f"data/{name}", "is missing", "check the project out again") from None
