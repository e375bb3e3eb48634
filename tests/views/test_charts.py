"""The chart's bars, brush and table, and the tables of counts: words and numbers of what was counted."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest

from geo import schema
from geo.views import charts, facts, style, tally, tolls
from geo.views.tally import Line, Toll
from tests.views.atlas import HOSTILE, small

EVENTS = small().events.query("status in ('realised', 'background')")


@pytest.fixture(scope="module")
def told() -> facts.Facts:
    return facts.facts(EVENTS)


@pytest.mark.parametrize("unit", tally.UNITS)
@pytest.mark.parametrize("by", ["family", "kind"])
def test_bars_are_stacked_without_gaps_and_hold_every_count(told: facts.Facts, unit: str, by: str) -> None:
    made = tally.timeline(told, unit, by)
    drawn = charts.bars(made)
    assert drawn["n"].sum() == made.certain.sum() + made.possible.sum()
    assert (drawn["high"] - drawn["low"] == drawn["n"]).all()
    assert (drawn["from"] < drawn["to"]).all()
    for _, stack in drawn.groupby("from"):
        assert stack["low"].tolist() == [0, *stack["high"].tolist()[:-1]]
    colours = {each.colour for each in (style.FAMILIES if by == "family" else style.KINDS)}
    assert set(drawn["colour"]) <= colours


def test_a_bar_tells_its_period_its_kind_and_how_sure_it_is(told: facts.Facts) -> None:
    drawn = charts.bars(tally.timeline(told, "week", "kind"), "fr")
    june = drawn[(drawn["sure"] == 0) & drawn["period"].str.endswith("2025")]
    assert june["period"].tolist()[0] == "26 mai au 1er juin 2025"
    assert set(june["what"]) == {"Batailles (possible)"}
    assert len(june) == 6  # the weeks that June 2025 touches


def test_the_spec_asks_for_no_address_and_names_months_in_the_pages_language(told: facts.Facts) -> None:
    made = charts.spec(tally.timeline(told, "month"), (date(2025, 6, 1), date(2025, 6, 30)), "fr")
    made.pop("datasets")
    assert "://" not in json.dumps(made)
    assert made["config"]["locale"]["time"]["shortMonths"][1] == "févr."
    [band] = made["layer"][0]["data"]["values"]
    assert band == {"from": 1748736000000, "to": 1751328000000}


def test_few_weeks_have_a_tick_each_on_their_monday() -> None:
    rows = [{"start": day, "end": day} for day in ("2025-06-29", "2025-07-09")]
    made = charts.spec(tally.timeline(facts.facts(schema.from_rows(rows)), "week"), None)
    ticks = made["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert [(each["month"], each["date"], each["utc"]) for each in ticks] == [
        (6, 23, True),
        (6, 30, True),
        (7, 7, True),
    ]


def test_a_window_beside_the_chart_is_not_drawn(told: facts.Facts) -> None:
    made = charts.spec(tally.timeline(told, "month"), (date(1990, 1, 1), date(1990, 12, 31)))
    assert [layer["name"] for layer in made["layer"]] == ["bars"]


@pytest.mark.parametrize("at", [None, {}, {"brush": {}}, {"brush": {"from": []}}, {"other": 1}, "brush"])
def test_no_brush_asks_for_no_window(at: object) -> None:
    assert charts.brushed(at, "week") is None


def test_a_brush_takes_every_period_that_it_touches() -> None:
    at = {"brush": {"from": [1751500000000.7, 1751200000000.2]}}  # from right to left: 3 July, 29 June 2025
    assert charts.brushed(at, "week") == (date(2025, 6, 23), date(2025, 7, 6))
    assert charts.brushed(at, "year") == (date(2025, 1, 1), date(2025, 12, 31))
    before = {"brush": {"from": [-1, -1]}}
    assert charts.brushed(before, "month") == (date(1969, 12, 1), date(1969, 12, 31))


def test_the_table_twin_holds_the_charts_numbers(told: facts.Facts) -> None:
    made = tally.timeline(told, "year")
    table = charts.twin(made)
    assert table.index[0] == "2025-01-01"
    assert table["Year"].tolist()[:2] == ["2025", "2024"]
    assert (table["Events"] + table["Possible events (longer dates)"] == table.iloc[:, 4:].sum(axis=1)).all()
    assert table.iloc[:, 1:3].sum().sum() == charts.bars(made)["n"].sum()
    assert table.set_index("Year").loc["2015", "Deaths, at least"] == 20


def test_the_chart_is_told_in_a_sentence(told: facts.Facts) -> None:
    said = charts.said(tally.timeline(told, "month"), "en")
    assert said == "Events by month, January 2012 to July 2025. Most: 5 in July 2025."
    assert charts.said(tally.timeline(facts.facts(schema.empty()), "week")) == "No event has a date."


def test_the_legend_names_what_is_there_and_what_pale_means(told: facts.Facts) -> None:
    month = str(charts.legend(tally.timeline(told, "month")))
    assert "JNIM" in month
    assert "Protests" not in month
    assert "Pale" not in month
    assert "Pale" in str(charts.legend(tally.timeline(told, "week")))


def test_a_breakdown_folds_the_small_lines_into_one() -> None:
    lines = [Line(f"g{n}", Toll(100 - n, 1, 2, 1), 0) for n in range(tolls.MOST + 3)]
    words = unescape(re.sub("<[^>]*>", " ", str(tolls.breakdown(lines, "Groups", str))))
    assert "g9" in words
    assert "g10" not in words
    assert "3 others" in words
    assert "3–6 (3 of 267 events)" in words


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_names_stay_text(bad: str) -> None:
    html = str(tolls.breakdown([Line(bad, Toll(1, None, None, 0), 0)], bad, str, lambda line: "#7d7d7d"))
    assert "<script" not in html
    assert "<img" not in html
    assert unescape(html).count(bad) == 2


def test_changes_say_both_periods_and_the_difference(told: facts.Facts) -> None:
    made = tally.change(told, date(2025, 7, 1), 30)
    html = str(tolls.changes(made, lambda group: group or "none"))
    assert "2 June to 1 July 2025, beside 3 May to 1 June 2025" in html
    rows = [re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row) for row in html.split("<tr>")[2:]]
    assert rows[0] == ["Events", "5", "2", "+3"]
    assert rows[1] == ["Possible events (longer dates)", "1", "1", "0"]
    assert rows[2] == ["Deaths, where stated", "not stated", "not stated", ""]
    assert rows[3] == ["JNIM", "5", "2", "+3"]
    [places, since] = tolls.fresh(made, str)
    assert places == "Places newly seen (with their events): Kayes (2), Diboli (1), Sandaré (1)."
    assert since.endswith("which begin on 17 January 2012.")


def test_a_fall_has_a_minus_and_nothing_new_is_said() -> None:
    days = ("2025-06-01", "2025-06-01", "2025-06-09")
    rows = [{"start": day, "end": day, "group": "JNIM"} for day in days]
    made = tally.change(facts.facts(schema.from_rows(rows)), date(2025, 6, 9), 7)
    assert "<td>−1</td>" in str(tolls.changes(made, str))
    assert tolls.fresh(made, str)[0] == "No place and no group is newly seen in these days."


def test_many_new_places_are_counted_after_the_first() -> None:
    at = {"start": "2025-06-01", "end": "2025-06-01", "place_precision": "exact"}
    held = [at | {"place_name": f"P{n:02}"} for n in range(tolls.NAMED + 4)]
    made = tally.change(facts.facts(schema.from_rows(held)), date(2025, 6, 1), 7)
    assert tolls.fresh(made, str)[0].endswith("P11 (1), 4 more.")
