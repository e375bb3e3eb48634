"""Places to add and to take out again: a file at hand, or a country's GeoNames dump fetched on request."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from .. import fetch
from ..errors import InvalidQuery, UnreadableInput
from ..home import home
from . import own
from .add import Added
from .add import add as add_file
from .gazetteer import Gazetteer
from .rows import country_of

GEONAMES = "https://download.geonames.org/export/dump"


def add(
    what: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    countries: Iterable[str] = (),
    source: str | None = None,
    online: bool = False,
    mirror: str | None = None,
    sha256: str | None = None,
    progress: Callable[[str], None] | None = None,
    client: fetch.Client | None = None,
) -> Added:
    """Add the places of a file or of a country; parameters as for ``geo.places_add``.

    Parameters
    ----------
    what : path or str
        A file, or a country's code where no file has that name.
    columns, countries, source, progress
        As for ``add.add``.
    online : bool
        Whether a request may leave the machine.
    mirror, sha256 : str or None
        Where dumps lie instead of GeoNames; the hash that the dump must have.
    client : geo.fetch.Client or None
        None is one of GeoNames' pace; for tests.

    Returns
    -------
    Added

    Raises
    ------
    geo.fetch.FetchError
        Requests are off, or the dump cannot be fetched; said again, it goes on where it broke off.
    UnreadableInput
        There is no such file; or as for ``add.add``.
    """
    path = Path(what)
    code = country_of(path.name) if re.fullmatch(r"[A-Za-z]{2}", str(what)) else None
    if path.exists() or code is None:
        if sha256 and path.is_file():
            _same(path, sha256)
        return add_file(path, columns=columns, countries=countries, source=source, progress=progress)
    client = client or fetch.Client(online=online)
    dump = home() / "downloads" / f"{code}.zip"
    client.download(f"{(mirror or GEONAMES).rstrip('/')}/{code}.zip", dump, sha256=sha256, progress=progress)
    try:
        told = source or f"GeoNames (CC BY 4.0) {code}.zip"
        return add_file(dump, columns=columns, countries=countries, source=told, progress=progress)
    finally:
        dump.unlink()  # its hash is in places-added.jsonl; a damaged one is fetched anew


def sources() -> dict[str, int]:
    """How many places of the user's own each source gave.

    Returns
    -------
    dict of str to int
        By source with the day it was added, sorted; a row that only gives spellings to a place counts, too.
    """
    held = own.read()
    return dict(sorted(Counter(held["source"]).items())) if held else {}


def remove(source: str) -> int:
    """Take the places of a source out of the user's gazetteer again.

    Spellings that it gave to places of other sources stay: they are kept without their source.

    Parameters
    ----------
    source : str
        As ``sources`` tells it, or without its day: then all its days.

    Returns
    -------
    int
        How many places went.

    Raises
    ------
    InvalidQuery
        There is no such source.
    """
    with own.alone():
        held = own.read() or {name: [] for name in own.COLUMNS}
        rows = [
            dict(zip(own.COLUMNS, row, strict=True))
            for row in zip(*(held[c] for c in own.COLUMNS), strict=True)
        ]
        gone = [row for row in rows if source in (row["source"], str(row["source"]).rpartition(own.ADDED)[0])]
        if not source or not gone:
            known = "; ".join(sources()) or "there are none"
            raise InvalidQuery(f"source {source!r}", "gave none of your places", f"take one of: {known}")
        own.write(row for row in rows if row not in gone)
        own.log({"removed": source, "places": len(gone)})
        Gazetteer.default.cache_clear()
    return len(gone)


def _same(path: Path, sha256: str) -> None:
    found = own.sha256_of(path)
    if found != sha256.lower():
        raise UnreadableInput(repr(path.name), f"has the sha256 {found}, not {sha256}", "fetch it again")
