"""Merge rows of several reports that tell the same event; nothing is lost, nothing is resolved.

Two rows are one event when sub-type, place and days agree (`pairs`) and they come from different reports, or
from different datasets. Groups are made by average link (`groups`), so that chains do not run away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .combine import combined
from .groups import average_link, connected
from .pairs import pairs, precise

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd


_NEEDED = (
    *(
        "event_id",
        "start",
        "end",
        "sub_event_type",
        "status",
        "group",
        "latitude",
        "longitude",
        "place_precision",
    ),
    *("place_id", "reports", "source", "confidence"),
)


def merge(table: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Join the rows that tell one event.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
        Unmerged rows of an events table; their order does not matter.

    Returns
    -------
    events : geopandas.GeoDataFrame
        One row an event; a row that nothing joins stays as it is, with ``report`` null.
    members : geopandas.GeoDataFrame
        The rows that were joined, as they were but for their event's incident, in the table's order.

    Examples
    --------
    >>> from geo import schema
    >>> day = {"start": "2025-07-01", "end": "2025-07-01", "latitude": 14.4, "longitude": -11.4}
    >>> rows = [day | {"event_id": name, "report": name, "reports": [name]} for name in "ab"]
    >>> events, members = merge(schema.from_rows(rows))
    >>> events["reports"].tolist(), members["event_id"].tolist()
    ([['a', 'b']], ['a', 'b'])
    """
    import numpy as np
    import pandas as pd

    order = _order(table)
    rows = table[list(_NEEDED)].iloc[order].reset_index(drop=True)
    maker = _makers(rows)
    home = average_link(*pairs(rows, maker), maker)
    confidence = rows["confidence"].fillna(0.0).to_numpy()
    best_first = np.lexsort((-confidence, home))
    lead = best_first[np.flatnonzero(np.diff(home[best_first], prepend=-1))]
    events = table.iloc[order[lead]].set_axis(home[lead])
    events["report"] = pd.Series(None, index=events.index, dtype=events["report"].dtype)
    joined = np.flatnonzero(np.bincount(home, minlength=len(rows))[home] > 1)
    joined = joined[np.lexsort((_rank(rows["event_id"].iloc[joined]), home[joined]))]
    if len(joined):
        several = np.unique(home[joined])
        made = combined(table.iloc[order[joined]], events.loc[several], home[joined])
        for name, values in made.items():
            events[name] = pd.concat([events[name].drop(several), values])
    events["incident_id"] = _incidents(events.reset_index(drop=True)).to_numpy()
    joined = joined[np.argsort(order[joined])]
    members = table.iloc[order[joined]]
    members = members.assign(incident_id=events["incident_id"].loc[home[joined]].to_numpy())
    return events.reset_index(drop=True), members.reset_index(drop=True)


def _order(table: pd.DataFrame) -> np.ndarray:
    """Exact places and known days first, then by day and id: the order of the input does not matter."""
    import pandas as pd

    keys = {
        "vague": ~precise(table).to_numpy(),
        "undated": table["start"].isna().to_numpy(),
        "start": table["start"].to_numpy(),
        "id": _rank(table["event_id"]),
    }
    return pd.DataFrame(keys).sort_values(list(keys), kind="stable").index.to_numpy()


def _rank(ids: pd.Series) -> np.ndarray:
    """The place of each id in their sorted list."""
    import pandas as pd

    return pd.factorize(ids, sort=True)[0]


def _makers(rows: pd.DataFrame) -> np.ndarray:
    """Number what tells each row, which tells no event twice: its report, or its dataset.

    A row of a dataset is a report of its own, named after the dataset: "UCDP GED:15960".
    """
    import pandas as pd

    names = [
        f"{source}:" if len(told) == 1 and told[0].startswith(f"{source}:") else "\n".join(told)
        for told, source in zip(rows["reports"], rows["source"], strict=True)
    ]
    return pd.factorize(pd.Series(names, dtype="object"))[0]


def _incidents(events: pd.DataFrame) -> pd.Series:
    """Events that one report tells of the same days share an incident; they stay events of their own."""
    import numpy as np

    dated = events.loc[events["start"].notna(), ["reports", "start", "end"]].explode("reports")
    dated = dated[dated["reports"].notna()]
    known = events.loc[events["incident_id"].notna(), ["incident_id"]]
    first, other = np.concatenate([_alike(dated), _alike(known)], axis=1)
    incident = connected(first, other, len(events))
    shared = np.bincount(incident, minlength=len(events))[incident] > 1
    ids = events["incident_id"].copy()
    ids[shared] = ids[shared].groupby(incident[shared]).transform("min")
    return ids


def _alike(values: pd.DataFrame) -> np.ndarray:
    """Pairs of rows that hold the same values: the first of them by the index, and each other one."""
    import numpy as np

    number = values.groupby(list(values), dropna=False, sort=False).ngroup().to_numpy()
    row = values.index.to_numpy()
    first = row[np.unique(number, return_index=True)[1]][number]
    return np.stack([first, row])[:, first != row]
