"""What an engine proposes is believed only as far as the text bears it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import vocab
from geo.dates import Interval
from geo.errors import InvalidQuery, MissingExtra
from geo.model import Draft, Report
from geo.text import engines
from geo.text import read as read_report
from geo.text.engines.base import FIELDS, Detail, Proposal, Quote
from geo.text.engines.verify import MOST_EVENTS, Verified, verify

from .test_laws import assert_sound

TEXT = (
    "JNIM fighters attacked an army post at Kayes on July 1. At least 12 soldiers were killed and four "
    "were wounded. The next day, gunmen abducted three villagers near Diboli. JNIM claimed the attack, "
    "SITE said. The embassy in Bamako spoke of 500 tourists in 2024. Kayes was calm."
)
REPORT = Report("r", TEXT, source="Paper", language="en", published=Interval.day(date(2025, 7, 10)))
DEED = Quote("attacked")


@pytest.fixture
def check(names):
    """Verify one proposal with some details."""

    def check(*details: Detail, report: Report = REPORT, **changes) -> Verified:
        proposal = replace(Proposal("Armed clash", "realised", DEED, details), **changes)
        return verify(report, [proposal], names, read_report(report, names))

    return check


def detail(name: str, words: str, at: int | None = None, **values: object) -> Detail:
    return Detail(name, Quote(words, at), values)


def only(verified: Verified) -> Draft:
    assert verified.dropped == ()
    (draft,) = verified.drafts
    return draft


def test_what_the_text_bears_out_becomes_a_draft(check) -> None:
    draft = only(
        check(
            detail("date", "on July 1", start="2025-07-01", end="2025-07-01"),
            detail("place", "Kayes"),
            detail("actor", "JNIM fighters", id="JNIM", role="perpetrator"),
            detail("actor", "an army post", id="FAMa", role="side_b"),
            detail("target", "soldiers", kind="security forces"),
            detail("killed", "12 soldiers", low=12),
            detail("wounded", "four", low=4),
            detail("claim", "JNIM claimed the attack", actor="JNIM", status="claimed", by="SITE"),
        )
    )
    assert (draft.sub_event_type, draft.status, draft.interval) == (
        "Armed clash",
        "realised",
        Interval.day(date(2025, 7, 1)),
    )
    assert (draft.place.name, draft.place.role) == ("Kayes", "event")
    assert [(a.id, a.role) for a in draft.actors] == [("JNIM", "perpetrator"), ("FAMa", "side_b")]
    assert (draft.killed.low, draft.killed.high) == (12, None)  # "at least", as the words say
    assert (draft.wounded.low, draft.wounded.high) == (4, 4)
    assert [(c.actor, c.status, c.by) for c in draft.claims] == [("JNIM", "claimed", "SITE")]
    fields = [field for field, _ in draft.evidence]
    assert {"sentence", "event_type", "start", "place_name", "actors", "targets", "killed", "claims"} <= set(
        fields
    )
    assert all(TEXT[s.start : s.end] == s.text for _, s in draft.evidence)


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        (detail("place", "Timbuktu"), "not in the text"),
        (detail("place", ""), "no words"),
        (detail("place", TEXT * 3), "too many"),
        (detail("place", "the attack"), "no name of a place"),
        (detail("date", "on July 1", start="2024-07-01"), "tell 2025-07-01, not 2024-07-01"),
        (detail("date", "on July 1", start="soon"), "no interval of days"),
        (detail("date", "on July 1", start="2025-07-02", end="2025-07-01"), "no interval of days"),
        (detail("date", "attacked", start="2025-07-01"), "no date"),
        (detail("killed", "12 soldiers", low=500), "do not tell 500"),
        (detail("killed", "500 tourists", low=12), "do not tell 12"),
        (detail("killed", "12 soldiers", low=-12), "no number of people"),
        (detail("killed", "12 soldiers", low=True), "no number of people"),
        (detail("killed", "12 soldiers", low="12"), "no number of people"),
        (detail("killed", "12 soldiers", low=10**30), "no number of people"),
        (detail("actor", "JNIM", id="ISSP", role="perpetrator"), "name JNIM, not ISSP"),
        (detail("actor", "gunmen", id="ISSP", role="perpetrator"), "does not name ISSP"),
        (detail("actor", "JNIM", id="<b>", role="perpetrator"), "no group's id"),
        (detail("actor", "JNIM", id=["JNIM"], role="perpetrator"), "no group's id"),
        (detail("actor", "JNIM", id="JNIM", role="hero"), "none of perpetrator"),
        (detail("target", "soldiers", kind="aliens"), "none of"),
        (detail("target", "soldiers", kind={}), "none of"),
        (detail("claim", "claimed", actor="JNIM", status="sung"), "none of claimed"),
        (detail("claim", "claimed", actor="JNIM", status="claimed", by="Nobody"), "not in the text"),
        (detail("claim", "claimed", actor="JNIM", status="claimed", by=5), "not in the text"),
        (detail("verification", "Kayes", value="confirmed"), "no such field"),
    ],
)
def test_a_lie_is_dropped_and_counted_and_the_rest_stays(check, lie: Detail, why: str) -> None:
    verified = check(lie, detail("wounded", "four", low=4))
    (draft,) = verified.drafts
    assert len(verified.dropped) == 1
    assert why in verified.dropped[0]
    assert draft.wounded.low == 4
    assert (draft.interval, draft.place, draft.killed, draft.actors, draft.targets, draft.claims) == (
        *(None,) * 3,
        *((),) * 3,
    )
    assert any("dropped" in reason for reason in draft.reasons)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"trigger": Quote("bombed")}, "not in the text"),
        ({"sub_event_type": "War"}, "no sub-event type"),
        ({"status": "confirmed"}, "no status"),
    ],
)
def test_an_event_without_ground_is_dropped_whole(check, changes, why: str) -> None:
    verified = check(detail("place", "Kayes"), **changes)
    assert verified.drafts == ()
    assert why in verified.dropped[0]


def test_words_at_another_offset_are_found_nearest_to_it(check) -> None:
    second = TEXT.rindex("Kayes")
    draft = only(check(detail("place", "Kayes", at=second - 5)))
    assert draft.place.span.start == second
    assert any("stands elsewhere" in reason for reason in draft.reasons)
    exact = only(check(detail("place", "Kayes", at=second)))
    assert exact.place.span.start == second
    assert not any("stands elsewhere" in reason for reason in exact.reasons)
    for absurd in (-5, 10**30):
        assert only(check(Detail("place", Quote("Diboli", absurd)))).place.name == "Diboli"


def test_a_relative_day_follows_a_day_that_the_text_names(check) -> None:
    draft = only(check(detail("date", "The next day", start="2025-07-02")))
    assert draft.interval == Interval.day(date(2025, 7, 2))
    assert check(detail("date", "The next day", start="2025-07-09")).drafts[0].interval is None


def test_a_date_without_a_year_stays_unknown(check) -> None:
    undated = replace(REPORT, published=None, text="Gunmen attacked Kayes on July 1.")
    verified = check(detail("date", "on July 1", start="2025-07-01"), report=undated)
    assert verified.drafts[0].interval is None
    assert "no date that can be known" in verified.dropped[0]


def test_numbers_may_be_added_up(check) -> None:
    draft = only(check(detail("killed", "12 soldiers were killed and four", low=16)))
    assert (draft.killed.low, draft.killed.high) == (16, None)


def test_a_place_that_the_rules_place_elsewhere_is_kept_and_said(check) -> None:
    draft = only(check(detail("place", "Bamako")))
    assert draft.place.role == "event"
    assert any("the rules read 'Bamako' as seat" in reason for reason in draft.reasons)


def test_an_event_has_one_place_and_is_told_once(check, names) -> None:
    twice = check(detail("place", "Kayes"), detail("place", "Diboli"))
    assert twice.drafts[0].place.name == "Kayes"
    assert "has one already" in twice.dropped[0]
    proposal = Proposal("Armed clash", "realised", DEED)
    verified = verify(REPORT, [proposal] * (MOST_EVENTS + 2), names, read_report(REPORT, names))
    assert len(verified.drafts) == 1
    assert len(verified.dropped) == MOST_EVENTS + 1


QUOTES = st.one_of(
    st.text(max_size=12),
    st.tuples(st.integers(0, len(TEXT)), st.integers(1, 40)).map(lambda at: TEXT[at[0] : at[0] + at[1]]),
)
JSON = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
)
VALUES = st.dictionaries(
    st.sampled_from(["start", "end", "low", "id", "role", "kind", "actor", "status", "by"]),
    st.one_of(JSON, st.sampled_from(["2025-07-01", "JNIM", "perpetrator", "civilians", "claimed", 12])),
)
DETAILS = st.builds(
    Detail,
    st.sampled_from([*FIELDS, "x"]),
    st.builds(Quote, QUOTES, st.one_of(st.none(), st.integers())),
    VALUES,
)
PROPOSALS = st.builds(
    Proposal,
    st.sampled_from([vocab.kinds()[0].sub_event_type, "x"]),
    st.sampled_from(["realised", "x"]),
    st.builds(Quote, QUOTES),
    st.lists(DETAILS, max_size=5).map(tuple),
)


@given(proposals=st.lists(PROPOSALS, max_size=4))
def test_nothing_that_is_not_in_the_text_comes_through(names, proposals) -> None:
    reading = read_report(REPORT, names)
    verified = verify(REPORT, proposals, names, reading)
    assert_sound(replace(reading, drafts=verified.drafts))
    assert len(verified.drafts) <= len(proposals)
    for draft in verified.drafts:
        assert {a.id for a in draft.actors} <= {"JNIM", "FAMa", "Unidentified"}
        assert draft.killed is None or draft.killed.low in (12, 4, 16, 500, 3, 504, 512, 516, 7, 19)
        assert draft.interval is None or draft.interval.start.year in (2024, 2025)


# --- choosing an engine


def test_the_rules_are_an_engine_like_any_other(names) -> None:
    outcome = engines.get("rules").read(REPORT, names)
    assert outcome.reading == read_report(REPORT, names)
    assert outcome.problems == ()


@pytest.mark.parametrize(
    "name", ["", "x", "rules:x", "spacy", "llm:", "llm:http://127.0.0.1/v1", "llm:file:///x#m"]
)
def test_what_is_no_engine_is_told(name: str) -> None:
    with pytest.raises(InvalidQuery):
        engines.get(name)


@pytest.mark.parametrize(("name", "library"), [("spacy:x", "spacy"), ("gliner:x", "gliner")])
def test_a_library_that_is_not_there_is_named(monkeypatch, name: str, library: str) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(MissingExtra, match=f"pip install {library}"):
        engines.get(name)
