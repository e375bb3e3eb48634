"""The widgets in which an analyst corrects a part of an event, made after the events table's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import dates, pipeline, schema, vocab
from geo.views import groups, phrases
from geo.views.labels import known, text

if TYPE_CHECKING:
    import pandas as pd

Event = Mapping[str, Any]
Words = Callable[[str], str]
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
_ROLES = ("perpetrator", "side_b", "affiliation")
_TARGETS = "target."  # the kinds of targets are the keys that begin so


def correction(part: str, event: Event, key: str, lang: str) -> dict[str, Any]:
    """Ask for the true values of a part of an event.

    Parameters
    ----------
    part : str
        A key of ``geo.events.review.PARTS``.
    event : mapping
        The event as it is shown; its values stand in the widgets at first.
    key : str
        What the widgets' keys begin with.
    lang : {'en', 'fr'}

    Returns
    -------
    dict of str to object
        Plain values by column; {} where no place was chosen yet.
    """
    return _WIDGETS[part](event, key, lang)


def _one_of(column: str, words: Callable[[str, str], str]) -> Callable[[Event, str, str], dict[str, Any]]:
    """A choice among the values that the schema allows."""

    def ask(event: Event, key: str, lang: str) -> dict[str, Any]:
        allowed = next(each.allowed for each in schema.columns() if each.name == column)
        index = allowed.index(event[column]) if event[column] in allowed else None
        label, say = known(f"field.{column}", lang), lambda each: words(each, lang)
        return {
            column: st.selectbox(
                label,
                allowed,
                index,
                format_func=say,
                placeholder=text("said.choose", lang),
                key=f"{key}.{column}",
            )
        }

    return ask


def _when(event: Event, key: str, lang: str) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for side, column in zip(st.columns(2), ("start", "end"), strict=True):
        day = side.date_input(
            text(f"article.{column}", lang),
            date.fromisoformat(event[column]) if event[column] else None,
            _FIRST_DAY,
            _LAST_DAY,
            format="YYYY-MM-DD",
            key=f"{key}.{column}",
        )
        asked[column] = day.isoformat() if isinstance(day, date) else None
    units = dates.PRECISIONS
    asked["date_precision"] = st.selectbox(
        text("article.unit", lang),
        units,
        units.index(event["date_precision"]) if event["date_precision"] in units else len(units) - 1,
        format_func=lambda unit: text(f"article.unit.{unit}", lang),
        placeholder=text("said.choose", lang),
        key=f"{key}.unit",
    )
    return asked


def _where(event: Event, key: str, lang: str) -> dict[str, Any]:
    """A place of the gazetteer, looked up by name; the name as written stays the source's."""
    name = st.text_input(text("article.place", lang), event["place_name"] or "", key=f"{key}.name")
    fix = pipeline.geocode([name])[0] if name.strip() else None
    places = [each.place for each in fix.candidates] if fix else []
    ids = [each.place_id for each in places]

    def words(at: int) -> str:
        kind = known(f"places.kind.{places[at].kind}", lang)
        country = phrases.country(places[at].country, lang)
        return ", ".join(part for part in (places[at].name, kind, places[at].admin1, country) if part)

    at = st.selectbox(
        text("article.candidate", lang),
        range(len(places)),
        ids.index(event["place_id"]) if event["place_id"] in ids else None,
        format_func=words,
        placeholder=text("article.candidate.none", lang, n=len(places)),
        disabled=not places,
        key=f"{key}.candidate",
    )
    return {} if at is None else pipeline.chosen(places[at], event)


def _people(name: str) -> Callable[[Event, str, str], dict[str, Any]]:
    """A range of people; an empty end is not stated."""

    def ask(event: Event, key: str, lang: str) -> dict[str, Any]:
        asked = {}
        for side, end in zip(st.columns(2), ("low", "high"), strict=True):
            column = f"{name}_{end}"
            label, value = text(f"article.{end}", lang), event[column]
            given = None if value is None else int(value)
            number = side.number_input(
                label, 0, None, given, 1, key=f"{key}.{column}", placeholder=text("number.none", lang)
            )
            asked[column] = None if number is None else int(number)
        return asked

    return ask


def _rows(
    column: str, kinds: Callable[[Event, str], dict[str, Any]]
) -> Callable[[Event, str, str], dict[str, Any]]:
    """A small table of the things that a column lists; rows can be added and taken out."""

    def ask(event: Event, key: str, lang: str) -> dict[str, Any]:
        import pandas as pd

        held, heads = list(event[column] or []), kinds(event, lang)
        table = pd.DataFrame([{name: each.get(name) for name in heads} for each in held], columns=[*heads])
        numbers = [name for name in heads if name == "number"]
        table = table.astype(object).astype(dict.fromkeys(numbers, "Int64"))
        edited = st.data_editor(
            table,
            column_config=heads,
            num_rows="dynamic",
            hide_index=True,
            placeholder="–",
            alt=known(f"field.{column}", lang),
            key=f"{key}.{column}",
        )
        return {column: listed(edited, held)}

    return ask


def listed(table: pd.DataFrame, held: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of an edited table as a list column holds them: what is empty is not there.

    Parameters
    ----------
    table : pandas.DataFrame
    held : sequence of mapping
        What the column held; a row that was not changed stays as it was, with what the table does not show.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> import pandas as pd
    >>> listed(pd.DataFrame([{"kind": "civilians", "number": 3.0}, {"kind": None, "number": None}]), [])
    [{'kind': 'civilians', 'number': 3}]
    """
    told = [{name: _plain(value) for name, value in row.items()} for row in table.to_dict("records")]
    rows = [{name: value for name, value in row.items() if value is not None} for row in told]
    as_shown = [({name: each.get(name) for name in table.columns}, dict(each)) for each in held]
    known_rows = [({k: v for k, v in shown.items() if v is not None}, whole) for shown, whole in as_shown]
    return [next((whole for shown, whole in known_rows if shown == row), row) for row in rows if row]


def _plain(value: Any) -> Any:
    import pandas as pd

    if value is None or value is pd.NA or value != value or value == "":
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _actors(event: Event, lang: str) -> dict[str, Any]:
    return {
        "id": _choice("article.group", _group_ids(event["actors"] or (), "id"), _group(lang), lang),
        "role": _choice("article.role", _ROLES, lambda role: text(f"role.{role}", lang), lang),
        "name": st.column_config.TextColumn(text("article.written", lang)),
    }


def _targets(event: Event, lang: str) -> dict[str, Any]:
    from geo.views import labels

    kinds = {key.removeprefix(_TARGETS) for key in labels.table() if key.startswith(_TARGETS)}
    kinds |= {each["kind"] for each in event["targets"] or () if each.get("kind")}
    number = text("article.number", lang)
    return {
        "kind": _choice("article.kind", sorted(kinds), lambda kind: known(f"target.{kind}", lang), lang),
        "number": st.column_config.NumberColumn(number, min_value=0, step=1),
        "nationality": st.column_config.TextColumn(text("article.nationality", lang), max_chars=2),
        "name": st.column_config.TextColumn(text("article.written", lang)),
    }


def _claims(event: Event, lang: str) -> dict[str, Any]:
    status, reports = schema.CLAIM_STATUSES, event["reports"] or []
    return {
        "actor": _choice("article.group", _group_ids(event["claims"] or (), "actor"), _group(lang), lang),
        "status": _choice("article.status", status, lambda each: text(f"article.claim.{each}", lang), lang),
        "by": st.column_config.TextColumn(text("article.by", lang)),
        "report": _choice("article.report", reports, str, lang, default=reports[0] if reports else None),
    }


def _choice(label: str, options: Iterable[str], words: Words, lang: str, default: str | None = None) -> Any:
    return st.column_config.SelectboxColumn(
        text(label, lang),
        options=list(options),
        format_func=lambda each: words(str(each)),
        required=True,
        default=default,
    )


def _group_ids(held: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys([*vocab.groups(), *(each[name] for each in held if each.get(name))]))


def _group(lang: str) -> Words:
    return lambda each: groups.name(each, 0, lang)


_WIDGETS: dict[str, Callable[[Event, str, str], dict[str, Any]]] = {
    "what": _one_of("sub_event_type", phrases.kind),
    "status": _one_of("status", lambda each, lang: text(f"status.{each}", lang)),
    "when": _when,
    "where": _where,
    "who": _rows("actors", _actors),
    "targets": _rows("targets", _targets),
    "killed": _people("killed"),
    "wounded": _people("wounded"),
    "abducted": _people("abducted"),
    "claims": _rows("claims", _claims),
}
