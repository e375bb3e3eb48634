"""Any table becomes events: its columns are found by name and content, and what is not certain is asked."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema, schema_check
from geo.errors import InvalidQuery, UnreadableInput
from geo.sources import anytable, mapping, tabular
from geo.sources.base import Chunk
from geo.sources.mapping import TableMap


def typed(chunks: list[Chunk]) -> gpd.GeoDataFrame:
    for chunk in chunks:
        assert len(chunk.events) + len(chunk.rejects) == chunk.rows
    table = schema.typed(pd.concat([chunk.events for chunk in chunks], ignore_index=True))
    assert schema_check.check(table) == []
    return table


def read(path: Path, told: str | None = None) -> list[dict]:
    chunks = list(anytable.chunks(path, columns=anytable.map_of(path, told)))
    return schema.to_plain(typed(chunks)).to_dict("records")


def put(tmp_path: Path, content: str | bytes, name: str = "diary.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


FRENCH = """Réf;Date de l'incident;Localité;Pays;Type;Auteur;Cible;Tués;Blessés;Lat;Long;Commentaires
A1;03/07/2025;Ménaka;Mali;Attaque;EIGS;civils;1 200;inconnu;15,92;2,40;Des hommes armés ont tué.
A2;25/07/2025;Kayes;Mali;Affrontement armé;GSIM;Forces armées maliennes;10-12;3;14,45;-11,44;
A3;31/02/2025;Kayes;Mali;Attaque;GSIM;;;;14,45;-11,44;
A4;26/07/2025;Nulle part;Atlantide;Danse;Les Inconnus;la lune;;;;;Rien.
"""


def test_a_french_table_from_excel(tmp_path: Path) -> None:
    path = put(tmp_path, FRENCH.replace("\n", "\r\n").encode("cp1252"))
    (chunk,) = anytable.chunks(path)
    menaka, kayes, nowhere = schema.to_plain(typed([chunk])).to_dict("records")
    assert (menaka["start"], menaka["end"], menaka["date_precision"]) == ("2025-07-03", "2025-07-03", "day")
    assert (menaka["latitude"], menaka["longitude"], menaka["country"]) == (15.92, 2.4, "ML")
    assert (menaka["event_type"], menaka["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert menaka["actors"] == [{"id": "ISSP", "name": "EIGS", "role": "perpetrator"}]
    assert menaka["targets"] == [{"kind": "civilians", "name": "civils"}]
    assert (menaka["killed_low"], menaka["killed_high"], menaka["killed_best"]) == (1200, 1200, 1200)
    assert menaka["wounded_low"] is None
    assert "wounded: 'inconnu' is no number" in menaka["reasons"]
    assert menaka["evidence"][0]["text"] == "Des hommes armés ont tué."
    assert (menaka["source"], menaka["source_id"], menaka["reports"]) == ("diary", "A1", ["diary:A1"])
    assert (kayes["killed_low"], kayes["killed_high"], kayes["killed_best"]) == (10, 12, None)
    assert [actor["id"] for actor in kayes["actors"]] == ["JNIM", "FAMa"]
    assert (nowhere["latitude"], nowhere["place_precision"], nowhere["country"]) == (None, "unresolved", None)
    assert (nowhere["event_type"], nowhere["group"], nowhere["targets"]) == (None, "Other", [])
    assert all(
        f"={word}" in nowhere["source_code"] for word in ("Danse", "Les Inconnus", "la lune", "Atlantide")
    )
    (reject,) = chunk.rejects
    assert (reject["line"], reject["reason"]) == (4, "date de l'incident '31/02/2025' is no date")


def test_how_exactly_places_are_known_is_not_made_up(tmp_path: Path) -> None:
    path = put(tmp_path, "date,lat,lon\n2025-07-01,14.4,-11.4\n")
    assert read(path)[0]["place_precision"] == "near"
    assert read(path)[0]["uncertainty_km"] is None
    assert read(path, "precision=exact")[0]["place_precision"] == "exact"


def test_dates_that_can_be_read_both_ways_are_asked(tmp_path: Path) -> None:
    path = put(tmp_path, "date,lat,lon\n03/04/2025,14.4,-11.4\n05/05/2025,14.4,-11.4\n")
    assert "say dates=day-first or dates=month-first" in anytable.map_of(path).questions[0]
    (chunk,) = anytable.chunks(path)
    assert [reject["line"] for reject in chunk.rejects] == [2]
    assert "dates=day-first" in chunk.rejects[0]["reason"]
    assert read(path, "dates=day-first")[0]["start"] == "2025-04-03"
    assert read(path, "dates=month-first")[0]["start"] == "2025-03-04"


def test_the_whole_column_decides_not_its_beginning(tmp_path: Path) -> None:
    rows = ["03/04/2025,14.4,-11.4\n"] * 50 + ["04/25/2025,14.4,-11.4\n"]
    path = put(tmp_path, "date,lat,lon\n" + "".join(f"{at}," + row for at, row in enumerate(rows)))
    path.write_text("id,date,lat,lon\n" + path.read_text().split("\n", 1)[1])
    assert anytable.map_of(path).questions == ()
    chunks = list(anytable.chunks(path, rows=7))
    assert set(typed(chunks)["start"].dt.strftime("%m-%d")) == {"03-04", "04-25"}


def test_a_column_of_both_orders_is_asked_and_its_certain_dates_are_read(tmp_path: Path) -> None:
    rows = ("25/04/2025", "04/26/2025", "03/04/2025")
    path = put(tmp_path, "date,lat,lon\n" + "".join(f"{day},1,2\n" for day in rows))
    assert "day first or month first" in anytable.map_of(path).questions[0]
    (chunk,) = anytable.chunks(path)
    assert chunk.events["start"].dt.day.tolist() == [25, 26]
    assert [reject["line"] for reject in chunk.rejects] == [4]


def test_swapped_coordinates_are_asked_and_rejected(tmp_path: Path) -> None:
    path = put(
        tmp_path, "date,latitude,longitude\n2025-07-01,102.4,14.4\n2025-07-02,14.4,102.4\n2025-07-03,103,11\n"
    )
    assert "did you swap latitude and longitude" in anytable.map_of(path).questions[0]
    (chunk,) = anytable.chunks(path)
    assert [reject["line"] for reject in chunk.rejects] == [2, 4]
    assert all("did you swap" in reject["reason"] for reject in chunk.rejects)


def test_one_column_may_hold_the_coordinates(tmp_path: Path) -> None:
    path = put(
        tmp_path, 'jour|lieu|GPS\n2025-07-01|Kayes|"14,45; -11,44"\n2025-07-02|Ber|POINT (-2.5 16.8)\nx|y|z\n'
    )
    told = [(row["latitude"], row["longitude"]) for row in read(path)]
    assert told == [(14.45, -11.44), (16.8, -2.5)]


def test_columns_may_be_known_by_what_stands_in_them(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "c1,c2,c3,c4\n"
        'Mali,2025-07-01,"14.45, -11.44",Armed men took five people from a bus.\n'
        'Niger,2025-07-02,"13.5, 2.1",Nothing more is told of this event.\n',
    )
    told = anytable.map_of(path)
    assert told.columns == {"country": "c1", "date": "c2", "coordinates": "c3", "description": "c4"}
    assert all(0 < guess.confidence < 0.5 and guess.reasons for guess in told.guesses)


def test_a_name_that_its_cells_belie_is_not_believed(tmp_path: Path) -> None:
    path = put(tmp_path, "time,latitude,lat dd,lon\n18:30,see map,14.4,-11.4\n19:00,see map,14.5,-11.5\n")
    told = anytable.map_of(path)
    assert told.columns["latitude"] == "lat dd"
    assert "date" not in told.columns


def test_year_month_and_day_may_stand_apart(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "iyear,imonth,iday,city,lat,lon\n2015,11,20,Bamako,12.6,-8\n2016,3,0,Kati,12.7,-8\n2017,0,0,Ber,1,2\n",
    )
    told = [(row["start"], row["end"], row["date_precision"]) for row in read(path)]
    assert told == [
        ("2015-11-20", "2015-11-20", "day"),
        ("2016-03-01", "2016-03-31", "month"),
        ("2017-01-01", "2017-12-31", "year"),
    ]


def test_first_and_last_day(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "start,until,lat,lon\n2025-07-01,2025-07-03,1,2\n2025-07-05,,1,2\n2025-07-09,2025-07-08,1,2\n",
    )
    (chunk,) = anytable.chunks(path)
    table = typed([chunk])
    assert table["end"].dt.day.tolist() == [3, 5]
    assert table["date_precision"].tolist() == ["range", "day"]
    assert "lies before the first day" in chunk.rejects[0]["reason"]


def test_an_hxl_table_is_known_by_its_tags(tmp_path: Path) -> None:
    content = "a,b,c,d\n#date +start,#geo+lat,#geo +lon,#affected+killed\n2025-07-01,14.4,-11.4,3\n"
    path = put(tmp_path, content)
    (row,) = read(path)
    assert (row["start"], row["latitude"], row["longitude"], row["killed_best"]) == (
        "2025-07-01",
        14.4,
        -11.4,
        3,
    )
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(content)):
        book.active.append(line)
    book.save(tmp_path / "diary.xlsx")
    assert read(tmp_path / "diary.xlsx")[0]["killed_best"] == 3


def test_rows_without_an_id_get_one_that_stays(tmp_path: Path) -> None:
    rows = ["2025-07-01,14.4,-11.4", "2025-07-02,14.4,-11.4"]
    one = read(put(tmp_path, "\n".join(["date,lat,lon", *rows])))
    two = read(put(tmp_path, "\n".join(["date,lat,lon", *rows[::-1]])))
    assert [row["event_id"] for row in one] == [row["event_id"] for row in two][::-1]
    assert one[0]["source_id"] is None


def test_a_table_without_date_or_place_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "colour,size\nred,3\n")
    assert not anytable.detect(tabular.head(path))
    with pytest.raises(UnreadableInput, match="--map date=COLUMN"):
        next(anytable.chunks(path))


def test_a_row_with_neither_date_nor_place_is_rejected(tmp_path: Path) -> None:
    (chunk,) = anytable.chunks(put(tmp_path, "date,lieu,lat,lon,note\n,,,,words\n2025,Ber,,,words\n"))
    assert [reject["reason"] for reject in chunk.rejects] == ["has neither a date nor a place"]
    assert chunk.events["place_name"].tolist() == ["Ber"]


# --- ready mappings


TIMEMAP = """id,description,date,time,location,latitude,longitude,type,category,sources,comments
1,Made-up shelling,8/9/2011,18:30,Town,17.81,-18.22,Shelling/artillery/missile attack,Alpha,S1,none
"""
USHAHIDI = """#,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,VERIFIED
"7","Made up","2009-05-15 01:06:00","Town","Words of a report","ATTACK","-1.28","36.82",NO
"""
PLATFORM = """Post ID,Survey,Post Status,Created (UTC),Post Date (UTC),Title,Description,Where.lat,Where.lon
12,Incidents,published,2019-01-01 10:00:00,2018-12-31 09:00:00,Made up,Words,-1.28,36.82
"""


def test_timemap_is_read_month_first(tmp_path: Path) -> None:
    (row,) = read(put(tmp_path, TIMEMAP))
    assert (row["start"], row["place_name"], row["latitude"]) == ("2011-08-09", "Town", 17.81)
    assert row["event_type"] == "Explosions/Remote violence"
    assert "category=Alpha" in row["source_code"]
    assert "columns of the table: ready mapping timemap" in row["reasons"]


def test_ushahidi_is_read(tmp_path: Path) -> None:
    (row,) = read(put(tmp_path, USHAHIDI))
    assert (row["start"], row["source_id"], row["longitude"]) == ("2009-05-15", "7", 36.82)
    assert row["evidence"][0]["text"] == "Words of a report"
    assert "verified=NO" in row["source_code"]
    (row,) = read(put(tmp_path, PLATFORM))
    assert (row["start"], row["source_id"], row["latitude"]) == ("2018-12-31", "12", -1.28)


# --- maps that are told or kept


def test_a_map_is_kept_and_found_beside_the_table(tmp_path: Path) -> None:
    path = put(tmp_path, "x1,x2,x3,x4\n03/04/2025,14.4,-11.4,S\n")
    told = anytable.map_of(path, "date=x1,lat=x2,lon=X3,dates=day-first,keep=x4,source=My diary")
    mapping.save(told, mapping.beside(path))
    assert anytable.map_of(path).columns == {"date": "x1", "latitude": "x2", "longitude": "x3"}
    (row,) = [row for chunk in anytable.chunks(path) for row in chunk.events.to_dict("records")]
    assert (row["source"], row["source_code"]) == ("My diary", "x4=S")
    assert row["reasons"][0] == "columns of the table: as diary.csv.map.toml says"


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1)


@given(st.dictionaries(st.sampled_from(mapping.FIELDS), TEXTS), TEXTS, st.lists(TEXTS, max_size=3))
def test_a_map_is_read_back_as_it_was_kept(columns: dict[str, str], source: str, keep: list[str]) -> None:
    columns = {field: " ".join(name.split()).lower() for field, name in columns.items() if name.split()}
    kept = tuple(" ".join(name.split()).lower() for name in keep if name.split())
    told = TableMap(columns, source=source, keep=kept, dates="day-first")
    with tempfile.TemporaryDirectory() as folder:
        mapping.save(told, Path(folder) / "a.map.toml")
        again = mapping.load(Path(folder) / "a.map.toml")
    assert (again.columns, again.source, again.keep, again.dates) == (columns, source, kept, "day-first")


@pytest.mark.parametrize(
    "told",
    [
        "colour=x",
        "date,lat=lat",
        "dates=sometimes",
        "precision=roughly",
        "date=nowhere",
        "precision=unresolved",
    ],
)
def test_a_map_that_is_wrong_is_refused(tmp_path: Path, told: str) -> None:
    with pytest.raises(InvalidQuery):
        anytable.map_of(put(tmp_path, "date,lat,lon\n2025-07-01,14.4,-11.4\n"), told)


@pytest.mark.parametrize(
    "content", ["date =", "[columns]\ndate = 3", "colour = 'red'", "keep = 'a'", "columns = 3", "\udcff"]
)
def test_a_mapping_file_that_is_wrong_is_refused(tmp_path: Path, content: str) -> None:
    file = put(tmp_path, content.encode("utf-8", "surrogateescape"), "a.map.toml")
    with pytest.raises(UnreadableInput):
        mapping.load(file)


# --- any order, delimiter, encoding


HEADERS = {
    "date": ["Date", "event_date", "Date de l'incident", "jour", "INCIDENT DATE", "start date", "Datum"],
    "latitude": ["lat", "Latitude", "Y", "GPS_latitude", "lat_dd"],
    "longitude": ["lon", "Longitude", "X", "GPS_longitude", "long", "lng"],
    "place_name": ["Location", "lieu", "Localité", "place name"],
    "killed": ["Fatalities", "tués", "nb_morts", "deaths"],
}
FORMS = {
    "iso": "%Y-%m-%d",
    "stamped": "%Y-%m-%dT06:30:00Z",
    "day-first": "%d/%m/%Y",
    "month-first": "%m/%d/%Y",
    "named": "%d-%b-%y",
    "long": "%d %B %Y",
}
EVENTS = st.tuples(
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    st.integers(-9000, 9000),
    st.integers(-18000, 18000),
    st.sampled_from(["Ménaka", "Kayes", "Dori, Séno", 'Le "camp"']),
    st.integers(0, 3000),
)


@settings(max_examples=25, deadline=None)
@given(
    events=st.lists(EVENTS, min_size=1, max_size=8, unique=True),
    names=st.fixed_dictionaries({field: st.sampled_from(names) for field, names in HEADERS.items()}),
    order=st.permutations([*HEADERS, "extra"]),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    comma=st.booleans(),
    form=st.sampled_from(list(FORMS)),
)
def test_columns_are_found_and_dates_come_back(
    events: list, names: dict, order: list, delimiter: str, encoding: str, comma: bool, form: str
) -> None:
    named = {column: names.get(column, "Serial no") for column in order}
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(named.values())
    for at, (day, lat, lon, place, killed) in enumerate(events):
        degrees = (f"{value / 100:.2f}".replace(".", "," if comma else ".") for value in (lat, lon))
        cells = [day.strftime(FORMS[form]), *degrees, place, killed, f"r{at}"]
        row = dict(zip([*HEADERS, "extra"], cells, strict=True))
        writer.writerow([row[column] for column in order])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(stream.getvalue().encode(encoding))
        told = anytable.map_of(path)
        assert {f: c for f, c in told.columns.items() if f in HEADERS} == {
            field: name.lower() for field, name in names.items()
        }
        certain = form not in ("day-first", "month-first") or not told.questions
        (chunk,) = anytable.chunks(path, columns=told if certain else told.told(f"dates={form}"))
    assert chunk.rejects == []
    made = chunk.events
    assert made["start"].dt.date.tolist() == [event[0] for event in events]
    assert [round(v * 100) for v in made["latitude"]] == [event[1] for event in events]
    assert [round(v * 100) for v in made["longitude"]] == [event[2] for event in events]
    assert made["place_name"].tolist() == [event[3] for event in events]
    assert made["killed_best"].tolist() == [event[4] for event in events]


def test_foreign_geojson_is_a_table(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [-11.44, 14.45]},
        "properties": {"when": "2025-07-01", "what happened": "Words."},
    }
    path = put(tmp_path, json.dumps({"type": "FeatureCollection", "features": [feature]}), "a.geojson")
    (row,) = read(path)
    assert (row["start"], row["longitude"], row["evidence"][0]["text"]) == ("2025-07-01", -11.44, "Words.")
