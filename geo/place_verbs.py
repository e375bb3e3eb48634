"""The public verbs about places; ``geo`` hands them on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Fix
    from .places.add import Added
    from .places.online import Opinion

Path = str | os.PathLike[str]
Progress = Callable[[str], None]


def geocode(names: Iterable[str], country: str | None = None) -> list[Fix]:
    """Look place names up in the gazetteer that ships with the project.

    Parameters
    ----------
    names : iterable of str
    country : str or None
        ISO 3166-1 alpha-2 code of the country they are in, where known.

    Returns
    -------
    list of geo.model.Fix
        One a name: found, ambiguous, absent or refused, with the candidates and why.
    """
    from . import pipeline

    return pipeline.geocode(names, country)


def places_add(
    what: Path,
    *,
    columns: Mapping[str, str] | None = None,
    countries: Iterable[str] = (),
    source: str | None = None,
    online: bool = False,
    mirror: str | None = None,
    sha256: str | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add the places of a file, or of a country, to the user's own gazetteer; ``geocode`` reads it too.

    Parameters
    ----------
    what : path
        A file (GeoNames dump or alternate names, CSV, XLSX, shapefile, or a .zip of one); or, with `online`,
        a country's code (ISO 3166-1 alpha-2), whose GeoNames dump is fetched.
    columns : mapping of str to str or None
        Field (name, lat, lon, country, admin1, admin2, population, aliases, kind, id) to the column that
        holds it, where the file's headers are not known.
    countries : iterable of str
        Keep places of these countries only.
    source : str or None
        Whose data it is; None is the file's name.
    online : bool
        False: no request leaves the machine.
    mirror : str or None
        Address of the folder that holds the dumps; None is GeoNames'.
    sha256 : str or None
        What the fetched dump must hash to.
    progress : callable or None
        Told a line now and then.

    Returns
    -------
    geo.places.add.Added
        What was new, known and rejected.

    Raises
    ------
    geo.errors.AtlasError
        When the file is damaged, its coordinates are swapped, or it cannot be fetched: nothing was added.
    """
    from .places import supply

    return supply.add(
        what,
        columns=columns,
        countries=countries,
        source=source,
        online=online,
        mirror=mirror,
        sha256=sha256,
        progress=progress,
    )


def places_remove(source: str) -> int:
    """Take the places of a source out of the user's own gazetteer again.

    Parameters
    ----------
    source : str
        As ``places_sources`` tells it, or without its day: then all its days.

    Returns
    -------
    int
        How many places went.

    Raises
    ------
    geo.errors.InvalidQuery
        There is no such source.
    """
    from .places import supply

    return supply.remove(source)


def second_opinion(
    names: Iterable[str], country: str | None = None, *, online: bool = False
) -> list[Opinion]:
    """Ask an online service (any of geopy's) about names; online.toml in the user's data folder says which.

    Parameters
    ----------
    names : iterable of str
    country : str or None
        ISO 3166-1 alpha-2 code of the country they are in, where known.
    online : bool
        False: no request leaves the machine, unless the settings say so; answers of before are given.

    Returns
    -------
    list of geo.places.online.Opinion
        One a name: found, absent, quota, timeout, refused, unreachable, offline or failed, and why.

    Raises
    ------
    geo.errors.InvalidQuery
        When the settings are wrong.
    """
    from .places import online as service

    return service.ask(names, country, online=online)


def places_sources() -> dict[str, int]:
    """Tell how many places each source gave to the user's own gazetteer.

    Returns
    -------
    dict of str to int
        By source with the day it was added.
    """
    from .places import supply

    return supply.sources()
