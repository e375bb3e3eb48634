"""Apply what analysts decided on top of what the machine read; the original stays in words beside it.

The latest decision about an event's field holds. A decision that cannot be applied is told, never guessed at.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import schema, schema_check, vocab
from ..errors import AtlasError
from .build import attribution, main_group
from .decisions import SETS, Decision, about, moment, named
from .homes import found

if TYPE_CHECKING:
    import geopandas as gpd

    from ..model import Fix

Row = dict[str, Any]
PLACE = (
    *("place_name", "place_id", "country", "admin1", "admin2"),
    *("latitude", "longitude", "place_precision", "uncertainty_km"),
)
BORDER = ("border_country", "border_km_min", "border_km_max")
_MOVES = frozenset({"latitude", "longitude", "uncertainty_km", "country"})
_OURS = frozenset({"event_id", "reasons", *BORDER})  # identity, history, and what is computed
# A column that is made of another one follows its correction.
_FOLLOWS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "sub_event_type": ("event_type", vocab.event_type_of),
    "actors": ("group", main_group),
    "claims": ("attribution", lambda told: attribution([claim["status"] for claim in told])),
}
_WIDEST = 80


class Applied(NamedTuple):
    """The events with the decisions in them; ids of those that moved; why decisions were not applied.

    Events that moved have null border columns: distances are for who knows the borders.
    """

    events: gpd.GeoDataFrame
    moved: tuple[str, ...]
    problems: tuple[str, ...]


class _Unfit(Exception):
    """Why a decision cannot be applied, in words."""


def apply(events: gpd.GeoDataFrame, members: gpd.GeoDataFrame, decisions: Iterable[Decision]) -> Applied:
    """Apply decisions to a table of events; rows that nobody decided on stay as they are.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        An events table.
    members : geopandas.GeoDataFrame
        The unmerged rows that merged events were made of: through them a decision finds its event when a
        re-read gave that another id.
    decisions : iterable of Decision
        For each event and field the latest (``when``, then the order given) holds. Accept leaves the field as
        it was read; accept of an event takes its rejection back.

    Returns
    -------
    Applied

    Examples
    --------
    >>> table = schema.from_rows([{"event_id": "a", "killed_low": 3, "killed_high": 3}])
    >>> told = [Decision("a", "reject", "killed_low", who="Ann", why="they are wounded", when="2026-11-22")]
    >>> apply(table, schema.empty(), told).events.iloc[0].reasons
    ['decided by Ann on 2026-11-22: killed_low was 3, now unknown, because they are wounded']
    """
    import pandas as pd

    homes, problems = found(events, members, decisions)
    homes = {name: _latest(held) for name, held in homes.items()}
    if not homes:
        return Applied(events, (), tuple(problems))
    table = events.reset_index(drop=True)
    decided = table[table["event_id"].isin(list(homes))]
    before = {row["event_id"]: row for row in schema.to_plain(decided).to_dict("records")}
    kept = {name: homes[name] for name in before if not any(_rejects(d) for d in homes[name])}
    made = _valid(before, {name: _row(before[name], held) for name, held in kept.items()}, kept)
    rows = [row for row, _ in made.values()]
    changed = schema.from_rows(rows).set_index(decided.index[decided["event_id"].isin(list(kept))])
    parts = [part for part in (table.drop(decided.index), changed) if len(part)]
    out = pd.concat(parts).sort_index().reset_index(drop=True) if parts else schema.empty()
    moved = [row["event_id"] for row in rows if any(row[c] != before[row["event_id"]][c] for c in _MOVES)]
    return Applied(out, tuple(moved), (*problems, *(line for _, told in made.values() for line in told)))


def _rejects(decision: Decision) -> bool:
    """Whether a decision takes the whole event out."""
    return decision.action == "reject" and not decision.field


def place_of(fix: Fix) -> Row:
    """The columns of a place as a decision gives them; the name stays the source's.

    Parameters
    ----------
    fix : Fix
        Found.

    Returns
    -------
    dict
        ``PLACE`` without ``place_name``.
    """
    return {
        "place_id": fix.place.place_id if fix.place else None,
        "country": fix.country,
        "admin1": fix.admin1,
        "admin2": fix.admin2,
        "latitude": fix.point.lat if fix.point else None,
        "longitude": fix.point.lon if fix.point else None,
        "place_precision": str(fix.precision),
        "uncertainty_km": fix.uncertainty_km,
    }


def _latest(decisions: Iterable[Decision]) -> list[Decision]:
    """The last decision about each field of one event, in the order of time."""
    held = {about(d): d for d in sorted(decisions, key=moment)}
    return sorted(held.values(), key=moment)


def _valid(
    before: Mapping[str, Row], made: dict[str, tuple[Row, list[str]]], homes: Mapping[str, list[Decision]]
) -> dict[str, tuple[Row, list[str]]]:
    """Leave out decisions that would break a rule of the events table, the latest of those at fault first."""
    held, told = {name: list(homes[name]) for name in made}, {name: list[str]() for name in made}
    if not _broken(row for row, _ in made.values()):
        return made
    known = _broken(before[name] for name in made)
    while broken := _broken(row for row, _ in made.values()) - known:
        for name in {name for name, _, _ in broken}:
            mine = [(column, rule) for event, column, rule in broken if event == name]
            column, rule = min(mine)
            at_fault = [d for d in held[name] if _touches(d, {column, *rule.split()})] or held[name]
            held[name].remove(at_fault[-1])
            told[name].append(f"{named(at_fault[-1])} is not applied: {column} then breaks the rule: {rule}")
            row, problems = _row(before[name], held[name])
            made[name] = (row, problems)
    return {name: (row, [*problems, *told[name]]) for name, (row, problems) in made.items()}


def _broken(rows: Iterable[Row]) -> set[tuple[str, str, str]]:
    found = schema_check.check(schema.from_rows(list(rows)))
    return {(str(problem.event_id), problem.column, problem.rule) for problem in found}


def _touches(decision: Decision, words: set[str]) -> bool:
    field = about(decision)
    sets = {*PLACE, "geometry"} if field == "place" else {field, _FOLLOWS.get(field, (field,))[0]}
    return not words.isdisjoint(sets)


def _row(row: Row, decisions: Sequence[Decision]) -> tuple[Row, list[str]]:
    """A row with the decisions in it, and why some could not be applied."""
    out, problems = dict(row, reasons=list(row["reasons"])), []
    for decision in decisions:
        try:
            changes = _changes(out, decision)
        except _Unfit as why:
            problems.append(f"{named(decision)} is not applied: {why}")
            continue
        _note(out["reasons"], decision, out, changes)
        if any(out[column] != value for column, value in changes.items() if column in _MOVES):
            changes |= dict.fromkeys(BORDER)
        out |= changes
    return out, problems


def _changes(row: Row, decision: Decision) -> Row:
    """The columns that a decision sets, with their new values."""
    field = about(decision)
    if decision.action == "accept":
        return {}
    if decision.action in SETS:
        return dict([SETS[decision.action]])
    if field == "place":
        return _place(row, {} if decision.action == "reject" else decision.after)
    value = _fitting(field, None if decision.action == "reject" else decision.after)
    changes = {field: value}
    if field in _FOLLOWS:
        follower, made_of = _FOLLOWS[field]
        try:
            changes[follower] = made_of(value) if value is not None else None
        except (AtlasError, KeyError, TypeError, ValueError, AttributeError):
            raise _Unfit(f"{_shown(value)} is no {field}") from None
    return changes


def _place(row: Row, told: Any) -> Row:
    """All columns of a place: what is not told is unknown, but for the name, which is the source's."""
    if not isinstance(told, Mapping) or set(told) - set(PLACE):
        raise _Unfit(f"a place holds {', '.join(PLACE)}")
    after = {"place_name": row["place_name"], "place_precision": "unresolved", **told}
    changes = {column: _fitting(column, after.get(column)) for column in PLACE}
    losers = [c for c in row["place_candidates"] if c.get("place_id") != changes["place_id"]]
    return changes | {"place_candidates": losers}


def _fitting(column: str, value: Any) -> Any:
    """The value, if it is of the column's kind."""
    kinds = {each.name: each.kind for each in schema.columns() if each.name not in _OURS}
    if column not in kinds:
        raise _Unfit(f"{column!r} is no column that can be decided on")
    kind = kinds[column]
    if kind == "list":
        value = [] if value is None else value
    elif value is None or value == "":
        return None
    if not _IS[kind](value):
        raise _Unfit(f"{_shown(value)} is no {kind}, as {column} is")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


_IS: dict[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "date": _is_date,
    "int": lambda value: _is_number(value) and value == int(value) and abs(value) < 2**63,
    "float": _is_number,
    "list": lambda value: isinstance(value, list),
}


def _note(reasons: list[str], decision: Decision, row: Row, changes: Row) -> None:
    """Say who decided what: once, though an events file that holds the decision may be decided on again."""
    what = about(decision)
    head = f"decided by {decision.who or 'an analyst'} on {decision.when[:10]}: {what or 'event'} "
    why = f", because {decision.why}" if decision.why else ""
    was, now = "", "accepted"
    if decision.action != "accept":
        old, new = (row, row | changes)
        shown = (_of_place(old), _of_place(new)) if what == "place" else (old[what], new[what])
        was, now = f"was {_shown(shown[0])}", f", now {_shown(shown[1])}"
    if not any(line.startswith(head) and line.endswith(now + why) for line in reasons):
        reasons.append(head + was + now + why)


def _of_place(row: Row) -> str | None:
    """A place in words: its gazetteer id tells namesakes apart."""
    if row["place_precision"] in (None, "unresolved"):
        return None
    within = [str(row[column]) for column in ("admin1", "country", "place_id") if row[column]]
    return f"{row['place_name']} ({', '.join(within)})"


def _shown(value: Any) -> str:
    if value is None or value == []:
        return "unknown"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
