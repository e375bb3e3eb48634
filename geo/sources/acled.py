"""ACLED in all its layouts (until 2022, since 2022, since 2025): rows of the events table.

Source: ACLED Codebook (acleddata.com). ACLED's terms forbid republication: rows say ``licence = ACLED``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import vocab
from ..names import fold
from . import coded, days, derive, tabular
from .base import CHUNK_ROWS, Chunk, Head
from .kinds import ABDUCTION, kind_of
from .sieve import Sieve

if TYPE_CHECKING:
    import pandas as pd

NAME = "ACLED"
MADE_BY = "acled reader 1"
_SIGNS = {"event_id_cnty", "event_date", "event_type", "actor1", "geo_precision"}
# Kept as they are in source_code, where the file has them.
_CODES = (
    *("data_id", "event_id_no_cnty", "disorder_type", "event_type", "sub_event_type", "inter1", "inter2"),
    *("interaction", "actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "civilian_targeting", "tags"),
    *("fatalities", "geo_precision", "time_precision", "admin3", "source", "source_scale", "timestamp"),
    *("population_1km", "population_2km", "population_5km", "population_best"),
)
_TWO_SIDES = "ACLED: two sides of a battle are named in no order"
_ZERO = "ACLED: fatalities 0 means none or an unknown number"


def detect(head: Head) -> bool:
    """Whether a file has ACLED's columns.

    Examples
    --------
    >>> detect(Head(Path("acled.csv"), ("data_id", *sorted(_SIGNS))))
    True
    """
    return set(head.columns) >= _SIGNS


def chunks(path: Path, *, rows: int = CHUNK_ROWS, everything: bool = False) -> Iterator[Chunk]:
    """Read an ACLED file; every row is in scope.

    Parameters
    ----------
    path : pathlib.Path
        CSV or XLSX in any of ACLED's layouts, with a row of HXL tags or without.
    rows : int
        Rows in a chunk, at most.
    everything : bool
        Changes nothing here.

    Yields
    ------
    Chunk

    Raises
    ------
    UnreadableInput
        When the file cannot be read.
    """
    order = days.order_in(Sieve(path, block).text("event_date") for block in tabular.blocks(path, rows=500))
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    accessed = f"ACLED: accessed {saved.isoformat()} (the day on which the file was saved)"
    for block in tabular.blocks(path, rows=rows):
        yield _chunk(Sieve(path, block), order, accessed)


def _chunk(rows: Sieve, order: str | None, accessed: str) -> Chunk:
    ids = rows.required("event_id_cnty")
    told = days.sieved(rows, "event_date", order)
    when, where = rows.text("time_precision"), rows.text("geo_precision")
    start, end = _interval(told, when)
    lat, lon = rows.degrees("latitude", "longitude")
    located = lat.notna()
    deaths = rows.whole("fatalities")
    country = _countries(rows)
    names = [rows.text(c) for c in ("event_type", "sub_event_type")]
    kinds = derive.by_rows(names, kind_of)
    kind, sub_kind = kinds.str[0], kinds.str[1]
    parties = [rows.text(f"{c}{n}") for n in (1, 2) for c in ("actor", "assoc_actor_", "inter")]
    sides = derive.by_rows([sub_kind, *parties, country, rows.text("civilian_targeting")], _sides)
    reports = NAME + ":" + ids
    killed = deaths.where(deaths > 0)
    return rows.chunk(
        {
            "event_id": derive.event_ids(NAME, ids),
            "start": start,
            "end": end,
            "date_precision": derive.by_rows([when, told["precision"]], _date_precision),
            "event_type": kind,
            "sub_event_type": sub_kind,
            "status": "realised",
            "actors": sides.str[0],
            "group": sides.str[1],
            "targets": sides.str[2],
            "place_name": rows.text("location"),
            "country": country,
            "admin1": rows.text("admin1"),
            "admin2": rows.text("admin2"),
            "latitude": lat,
            "longitude": lon,
            "place_precision": derive.by_rows([where, located], _precision),
            "uncertainty_km": derive.by_rows([where, located], _uncertainty).astype("float64"),
            "killed_low": killed,
            "killed_high": killed,
            "killed_best": killed,
            "attribution": "none",
            "verification": "unverified",
            "independent_sources": derive.by_distinct(rows.text("source"), _sources).astype("Int64"),
            "reports": derive.one_each(reports),
            "report": reports,
            "evidence": derive.sentences(reports, rows.text("notes")),
            "sensitivity": (sub_kind == ABDUCTION).map({True: "restricted", False: "public"}),
            "source": NAME,
            "source_id": ids,
            "source_code": derive.codes(rows, _CODES),
            "licence": NAME,
            "made_by": MADE_BY,
            "reasons": derive.by_rows(
                [*names, sub_kind, where, when, deaths == 0], lambda *told: [*_reasons(*told), accessed]
            ),
        }
    )


# --- when and where


def _interval(told: pd.DataFrame, when: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Days, or the week around them, or their month."""
    import pandas as pd

    precision = derive.by_distinct(when, lambda code: _date(code).get("date_precision"))
    half = pd.to_timedelta((precision == "week").map({True: 3, False: 0}), unit="D")
    start, end = told["start"] - half, told["end"] + half
    month = precision == "month"
    first = start.dt.to_period("M").dt.start_time.astype(start.dtype)
    last = end.dt.to_period("M").dt.end_time.dt.normalize().astype(end.dtype)
    return start.where(~month, first), end.where(~month, last)


@cache
def _table(name: str, key: str) -> Mapping[str, Mapping[str, str]]:
    return {row[key]: row for row in coded.crosswalk(name)}


def _date(code: str | None) -> Mapping[str, str]:
    return _table("acled_dates", "time_precision").get(code or "", {})


def _date_precision(code: str | None, told: str | None) -> str | None:
    stated = _date(code).get("date_precision", "day")
    return stated if told == "day" else told


def _place(code: str | None) -> Mapping[str, str]:
    return _table("acled_places", "geo_precision").get(code or "", {})


def _precision(code: str | None, located: bool) -> str:
    return _place(code).get("place_precision", "near") if located else "unresolved"


def _uncertainty(code: str | None, located: bool) -> float | None:
    return float(_place(code)["uncertainty_km"]) if located and _place(code) else None


def _countries(rows: Sieve) -> pd.Series:
    """By the country's name, else by its ISO-3 code."""
    named = coded.countries(rows.text("country"))
    return named.where(named.notna(), coded.countries(rows.text("iso3")))


# --- what and who


@cache
def _inter() -> Mapping[str, Mapping[str, str]]:
    """What an actor is, by ACLED's code or its text since 2025, folded."""
    rows = coded.crosswalk("acled_inter")
    return {fold(row[key]): row for row in rows for key in ("code", "text")}


def _sides(
    sub_kind: str | None,
    actor1: str | None,
    assoc1: str | None,
    inter1: str | None,
    actor2: str | None,
    assoc2: str | None,
    inter2: str | None,
    country: str | None,
    targeting: str | None,
) -> tuple[list[dict[str, str]], str | None, list[dict[str, str]]]:
    """Actors, main group and targets; civilians and crowds are no actors."""
    battle = sub_kind is not None and vocab.event_type_of(sub_kind) == "Battles"
    sides = [(actor1, assoc1, inter1), (actor2, assoc2, inter2)]
    actors, targets, ranked = [], [], []
    for at, (name, associated, inter) in enumerate(sides):
        what = _inter().get(fold((inter or "").removesuffix(".0")), {})
        part = what.get("part", "other")
        if name and part in ("civilians", "crowd"):
            if at == 1:
                targets.append({"kind": what["target"], "name": name})
        elif name:
            role = "side_b" if battle or at == 1 else "perpetrator"
            actors.append({"id": coded.group_of(name, country), "name": name, "role": role})
            ranked.append((battle and part == "state", at, actors[-1]["id"]))
        actors += [
            {"id": coded.group_of(each, country), "name": each, "role": "affiliation"}
            for each in _several(associated)
            if coded.group_of(each, country) != coded.OTHER
        ]
    if targeting and not any(target["kind"] == "civilians" for target in targets):
        targets.append({"kind": "civilians"})
    return actors, min(ranked)[2] if ranked else None, targets


def _several(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").split(";") if each.strip()]


def _sources(text: str) -> int:
    return len({fold(each) for each in _several(text)})


def _reasons(
    name: str | None,
    sub_name: str | None,
    sub_kind: str | None,
    where: str | None,
    when: str | None,
    no_deaths: bool | None,
) -> list[str]:
    battle = sub_kind is not None and vocab.event_type_of(sub_kind) == "Battles"
    told = [
        _TWO_SIDES if battle else None,
        None if sub_kind else f"ACLED: the type {sub_name or name or 'not told'} is none of the 25 sub-types",
        _place(where).get("reason", f"ACLED: geo_precision {where} is not in the codebook"),
        _date(when).get("reason", f"ACLED: time_precision {when} is not in the codebook"),
        _ZERO if no_deaths else None,
    ]
    return [reason for reason in told if reason]
