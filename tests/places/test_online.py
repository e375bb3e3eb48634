"""A second opinion by any geopy service: each failure is a result of its own and costs no other its answer.

A server on this machine stands in for the services; the public ones are never asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import geo
from geo.cli import main
from geo.errors import InvalidQuery
from geo.fetch import Client
from geo.model import LonLat
from geo.places.online import Found, Opinion, SecondOpinion, Settings, ask, settings

KAYES = [{"lat": "14.4469", "lon": "-11.4445", "display_name": "Kayes, Mali"}]
GAO = [{"lat": "16.2717", "lon": "-0.0447", "display_name": "Gao, Mali"}]
Ask = Callable[..., SecondOpinion]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def service(web, own: Path) -> Ask:
    """A service at the local server, asked without pauses."""

    def make(name: str = "nominatim", *, online: bool = True, **options: str) -> SecondOpinion:
        told = {"domain": urlsplit(web.url).netloc, "scheme": "http"} | options
        client = Client(online=online, cache=own / "cache", timeout_s=5, sleep=lambda _: None)
        return SecondOpinion(Settings(name, timeout_s=0.3, options=told), client)

    return make


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def test_nothing_is_asked_unless_switched_on(web, answer, service: Ask) -> None:
    web.says("/search", answer(body(KAYES)))
    (opinion,) = service(online=False).ask(["Kayes"])
    assert (opinion.status, opinion.places) == ("offline", ())
    assert "requests are off" in opinion.reason
    assert web.asked == []
    service().ask(["Kayes"])
    (kept,) = service(online=False).ask(["Kayes"])
    assert (kept.status, len(web.asked)) == ("found", 1)


def test_the_service_answers_with_places_and_their_country(web, answer, service: Ask) -> None:
    web.says("/search", answer(body(KAYES)))
    (opinion,) = service().ask(["Kayes"], "ML")
    assert opinion == Opinion("Kayes", "found", (Found("Kayes, Mali", LonLat(-11.4445, 14.4469), "ML"),))
    assert opinion.km_from(LonLat(-11.4445, 14.4469)) == 0
    assert parse_qs(urlsplit(web.asked[0][0]).query)["q"] == ["Kayes, Mali"]
    assert web.asked[0][1]["User-Agent"].startswith("conflict-atlas/")


def test_each_failure_is_a_result_of_its_own_and_costs_no_other(web, answer, service: Ask) -> None:
    web.says(
        "/search",
        answer(body(KAYES)),
        answer(status=429, headers={"Retry-After": "60"}),
        answer(silent=True),
        answer(status=403),
        answer(body([])),
        answer(b"<html>", headers={"Content-Type": "text/html"}),
        answer(body([{"display_name": "no point"}])),
        answer(body([KAYES[0] | {"lat": "140"}])),
        answer(status=503),
        answer(body(GAO)),
    )
    names = ["Kayes", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "Gao", "x" * 300, "", "Kayes"]
    opinions = service().ask(names)
    assert [opinion.name for opinion in opinions] == names
    assert [str(opinion.status) for opinion in opinions] == [
        *("found", "quota", "timeout", "refused", "absent"),
        *("failed", "failed", "failed", "unreachable", "found"),
        *("refused", "refused", "found"),
    ]
    assert all(opinion.reason or opinion.places for opinion in opinions)
    assert len(web.asked) == 10  # the same name is asked once; what is no name is not sent


def test_failures_are_asked_again_and_answers_are_not(web, answer, service: Ask) -> None:
    web.says("/search", answer(status=429), answer(b"{"), answer(body(KAYES)))
    assert [service().ask(["Kayes"])[0].status for _ in range(4)] == ["quota", "failed", "found", "found"]
    assert len(web.asked) == 3


def test_a_quota_told_in_the_body_is_a_quota_and_not_kept(web, answer, service: Ask) -> None:
    spent = {"status": {"message": "the hourly limit of 1000 credits is exceeded", "value": 19}}
    town = {"geonames": [{"name": "Kayes", "countryName": "Mali", "lat": "14.4469", "lng": "-11.4445"}]}
    web.says("/searchJSON", answer(body(spent)), answer(body(town)))
    opinions = [service("geonames", username="demo").ask(["Kayes"])[0] for _ in range(2)]
    assert [str(opinion.status) for opinion in opinions] == ["quota", "found"]
    assert opinions[1].places[0].country == "ML"


def test_another_service_is_a_matter_of_configuration(web, answer, service: Ask) -> None:
    feature = {"geometry": {"coordinates": [-11.4445, 14.4469]}, "properties": {"name": "Kayes"}}
    web.says("/api", answer(body({"features": [feature]})))
    assert service("photon").ask(["Kayes"])[0].places[0].point == LonLat(-11.4445, 14.4469)


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("nosuch", {}, "is none of geopy's"),
        ("geonames", {}, "username"),
        ("nominatim", {"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_service_is_told(name: str, options: dict[str, str], says: str) -> None:
    with pytest.raises(InvalidQuery, match=says):
        SecondOpinion(Settings(name, options=options))


def test_settings_come_from_a_file(own: Path, web, answer) -> None:
    assert settings() == Settings()
    domain = urlsplit(web.url).netloc
    (own / "online.toml").write_text(
        'service = "nominatim"\npause_s = 0\nonline = true\n'
        f'[options]\ndomain = "{domain}"\nscheme = "http"\n'
    )
    web.says("/search", answer(body(KAYES)))
    assert settings().options["domain"] == domain
    assert ask(["Kayes"])[0].status == "found"
    assert geo.second_opinion(["Kayes"])[0].status == "found"
    assert len(web.asked) == 1  # the answer is kept in the user's data folder


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pause_s = -1", "give a float"),
        ('online = "yes"', "give a bool"),
        ("servce = 'photon'", "is no setting"),
        ("=", "cannot be read"),
    ],
)
def test_wrong_settings_are_told(own: Path, text: str, says: str) -> None:
    (own / "online.toml").write_text(text)
    with pytest.raises(InvalidQuery, match=says):
        settings()


def test_the_command_shows_it_beside_ours(own: Path, web, answer, capsys) -> None:
    (own / "online.toml").write_text(
        f'pause_s = 0\n[options]\ndomain = "{urlsplit(web.url).netloc}"\nscheme = "http"\n'
    )
    web.says("/search", answer(body(KAYES)), answer(status=429))
    assert main(["geocode", "Kayes", "Gao", "--country", "ML", "--online"]) == 0
    told = capsys.readouterr().out
    assert "online: found, the nearest 0 km from ours" in told
    assert "Kayes, Mali (ML) lat 14.4469 lon -11.4445" in told
    assert "online: quota: nominatim: " in told
    assert main(["geocode", "Kayes", "--country", "ML"]) == 0
    assert "online" not in capsys.readouterr().out
