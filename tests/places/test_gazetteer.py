"""The gazetteer: what is found by which spelling, what is only proposed, what is refused."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from geo.errors import BrokenData, InvalidPlace
from geo.model import LonLat, PlaceRef
from geo.names import fold
from geo.places.gazetteer import LIKENESS, SETTLEMENTS, Gazetteer
from geo.places.rank import Context, locate_all
from geo.places.spelling import sound
from geo.places.tables import fold_all

FIXTURE = Path(__file__).parent / "fixture"


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Sandere", "Sandaré"),
        ("SANDARÉ", "Sandaré"),
        ("Boulkessi", "Boulikessi"),
        ("Boulkessy", "Boulikessi"),
        ("Menaka", "Ménaka"),
        ("Tombouctou", "Timbuktu"),
        ("Tumbuktu", "Timbuktu"),
        ("Ouaga", "Ouagadougou"),
        ("Gorom Gorom", "Gorom-Gorom"),
        ("Tongo-Tongo", "Tongo Tongo"),
        ("N’Djamena", "N'Djamena"),
        ("Fada N’Gourma", "Fada N'gourma"),
        ("Timbouctou", "Timbuktu"),
        ("Tin Zaouatine", "Tinzaouaten"),
        ("Jenne", "Djenné"),
    ],
)
def test_spellings_lead_to_one_name(gazetteer: Gazetteer, spelling: str, name: str) -> None:
    found = gazetteer.find(spelling)
    assert fold(name) in {fold(match.place.name) for match in found}
    assert {match.how for match in found} <= {"exact", "alias"}


def test_an_article_before_the_name_does_not_count(gazetteer: Gazetteer) -> None:
    assert [m.place for m in gazetteer.find("l'Oudalan")] == [m.place for m in gazetteer.find("Oudalan")]


def test_a_like_name_is_flagged_as_a_proposal(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Ouagadougo")
    assert found[0].place.name == "Ouagadougou"
    assert not any(match.is_sure for match in found)
    assert all(match.likeness >= LIKENESS for match in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Diakha", "Diaka"),
        ("Dar Salam", "Darsalam"),
        ("Hamdalaye", "Hamdallaye"),
        ("Guidan Roumdji", "Guidan Roumji"),
    ],
)
def test_spellings_of_one_sound_are_told_apart_from_likeness(
    gazetteer: Gazetteer, one: str, other: str
) -> None:
    assert sound(fold(one)) == sound(fold(other))
    assert any(fold(m.place.name) == fold(other) and m.how == "sound" for m in gazetteer.like(one))


@pytest.mark.parametrize(
    ("one", "other"), [("Koutala", "Koutiala"), ("Bambara", "Bambaran"), ("Kourouma", "Kouroumba")]
)
def test_names_that_differ_in_sound_stay_apart(one: str, other: str) -> None:
    assert sound(fold(one)) != sound(fold(other))


@given(st.text("abdegiknorstu ", min_size=5, max_size=12))
def test_every_like_name_is_as_like_as_it_says(gazetteer: Gazetteer, name: str) -> None:
    if not fold(name):
        return
    for match in gazetteer.like(name):
        spellings = [fold(s) for s in (match.place.name, *_aliases().get(match.place.place_id, ()))]
        alike = [s for s in spellings if s[:1] == fold(name)[0]]
        assert max(fuzz.ratio(fold(name), s) for s in alike) / 100 == pytest.approx(match.likeness)


def test_likeness_misses_nothing_that_a_plain_scan_finds(small: Gazetteer) -> None:
    for name in ("Bamaco", "Diboly", "Kidiraa", "Ouagadugu", "Bandiagra", "Sikaso"):
        plain = {
            place.place_id
            for place in small
            if fold(place.name)[0] == fold(name)[0]
            and fuzz.ratio(fold(place.name), fold(name)) >= LIKENESS * 100
        }
        assert plain <= {match.place.place_id for match in small.like(name)}


def _aliases() -> dict[str, list[str]]:
    from geo import vocab

    found: dict[str, list[str]] = {}
    for file in ("places.csv", "regions.csv"):
        with (vocab.DATA / "places" / file).open(encoding="utf-8", newline="") as lines:
            found |= {row["place_id"]: row["aliases"].split("|") for row in csv.DictReader(lines)}
    with (vocab.DATA / "places" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[f"iso:{row['iso2']}"] = [row["name_fr"], *row["aliases"].split("|")]
    return found


@given(st.lists(st.text(min_size=1, max_size=20).filter(lambda s: "\n" not in s), min_size=1, max_size=20))
def test_folding_many_names_is_folding_each(names: list[str]) -> None:
    assert fold_all(names) == [fold(name) for name in names]


def test_names_tell_kinds_countries_and_demonyms(gazetteer: Gazetteer) -> None:
    names = gazetteer.names()
    assert "city" in names.places["kayes"].kinds
    assert names.places["kayes"].population > 100_000
    assert names.countries["niger"] == "NE"
    assert names.countries["republic of mali"] == "ML"
    wanted = {"malienne": "ML", "burkinabe": "BF", "nigerien": "NE", "nigerian": "NG", "indian": "IN"}
    assert {name: names.demonyms[name] for name in wanted} == wanted
    assert names.demonyms["french"] == "FR"
    assert "congolese" not in names.demonyms


def test_a_name_of_hills_and_rivers_only_is_not_looked_for(small: Gazetteer) -> None:
    assert "faleme" not in small.names().places
    assert {"country", "river"} <= small.names().places["niger"].kinds


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("", "holds no letter"),
        (" -- ", "holds no letter"),
        ("x" * 10_000, "is longer"),
        ("Ga\x00o", "control"),
    ],
)
def test_names_that_cannot_be_looked_up_are_told_why(gazetteer: Gazetteer, name: str, rule: str) -> None:
    with pytest.raises(InvalidPlace, match=rule):
        gazetteer.find(name)


def test_emoji_and_right_to_left_names_are_only_unknown(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("😀😀😀") == []
    assert all(match.how != "exact" for match in gazetteer.find("كايسسسسس"))


def test_swapped_coordinates_are_noticed(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidPlace, match="did you swap latitude and longitude"):
        gazetteer.nearest(LonLat(14.45, -111.44))


def test_reverse_of_geocode_lands_on_every_place(
    gazetteer: Gazetteer, refer: Callable[..., PlaceRef]
) -> None:
    settled = [place for place in gazetteer if place.kind in SETTLEMENTS]
    assert len(settled) > 40_000
    for place in settled:
        nearest, km = gazetteer.nearest(place.point)[0]
        assert (km, nearest.point) == (0.0, place.point)
    named = sorted({(place.name, place.country) for place in settled})[::5]
    fixes = locate_all([(refer(name), Context(countries=(country,))) for name, country in named], gazetteer)
    found = [(fix, country) for fix, (_, country) in zip(fixes, named, strict=True) if fix.place]
    assert len(found) > 0.8 * len(named)  # the others are namesakes in one country: ambiguous
    for fix, country in found:
        assert fix.place
        assert fix.point == fix.place.point
        # "America" is a country, wherever a village bears that name; rows kept by hand outrank the report.
        assert fix.country == country or fix.place.kind == "country" or fix.place.place_id.startswith("hand:")


def test_every_place_has_a_point(gazetteer: Gazetteer, refer: Callable[..., PlaceRef]) -> None:
    assert all(-180 <= place.point.lon <= 180 and -90 <= place.point.lat <= 90 for place in gazetteer)
    assert locate_all([(refer("Bouvet Island"), Context())], gazetteer)[0].status == "absent"


def test_the_nearest_few_come_in_order(gazetteer: Gazetteer) -> None:
    distances = [km for _, km in gazetteer.nearest(LonLat(-8.0, 12.65), 10)]
    assert len(distances) == 10
    assert distances == sorted(distances)


def test_the_order_of_rows_changes_nothing(
    small: Gazetteer, tmp_path: Path, refer: Callable[..., PlaceRef]
) -> None:
    shutil.copytree(FIXTURE, tmp_path, dirs_exist_ok=True)
    for table in tmp_path.glob("*.csv"):
        head, *rows = table.read_text(encoding="utf-8").splitlines()
        table.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    turned = Gazetteer(tmp_path)
    pairs = [(refer(place.name), Context(countries=c)) for place in small for c in ((), ("ML",), ("NG",))]
    assert locate_all(pairs, turned) == locate_all(pairs, small)
    assert turned.names() == small.names()


def test_a_missing_or_broken_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenData, match=r"places\.csv"):
        Gazetteer(tmp_path)
    shutil.copytree(FIXTURE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "regions.csv").write_text("place_id,name\na\n", encoding="utf-8")
    with pytest.raises(BrokenData, match=r"regions\.csv"):
        Gazetteer(tmp_path)
