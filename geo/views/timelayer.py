"""The events table as typed columns for the map's time layer.

Events are sorted by first day, so that a time window is one slice. Where they happened is kept once a spot (a
place, a family of groups, a type of event) and once a place, so that the map draws places, not events.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import schema, vocab
from ..model import Precision
from . import aggregate, compact, style

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

PRECISIONS = tuple(str(p) for p in Precision)
_NEEDED = (
    *("event_id", "start", "end", "group", "event_type", "killed_best", "killed_low", "killed_high"),
    *("place_name", "longitude", "latitude", "place_precision", "uncertainty_km", "country", "admin1"),
)
_FALLBACK = date(2000, 1, 1)
_TYPES = {"float32": "f4", "int32": "i4", "uint32": "u4", "uint16": "u2", "uint8": "u1"}


@dataclass(frozen=True)
class Columns:
    """What the time layer is given. Each column is of the smallest type that holds it.

    Parameters
    ----------
    head : dict
        Plain values: ``n``, ``dated`` (events that have a date come first), ``day0`` (ISO date of day 0),
        ``ndays``, ``located`` (spots that have a place come first), the words behind the indices
        (``precisions``, ``families``, ``kinds``; ``regions``: country and name), ``areas`` (place, country,
        region or "": whose outline a place stands for) and ``id``, a hash of it all.
    events : mapping of str to numpy.ndarray
        One value an event, sorted by start: ``start`` (days since day 0), ``length`` (days from start to
        end; both 0 where there is no date), ``spot`` (index), ``killed`` (1 + people killed, at least; 0 =
        not stated), ``row`` (position in the table); and ``more`` (how many more were killed at the most),
        unless it is 0 everywhere.
    spots : mapping of str to numpy.ndarray
        One value a spot, spots of one place side by side: ``place`` (index; the number of places where there
        is none), ``family``, ``kind``, ``region`` (indices; the number of regions where it is in none).
    places : mapping of str to numpy.ndarray
        One value a place: ``lon``, ``lat`` (degrees), ``km`` (radius of uncertainty, NaN = unknown),
        ``precision`` (index).
    ids : list of str
        Event ids in the order of ``events``.
    names : list of str or None
        Name of each place, as some report wrote it.
    """

    head: dict[str, Any]
    events: dict[str, np.ndarray]
    spots: dict[str, np.ndarray]
    places: dict[str, np.ndarray]
    ids: list[str]
    names: list[str | None]

    def compact(self) -> tuple[dict[str, Any], dict[str, dict[str, np.ndarray]]]:
        """The head and the tables as they are handed over, see ``compact``."""
        added, sent = compact.tables(self.head, self.events, self.spots, self.places)
        return {**self.head, **added}, sent

    def to_arrow(self) -> tuple[dict[str, Any], dict[str, pa.Table]]:
        """The head, and the compact tables (``places`` with their names) as Arrow tables.

        Ids and rows stay here: a map tells an event by its index, see ``ids``.
        """
        return self._arrow

    @cached_property
    def _arrow(self) -> tuple[dict[str, Any], dict[str, pa.Table]]:
        """Made once: each session that opens the page is sent the same."""
        import pyarrow as pa

        head, tables = self.compact()
        for name in ("row", "row" + compact.HIGH):
            tables["events"].pop(name, None)
        made = {name: dict[str, Any](columns) for name, columns in tables.items()}
        made["places"]["name"] = pa.array(self.names, pa.string())
        return head, {name: pa.table(columns) for name, columns in made.items()}

    def to_blob(self) -> tuple[dict[str, Any], str]:
        """The head, with the layout of the compact tables, and these as base64 of gzip.

        Returns
        -------
        tuple of dict and str
            ``head["layout"]`` lists ``[name, type, offset, count]`` by table; types are f4, i4, u4, u2, u1,
            little-endian, each column aligned to 4 bytes.
        """
        parts: list[bytes] = []
        at = 0
        head, tables = self.compact()
        layout: dict[str, list[list[Any]]] = {}
        for table, columns in tables.items():
            layout[table] = []
            for name, values in columns.items():
                raw = values.astype(values.dtype.newbyteorder("<")).tobytes()
                layout[table].append([name, _TYPES[values.dtype.name], at, len(values)])
                parts.append(raw + b"\0" * (-len(raw) % 4))
                at += len(parts[-1])
        packed = gzip.compress(b"".join(parts), 6, mtime=0)
        return {**head, "layout": layout}, base64.b64encode(packed).decode("ascii")

    def index(self, event: str | None) -> int:
        """Where an event stands among ``ids``; -1 where it does not."""
        return self.ids.index(event) if event and event in self.ids else -1

    def within(self, region: int) -> np.ndarray:
        """Positions in the table of the events that are counted in a region of ``head["regions"]``.

        Examples
        --------
        >>> row = {"event_id": "a", "country": "ML", "admin1": "Gao", "status": "realised"}
        >>> made = columns(schema.from_rows([row]))
        >>> made.head["regions"], made.within(0).tolist()
        ([['ML', 'Gao']], [0])
        """
        rows: np.ndarray = self.events["row"][self.spots["region"][self.events["spot"]] == region]
        return rows

    def bits(self, keep: np.ndarray) -> bytes:
        """Which events a filter keeps, one bit an event in the order of ``events``, the lowest bit first.

        Parameters
        ----------
        keep : numpy.ndarray of bool
            One value a row of the table that the columns were made of.

        Examples
        --------
        >>> import numpy as np
        >>> days = ("2025-07-02", "2025-07-01")
        >>> rows = [{"event_id": day, "start": day, "end": day, "status": "realised"} for day in days]
        >>> list(columns(schema.from_rows(rows)).bits(np.array([True, False])))
        [2]
        """
        import numpy as np

        return np.packbits(keep[self.events["row"]], bitorder="little").tobytes()


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
    >>> made.head["n"], made.head["day0"], made.events["start"].tolist(), made.head["located"]
    (1, '2025-07-01', [0], 0)
    """
    import numpy as np

    row = np.flatnonzero(events["status"].isin(schema.MAPPED_STATUSES).to_numpy())
    kept = events.loc[:, list(_NEEDED)].iloc[row]
    first, last = days or span(kept)
    start, end = _days(kept["start"], first), _days(kept["end"], first)
    dated = (start != _NO_DAY) & (end != _NO_DAY)
    start, length = np.where(dated, start, 0), np.where(dated, np.maximum(end - start, 0), 0)
    order = np.lexsort((row, length, start, ~dated))
    kept, row = kept.iloc[order], row[order]
    region, regions = aggregate.regions(kept)
    place, places, names = _places(kept)
    spot, spots = _spots(kept, place, region)
    killed = _killed(kept)
    table = {
        "start": compact.narrow(start[order]),
        "length": compact.narrow(length[order]),
        "spot": compact.narrow(spot),
        "killed": compact.narrow(killed),
        "row": compact.narrow(row),
    }
    if (more := _more(kept, killed)).any():
        table["more"] = compact.narrow(more)
    head = {
        "n": len(kept),
        "dated": int(dated.sum()),
        "day0": first.isoformat(),
        "ndays": (last - first).days + 1,
        "located": int((spots["place"] < len(names)).sum()),
        "precisions": list(PRECISIONS),
        "families": [family.key for family in style.FAMILIES],
        "kinds": [kind.key for kind in style.KINDS],
        "regions": [list(key) for key in regions],
        "areas": _areas(aggregate.homes(kept, (region, regions)), place),
    }
    ids = kept["event_id"].astype("object").where(kept["event_id"].notna(), "").tolist()
    head["id"] = _digest(head, [table, spots, places], [*ids, *(name or "" for name in names)])
    return Columns(head, table, spots, places, ids, names)


_NO_DAY = 2**31 - 1


def _days(values: pd.Series, first: date) -> np.ndarray:
    """Days since the first one; the largest integer where there is no date."""
    import numpy as np

    days = values.to_numpy().astype("datetime64[D]")
    since = (days - np.datetime64(first)).astype("int64")
    return np.where(np.isnat(days), _NO_DAY, since)


def _killed(kept: pd.DataFrame) -> np.ndarray:
    """1 + the number of people killed (the source's best figure, else the least stated); 0 = not stated."""
    told = kept["killed_best"].fillna(kept["killed_low"])
    return (told + 1).fillna(0).clip(0, 2**32 - 1).to_numpy("int64")


def _more(kept: pd.DataFrame, killed: np.ndarray) -> np.ndarray:
    """How many more may have been killed than ``killed`` says, by the highest figure stated."""
    import numpy as np

    high = (kept["killed_high"] + 1).fillna(0).clip(0, 2**32 - 1).to_numpy("int64")
    return np.maximum(high - np.maximum(killed, 1), 0)


def _coded(values: pd.Series) -> tuple[np.ndarray, list[str]]:
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


def families(kept: pd.DataFrame) -> np.ndarray:
    """Each event's family, an index into ``style.FAMILIES``.

    A group's family may change with the day (FLM joined JNIM in 2017): one look-up a (group, era) pair.

    Parameters
    ----------
    kept : pandas.DataFrame
        An events table: ``group`` and ``start`` are read.

    Examples
    --------
    >>> found = families(schema.from_rows([{"group": "JNIM", "start": "2025-07-01"}, {"group": None}]))
    >>> [style.FAMILIES[index].key for index in found]
    ['jnim', 'unknown']
    """
    import numpy as np
    import pandas as pd

    group, groups = _coded(kept["group"])
    era, eras = pd.factorize(vocab.eras(kept["start"]))
    pair, code = np.unique(group * (len(eras) + 1) + era, return_inverse=True)  # era may be -1, group too
    which, when = np.divmod(pair + 1, len(eras) + 1)
    days = [None, *(day.date() for day in eras)]
    names = [*groups, None]
    found = style.families_of([(names[g], days[d]) for g, d in zip(which, when, strict=True)])
    return np.array(found, dtype="uint8")[code]


def _areas(homes: np.ndarray, place: np.ndarray) -> list[list[Any]]:
    """Whose outlines the places stand for that are known by their country or region alone."""
    import numpy as np

    wide = np.flatnonzero(homes)
    places, first = np.unique(place[wide], return_index=True)
    return [[int(p), *homes[row]] for p, row in zip(places, wide[first], strict=True)]


def _spots(
    kept: pd.DataFrame, place: np.ndarray, region: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Number the spots (place, family, kind, region) of the events; list them."""
    import numpy as np

    kinds = tuple(kind.key for kind in style.KINDS)
    family, kind = families(kept), _known(kept["event_type"], kinds, kinds[-1])
    sizes = (len(style.FAMILIES), len(kinds), int(region.max(initial=0)) + 1)
    key = ((place * sizes[0] + family) * sizes[1] + kind) * sizes[2] + region  # one number sorts fast
    found, spot = np.unique(key, return_inverse=True)
    rest, region = np.divmod(found, sizes[2])
    rest, kind = np.divmod(rest, sizes[1])
    place, family = np.divmod(rest, sizes[0])
    numbered = {"place": place, "family": family, "kind": kind, "region": region}
    return spot, {name: compact.narrow(values) for name, values in numbered.items()}


def _places(kept: pd.DataFrame) -> tuple[np.ndarray, dict[str, np.ndarray], list[str | None]]:
    """Each event's place (one past the last where there is none), the places and their names."""
    import numpy as np
    import pandas as pd

    where = pd.DataFrame(
        {
            "lon": kept["longitude"].to_numpy("float32"),
            "lat": kept["latitude"].to_numpy("float32"),
            "precision": _known(kept["place_precision"], PRECISIONS, "unresolved"),
            "km": kept["uncertainty_km"].to_numpy("float32"),
            "name": kept["place_name"].to_numpy("object"),
        }
    )
    located = (where["lon"].notna() & where["lat"].notna()).to_numpy()
    grouped = where[located].groupby(["lon", "lat", "precision"], sort=True)
    found = grouped.agg({"km": "max", "name": "first"}).reset_index()
    place = np.full(len(where), len(found), dtype="int64")
    place[located] = grouped.ngroup().to_numpy()
    types = {"lon": "float32", "lat": "float32", "km": "float32", "precision": "uint8"}
    places = {name: found[name].to_numpy(kind) for name, kind in types.items()}
    return place, places, found["name"].astype("object").where(found["name"].notna(), None).tolist()


def _digest(head: dict[str, Any], tables: list[dict[str, np.ndarray]], texts: list[str]) -> str:
    made = hashlib.sha256(repr(head).encode())
    for values in (column for table in tables for column in table.values()):
        made.update(values.tobytes())
    made.update("\0".join(texts).encode())
    return made.hexdigest()[:16]
