"""Rows of any table to rows of the events table, by a map of its columns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from . import cells, coded, days, derive, kinds
from .base import Chunk
from .delimited import Block
from .mapping import TableMap
from .sieve import Sieve

if TYPE_CHECKING:
    import pandas as pd

MADE_BY = "table reader 1"
_COUNTS = ("killed", "wounded", "abducted")
# Kept in source_code as they are: what of them maps to nothing is not lost.
_CODES = (
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    *_COUNTS,
    "country",
    "title",
    "publisher",
    "url",
)


class Rows(Sieve):
    """A block whose columns can be asked for by field."""

    def __init__(self, path: Path, block: Block, told: TableMap) -> None:
        super().__init__(path, Block(_with_points(block.table, told), block.lines, block.rejects))
        self.path, self.map, self.as_read = path, told, block.table

    def of(self, field: str) -> pd.Series:
        """The text of the column that holds a field; null where none does."""
        return self.text(self.map.columns.get(field, ""))


def chunk(rows: Rows, orders: Mapping[str, str | None]) -> Chunk:
    """The events of a block.

    Parameters
    ----------
    rows : Rows
    orders : mapping of str to str or None
        For each field of dates, how 03/04/2025 is to be read (``days.order``).

    Returns
    -------
    Chunk
    """
    told = rows.map
    source = told.source or rows.path.stem
    when = _dates(rows, orders)
    lat, lon = _degrees(rows)
    located, place = lat.notna(), rows.of("place_name")
    rows.reject(when["precision"].isna() & ~located & place.isna(), "has neither a date nor a place")
    own = rows.of("id")
    ids = own.where(own.notna(), _fingerprints(rows.as_read))
    country = coded.countries(rows.of("country"))
    kind = derive.by_rows([rows.of("event_type"), rows.of("sub_event_type")], kinds.kind_of)
    sides = derive.by_rows([rows.of("actor1"), rows.of("actor2"), country], _sides)
    people = _people(rows)
    words = rows.of("description")
    reports = source + ":" + ids
    restricted = (kind.str[1] == kinds.ABDUCTION) | (people["abducted_high"] > 0).fillna(value=False)
    return rows.chunk(
        {
            "event_id": derive.event_ids(source, ids),
            "start": when["start"],
            "end": when["end"],
            "date_precision": when["precision"].fillna("unknown"),
            "event_type": kind.str[0],
            "sub_event_type": kind.str[1],
            "status": "realised",
            "actors": sides.str[0],
            "group": sides.str[1],
            "targets": sides.str[2],
            "place_name": place,
            "country": country,
            "admin1": rows.of("admin1"),
            "admin2": rows.of("admin2"),
            "latitude": lat,
            "longitude": lon,
            "place_precision": located.map({True: told.precision, False: "unresolved"}),
            **people,
            "attribution": "none",
            "verification": "unverified",
            "independent_sources": 1,
            "reports": derive.one_each(reports),
            "report": reports,
            "evidence": derive.sentences(reports, words.where(words.notna(), rows.of("title"))),
            "sensitivity": restricted.map({True: "restricted", False: "public"}),
            "source": source,
            "source_id": own,
            "source_code": derive.codes(rows, _kept(told)),
            "licence": told.licence,
            "made_by": MADE_BY,
            "reasons": _reasons(rows, located, kind, country, people),
        }
    )


def _kept(told: TableMap) -> list[str]:
    """Columns whose words stay in source_code: those that a map keeps, and those that may map to nothing."""
    return list(dict.fromkeys([*(told.columns[f] for f in _CODES if f in told.columns), *told.keep]))


def _fingerprints(table: pd.DataFrame) -> pd.Series:
    """What stands for an id where a row has none: a hash of its cells."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = [pa.array(table[name], pa.string(), from_pandas=True) for name in table]
    rows = pc.binary_join_element_wise(*parts, "\x1f", null_handling="replace", null_replacement="")
    made = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in rows.to_pylist()]
    return pd.Series(made, index=table.index, dtype="str")


# --- when and where


def _dates(rows: Rows, orders: Mapping[str, str | None]) -> pd.DataFrame:
    """Intervals: of the date, to the last day where a column tells one; or of year, month and day."""
    columns = rows.map.columns
    if "date" not in columns:
        return days.column(
            derive.by_rows([rows.of(f) for f in ("year", "month", "day")], _joined).astype("str")
        )
    told = days.sieved(rows, columns["date"], orders["date"], required=False)
    if "end" in columns:
        last = days.sieved(rows, columns["end"], orders["end"], required=False)["end"]
        rows.reject(last < told["start"], "lies before the first day", of=columns["end"])
        longer = last > told["end"]
        told = told.assign(end=told["end"].where(~longer, last))
        told["precision"] = told["precision"].where(~longer, "range")
    return told


def _joined(year: str | None, month: str | None, day: str | None) -> str | None:
    """ISO text of a year with, where told, its month and day; 0 and 99 tell none."""
    parts = [year] if year else []
    for part in (month, day):
        if not parts or not part or not part.isdecimal() or int(part) in (0, 99):
            break
        parts.append(f"{int(part):02}")
    return "-".join(parts) or None


_LATITUDE, _LONGITUDE = "its latitude", "its longitude"  # columns made of one that holds both


def _with_points(table: pd.DataFrame, told: TableMap) -> pd.DataFrame:
    """The table with degrees as plain numbers: from one column that holds both, and with decimal points."""
    made = {}
    if _is_pair(told):
        pairs = derive.by_distinct(table[told.columns["coordinates"]], cells.pair)
        made = {_LATITUDE: pairs.str[0], _LONGITUDE: pairs.str[1]}
    degrees = {name: table[told.columns[name]] for name in ("latitude", "longitude") if name in told.columns}
    by_column = made or {told.columns[name]: texts for name, texts in degrees.items()}
    plain = {name: derive.by_distinct(texts, _with_point).astype("str") for name, texts in by_column.items()}
    return table.assign(**plain)


def _is_pair(told: TableMap) -> bool:
    return "coordinates" in told.columns and not {"latitude", "longitude"} <= set(told.columns)


def _with_point(text: str) -> str:
    value = cells.coordinate(text)
    return text if value is None else repr(value)


def _degrees(rows: Rows) -> tuple[pd.Series, pd.Series]:
    columns = rows.map.columns
    if not _is_pair(rows.map):
        return rows.degrees(columns.get("latitude", "latitude"), columns.get("longitude", "longitude"))
    unread = rows.of("coordinates").notna() & rows.text(_LATITUDE).isna()
    rows.reject(unread, "holds no latitude and longitude", of=columns["coordinates"])
    return rows.degrees(_LATITUDE, _LONGITUDE)


# --- what and who


def _sides(
    actor: str | None, other: str | None, country: str | None
) -> tuple[list[dict[str, str]], str | None, list[dict[str, str]]]:
    """Actors, main group and targets; of the other side only groups that we know are actors."""
    doers = [name.strip() for name in (actor or "").split(";") if name.strip()]
    actors = [{"id": coded.group_of(name, country), "name": name, "role": "perpetrator"} for name in doers]
    targets = []
    for name in (name.strip() for name in (other or "").split(";")):
        group, kind = coded.group_of(name, country), kinds.target_of(name)
        if name and group != coded.OTHER:
            actors.append({"id": group, "name": name, "role": "side_b"})
        elif kind:
            targets.append({"kind": kind, "name": name})
    return actors, actors[0]["id"] if actors else None, targets


def _people(rows: Rows) -> dict[str, pd.Series]:
    """Columns of killed, wounded and abducted; null where no number is told."""
    out = {}
    for what in ("killed", "wounded", "abducted"):
        one = cells.counts(rows.of(what))
        least, most = (cells.counts(rows.of(f"{what}_{end}")) for end in ("low", "high"))
        out[f"{what}_low"] = least["low"].fillna(one["low"])
        out[f"{what}_high"] = most["high"].fillna(one["high"])
        if what == "killed":
            out["killed_best"] = one["low"].where((one["low"] == one["high"]).fillna(value=False))
    return out


def _reasons(
    rows: Rows, located: pd.Series, kind: pd.Series, country: pd.Series, people: dict[str, pd.Series]
) -> pd.Series:
    counts = [rows.of(f) for f in _COUNTS]
    uncounted = [text.where(people[f"{f}_low"].isna()) for f, text in zip(_COUNTS, counts, strict=True)]
    names = rows.of("sub_event_type").fillna(rows.of("event_type")).where(kind.str[1].isna())
    lands = rows.of("country").where(country.isna())
    known = [located & (rows.map.precision == "near"), names, lands, *uncounted]
    return derive.by_rows(known, partial(_reason, rows.map.origin))


def _reason(
    origin: str, near: bool, kind: str | None, country: str | None, *uncounted: str | None
) -> list[str]:
    told = [
        f"columns of the table: {origin}",
        "place: the table does not say how exactly it is known" if near else None,
        f"the table calls the event {kind!r}, which is none of the 25 sub-types" if kind else None,
        f"the table calls the country {country!r}, which is none that is known" if country else None,
        *(f"{what}: {text!r} is no number" for what, text in zip(_COUNTS, uncounted, strict=True) if text),
    ]
    return [reason for reason in told if reason]
