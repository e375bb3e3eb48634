"""Which pairs of rows tell one event: the same kind, days and place, and groups that do not differ.

Rows meet in buckets (a kind on a day), and there from south to north, so that no row meets all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .. import distance, vocab

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SAME_KM = 15.0
LONG_DAYS = 7  # what takes longer, such as "in June", says too little to join it to a day
COARSE = ("admin1", "admin2", "country")
UNKNOWN = "Unidentified"
_ATTACKS = ("Armed clash", "Attack")  # reports differ on which of the two it was
_UNREAL = ("hypothetical", "negated")
_KM_A_DEGREE = 111.196  # of latitude; a little more than it has
_BUCKET_KM = 40_000.0  # what sets buckets apart on one line: more than from pole to pole
_AT_ONCE = 4_000_000  # pairs that are measured together: some 300 MB


def pairs(table: pd.DataFrame, maker: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the pairs of rows that tell one event.

    Parameters
    ----------
    table : pandas.DataFrame
        Unmerged rows of an events table.
    maker : numpy.ndarray of int
        Number of the report or dataset that tells each row: it tells no event twice.

    Returns
    -------
    earlier, later : numpy.ndarray of int
        Positions in the table, ``earlier < later``; each pair once, in the order of the later one.

    Examples
    --------
    >>> import numpy as np
    >>> from geo import schema
    >>> row = {"start": "2025-07-01", "end": "2025-07-01", "longitude": -11.4, "place_precision": "exact"}
    >>> rows = [row | {"sub_event_type": "Attack", "latitude": 14.4 + north} for north in (0.0, 0.1, 1.0)]
    >>> [found.tolist() for found in pairs(schema.from_rows(rows), np.arange(3))]
    [[0], [1]]
    """
    import numpy as np

    exact = precise(table).to_numpy()
    lon, lat = (table[name].fillna(0.0).where(exact, 0.0).to_numpy() for name in ("longitude", "latitude"))
    group, alike = _groups(table["group"])
    found = [np.empty(0, "int64")]
    for one, other in _near(*_line(table, exact, lat, maker)):
        apart = maker[one] != maker[other]
        one, other = one[apart], other[apart]
        fits = distance.km(lon[one], lat[one], lon[other], lat[other]) <= SAME_KM
        fits &= alike(group[one], group[other])
        low, high = np.minimum(one, other)[fits], np.maximum(one, other)[fits]
        found.append(high * len(table) + low)
    later, earlier = np.divmod(np.unique(np.concatenate(found)), max(len(table), 1))
    return earlier, later


def precise(table: pd.DataFrame) -> pd.Series:
    """Whether each row has a point of its own, not one that stands for an area."""
    return table["latitude"].notna() & table["longitude"].notna() & ~table["place_precision"].isin(COARSE)


def _line(
    table: pd.DataFrame, exact: np.ndarray, lat: np.ndarray, maker: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """All rows on one line, bucket after bucket, in each from south to north: the rows, and where they stand.

    A row stands once in each day that it may have happened on.
    """
    import numpy as np
    import pandas as pd

    region = table["place_id"].where((table["place_precision"] == "admin1") & ~exact)
    start, end = (table[name].to_numpy().astype("datetime64[D]") for name in ("start", "end"))
    days = (end - start).astype("int64") + 1
    dated = ~np.isnat(start) & ~np.isnat(end) & (days > 0)
    placed = np.flatnonzero((exact | region.notna().to_numpy()) & dated)
    times = np.where(days[placed] <= LONG_DAYS, days[placed], 1)
    row = np.repeat(placed, times)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    keys = {
        "kind": table["sub_event_type"].replace(list(_ATTACKS), _ATTACKS[0]).to_numpy()[row],
        "unreal": table["status"].isin(_UNREAL).to_numpy()[row],
        "region": region.to_numpy()[row],
        "day": start[row].astype("int64") + nth,
        "long": np.where(days[row] > LONG_DAYS, days[row], 0),
    }
    bucket = pd.DataFrame(keys).groupby(list(keys), dropna=False, sort=False).ngroup().to_numpy()
    makers = pd.Series(maker[row]).groupby(bucket)
    several = (
        makers.transform("min") != makers.transform("max")
    ).to_numpy()  # a dataset's own rows never pair
    row, at = row[several], (bucket * _BUCKET_KM + lat[row] * _KM_A_DEGREE)[several]
    order = np.argsort(at, kind="stable")
    return row[order], at[order]


def _near(row: np.ndarray, at: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of rows that stand within `SAME_KM` on the line, some millions at a time."""
    import numpy as np

    first = np.arange(len(at))
    count = np.searchsorted(at, at + SAME_KM + 0.01, side="right") - first - 1
    before = np.cumsum(count) - count
    cuts = np.flatnonzero(np.diff(before // _AT_ONCE, prepend=-1))
    for low, high in zip(cuts, [*cuts[1:], len(at)][: len(cuts)], strict=True):
        one = np.repeat(first[low:high], count[low:high])
        nth = np.arange(len(one)) - np.repeat(before[low:high] - before[low], count[low:high])
        yield row[one], row[one + 1 + nth]


def _groups(values: pd.Series) -> tuple[np.ndarray, Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """Each row's group as a number, and whether two such may be one.

    They are the same or one is inside the other; an unidentified one may be anybody.
    """
    import numpy as np
    import pandas as pd

    code, names = pd.factorize(values.where(values != UNKNOWN))
    number = {name: i for i, name in enumerate(names)}
    inside = [
        (number[name], number[member])
        for name in number.keys() & vocab.groups().keys()
        for member in vocab.members_of(name) & number.keys()
    ]
    kin = np.array([[a * len(names) + b, b * len(names) + a] for a, b in inside], "int64").ravel()

    def alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        known = (one >= 0) & (other >= 0) & (one != other)
        return ~known | np.isin(one * len(names) + other, kin)

    return code, alike
