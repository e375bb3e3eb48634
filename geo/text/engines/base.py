"""What every engine has in common: it proposes events by quoting the text, and each quote is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ...model import PlaceNames, Reading, Report

FIELDS = ("date", "place", "actor", "target", "killed", "wounded", "abducted", "claim")


@dataclass(frozen=True)
class Quote:
    """Words that an engine says to stand in the text, and where it says so (None: it does not say)."""

    text: str
    start: int | None = None


@dataclass(frozen=True)
class Detail:
    """One thing that an engine says of an event.

    Parameters
    ----------
    name : str
        One of ``FIELDS``.
    quote : Quote
        The words that it rests on.
    values : mapping of str to object
        date: start, end (ISO 8601). actor: id, role. target: kind. killed, wounded, abducted: low.
        claim: actor, status, by. Whatever else is there is not looked at.
    """

    name: str
    quote: Quote
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """One event as an engine tells it: sub-event type, status, the words of the deed, its details."""

    sub_event_type: str
    status: str
    trigger: Quote
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What an engine made of a report.

    Parameters
    ----------
    reading : Reading
    made_by : str
        The engine and its version.
    problems : tuple of str
        What was refused, or why nothing could be read.
    """

    reading: Reading
    made_by: str
    problems: tuple[str, ...] = ()


class Engine(Protocol):
    """Reads reports; ``made_by`` names it and its version."""

    made_by: str

    def read(self, report: Report, names: PlaceNames) -> Outcome:
        """Read one report; never raises for what the report, or the engine's answer, holds."""
