"""GDELT events, 1.0 and 2.0 (57, 58 or 61 columns between tabs, no header): rows of the events table.

Source: GDELT Event Codebook 2.0 (data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf) and CAMEO
Codebook 1.1b3. Everything in it was coded by machine from the words of news.
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


NAME = "GDELT"
MADE_BY = "gdelt reader 1"
LICENCE = "GDELT: free to use with citation and a link to gdeltproject.org"
A_YEAR = 360  # days from which a date is suspected to be a year off

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_COLUMNS = (
    *("GlobalEventID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{part}" for n in (1, 2) for part in (*_ACTOR, *_TYPES)),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{whose}Geo_{part}" for whose in ("Actor1", "Actor2", "Action") for part in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
_FIRST = tuple(name for name in _COLUMNS if not name.endswith("ADM2Code"))  # of GDELT 1.0
LAYOUTS = {len(names): names for names in (_COLUMNS, _FIRST, _FIRST[:-1])}
_CODES = (
    *(
        "EventCode",
        "EventRootCode",
        "QuadClass",
        "GoldsteinScale",
        "NumMentions",
        "NumSources",
        "NumArticles",
    ),
    *("AvgTone", "IsRootEvent", "Actor1Code", "Actor2Code", "ActionGeo_Type", "ActionGeo_ADM1Code"),
    *("ActionGeo_FeatureID", "DATEADDED", "SOURCEURL"),
)
# CAMEO's types of actors that are a state's: which kind of group stands for them.
_STATE = {"MIL": "state_forces", "COP": "state_forces", "GOV": "authorities", "JUD": "authorities"}
_CIVILIANS = "CVL"
_MACHINE = "GDELT: machine-coded from the words of an article, checked by nobody"


_LATE = "GDELT dates this about a year or more before the article: the year is often wrong"
_PARTIES = tuple(f"Actor{n}{part}" for n in (1, 2) for part in ("Name", "CountryCode", "Type1Code"))

_NO_KIND = {"event_type": "", "sub_event_type": "", "name": "", "fit": "empty"}


def detect(head: Head) -> bool:
    """Whether a file's first line is a row of GDELT's events.

    Examples
    --------
    >>> detect(Head(Path("20180326.export.CSV"), ("741917022", "20170326", *map(str, range(59)))))
    True
    """
    first = head.columns[:2]
    return len(head.columns) in LAYOUTS and first[0].isdigit() and first[1].isdigit() and len(first[1]) == 8


def chunks(path: Path, *, rows: int = CHUNK_ROWS, everything: bool = False) -> Iterator[Chunk]:
    """Read a GDELT file of events.

    Parameters
    ----------
    path : pathlib.Path
        Also in a .zip or .gz.
    rows : int
        Rows in a chunk, at most.
    everything : bool
        False leaves out what is no protest, force, coercion or violence (CAMEO roots 14, 15, 17 to 20).

    Yields
    ------
    Chunk

    Raises
    ------
    UnreadableInput
        When the file cannot be read.
    """
    width = len(delimited.header(path, "\t"))
    names = LAYOUTS.get(width, _COLUMNS)
    for block in delimited.blocks(path, rows=rows, names=names, delimiter="\t", quoted=False):
        yield _chunk(Sieve(path, block), everything)


def _chunk(rows: Sieve, everything: bool) -> Chunk:
    import pandas as pd

    ids, code, root = (rows.required(column) for column in ("GlobalEventID", "EventCode", "EventRootCode"))
    rows.reject(~ids.str.fullmatch(r"\d+", na=True), "is no number", of="GlobalEventID")
    day = rows.days("SQLDATE", form="%Y%m%d")
    added = pd.to_datetime(rows.text("DATEADDED").str[:8], format="%Y%m%d", errors="coerce")
    late = (added - day).dt.days >= A_YEAR
    lat, lon = rows.degrees("ActionGeo_Lat", "ActionGeo_Long")
    if not everything:
        rows.leave_out(derive.by_distinct(root, _outside))
    located, where = lat.notna(), rows.text("ActionGeo_Type")
    fips = coded.from_fips()
    country = derive.by_distinct(rows.text("ActionGeo_CountryCode"), fips.get)
    place = rows.text("ActionGeo_FullName")
    parties = derive.by_rows([rows.text(column) for column in _PARTIES] + [country], _parties).tolist()
    reports = NAME + ":" + ids
    return rows.chunk(
        {
            "event_id": derive.event_ids(NAME, ids),
            "start": day,
            "end": day,
            "date_precision": "day",
            "event_type": derive.by_distinct(code, lambda cameo: _kind(cameo)["event_type"] or None),
            "sub_event_type": derive.by_distinct(code, lambda cameo: _kind(cameo)["sub_event_type"] or None),
            "status": "realised",
            "actors": [actors for actors, _, _ in parties],
            "group": [group for _, group, _ in parties],
            "targets": [targets for _, _, targets in parties],
            "place_name": place,
            "country": country,
            "admin1": derive.by_rows([where, place], _region),
            "latitude": lat,
            "longitude": lon,
            "place_precision": derive.by_rows([where, located], _precision),
            "uncertainty_km": derive.by_rows([where, located, country], _uncertainty).astype("float64"),
            "attribution": "none",
            "verification": "unverified",
            "reports": derive.one_each(reports),
            "report": reports,
            "sensitivity": "public",
            "source": NAME,
            "source_id": ids,
            "source_code": derive.codes(rows, _CODES),
            "licence": LICENCE,
            "made_by": MADE_BY,
            "reasons": derive.by_rows([code, where, located, late.fillna(value=False)], _reasons),
        }
    )


@cache
def _cameo() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in coded.crosswalk("cameo_acled")}


def _kind(code: str) -> Mapping[str, str]:
    """The crosswalk's row of a code, or of the nearest one above it."""
    table = _cameo()
    nearest = next((code[:n] for n in range(len(code), 1, -1) if code[:n] in table), None)
    return table[nearest] if nearest else _NO_KIND


def _outside(root: str) -> str | None:
    """Why a root is out of scope; None where it is in it."""
    kind = _kind(root)
    told = kind["fit"] == "out of scope" or not kind["name"]
    return f"CAMEO {root} ({kind['name'] or 'no such root'})" if told else None


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    return {row["geo_type"]: row for row in coded.crosswalk("gdelt_places")}


def _place(where: str | None) -> Mapping[str, str]:
    return _places().get(where or "", _places()["1"])


def _precision(where: str | None, located: bool) -> str:
    return _place(where)["place_precision"] if located else "unresolved"


def _uncertainty(where: str | None, located: bool, country: str | None) -> float | None:
    told = _place(where)["uncertainty_km"]
    if not located:
        return None
    return float(told) if told else coded.radius_km(country) if country else None


def _region(where: str | None, name: str | None) -> str | None:
    """The region in a full name ("Ansongo, Gao, Mali"; "Gao, Mali"), where there is one."""
    parts = [part.strip() for part in (name or "").split(",")]
    least = {"2": 2, "5": 2, "3": 3, "4": 3}.get(where or "")
    if least is None or len(parts) < least:
        return None
    found = parts[-2]
    return None if found == parts[-1] or found.endswith("(general)") else found


def _parties(*told: str | None) -> tuple[list[dict[str, str]], str | None, list[dict[str, str]]]:
    """Actors, main group and targets: CAMEO's first actor does something to the second."""
    where, half = told[-1], len(told) // 2
    both = [(told[:half], "perpetrator"), (told[half:-1], "side_b")]
    actors = [
        {"id": _group(name, nation, kind, where), "name": name, "role": role}
        for (name, nation, kind), role in both
        if name and kind != _CIVILIANS
    ]
    groups = [actor["id"] for actor in actors]
    known = next((group for group in groups if group != coded.OTHER), None)
    return actors, known or (groups[0] if groups else None), _civilians(told[half + 2])


def _civilians(kind: str | None) -> list[dict[str, str]]:
    return [{"kind": "civilians"}] if kind == _CIVILIANS else []


def _group(name: str, nation: str | None, kind: str | None, where: str | None) -> str:
    code = coded.country(nation) if nation else None
    if code and kind in _STATE:
        return coded.state_group(code, _STATE[kind])
    return coded.group_of(name, where)


def _reasons(code: str | None, where: str | None, located: bool, late: bool) -> list[str]:
    kind = _kind(code or "")
    told: list[Any] = [
        _MACHINE,
        f"CAMEO {code}: {kind['name']}" if kind["name"] else f"CAMEO {code} is not in the crosswalk",
        _place(where)["reason"] if located else "GDELT: the article's place was not found",
        _LATE if late else None,
    ]
    return [reason for reason in told if reason]
