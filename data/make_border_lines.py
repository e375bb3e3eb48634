"""Make data/borders/osm/lines.geojson: the land borders between the countries of national.geojson, as lines.

They are drawn in place of Natural Earth's, which lie some 2 km off and put Diboli (Mali) and Kidira (Senegal)
on one side. Run after make_osm.py:

    python data/make_border_lines.py
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import shapely
from shapely.geometry import mapping, shape

BORDERS = Path(__file__).resolve().parent / "borders"
TOLERANCE = 0.002  # degrees, some 200 m: half a pixel at the closest zoom at which a country fits the window
SHORE = (
    0.05  # degrees: OpenStreetMap's borders go on to the end of the territorial waters, ours end at the shore
)


def main() -> None:
    """Write one line a pair of neighbours, sorted by their codes."""
    file = json.loads((BORDERS / "osm" / "national.geojson").read_text(encoding="utf-8"))
    lands = sorted((f["properties"]["iso2"], shape(f["geometry"])) for f in file["features"])
    outlines = json.loads((BORDERS / "countries.geojson").read_text(encoding="utf-8"))
    land = shapely.union_all([shape(f["geometry"]) for f in outlines["features"]]).buffer(SHORE)
    features = []
    for (a, one), (b, other) in combinations(lands, 2):
        if not one.intersects(other):
            continue
        shared = shapely.line_merge(_lines(one.boundary.intersection(other.boundary)))
        line = shapely.simplify(shared.intersection(land), TOLERANCE)
        if line.is_empty:
            continue
        geometry = mapping(shapely.set_precision(line, 0.0001))
        features.append({"type": "Feature", "properties": {"a": a, "b": b}, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    (BORDERS / "osm" / "lines.geojson").write_text(text + "\n", encoding="utf-8")


def _lines(geometry: shapely.Geometry) -> shapely.Geometry:
    """Only the lines of a geometry: where borders merely touch, there is a point."""
    parts = [g for g in shapely.get_parts(geometry) if g.geom_type == "LineString"]
    return shapely.MultiLineString(parts)


if __name__ == "__main__":
    main()
