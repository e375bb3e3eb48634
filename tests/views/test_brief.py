"""The picture and the brief: what they tell is what is there, escaped, in two languages; they ask nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from geo import schema
from geo.store.query import Query
from geo.views import brief, drawing, picture
from geo.views.scene import Scene, scene
from tests.views import atlas

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 22 November 2026


def told(**given: object) -> Scene:
    return scene(atlas.small(), **{"title": "Sahel & beyond", "profile": "internal", **given})  # type: ignore[arg-type]


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|script)>.*?</\1>", "", html))


@pytest.mark.parametrize("make", [brief.brief, picture.picture])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_title_numbers_sources_terms_date(make, lang: str) -> None:
    said = words(make(told(lang=lang)))
    day = {"en": "22 November 2026", "fr": "22 novembre 2026"}[lang]
    for each in ("Sahel &amp; beyond", "a newspaper", "CC BY 4.0", day, "GeoNames"):
        assert each in said
    assert {"en": "30 events in", "fr": "30 événements dans"}[lang] in said  # the negated one is left out
    assert make(told(lang=lang)) == make(told(lang=lang))


@pytest.mark.parametrize("make", [brief.brief, picture.picture])
def test_reports_are_named_where_no_source_is(make) -> None:
    made = atlas.small()
    made.events["source"] = made.events["source"].astype(object).where(made.events["event_id"] != "e01", None)
    said = words(make(scene(made, title="Sahel", profile="internal")))
    assert "seed-000 · seed-002" in said
    assert "seed-000" not in words(make(told()))


@pytest.mark.parametrize("make", [brief.brief, picture.picture])
def test_hostile_text_stays_text_and_nothing_is_asked_for(make) -> None:
    made = make(scene(atlas.hostile(), title=atlas.HOSTILE[0], profile="internal"))
    assert not re.search(r"<img|<script>alert|onerror=(?!al)", made.replace("&lt;", ""))
    assert made.count("<script>") == 1
    assert "default-src &#39;none&#39;" in made
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\((?!#)|@import""", made)


def test_the_drawing_has_a_mark_for_each_place_and_none_for_the_unlocated() -> None:
    made = told()
    at = drawing.frame(made.events, 800, 500)
    drawn = ElementTree.fromstring(drawing.drawing(made.events, at))
    marks = list(drawn.iter(f"{SVG}g"))
    places = made.events.dropna(subset=["longitude"])
    assert len(marks) == len(places[["longitude", "latitude", "place_precision"]].drop_duplicates())
    x, y = at.xy(places["longitude"], places["latitude"])
    assert min(x.min(), y.min()) > 0
    assert x.max() < 800
    assert y.max() < 500


def test_an_area_is_drawn_as_its_land() -> None:
    country = told(query=Query(place_precision=("country",)))
    assert len(country.events) == 1
    drawn = ElementTree.fromstring(drawing.drawing(country.events, drawing.frame(country.events, 800, 500)))
    (area,) = drawn.iter(f"{SVG}g")
    assert area[0].tag == f"{SVG}path"
    assert area[0].get("fill") == "url(#hatch)"


def test_an_area_is_the_land_that_is_told_though_another_holds_its_point() -> None:
    row = {"event_id": "a", "status": "realised", "place_precision": "country", "uncertainty_km": 300.0}
    told_of = {
        code: schema.from_rows([{**row, "longitude": -11.0, "latitude": 14.4, "country": code}])
        for code in ("ML", "SN")
    }
    at = drawing.frame(told_of["ML"], 800, 500)
    paths = {code: str(drawing.drawing(table, at)) for code, table in told_of.items()}
    assert paths["ML"] != paths["SN"]  # one point, two lands
    unknown = schema.from_rows([{**row, "longitude": -11.0, "latitude": 14.4}])
    assert str(drawing.drawing(unknown, at)) == paths["ML"]  # the land around the point


def test_borders_that_are_not_settled_are_dashed() -> None:
    nothing = schema.from_rows([])
    for (lon, lat), dashed in (((-10.5, 27.667), True), ((2.0, 6.5), False)):  # Western Sahara; Benin
        assert (
            "stroke-dasharray"
            in str(drawing.drawing(nothing, drawing.frame(nothing, 60, 40, (lon, lat, 6.0))))
        ) is dashed


def test_a_view_is_kept() -> None:
    at = drawing.frame(atlas.small().events, 800, 500, (-8.0, 12.64, 6.0))
    assert [round(float(value)) for value in at.xy(-8.0, 12.64)] == [400, 250]


def test_the_brief_counts_what_is_not_known() -> None:
    made = told()
    said = words(brief.brief(made))
    for each in ("1 without a place", "1 without a date", "2 known to an area only"):
        assert each in said
    assert f"{int(made.events['killed_low'].isna().sum())} whose deaths are not stated" in said
    assert "Latest events (10 of 30)" in said


def test_bars_add_up() -> None:
    made = told()
    bars = re.findall(r"<title>(\d{4}): (\d+)</title>", brief.timeline(made))
    counts = made.events["start"].dropna().dt.year.value_counts()
    assert {int(year): int(n) for year, n in bars if n != "0"} == counts.to_dict()
    heights = [float(each) for each in re.findall(r'height="([\d.]+)"', brief.timeline(made))]
    assert min(heights) > 0


def test_short_times_are_told_by_month() -> None:
    made = told(query=Query.from_params({"since": "2025-05-01", "until": "2025-07-31"}))
    assert "June 2025: 2" in brief.timeline(made)
    assert "1 May 2025 – 31 July 2025" in words(brief.brief(made))


def test_no_events_are_told_as_none() -> None:
    nothing = schema.Atlas(schema.empty(), schema.empty())
    assert "No event fits." in brief.brief(scene(nothing, title="T"))
    assert "<svg" in picture.picture(scene(nothing, title="T"))


def test_the_profile_is_public_unless_told_and_says_so() -> None:
    events = atlas.small().events.assign(sensitivity="restricted", admin1="Kayes")
    made = scene(replace(atlas.small(), events=events), title="T")
    assert "Made for the public" in words(brief.brief(made))
    assert set(made.events["place_precision"]) <= {"admin1", "country", "unresolved"}
    assert told().withheld() == ""
