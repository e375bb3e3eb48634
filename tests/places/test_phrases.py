"""Cue words tell what a name is, and are taken off it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import PlaceRef, Precision
from geo.places.phrases import read_cue

Refer = Callable[..., PlaceRef]


@pytest.mark.parametrize(
    ("phrase", "name", "level"),
    [
        ("région de Kayes", "kayes", Precision.ADMIN1),
        ("Kayes region", "kayes", Precision.ADMIN1),
        ("Borno State", "borno", Precision.ADMIN1),
        ("province du Soum", "soum", Precision.ADMIN1),
        ("cercle d’Ansongo", "ansongo", Precision.ADMIN2),
        ("Bankass Circle", "bankass", Precision.ADMIN2),
        ("the village of Moura", "moura", Precision.EXACT),
        ("la ville de Djibo", "djibo", Precision.EXACT),
        ("outskirts of Barsalogho", "barsalogho", Precision.NEAR),
        ("près de Tessit", "tessit", Precision.NEAR),
        ("Moura area", "moura", Precision.NEAR),
    ],
)
def test_a_cue_tells_the_level(refer: Refer, phrase: str, name: str, level: Precision) -> None:
    ref = read_cue(refer(phrase))
    assert (ref.name, ref.level) == (name, level)


@pytest.mark.parametrize(
    "phrase",
    [
        "entre Konna et Douentza",
        "between Konna and Douentza",
        "axe Konna–Douentza",
        "route Konna - Douentza",
        "Konna–Douentza road",
        "on the Konna–Douentza road",
        "sur l'axe Konna–Douentza",
    ],
)
def test_both_ends_of_a_road_are_read(refer: Refer, phrase: str) -> None:
    ref = read_cue(refer(phrase))
    assert (ref.name, ref.other, ref.level) == ("konna", "douentza", Precision.NEAR)


@pytest.mark.parametrize(
    "phrase", ["northern Mali", "le nord du Mali", "l'ouest du Mali", "western and central Mali"]
)
def test_a_part_of_a_country_is_one(refer: Refer, phrase: str) -> None:
    ref = read_cue(refer(phrase))
    assert (ref.name, ref.kind) == ("mali", "part")


@pytest.mark.parametrize("phrase", ["le pays", "the country", "le centre du pays", "l’ouest du pays"])
def test_the_country_is_a_whole(refer: Refer, phrase: str) -> None:
    assert read_cue(refer(phrase)).kind == "whole"


@pytest.mark.parametrize("name", ["Kayes", "Fada N'Gourma", "Gorom-Gorom", "Tin-Akoff", "La Mecque", "Nord"])
def test_a_plain_name_stays_as_it_is(refer: Refer, name: str) -> None:
    ref = refer(name)
    assert read_cue(ref) is ref


def test_a_level_that_the_text_room_told_stays(refer: Refer) -> None:
    ref = read_cue(refer("région de Kayes", level=Precision.NEAR))
    assert ref.level is Precision.NEAR


@pytest.mark.parametrize(
    ("phrase", "km", "bearing", "name"),
    [
        ("20 km north of Ansongo", 20, "n", "ansongo"),
        ("à 30 km au sud-est de Gao", 30, "se", "gao"),
        ("about 15 kilometres southwest of Djibo", 15, "sw", "djibo"),
        ("à environ 60 km au nord-ouest d’Ansongo", 60, "nw", "ansongo"),
        ("à 5 km à l’ouest de Konna", 5, "w", "konna"),
        ("à 5 km à l'est de Konna", 5, "e", "konna"),
        ("20 km from Bankass", 20, None, "bankass"),
        ("à une vingtaine de km de Bankass", 20, None, "bankass"),
        ("à une cinquantaine de km au nord de Douentza", 50, "n", "douentza"),
        ("à quelques km de Bankass", None, None, "à quelques km de Bankass"),
    ],
)
def test_a_distance_is_read(
    refer: Refer, phrase: str, km: float | None, bearing: str | None, name: str
) -> None:
    ref = read_cue(refer(phrase))
    assert (ref.distance_km, ref.bearing, ref.name) == (km, bearing, name)
    assert (ref.level is Precision.NEAR) == (km is not None)
