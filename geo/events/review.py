"""What an analyst judges about an event, part by part, and the decisions that a judgement makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .decided import PLACE
from .decisions import Decision, about, moment

VERDICTS = ("accept", "correct", "reject", "restore")


@dataclass(frozen=True)
class Part:
    """Columns of the events table that are judged together.

    Parameters
    ----------
    name : str
    columns : tuple of str
    needed : bool
        An event cannot be without it: it may be corrected, not rejected.
    """

    name: str
    columns: tuple[str, ...]
    needed: bool = False


PARTS = {
    part.name: part
    for part in (
        Part("what", ("sub_event_type",), needed=True),
        Part("status", ("status",), needed=True),
        Part("when", ("start", "end", "date_precision")),
        Part("where", PLACE),
        Part("who", ("actors",)),
        Part("targets", ("targets",)),
        Part("killed", ("killed_low", "killed_high", "killed_best")),
        Part("wounded", ("wounded_low", "wounded_high")),
        Part("abducted", ("abducted_low", "abducted_high")),
        Part("claims", ("claims",)),
    )
}


def judge(
    event: Mapping[str, Any],
    part: str,
    verdict: str,
    after: Mapping[str, Any] | None = None,
    *,
    who: str,
    why: str,
    earlier: Iterable[Decision] = (),
    members: Sequence[str] = (),
) -> list[Decision]:
    """The decisions that a judgement on one part of an event makes.

    Parameters
    ----------
    event : mapping
        One row of the events table as plain values, as it was shown.
    part : str
        A key of ``PARTS``.
    verdict : {'accept', 'correct', 'reject', 'restore'}
        Accept what is shown; put other values in its place; it is not so; back to what the machine read.
    after : mapping or None
        For 'correct': the part's columns with their new values; a column that is not told stays.
    who, why : str
    earlier : iterable of Decision
        Those that hold for this event: what is accepted may be a correction.
    members : sequence of str
        As for ``Decision``.

    Returns
    -------
    list of Decision
        None where nothing changes.

    Examples
    --------
    >>> shown = {"event_id": "a", "killed_low": 3, "killed_high": 3}
    >>> [each] = judge(shown, "killed", "correct", {"killed_high": 5}, who="Ann", why="second report")
    >>> each.action, each.field, each.before, each.after
    ('correct', 'killed_high', 3, 5)
    """
    columns = PARTS[part].columns
    now = {column: event.get(column) for column in columns}
    told: dict[str, Any] = {
        "who": who,
        "why": why,
        "members": tuple(members),
        "event": str(event["event_id"]),
    }
    if part == "where":
        return _place(now, verdict, after, told, earlier)
    if verdict == "correct":
        new = {column: value for column, value in (after or {}).items() if value != now[column]}
        return [Decision(action="correct", field=c, before=now[c], after=v, **told) for c, v in new.items()]
    if verdict == "reject":
        held = [c for c in columns if now[c] not in (None, [])]
        return [Decision(action="reject", field=c, before=now[c], **told) for c in held]
    if verdict == "restore":
        held = [c for c in columns if _is_changed(c, earlier)]
        return [Decision(action="accept", field=c, before=now[c], **told) for c in held]
    return [
        Decision(action="correct", field=c, before=now[c], after=now[c], **told)
        if _is_changed(c, earlier)
        else Decision(action="accept", field=c, before=now[c], after=now[c], **told)
        for c in columns
    ]


def _place(
    now: Mapping[str, Any],
    verdict: str,
    after: Mapping[str, Any] | None,
    told: Mapping[str, Any],
    earlier: Iterable[Decision],
) -> list[Decision]:
    """All columns of a place are one decision."""
    changed = _is_changed("place", earlier)
    if verdict == "correct":
        new = dict(after or {})
        same = all(now[column] == value for column, value in new.items())
        return [] if same else [Decision(action="place", field="place", before=dict(now), after=new, **told)]
    if verdict == "accept" and changed:
        return [Decision(action="place", field="place", before=dict(now), after=dict(now), **told)]
    if verdict == "restore" and not changed:
        return []
    action = "reject" if verdict == "reject" else "accept"
    return [Decision(action=action, field="place", before=dict(now), **told)]


def _is_changed(field: str, earlier: Iterable[Decision]) -> bool:
    """Whether the decision that holds for a field sets it."""
    held = [each for each in earlier if about(each) == field]
    return bool(held) and held[-1].action != "accept"


def of_event(
    event: Mapping[str, Any], decisions: Iterable[Decision], members: Sequence[str] = ()
) -> list[Decision]:
    """The decisions about one event, under its id or by the rows that it is made of, in the order given.

    Examples
    --------
    >>> [d.action for d in of_event({"event_id": "a"}, [Decision("a", "accept"), Decision("b", "accept")])]
    ['accept']
    """
    own = {str(event["event_id"]), *members}
    return [each for each in decisions if own.intersection((each.event, *each.members))]


def rejected(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that reject an event as a whole and still hold: the latest about it counts.

    Examples
    --------
    >>> told = [Decision("a", "reject"), Decision("b", "reject"), Decision("a", "accept")]
    >>> [each.event for each in rejected(told)]
    ['b']
    """
    latest = {each.event: each for each in sorted(decisions, key=moment) if about(each) == ""}
    return [each for each in latest.values() if each.action == "reject"]
