"""Make data/borders/osm/national.geojson: precise national borders of West Africa (OpenStreetMap, ODbL).

    python data/make_osm.py

A time zone of timezonefinder-data is a whole country here (checked: each zone below covers one country
alone), borders of neighbours match exactly, and coasts reach to the territorial waters. They are simplified
together (shapely.coverage_simplify), so that neighbours keep one common line.
"""

from __future__ import annotations

import json

import shapely
from _packages import DATA, write_geojson, zone_polygons

ZONES = {
    "ML": "Africa/Bamako", "BF": "Africa/Ouagadougou", "NE": "Africa/Niamey", "MR": "Africa/Nouakchott",
    "SN": "Africa/Dakar", "TG": "Africa/Lome", "BJ": "Africa/Porto-Novo", "CI": "Africa/Abidjan",
    "GN": "Africa/Conakry", "DZ": "Africa/Algiers", "NG": "Africa/Lagos", "GH": "Africa/Accra",
    "GM": "Africa/Banjul", "GW": "Africa/Bissau", "SL": "Africa/Freetown", "LR": "Africa/Monrovia",
    "TD": "Africa/Ndjamena", "CM": "Africa/Douala", "LY": "Africa/Tripoli", "TN": "Africa/Tunis",
    "MA": "Africa/Casablanca", "EH": "Africa/El_Aaiun",
}  # fmt: skip
TOLERANCE = 0.0009  # degrees, about 100 m
DECIMALS = 4


def rounded(polygon: shapely.Geometry, decimals: int) -> dict:
    """GeoJSON geometry with rounded coordinates and RFC 7946 ring order (outer rings counter-clockwise)."""
    lines = polygon.geom_type.endswith("LineString")
    snapped = polygon if lines else shapely.set_precision(polygon, 10.0**-decimals)
    geometry = json.loads(shapely.to_geojson(shapely.orient_polygons(snapped)))

    def walk(item):
        return [walk(i) for i in item] if isinstance(item, list) else round(item, decimals)

    geometry["coordinates"] = walk(geometry["coordinates"])
    return geometry


def main() -> None:
    """Write the file."""
    zones = zone_polygons(ZONES)
    keys = sorted(zones)
    simple = shapely.coverage_simplify([zones[key] for key in keys], TOLERANCE)
    features = [
        {
            "type": "Feature",
            "properties": {"iso2": key, "zone": ZONES[key]},
            "geometry": rounded(shape, DECIMALS),
        }
        for key, shape in zip(keys, simple, strict=True)
    ]
    note = "© OpenStreetMap contributors, ODbL 1.0; via timezone-boundary-builder and timezonefinder-data"
    write_geojson(DATA / "borders" / "osm" / "national.geojson", features, attribution=note)


if __name__ == "__main__":
    main()
