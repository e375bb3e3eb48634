"""The obvious merge, one row against all others: slow, and what the clever one must equal."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from geo import vocab
from geo.events.build import attribution, main_group

Row = dict[str, Any]
ATTACKS = {"Armed clash", "Attack"}
COARSE = ("admin1", "admin2", "country")


def merge(rows: Sequence[Row]) -> list[Row]:
    """Rows in order join the largest group that they mostly agree with, else begin one."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=order):
        fits = [group for group in groups if _agrees(row, group)]
        if fits:
            max(fits, key=len).append(row)  # of equal ones the first
        else:
            groups.append([row])
    return _linked([_event(group) for group in groups])


def order(row: Row) -> tuple[Any, ...]:
    return not _exact(row), not row["start"], row["start"] or "", row["event_id"]


def _exact(row: Row) -> bool:
    return None not in (row["latitude"], row["longitude"]) and row["place_precision"] not in COARSE


def maker(row: Row) -> Any:
    reports, source = row["reports"], row["source"]
    return source if len(reports) == 1 and reports[0].startswith(f"{source}:") else tuple(reports)


def _agrees(row: Row, group: list[Row]) -> bool:
    if any(maker(other) == maker(row) for other in group):
        return False
    return 2 * sum(same_event(row, other) for other in group) > len(group)


def same_event(one: Row, other: Row) -> bool:
    kinds, unreal = (
        {one["sub_event_type"], other["sub_event_type"]},
        {row["status"] in ("hypothetical", "negated") for row in (one, other)},
    )
    if len(unreal) > 1 or (len(kinds) > 1 and not kinds <= ATTACKS):
        return False
    return _same_days(one, other) and _same_place(one, other) and _same_group(one, other)


def _same_days(one: Row, other: Row) -> bool:
    ends = [row[name] for row in (one, other) for name in ("start", "end")]
    if None in ends:
        return False
    a, b, c, d = map(date.fromisoformat, ends)
    if b < a or d < c:
        return False
    if max((b - a).days, (d - c).days) >= 7 and (a, b) != (c, d):
        return False
    return a <= d and c <= b


def _same_place(one: Row, other: Row) -> bool:
    exact = [_exact(row) for row in (one, other)]
    if all(exact):
        return km(one, other) <= 15.0
    same = one["place_id"] is not None and one["place_id"] == other["place_id"]
    return not any(exact) and same and one["place_precision"] == other["place_precision"] == "admin1"


def km(one: Row, other: Row) -> float:
    lon1, lat1, lon2, lat2 = (
        math.radians(r[name]) for r in (one, other) for name in ("longitude", "latitude")
    )
    inner = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return 6371.0088 * math.acos(min(1.0, max(-1.0, inner)))


def _same_group(one: Row, other: Row) -> bool:
    a, b = one["group"], other["group"]
    if a == b or {a, b} & {None, "Unidentified"}:
        return True
    known = {a, b} <= vocab.groups().keys()
    return known and (b in vocab.members_of(a) or a in vocab.members_of(b))


def _event(group: list[Row]) -> Row:
    lead = min(group, key=lambda row: (-(row["confidence"] or 0.0), order(row)))
    event = dict(lead, report=None)
    if len(group) == 1:
        return event
    members = sorted(group, key=lambda row: row["event_id"])

    def held(name: str) -> list[Any]:
        return [row[name] for row in members if row[name] is not None]

    event["event_id"] = "ev-" + hashlib.sha256("|".join(held("event_id")).encode()).hexdigest()[:12]
    event["reports"] = sorted({report for reports in held("reports") for report in reports})
    event["independent_sources"] = len(event["reports"])
    if "confirmed" in held("verification"):
        event["verification"] = "confirmed"
    elif len(event["reports"]) > 1:
        event["verification"] = "corroborated"
    for name in ("claims", "evidence", "targets", "actors"):
        items = [item for row in [lead, *members] for item in row[name]]
        event[name] = [item for at, item in enumerate(items) if item not in items[:at]]
    event["actors"] = _named(event["actors"])
    event["group"] = main_group(event["actors"])
    event["attribution"] = attribution([claim["status"] for claim in event["claims"]])
    for name in ("killed", "wounded", "abducted"):
        event[f"{name}_low"], event[f"{name}_high"] = _range(members, name)
    best = set(held("killed_best"))
    event["killed_best"] = best.pop() if len(best) == 1 else None
    event["sensitivity"] = "restricted" if "restricted" in held("sensitivity") else "public"
    event["status"] = "realised" if "realised" in held("status") else lead["status"]
    told = ", ".join(
        f"{row['reports'][0]} ({row['place_name'] or 'no place named'}, {row['start']})" for row in members
    )
    event["reasons"] = [
        *lead["reasons"],
        f"one event from {len(members)} reports, same type, days and place: {told}",
    ]
    event["incident_id"] = min(held("incident_id"), default=None)
    for name in ("source", "licence"):
        event[name] = " · ".join(sorted(set(held(name)))) or None
    return event


def _named(actors: list[Row]) -> list[Row]:
    once = list({actor["id"]: actor for actor in reversed(actors)}.values())[::-1]
    named = any(actor["role"] == "perpetrator" and actor["id"] != "Unidentified" for actor in once)
    return [a for a in once if not (named and a["id"] == "Unidentified" and a["role"] == "perpetrator")]


def _range(group: list[Row], name: str) -> tuple[int | None, int | None]:
    lows = [row[f"{name}_low"] for row in group if row[f"{name}_low"] is not None]
    highs = [row[f"{name}_high"] for row in group if row[f"{name}_high"] is not None]
    top = max(highs, default=None)
    open_lows = [
        r[f"{name}_low"] for r in group if r[f"{name}_high"] is None and r[f"{name}_low"] is not None
    ]
    if top is not None and any(low >= top for low in open_lows):
        top = None
    return min(lows, default=None), top


def _linked(events: list[Row]) -> list[Row]:
    """Events with a report and its days in common, or an incident, share the lowest id of an incident."""
    keys = [
        {(report, e["start"], e["end"]) for report in e["reports"] if e["start"]}
        | ({e["incident_id"]} if e["incident_id"] else set())
        for e in events
    ]
    groups = [{at} for at in range(len(events))]
    for at, mine in enumerate(keys):
        for before in range(at):
            if mine & keys[before] and groups[at] is not groups[before]:
                groups[before] |= groups[at]
                for each in groups[at]:
                    groups[each] = groups[before]
    ids = [min((e["incident_id"] for e in map(events.__getitem__, group) if e["incident_id"]), default=None)
           for group in groups]  # fmt: skip
    return [event | {"incident_id": incident} for event, incident in zip(events, ids, strict=True)]
