"""The map's table twin: the events of the window in words, one row an event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .. import schema
from . import phrases
from .labels import known, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


def rows(events: pd.DataFrame, lang: str = "en") -> pd.DataFrame:
    """The events as a table to look at, newest first.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table.
    lang : {'en', 'fr'}

    Returns
    -------
    pandas.DataFrame
        Index: event ids. Columns: ``date``, ``what``, ``place``, ``country``, ``group``, ``killed``,
        ``wounded``, ``abducted`` (at least; null = not stated), ``attribution``, ``precision``, ``sources``.

    Examples
    --------
    >>> row = {"event_id": "a", "start": "2025-06-01", "end": "2025-06-30", "date_precision": "month"}
    >>> rows(schema.from_rows([row])).loc["a", ["date", "precision"]].tolist()
    ['2025-06', None]
    """
    import pandas as pd

    events = events.sort_values(["start", "event_id"], ascending=[False, True])
    told = {
        "date": dates(events),
        "what": _say(events["sub_event_type"].fillna(events["event_type"]), partial(phrases.kind, lang=lang)),
        "place": events["place_name"],
        "country": _say(events["country"], partial(phrases.country, lang=lang)),
        "group": events["group"],
        **{name: events[f"{name}_low"] for name in schema.COUNTS},
        "attribution": _say(events["attribution"], lambda word: known(f"short.{word}", lang)),
        "precision": _say(events["place_precision"], lambda word: known(f"short.{word}", lang)),
        "sources": events["independent_sources"],
    }
    return pd.DataFrame(told).set_axis(pd.Index(events["event_id"], name="event_id"))


def titles(lang: str = "en") -> dict[str, str]:
    """The heading of each column of ``rows``."""
    names = "date what place country group killed wounded abducted attribution precision sources"
    return {name: text(f"table.{name}", lang) for name in names.split()}


def dates(events: pd.DataFrame) -> pd.Series:
    """Dates that sort as text and say no more than the source: a day, both ends, a month, or a year.

    Examples
    --------
    >>> dates(schema.from_rows([{"start": "2025-07-01", "end": "2025-07-03"}])).tolist()
    ['2025-07-01 – 2025-07-03']
    """
    start, end = (events[name].dt.strftime("%Y-%m-%d") for name in ("start", "end"))
    said = start.where((start == end) | end.isna(), start + " – " + end)
    month = (events["date_precision"] == "month") & (start.str[:7] == end.str[:7])
    year = (events["date_precision"] == "year") & (start.str[:4] == end.str[:4])
    said = said.where(~month, start.str[:7])
    return said.where(~year, start.str[:4])


def _say(values: pd.Series, words: Callable[[str], str]) -> pd.Series:
    """Each distinct word said once, not once a row."""
    said = {value: words(value) for value in values.dropna().unique()}
    return values.map(said).astype("object").where(values.notna(), None)
