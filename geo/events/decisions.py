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

from ..errors import AtlasError, InvalidEvents
from ..home import HOME, home

ACTIONS = ("accept", "correct", "reject", "place", "confirm", "restrict", "release")


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
        """Refuse an action that nobody knows."""
        if self.action not in ACTIONS:
            raise InvalidEvents(
                f"action {self.action!r}", "is no decision", f"take one of {', '.join(ACTIONS)}"
            )


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
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(lines))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        why = f"cannot be written ({error.strerror or error})"
        raise AtlasError(str(path), why, f"set {HOME} to a folder of yours") from None


def read(path: Path | None = None) -> tuple[list[Decision], list[dict[str, Any]]]:
    """The decisions of a file, in order, and the lines that hold none.

    Parameters
    ----------
    path : pathlib.Path or None
        None is the user's own file.

    Returns
    -------
    decisions : list of Decision
    rejects : list of dict
        file, line, reason: a torn last line costs no other line its decision.
    """
    path = path or file_of_user()
    kept: list[Decision] = []
    rejects: list[dict[str, Any]] = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        try:
            told: Mapping[str, Any] = json.loads(line)
            kept.append(Decision(**{**told, "members": tuple(told.get("members") or ())}))
        except (ValueError, TypeError, AttributeError, AtlasError) as error:
            rejects.append({"file": str(path), "line": number, "reason": f"holds no decision ({error})"})
    return kept, rejects
