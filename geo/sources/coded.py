"""What readers of coded datasets share: what their countries, groups and codes stand for."""

from __future__ import annotations

import csv
from collections.abc import Hashable
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from .. import vocab
from ..names import fold
from . import derive

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

UNIDENTIFIED, OTHER = "Unidentified", "Other"


def countries(names: pd.Series) -> pd.Series:
    """ISO 3166-1 alpha-2 codes of countries by name, ISO-3 code or ISO-2 code; null where none is known.

    Parameters
    ----------
    names : pandas.Series of str

    Returns
    -------
    pandas.Series of str

    Examples
    --------
    >>> import pandas as pd
    >>> countries(pd.Series(["Mali", "Myanmar (Burma)", "DR Congo (Zaire)", "BFA", "Atlantis"])).tolist()
    ['ML', 'MM', 'CD', 'BF', nan]
    """
    return derive.by_distinct(names, country)


def country(name: str) -> str | None:
    """One country's code; a former name in brackets may stand behind the present one.

    Examples
    --------
    >>> country("Kingdom of eSwatini (Swaziland)"), country("Niger"), country("Nigeria")
    ('SZ', 'NE', 'NG')
    """
    known = _countries()
    head, _, former = name.partition("(")
    tried = (name, head, former.rstrip(")"))
    return next((known[folded] for each in tried if (folded := fold(each)) in known), None)


@cache
def _countries() -> Mapping[str, str]:
    """Folded name or code -> ISO-2."""
    found: dict[str, str] = {}
    for row in _rows("places/countries.csv"):
        names = [row["name"], row["name_fr"], row["iso3"], row["iso2"], *row["aliases"].split("|")]
        for name in names:
            found.setdefault(fold(name), row["iso2"])
    for table in ("places/country_names.csv", "crosswalks/coded_countries.csv"):
        for row in _rows(table):
            found |= {fold(name): row["iso2"] for name in row["aliases"].split("|")}
    found.pop("", None)
    return MappingProxyType(found)


@cache
def from_fips() -> Mapping[str, str]:
    """FIPS 10-4 code (as GDELT uses them) -> ISO-2.

    Examples
    --------
    >>> codes = from_fips()
    >>> codes["NG"], codes["NI"], codes["UV"], codes["GZ"]
    ('NE', 'NG', 'BF', 'PS')
    """
    table = {row["fips"]: row["iso2"] for row in _rows("places/countries.csv") if row["fips"]}
    return MappingProxyType(table | {row["fips"]: row["iso2"] for row in _rows("crosswalks/fips.csv")})


@cache
def radius_km(iso2: str) -> float | None:
    """The radius that holds a country, for events of which no more than the country is known."""
    row = next((row for row in _rows("places/countries.csv") if row["iso2"] == iso2), None)
    return float(row["radius_km"]) if row and row["radius_km"] else None


def group_of(name: str, where: str | None = None) -> str:
    """The group that an actor's name stands for.

    Parameters
    ----------
    name : str
        As a dataset spells it ("Government of Mali", "Military Forces of Mali (2021-)", "IS").
    where : str or None
        Country of the event (ISO-2): some names stand for a group's branch there.

    Returns
    -------
    str
        An id of data/groups; ``Other`` where the name is none that we know.

    Examples
    --------
    >>> group_of("Government of Mali"), group_of("IS", "BF"), group_of("JNIM"), group_of("KIO")
    ('FAMa', 'ISSP', 'JNIM', 'Other')
    """
    folded = fold(name)
    special = _actor_names()
    for key in ((folded, where), (folded, None)):
        if key in special:
            return special[key]
    known = _aliases()
    head = fold(name.partition("(")[0])
    for each in (folded, head, fold(name.partition(":")[0])):  # "JNIM: Group for Support of Islam"
        if each in known:
            return known[each]
    for start in _FORCES:
        if head.startswith(start):
            code = country(head.removeprefix(start))
            return state_group(code) if code else OTHER
    return OTHER


# How datasets name the armed side of a state; what follows is the country.
_FORCES = ("government of ", "military forces of ", "police forces of ")


@cache
def _aliases() -> Mapping[str, str]:
    return MappingProxyType({fold(alias.alias): alias.group for alias in vocab.aliases()})


@cache
def _actor_names() -> Mapping[tuple[str, Hashable], str]:
    """Folded name and country (None: anywhere) -> group."""
    table = _rows("crosswalks/coded_actors.csv")
    return MappingProxyType({(fold(row["name"]), row["country"] or None): row["group"] for row in table})


def state_group(iso2: str, kind: str = "state_forces") -> str:
    """The group that stands for a state's armed forces, or for its authorities.

    Parameters
    ----------
    iso2 : str
    kind : {'state_forces', 'authorities'}

    Returns
    -------
    str
        An id of data/groups; ``Other`` where there is none.

    Examples
    --------
    >>> state_group("ML"), state_group("ML", "authorities"), state_group("MM")
    ('FAMa', 'AUTH-ML', 'Other')
    """
    return _states().get((kind, iso2), OTHER)


@cache
def _states() -> Mapping[tuple[str, str], str]:
    kinds = ("state_forces", "authorities")
    groups = (group for group in vocab.groups().values() if group.kind in kinds and group.country)
    return MappingProxyType({(group.kind, str(group.country)): group.id for group in groups})


@cache
def crosswalk(table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a file under data/crosswalks.

    Examples
    --------
    >>> crosswalk("ucdp_places")[0]["place_precision"]
    'exact'
    """
    return tuple(MappingProxyType(row) for row in _rows(f"crosswalks/{table}.csv"))


def _rows(table: str) -> list[dict[str, str]]:
    with (vocab.DATA / table).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
