"""Merge rows of several reports that tell the same event; nothing is lost, nothing is resolved.

Two rows are one event when sub-type, place and days agree and they come from different reports. Groups are
made by average link: a row joins a group only if it agrees with most of it, so that chains do not run away.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from .. import vocab
from ..dates import Interval
from .build import attribution, main_group

SAME_KM = 15.0
_COARSE = ("admin1", "admin2", "country")
_ATTACKS = frozenset({"Armed clash", "Attack"})
Row = dict[str, Any]


def merge(rows: Sequence[Row]) -> list[Row]:
    """Join the rows that tell one event.

    Parameters
    ----------
    rows : sequence of dict
        Unmerged rows (plain values by column).

    Returns
    -------
    list of dict
        Events; a row that nothing joins stays as it is, with ``report`` null.

    Examples
    --------
    >>> merge([])
    []
    """
    groups: list[list[Row]] = []
    blocks: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in sorted(rows, key=_order):
        near = dict.fromkeys(i for block in _blocks(row) for i in blocks[block])
        fits = [i for i in near if _agrees(row, groups[i])]
        home = max(fits, key=lambda i: len(groups[i])) if fits else len(groups)
        if home == len(groups):
            groups.append([])
        groups[home].append(row)
        for block in _blocks(row):
            if home not in blocks[block]:
                blocks[block].append(home)
    return _linked([_event(group) for group in groups])


def _order(row: Row) -> tuple[str, ...]:
    """Exact dates and places first, then by id: the order of the input does not matter."""
    rank = "0" if row.get("latitude") is not None and row.get("place_precision") not in _COARSE else "1"
    return (rank, "0" if row.get("start") else "1", str(row.get("start") or ""), str(row["event_id"]))


def _blocks(row: Row) -> list[tuple[Any, ...]]:
    """Where to look for partners: by family and coarse place, so that no row meets all others."""
    family = "attack" if row["sub_event_type"] in _ATTACKS else row["sub_event_type"]
    if row.get("latitude") is None or row.get("place_precision") in _COARSE:
        return [(family, row.get("country"), row.get("place_name"))]
    lat, lon = round(row["latitude"] * 4), round(row["longitude"] * 4)
    return [(family, lat + i, lon + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def _agrees(row: Row, group: list[Row]) -> bool:
    if any(other["reports"] == row["reports"] for other in group):
        return False
    return 2 * sum(same_event(row, other) for other in group) > len(group)


def same_event(one: Row, other: Row) -> bool:
    """Whether two rows tell one event: families, days, places and named groups agree.

    Parameters
    ----------
    one, other : dict

    Returns
    -------
    bool

    Examples
    --------
    >>> a = {"sub_event_type": "Attack", "start": "2025-07-01", "end": "2025-07-01", "latitude": 14.4,
    ...      "longitude": -11.4, "place_precision": "exact", "group": None, "status": "realised"}
    >>> same_event(a, a | {"start": "2025-07-09", "end": "2025-07-09"})
    False
    """
    if (
        one["sub_event_type"] != other["sub_event_type"]
        and not {one["sub_event_type"], other["sub_event_type"]} <= _ATTACKS
    ):
        return False
    if (one["status"] in ("hypothetical", "negated")) != (other["status"] in ("hypothetical", "negated")):
        return False
    return _same_days(one, other) and _same_place(one, other) and _same_group(one, other)


def _same_days(one: Row, other: Row) -> bool:
    if not one.get("start") or not other.get("start"):
        return False
    a = Interval(date.fromisoformat(one["start"]), date.fromisoformat(one["end"]))
    b = Interval(date.fromisoformat(other["start"]), date.fromisoformat(other["end"]))
    if max(a.days, b.days) > 7 and a != b:
        return False  # a month says too little to join it to a day
    return a.overlaps(b)


def _same_place(one: Row, other: Row) -> bool:
    located = [
        r.get("latitude") is not None and r.get("place_precision") not in _COARSE for r in (one, other)
    ]
    if all(located):
        return _km(one, other) <= SAME_KM
    if any(located):
        return False
    same = one.get("place_id") and one.get("place_id") == other.get("place_id")
    return bool(same) and one.get("place_precision") == other.get("place_precision") == "admin1"


def _km(one: Row, other: Row) -> float:
    import math

    lat1, lat2 = math.radians(one["latitude"]), math.radians(other["latitude"])
    dlon = math.radians(other["longitude"] - one["longitude"])
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def _same_group(one: Row, other: Row) -> bool:
    """Two named groups must be one, or one inside the other; an unidentified one may be anybody."""
    a, b = one.get("group"), other.get("group")
    if a == b or None in (a, b) or "Unidentified" in (a, b):
        return True
    return b in vocab.members_of(str(a)) or a in vocab.members_of(str(b))


def _event(group: list[Row]) -> Row:
    """One event of its rows: the most precise date and place lead, counts span all, claims are all kept."""
    lead = min(group, key=lambda r: (-float(r.get("confidence") or 0), _order(r)))
    event = dict(lead)
    event["report"] = None
    if len(group) == 1:
        return event
    members = sorted(group, key=lambda r: str(r["event_id"]))
    ids = sorted(str(r["event_id"]) for r in group)
    event["event_id"] = "ev-" + hashlib.sha256("|".join(ids).encode()).hexdigest()[:12]
    event["reports"] = sorted({x for r in members for x in r["reports"]})
    event["independent_sources"] = len(event["reports"])
    event["verification"] = "corroborated" if len(event["reports"]) > 1 else lead["verification"]
    for name in ("claims", "evidence", "targets", "actors"):
        event[name] = _distinct(r[name] for r in [lead, *members])
    event["actors"] = _named(event["actors"])
    event["group"] = main_group(event["actors"])
    event["attribution"] = attribution([c["status"] for c in event["claims"]])
    for name in ("killed", "wounded", "abducted"):
        event[f"{name}_low"], event[f"{name}_high"] = _range(members, name)
    event["sensitivity"] = "restricted" if any(r["sensitivity"] == "restricted" for r in group) else "public"
    event["status"] = "realised" if any(r["status"] == "realised" for r in group) else lead["status"]
    told = ", ".join(f"{r['reports'][0]} ({r['place_name']}, {r['start']})" for r in members)
    event["reasons"] = [
        *lead["reasons"],
        f"one event from {len(members)} reports, same type, days and place: {told}",
    ]
    event["incident_id"] = min(str(r["incident_id"]) for r in group)
    event["source"] = " · ".join(sorted({str(r["source"]) for r in group if r.get("source")})) or None
    return event


def _distinct(lists: Any) -> list[Any]:
    out: list[Any] = []
    for items in lists:
        out += [item for item in items if item not in out]
    return out


def _named(actors: list[Row]) -> list[Row]:
    """Each actor once; "unidentified" gives way where another report names the group."""
    once = list({a["id"]: a for a in reversed(actors)}.values())[::-1]
    named = [a for a in once if a["role"] == "perpetrator" and a["id"] != "Unidentified"]
    return [a for a in once if not (named and a["id"] == "Unidentified" and a["role"] == "perpetrator")]


def _range(group: list[Row], name: str) -> tuple[int | None, int | None]:
    stated = [r for r in group if r.get(f"{name}_low") is not None]
    if not stated:
        return None, None
    lows = [int(r[f"{name}_low"]) for r in stated]
    highs = [r[f"{name}_high"] for r in stated]
    top = max(int(h) for h in highs if h is not None) if any(h is not None for h in highs) else None
    if any(h is None and int(r[f"{name}_low"]) >= (top or 0) for r, h in zip(stated, highs, strict=True)):
        top = None
    return min(lows), top


def _linked(events: list[Row]) -> list[Row]:
    """Events that one report tells of the same days share an incident id; they stay events of their own."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    together: dict[tuple[Any, ...], str] = {}
    for event in events:
        mine = str(event["incident_id"])
        for report in event["reports"] if event.get("start") else []:
            first = together.setdefault((report, event["start"], event["end"]), mine)
            low, high = sorted((root(first), root(mine)))
            parent[high] = low
    return [event | {"incident_id": root(str(event["incident_id"]))} for event in events]
