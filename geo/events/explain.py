"""Say in words why an event is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FIELDS = ("event_type", "start", "place_name", "actors", "killed", "wounded", "abducted", "claims")


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
    ...        "end": "2025-07-01", "reports": ["a"], "evidence": [], "claims": [], "reasons": ["date: told"]}
    >>> print(explain(row))
    ev-1: Attack, Kayes, 2025-07-01
    from 1 report: a
    why: date: told
    """
    when = event["start"] if event["start"] == event["end"] else f"{event['start']} to {event['end']}"
    lines = [
        f"{event['event_id']}: {event['sub_event_type']}, {event['place_name'] or 'place not stated'}, {when}"
    ]
    reports = event["reports"]
    lines.append(f"from {len(reports)} report{'s' * (len(reports) != 1)}: {', '.join(reports)}")
    for field in _FIELDS:
        said = [f"'{s['text']}' ({s['report']})" for s in event["evidence"] if s["field"] == field]
        if said:
            lines.append(f"{field}: {'; '.join(dict.fromkeys(said))}")
    lines += [
        f"claim: {c['actor']} {c['status']}, by {c['by'] or 'nobody named'} ({c['report']})"
        for c in event["claims"]
    ]
    lines += [f"why: {reason}" for reason in event["reasons"]]
    return "\n".join(lines)
