"""The map's table twin: the events of the window in words, one row an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import schema
from . import groups, phrases
from .coded import Coded, Said
from .labels import known, text

if TYPE_CHECKING:
    import pandas as pd


class Cell(NamedTuple):
    """A column of the table: the columns of the events that ``say(event, lang)`` reads."""

    columns: tuple[str, ...]
    say: Callable[[Mapping[str, Any], str], str | None]


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
    index, coded = pd.Index(events["event_id"], name="event_id"), Coded(events)
    told = {}
    for name, cell in CELLS.items():
        if name in NUMBERS:
            told[name] = events[cell.columns[0]].set_axis(index)
        else:
            told[name] = pd.Series(said(coded, cell, lang).values(), index, dtype="object")
    return pd.DataFrame(told, index)


def said(coded: Coded, cell: Cell, lang: str) -> Said:
    """A cell of each event, as text."""
    return coded.say(cell.columns, lambda event: cell.say(event, lang))


def titles(lang: str = "en") -> dict[str, str]:
    """The heading of each column of ``rows``."""
    return {name: text(f"table.{name}", lang) for name in CELLS}


def date(event: Mapping[str, Any], _lang: str = "en") -> str | None:
    """A date that sorts as text and says no more than the source: a day, both ends, a month, or a year.

    Examples
    --------
    >>> date({"start": "2025-07-01", "end": "2025-07-03"}), date({"start": None, "end": "2025-07-03"})
    ('2025-07-01 – 2025-07-03', None)
    """
    start, end = event["start"], event["end"]
    if not start or not end:
        return start or None
    for precision, size in (("year", 4), ("month", 7)):
        if event.get("date_precision") == precision and start[:size] == end[:size]:
            return str(start[:size])
    return str(start) if start == end else f"{start} – {end}"


def written(told: str, lang: str = "en") -> str:
    """What ``date`` tells, as the language writes it.

    Examples
    --------
    >>> written("2025-07-01"), written("2025-07-01 – 2025-07-03"), written("2025-06-29 – 2025-07-01")
    ('1 Jul 2025', '1–3 Jul 2025', '29 Jun – 1 Jul 2025')
    >>> written("2025-07-01", "fr"), written("2025-06", "fr"), written("2025")
    ('1er juil. 2025', 'juin 2025', '2025')
    """
    first, _, last = told.partition(" – ")
    if not last:
        return " ".join(_parts(first, lang))
    begun, over = _parts(first, lang), _parts(last, lang)
    same = next((k for k in (1, 2) if begun[k:] == over[k:]), 3)  # month and year, the year, nothing
    return f"{' '.join(begun[:same])}{'–' if same == 1 else ' – '}{' '.join(over)}"


def _parts(told: str, lang: str) -> list[str]:
    """Day, month and year, as far as they are told."""
    year, *rest = told.split("-")
    words = [text(f"month.short.{int(rest[0])}", lang)] if rest else []
    day = [str(int(each)) for each in rest[1:]]
    return [*(["1er"] if day == ["1"] and lang == "fr" else day), *words, year]


def _who(event: Mapping[str, Any], lang: str) -> str | None:
    """The main armed group, by its short and full name; of one that data/groups lacks the names as written.

    Examples
    --------
    >>> _who({"group": "FLM", "actors": []}, "en")
    'FLM – Macina Liberation Front'
    >>> sides = [{"id": "Other", "name": name, "role": "side_b"} for name in ("KIO", "MNDAA", "KIO")]
    >>> _who({"group": "Other", "actors": sides}, "en")
    'KIO +1'
    """
    if event["group"] != "Other":
        return groups.name(event["group"], lang=lang) if event["group"] else None
    unlisted = (each.get("name") for each in event["actors"] or () if each.get("id") in (None, "", "Other"))
    names = list(dict.fromkeys(name for name in unlisted if name))
    if not names:
        return phrases.group("Other", lang)
    return f"{names[0]} +{len(names) - 1}" if names[1:] else str(names[0])


def _word(column: str, say: Callable[[str, str], str]) -> Cell:
    return Cell((column,), lambda event, lang: say(event[column], lang) if event[column] else None)


def _short(word: str, lang: str) -> str:
    return known(f"short.{word}", lang)


def _kind(event: Mapping[str, Any], lang: str) -> str | None:
    told = event["sub_event_type"] or event["event_type"]
    return phrases.kind(told, lang) if told else None


def _number(column: str) -> Cell:
    return Cell((column,), lambda event, _: None if event[column] is None else str(event[column]))


NUMBERS = (*schema.COUNTS, "sources")
CELLS = {
    "date": Cell(("start", "end", "date_precision"), date),
    "what": Cell(("sub_event_type", "event_type"), _kind),
    "place": _word("place_name", lambda name, _: name),
    "country": _word("country", phrases.country),
    "group": Cell(("group", "actors"), _who),
    **{name: _number(f"{name}_low") for name in schema.COUNTS},
    "attribution": _word("attribution", _short),
    "precision": _word("place_precision", _short),
    "sources": _number("independent_sources"),
}
