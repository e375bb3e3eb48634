"""Made-up events that hide hostages, a search through every byte of a file, and what it must not find."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import struct
import zipfile
from datetime import date
from functools import cache
from typing import Any

from geo import schema
from geo.views import disclosure, standalone

TODAY = date(2026, 11, 22)
LON, LAT, KM = -10.876543, 14.234567, 71.321987
TAKEN = "Abduction/forced disappearance"
PLACE, VICTIM, SITE, RELATIVE = "Zamblarakoro", "Jeanne Doezel", "Hôtel Quibbel", "Otmar Quuxalot"
ARTICLE = "2026-zamblarakoro-raid"
SENTENCE = f"Gunmen took {VICTIM} and two others from the {SITE} in {PLACE}, a guard said."


def span(text: str, start: int = 0, field: str = "sentence", report: str = ARTICLE) -> dict[str, Any]:
    return {"report": report, "field": field, "start": start, "end": start + len(text), "text": text}


def event(name: str, **given: Any) -> dict[str, Any]:
    return {
        "event_id": name,
        "start": "2026-03-01",
        "end": "2026-03-01",
        "date_precision": "day",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "status": "realised",
        "country": "ML",
        "admin1": "Kayes",
        "place_precision": "exact",
        "uncertainty_km": 2.0,
        "sensitivity": "public",
        "source": "a newspaper",
        "source_id": f"https://example.org/{name}",
        "reports": [name],
        "independent_sources": 1,
        "evidence": [span(f"Gunmen struck {given.get('place_name')}.", report=name)],
        "reasons": ["place: the name is the same"],
        **given,
    }


HERE = {
    "place_name": PLACE,
    "place_id": "gn:8765432198",
    "longitude": LON,
    "latitude": LAT,
    "admin2": "Zambourg",
}
ROWS = [
    event(
        "ev-taken",
        **HERE,
        event_type="Violence against civilians",
        sub_event_type=TAKEN,
        sensitivity="restricted",
        targets=[
            {"kind": "civilians", "name": VICTIM, "nationality": "AT", "number": 1},
            {"kind": "site", "name": SITE},
        ],
        border_country="SN",
        border_km_min=KM,
        border_km_max=KM + 4,
        place_candidates=[
            {"place_id": "gn:777999", "name": f"{PLACE} II", "longitude": -9.1, "latitude": 14.1}
        ],
        claims=[{"actor": "JNIM", "status": "suspected", "by": f"the mayor of {PLACE}", "report": ARTICLE}],
        reports=[ARTICLE],
        report=ARTICLE,
        evidence=[span(SENTENCE), span(PLACE, SENTENCE.index(PLACE), "place_name")],
        incident_id=f"{ARTICLE}#0",
        source_id=f"https://example.org/{ARTICLE}",
        source_code="EXACT-4711",
    ),
    # beside it: the attack in which they were taken, of another article
    event("ev-raid", **HERE, reasons=[f"place: {PLACE} (village)"]),
    # told with it, elsewhere
    event(
        "ev-kin",
        place_name="Diboli",
        longitude=-12.199,
        latitude=14.455,
        reports=[ARTICLE],
        evidence=[
            span(SENTENCE),
            span("Others struck Diboli.", 200),
            span(f"They came from {PLACE.upper()}.", 300),
        ],
        reasons=["place: 143 km from the nearest other place of the report", "date: as written"],
        place_candidates=[{"place_id": "gn:9", "name": PLACE, "longitude": LON, "latitude": LAT}],
    ),
    # far from it, later: names the victim and a ransom
    event(
        "ev-later",
        place_name="Gao",
        longitude=-0.04,
        latitude=16.27,
        start="2026-05-01",
        end="2026-05-01",
        evidence=[
            span("Gunmen struck Gao.", report="ev-later"),
            span(f"Madame DOEZEL's husband {RELATIVE} was there.", 40, report="ev-later"),
            span("A ransom of 2 million was paid to Quuxalot.", 90, report="ev-later"),
        ],
        source_id="https://example.org/jeanne-doezel-free",
    ),
    event(
        "ev-acled", place_name="Acledville", longitude=-4.5, latitude=14.1, licence="ACLED", source="ACLED"
    ),
    event("ev-new", sub_event_type=TAKEN, place_name="Newtown", longitude=-3.3, latitude=14.9)
    | {"start": "2026-11-10", "end": "2026-11-10"},
]
MENTIONS = [
    {"report": ARTICLE, "name": PLACE, "place_id": "gn:1", "country": "ML", "latitude": LAT, "longitude": LON}
    | {"place_precision": "exact", "role": "seat", "start": 0, "end": 12, "text": PLACE},
    {"report": "ev-later", "name": "Bamako", "longitude": -8.0, "latitude": 12.65, "role": "seat"},
]


def atlas() -> schema.Atlas:
    rows = schema.from_rows(ROWS)
    return schema.Atlas(rows, schema.from_rows(ROWS[:1]), [*MENTIONS])


def spelt(number: float) -> list[bytes]:
    """A coordinate as text and as bytes, at precisions that give a village away."""
    text = [repr(number), *(f"{number:.{digits}f}" for digits in (3, 4, 5, 6))]
    cut = [str(int(number * 10**digits) / 10**digits) for digits in (3, 4, 5)]
    packed = [struct.pack(form, number) for form in ("<d", ">d", "<f", ">f")]
    return [each.lstrip("-").encode() for each in {*text, *cut}] + packed


WORDS = (
    *(PLACE, VICTIM, "Doezel", "Quibbel", "Quuxalot", "Zambourg", "8765432198", "EXACT-4711", "777999"),
    *("143 km", "ransom of", '"AT"', "Newtown", ARTICLE),
)
PUBLIC_ONLY = ("Acledville",)


def needles(profile: str, ending: str = "") -> list[bytes]:
    """What a file must not hold; a page holds borders, whose numbers are no one's place."""
    words = list(WORDS + PUBLIC_ONLY * (profile == "public"))
    if profile == "partner":
        words = [word for word in words if word not in ('"AT"', "Newtown")]
    sought = [word.casefold().encode() for word in words] + spelt(LON) + spelt(LAT) + spelt(KM)
    return [each for each in sought if each not in ground()] if ending == ".html" else sought


@cache
def ground() -> bytes:
    """The page of no events."""
    nothing = schema.Atlas(schema.empty(), schema.empty())
    return opened(standalone.standalone(nothing, title="T").encode(), ".html")


def opened(content: bytes, ending: str) -> bytes:
    """All bytes of a file, with what is packed in it unpacked."""
    out = [content]
    if ending == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            out += [held.read(name) for name in held.namelist()]
    if ending == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(io.BytesIO(content))
        out.append(json.dumps(table.to_pylist(), default=str, ensure_ascii=False).encode())
        out += [
            buffer.to_pybytes() for c in table.columns for x in c.chunks for buffer in x.buffers() if buffer
        ]
    if ending == ".html":
        for quoted, part in re.findall(rb'"([A-Za-z0-9+/=]{40,})"|(H4sI[A-Za-z0-9+/=]+)', content):
            packed = base64.b64decode(quoted or part)
            out.append(gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed)
    joined = b"\n".join(out)
    return joined + joined.decode("utf-8", "ignore").casefold().encode()


def public(rows: list[dict[str, Any]] | None = None, profile: str = "public") -> disclosure.Disclosed:
    given = atlas() if rows is None else schema.Atlas(schema.from_rows(rows), schema.empty())
    return disclosure.apply(given, profile, TODAY)
