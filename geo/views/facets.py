"""What the standalone file filters by: the armed group on the event's day, kind, precision, attribution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import schema, vocab
from . import groups, labels, phrases
from .coded import Coded, Said

WORDS = ("event_type", "place_precision", "attribution")


def facets(coded: Coded, lang: str = "en") -> dict[str, tuple[dict[str, Any], Said]]:
    """The filters of a table, by name.

    Parameters
    ----------
    coded : geo.views.coded.Coded
    lang : {'en', 'fr'}

    Returns
    -------
    dict of str to tuple
        Title, ``options`` (``id``, ``name``, ``depth``) and, of each event, which options take it.

    Examples
    --------
    >>> told, said = facets(Coded(schema.from_rows([{"attribution": "denied"}])))["attribution"]
    >>> [option["id"] for option in told["options"]], said.words
    (['denied'], [[0]])
    """
    return {"group": _groups(coded, lang), **{name: _words(coded, name, lang) for name in WORDS}}


def _words(coded: Coded, name: str, lang: str) -> tuple[dict[str, Any], Said]:
    """The words of a column in the schema's order."""
    allowed = next(column.allowed for column in schema.columns() if column.name == name)
    held = set(coded.column(name).words)
    place = {word: at for at, word in enumerate(word for word in allowed if word in held)}
    told = {
        "title": labels.text(f"filter.{name}", lang),
        "options": [{"id": word, "name": _name(name, word, lang), "depth": 0} for word in place],
    }
    return told, coded.say((name,), lambda event: [place[event[name]]] if event[name] in place else [])


def _name(column: str, word: str, lang: str) -> str:
    return phrases.kind(word, lang) if column == "event_type" else labels.known(f"short.{word}", lang)


def _groups(coded: Coded, lang: str) -> tuple[dict[str, Any], Said]:
    """A tree of groups; an event is taken by those that held its group on its first day."""
    import pandas as pd

    depths = groups.tree(each for each in coded.column("group").words if each)
    place = {group: at for at, group in enumerate(depths)}
    days = coded.column("start").words
    eras = dict(zip(days, vocab.eras(pd.Series(days, dtype="datetime64[s]")), strict=True))

    def taken(event: Mapping[str, Any]) -> list[int]:
        group, era = event["group"], event["start"]
        above = vocab.parents_of(group, date.fromisoformat(era) if era else None) if group else []
        return sorted(place[name] for name in {group, *above} if name in place)

    def era(column: str, value: Any) -> Any:
        at = eras[value] if column == "start" else None
        return value if at is None else None if pd.isna(at) else at.date().isoformat()

    told = {
        "title": labels.text("filter.group", lang),
        "help": labels.text("filter.group.help", lang),
        "options": [
            {"id": group, "name": groups.name(group, lang=lang), "depth": depth}
            for group, depth in depths.items()
        ],
    }
    return told, coded.say(("group", "start"), taken, era)
