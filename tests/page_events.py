"""Eight made-up events for the tests of the page: groups through time, precisions, one without a place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geo import schema, vocab
from geo.views import export

Row = dict[str, Any]
# Words out of data that would ask the network if they became HTML or Markdown.
HOSTILE = '<img src="http://example.org/x.png"> ![x](http://example.org/y.png)'


def _event(event_id: str, day: str, place: str | None, at: tuple[float, float] | None, **given: Any) -> Row:
    words = f"Fighters struck {place or 'somewhere'}, a witness said."
    told = ("place_name", 16, place) if place else ("event_type", 9, "struck")
    group = given.get("group", "JNIM")
    row: Row = {
        "event_id": event_id,
        "start": day,
        "end": day,
        "date_precision": "day",
        "sub_event_type": "Armed clash",
        "status": "realised",
        "group": group,
        "actors": [{"id": group, "name": group, "role": "perpetrator"}],
        "targets": [{"kind": "security forces"}],
        "place_name": place,
        "country": "ML",
        "longitude": at and at[0],
        "latitude": at and at[1],
        "place_precision": "exact" if at else "unresolved",
        "uncertainty_km": 3.0 if at else None,
        "claims": [{"actor": group, "status": "claimed", "by": None, "report": event_id}],
        "attribution": "claimed",
        "verification": "unverified",
        "reports": [event_id],
        "report": event_id,
        "independent_sources": 1,
        "sensitivity": "public",
        "evidence": [_span(event_id, "sentence", 0, words), _span(event_id, *told)],
        "source": "made up",
        "made_by": "test",
        "confidence": 0.9,
        **given,
    }
    return {**row, "event_type": vocab.event_type_of(row["sub_event_type"])}


def _span(report: str, field: str, start: int, text: str) -> Row:
    return {"report": report, "field": field, "start": start, "end": start + len(text), "text": text}


ROWS = [
    _event("flm-before", "2016-05-10", "Nampala", (-5.33, 15.28), group="FLM", country=HOSTILE),
    _event("flm-member", "2019-05-10", "Koro", (-3.08, 14.07), group="FLM", killed_low=40),
    _event(
        "moura",
        "2022-03-27",
        "Moura",
        (-4.36, 14.35),
        end="2022-03-31",
        date_precision="range",
        group="FAMa",
        sub_event_type="Attack",
        killed_low=300,
        killed_high=500,
        attribution="attributed",
        claims=[{"actor": "FAMa", "status": "attributed", "by": "a witness", "report": "moura"}],
    ),
    _event(
        "kayes",
        "2025-07-01",
        "Kayes",
        (-11.44, 14.45),
        sub_event_type="Abduction/forced disappearance",
        abducted_low=3,
        abducted_high=3,
        attribution="contested",
        sensitivity="restricted",
        claims=[
            {"actor": "JNIM", "status": "claimed", "by": None, "report": "kayes"},
            {"actor": None, "status": "not_claimed", "by": None, "report": "other"},
        ],
    ),
    _event("diboli", "2025-07-01", "Diboli", (-12.199, 14.455)),
    _event("elsewhere", "2025-07-01", None, None),
    _event(
        "june",
        "2025-06-01",
        "Burkina Faso",
        (-1.7, 12.3),
        end="2025-06-30",
        date_precision="month",
        country="BF",
        place_precision="country",
        uncertainty_km=450.0,
        killed_low=200,
        killed_high=200,
        status="background",
    ),
    _event(
        "dori",
        "2024-02-02",
        "Dori",
        (-0.03, 14.03),
        country="BF",
        group="ISSP",
        admin1=HOSTILE,
        source=HOSTILE,
        source_id="javascript:alert(1)",
        place_precision="near",
        uncertainty_km=20.0,
    ),
]


def write(path: Path, rows: list[Row] | None = None) -> Path:
    """Write the events (or others) as a GeoJSON file that the page reads."""
    mention = {
        "report": "kayes",
        "name": "Bamako",
        "place_id": None,
        "country": "ML",
        "latitude": 12.65,
        "longitude": -8.0,
        "place_precision": "exact",
        "role": "seat",
        "start": 0,
        "end": 6,
        "text": "Bamako",
    }
    events = schema.from_rows(ROWS if rows is None else rows)
    path.write_text(export.to_geojson(schema.Atlas(events, schema.empty(), [mention])), encoding="utf-8")
    return path
