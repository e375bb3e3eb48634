"""Watch areas: kept on this machine, changed whole or not at all, and what is new in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import schema
from geo.errors import AtlasError, InvalidQuery
from geo.store import watch
from geo.store.query import Query
from geo.store.watch import Watch

KAYES = Query(near=(-11.44, 14.45, 50.0))
REGION = Query(country=("ML",), admin1=("Kayes",))
ROAD = Query(along=(10.0, ((-12.0, 14.0), (-11.0, 14.0))))
DRAWN = Query(within=((-12.0, 14.0), (-11.0, 14.0), (-11.0, 15.5)))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def names() -> list[str]:
    return [each.name for each in watch.read()[0]]


def test_areas_are_kept_in_order_renamed_and_forgotten() -> None:
    assert watch.read() == ([], [])
    for name, area in (("Site", KAYES), ("Région", REGION), ("Road", ROAD)):
        watch.add(Watch(name, area))
    assert watch.read()[0] == [Watch("Site", KAYES), Watch("Région", REGION), Watch("Road", ROAD)]
    watch.rename("Région", 'Kayes "région" ملي\n')
    assert names() == ["Site", 'Kayes "région" ملي\n', "Road"]
    watch.remove("Site")
    assert names() == ['Kayes "région" ملي\n', "Road"]


def test_what_was_seen_adds_up_and_survives_a_rename() -> None:
    watch.add(Watch("Site", KAYES))
    watch.visit({"Site": ["a", "b"], "gone": ["x"]}, "2026-01-01T00:00:00+00:00")
    watch.visit({"Site": ["c"]}, "2026-01-02T00:00:00+00:00")
    watch.rename("Site", "Our site")
    assert watch.read()[0] == [Watch("Our site", KAYES, "2026-01-02T00:00:00+00:00", frozenset("abc"))]


@pytest.mark.parametrize(
    ("name", "area", "word"),
    [
        (" ", KAYES, "no name"),
        ("x" * 81, KAYES, "no name"),
        ("All", Query(), "is no area"),
        ("All", Query(country=("ML",)), "is no area"),
        ("Words", Query(near=(0, 0, 1), text="bridge"), "is no area"),
    ],
)
def test_what_is_no_watch_area_is_refused(name: str, area: Query, word: str) -> None:
    with pytest.raises(InvalidQuery, match=word):
        Watch(name, area)


def test_no_two_have_one_name() -> None:
    watch.add(Watch("Site", KAYES))
    watch.add(Watch("Road", DRAWN))
    for act in (lambda: watch.add(Watch("Site", REGION)), lambda: watch.rename("Road", "Site")):
        with pytest.raises(InvalidQuery, match="is taken"):
            act()
    assert watch.read()[0] == [Watch("Site", KAYES), Watch("Road", DRAWN)]


def test_a_damaged_line_costs_no_other_and_is_not_lost(home: Path) -> None:
    watch.add(Watch("Site", KAYES))
    bad = ['{"name": "torn', "[]", '{"name": "x", "area": {"near": "1"}, "visited": "", "seen": []}']
    path = watch.file_of_user()
    path.write_text("\n".join([*bad, path.read_text(encoding="utf-8")]), encoding="utf-8")
    watch.add(Watch("Road", DRAWN))
    assert names() == ["Site", "Road"]
    assert watch.read()[1] == bad
    assert [each.name for each in home.iterdir() if each.name.startswith(".watch-")] == []


def test_a_folder_that_cannot_be_written_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir()
    (home / "file").touch()
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(home / "file"))
    with pytest.raises(AtlasError, match="CONFLICT_ATLAS_HOME"):
        watch.add(Watch("Site", KAYES))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(min_size=1, max_size=80).filter(str.strip), st.frozensets(st.text(max_size=5), max_size=3))
def test_any_name_comes_back(name: str, seen: frozenset[str]) -> None:
    name = name.encode(errors="replace").decode()
    seen = frozenset(each.encode(errors="replace").decode() for each in seen)
    watch.file_of_user().unlink(missing_ok=True)
    watch.add(Watch(name, KAYES))
    watch.visit({name: seen}, "2026-01-01")
    assert watch.read() == ([Watch(name, KAYES, "2026-01-01", seen)], [])


@given(st.lists(st.tuples(st.floats(-12, -11), st.sampled_from([None, 1.0, 40.0])), max_size=6))
def test_certain_and_possible_part_what_the_query_picks(rows: list[tuple[float, float | None]]) -> None:
    table = schema.from_rows(
        [{"longitude": lon, "latitude": 14.45, "uncertainty_km": unsure} for lon, unsure in rows]
    )
    certain, possible = watch.sorted_out(KAYES, table)
    assert not (certain & possible).any()
    assert (certain | possible).tolist() == KAYES.mask(table).tolist()
