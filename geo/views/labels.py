"""The words of the page, the card and the standalone file, in English and French (data/labels/)."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

from .. import vocab
from ..errors import BrokenData

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "fr")


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
    return {row["key"]: {lang: row[lang] for lang in LANGUAGES} for row in told}


def text(key: str, lang: str = "en", **values: object) -> str:
    """The words for a key.

    Parameters
    ----------
    key : str
        A key of data/labels/. Where ``n=1`` is given and ``key.one`` exists, that is taken.
    lang : {'en', 'fr'}
        Any other language falls back to English.
    **values : object
        What the words' ``{names}`` stand for. They are put in as they are: escape before HTML.

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
    return words.get(lang, words["en"]).format_map(values)


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
