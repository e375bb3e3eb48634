"""From a name and its context to a Fix: found, ambiguous, absent or refused, and why."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Fix, FixStatus, LonLat, PlaceRef, Precision, Span
from geo.places.choose import KIND_KM, MARGIN
from geo.places.gazetteer import CURATED, LIKENESS, SETTLEMENTS, Gazetteer
from geo.places.plane import BEARINGS, WGS84, km_between
from geo.places.rank import Context, locate, locate_all

Ask = Callable[..., Fix]
Refer = Callable[..., PlaceRef]
JULY = date(2025, 7, 1)


# --- the seeds' places


def test_kayes_is_the_city_and_with_a_cue_the_region(ask: Ask) -> None:
    city, region = ask("Kayes", ("ML",)), ask("région de Kayes", ("ML",))
    assert (city.precision, city.uncertainty_km) == (Precision.EXACT, KIND_KM["city"])
    assert city.place is not None
    assert city.place.kind == "city"
    assert region.precision is Precision.ADMIN1
    assert region.uncertainty_km is not None
    assert region.uncertainty_km > 100
    assert region.admin1 == "Kayes"


def test_diboli_is_in_mali_though_kidira_faces_it(ask: Ask) -> None:
    for countries in (("ML",), ("SN", "ML"), ()):
        assert ask("Diboli", countries).country == "ML"
    assert ask("Kidira", ("SN",)).country == "SN"
    assert ask("Diboli", country="SN").country == "ML"


def test_sandere_is_sandare_in_the_region_of_its_day(ask: Ask) -> None:
    fix = ask("Sandere", ("ML",), on=JULY)
    assert fix.place is not None
    assert fix.place.name == "Sandaré"
    assert (fix.admin1, fix.admin2) == ("Nioro", "Nioro")
    assert ask("Sandere", ("ML",), on=date(2020, 1, 1)).admin1 == "Kayes"


@pytest.mark.parametrize(
    "name", ["India", "Togo", "Niger", "Senegal", "Mauritania", "Sénégal", "Republic of Mali"]
)
def test_a_country_has_country_precision(ask: Ask, name: str) -> None:
    fix = ask(name, ("ML",))
    assert (fix.status, fix.precision) == (FixStatus.FOUND, Precision.COUNTRY)
    assert fix.place is not None
    assert fix.place.kind == "country"
    assert fix.uncertainty_km == fix.place.radius_km


@pytest.mark.parametrize("phrase", ["other towns", ""])
def test_no_place_named_is_no_place(ask: Ask, phrase: str) -> None:
    fix = ask(phrase, ("ML",), level=Precision.UNRESOLVED)
    assert (fix.status, fix.point) == (FixStatus.ABSENT, None)
    assert fix.reasons == ("the report names no place",)


# --- traps


def test_niger_is_a_country_a_state_and_a_river(ask_small: Ask) -> None:
    assert ask_small("Niger").country == "NE"
    assert ask_small("Niger State", ("NG",)).precision is Precision.ADMIN1
    river = ask_small("Niger", kind="river")
    assert (river.status, river.point) == (FixStatus.ABSENT, None)


def test_mali_is_a_town_only_where_the_words_say_guinea(ask_small: Ask) -> None:
    assert ask_small("Mali", ("GN",)).precision is Precision.COUNTRY
    town = ask_small("Mali", country="GN")
    assert (town.country, town.precision) == ("GN", Precision.EXACT)


@pytest.mark.parametrize(
    ("name", "country"),
    [("San", "ML"), ("Man", "CI"), ("Dori", "BF"), ("Ber", "ML"), ("Gao", "ML"), ("Kita", "ML")],
)
def test_short_names_are_found_in_their_country_and_nowhere_else(ask: Ask, name: str, country: str) -> None:
    assert ask(name, (country,)).country == country
    assert ask(name, ("SN",)).country in (None, "SN")


def test_kayes_without_a_country_may_be_in_congo(ask_small: Ask) -> None:
    fix = ask_small("Kayes")
    assert (fix.status, fix.point) == (FixStatus.AMBIGUOUS, None)
    assert {c.place.country for c in fix.candidates} == {"ML", "CG"}
    assert ask_small("Kayes", ("CG",)).country == "CG"


def test_a_river_is_no_place_of_events(ask_small: Ask) -> None:
    assert ask_small("Falémé", ("SN",)).status is FixStatus.ABSENT


@pytest.mark.parametrize("name", ["West Africa", "North West", "Africa"])
def test_parts_of_the_world_are_not_parts_of_mali(ask: Ask, name: str) -> None:
    assert ask(name, ("ML",)).status is FixStatus.ABSENT


def test_south_sudan_is_no_part_of_sudan(ask: Ask) -> None:
    assert ask("South Sudan").country == "SS"


# --- choosing among namesakes


def test_namesakes_far_apart_are_ambiguous_and_all_shown(ask_small: Ask) -> None:
    fix = ask_small("Koulogo", ("ML",))
    assert (fix.status, fix.point, fix.country) == (FixStatus.AMBIGUOUS, None, "ML")
    assert [c.place.place_id for c in fix.candidates] == ["v:1", "v:2"]
    assert fix.candidates[0].score - fix.candidates[1].score < MARGIN


def test_one_town_twice_in_the_sources_is_found(ask_small: Ask) -> None:
    assert ask_small("Tamani", ("ML",)).status is FixStatus.FOUND


def test_the_other_places_of_the_report_decide(ask_small: Ask) -> None:
    by_north = ask_small("Koulogo", ("ML",), names=("Bandiagara", "Konna"))
    by_south = ask_small("Koulogo", ("ML",), names=("Sikasso",))
    assert [f.place.place_id if f.place else None for f in (by_north, by_south)] == ["v:1", "v:2"]
    assert any("nearest other place" in reason for reason in by_north.reasons)


def test_a_village_by_the_reports_other_places_outranks_a_far_town(ask: Ask) -> None:
    near = ask("Bamba", ("ML",), names=("Gourma-Rharous", "Tombouctou"))
    assert near.point is not None
    assert km_between(near.point, LonLat(-1.4, 17.03)) < 5
    assert ask("Bamba", ("ML",), names=("Tombouctou",)).status is not FixStatus.FOUND


def test_a_hamlet_never_beats_a_city_by_its_neighbours_alone(ask_small: Ask) -> None:
    fix = ask_small("Bamako", ("ML",), names=("Diboli", "Sandere"))
    assert (fix.status, fix.point) == (FixStatus.AMBIGUOUS, None)
    assert {c.place.kind for c in fix.candidates} >= {"city", "village"}
    chosen = ask_small("Bamako", ("ML",), names=("Tamani",))
    assert chosen.place is not None
    assert chosen.place.kind == "city"


def test_a_capital_draws_no_village_near_it(ask_small: Ask) -> None:
    assert ask_small("Koulogo", ("ML",), names=("Bamako",)).status is FixStatus.AMBIGUOUS


def test_the_ends_of_a_stretch_are_the_near_namesakes(ask: Ask) -> None:
    fix = ask("Gourma-Rharous", ("ML",), level=Precision.NEAR, other="Bamba")
    assert fix.uncertainty_km is not None
    assert fix.uncertainty_km < 60


def test_the_region_named_with_it_decides_or_forbids(ask_small: Ask) -> None:
    fix = ask_small("Koulogo", ("ML",), within=("région de Sikasso",))
    assert fix.place is not None
    assert fix.place.place_id == "v:2"
    none = ask_small("Koulogo", ("ML",), within=("Gao",))
    assert (none.status, none.point) == (FixStatus.ABSENT, None)
    assert "outside Gao" in none.reasons[0]


def test_the_place_by_which_the_words_place_it_decides_or_stands_in(ask_small: Ask, refer: Refer) -> None:
    by = refer("Bandiagara", level=Precision.NEAR, distance_km=50)
    chosen = ask_small("Koulogo", ("ML",), fallback=by)
    assert chosen.place is not None
    assert chosen.place.place_id == "v:1"
    unknown = ask_small("Gringolo", ("ML",), fallback=by)
    assert (unknown.name, unknown.precision) == ("Gringolo", Precision.NEAR)
    assert unknown.place is not None
    assert unknown.place.name == "Bandiagara"
    assert "no place named 'Gringolo'" in unknown.reasons[0]


def test_a_place_kept_by_hand_near_the_border_outranks_the_country_named(ask_small: Ask) -> None:
    assert ask_small("Boulkessi", ("BF",)).country == "ML"
    far = ask_small("Ber", ("NG",))
    assert (far.status, far.point) == (FixStatus.ABSENT, None)


def test_a_like_name_counts_only_in_the_country_named(ask_small: Ask) -> None:
    found = ask_small("Ouagadougo", ("BF",))
    assert found.status is FixStatus.FOUND
    assert found.reasons[0].startswith("only like Ouagadougou (likeness 0.9")
    assert ask_small("Ouagadougo").status is FixStatus.ABSENT
    assert ask_small("Ouagadougo", ("ML",)).status is FixStatus.ABSENT


def test_a_hamlet_of_a_like_name_is_not_taken(ask_small: Ask) -> None:
    fix = ask_small("Koullogo", ("ML",))
    assert (fix.status, fix.point) == (FixStatus.AMBIGUOUS, None)  # it sounds like two hamlets
    assert ask_small("Kouloga", ("ML",)).status is FixStatus.ABSENT
    assert ask_small("Taamani", ("ML",)).status is FixStatus.FOUND


def test_what_lost_says_why(ask: Ask) -> None:
    fix = ask("Kayes", ("ML",))
    region = next(c for c in fix.candidates if c.place.kind == "admin1")
    assert region.score < fix.candidates[0].score
    assert region.reasons[-1].startswith("is a region")


# --- by a place, between two, and areas


@pytest.mark.parametrize("bearing", list(BEARINGS))
def test_a_distance_and_a_bearing_give_a_point(ask: Ask, bearing: str) -> None:
    base = ask("Ansongo", ("ML",))
    fix = ask("Ansongo", ("ML",), level=Precision.NEAR, distance_km=20.0, bearing=bearing)
    assert fix.precision is Precision.NEAR
    assert base.point
    assert fix.point
    assert base.uncertainty_km is not None
    azimuth, _, metres = WGS84.inv(*base.point, *fix.point)
    assert metres == pytest.approx(20_000, abs=5)
    assert azimuth % 360 == pytest.approx(BEARINGS[bearing], abs=0.01)
    assert fix.uncertainty_km == 5.0 + base.uncertainty_km


def test_a_distance_without_a_bearing_is_a_circle(ask: Ask) -> None:
    fix = ask("Bankass", ("ML",), level=Precision.NEAR, distance_km=20.0)
    assert fix.point == ask("Bankass", ("ML",)).point
    assert fix.uncertainty_km == 20.0 + KIND_KM["town"]
    assert ask("Bankass", ("ML",), level=Precision.NEAR).uncertainty_km == 20.0


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("Konna", {"level": Precision.NEAR, "other": "Douentza"}),
        ("entre Konna et Douentza", {}),
        ("axe Konna–Douentza", {}),
    ],
)
def test_between_two_towns_is_halfway(ask: Ask, phrase: str, says: dict) -> None:
    ends = [ask(name, ("ML",)).point for name in ("Konna", "Douentza")]
    fix = ask(phrase, ("ML",), **says)
    assert fix.precision is Precision.NEAR
    assert fix.point
    assert all(ends)
    whole = km_between(*[end for end in ends if end])
    assert fix.uncertainty_km == pytest.approx(whole / 2, abs=0.1)
    assert [km_between(fix.point, end) for end in ends if end] == pytest.approx([whole / 2] * 2, abs=0.1)


def test_near_a_border_is_no_place(ask: Ask) -> None:
    fix = ask("Mauritania", ("ML",), level=Precision.NEAR)
    assert (fix.status, fix.point) == (FixStatus.ABSENT, None)


@pytest.mark.parametrize(
    "phrase", ["northern Mali", "le nord du Mali", "l’ouest du Mali", "western and central Mali"]
)
def test_a_part_of_a_country_is_an_area(ask: Ask, phrase: str) -> None:
    fix = ask(phrase, ("ML",))
    assert (fix.precision, fix.country) == (Precision.COUNTRY, "ML")
    assert "part of Mali" in fix.reasons[-1]


def test_a_side_is_a_region_of_that_name_or_the_country(ask: Ask) -> None:
    mali, burkina = (ask("dans le Nord", (code,), on=date(2024, 1, 1)) for code in ("ML", "BF"))
    assert (mali.precision, mali.country, mali.reasons[-1]) == (
        Precision.COUNTRY,
        "ML",
        "the report names nord of it only",
    )
    assert (burkina.precision, burkina.admin1) == (Precision.ADMIN1, "Nord")
    assert ask("dans le Nord").status is FixStatus.ABSENT
    assert ask("dans le Nord", ("ML", "BF")).precision is Precision.ADMIN1


@pytest.mark.parametrize("phrase", ["near the border with Mauritania", "la frontière avec la Mauritanie"])
def test_a_stretch_of_border_is_somewhere_in_the_country(ask: Ask, phrase: str) -> None:
    fix = ask(phrase, ("ML",))
    assert (fix.precision, fix.country) == (Precision.COUNTRY, "ML")
    assert fix.uncertainty_km
    assert "its border with Maurita" in fix.reasons[-1]
    assert ask(phrase).point is None


def test_an_area_without_borders_needs_a_country(ask: Ask) -> None:
    assert ask("Sahel", ("ML", "BF")).status is FixStatus.ABSENT
    assert ask("le centre du pays", country="ML").precision is Precision.COUNTRY
    assert ask("le centre du pays", ("ML", "BF")).status is FixStatus.ABSENT


def test_a_region_is_that_of_the_day(ask: Ask) -> None:
    now, before = (ask("Bandiagara region", ("ML",), on=d) for d in (JULY, date(2019, 1, 1)))
    assert (now.precision, now.admin1) == (Precision.ADMIN1, "Bandiagara")
    assert (before.precision, before.admin1, before.admin2) == (Precision.ADMIN2, "Mopti", "Bandiagara")


def test_a_hamlet_of_a_provinces_name_elsewhere_is_not_meant(ask: Ask) -> None:
    assert ask("Soum", ("BF",), on=date(2024, 1, 1)).precision is Precision.ADMIN2


def test_a_name_that_cannot_be_looked_up_costs_no_other_its_answer(
    gazetteer: Gazetteer, refer: Refer
) -> None:
    mali = Context(countries=("ML",))
    fixes = locate_all([(refer(name), mali) for name in ("Gao", "x" * 10_000, "Ga\x00o", "Kidal")], gazetteer)
    assert [f.status for f in fixes] == ["found", "refused", "refused", "found"]


def test_containers_may_follow_the_name(ask: Ask) -> None:
    assert ask("Sandere, ML").country == "ML"
    assert ask("Sandere, Kayes, Mali").point == ask("Sandere", within=("Kayes", "Mali")).point
    assert ask("Sandere, Senegal").status is FixStatus.ABSENT


def test_a_distance_in_words_is_a_distance(ask: Ask) -> None:
    said = ask("20 km north of Ansongo", ("ML",))
    told = ask("Ansongo", ("ML",), level=Precision.NEAR, distance_km=20.0, bearing="n")
    assert (said.point, said.uncertainty_km) == (told.point, told.uncertainty_km)


# --- laws


NAMES = st.sampled_from(sorted(Gazetteer.default().names().places))
COUNTRIES = st.sampled_from(["ML", "BF", "NE", "CI", "BJ", "TG", "SN", "MR", "NG"])


@given(NAMES, st.lists(COUNTRIES, max_size=3, unique=True))
def test_a_named_country_never_yields_another(
    gazetteer: Gazetteer, refer: Refer, name: str, countries: list[str]
) -> None:
    fix = locate(refer(name), Context(countries=tuple(countries)), gazetteer)
    if fix.status is FixStatus.FOUND and countries and fix.place and fix.place.kind != "country":
        assert fix.country in countries or fix.place.place_id.startswith(CURATED)


@given(NAMES, COUNTRIES)
def test_what_is_found_bears_the_name(gazetteer: Gazetteer, refer: Refer, name: str, country: str) -> None:
    fix = locate(refer(name), Context(countries=(country,)), gazetteer)
    if fix.status is FixStatus.FOUND and fix.place and fix.place.kind in SETTLEMENTS:
        found = {m.place.place_id: m for m in [*gazetteer.find(name), *gazetteer.like(name, (country,))]}
        match = found[fix.place.place_id]
        assert match.is_sure or match.likeness >= LIKENESS


@given(NAMES)
def test_only_what_is_found_has_a_point(gazetteer: Gazetteer, refer: Refer, name: str) -> None:
    fix = locate(refer(name), Context(), gazetteer)
    found = fix.status is FixStatus.FOUND
    assert (fix.point is not None) == (fix.place is not None) == (fix.uncertainty_km is not None) == found
    assert fix.reasons
    assert all(0 <= c.score <= 1 and c.reasons for c in fix.candidates)
    chosen = [c.score for c in fix.candidates[:1]]
    assert chosen == sorted((c.score for c in fix.candidates), reverse=True)[:1]


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_order_changes_nothing(
    gazetteer: Gazetteer, refer: Refer, names: list[str], rng: random.Random
) -> None:
    context = Context(countries=("ML", "BF"), names=tuple(names))
    turned = Context(countries=("ML", "BF"), names=tuple(rng.sample(names, len(names))))
    pairs = [(refer(name), context) for name in names]
    fixes = {fix.name: fix for fix in locate_all(pairs, gazetteer)}
    again = locate_all([(ref, turned) for ref, _ in reversed(pairs)], gazetteer)
    assert {fix.name: fix for fix in again} == fixes


def test_a_fix_lies_where_its_place_lies(ask: Ask) -> None:
    assert ask("Bamako", ("ML",)).point == pytest.approx(LonLat(-8.003, 12.639), abs=0.05)


def test_a_distance_told_of_a_near_place_rules_out_namesakes_elsewhere() -> None:
    """ "Near Koutougou, 52 km southwest of Torodi": not the Koutougou 200 km away."""
    torodi = PlaceRef(
        "Torodi", Span("a", 0, 6, "Torodi"), Precision.NEAR, country="NE", distance_km=52, bearing="sw"
    )
    near = PlaceRef("Koutougou", Span("a", 0, 9, "Koutougou"), Precision.NEAR, country="NE", fallback=torodi)
    fix = locate(near, Context(countries=("NE",)), Gazetteer.default())
    assert fix.point is not None
    assert km_between(fix.point, LonLat(1.46, 12.79)) < 15
