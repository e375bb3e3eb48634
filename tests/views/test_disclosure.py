"""What readers of a profile must not see is in no byte of any file that is made for them."""

from __future__ import annotations

import base64
import gzip
import io
import itertools
import json
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import cli, pipeline, schema, schema_check
from geo.errors import InvalidQuery
from geo.events.decided import apply as decide
from geo.events.decisions import Decision
from geo.store.query import Query
from geo.views import brief, coarse, disclosure, files, hush, picture, standalone
from geo.views.scene import Scene, scene

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


def page(profile: str, query: Query | None = None, lang: str = "en") -> bytes:
    return standalone.standalone(atlas(), title="T", query=query, lang=lang, profile=profile).encode()


def paper(profile: str) -> Scene:
    return scene(atlas(), title="T", profile=profile)


MAKERS: dict[str, Callable[[str], bytes]] = {
    ending: lambda profile, ending=ending: files.content(atlas(), ending, profile=profile)
    for ending in files.WRITERS
} | {
    ".html": page,
    "brief": lambda profile: brief.brief(paper(profile)).encode(),
    "picture": lambda profile: picture.picture(paper(profile)).encode(),
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 22 November 2026


@pytest.mark.parametrize("profile", ["partner", "public"])
@pytest.mark.parametrize("ending", MAKERS)
def test_no_byte_tells_what_is_withheld(ending: str, profile: str) -> None:
    told = opened(MAKERS[ending](profile), ending)
    assert not [needle for needle in needles(profile, ending) if needle in told]
    assert b"gao" in told, "the rest is there"


@pytest.mark.parametrize("ending", [ending for ending in MAKERS if ending not in ("brief", "picture")])
def test_the_search_would_find_it(ending: str) -> None:
    told = opened(MAKERS[ending]("internal"), ending)
    sought = needles("public", ending)
    lost = {word for word in (*WORDS, *PUBLIC_ONLY) if word.casefold().encode() not in told}
    assert lost <= {'"AT"'}, "JSON in a cell doubles its quotes"
    for number in (LON, LAT, KM):
        assert any(each in told for each in spelt(number) if each in sought)


def public(rows: list[dict[str, Any]] | None = None, profile: str = "public") -> disclosure.Disclosed:
    given = atlas() if rows is None else schema.Atlas(schema.from_rows(rows), schema.empty())
    return disclosure.apply(given, profile, TODAY)


def test_what_was_withheld_is_counted_and_the_table_is_valid() -> None:
    told = public()
    assert told.withheld == {
        "events of ACLED": 1,
        "events of the last 30 days": 1,
        "exact places": 1,
        "exact places of events beside them": 1,
        "places mentioned in their reports": 1,
        "rows that events were made of": 1,
        "texts: names": 4,  # of the target, in two sentences, in an address
        "texts: ransom": 1,
    }
    assert not schema_check.check(told.atlas.events)
    assert len(told.atlas.events) == 4


def test_a_generalised_event_keeps_what_may_be_told() -> None:
    rows = public().atlas.events
    taken = rows[rows["sub_event_type"] == TAKEN].iloc[0]
    assert (taken.place_name, taken.place_precision, taken.admin1) == ("Kayes", "admin1", "Kayes")
    assert taken.uncertainty_km > 100
    assert taken.targets == [{"kind": "civilians"}, {"kind": "site"}]
    assert taken.claims == [{"actor": "JNIM", "status": "suspected"}]
    assert taken.reasons == ["place: generalised to admin1 by the profile of this file"]
    kin = rows[rows["place_name"] == "Diboli"].iloc[0]
    assert (kin.longitude, kin.latitude) == (-12.199, 14.455)
    assert [item["text"] for item in kin.evidence] == ["Others struck Diboli."]
    assert kin.reasons == ["date: as written"]


def test_the_internal_profile_withholds_nothing() -> None:
    given = atlas()
    assert disclosure.apply(given, "internal", TODAY).atlas is given


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="take internal, partner, public"):
        public(profile="secret")


def test_a_filter_picks_by_what_is_told() -> None:
    near = Query(near=(LON, LAT, 1.0))
    assert len(near.apply(atlas().events)) == 2
    held = files.content(atlas(), ".geojson", query=near, profile="public")
    told = json.loads(held)
    regions = {each["properties"]["place_precision"] for each in told["features"]}
    assert regions == {"admin1"}, "the region's circle touches it, as any circle in the region would"
    assert told["metadata"]["filter"] == {"near": "not told"}
    assert not [needle for needle in needles("public") if needle in opened(held, ".geojson")]
    html = opened(page("public", near), ".html")
    assert not [needle for needle in needles("public", ".html") if needle in html]
    words = Query(text="Doezel")
    assert not json.loads(files.content(atlas(), ".geojson", query=words, profile="public"))["features"]


def test_an_id_proves_no_guess() -> None:
    """Rows that differ in what is withheld alone are told alike, to the id."""
    moved = {
        **ROWS[0],
        "event_id": "ev-other",
        "longitude": -11.5,
        "latitude": 13.9,
        "place_name": "Elsewhere",
    }
    one, other = (schema.to_plain(public([row]).atlas.events).to_dict("records") for row in (ROWS[0], moved))
    assert one == other
    assert one[0]["event_id"] not in ("ev-taken", "ev-other")
    twins = public([ROWS[0], moved]).atlas.events["event_id"]
    assert twins.is_unique


def test_what_an_analyst_released_is_told() -> None:
    given = schema.from_rows(ROWS[:1])
    freed = Decision("ev-taken", "release", None, who="Ann", why="he is home", when="2026-11-01")
    released = decide(given, schema.empty(), [freed]).events
    told = disclosure.apply(schema.Atlas(released, schema.empty()), "public", TODAY).atlas.events.iloc[0]
    assert (told.longitude, told.place_name) == (LON, PLACE)
    assert "name" not in told.targets[0], "victims are never named"


@pytest.mark.parametrize("end", ["2026-10-24", None])
def test_news_of_hostages_waits(end: str | None) -> None:
    row = {**ROWS[0], "start": end, "end": end}
    assert public([row]).atlas.events.empty
    assert len(public([{**row, "start": "2026-10-20", "end": "2026-10-23"}]).atlas.events) == 1


def test_a_place_whose_region_is_unknown_becomes_a_country_and_then_nothing() -> None:
    lost = {**ROWS[0], "admin1": "Atlantis"}
    told = public([lost]).atlas.events.iloc[0]
    assert (told.place_name, told.place_precision) == ("Mali", "country")
    nowhere = public([{**lost, "country": None}]).atlas.events.iloc[0]
    assert nowhere.place_precision == "unresolved"
    assert nowhere.geometry is None


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
}
TAKING: dict[str, dict[str, Any]] = {  # of the taking itself
    "who did it": {"actors": [{"id": "Other", "name": f"hunters of {PLACE}", "role": "side_b", "at": PLACE}]},
    "its source": {"source": f"Radio {PLACE}", "made_by": f"{PLACE} 1", "licence": f"{PLACE} Open"},
    "its targets": {"targets": [{"kind": f"guests of {SITE}", "name": VICTIM, "home": "Zambourg"}]},
    "its claims": {"claims": [{"actor": f"{PLACE} Boys", "status": PLACE, "by": PLACE}]},
    "its group": {"group": f"{PLACE} Boys"},
}
NASTY = [
    *(
        (f"told apart: {name}", [ROWS[0], ROWS[3] | {"event_id": "ev-x"} | more])
        for name, more in SNEAKY.items()
    ),
    *((f"told with it: {name}", [ROWS[0], ROWS[2] | more]) for name, more in KIN.items()),
    *((f"the taking: {name}", [ROWS[0] | more]) for name, more in TAKING.items()),
]


@pytest.mark.parametrize("profile", ["partner", "public"])
@pytest.mark.parametrize("rows", [rows for _, rows in NASTY], ids=[name for name, _ in NASTY])
def test_what_hides_where_nobody_looks_is_withheld(rows: list[dict[str, Any]], profile: str) -> None:
    given = schema.Atlas(schema.from_rows(rows), schema.empty())
    told = opened(files.content(given, ".geojson", profile=profile), ".geojson")
    sought = [each for each in needles(profile) if each not in (b"acledville", b"143 km", b"newtown")]
    sought += [b"doe-", "доезел".encode(), b"do&#101;zel", b"jeanne", b"decided by"]
    assert not [needle for needle in sought if needle in told]
    assert b"kayes" in told or profile == "partner"


@settings(deadline=None, max_examples=6)
@given(st.permutations(range(len(ROWS) + 3)), st.sets(st.integers(1, len(ROWS) + 2)), st.booleans())
def test_a_table_in_pieces_is_told_as_the_whole_is(order: list[int], cuts: set[int], partner: bool) -> None:
    profile = "partner" if partner else "public"
    twins = [ROWS[0], ROWS[2], ROWS[2] | {"event_id": "ev-kin2", "reports": ["z", ARTICLE]}]
    rows = [[*ROWS, *twins][at] for at in order]
    whole = public(rows, profile)
    ends = [0, *sorted(cuts), len(rows)]
    pieces = [
        schema.Atlas(schema.from_rows(rows[a:b]), schema.empty())
        for a, b in itertools.pairwise(ends)
        if a < b
    ]
    known = disclosure.Known(profile)
    for each in pieces:
        known.look(each.events)
    told = [disclosure.apply(each, profile, TODAY, (known, at)) for at, each in enumerate(pieces)]

    def plain(shown: disclosure.Disclosed) -> list[str]:
        return [json.dumps(row) for row in schema.to_plain(shown.atlas.events).to_dict("records")]

    assert sorted(row for each in told for row in plain(each)) == sorted(plain(whole))
    assert sum((Counter(each.withheld) for each in told), Counter()) == Counter(whole.withheld)


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
    mentions = [shared, {**shared, "report": None, "place_id": "gn:2"}, {**shared, "place_id": VICTIM}]
    given = schema.Atlas(schema.from_rows(ROWS[:1]), schema.empty(), mentions)
    assert not disclosure.apply(given, "public", TODAY).atlas.mentions


@pytest.mark.parametrize(
    "named",
    [
        {"licence": "ACLED"},
        {"licence": "© ACLED 2025, all rights reserved"},
        {"licence": "Armed Conflict Location & Event Data Project"},
        {"source": "acled"},
        {"source": "Le Monde · ACLED"},
        {"source": "derived from ACLED"},
        {"source": None, "licence": None, "made_by": "acled reader 1"},
    ],
)
def test_acled_s_rows_are_known_by_any_name(named: dict[str, Any]) -> None:
    rows = [ROWS[3], ROWS[4] | {"licence": "CC BY 4.0", "source": "a newspaper"} | named]
    assert public(rows).atlas.events["place_name"].tolist() == ["Gao"]


def test_a_picture_for_others_is_not_centred_on_what_is_hidden() -> None:
    made = [
        picture.picture(scene(atlas(), title="T", profile="public", view=(LON + east, LAT, 15.0)))
        for east in (0.0, 0.03)
    ]
    assert made[0] == made[1]
    own = picture.picture(scene(atlas(), title="T", profile="internal", view=(LON, LAT, 15.0)))
    assert own != made[0]


@settings(deadline=None, max_examples=60)
@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-89, 89),
    dx=st.floats(0, 1, exclude_max=True),
    dy=st.floats(0, 1, exclude_max=True),
)
def test_a_cell_tells_nothing_but_itself(lon: float, lat: float, dx: float, dy: float) -> None:
    """Every point of a cell is told alike, but for its uncertainty, and lies in the circle that is told."""
    from geo.distance import km

    base = {"country": "ML", "place_precision": "exact", "uncertainty_km": 2.0}
    told = coarse.generalised({**base, "longitude": lon, "latitude": lat}, "grid 0.5")
    x, y = told["longitude"], told["latitude"]
    assert abs(x - lon) <= 0.25
    assert abs(y - lat) <= 0.25
    near = (x - 0.25 + dx * 0.499999, y - 0.25 + dy * 0.499999)
    assert coarse.generalised({**base, "longitude": near[0], "latitude": near[1]}, "grid 0.5") == told
    assert float(km(x, y, lon, lat)) + 2.0 <= told["uncertainty_km"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("They asked for a RANSOM", "ransom"),
        ("une rançon de deux millions", "ransom"),
        ("l'épouse du maire", "family"),
        ("with his son", "family"),
        ("Relative calm came back", None),
        ("Il a quitté son poste", None),
        ("the Muslim Brotherhood", None),
    ],
)
def test_words_that_are_hushed(text: str, topic: str | None) -> None:
    assert hush.teller(["family", "ransom"], hush.Names([]))(text) == topic


def test_the_command_line_tells_what_was_withheld(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held, out = tmp_path / "a.geojson", tmp_path / "b.csv"
    files.write(atlas(), held)
    assert cli.main(["query", str(held), "-o", str(out), "--profile", "public"]) == 0
    said = capsys.readouterr().err
    assert "is public; withheld: " in said
    assert "exact places: 1" in said
    assert "4 of 6 events" in said
    beside = json.loads((tmp_path / "b.csv-metadata.json").read_text())
    assert beside["profile"] == "public"
    assert cli.main(["query", str(held), "-o", str(out)]) == 0
    assert "tells 1 restricted events" in capsys.readouterr().err


def test_rejects_do_not_lie_beside_a_public_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing happened.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("date 2025-07-03\n\nGunmen killed two soldiers in Gao.", encoding="utf-8")
    out = tmp_path / "out.geojson"
    assert cli.main(["build", "-q", str(tmp_path), "-o", str(out), "--profile", "public"]) == 1
    assert not out.with_name("out.geojson.rejected.csv").exists()


def test_the_sample_s_hostages_are_not_where_they_were() -> None:
    built = pipeline.build([str(Path(__file__).parents[2] / "data" / "sample")])
    exact = built.events[built.events["sensitivity"] == "restricted"]
    told = disclosure.apply(built, "public", TODAY).atlas.events
    shown = told[told["sensitivity"] == "restricted"]
    assert len(shown) == len(exact) > 0
    assert set(shown["place_precision"]) <= {"admin1", "country", "unresolved"}
