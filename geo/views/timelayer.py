"""The events table as typed columns for the map's time layer: about 20 bytes an event.

Events are sorted by first day, so that a time window is one slice; where they happened is kept once a
spot (a place and a family of groups), so that the map draws places, not events.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from .. import schema
from ..model import Precision
from . import style

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

PRECISIONS = tuple(str(p) for p in Precision)
NOWHERE = -1
_NEEDED = (
    *("event_id", "start", "end", "group", "sub_event_type", "attribution"),
    *("place_name", "longitude", "latitude", "place_precision", "uncertainty_km"),
)
_FALLBACK = date(2000, 1, 1)
_TYPES = {"float32": "f4", "int32": "i4", "uint32": "u4", "uint16": "u2", "uint8": "u1"}


@dataclass(frozen=True)
class Columns:
    """What the time layer is given.

    Parameters
    ----------
    head : dict
        Plain values: ``n``, ``dated`` (events that have a date come first), ``day0`` (ISO date of day 0),
        ``ndays``, the words behind the indices (``groups``, ``kinds``, ``precisions``, ``attributions``,
        ``families``) and ``id``, a hash of the content.
    events : mapping of str to numpy.ndarray
        One value an event, sorted by start: ``start``, ``end`` (days since day 0), ``spot`` (-1 = no place),
        ``family``, ``group``, ``kind``, ``precision``, ``attribution`` (indices), ``row`` (its position in
        the table).
    spots : mapping of str to numpy.ndarray
        One value a spot, spots of one place side by side: ``lon``, ``lat`` (degrees), ``km`` (radius of
        uncertainty, NaN = unknown), ``precision``, ``family`` (indices), ``place`` (number of the place).
    ids : list of str
        Event ids in the order of ``events``.
    names : list of str or None
        Name of each place, as some report wrote it.
    """

    head: dict[str, Any]
    events: dict[str, np.ndarray]
    spots: dict[str, np.ndarray]
    ids: list[str]
    names: list[str | None]

    def to_arrow(self) -> tuple[pa.Table, pa.Table]:
        """The events (with their ids) and the spots (with their places' names) as Arrow tables."""
        import pyarrow as pa

        events: dict[str, Any] = {**self.events, "id": pa.array(self.ids, pa.string())}
        names = pa.array(self.names, pa.string()).take(pa.array(self.spots["place"]))
        return pa.table(events), pa.table({**self.spots, "name": names})

    def to_blob(self) -> tuple[dict[str, Any], str]:
        """The head, with the layout of the columns, and the columns as base64 of gzip.

        Returns
        -------
        tuple of dict and str
            ``head["events"]`` and ``head["spots"]`` list ``[name, type, offset, count]``; types are
            f4, i4, u4, u2, u1, little-endian, each column aligned to 4 bytes.
        """
        parts: list[bytes] = []
        at = 0
        layout: dict[str, list[list[Any]]] = {"events": [], "spots": []}
        for table, columns in (("events", self.events), ("spots", self.spots)):
            for name, values in columns.items():
                raw = values.astype(values.dtype.newbyteorder("<")).tobytes()
                layout[table].append([name, _TYPES[values.dtype.name], at, len(values)])
                parts.append(raw + b"\0" * (-len(raw) % 4))
                at += len(parts[-1])
        packed = gzip.compress(b"".join(parts), 6, mtime=0)
        return {**self.head, **layout}, base64.b64encode(packed).decode("ascii")


def span(events: pd.DataFrame) -> tuple[date, date]:
    """First and last day that a slider over these events must reach.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table; give the unfiltered one, so that a filter does not move the time axis.

    Returns
    -------
    tuple of two datetime.date
        Whole months; some month where nothing is dated.
    """
    import pandas as pd

    first, last = events["start"].min(), events["end"].max()
    if pd.isna(first) or pd.isna(last):
        return _FALLBACK, _FALLBACK
    after = (last.date().replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.date().replace(day=1), after - timedelta(days=1)


def columns(events: pd.DataFrame, *, days: tuple[date, date] | None = None) -> Columns:
    """Make the time layer's columns of an events table.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table. Hypothetical and negated events are left out: they are never mapped.
    days : tuple of two datetime.date, optional
        First and last day of the time axis; the events' own span by default.

    Returns
    -------
    Columns

    Examples
    --------
    >>> rows = [{"event_id": "a", "start": "2025-07-01", "end": "2025-07-01", "status": "realised"}]
    >>> made = columns(schema.from_rows(rows))
    >>> made.head["n"], made.head["day0"], made.events["start"].tolist(), made.events["spot"].tolist()
    (1, '2025-07-01', [0], [-1])
    """
    import numpy as np

    row = np.flatnonzero(events["status"].isin(schema.MAPPED_STATUSES).to_numpy())
    kept = events.loc[:, list(_NEEDED)].iloc[row]
    first, last = days or span(kept)
    start, end = _days(kept["start"], first), _days(kept["end"], first)
    dated = (start != _NO_DAY) & (end != _NO_DAY)
    order = np.lexsort((row, end, start, ~dated))
    kept, row, start, end = kept.iloc[order], row[order], start[order], end[order]
    family = _families(kept)
    spot, spots, names = _spots(kept, family)
    group, groups = _indices(kept["group"], "uint16")
    kind, kinds = _indices(kept["sub_event_type"], "uint8")
    table = {
        "start": start,
        "end": end,
        "spot": spot,
        "family": family,
        "group": group,
        "kind": kind,
        "precision": _known(kept["place_precision"], PRECISIONS, "unresolved"),
        "attribution": _known(kept["attribution"], schema.ATTRIBUTIONS, "none"),
        "row": row.astype("uint32"),
    }
    head = {
        "n": len(kept),
        "dated": int(dated.sum()),
        "day0": first.isoformat(),
        "ndays": (last - first).days + 1,
        "groups": groups,
        "kinds": kinds,
        "precisions": list(PRECISIONS),
        "attributions": list(schema.ATTRIBUTIONS),
        "families": [family.key for family in style.FAMILIES],
    }
    ids = kept["event_id"].astype("object").where(kept["event_id"].notna(), "").tolist()
    head["id"] = _digest(head, [table, spots], [*ids, *(name or "" for name in names)])
    return Columns(head, table, spots, ids, names)


_NO_DAY = 2**31 - 1


def _days(values: pd.Series, first: date) -> np.ndarray:
    """Days since the first one; the largest integer where there is no date."""
    import numpy as np

    days = values.to_numpy().astype("datetime64[D]")
    since = (days - np.datetime64(first)).astype("int64")
    return np.where(np.isnat(days), _NO_DAY, since).astype("int32")


def _indices(values: pd.Series, kind: str) -> tuple[np.ndarray, list[str | None]]:
    """Each value's index into the sorted list of words; an unknown value is a word of its own, None."""
    code, words = _coded(values)
    if (code < 0).any():
        words = [*words, None]  # which -1 points at
    return (code % max(len(words), 1)).astype(kind), words


def _coded(values: pd.Series) -> tuple[np.ndarray, list[str | None]]:
    """Each value's index into the sorted list of words, -1 for an unknown one."""
    import pandas as pd

    code, words = pd.factorize(values, sort=True)
    return code, list(words)


def _known(values: pd.Series, words: tuple[str, ...], missing: str) -> np.ndarray:
    """Each value's index into a given list of words; ``missing`` stands for what is not among them."""
    import numpy as np

    code, held = _coded(values)
    place = {word: i for i, word in enumerate(words)}
    index = [place.get(str(word), place[missing]) for word in (*held, missing)]  # the last one is for -1
    return np.array(index, dtype="uint8")[code]


def _families(kept: pd.DataFrame) -> np.ndarray:
    """A group's family may change with the day (FLM joined JNIM in 2017): one look-up a (group, era) pair."""
    import numpy as np
    import pandas as pd

    group, groups = _coded(kept["group"])
    era, eras = pd.factorize(style.eras(kept["start"]))
    pair, code = np.unique(group * (len(eras) + 1) + era, return_inverse=True)  # era may be -1, group too
    which, when = np.divmod(pair + 1, len(eras) + 1)
    days = [None, *(day.date() for day in eras)]
    names = [*groups, None]
    found = style.families_of([(names[g], days[d]) for g, d in zip(which, when, strict=True)])
    return np.array(found, dtype="uint8")[code]


def _spots(
    kept: pd.DataFrame, family: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray], list[str | None]]:
    """Number the spots (place, precision, family) of the events; list them and the places' names."""
    import numpy as np
    import pandas as pd

    where = pd.DataFrame(
        {
            "lon": kept["longitude"].to_numpy("float32"),
            "lat": kept["latitude"].to_numpy("float32"),
            "precision": _known(kept["place_precision"], PRECISIONS, "unresolved"),
            "family": family,
            "km": kept["uncertainty_km"].to_numpy("float32"),
            "name": kept["place_name"].to_numpy("object"),
        }
    )
    located = (where["lon"].notna() & where["lat"].notna()).to_numpy()
    place_key, keys = ["lon", "lat", "precision"], ["lon", "lat", "precision", "family"]
    there = where[located]
    spot = np.full(len(where), NOWHERE, dtype="int32")
    grouped = there.groupby(keys, sort=True)
    spot[located] = grouped.ngroup().to_numpy()
    spots = grouped.agg({"km": "max", "name": "first"}).reset_index()
    place = spots.groupby(place_key, sort=True)
    spots["place"] = place.ngroup().astype("uint32")
    spots["km"] = place["km"].transform("max")
    named = place["name"].first()
    types = {"lon": "float32", "lat": "float32", "km": "float32", "place": "uint32"}
    return (
        spot,
        {
            name: spots[name].to_numpy().astype(types.get(name, "uint8"))
            for name in ("lon", "lat", "km", "precision", "family", "place")
        },
        named.where(named.notna(), None).tolist(),
    )


def _digest(head: dict[str, Any], tables: list[dict[str, np.ndarray]], texts: list[str]) -> str:
    made = hashlib.sha256(repr(head).encode())
    for values in (column for table in tables for column in table.values()):
        made.update(values.tobytes())
    made.update("\0".join(texts).encode())
    return made.hexdigest()[:16]
