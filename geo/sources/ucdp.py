"""UCDP GED, versions 17 to 25, and its Candidate events: rows of the events table.

Source: UCDP GED Codebook 25.1 (https://ucdp.uu.se/downloads/ged/ged251.pdf).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import coded, delimited, derive
from .base import CHUNK_ROWS, Chunk, Head
from .sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

NAME = "UCDP GED"
MADE_BY = "ucdp reader 1"
LICENCE = "CC BY 4.0"
_SIGNS = {"type_of_violence", "where_prec", "date_prec", "side_a", "side_b"}
# Kept as they are in source_code, where the file has them.
_CODES = (
    *("type_of_violence", "conflict_new_id", "conflict_name", "dyad_new_id", "dyad_name"),
    *("side_a_new_id", "side_b_new_id", "where_prec", "date_prec", "event_clarity", "active_year"),
    *("code_status", "number_of_sources", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
)
_UNCLEAR = "UCDP: one of several events that the source tells as one (event_clarity 2)"
_UNCHECKED = "UCDP has not checked this row to the end"
_NO_START = "UCDP names two sides and does not say which of them attacked"


def detect(head: Head) -> bool:
    """Whether a file has UCDP GED's columns.

    Examples
    --------
    >>> detect(Head(Path("ged.csv"), ("", "id", *sorted(_SIGNS))))
    True
    """
    return set(head.columns) >= _SIGNS


def chunks(path: Path, *, rows: int = CHUNK_ROWS, everything: bool = False) -> Iterator[Chunk]:
    """Read a UCDP GED file; every row is in scope.

    Parameters
    ----------
    path : pathlib.Path
        CSV, with a row of HXL tags or without; also in a .zip or .gz.
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
    for block in delimited.blocks(path, rows=rows):
        yield _chunk(Sieve(path, block))


def _chunk(rows: Sieve) -> Chunk:
    ids = rows.required("id").str.replace(r"\.0$", "", regex=True)
    start, end = rows.days("date_start"), rows.days("date_end")
    rows.reject(end < start, "has date_end before date_start")
    lat, lon = rows.degrees("latitude", "longitude")
    low, best, high = (rows.whole(column) for column in ("low", "best", "high"))
    kind, where = rows.text("type_of_violence"), rows.text("where_prec")
    sources = rows.whole("number_of_sources", least=-1)
    country = coded.countries(rows.text("country"))
    side_a, side_b = rows.text("side_a"), rows.text("side_b")
    sides = derive.by_rows([kind, side_a, side_b, country], _sides).tolist()
    reports = NAME + ":" + ids
    located = lat.notna()
    several = sources.fillna(0) >= 2
    return rows.chunk(
        {
            "event_id": derive.event_ids(NAME, ids),
            "start": start,
            "end": end,
            "date_precision": derive.by_rows([rows.text("date_prec"), end > start], _date_precision),
            "event_type": derive.by_distinct(kind, lambda code: _kind(code).get("event_type")),
            "sub_event_type": derive.by_distinct(kind, lambda code: _kind(code).get("sub_event_type")),
            "status": "realised",
            "actors": [actors for actors, _, _ in sides],
            "group": [group for _, group, _ in sides],
            "targets": [targets for _, _, targets in sides],
            "place_name": rows.text("where_coordinates"),
            "country": country,
            "admin1": rows.text("adm_1"),
            "admin2": rows.text("adm_2"),
            "latitude": lat,
            "longitude": lon,
            "place_precision": derive.by_rows([where, located], _precision),
            "uncertainty_km": derive.by_rows([where, located, country], _uncertainty).astype("float64"),
            "killed_low": low,
            "killed_high": high,
            "killed_best": best,
            "attribution": "none",
            "verification": several.map({True: "corroborated", False: "unverified"}),
            "independent_sources": sources.where(sources > 0),
            "reports": derive.one_each(reports),
            "report": reports,
            "evidence": derive.sentences(reports, rows.text("source_article")),
            "sensitivity": "public",
            "source": NAME,
            "source_id": ids,
            "source_code": derive.codes(rows, _CODES),
            "licence": LICENCE,
            "made_by": MADE_BY,
            "reasons": _reasons(rows, low, best, high, sources),
        }
    )


@cache
def _table(name: str, key: str) -> Mapping[str, Mapping[str, str]]:
    return {row[key]: row for row in coded.crosswalk(name)}


def _kind(code: str | None) -> Mapping[str, str]:
    return _table("ucdp_acled", "code").get(code or "", {})


def _place(code: str | None) -> Mapping[str, str]:
    return _table("ucdp_places", "where_prec").get(code or "", {})


def _date(code: str | None) -> Mapping[str, str]:
    return _table("ucdp_dates", "date_prec").get(code or "", {})


def _date_precision(code: str | None, longer: bool) -> str:
    told = _date(code).get("date_precision", "range")
    return "range" if told == "day" and longer else told


def _precision(code: str | None, located: bool) -> str:
    return _place(code).get("place_precision", "country") if located else "unresolved"


def _uncertainty(code: str | None, located: bool, country: str | None) -> float | None:
    if not located:
        return None
    told = _place(code)
    if told.get("place_precision", "country") == "country":
        return coded.radius_km(country) if country else None
    return float(told["uncertainty_km"])


def _sides(
    kind: str | None, side_a: str | None, side_b: str | None, country: str | None
) -> tuple[list[dict[str, str]], str | None, list[dict[str, str]]]:
    """Actors, main group and targets of a dyad; civilians are a target and no actor."""
    named = [name for name in (side_a, side_b) if name and name != "Civilians"]
    role = "perpetrator" if kind == "3" else "side_b"  # only one-sided violence tells who attacked
    actors = [{"id": coded.group_of(name, country), "name": name, "role": role} for name in named]
    rebels_first = actors[::-1] if kind == "1" else actors  # side A of a state-based conflict is a government
    group = rebels_first[0]["id"] if rebels_first else None
    return actors, group, [{"kind": "civilians"}] if side_b == "Civilians" else []


def _reasons(rows: Sieve, low: pd.Series, best: pd.Series, high: pd.Series, sources: pd.Series) -> pd.Series:
    columns = ("type_of_violence", "where_prec", "date_prec", "event_clarity", "code_status")
    told = [rows.text(column) for column in columns]
    flags = [(low > best), (best > high), sources == -1]
    return derive.by_rows([*told, *(flag.fillna(value=False) for flag in flags)], _reason)


def _reason(
    kind: str | None,
    where: str | None,
    when: str | None,
    clarity: str | None,
    status: str | None,
    low_above_best: bool,
    best_above_high: bool,
    sources_unknown: bool,
) -> list[str]:
    told: list[Any] = [
        _NO_START if kind in ("1", "2") else None,
        None if _kind(kind) else f"UCDP: type_of_violence {kind} is not in the crosswalk",
        _place(where).get("reason", f"UCDP: where_prec {where} is not in the crosswalk"),
        _date(when).get("reason", f"UCDP: date_prec {when} is not in the crosswalk"),
        _UNCLEAR if clarity == "2" else None,
        f"{_UNCHECKED} (code_status: {status})" if status not in (None, "Clear") else None,
        "the file's low estimate of deaths is above its best one" if low_above_best else None,
        "the file's best estimate of deaths is above its high one" if best_above_high else None,
        "UCDP: how many sources there were is not known (number_of_sources -1)" if sources_unknown else None,
    ]
    return [reason for reason in told if reason]
