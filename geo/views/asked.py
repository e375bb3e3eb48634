"""What was asked for: the filters of a query, said on what is made with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import phrases
from .labels import known, text


def in_words(filters: Mapping[str, str], lang: str = "en") -> str:
    """The filters of a query in words.

    Parameters
    ----------
    filters : mapping of str to str
        As ``geo.store.query.Query.to_params`` tells it.
    lang : {'en', 'fr'}

    Examples
    --------
    >>> in_words({"since": "2025-07-01", "event_type": "Battles|Riots", "near": "1.5,2,10"})
    'From: 1 July 2025; Event type: Battles, Riots; Near: 1.5,2,10'
    """
    colon, then = text("said.colon", lang), text("said.then", lang)
    return then.join(
        known(f"filter.{name}", lang) + colon + ", ".join(_filtered(name, value, lang))
        for name, value in filters.items()
    )


def _filtered(name: str, value: str, lang: str) -> list[str]:
    """The values of one filter."""
    say = _FILTERS.get(name)
    return [say(each, lang) if say else each for each in value.split("|")]


def _short(value: str, lang: str) -> str:
    return known(f"short.{value}", lang)


_FILTERS: dict[str, Callable[[str, str], str]] = {
    "since": phrases.written_day,
    "until": phrases.written_day,
    "event_type": phrases.kind,
    "sub_event_type": phrases.kind,
    "country": phrases.country,
    "place_precision": _short,
    "attribution": _short,
    "status": lambda value, lang: known(f"status.{value}", lang),
}
