# ruff: noqa: E501 (one row a line reads as the table it is)
"""A small atlas as the seeds and the sample give it: 30 events, one unlocated, one undated, one negated."""

from __future__ import annotations

from typing import Any

from geo import schema, vocab

ATTACK, CLASH, TAKEN = "Attack", "Armed clash", "Abduction/forced disappearance"
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
)

# id, first day, last day, what, group, place, lon, lat, precision, km, country, the rest
_ROWS: list[tuple[Any, ...]] = [
    ("e01", "2025-07-01", None, TAKEN, "JNIM", "Kayes", -11.434, 14.447, "exact", 3, "ML", {"attribution": "contested", "abducted_low": 3, "abducted_high": 3, "incident_id": "i1", "reports": ["seed-000", "seed-002"]}),
    ("e02", "2025-07-01", None, CLASH, "JNIM", "Kayes", -11.434, 14.447, "exact", 3, "ML", {"incident_id": "i1"}),
    ("e03", "2025-07-01", None, CLASH, "JNIM", "Diboli", -12.199, 14.455, "exact", 2, "ML", {"incident_id": "i1"}),
    ("e04", "2025-07-01", None, CLASH, "JNIM", "Sandaré", -10.305, 14.701, "exact", 2, "ML", {"incident_id": "i1"}),
    ("e05", "2025-07-01", None, CLASH, "JNIM", None, None, None, "unresolved", None, "ML", {"incident_id": "i1"}),
    ("e06", "2025-06-01", "2025-06-30", CLASH, "JNIM", "Burkina Faso", -1.7, 12.3, "country", 420, "BF", {"status": "background", "killed_low": 200, "killed_high": 200, "date_precision": "month"}),
    ("e07", "2012-01-17", None, CLASH, "MNLA", "Ménaka", 2.40, 15.92, "exact", 3, "ML", {}),
    ("e08", "2013-01-10", None, CLASH, "AnsarDine", "Konna", -3.90, 14.95, "exact", 2, "ML", {}),
    ("e09", "2015-11-20", None, ATTACK, "AlMurabitun", "Bamako", -8.0, 12.64, "exact", 5, "ML", {"killed_low": 20, "killed_high": 22}),
    ("e10", "2017-01-18", None, "Suicide bomb", "AlMurabitun", "Gao", -0.04, 16.27, "exact", 3, "ML", {}),
    ("e11", "2017-10-04", None, CLASH, "ISSP", "Tongo Tongo", 1.81, 15.05, "near", 8, "NE", {}),
    ("e12", "2018-03-02", None, ATTACK, "JNIM", "Ouagadougou", -1.52, 12.37, "exact", 5, "BF", {}),
    ("e13", "2019-03-23", None, ATTACK, "DanNaAmbassagou", "Ogossagou", -3.571, 13.958, "exact", 2, "ML", {"attribution": "suspected"}),
    ("e14", "2019-09-30", None, CLASH, "JNIM", "Boulikessi", -1.318, 14.795, "exact", 2, "ML", {}),
    ("e15", "2019-11-01", None, CLASH, "ISSP", "Indelimane", 1.53, 15.62, "near", 10, "ML", {}),
    ("e16", "2019-12-10", None, CLASH, "ISSP", "Inates", 1.314, 15.228, "exact", 2, "NE", {}),
    ("e17", "2020-01-09", None, CLASH, "ISSP", "Chinégodar", 3.0, 15.228, "exact", 2, "NE", {}),
    ("e18", "2020-06-11", None, CLASH, "JNIM", "Kafolo", -4.3, 9.583, "exact", 2, "CI", {}),
    ("e19", "2021-06-05", None, ATTACK, None, "Solhan", 0.457, 13.376, "exact", 2, "BF", {"attribution": "none"}),
    ("e20", "2021-11-14", None, CLASH, "JNIM", "Inata", -1.3, 14.35, "exact", 4, "BF", {}),
    ("e21", "2022-03-27", "2022-03-31", ATTACK, "FAMa", "Moura", -4.37, 14.48, "exact", 2, "ML", {"attribution": "attributed"}),
    ("e22", "2022-07-22", None, "Suicide bomb", "JNIM", "Kati", -8.07, 12.75, "exact", 3, "ML", {}),
    ("e23", "2022-08-07", None, CLASH, "ISSP", "Tessit", 0.307, 15.221, "exact", 3, "ML", {}),
    ("e24", "2023-09-07", None, ATTACK, "JNIM", "Gourma", -2.5, 16.2, "admin1", 120, "ML", {}),
    ("e25", "2024-07-27", None, CLASH, "CSP", "Tinzaouaten", 2.97, 19.95, "exact", 5, "ML", {}),
    ("e26", "2024-08-24", None, ATTACK, "JNIM", "Barsalogho", -1.056, 13.414, "exact", 2, "BF", {}),
    ("e27", "2024-09-17", None, CLASH, "JNIM", "Bamako", -8.0, 12.64, "exact", 5, "ML", {"killed_low": 70}),
    ("e28", "2025-05-11", None, CLASH, "JNIM", "Djibo", -1.63, 14.10, "exact", 3, "BF", {}),
    ("e29", "2025-06-01", None, CLASH, "JNIM", "Boulikessi", -1.318, 14.795, "exact", 2, "ML", {}),
    ("e30", "2025-01-01", None, CLASH, "JNIM", "Negated", 0.0, 15.0, "exact", 2, "ML", {"status": "negated"}),
    ("e31", None, None, CLASH, "Wagner", "Sévaré", -4.10, 14.53, "exact", 3, "ML", {}),
]  # fmt: skip
MENTIONS = [
    {"report": "seed-000", "name": "Bamako", "longitude": -8.0, "latitude": 12.64, "role": "seat"},
    {"report": "seed-000", "name": "India", "longitude": None, "latitude": None, "role": "demonym"},
]


def row(event: tuple[Any, ...]) -> dict[str, Any]:
    name, start, end, kind, group, place, lon, lat, precision, km, country, rest = event
    return {
        "event_id": name,
        "start": start,
        "end": end or start,
        "date_precision": "day" if start else "unknown",
        "event_type": vocab.event_type_of(kind),
        "sub_event_type": kind,
        "status": "realised",
        "group": group,
        "actors": [{"id": group, "name": group, "role": "perpetrator"}] if group else [],
        "place_name": place,
        "country": country,
        "longitude": lon,
        "latitude": lat,
        "place_precision": precision,
        "uncertainty_km": km,
        "attribution": "claimed",
        "verification": "unverified",
        "sensitivity": "public",
        "source": "a newspaper",
        "licence": "CC BY 4.0",
        "reports": ["seed-000"],
        "independent_sources": 1,
        "evidence": [
            {"report": "seed-000", "field": "sentence", "start": 0, "end": 9, "text": f"At {place}."}
        ],
        **rest,
    }


def small() -> schema.Atlas:
    """The small atlas."""
    return schema.Atlas(schema.from_rows([row(each) for each in _ROWS]), schema.empty(), [*MENTIONS])


def hostile() -> schema.Atlas:
    """Every text that comes from outside holds markup; the events are else those of the small atlas."""
    rows = [row(each) for each in _ROWS]
    for i, each in enumerate(rows):
        bad = HOSTILE[i % len(HOSTILE)]
        each.update(place_name=bad, admin1=bad, source=bad, licence=bad, reports=[bad], reasons=[bad])
        each["actors"] = [{"id": each["group"], "name": bad, "role": "perpetrator"}]
        each["evidence"] = [{"report": bad, "field": "sentence", "start": 0, "end": len(bad), "text": bad}]
        each["claims"] = [{"actor": bad, "status": "claimed", "by": bad, "report": bad}]
    mentions = [{**MENTIONS[0], "name": bad, "report": HOSTILE[0]} for bad in HOSTILE]
    return schema.Atlas(schema.from_rows(rows), schema.empty(), mentions)
