"""Every row of data/groups, data/kinds and data/crosswalks is valid on its own and beside the others."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from geo import names, vocab

KINDS = {
    "jihadist", "state_forces", "militia", "separatist", "foreign_forces", "peacekeepers", "mercenaries",
    "unidentified", "authorities", "political",
}  # fmt: skip
RELATIONS = {"member_of", "affiliated_with", "successor_of", "side_of"}
TABLES = ("groups", "aliases", "relations", "activity", "leaders_media")


def rows(path: str) -> list[dict[str, str]]:
    with (vocab.DATA / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_whole(table):
    for row in rows(f"groups/{table}.csv"):
        assert None not in row, row
        assert None not in row.values(), row
        assert row["source"].strip(), row
        assert all(value == value.strip() for value in row.values()), row


@pytest.mark.parametrize("table", ["groups", "aliases", "relations", "activity"])
def test_every_date_parses_and_no_life_ends_before_it_starts(table):
    for row in rows(f"groups/{table}.csv"):
        start = date.fromisoformat(row["start"]) if row["start"] else date.min
        end = date.fromisoformat(row["end"]) if row["end"] else date.max
        assert start <= end, row


def test_group_ids_are_unique_and_kinds_known():
    table = rows("groups/groups.csv")
    assert len({row["id"] for row in table}) == len(table)
    assert {row["kind"] for row in table} <= KINDS


@pytest.mark.parametrize(("table", "column"), [(t, "group") for t in TABLES[1:]] + [("relations", "parent")])
def test_every_group_that_is_named_exists(table, column):
    assert {row[column] for row in rows(f"groups/{table}.csv")} <= set(vocab.groups())


def test_relations_are_of_known_kinds_and_never_to_oneself():
    for relation in vocab.relations():
        assert relation.relation in RELATIONS, relation
        assert relation.group != relation.parent


def test_no_folded_alias_names_two_groups_at_once():
    spellings = defaultdict(list)
    for alias in vocab.aliases():
        assert alias.lang in {"en", "fr", "any"}, alias
        assert names.fold(alias.alias), alias
        spellings[names.fold(alias.alias)].append(alias)
    for folded, found in spellings.items():
        for i, one in enumerate(found):
            for other in found[i + 1 :]:
                languages = one.lang == other.lang or "any" in {one.lang, other.lang}
                days = max(one.start or date.min, other.start or date.min) <= min(
                    one.end or date.max, other.end or date.max
                )
                assert one.group == other.group or not (languages and days), (folded, one, other)


def test_the_names_of_a_group_are_among_its_aliases():
    known = {(alias.group, names.fold(alias.alias)) for alias in vocab.aliases()}
    for group in vocab.groups().values():
        assert (group.id, names.fold(group.name)) in known
        assert (group.id, names.fold(group.name_fr)) in known


@pytest.mark.parametrize(
    ("alias", "group"),
    [
        ("Jama’at Nuṣrat al-Islām wal-Muslimīn", "JNIM"),
        ("Groupe de soutien à l'islam et aux musulmans", "JNIM"),
        ("soldats maliens", "FAMa"), ("Malian army", "FAMa"), ("soldats nigériens", "MIL-NE"),
        ("Nigerien soldiers", "MIL-NE"), ("Nigerian soldiers", "MIL-NG"), ("soldats nigérians", "MIL-NG"),
        ("forces de sécurité ivoiriennes", "MIL-CI"), ("État islamique au Grand Sahara", "ISSP"),
        ("chasseurs donzos", "Dozo"), ("hommes armés non identifiés", "Unidentified"),
        ("Burkina Faso soldiers", "MIL-BF"), ("autorités nigériennes", "AUTH-NE"),
    ],
)  # fmt: skip
def test_spellings_of_the_press_find_their_group(alias, group):
    folded = names.fold(alias)
    assert {a.group for a in vocab.aliases() if names.fold(a.alias) == folded} == {group}


def test_there_are_the_six_types_and_25_sub_types():
    table = rows("kinds/kinds.csv")
    assert len({row["sub_event_type"] for row in table}) == len(table) == 25
    assert len({row["event_type"] for row in table}) == 6
    assert all(all(value.strip() for value in row.values()) for row in table)


@pytest.mark.parametrize("scheme", ["plover", "gtd", "ucdp"])
def test_a_crosswalk_has_each_sub_type_once_and_says_where_it_loses(scheme):
    table = rows(f"crosswalks/acled_{scheme}.csv")
    pairs = [(row["event_type"], row["sub_event_type"]) for row in table]
    assert pairs == [(kind.event_type, kind.sub_event_type) for kind in vocab.kinds()]
    for row in table:
        assert row["fit"] in {"exact", "lossy", "empty"}, row
        assert (row["fit"] == "empty") == (not row["code"]), row
        assert row["fit"] == "exact" or row["note"], row
        assert row["source"], row
