"""The dictionaries under data/text: what words mean is a row there, never a line of code."""

from __future__ import annotations

import csv
from functools import cache

from .. import vocab
from ..errors import BrokenData


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a dictionary under data/text.

    Parameters
    ----------
    name : str
        File name without its ending.

    Returns
    -------
    tuple of dict

    Raises
    ------
    BrokenData
        When the file is not there.

    Examples
    --------
    >>> table("bearings")[0]
    {'word': 'north', 'lang': 'en', 'bearing': 'n'}
    """
    path = vocab.DATA / "text" / f"{name}.csv"
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file))
    except FileNotFoundError:
        raise BrokenData(str(path), "is missing", "restore it from the repository") from None


@cache
def spoken(name: str, lang: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a dictionary that belong to a language, or to any.

    Parameters
    ----------
    name : str
    lang : {'en', 'fr'}

    Returns
    -------
    tuple of dict

    Examples
    --------
    >>> {row["lang"] for row in spoken("triggers", "fr")} == {"fr", "any"}
    True
    """
    return tuple(row for row in table(name) if row["lang"] in (lang, "any"))


@cache
def function_words(use: str) -> frozenset[str]:
    """Give the small words of one use, in both languages.

    Parameters
    ----------
    use : str
        One of the uses that data/text/README.md lists: agent, anaphor, either, passive …

    Returns
    -------
    frozenset of str
        Folded; empty for a use that the table does not have.

    Examples
    --------
    >>> sorted(function_words("agent"))
    ['by', 'par']
    """
    return frozenset(w for r in table("function_words") if r["use"] == use for w in r["words"].split())
