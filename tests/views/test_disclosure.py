"""What each profile tells and withholds, counts and keeps."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema, schema_check
from geo.errors import InvalidQuery
from geo.events.decided import apply as decide
from geo.events.decisions import Decision
from geo.views import coarse, disclosure, hush
from tests.views.disclosed import ARTICLE, LON, PLACE, ROWS, TAKEN, TODAY, atlas, public


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
    for at, each in enumerate(pieces):
        known.look_beside(each.events, at)
    told = [disclosure.apply(each, profile, TODAY, (known, at)) for at, each in enumerate(pieces)]

    def plain(shown: disclosure.Disclosed) -> list[str]:
        return [json.dumps(row) for row in schema.to_plain(shown.atlas.events).to_dict("records")]

    assert sorted(row for each in told for row in plain(each)) == sorted(plain(whole))
    assert sum((Counter(each.withheld) for each in told), Counter()) == Counter(whole.withheld)


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
    tells = hush.Teller(["family", "ransom"], hush.Names([]))
    assert tells(text) == topic
    assert (text in tells.those([text])) == (topic is not None), "many at once are told alike"
