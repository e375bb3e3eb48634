"""One place of a file as a row of the gazetteer: its cells checked, its kind and country told."""

from __future__ import annotations

import hashlib
import math
import re
from functools import cache

from .. import vocab
from ..model import LonLat, Place
from ..names import fold
from . import tables
from .gazetteer import LONGEST_NAME

Row = dict[str, object]  # by own.COLUMNS

SWAPPED = "did you swap latitude and longitude?"
_SHORTEST_ALIAS = 4
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PCODE = re.compile(r"[A-Z]{2}(?=\d)")


def row_of(raw: dict[str, str], countries: tuple[str, ...], source: str) -> Row | str | None:
    """The gazetteer's row of one row of a file.

    Parameters
    ----------
    raw : dict of str to str
        By ``intake.FIELDS``.
    countries : tuple of str
        Countries to keep; a single one is that of a row that tells none.
    source : str
        What its ``source`` says.

    Returns
    -------
    dict, str or None
        The row; a text says why there is none; None is skipped: no place to look up, or another country's.

    Examples
    --------
    >>> row_of({"name": "Ber", "latitude": "200", "longitude": "1"}, (), "")
    'lies nowhere on Earth'
    """
    kind = _kind(raw.get("feature", ""), raw.get("population", ""))
    if kind is None:
        return None
    name = raw["name"]
    if not fold(name) or _CONTROL.search(name) or len(name) > LONGEST_NAME:
        return "has no name that can be looked up"
    point = _point(raw["latitude"], raw["longitude"])
    if isinstance(point, str):
        return point
    coded = _PCODE.match(raw.get("source_id", ""))
    country = country_of(raw.get("country") or (coded.group() if coded else ""))
    if raw.get("country") and country is None:
        return "has a country that is not known"
    country = country or (countries[0] if len(countries) == 1 else "")
    if country and countries and country not in countries:
        return None
    return {
        "name": plain(name),
        "kind": kind,
        "country": country,
        "admin1": plain(raw.get("admin1", "")),
        "admin2": plain(raw.get("admin2", "")),
        "latitude": point.lat,
        "longitude": point.lon,
        "population": _people(raw.get("population", "")),
        "aliases": union("", "|".join(filter(is_alias, re.split(r"[|;]", raw.get("aliases", "")))), but=name),
        "source": source,
        "source_id": plain(raw.get("source_id", "")),
    }


def id_of(row: Row) -> str:
    """GeoNames' id, the file's own id under its country, or a hash of what the row says."""
    told = str(row["source_id"])
    if told.startswith("gn:"):
        return told
    if told:
        return f"own:{row['country']}:{told}"
    parts = "|".join(str(row[part]) for part in ("name", "country", "latitude", "longitude"))
    return f"own:{hashlib.sha256(parts.encode()).hexdigest()[:12]}"


def point_of(row: Row) -> LonLat:
    """Where a row is."""
    return LonLat(float(str(row["longitude"])), float(str(row["latitude"])))


def place_of(place_id: str, row: Row) -> Place:
    """A row as a place."""
    return Place(place_id, str(row["name"]), str(row["kind"]), str(row["country"]), point_of(row))


def spelling_row(place: Place, source: str) -> Row:
    """A row that only carries spellings of one of the project's places."""
    return {
        "place_id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "latitude": place.point.lat,
        "longitude": place.point.lon,
        "aliases": "",
        "source": source,
    }


def spellings(row: Row) -> list[str]:
    """The name and aliases of a row."""
    return [str(row["name"]), *filter(None, str(row["aliases"] or "").split("|"))]


def union(one: object, other: object, but: str = "") -> str:
    """The aliases of two cells in one, each once, without a name.

    Examples
    --------
    >>> union("Tombouctou", "tombouctou|Tumbuktu|Timbuktu", but="Timbuktu")
    'Tombouctou|Tumbuktu'
    """
    spelt = {fold(alias): plain(alias) for alias in f"{other}|{one}".split("|") if alias}
    return "|".join(spelt[key] for key in sorted(spelt) if key not in ("", fold(but)))


def is_alias(text: str) -> bool:
    """Whether a spelling is a name: codes of airports and other short ones would match words.

    Examples
    --------
    >>> is_alias("TOM"), is_alias("ITI"), is_alias("Tombouctou")
    (False, False, True)
    """
    return len(fold(text)) >= _SHORTEST_ALIAS and len(text) <= LONGEST_NAME and not text.isupper()


def plain(text: str) -> str:
    """A cell without control characters, doubled spaces and the mark between aliases."""
    return " ".join(_CONTROL.sub(" ", text).replace("|", " ").split())


def country_of(text: str) -> str | None:
    """The code of a country that a cell names, by two letters, three, or its name.

    Examples
    --------
    >>> [country_of(text) for text in ("ML", "mli", "Burkina Faso", "Nowhere")]
    ['ML', 'ML', 'BF', None]
    """
    return _country_codes().get(fold(text))


def _point(latitude: str, longitude: str) -> LonLat | str:
    if not latitude or not longitude:
        return "has no coordinates"
    lat, lon = _number(latitude), _number(longitude)
    if lat is None or lon is None:
        return "has coordinates that are no numbers"
    if abs(lat) > 90 or abs(lon) > 180:
        turned = abs(lon) <= 90 and abs(lat) <= 180
        return f"lies nowhere on Earth: {SWAPPED}" if turned else "lies nowhere on Earth"
    if lat == lon == 0:
        return "has coordinates 0, 0: unknown is an empty cell"
    return LonLat(round(lon, 6), round(lat, 6))


def _number(text: str) -> float | None:
    """A number, with a decimal point or comma."""
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _people(text: str) -> int | None:
    value = _number(re.sub(r"[\s\u00a0\u202f]", "", text)) if text else None
    return int(value) if value and value >= 1 else None


def _kind(feature: str, population: str) -> str | None:
    """The gazetteer's kind of a feature; None is no place to look up."""
    known = _features()
    kind = known.get(feature.casefold()) or known.get(feature.split("/")[0].casefold())
    if kind is None:
        kind = None if "/" in feature else "settlement"
    if kind == "settlement":
        people = _people(population) or 0
        return "city" if people >= 100_000 else "town" if people >= 10_000 else "village"
    return kind


@cache
def _features() -> dict[str, str]:
    table = tables.read(vocab.DATA / "places" / "features.csv")
    return {f.casefold(): kind for f, kind in zip(table["feature"], table["kind"], strict=True)}


@cache
def _country_codes() -> dict[str, str]:
    table = tables.read(vocab.DATA / "places" / "countries.csv")
    codes: dict[str, str] = {}
    for names in (table["name_fr"], table["name"], table["iso3"], table["iso2"]):
        codes |= {fold(name): code for name, code in zip(names, table["iso2"], strict=True) if name}
    return codes
