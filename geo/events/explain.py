"""Say in words why an event is what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import schema
from ..errors import InvalidQuery

# What is explained, in order: the evidence of a field, and the words that a reason about it begins with.
_FIELDS: Mapping[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "what": (frozenset({"event_type", "sub_event_type", "trigger"}), ("type",)),
    "when": (frozenset({"start", "end", "date"}), ("date",)),
    "where": (frozenset({"place_name", "place", "place_id"}), ("place",)),
    "who": (frozenset({"actors", "actor", "group"}), ("actor",)),
    "targets": (frozenset({"targets", "target"}), ("target",)),
    "killed": (frozenset({"killed"}), ("killed",)),
    "wounded": (frozenset({"wounded"}), ("wounded",)),
    "abducted": (frozenset({"abducted"}), ("abducted",)),
    "claims": (frozenset({"claims", "claim", "attribution"}), ("claim",)),
}
_HEADS = {head: field for field, (_, heads) in _FIELDS.items() for head in heads}
_PRECISIONS = {
    "exact": "a named place",
    "near": "near this place",
    "admin2": "somewhere in this district",
    "admin1": "somewhere in this region",
    "country": "somewhere in this country",
}


@dataclass(frozen=True)
class Ground:
    """What one part of an event rests on.

    Parameters
    ----------
    field : str
        what, when, where, who, targets, killed, wounded, abducted, claims; event: the event as a whole.
    quotes : tuple of (str, str)
        Words of a report that prove it, and the report's id; each once.
    reasons : tuple of str
        Why it was read so, in English, without the word that says what they are about.
    """

    field: str
    quotes: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()


def grounds(event: Mapping[str, Any]) -> tuple[Ground, ...]:
    """What the parts of an event rest on: the words of each report, and the reasons.

    Parameters
    ----------
    event : mapping
        One row of the events table as plain values.

    Returns
    -------
    tuple of Ground
        Those parts that have any, in a fixed order; reasons about no part of it come last, as 'event'.

    Examples
    --------
    >>> grounds({"evidence": [{"report": "a", "field": "start", "text": "July 1"}],
    ...          "reasons": ["date: year of publication", "one event from 2 reports"]})
    (Ground(field='when', quotes=(('July 1', 'a'),), reasons=('year of publication',)),
     Ground(field='event', quotes=(), reasons=('one event from 2 reports',)))
    """
    quotes: dict[str, dict[tuple[str, str], None]] = {}
    for span in event.get("evidence") or []:
        for field, (columns, _) in _FIELDS.items():
            if span.get("field") in columns:
                quotes.setdefault(field, {})[str(span.get("text")), str(span.get("report"))] = None
    reasons: dict[str, dict[str, None]] = {}
    for reason in event.get("reasons") or []:
        head, colon, rest = reason.partition(": ")
        field, why = (_HEADS[head], rest) if colon and head in _HEADS else ("event", reason)
        reasons.setdefault(field, {})[why] = None
    return tuple(
        Ground(field, tuple(quotes.get(field, ())), tuple(reasons.get(field, ())))
        for field in (*_FIELDS, "event")
        if field in quotes or field in reasons
    )


def explain_one(atlas: schema.Atlas, event_id: str) -> str:
    """Say in words why an event of a table is what it is, and why its reports are one event.

    Parameters
    ----------
    atlas : Atlas
    event_id : str

    Returns
    -------
    str

    Raises
    ------
    InvalidQuery
        When there is no such event.
    """
    found = atlas.events[atlas.events["event_id"] == event_id]
    if found.empty:
        raise InvalidQuery(
            f"event {event_id!r}", "is not in the table", "take an id from its event_id column"
        )
    return explain(schema.to_plain(found).to_dict("records")[0])


def explain(event: Mapping[str, Any]) -> str:
    """Say what an event's fields rest on: the words of each report, the reasons, the claims.

    Parameters
    ----------
    event : mapping
        One row of the events table as plain values.

    Returns
    -------
    str
        Some lines of plain text.

    Examples
    --------
    >>> row = {"event_id": "ev-1", "sub_event_type": "Attack", "place_name": "Kayes", "start": "2025-07-01",
    ...        "end": "2025-07-01", "reports": ["a"], "claims": [], "reasons": ["date: year of publication"],
    ...        "evidence": [{"report": "a", "field": "start", "start": 9, "end": 15, "text": "July 1"}]}
    >>> print(explain(row))
    ev-1: Attack, Kayes, 2025-07-01
    from 1 report: a
    what: Attack
    when: 2025-07-01
      told as 'July 1' (a)
      because: year of publication
    where: Kayes, not located
    not stated: who, targets, killed, wounded, abducted, claims
    """
    values = {field: make(event) for field, make in _VALUES.items()}
    reports = event["reports"]
    title = (values["what"] or "event", event.get("place_name") or "place not stated", _days(event))
    lines = [
        f"{event['event_id']}: {', '.join(title)}",
        f"from {len(reports)} report{'s' * (len(reports) != 1)}: {', '.join(reports)}",
    ]
    found = {ground.field: ground for ground in grounds(event)}
    for field in (*_FIELDS, "event"):
        ground, value = found.get(field, Ground(field)), values.get(field, "")
        if value or field in found:
            lines.append(
                f"{field}: {value}".rstrip(": ") if value or field != "event" else "event as a whole"
            )
            lines += _why(ground)
    missing = [field for field in _FIELDS if not values[field]]
    return "\n".join([*lines, *([f"not stated: {', '.join(missing)}"] if missing else [])])


def _why(ground: Ground) -> list[str]:
    told = "; ".join(f"'{words}' ({report})" for words, report in ground.quotes)
    return [
        *([f"  told as {told}"] if told else []),
        *([f"  because: {'; '.join(ground.reasons)}"] if ground.reasons else []),
    ]


def _days(event: Mapping[str, Any]) -> str:
    start, end = event.get("start"), event.get("end")
    if not start:
        return "date not stated"
    return str(start) if start == end else f"{start} to {end}"


def _when(event: Mapping[str, Any]) -> str:
    unit = event.get("date_precision")
    known = {"day", "unknown", None}
    return "" if not event.get("start") else _days(event) + ("" if unit in known else f" (told as a {unit})")


def _where(event: Mapping[str, Any]) -> str:
    within = [event.get(name) for name in ("place_name", "admin1", "country")]
    names = list(dict.fromkeys(str(name) for name in within if name))
    if not names:
        return ""
    known = _PRECISIONS.get(str(event.get("place_precision")), "not located")
    radius = event.get("uncertainty_km")
    others = [str(each["name"]) for each in event.get("place_candidates") or [] if each.get("name")]
    far = f", within {radius:g} km" if radius is not None else ""
    lost = f"; {len(others)} other place{'s' * (len(others) != 1)} considered" if others else ""
    return f"{', '.join(names)}, {known}{far}{lost}"


def _people(name: str) -> Callable[[Mapping[str, Any]], str]:
    def said(event: Mapping[str, Any]) -> str:
        low, high = event.get(f"{name}_low"), event.get(f"{name}_high")
        if low is None:
            return "" if high is None else f"at most {high}"
        if high is None:
            return f"at least {low}"
        return f"{low}" if low == high else f"{low} to {high}"

    return said


def _joined(items: Iterable[Mapping[str, Any]], *keys: str) -> str:
    return "; ".join(", ".join(str(item[key]) for key in keys if item.get(key)) for item in items)


def _who(event: Mapping[str, Any]) -> str:
    """Actors by id; one that data/groups does not list by the name that its source gives."""
    return "; ".join(
        f"{(each.get('name') if each.get('id') == 'Other' else None) or each.get('id')}, {each.get('role')}"
        for each in event.get("actors") or ()
    )


def _claims(event: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{c.get('actor') or 'an unnamed party'}: {str(c.get('status')).replace('_', ' ')},"
        f" says {c.get('by') or 'the report'} ({c.get('report')})"
        for c in event.get("claims") or ()
    )


_VALUES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "what": lambda event: event.get("sub_event_type") or "",
    "when": _when,
    "where": _where,
    "who": _who,
    "targets": lambda event: _joined(event.get("targets") or (), "kind", "nationality", "number", "name"),
    "killed": _people("killed"),
    "wounded": _people("wounded"),
    "abducted": _people("abducted"),
    "claims": _claims,
}
