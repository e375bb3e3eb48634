"""Laws of the group vocabulary: membership through time, kinds, refusals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import vocab
from geo.errors import InvalidQuery

FOUNDED = date(2017, 3, 2)
COMPONENTS = {"AnsarDine", "FLM", "AlMurabitun", "AQIM-Sahara"}

ids = st.sampled_from(sorted(vocab.groups()))
days = st.dates(date(1990, 1, 1), date(2030, 1, 1))


def test_jnim_has_no_members_before_it_was_founded():
    assert vocab.members_of("JNIM", FOUNDED - timedelta(days=1)) == {"JNIM"}


@pytest.mark.parametrize("on", [FOUNDED, date(2025, 7, 1), None])
def test_jnim_holds_its_four_components_from_its_first_day(on):
    assert COMPONENTS | {"JNIM"} <= vocab.members_of("JNIM", on)


def test_the_sahara_branch_changes_its_parent_when_jnim_is_founded():
    assert vocab.parents_of("AQIM-Sahara", FOUNDED - timedelta(days=1)) == {"AQIM"}
    assert vocab.parents_of("AQIM-Sahara", FOUNDED) == {"JNIM"}


def test_affiliation_is_not_membership():
    assert "JNIM" not in vocab.members_of("AlQaeda")


def test_membership_is_transitive():
    assert {"CMA", "MNLA", "HCUA"} <= vocab.members_of("CSP", date(2022, 1, 1))


@given(ids, days)
def test_members_contain_the_group_and_never_exceed_the_timeless_answer(group, on):
    members = vocab.members_of(group, on)
    assert group in members
    assert members <= vocab.members_of(group)


@given(ids, days)
def test_parents_and_members_are_each_others_inverse(group, on):
    for member in vocab.members_of(group, on) - {group}:
        assert group in vocab.parents_of(member, on)
    for parent in vocab.parents_of(group, on):
        assert group in vocab.members_of(parent, on)


@given(st.none() | days)
def test_every_group_stands_in_the_tree(on):
    def walk(branches):
        for group, inside in branches:
            yield group
            yield from walk(inside)

    assert set(walk(vocab.tree(on))) == set(vocab.groups())


def test_every_sub_event_type_has_one_event_type():
    assert vocab.event_type_of("Abduction/forced disappearance") == "Violence against civilians"
    for kind in vocab.kinds():
        assert vocab.event_type_of(kind.sub_event_type) == kind.event_type


@pytest.mark.parametrize("ask", [vocab.members_of, vocab.parents_of, vocab.name_of])
def test_an_unknown_group_is_refused_by_name(ask):
    with pytest.raises(InvalidQuery, match="GSIMM"):
        ask("GSIMM")


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(InvalidQuery, match="Skirmish"):
        vocab.event_type_of("Skirmish")


def test_names_come_in_both_languages():
    assert vocab.name_of("FAMa") == "Malian Armed Forces"
    assert vocab.name_of("FAMa", "fr") == "Forces armées maliennes"
