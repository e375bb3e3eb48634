"""What the standalone file filters by: the armed group on the event's day, kind, country, source, …"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from .. import schema, vocab
from . import groups, labels, phrases
from .coded import Coded, Said

_LEAST = 2  # options of a filter that has boxes: of one country there is nothing to choose


def facets(coded: Coded, lang: str = "en") -> dict[str, tuple[dict[str, Any], Said]]:
    """The filters of a table, by name.

    Parameters
    ----------
    coded : geo.views.coded.Coded
    lang : {'en', 'fr'}

    Returns
    -------
    dict of str to tuple
        Title, ``options`` (``id``, ``name``, ``depth``), whether it is ``hidden`` (clicks on the map set it,
        or there is nothing to choose) and, of each event, which options take it. The names are those of
        ``geo.store.query.Query``, in its order.

    Examples
    --------
    >>> told, said = facets(Coded(schema.from_rows([{"attribution": "denied"}])))["attribution"]
    >>> [option["id"] for option in told["options"]], said.words
    (['denied'], [[0]])
    """
    return {
        "group": _groups(coded, lang),
        "event_type": _words(coded, "event_type", phrases.kind, lang),
        "country": _held(coded, "country", phrases.country, lang),
        "admin1": _held(coded, "admin1", lambda name, _: name, lang, least=math.inf),
        "place_precision": _words(coded, "place_precision", _short, lang),
        "attribution": _words(coded, "attribution", _short, lang),
        "source": _held(coded, "source", lambda name, _: name, lang, split=" · "),
    }


def _words(coded: Coded, name: str, say: Callable[[str, str], str], lang: str) -> tuple[dict[str, Any], Said]:
    """The words of a column in the schema's order."""
    allowed = next(column.allowed for column in schema.columns() if column.name == name)
    held = set(coded.column(name).words)
    place = {word: at for at, word in enumerate(word for word in allowed if word in held)}
    told = {"title": labels.text(f"filter.{name}", lang), "options": _options(place, say, lang)}
    return told, coded.say((name,), lambda event: [place[event[name]]] if event[name] in place else [])


def _held(
    coded: Coded,
    name: str,
    say: Callable[[str, str], str],
    lang: str,
    *,
    split: str | None = None,
    least: float = _LEAST,
) -> tuple[dict[str, Any], Said]:
    """The values of a column by their names; one value may hold several, apart by ``split``."""

    def parts(value: str | None) -> list[str]:
        return [] if value is None else value.split(split) if split else [value]

    found = {part for value in coded.column(name).words for part in parts(value)}
    place = {part: at for at, part in enumerate(sorted(found, key=lambda part: (say(part, lang), part)))}
    told = {
        "title": labels.text(f"filter.{name}", lang),
        "options": _options(place, say, lang),
        "hidden": len(place) < least,
    }
    return told, coded.say((name,), lambda event: [place[part] for part in parts(event[name])])


def _options(words: Iterable[str], say: Callable[[str, str], str], lang: str) -> list[dict[str, Any]]:
    return [{"id": word, "name": say(word, lang), "depth": 0} for word in words]


def _short(word: str, lang: str) -> str:
    return labels.known(f"short.{word}", lang)


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
