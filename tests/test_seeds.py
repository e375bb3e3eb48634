"""The case that must always come out right: two articles on 1 July 2025 in western Mali, exactly."""

import json
from pathlib import Path

import pandas as pd
import pytest

import geo
from geo import schema
from geo.sources import article
from geo.views import export

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not on this machine")


@pytest.fixture(scope="module")
def atlas() -> schema.Atlas:
    return geo.build(sorted(SEEDS.glob("*.txt")))


def told(atlas: schema.Atlas) -> pd.DataFrame:
    plain = schema.to_plain(atlas.events)
    return plain.sort_values(["sub_event_type", "start", "place_name"], na_position="last").reset_index(
        drop=True
    )


def one(atlas: schema.Atlas, **wanted: object) -> dict:
    plain = schema.to_plain(atlas.events)
    for column, value in wanted.items():
        plain = plain[plain[column] == value]
    assert len(plain) == 1, wanted
    return plain.to_dict("records")[0]


def test_the_events_are_these_seven_and_no_other(atlas: schema.Atlas) -> None:
    columns = [
        "sub_event_type",
        "status",
        "start",
        "end",
        "date_precision",
        "place_name",
        "place_precision",
        "attribution",
    ]
    rows = [tuple(row) for row in told(atlas)[columns].itertuples(index=False)]
    day = ("2025-07-01", "2025-07-01", "day")
    rest = "other towns near the borders with Senegal and Mauritania"
    assert rows == [
        ("Abduction/forced disappearance", "realised", *day, "Kayes", "exact", "contested"),
        (
            "Armed clash",
            "background",
            "2025-06-01",
            "2025-06-30",
            "month",
            "Burkina Faso",
            "country",
            "attributed",
        ),
        ("Armed clash", "realised", *day, "Diboli", "exact", "claimed"),
        ("Armed clash", "realised", *day, "Kayes", "exact", "claimed"),
        ("Armed clash", "realised", *day, "Sandere", "exact", "claimed"),
        ("Armed clash", "realised", *day, rest, "unresolved", "claimed"),
        (
            "Change to group/activity",
            "background",
            "2017-03-02",
            "2017-03-02",
            "day",
            None,
            "unresolved",
            "none",
        ),
    ]


def test_the_abduction_is_one_event_of_two_reports_that_disagree(atlas: schema.Atlas) -> None:
    event = one(atlas, sub_event_type="Abduction/forced disappearance")
    assert event["reports"] == ["seed-000", "seed-002"]
    assert (event["abducted_low"], event["abducted_high"]) == (3, 3)
    assert {"kind": "civilians", "nationality": "IN", "number": 3} in event["targets"]
    assert {"kind": "site", "name": "Diamond Cement Factory"} in event["targets"]
    said = {(c["report"], c["actor"], c["status"]) for c in event["claims"]}
    assert said == {
        ("seed-000", "JNIM", "claimed"),
        ("seed-002", "JNIM", "not_claimed"),
        ("seed-002", "JNIM", "suspected"),
    }
    assert event["group"] == "JNIM"
    assert event["sensitivity"] == "restricted"


def test_the_attacks_are_linked_with_the_abduction_and_not_merged(atlas: schema.Atlas) -> None:
    day = schema.to_plain(atlas.events)
    day = day[day["start"] == "2025-07-01"]
    assert day["incident_id"].nunique() == 1
    assert len(day) == 5
    attacks = day[day["sub_event_type"] == "Armed clash"]
    assert {tuple(r) for r in attacks["reports"]} == {("seed-002",)}
    for targets in attacks["targets"]:
        assert {t["kind"] for t in targets} == {"security forces", "site"}
    assert all(
        [(c["actor"], c["status"]) for c in claims] == [("JNIM", "claimed")] for claims in attacks["claims"]
    )
    roles = {(a["id"], a["role"]) for actors in attacks["actors"] for a in actors}
    assert roles == {("JNIM", "perpetrator"), ("FAMa", "side_b")}


@pytest.mark.parametrize(
    ("place", "latitude", "longitude"),
    [("Kayes", 14.4417, -11.4341), ("Diboli", 14.4551, -12.1994), ("Sandere", 14.7007, -10.3053)],
)
def test_the_pins_are_right_and_in_mali(
    atlas: schema.Atlas, place: str, latitude: float, longitude: float
) -> None:
    rows = told(atlas)
    rows = rows[rows["place_name"] == place]
    assert set(rows["country"]) == {"ML"}
    assert (rows["latitude"].astype(float) - latitude).abs().max() < 0.03
    assert (rows["longitude"].astype(float) - longitude).abs().max() < 0.03


def test_no_pin_lies_in_senegal_mauritania_or_india(atlas: schema.Atlas) -> None:
    assert set(told(atlas)["country"].dropna()) == {"ML", "BF"}
    unlocated = atlas.events[atlas.events.geometry.isna()]
    assert set(unlocated["place_precision"]) == {"unresolved"}


def test_no_toll_is_invented(atlas: schema.Atlas) -> None:
    rows = told(atlas)
    of_the_day = rows[rows["start"] == "2025-07-01"]
    for column in ("killed_low", "killed_high", "killed_best", "wounded_low", "wounded_high"):
        assert of_the_day[column].isna().all(), column
    soldiers = one(atlas, date_precision="month")
    assert (soldiers["killed_low"], soldiers["killed_high"], soldiers["country"]) == (200, 200, "BF")
    assert soldiers["reports"] == ["seed-000"]
    assert soldiers["group"] == "JNIM"


def test_bamako_is_mentioned_as_the_embassys_seat_and_no_event_is_there(atlas: schema.Atlas) -> None:
    bamako = [m for m in atlas.mentions if m["name"] == "Bamako"]
    assert {m["role"] for m in bamako} == {"seat"}
    assert all(abs(m["latitude"] - 12.65) < 0.1 and m["country"] == "ML" for m in bamako)
    assert {"India", "Niger", "Togo", "West Africa", "Senegal", "Mauritania"} <= {
        m["name"] for m in atlas.mentions
    }
    assert not {"Bamako", "India", "Niger", "Togo"} & set(told(atlas)["place_name"].dropna())
    roles = {m["name"]: m["role"] for m in atlas.mentions if m["report"] == "seed-002"}
    assert roles["Senegal"] == roles["Mauritania"] == "border"


def test_the_year_of_the_undated_report_comes_from_its_text_and_says_so() -> None:
    alone = geo.read([SEEDS / "seed-000.txt"])
    event = one(alone, sub_event_type="Abduction/forced disappearance")
    assert event["start"] == "2025-07-01"
    assert any(reason.startswith("date: year from") and "2025" in reason for reason in event["reasons"])


def test_every_span_is_in_its_report(atlas: schema.Atlas) -> None:
    texts = {path.stem: article.read(path).text for path in SEEDS.glob("*.txt")}
    spans = [span for spans in atlas.events["evidence"] for span in spans]
    assert spans
    for span in [*spans, *atlas.mentions]:
        assert texts[span["report"]][span["start"] : span["end"]] == span["text"]


def test_every_stated_field_has_evidence(atlas: schema.Atlas) -> None:
    for event in schema.to_plain(atlas.events).to_dict("records"):
        fields = {span["field"] for span in event["evidence"]}
        wanted = {"sentence", "event_type", "start"}
        wanted |= {"place_name"} if event["place_name"] else set()
        wanted |= {name for name in ("killed", "wounded", "abducted") if event[f"{name}_low"] is not None}
        wanted |= {"claims"} if event["claims"] else set()
        wanted |= {"actors"} if event["actors"] else set()
        wanted |= {"targets"} if event["targets"] else set()
        assert wanted <= fields


def test_two_runs_give_the_same_bytes_in_any_order(atlas: schema.Atlas) -> None:
    again = geo.build(sorted(SEEDS.glob("*.txt"), reverse=True))
    assert json.loads(export.to_geojson(geo.build(sorted(SEEDS.glob("*.txt"))))) == json.loads(
        export.to_geojson(atlas)
    )
    assert set(again.events["event_id"]) == set(atlas.events["event_id"])
    assert export.to_geojson(geo.build(sorted(SEEDS.glob("*.txt")))) == export.to_geojson(atlas)
