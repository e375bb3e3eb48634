"""One row of the events table from one draft and the fix of its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from .. import vocab
from ..model import ActorRef, Claim, Draft, Fix, PlaceRef, Report

_HOSTAGE = "Abduction/forced disappearance"


def rows(report: Report, pairs: Sequence[tuple[Draft, Fix | None]], made_by: str) -> list[dict[str, Any]]:
    """The rows of one report's events.

    Parameters
    ----------
    report : Report
    pairs : sequence of (Draft, Fix or None)
        Each draft with the fix of its place, None where it names none.
    made_by : str
        The extractor with its version.

    Returns
    -------
    list of dict
        Plain values by column; ids are stable: the same text gives the same ids.
    """
    made = [_row(report, draft, fix, made_by) for draft, fix in pairs]
    seen: dict[str, int] = {}
    for row in made:
        count = seen[row["event_id"]] = seen.get(row["event_id"], 0) + 1
        if count > 1:
            row["event_id"] = f"{row['event_id']}-{count}"
    return made


def mention(ref: PlaceRef, fix: Fix) -> dict[str, Any]:
    """A place that a report mentions and where no event of it happened, with its role in the text.

    Parameters
    ----------
    ref : PlaceRef
    fix : Fix

    Returns
    -------
    dict
        report, name, place_id, country, latitude, longitude, place_precision, role, start, end, text.
    """
    point = fix.point
    return {
        "report": ref.span.report_id,
        "name": ref.name,
        "place_id": fix.place.place_id if fix.place and point else None,
        "country": fix.country or ref.country,
        "latitude": point.lat if point else None,
        "longitude": point.lon if point else None,
        "place_precision": str(fix.precision) if point else "unresolved",
        "role": ref.role,
        "start": ref.span.start,
        "end": ref.span.end,
        "text": ref.span.text,
    }


def _row(report: Report, draft: Draft, fix: Fix | None, made_by: str) -> dict[str, Any]:
    actors, why = _actors(draft, fix)
    row: dict[str, Any] = {
        "status": draft.status,
        "event_type": vocab.event_type_of(draft.sub_event_type),
        "sub_event_type": draft.sub_event_type,
        "start": draft.interval.start.isoformat() if draft.interval else None,
        "end": draft.interval.end.isoformat() if draft.interval else None,
        "date_precision": draft.interval.precision if draft.interval else "unknown",
        "actors": [{"id": a.id, "name": a.name, "role": a.role} for a in actors],
        "group": main_group([{"id": a.id, "role": a.role} for a in actors]),
        "targets": _targets(draft),
        "claims": [_claim(c, report.id) for c in draft.claims],
        "attribution": attribution([c.status for c in draft.claims]),
        "verification": "unverified",
        "reports": [report.id],
        "independent_sources": 1,
        "report": report.id,
        "evidence": [
            {"report": s.report_id, "field": field, "start": s.start, "end": s.end, "text": s.text}
            for field, s in dict.fromkeys([*draft.evidence, *(("actors", a.span) for a in actors)])
        ],
        "sensitivity": "restricted" if draft.sub_event_type == _HOSTAGE or draft.abducted else "public",
        "incident_id": draft.series,
        "source": report.source,
        "source_id": report.url,
        "made_by": made_by,
        "confidence": draft.confidence,
    }
    for name in ("killed", "wounded", "abducted"):
        count = getattr(draft, name)
        row[f"{name}_low"], row[f"{name}_high"] = (count.low, count.high) if count else (None, None)
    row |= placed(draft.place, fix)
    row["reasons"] = [*draft.reasons, *why, *(f"place: {reason}" for reason in (fix.reasons if fix else ()))]
    row["event_id"] = _id(report, row)
    return row


def _actors(draft: Draft, fix: Fix | None) -> tuple[tuple[ActorRef, ...], list[str]]:
    """The draft's actors; soldiers or police whose army no word names are those of the country."""
    country = (fix.country if fix else None) or draft.country
    own = next(
        (g for g in vocab.groups().values() if g.kind == "state_forces" and g.country == country), None
    )
    if draft.forces is None or country is None or own is None or own.id in {a.id for a in draft.actors}:
        return draft.actors, []
    side = ActorRef(own.id, vocab.name_of(own.id), draft.forces_role, draft.forces)
    told = "attacked" if draft.forces_role == "side_b" else "who did it"
    return (*draft.actors, side), [
        f"actor: soldiers or police {told} in {country} are taken to be its own ({own.id})"
    ]


def _targets(draft: Draft) -> list[dict[str, Any]]:
    told = ("kind", "nationality", "number", "name")
    return [{k: v for k in told if (v := getattr(target, k)) is not None} for target in draft.targets]


def _claim(claim: Claim, report_id: str) -> dict[str, Any]:
    return {"actor": claim.actor, "status": claim.status, "by": claim.by, "report": report_id}


def placed(ref: PlaceRef | None, fix: Fix | None) -> dict[str, Any]:
    """The columns of a place that was looked up.

    Parameters
    ----------
    ref : PlaceRef or None
        The place as it was named; None where none was.
    fix : Fix or None
        What looking it up gave.

    Returns
    -------
    dict
        place_name, place_id, country, admin1, admin2, latitude, longitude, place_precision, uncertainty_km
        and place_candidates; place_precision alone, unresolved, where no place was named.
    """
    if ref is None or fix is None:
        return {"place_precision": "unresolved"}
    point = fix.point
    return {
        "place_name": ref.name,
        "place_id": fix.place.place_id if fix.place and point else None,
        "country": fix.country or ref.country,
        "admin1": fix.admin1,
        "admin2": fix.admin2,
        "latitude": point.lat if point else None,
        "longitude": point.lon if point else None,
        "place_precision": str(fix.precision) if point else "unresolved",
        "uncertainty_km": fix.uncertainty_km if point else None,
        "place_candidates": [
            {
                "place_id": c.place.place_id,
                "name": c.place.name,
                "country": c.place.country,
                "longitude": c.place.point.lon,
                "latitude": c.place.point.lat,
                "score": round(c.score, 3),
                "reasons": list(c.reasons),
            }
            for c in fix.candidates
            if not (point and fix.place and c.place.place_id == fix.place.place_id)
        ][:5],
    }


def main_group(actors: Sequence[dict[str, Any]]) -> str | None:
    """The main armed group of an event: the first perpetrator, else the first other armed party.

    Examples
    --------
    >>> main_group([{"id": "FAMa", "role": "side_b"}, {"id": "JNIM", "role": "perpetrator"}])
    'JNIM'
    """
    ordered = sorted(actors, key=lambda a: ("perpetrator", "side_b", "affiliation").index(a["role"]))
    return ordered[0]["id"] if ordered else None


def attribution(statuses: Sequence[str]) -> str:
    """What the claims of an event add up to; sources that disagree make it contested.

    Parameters
    ----------
    statuses : sequence of str
        Claim statuses: claimed, not_claimed, attributed, suspected, denied.

    Returns
    -------
    str
        none, suspected, attributed, claimed, denied or contested.

    Examples
    --------
    >>> attribution(["claimed", "not_claimed", "suspected"]), attribution(["not_claimed", "suspected"])
    ('contested', 'suspected')
    """
    held = set(statuses)
    if ("claimed" in held and held & {"not_claimed", "denied"}) or (
        "denied" in held and held & {"attributed", "suspected"}
    ):
        return "contested"
    return next((s for s in ("claimed", "denied", "attributed", "suspected") if s in held), "none")


def _id(report: Report, row: dict[str, Any]) -> str:
    """Stable: made of the text's hash and what is told, never of an order or a clock."""
    what = [
        report.sha256,
        report.id,
        row["sub_event_type"],
        row["start"],
        row.get("place_name"),
        row["status"],
    ]
    return "ev-" + hashlib.sha256(json.dumps(what).encode()).hexdigest()[:12]
