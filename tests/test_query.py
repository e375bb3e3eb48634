"""One Query picks the same rows for command line, page and address."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema, vocab
from geo.errors import InvalidQuery
from geo.store.query import Query

ROWS = [
    {"event_id": "kayes", "start": "2025-07-01", "end": "2025-07-01", "group": "JNIM", "country": "ML"}
    | {"longitude": -11.44, "latitude": 14.45, "uncertainty_km": 5.0, "place_name": "Kayes"}
    | {
        "evidence": [
            {"report": "r", "field": "sentence", "start": 0, "end": 16, "text": "Diamond cimentière"}
        ]
    },
    {"event_id": "macina", "start": "2018-05-01", "end": "2018-05-03", "group": "FLM", "country": "ML"}
    | {"longitude": -5.36, "latitude": 13.95},
    {"event_id": "early", "start": "2016-05-01", "end": "2016-05-01", "group": "FLM", "country": "ML"},
    {"event_id": "june", "start": "2025-06-01", "end": "2025-06-30", "group": "ISSP", "country": "BF"},
    {"event_id": "undated", "country": "NE", "group": None},
]
EVENTS = schema.from_rows(ROWS)


def ids(query: Query) -> list[str]:
    return query.apply(EVENTS)["event_id"].tolist()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (Query(), ["kayes", "macina", "early", "june", "undated"]),
        (Query(since=date(2025, 6, 30)), ["kayes", "june"]),
        (Query(until=date(2016, 5, 1)), ["early"]),
        (Query(since=date(2018, 5, 2), until=date(2018, 5, 2)), ["macina"]),
        (Query(country=("BF", "NE")), ["june", "undated"]),
        (Query(group=("JNIM",)), ["kayes", "macina"]),  # in 2016 there was no JNIM to be a member of
        (Query(group=("FLM", "ISSP")), ["macina", "early", "june"]),
        (Query(bbox=(-12, 14, -11, 15)), ["kayes"]),
        (Query(bbox=(170, -90, -11, 90)), ["kayes"]),  # a box across the date line
        (Query(near=(-11.4, 14.6, 14.0)), ["kayes"]),  # 17 km off, but its circle of 5 km is touched
        (Query(near=(-11.4, 14.6, 10.0)), []),
        (Query(within=((-12, 14), (-11, 14), (-11, 15))), ["kayes"]),
        (Query(within=((-11.4, 14.3), (-11, 14.3), (-11.4, 15))), ["kayes"]),  # 4 km off the rim
        (Query(within=((-11.3, 14.3), (-11, 14.3), (-11.3, 15))), []),
        (Query(along=(10.0, ((-12, 14), (-11, 14)))), []),
        (Query(along=(46.0, ((-12, 14), (-11, 14)))), ["kayes"]),  # 50 km off, but its circle is touched
        (Query(text="KAYÈS"), ["kayes"]),
        (Query(text="cimentiere"), ["kayes"]),
        (Query(text="kayes", country=("BF",)), []),
    ],
)
def test_what_is_picked(query: Query, kept: list[str]) -> None:
    assert ids(query) == kept


def test_an_empty_table_stays_empty() -> None:
    query = Query(since=date(2020, 1, 1), group=("JNIM",), bbox=(0, 0, 1, 1), text="x", near=(0, 0, 1))
    assert len(query.apply(schema.empty())) == 0


def test_the_window_can_be_left_to_the_slider() -> None:
    query = Query(since=date(2025, 1, 1), country=("ML",))
    assert query.without_dates() == Query(country=("ML",))


QUERIES = st.builds(
    Query,
    since=st.none() | st.dates(date(2000, 1, 1), date(2010, 1, 1)),
    until=st.none() | st.dates(date(2011, 1, 1), date(2030, 1, 1)),
    group=st.lists(st.sampled_from(sorted(vocab.groups())), max_size=3, unique=True).map(tuple),
    country=st.lists(st.sampled_from(["ML", "BF", "NE"]), max_size=3, unique=True).map(tuple),
    bbox=st.none() | st.just((-12.5, 14.0, -11.0, 15.25)),
    near=st.none() | st.just((-11.4, 14.6, 50.5)),
    within=st.none() | st.just(((-12.5, 14.0), (-11.0, 14.25), (-11.0, 15.12345))),
    along=st.none() | st.just((7.5, ((-12.5, 14.0), (-11.0, 14.25)))),
    text=st.sampled_from(["", "Kayes", "a=b&c|d"]),
)


@given(QUERIES)
def test_a_link_restores_the_query(query: Query) -> None:
    assert Query.from_params(query.to_params()) == query


@given(st.dates(date(2015, 1, 1), date(2026, 1, 1)), st.integers(0, 900))
def test_the_window_agrees_with_an_obvious_solver(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    kept = [
        row["event_id"]
        for row in ROWS
        if row.get("start") and row["start"] <= until.isoformat() and row["end"] >= since.isoformat()
    ]
    assert ids(Query(since=since, until=until)) == kept


@given(QUERIES, QUERIES)
def test_filters_only_take_away(one: Query, other: Query) -> None:
    assert set(ids(one)) <= set(ids(Query()))
    both = one.mask(EVENTS) & other.mask(EVENTS)
    assert (both <= one.mask(EVENTS)).all()


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ({"since": "soon"}, "YYYY-MM-DD"),
        ({"since": "2025-07-02", "until": "2025-07-01"}, "swap"),
        ({"group": "JNMI"}, "did you mean 'JNIM'"),
        ({"event_type": "Battle"}, "did you mean 'Battles'"),
        ({"place_precision": "zzz"}, "use one of exact"),
        ({"bbox": "1,2,3"}, "west,south,east,north"),
        ({"bbox": "1,2,3,x"}, "west,south,east,north"),
        ({"bbox": "14,-100,15,-12"}, "globe"),
        ({"near": "14.4,-190,5"}, "globe"),
        ({"near": "14.4,-19,-5"}, "0 km or more"),
        ({"near": "14.4,-19,nan"}, "0 km or more"),
        ({"along": "x;1,2;3,4"}, "0 km or more"),
        ({"along": "5;1,2"}, "has 1 corners"),
        ({"within": "1,2;3,4"}, "has 2 corners"),
        ({"within": "soon"}, "lon,lat;lon,lat"),
        ({"within": "1,2,3;4,5,6;7,8,9"}, "lon,lat;lon,lat"),
        ({"within": "14,-100;15,-12;16,3"}, "did you swap"),
        ({"within": "nan,1;2,2;3,3"}, "globe"),
        ({"within": "1,1;2,2;3,3"}, "encloses nothing"),
        ({"within": "1,1;" * 150 + "2,1;" * 60 + "2,2"}, "not 3 to 200"),
    ],
)
def test_what_cannot_be_understood_is_told_with_the_cure(params: dict[str, str], word: str) -> None:
    with pytest.raises(InvalidQuery, match=word):
        Query.from_params(params)


def test_unknown_parameters_are_left_alone() -> None:
    assert Query.from_params({"utm_source": "x", "country": " ", "text": ""}) == Query()
