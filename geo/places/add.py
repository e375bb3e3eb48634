"""Add places of a file to the user's own gazetteer: checked, each once, whole or not at all."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from ..errors import InvalidPlace, UnreadableInput
from ..model import Place
from ..names import fold
from . import intake, own
from .areas import admin1_at
from .borders import countries_at, km_outside
from .gazetteer import SETTLEMENTS, Gazetteer
from .plane import km_between
from .rows import (
    SWAPPED,
    Row,
    country_of,
    id_of,
    is_alias,
    place_of,
    plain,
    point_of,
    row_of,
    spelling_row,
    spellings,
    union,
)

Progress = Callable[[str], None]

SAME_KM = 5.0
_OUTSIDE_KM = 25.0
_EVERY = 100_000
_DRAWN = date(2012, 1, 1)  # regions of places.csv are those of the polygons


@dataclass(frozen=True)
class Added:
    """What came of a file.

    Parameters
    ----------
    file : str
    new : int
        Places that were not known.
    updated : int
        Places of the user's own that came again and differ.
    spellings : int
        New names of known places.
    known : int
        Rows that told nothing new.
    skipped : int
        Rows that are no place to look up (seas, schools), or of another country than asked.
    rejects : tuple of (int, str)
        Line and reason of each bad row.
    """

    file: str
    new: int = 0
    updated: int = 0
    spellings: int = 0
    known: int = 0
    skipped: int = 0
    rejects: tuple[tuple[int, str], ...] = ()

    def __str__(self) -> str:
        """One line that counts them."""
        told = (
            f"{self.new} new, {self.updated} updated, {self.spellings} new spellings, {self.known} known, "
            f"{self.skipped} skipped"
        )
        return f"{self.file}: {told}, {len(self.rejects)} rejected"

    @property
    def reasons(self) -> dict[str, list[int]]:
        """Each reason with the lines that it struck, the most frequent first."""
        count = Counter(reason for _, reason in self.rejects)
        return {r: [line for line, reason in self.rejects if reason == r] for r, _ in count.most_common()}


def add(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    countries: Iterable[str] = (),
    source: str | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add the places of a file to the user's own gazetteer.

    A place of the same name (or alias) in the same country within 5 km is the same place: only its new
    spellings are kept. Bad rows are counted, with their reasons, and cost no other row.

    Parameters
    ----------
    path : pathlib.Path
        See ``intake.rows_of``.
    columns : mapping of str to str or None
        Field to column, where the file's headers are not known.
    countries : iterable of str
        Keep rows of these countries only (ISO 3166-1 alpha-2); a single one is also the country of rows that
        tell none.
    source : str or None
        Whose data it is; None is the file's name. It stands in each place's ``source``, with the day.
    progress : callable or None
        Told a line now and then.

    Returns
    -------
    Added

    Raises
    ------
    UnreadableInput
        The file is absent or damaged, or no row of it is a place.
    InvalidPlace
        Latitude and longitude are swapped.
    InvalidQuery
        `columns` or `countries` cannot be understood.
    AtlasError
        Another process is adding places.

    Notes
    -----
    After any error the gazetteer is as it was. GeoNames is CC BY 4.0, OCHA's files tell their own terms: say
    whose data a map of yours rests on.
    """
    with own.alone():
        return _added(path, columns, _codes(countries), source or path.name, progress)


def _added(
    path: Path,
    columns: Mapping[str, str] | None,
    countries: tuple[str, ...],
    source: str,
    progress: Progress | None,
) -> Added:
    taking = _Taking(path.name, countries, source)
    rows: list[tuple[int, Row]] = []
    for count, (line, raw) in enumerate(intake.rows_of(path, columns), 1):
        if progress and count % _EVERY == 0:
            progress(f"{path.name}: {count:,} rows")
        if isinstance(raw, str):
            taking.rejects.append((line, raw))
        elif "of" in raw:
            taking.name(raw["of"], raw["name"])
        else:
            made = row_of(raw, taking.countries, taking.source)
            if isinstance(made, str):
                taking.rejects.append((line, made))
            elif made is None:
                taking.count["skipped"] += 1
            else:
                rows.append((line, made))
    for _, row in _with_regions(taking.sound(rows)):
        taking.take(row)
    return taking.kept(own.sha256_of(path))


class _Taking:
    """One file on its way in: what is known, what is new, what was rejected."""

    def __init__(self, file: str, countries: tuple[str, ...], source: str) -> None:
        self.file, self.countries = file, countries
        self.source = own.stamped(plain(source))
        self.gazetteer = Gazetteer()
        self.places = {place.place_id: place for place in self.gazetteer}
        self.places |= {told: self.places[ours] for told, ours in own.ids_of_sources().items()}
        columns = own.read() or {name: [] for name in own.COLUMNS}
        by_row = zip(*(columns[name] for name in own.COLUMNS), strict=True)
        self.own: dict[str, Row] = {str(row[0]): dict(zip(own.COLUMNS, row, strict=True)) for row in by_row}
        self.fresh: dict[tuple[str, str], list[Place]] = {}
        self.count: Counter[str] = Counter()
        self.rejects: list[tuple[int, str]] = []

    def sound(self, rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
        """Rows whose point lies in their country; the others are rejected with the reason."""
        lons = np.array([row["longitude"] for _, row in rows], float)
        lats = np.array([row["latitude"] for _, row in rows], float)
        here, turned = countries_at(lons, lats), countries_at(lats, lons)
        good, swapped = [], 0
        for (line, row), country, other in zip(rows, here, turned, strict=True):
            told = row["country"]
            row["country"] = told or country or ""
            reason = ""
            if told != country and (other == told or (not told and other)):
                reason, swapped = (
                    f"lies outside its country, and turned about inside: {SWAPPED}",
                    swapped + 1,
                )
            elif not row["country"]:
                reason = "has no country that could be told: give --country"
            elif self.countries and row["country"] not in self.countries:
                self.count["skipped"] += 1
                continue
            elif told and told != country and _OUTSIDE_KM < _outside(row) < math.inf:
                reason = f"lies more than {_OUTSIDE_KM:.0f} km outside its country"
            if reason:
                self.rejects.append((line, reason))
            else:
                good.append((line, row))
        if swapped > len(good):
            raise InvalidPlace(
                repr(self.file),
                f"has {swapped} of {len(rows)} places outside their country, and inside it when turned about",
                f"{SWAPPED} Say which is which: --map lat=COLUMN,lon=COLUMN; nothing was added",
            )
        return good

    def take(self, row: Row) -> None:
        """Keep a row: as a new place, or as spellings of the one that it is."""
        place_id = id_of(row)
        same = self.places[place_id].place_id if place_id in self.places else self._same(row)
        if same is None:
            self.own[place_id] = {"place_id": place_id, **row}
            self.places[place_id] = made = place_of(place_id, row)
            for spelling in spellings(row):
                self.fresh.setdefault((made.country, fold(spelling)), []).append(made)
            self.count["new"] += 1
        elif same == place_id and same in self.own and self.own[same]["source_id"] == row["source_id"]:
            before = self.own[same]
            after = {"place_id": place_id, **row, "aliases": union(before["aliases"], row["aliases"])}
            differs = any(before[k] != v for k, v in after.items() if k != "source" and (before[k] or v))
            self.own[same] = after if differs else before
            self.count["updated" if differs else "known"] += 1
        elif not sum([self.name(same, spelling) for spelling in spellings(row)]):
            self.count["known"] += 1

    def name(self, place_id: str, spelling: str) -> bool:
        """Keep another name of a known place; False where it told nothing new."""
        place, folded = self.places.get(place_id), fold(spelling)
        if place is None:
            self.count["skipped"] += 1
            return False
        place_id = place.place_id
        own = self.own.get(place_id)
        known = {fold(name) for name in spellings(own)} if own else {fold(place.name)}
        if not is_alias(spelling) or folded in known or self._bears(place_id, spelling):
            return False
        if own is None:
            own = self.own[place_id] = spelling_row(place, self.source)
        own["aliases"] = union(own["aliases"], plain(spelling))
        self.count["spellings"] += 1
        return True

    def kept(self, sha256: str) -> Added:
        """Write what was taken; the answer counts it."""
        count = self.count
        if not count.total():
            why = f", {self.rejects[0][1]} (line {self.rejects[0][0]})" if self.rejects else ""
            raise UnreadableInput(
                repr(self.file), f"holds no place{why}", "check that it is a file of places"
            )
        if count["new"] + count["updated"] + count["spellings"]:
            own.write(self.own.values())
            own.note(self.file, sha256, self.source, dict(count) | {"rejected": len(self.rejects)})
            Gazetteer.default.cache_clear()
        return Added(self.file, rejects=tuple(sorted(self.rejects)), **count)

    def _same(self, row: Row) -> str | None:
        """The place that a row is: of one of its names, in its country, of its sort, within 5 km."""
        point, country = point_of(row), str(row["country"])
        for spelling in spellings(row):
            known = [match.place for match in self.gazetteer.named(spelling)]
            for place in [*known, *self.fresh.get((country, fold(spelling)), [])]:
                alike = place.kind == row["kind"] or {place.kind, row["kind"]} <= SETTLEMENTS
                if place.country == country and alike and km_between(place.point, point) <= SAME_KM:
                    return place.place_id
        return None

    def _bears(self, place_id: str, spelling: str) -> bool:
        return any(match.place.place_id == place_id for match in self.gazetteer.named(spelling))


def _codes(countries: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(code.upper() for code in countries))
    for code in found:
        if country_of(code) != code:
            raise InvalidPlace(f"country {code!r}", "is no ISO 3166-1 alpha-2 code", "give one such as ML")
    return found


def _outside(row: Row) -> float:
    return km_outside(point_of(row), str(row["country"]))


def _with_regions(rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Fill in region and district by the polygons where the file tells none."""
    bare = [row for _, row in rows if not row["admin1"]]
    points = np.array([point_of(row) for row in bare], float).reshape(-1, 2)
    told = admin1_at(points[:, 0], points[:, 1], _DRAWN, countries=[str(row["country"]) for row in bare])
    for row, region in zip(bare, told, strict=True):
        row["admin1"], row["admin2"] = region.name or "", row["admin2"] or region.district or ""
    return rows
