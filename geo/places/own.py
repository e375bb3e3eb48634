"""The user's own gazetteer: where it lies, how it is read, and how it joins the project's places."""

from __future__ import annotations

import csv
import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from .. import vocab
from ..errors import AtlasError
from ..home import HOME, home
from . import tables

COLUMNS = (
    *("place_id", "name", "kind", "country", "admin1", "admin2", "latitude", "longitude"),
    *("population", "aliases", "source", "source_id"),
)
ADDED = ", added "  # between a source and its day
_CURE = "restore it, or remove it and add its files again with `places add`"


def places_file() -> Path:
    """The file of the user's own places, laid out as data/places/places.csv; it need not exist."""
    return home() / "places.csv"


def read() -> tables.Columns | None:
    """The user's own places.

    Returns
    -------
    dict of str to list, or None
        None where there are none.

    Raises
    ------
    BrokenData
        The file is damaged.
    """
    path = places_file()
    return tables.read(path, cure=_CURE) if path.exists() else None


def joined(places: tables.Columns, own: tables.Columns) -> tables.Columns:
    """The project's places and the user's as one table.

    Parameters
    ----------
    places, own : dict of str to list
        A row of `own` with the place_id of one of `places` adds its aliases to that row, no more.

    Returns
    -------
    dict of str to list
        `places` come first.

    Examples
    --------
    >>> joined({"place_id": ["a"], "aliases": [""]}, {"place_id": ["a", "b"], "aliases": ["Ae", ""]})
    {'place_id': ['a', 'b'], 'aliases': ['Ae', '']}
    """
    row_of = {place_id: row for row, place_id in enumerate(places["place_id"])}
    new = [row for row, place_id in enumerate(own["place_id"]) if place_id not in row_of]
    out = {name: places[name] + [own[name][row] for row in new] for name in places}
    for place_id, aliases in zip(own["place_id"], own["aliases"], strict=True):
        if aliases and place_id in row_of:
            row = row_of[place_id]
            out["aliases"][row] = "|".join(filter(None, (out["aliases"][row], aliases)))
    return out


def write(rows: Iterable[dict[str, object]]) -> None:
    """Replace the file of the user's own places, whole or not at all.

    Parameters
    ----------
    rows : iterable of dict
        By ``COLUMNS``; None is an empty cell.

    Raises
    ------
    AtlasError
        The folder cannot be written to.
    """
    path = places_file()
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".places-", delete=False, encoding="utf-8", newline=""
        ) as file:
            part = Path(file.name)
            out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise AtlasError(
            str(path), f"cannot be written ({error.strerror or error})", f"set {HOME} to a folder of yours"
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other process from changing the user's gazetteer meanwhile.

    Raises
    ------
    AtlasError
        Another process is changing it, or the folder cannot be written to.
    """
    path = home() / "places.lock"  # it stays: only a lock that is held means anything
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
    except BlockingIOError:
        raise AtlasError(
            "the user's gazetteer", "is being changed by another `places` command", "wait until it is done"
        ) from None
    except OSError as error:
        raise AtlasError(
            str(path), f"cannot be written ({error.strerror or error})", f"set {HOME} to a folder of yours"
        ) from error


def stamped(source: str) -> str:
    """A source with today's day, as it stands in the rows that it gives."""
    return f"{source}{ADDED}{date.today().isoformat()}"


def note(file: str, sha256: str, source: str, count: dict[str, int]) -> None:
    """Write down what was added: one line of places-added.jsonl.

    Parameters
    ----------
    file, sha256, source : str
        Name, hash and origin of the file.
    count : dict of str to int
    """
    log({"file": file, "sha256": sha256, "source": source, **count})


def log(told: Mapping[str, object]) -> None:
    """Write down what became of the gazetteer: one line of places-added.jsonl."""
    with (home() / "places-added.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")


def ids_of_sources() -> dict[str, str]:
    """Ids that sources gave to the project's places, where the project has its own: GeoNames' to hand:….

    Examples
    --------
    >>> ids_of_sources()["gn:2460596"]
    'hand:bamako-ml'
    """
    places = tables.read(vocab.DATA / "places" / "places.csv")
    return {
        told: ours
        for joined, ours in zip(places["source_id"], places["place_id"], strict=True)
        for told in joined.split("|")
        if told and told != ours
    }


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
