"""The gazetteer's tables: places, regions and countries as one set of columns, and their names' index."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from ..errors import BrokenData
from ..names import fold, fold_with_offsets

Columns = dict[str, list]
_FAR_GREATER = 50
FILES = ("places.csv", "regions.csv", "countries.csv")


def fold_all(names: Sequence[str]) -> list[str]:
    """Fold many names at once, as ``geo.names.fold`` does one: by a table of their few hundred characters.

    Parameters
    ----------
    names : sequence of str
        None holds a line break.

    Returns
    -------
    list of str

    Examples
    --------
    >>> fold_all(["Sandaré", "N'Djamena"])
    ['sandare', 'ndjamena']
    """
    text = "\n".join(names)
    table = {ord(c): fold_with_offsets(c)[0].replace("'", "") for c in set(text) - {"\n"}}
    return re.sub(r" *\n *", "\n", re.sub(r" +", " ", text.translate(table))).strip(" ").split("\n")


_NUMBERS = {
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "radius_km": pa.float64(),
    "population": pa.int64(),
}
_OPTIONAL = {
    "aliases": "",
    "admin1": "",
    "admin2": "",
    "population": None,
    "radius_km": None,
    "source": "",
    "valid_from": "",
    "valid_to": "",
    "parent": "",
    "demonyms_en": "",
    "demonyms_fr": "",
}


def read(path: Path, *, cure: str = "run data/make_places.py again") -> Columns:
    """Read one table of data/places.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file.
    cure : str
        What to do where it is damaged.

    Returns
    -------
    dict of str to list
        Its columns; text has "" for null, numbers have None.

    Raises
    ------
    BrokenData
        The file is missing or damaged.
    """
    options = pacsv.ConvertOptions(
        column_types=_NUMBERS | {name: pa.string() for name in _OPTIONAL if name not in _NUMBERS},
        null_values=[""],
        strings_can_be_null=False,
    )
    try:
        table = pacsv.read_csv(path, convert_options=options)
    except (OSError, pa.ArrowInvalid) as error:
        raise BrokenData(path.name, f"cannot be read ({error})", cure) from error
    for name, most in (("latitude", 90), ("longitude", 180)):
        if {name, "place_id"} <= set(table.column_names):  # of some far countries it is not known
            inside = pc.less_equal(pc.abs(table[name]), most).fill_null(False)
            if (at := pc.index(inside, value=False).as_py()) >= 0:
                why = f"has no {name} between -{most} and {most} in line {at + 2}"
                raise BrokenData(path.name, why, cure)
    return {name: table[name].to_pylist() for name in table.column_names}


def stack(tables: Sequence[Columns]) -> Columns:
    """One set of columns for places, regions and countries.

    Parameters
    ----------
    tables : sequence of three dicts
        Places, regions, countries, as ``read`` gives them.

    Returns
    -------
    dict of str to list
        A country's place_id is 'iso:' and its code; a region's parent is its admin1. A country of which no
        table tells where it lies (some far islands) is left out: it would be a place without a point.
    """
    places, regions, countries = tables
    known = [row for row, latitude in enumerate(countries["latitude"]) if latitude is not None]
    countries = {name: [column[row] for row in known] for name, column in countries.items()}
    regions = regions | {"admin1": regions["parent"]}
    countries = countries | {
        "place_id": [f"iso:{code}" for code in countries["iso2"]],
        "country": countries["iso2"],
        "kind": ["country"] * len(countries["iso2"]),
        "aliases": [
            "|".join(filter(None, both))
            for both in zip(countries["name_fr"], countries["aliases"], strict=True)
        ],
        "source": ["data/places/countries.csv"] * len(countries["iso2"]),
    }
    wanted = ("place_id", "name", "kind", "country", "latitude", "longitude", *_OPTIONAL)
    out: dict[str, list] = {name: [] for name in wanted}
    for table in (places, regions, countries):
        size = len(table["name"])
        for name in wanted:
            out[name] += table[name] if name in table else [_OPTIONAL[name]] * size
    return out


def index_names(names: Sequence[str], aliases: Sequence[str]) -> dict[str, list[int]]:
    """The rows that each folded name leads to.

    Parameters
    ----------
    names, aliases : sequence of str
        By row; aliases are joined by ``|``.

    Returns
    -------
    dict of str to list of int
        Folded name to rows; a row that is found by an alias is kept as its complement ``~row``.

    Examples
    --------
    >>> index_names(["Ouagadougou"], ["Ouaga"])
    {'ouagadougou': [0], 'ouaga': [-1]}
    """
    spelt, rows = list(names), list(range(len(names)))
    for row, joined in enumerate(aliases):
        if joined:
            for alias in joined.split("|"):
                spelt.append(alias)
                rows.append(~row)
    index: dict[str, list[int]] = {}
    for folded, row in zip(fold_all(spelt), rows, strict=True):
        if folded:
            bearers = index.setdefault(folded, [])
            if row not in bearers and ~row not in bearers:
                bearers.append(row)
    return index


def demonyms(countries: Columns, places: Columns) -> dict[str, str]:
    """Folded demonym to country; one that countries share is the far greater one's, else nobody's.

    "French" is France's, not that of its empty southern lands; "Congolese" tells no country.

    Parameters
    ----------
    countries, places : dict of str to list
        Tables as ``read`` gives them; places tell how many people a country has.

    Returns
    -------
    dict of str to str
        Folded demonym to ISO 3166-1 alpha-2.
    """
    people: dict[str, int] = defaultdict(int)
    for code, population in zip(places["country"], places["population"], strict=True):
        people[code] += population or 0
    found: dict[str, set[str]] = defaultdict(set)
    for code, english, french in zip(
        countries["iso2"], countries["demonyms_en"], countries["demonyms_fr"], strict=True
    ):
        for demonym in f"{english}|{french}".split("|"):
            found[fold(demonym)].add(code)
    told = {}
    for name, codes in sorted(found.items()):
        first, *others = sorted(codes, key=lambda code: -people[code])
        if name and all(people[first] > _FAR_GREATER * people[other] for other in others):
            told[name] = first
    return told
