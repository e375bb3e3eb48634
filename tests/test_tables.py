"""A table of others, from the file to the map: places by name, chunks, what is told of its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

import geo
from geo import schema
from geo.cli import main
from geo.errors import InvalidQuery

DIARY = """Réf;Date;Localité;Pays;Région;Type;Auteur;Tués;Lat;Long
A1;03/07/2025;Ménaka;Mali;;Attaque;EIGS;3;15,92;2,40
A2;25/07/2025;Kayes;Mali;;Affrontement armé;GSIM;10-12;;
A3;26/07/2025;Nulle-Part-sur-Sable;Mali;Gao;Attaque;GSIM;;;
A4;27/07/2025;Kayes;Mali;;Attaque;GSIM;;-11,44;14,45
A5;27/07/2025;;Mali;;Attaque;GSIM;;;
"""


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "diary.csv"
    path.write_text(DIARY, encoding="utf-8")
    return path


def test_places_without_a_point_are_looked_up(diary: Path) -> None:
    atlas = geo.read([diary])
    assert geo.check(atlas) == []
    own, kayes, absent, bare = schema.to_plain(atlas.events).to_dict("records")
    assert (own["latitude"], own["place_id"], own["place_precision"]) == (15.92, None, "near")
    assert kayes["place_name"] == "Kayes"
    assert kayes["place_precision"] == "exact"
    assert abs(kayes["latitude"] - 14.45) < 0.1
    assert kayes["uncertainty_km"] > 0
    assert kayes["border_km_min"] > 0
    assert any(reason.startswith("place: ") for reason in kayes["reasons"])
    assert kayes["reasons"][0] == own["reasons"][0] == "columns of the table: guessed from names and contents"
    assert (absent["latitude"], absent["place_precision"], absent["admin1"]) == (None, "unresolved", "Gao")
    assert any(reason.startswith("place: ") for reason in absent["reasons"])
    assert (bare["place_precision"], bare["start"]) == ("unresolved", "2025-07-27")
    assert not any(reason.startswith("place: ") for reason in bare["reasons"])


def test_every_row_is_in_the_summary(diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.parquet"
    assert main(["read", str(diary), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "diary.csv (table): 5 rows, 4 read, 1 rejected" in told
    assert "line 5: " in told
    assert "did you swap latitude and longitude?" in told
    assert len(geo.load(out).events) == 4
    assert (
        geo.load(out)
        .events.drop(columns="geometry")
        .equals(geo.load(_as_geojson(diary, tmp_path)).events.drop(columns="geometry"))
    )


def _as_geojson(diary: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out.geojson"
    assert main(["read", str(diary), "-o", str(out), "-q"]) == 1
    return out


def test_columns_can_be_told(diary: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    told = "source=Field diary,licence=internal,precision=exact,keep=Région"
    assert main(["read", str(diary), "--map", told, "-o", str(out), "-q"]) == 1
    events = geo.load(out).events
    assert set(events["source"]) == {"Field diary"}
    assert events["place_precision"].iloc[0] == "exact"
    assert "région=Gao" in events["source_code"].iloc[2]
    assert main(["read", str(diary), "--map", "colour=x", "-o", str(out), "-q"]) == 2


def test_columns_are_told_of_tables_only(tmp_path: Path, diary: Path) -> None:
    with pytest.raises(InvalidQuery, match="a map of columns"):
        geo.read([diary], source="acled", columns="date=Date")
