"""What a text mentions, by dictionary; names only while they were in use."""

from __future__ import annotations

from datetime import date

from geo.text.mentions import GENERIC, find
from geo.text.tokens import cut


def test_each_kind_of_mention() -> None:
    found = find(cut("On 1 July gunmen killed 12 villagers; JNIM claimed responsibility."), "en")
    assert [t.value.family for t in found.triggers] == ["attack"]
    assert [a.value for a in found.actors] == [GENERIC, "JNIM"]
    assert [t.value.kind for t in found.targets] == ["armed group", "civilians"]
    assert [n.low for n in found.numbers] == [12]
    assert [d.mention.last for d in found.dates] == [(None, 7, 1)]
    assert [c.value for c in found.cues] == ["claimed"]


def test_a_group_has_no_name_before_it_was_formed() -> None:
    text = cut("JNIM attacked Gao.")
    assert find(text, "en", date(2016, 1, 1)).actors == []
    assert [a.value for a in find(text, "en", date(2018, 1, 1)).actors] == ["JNIM"]


def test_the_month_of_may_is_no_doubt() -> None:
    assert find(cut("In May gunmen struck."), "en").cues == []
    assert [c.value for c in find(cut("They may strike."), "en").cues] == ["hypothetical"]
