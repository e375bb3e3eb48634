"""What readers of a profile must not see is in no byte of any file that is made for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import cli, pipeline
from geo.store.query import Query
from geo.views import brief, disclosure, files, picture, standalone
from geo.views.scene import Scene, scene
from tests.views.disclosed import KM, LAT, LON, PUBLIC_ONLY, TODAY, WORDS, atlas, needles, opened, spelt


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


def test_a_picture_for_others_is_not_centred_on_what_is_hidden() -> None:
    made = [
        picture.picture(scene(atlas(), title="T", profile="public", view=(LON + east, LAT, 15.0)))
        for east in (0.0, 0.03)
    ]
    assert made[0] == made[1]
    own = picture.picture(scene(atlas(), title="T", profile="internal", view=(LON, LAT, 15.0)))
    assert own != made[0]


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
    assert "tells as they are: 1; keep" in capsys.readouterr().err


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
