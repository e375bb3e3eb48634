"""Attempts to hide a village or a victim where nobody looks: each was, or could be, a leak."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.store.query import Query
from geo.views import disclosure, export, points
from tests.views.disclosed import (
    HERE,
    LAT,
    LON,
    PLACE,
    ROWS,
    SITE,
    TODAY,
    VICTIM,
    needles,
    public,
    span,
)

LATER = ROWS[3] | {"evidence": []}  # of another day, place and report
PACKED = base64.b64encode(b"https://news.example/jeanne-doezel-is-free").decode().rstrip("=")

# What a village or a victim hides in besides: each text is in an event that may be told, or in a taking.
TWICE = f"https://news.example/{VICTIM.replace(' ', '%20')}"
SNEAKY: dict[str, dict[str, Any]] = {
    "a name in an address, coded": {"source_id": TWICE},
    "a name in one word": {"evidence": [span("Everyone writes #freeJeanneDoezel now.", report="ev-x")]},
    "a name cut by hyphens": {"evidence": [span("Ms. Doe-\nzel is missing.", report="ev-x")]},
    "a name in entities": {"reasons": ["source: Do&#101;zel"]},
    "a name in Cyrillic": {"evidence": [span("Доезел", report="ev-x")]},
    "a name in a report": {
        "reports": ["doezel-free"],
        "evidence": [span("Gunmen struck Gao.", report="doezel-free")],
        "claims": [{"actor": "JNIM", "status": "claimed", "by": "JNIM", "report": "doezel-free"}],
    },
    "a name where ids stand": {
        "group": VICTIM,
        "actors": [{"id": VICTIM, "name": VICTIM, "role": VICTIM}],
        "targets": [{"kind": VICTIM, "nationality": VICTIM, "note": {"deep": [VICTIM]}}],
        "claims": [{"actor": VICTIM, "status": VICTIM}],
        "place_candidates": [{"place_id": VICTIM, "reasons": [[VICTIM]]}],
        "border_country": VICTIM,
        "country": VICTIM,
    },
    "a name coded twice": {"source_id": "https://news.example/?to=https%253A%252F%252Fa.b%252Fdoe%257Ael"},
    "a name that is packed": {"source_id": f"https://aggregator.example/rss/articles/CBMi{PACKED}?oc=5"},
    "a name under a key of its own": {
        "evidence": [span("Gao.", report="ev-x") | {"quote": VICTIM}],
        "claims": [{"actor": "JNIM", "status": "claimed", "note": VICTIM}],
    },
    "a name for a column's word": {"verification": VICTIM, "date_precision": VICTIM, "status": VICTIM},
    "a later report of the taking": {
        "evidence": [span(f"Those kidnapped in {PLACE} came home.", report="ev-x")],
        "source_id": f"https://news.example/otages-de-{PLACE}-libres",
        "reports": [f"{PLACE} hostages free"],
    },
    "what an analyst took away": {
        "reasons": [f"decided by Quuxalot on 2026-11-01: targets was [{VICTIM}], now none, because wrong"]
    },
}
KIN: dict[str, dict[str, Any]] = {  # of an event that is told with the taking, elsewhere
    "who says so": {"claims": [{"actor": "JNIM", "status": "claimed", "by": f"the mayor of {PLACE}"}]},
    "who did it": {"actors": [{"id": "Other", "name": f"hunters of {PLACE}", "role": "perpetrator"}]},
    "whom": {"targets": [{"kind": "site", "name": f"the road to {PLACE}"}]},
    "its own name and id": {"event_id": f"raid-{PLACE}-2", "place_name": f"20 km from {PLACE}"},
    "numbers": {"evidence": [span(f"The camp is at {LAT}, {LON}.", 900)], "reasons": [f"at {LAT} N"]},
    "its source": {"source": f"Radio {PLACE}", "made_by": f"{PLACE} 1", "licence": f"{PLACE} Open"},
    "its group": {"group": f"{PLACE} Boys"},
    "its district and id": {"admin2": "Zambourg", "place_id": HERE["place_id"], "admin1": f"near {PLACE}"},
    "a first name": {"evidence": [span("Jeanne was seen in Diboli.", 900)]},
    "the place's name in the gazetteer": {"evidence": [span("They came from Zambla-la-Vieille.", 900)]},
}
TAKING: dict[str, dict[str, Any]] = {  # of the taking itself
    "who did it": {"actors": [{"id": "Other", "name": f"hunters of {PLACE}", "role": "side_b", "at": PLACE}]},
    "its source": {"source": f"Radio {PLACE}", "made_by": f"{PLACE} 1", "licence": f"{PLACE} Open"},
    "its targets": {"targets": [{"kind": f"guests of {SITE}", "name": VICTIM, "home": "Zambourg"}]},
    "its claims": {"claims": [{"actor": f"{PLACE} Boys", "status": PLACE, "by": PLACE}]},
    "its group": {"group": f"{PLACE} Boys"},
    "who was there": {"actors": [{"id": "FAMa", "name": VICTIM, "role": "side_b"}]},
    "its words": {"targets": [{"kind": "civilians", "nationality": PLACE, "number": f"{LAT}"}]},
    "its land": {"country": PLACE, "border_country": PLACE},
    "another name of its kind": {"sub_event_type": "Kidnapping", "sensitivity": None},
    "another word for restricted": {"sub_event_type": "Attack", "sensitivity": "Confidential"},
    "a count of people taken": {"sub_event_type": "Attack", "sensitivity": "public", "abducted_low": 2},
}
TAKER = ROWS[0] | {
    "place_candidates": [
        {"place_id": HERE["place_id"], "name": "Zambla-la-Vieille", "longitude": LON, "latitude": LAT}
    ]
}
TEXTS = [column.name for column in schema.columns() if column.kind == "str"]
BESIDE = ROWS[1]
NASTY: dict[str, list[dict[str, Any]]] = {
    "told apart": [TAKER, *(LATER | {"event_id": f"ev-{at}"} | x for at, x in enumerate(SNEAKY.values()))],
    "told with it": [TAKER, *(ROWS[2] | {"event_id": f"ev-{at}"} | x for at, x in enumerate(KIN.values()))],
    **{f"the taking: {name}": [ROWS[0] | more] for name, more in TAKING.items()},
    "every column of another event": [TAKER, *(LATER | {"event_id": f"ev-{c}", c: VICTIM} for c in TEXTS)],
    "every column of one told with it": [
        TAKER,
        *(ROWS[2] | {"event_id": f"ev-{c}", c: PLACE} for c in TEXTS if c != "place_name"),
    ],
    "every column of one told with one at its place": [
        TAKER,
        *(ROWS[2] | {"event_id": f"ev-{c}", c: PLACE} for c in TEXTS),
    ],
    "every column of the taking": [ROWS[0] | {"event_id": f"ev-{c}", c: f"from {PLACE}"} for c in TEXTS],
    "the attack, told a day late": [TAKER, BESIDE | {"start": "2026-03-02", "end": "2026-03-02"}],
    "the attack, of that week": [TAKER, BESIDE | {"start": "2026-02-27", "end": "2026-03-03"}],
    "what is told with the attack": [
        TAKER,
        BESIDE,
        ROWS[2] | {"reports": ["ev-raid"], "evidence": [span(f"They left {PLACE}.", report="ev-raid")]},
    ],
}


def bytes_of(rows: list[dict[str, Any]], profile: str) -> bytes:
    shown = public(rows, profile)
    told = export.geojson(shown.atlas, export.about(shown.atlas, shown=shown)).encode()
    return told + told.decode().casefold().encode()


@pytest.mark.parametrize("profile", ["partner", "public"])
@pytest.mark.parametrize("rows", NASTY.values(), ids=NASTY)
def test_what_hides_where_nobody_looks_is_withheld(rows: list[dict[str, Any]], profile: str) -> None:
    told = bytes_of(rows, profile)
    sought = [each for each in needles(profile) if each not in (b"acledville", b"143 km", b"newtown")]
    sought += [b"doe-", "доезел".encode(), b"do&#101;zel", b"jeanne", b"decided by", b"doe%", b"zambla"]
    sought += [PACKED.casefold().encode()]
    assert not [needle for needle in sought if needle in told]
    assert b"ev-" in told


NOTATIONS = [
    *("14.2345, -10.8765", "14,23; -10,88", "14.23 N 10.88 W", "14 14 04 N, 10 52 36 W", "14°14'04\"N"),
    *(
        "N14 14.0 W010 52.5",
        "1414N 01052W",
        "14d14m04s north",
        "lat 14.2",
        "Lon: -10",
        "14 degrés 14 minutes",
    ),
    *("28PFV1234567890", "28P FV 12345 67890", "28P 512345 1573456", "x=-1210773 y=1601234", "339LV32"),
    *("6CPX64M9+Q3", "64M9+Q3", "///filled.count.soap", "eft8z9k", "IK84nf", "geo:14.2,-10.9"),
    *("@14.2,-10.8,15z", "https://www.openstreetmap.org/#map=15/14.2/-10.8", "https://goo.gl/maps/abc"),
    *("POINT (-10.8 14.2)", "010100000059", "١٤٫٢٣، -١٠٫٨٧", "１４.２３４", "coordonnées 14 10"),
]


def test_a_place_in_numbers_is_not_told_with_the_taking() -> None:
    spans = [span(f"The camp is at {text}.", 900 + 100 * at) for at, text in enumerate(NOTATIONS)]
    plain = span("Others struck Diboli on 12 March 2026 at 5.30 a.m.; 2,500 people fled 20 km, 3 died.", 9000)
    told = public([ROWS[0], ROWS[2] | {"evidence": [*spans, plain]}]).atlas.events
    kin = told[told["place_name"] == "Diboli"].iloc[0]
    assert [item["text"] for item in kin.evidence] == [plain["text"]]
    assert not [text for text in NOTATIONS if not points.tells(text)]


@settings(deadline=None, max_examples=60)
@given(st.floats(-89, 89), st.floats(-179, 179), st.integers(2, 7), st.sampled_from(", ;/\t"))
def test_any_pair_of_degrees_is_a_place(lat: float, lon: float, digits: int, between: str) -> None:
    assert points.tells(f"seen at {lat:.{digits}f}{between}{lon:.{digits}f} by a herder")


@pytest.mark.parametrize(
    "name",
    [
        "DOEZEL Jeanne",
        "Jeanne Doezel (nurse)",
        "Karl Quux and Jeanne Doezel",
        "Dr. Jeanne Doezel-Smith",
        "Doezel",
    ],
)
def test_a_victim_is_known_by_the_surname(name: str) -> None:
    taken = ROWS[0] | {"targets": [{"kind": "civilians", "name": name}]}
    words = ("Madame Doezel is free.", "Nobody came.")
    told = public(
        [taken, LATER | {"evidence": [span(text, at * 90, report="x") for at, text in enumerate(words)]}]
    )
    assert [item["text"] for item in told.atlas.events.iloc[1].evidence] == ["Nobody came."]


def test_a_filter_s_words_are_told_when_they_are_ours() -> None:
    shown = public(ROWS[:1])
    asked = {"group": f"{PLACE} Boys", "country": "ML", "admin1": "Kayes", "since": "2026-03-01", "text": "x"}
    told = {
        "group": "not told",
        "country": "ML",
        "admin1": "not told",
        "since": "2026-03-01",
        "text": "not told",
    }
    assert shown.filter(asked) == told
    assert shown.filter({"group": "JNIM|FLM", "event_type": "Battles"}) == {
        "group": "JNIM|FLM",
        "event_type": "Battles",
    }


@pytest.mark.parametrize("region", ["Kayes", "Bamako"])
def test_the_public_is_told_no_more_exactly_than_partners(region: str) -> None:
    row = ROWS[0] | {"admin1": region}
    partner, all_ = (public([row], profile).atlas.events.iloc[0] for profile in ("partner", "public"))
    assert all_.uncertainty_km > partner.uncertainty_km
    assert all_.place_precision == ("admin1" if region == "Kayes" else "country"), "Bamako is a town"


def test_two_exports_of_one_table_tell_no_more_than_one() -> None:
    """What is told of an event is the same whatever the filter, and so are the counts of what is withheld."""
    shown = public()
    whole = set(export.lines(shown.atlas.events).splitlines())
    queries = [Query(text="Gao"), Query(near=(LON, LAT, 30.0)), Query(country=("ML",)), Query()]
    for query in queries:
        some = export.picked(shown.atlas, query)
        about = export.about(some, query, shown=shown)
        assert set(export.lines(some.events).splitlines()) <= whole
        assert about.withheld == shown.withheld


def test_a_name_that_members_alone_hold_is_hushed() -> None:
    rows = [ROWS[3] | {"evidence": [span("Gunmen shot Madame Doezel in Gao.", report="ev-later")]}]
    given = schema.Atlas(schema.from_rows(rows), schema.from_rows(ROWS[:1]))
    assert not disclosure.apply(given, "public", TODAY).atlas.events.iloc[0].evidence


def test_mentions_of_nobody_s_report_and_of_a_hidden_place_are_withheld() -> None:
    shared = {
        "report": "ev-other",
        "name": "Z.",
        "place_id": HERE["place_id"],
        "latitude": LAT,
        "longitude": LON,
    }
    apart = {**shared, "place_id": "gn:3", "latitude": 1.0}
    mentions = [
        shared,
        {**shared, "report": None, "place_id": "gn:2"},
        {**apart, "place_id": VICTIM},
        {**apart, "name": PLACE.upper()},
        {**apart, "latitude": LAT + 0.01},
    ]
    given = schema.Atlas(schema.from_rows(ROWS[:1]), schema.empty(), mentions)
    assert not disclosure.apply(given, "public", TODAY).atlas.mentions
