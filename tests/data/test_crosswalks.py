"""Every kind has its codes, every code its kinds, each row its source; what fits exactly comes back."""

from __future__ import annotations

import pytest

from geo import crosswalk, vocab
from geo.errors import InvalidQuery

KINDS = {kind.sub_event_type: kind.event_type for kind in vocab.kinds()}
INWARD = [
    (system, row) for system in crosswalk.SYSTEMS for row in vocab.rows(f"crosswalks/{system}_acled.csv")
]
OUTWARD = [
    (system, row) for system in crosswalk.WRITTEN for row in vocab.rows(f"crosswalks/acled_{system}.csv")
]


def code_of(row: dict[str, str]) -> str:
    return f"{row['code']} {row.get('mode') or ''}".strip()


def name_of(case: object) -> str:
    return case if isinstance(case, str) else code_of(case) or case["sub_event_type"]


@pytest.mark.parametrize("system", crosswalk.WRITTEN)
def test_each_kind_has_one_row_in_each_system(system: str) -> None:
    told = [(row["sub_event_type"], row["event_type"]) for name, row in OUTWARD if name == system]
    assert sorted(told) == sorted(KINDS.items())


@pytest.mark.parametrize(("system", "row"), OUTWARD, ids=name_of)
def test_each_row_outward_has_codes_that_the_system_knows(system: str, row: dict[str, str]) -> None:
    known = {code_of(each): each for name, each in INWARD if name == system}
    match = crosswalk.to_codes(system, row["sub_event_type"])
    assert set(match.found) <= set(known)
    assert (match.fit == "empty") == (not match.found)
    assert match.fit in crosswalk.FITS
    assert row["source"]
    assert match.note or match.fit == "exact"
    if row.get("name"):
        assert row["name"].split("|") == [known[code]["name"] for code in match.found]
    if match.fit == "exact":
        assert all(row["sub_event_type"] in crosswalk.to_kinds(system, code).found for code in match.found)


@pytest.mark.parametrize(("system", "row"), INWARD, ids=name_of)
def test_each_row_inward_has_kinds_of_ours(system: str, row: dict[str, str]) -> None:
    match = crosswalk.to_kinds(system, code_of(row))
    assert [KINDS[kind] for kind in match.found] == [kind for kind in row["event_type"].split("|") if kind]
    assert match.fit in crosswalk.FITS
    assert (match.fit in ("empty", "out of scope")) == (not match.found)
    assert row["source"]
    assert row["name"]
    if match.fit == "exact" and system in crosswalk.WRITTEN:
        back = crosswalk.to_codes(system, match.found[0])
        assert back.fit == "empty" or code_of(row) in back.found


@pytest.mark.parametrize("system", crosswalk.SYSTEMS)
def test_no_code_has_two_rows(system: str) -> None:
    codes = [code_of(row) for name, row in INWARD if name == system]
    assert len(set(codes)) == len(codes)


def test_what_is_unknown_is_refused_by_name() -> None:
    with pytest.raises(InvalidQuery, match="CAMEO"):
        crosswalk.to_kinds("cameo", "999")
    with pytest.raises(InvalidQuery, match="'icews'"):
        crosswalk.to_kinds("icews", "18")
    with pytest.raises(InvalidQuery, match="'cameo'"):
        crosswalk.to_codes("cameo", "Attack")
    with pytest.raises(InvalidQuery, match="Skirmish"):
        crosswalk.to_codes("gtd", "Skirmish")
