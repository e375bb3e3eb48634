"""Tiles of the network: off at first, and whoever switches them on reads who sees it."""

from __future__ import annotations

import pytest

from geo.errors import InvalidSetting
from geo.views import map as mapping
from geo.views import tiles

OWN = "http://tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture
def own(monkeypatch):
    monkeypatch.setenv(tiles.URL, OWN)
    monkeypatch.setenv(tiles.CREDIT, "Our office <b>& friends</b>")


def test_without_a_setting_there_are_only_openstreetmaps(monkeypatch):
    monkeypatch.delenv(tiles.URL, raising=False)
    assert [each.key for each in tiles.offered()] == ["osm"]


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("lang", "word"), [("en", "sees"), ("fr", "voit")])
def test_each_switch_says_who_sees_it(lang, word):
    osm, ours = tiles.offered(lang)
    assert word in osm.name
    assert word in ours.name
    assert "tiles.example.org" in ours.name


@pytest.mark.usefixtures("own")
def test_own_tiles_are_off_at_first_and_their_credit_is_no_html():
    made = mapping.structure(mapping.build(), {})
    assert OWN in made.script
    assert ".addTo(map_1);\n" not in made.script[made.script.index(OWN) :].split("L.control")[0]
    assert "<b>" not in made.script
    assert OWN not in mapping.structure(mapping.build(tiles=False), {}).script


def test_a_server_without_a_credit_is_named(monkeypatch):
    monkeypatch.setenv(tiles.URL, OWN)
    monkeypatch.delenv(tiles.CREDIT, raising=False)
    assert tiles.offered()[1].credit == "tiles.example.org"


@pytest.mark.parametrize(
    "url",
    [
        "tiles/{z}/{x}/{y}.png",
        "file:///etc/{z}/{x}/{y}",
        "javascript:alert('{z}{x}{y}')",
        "http://[/{z}/{x}/{y}.png",
        "http://<b>/{z}/{x}/{y}.png",
        "http://example.org/{z}/{x}.png",
    ],
)
def test_what_is_no_address_of_tiles_is_refused_in_one_sentence(url, monkeypatch):
    monkeypatch.setenv(tiles.URL, url)
    with pytest.raises(InvalidSetting, match=tiles.URL):
        tiles.offered()
