"""Watch areas: what a user keeps an eye on, and which of its events were seen. Nothing leaves the machine."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import AtlasError, InvalidQuery
from ..home import HOME, home
from .query import Query

if TYPE_CHECKING:
    import pandas as pd

FIELDS = ("near", "within", "along", "country", "admin1")  # of a Query: what an area is
LONGEST = 80  # letters of a name


@dataclass(frozen=True)
class Watch:
    """An area that is watched.

    Parameters
    ----------
    name : str
        As the user calls it; no two areas have the same.
    area : Query
        A circle, a drawn area, what lies along a road, or a country's region; no other filter.
    visited : str
        ISO 8601, UTC: when its news were last looked at; "" before.
    seen : frozenset of str
        Ids of the events that were in it then, or before.
    """

    name: str
    area: Query
    visited: str = ""
    seen: frozenset[str] = field(default=frozenset(), repr=False)

    def __post_init__(self) -> None:
        """Refuse an area without a name, and a query that is no area."""
        if not self.name.strip() or len(self.name) > LONGEST:
            raise InvalidQuery(
                f"name {self.name[:LONGEST]!r}", "is no name of an area", f"write 1 to {LONGEST} letters"
            )
        if self.area != of(self.area) or self.area == Query():
            raise InvalidQuery(
                f"area {self.name!r}", "is no area", "choose a distance, a drawn area, or a region"
            )


def of(query: Query) -> Query:
    """The areas of a query, without its other filters; a country is part of its region only.

    Examples
    --------
    >>> of(Query(near=(0, 0, 5), text="bridge", country=("ML",))).to_params()
    {'near': '0,0,5'}
    >>> of(Query(country=("ML",), admin1=("Kayes",))) == Query(country=("ML",), admin1=("Kayes",))
    True
    """
    return Query(
        near=query.near,
        within=query.within,
        along=query.along,
        country=query.country if query.admin1 else (),
        admin1=query.admin1,
    )


def sorted_out(area: Query, events: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Which events lie in an area for certain, and which may.

    Parameters
    ----------
    area : Query
    events : pandas.DataFrame
        An events table.

    Returns
    -------
    certain, possible : pandas.Series of bool
        No row is both. An event of the country whose region is not known may be in the region.

    Examples
    --------
    >>> from geo import schema
    >>> rows = [{"country": "ML", "admin1": name} for name in ("Kayes", "Gao", None)]
    >>> kayes = Query(country=("ML",), admin1=("Kayes",))
    >>> [each.tolist() for each in sorted_out(kayes, schema.from_rows(rows))]
    [[True, False, False], [False, False, True]]
    """
    inside = area.mask(events)
    certain = inside & area.certain(events)
    if area.admin1:
        inside |= replace(area, admin1=()).mask(events) & events["admin1"].isna()
    return certain, inside & ~certain


def file_of_user() -> Path:
    """Where the watch areas are kept, one a line; it need not exist."""
    return home() / "watch.jsonl"


def read() -> tuple[list[Watch], list[str]]:
    """The user's watch areas, in the order in which they were made, and the lines that hold none.

    Raises
    ------
    AtlasError
        When the file cannot be read.
    """
    path = file_of_user()
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.exists() else []
    except OSError as error:
        raise _refused(path, "read", error) from None
    kept: dict[str, Watch] = {}
    damaged = []
    for line in filter(str.strip, lines):
        try:
            watch = _watch(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, AtlasError):
            damaged.append(line)
        else:
            kept.setdefault(watch.name, watch)
    return list(kept.values()), damaged


def add(watch: Watch) -> None:
    """Keep a new area.

    Raises
    ------
    AtlasError
        When its name is taken, or the file cannot be written.
    """
    with _changed() as kept:
        _free(watch.name, kept)
        kept[watch.name] = watch


def remove(name: str) -> None:
    """Forget an area, with what was seen in it."""
    with _changed() as kept:
        kept.pop(name, None)


def rename(name: str, new: str) -> None:
    """Give an area another name.

    Raises
    ------
    AtlasError
        When that is taken, or no name.
    """
    with _changed() as kept:
        if new == name or name not in kept:
            return
        _free(new, kept)
        held = [replace(each, name=new) if each.name == name else each for each in kept.values()]
        kept.clear()
        kept.update((each.name, each) for each in held)


def visit(seen: Mapping[str, Iterable[str]], when: str) -> None:
    """Note which events were seen, beside those of before.

    Parameters
    ----------
    seen : mapping of str to iterable of str
        Ids of events by the area's name.
    when : str
        ISO 8601, UTC.
    """
    with _changed() as kept:
        for name in seen.keys() & kept.keys():
            kept[name] = replace(kept[name], visited=when, seen=kept[name].seen.union(seen[name]))


def _free(name: str, kept: Mapping[str, Watch]) -> None:
    if name in kept:
        raise InvalidQuery(f"name {name!r}", "is taken by another watch area", "choose another name")


def _watch(told: Mapping[str, Any]) -> Watch:
    area = Query.from_params({name: told["area"][name] for name in FIELDS if name in told["area"]})
    seen = frozenset(each for each in told["seen"] if isinstance(each, str))
    return Watch(told["name"], area, str(told["visited"]), seen)


def _line(watch: Watch) -> str:
    told = {"name": watch.name, "area": watch.area.to_params(), "visited": watch.visited}
    return json.dumps({**told, "seen": sorted(watch.seen)}, ensure_ascii=False)


@contextmanager
def _changed() -> Iterator[dict[str, Watch]]:
    """The areas by name, to be changed; written whole or not at all, by one process at a time."""
    path = file_of_user()
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (path.parent / "watch.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            areas, damaged = read()
            kept = {each.name: each for each in areas}
            yield kept
            lines = [*map(_line, kept.values()), *damaged]  # what cannot be read now is not lost
            with tempfile.NamedTemporaryFile(
                "w", dir=path.parent, prefix=".watch-", delete=False, encoding="utf-8", errors="replace"
            ) as file:
                part = Path(file.name)
                file.writelines(line + "\n" for line in lines)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    except OSError as error:
        raise _refused(path, "written", error) from None
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _refused(path: Path, done: str, error: OSError) -> AtlasError:
    why = f"cannot be {done} ({error.strerror or error})"
    return AtlasError(str(path), why, f"set {HOME} to a folder of yours")
