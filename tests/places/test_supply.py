"""A country's dump by its code: only when told to, whole or not at all (asked of a local server)."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
from geo.cli import main
from geo.errors import UnreadableInput
from geo.fetch import Client, FetchError, Offline, Unreachable
from geo.places import supply
from geo.places.gazetteer import Gazetteer


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh user's gazetteer for each test."""
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Gazetteer.default.cache_clear()
    yield tmp_path / "home"
    Gazetteer.default.cache_clear()


@pytest.fixture
def dump() -> bytes:
    """ML.zip with one invented village, and ballast that makes it some 100 KB long."""
    draw = random.Random(1)
    cells = ["900001", "Quarfadou", "", "", "14.5", "-10.9", "P", "PPL", "ML", *[""] * 10]
    schools = [
        ["1", f"{draw.random()}", "", "", "14.5", "-10.9", "S", "SCH", "ML", *[""] * 10] for _ in range(5000)
    ]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("ML.txt", "\n".join("\t".join(line) for line in [cells, *schools]))
        out.writestr("readme.txt", "see the terms of use")
    return data.getvalue()


def test_offline_is_the_default(web, answer, dump: bytes, own: Path, capsys) -> None:
    web.says("/ML.zip", answer(dump))
    with pytest.raises(Offline):
        geo.places_add("ML", mirror=web.url)
    assert main(["places", "add", "ML", "--mirror", web.url]) == 2
    assert "requests are off" in capsys.readouterr().err
    assert web.asked == []
    assert not (own / "places.csv").exists()


def test_a_country_is_fetched_checked_and_added(web, answer, dump: bytes, own: Path, capsys) -> None:
    web.says("/ML.zip", answer(dump))
    digest = hashlib.sha256(dump).hexdigest()
    assert main(["places", "add", "ml", "--online", "--mirror", f"{web.url}/", "--sha256", digest]) == 0
    told = capsys.readouterr()
    assert told.out == "ML.zip: 1 new, 0 updated, 0 new spellings, 0 known, 5000 skipped, 0 rejected\n"
    assert "ML.zip: 0.1 of 0.1 MB" in told.err
    fix = geo.geocode(["Quarfadou"], "ML")[0]
    assert fix.place is not None
    assert fix.place.source.startswith("GeoNames (CC BY 4.0) ML.zip")
    assert json.loads((own / "places-added.jsonl").read_text("utf-8"))["sha256"] == digest
    assert list((own / "downloads").iterdir()) == []


def test_a_broken_fetch_goes_on_with_the_next_command(web, answer, dump: bytes, own: Path) -> None:
    etag = {"ETag": '"v1"'}
    client = Client(online=True, sleep=lambda _: None)
    web.says("/ML.zip", *[answer(dump, cut=1000 * n, headers=etag) for n in (9, 2, 3)])
    with pytest.raises(Unreachable, match="it goes on from there"):
        supply.add("ML", mirror=web.url, client=client)
    assert not (own / "places.csv").exists()
    web.says("/ML.zip", answer(dump, headers=etag))
    assert supply.add("ML", mirror=web.url, client=client).new == 1
    assert web.asked[-1][1]["Range"] == "bytes=14000-"


def test_a_dump_of_another_hash_or_damaged_adds_nothing(web, answer, dump: bytes, own: Path) -> None:
    web.says("/ML.zip", answer(dump))
    with pytest.raises(FetchError, match="has the sha256"):
        geo.places_add("ML", online=True, mirror=web.url, sha256="0" * 64)
    web.says("/ML.zip", answer(dump[:-500]))
    with pytest.raises(UnreadableInput, match="damaged or cut short"):
        geo.places_add("ML", online=True, mirror=web.url)
    assert not (own / "places.csv").exists()
    web.says("/ML.zip", answer(dump))
    assert geo.places_add("ML", online=True, mirror=web.url).new == 1


def test_a_file_of_two_letters_is_a_file_and_a_wrong_code_is_told(web, own: Path) -> None:
    with pytest.raises(UnreadableInput, match="'QQ' is no file"):
        geo.places_add("QQ", online=True, mirror=web.url)
    with pytest.raises(FetchError, match="404"):
        geo.places_add("NE", online=True, mirror=web.url)
    Path("ML").write_text("name,lat,lon\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="'ML' has none of the suffixes"):
        geo.places_add("ML", online=True, mirror=web.url)


def test_a_file_at_hand_can_be_checked_too(dump: bytes, own: Path) -> None:
    Path("ML.zip").write_bytes(dump)
    with pytest.raises(UnreadableInput, match="has the sha256"):
        geo.places_add("ML.zip", sha256="0" * 64)
    assert geo.places_add("ML.zip", sha256=hashlib.sha256(dump).hexdigest().upper()).new == 1
