"""What analysts decide: an append-only file, applied on top of what the machine read, never instead of it.

Source: DESIGN section 9.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import AtlasError, InvalidEvents, UnreadableInput
from ..home import HOME, home

ACTIONS = ("accept", "correct", "reject", "place", "confirm", "restrict", "release")
# What these set, so that a correction of the column and they compete.
SETS = {
    "confirm": ("verification", "confirmed"),
    "restrict": ("sensitivity", "restricted"),
    "release": ("sensitivity", "public"),
}


@dataclass(frozen=True)
class Decision:
    """One decision of one analyst.

    Parameters
    ----------
    event : str
        Id of the event as it was shown.
    action : str
        One of ``ACTIONS``. Reject without a field rejects the event; with one, empties that field.
    field : str or None
        Column of the events table; 'place' stands for all columns of a place together.
    before, after : Any
        Plain values as in the events table; for 'place', mappings of column to value.
    who, why : str
    when : str
        ISO 8601, UTC, to the second.
    report : str or None
        The report that the field was read from, where one is meant.
    members : tuple of str
        Ids of the unmerged rows that the event was made of: they find it again after a re-read.
    """

    event: str
    action: str
    field: str | None = None
    before: Any = None
    after: Any = None
    who: str = ""
    why: str = ""
    when: str = dataclasses.field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    report: str | None = None
    members: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an action that nobody knows, and words that are none."""
        if self.action not in ACTIONS:
            raise InvalidEvents(
                f"action {self.action!r}", "is no decision", f"take one of {', '.join(ACTIONS)}"
            )
        words = [self.event, self.who, self.why, self.when, *self.members]
        words += [each for each in (self.field, self.report) if each is not None]
        if not self.event or not all(isinstance(each, str) for each in words):
            raise InvalidEvents(f"event {self.event!r}", "is no decision's", "give ids and words as text")
        if self.action == "correct" and not self.field:
            raise InvalidEvents("a correction", "names no field", "say which column it corrects")


def about(decision: Decision) -> str:
    """What a decision is about: a column, 'place', or '' for the event itself. The latest about it holds.

    Examples
    --------
    >>> about(Decision("a", "confirm")), about(Decision("a", "place")), about(Decision("a", "reject"))
    ('verification', 'place', '')
    """
    if decision.action == "place":
        return "place"
    return SETS[decision.action][0] if decision.action in SETS else decision.field or ""


def moment(decision: Decision) -> datetime:
    """When it was decided; a time that cannot be read comes before all others."""
    try:
        when = datetime.fromisoformat(decision.when)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def named(decision: Decision) -> str:
    """A decision in a few words, for what is told of it.

    Examples
    --------
    >>> named(Decision("ev-1", "correct", "start", who="Ann", when="2026-11-22"))
    "Ann's decision of 2026-11-22 about start of ev-1"
    """
    who = f"{decision.who}'s decision" if decision.who else "the decision"
    what = f"{about(decision)} of " if about(decision) else ""
    return f"{who} of {decision.when[:10]} about {what}{decision.event}"


def file_of_user() -> Path:
    """Where the page keeps decisions; it need not exist."""
    return home() / "decisions.jsonl"


def append(decisions: Iterable[Decision], path: Path | None = None) -> None:
    """Add decisions to the end of the file; what stands there is never changed.

    Parameters
    ----------
    decisions : iterable of Decision
    path : pathlib.Path or None
        None is the user's own file.

    Raises
    ------
    AtlasError
        When it cannot be written.
    """
    path = path or file_of_user()
    lines = [json.dumps(asdict(each), ensure_ascii=False, default=str) + "\n" for each in decisions]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            torn = file.tell() and path.read_bytes()[-1:] != b"\n"  # by a crash: it stays one bad line
            file.write(("\n" * bool(torn) + "".join(lines)).encode(errors="replace"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        why = f"cannot be written ({error.strerror or error})"
        raise AtlasError(str(path), why, f"set {HOME} to a folder of yours") from None


def read(path: str | os.PathLike[str] | None = None) -> tuple[list[Decision], list[dict[str, Any]]]:
    """The decisions of a file, in order, and the lines that hold none.

    Parameters
    ----------
    path : path or None
        None is the user's own file, which need not exist.

    Returns
    -------
    decisions : list of Decision
    rejects : list of dict
        file, line, reason: a torn last line costs no other line its decision.

    Raises
    ------
    UnreadableInput
        When the file that was named is not there, or the file cannot be read.
    """
    file = Path(path) if path else file_of_user()
    kept: list[Decision] = []
    rejects: list[dict[str, Any]] = []
    try:
        written = file.read_bytes().decode(errors="replace") if path or file.exists() else ""
    except OSError as error:
        why = f"cannot be read ({error.strerror or error})"
        raise UnreadableInput(str(file), why, "name a file of decisions, one a line") from None
    for number, line in enumerate(written.split("\n"), 1):
        if not line.strip():
            continue
        try:
            told: Mapping[str, Any] = json.loads(line)
            kept.append(Decision(**{**told, "members": tuple(told.get("members") or ())}))
        except (ValueError, TypeError, AttributeError, RecursionError, AtlasError) as error:
            rejects.append({"file": str(file), "line": number, "reason": f"holds no decision ({error})"})
    return kept, rejects
