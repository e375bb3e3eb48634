"""The map's columns as they are handed over: as few bytes as a few lines of script can undo.

Written out, an event with a place of its own takes 28 bytes; compact 14. There are four ways:

- events are sorted by first day, so a count a day says when each began;
- spots are sorted by place, so each is at the place of the one before or at the next; that step, its family
  and its kind are one number;
- precision and radius are one index into the list of those that occur;
- where two bytes are too few and four too many, a column is sent in two: the low 16 bits, and the rest.

``assets/compact.js`` undoes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    Table = dict[str, np.ndarray]

FINE = 1e-5  # degrees: coordinates are kept to a metre where they span less than 167 degrees, else to 1.2 m
_LEVELS = 2**24 - 1
HIGH = "_high"


def tables(
    head: Mapping[str, Any], events: Mapping[str, Any], spots: Mapping[str, Any], places: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Table]]:
    """The columns of ``timelayer.Columns`` as they are sent.

    Parameters
    ----------
    head, events, spots, places : mapping
        As in ``timelayer.Columns``.

    Returns
    -------
    tuple of dict and dict of str to dict
        What is added to the head (``first``, the first day counted; ``corner`` and ``grain``, degrees of
        the least lon and lat and of a step), and the tables ``days`` (count), ``events`` (length, spot,
        killed, row, more), ``spots`` (code, region), ``places`` (lon, lat, sort) and ``sorts`` (km,
        precision). A column ``x_high`` holds what goes beyond the 16 bits of ``x``.

    Examples
    --------
    >>> from geo import schema
    >>> from geo.views import timelayer
    >>> rows = [{"event_id": day, "start": day, "end": day} for day in ("2025-07-02", "2025-07-04")]
    >>> held = schema.from_rows([{**row, "status": "realised"} for row in rows])
    >>> made = timelayer.columns(held)
    >>> added, sent = tables(made.head, made.events, made.spots, made.places)
    >>> added["first"], sent["days"]["count"].tolist()
    (1, [1, 0, 1])
    """
    first, count = _days(events["start"][: head["dated"]])
    corner, grain, lon, lat = _grid(places["lon"], places["lat"])
    sort, sorts = _sorts(places["km"], places["precision"])
    sent = {
        "days": {"count": narrow(count)},
        "events": {k: each for name in events if name != "start" for k, each in _split(name, events[name])},
        "spots": {"code": _codes(head, spots), "region": spots["region"]},
        "places": {**dict(_split("lon", lon)), **dict(_split("lat", lat)), "sort": narrow(sort)},
        "sorts": sorts,
    }
    return {"first": first, "corner": corner, "grain": grain}, sent


def narrow(values: np.ndarray) -> np.ndarray:
    """The same integers in the smallest type that holds them all.

    Examples
    --------
    >>> import numpy as np
    >>> narrow(np.array([0, 300])).dtype.name
    'uint16'
    """
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    sizes = (("uint8", 2**8), ("uint16", 2**16), ("uint32", 2**32))
    return values.astype("int32" if low < 0 else next(kind for kind, size in sizes if high < size))


def _days(start: np.ndarray) -> tuple[int, np.ndarray]:
    """The first day on which an event begins, and how many do so on each day from then on."""
    import numpy as np

    first = int(start.min()) if len(start) else 0
    return first, np.bincount(start.astype("int64") - first)


def _codes(head: Mapping[str, Any], spots: Mapping[str, Any]) -> np.ndarray:
    """Step, family and kind of each spot as one number; the first place is number 0."""
    import numpy as np

    place = spots["place"].astype("int64")
    step = np.diff(place, prepend=place[:1])
    families, kinds = len(head["families"]), len(head["kinds"])
    return narrow((step * families + spots["family"]) * kinds + spots["kind"])


def _grid(lon: np.ndarray, lat: np.ndarray) -> tuple[list[float], list[float], np.ndarray, np.ndarray]:
    """Coordinates as steps of a grid of 24 bits: its corner, its grain, and where on it they lie."""
    import numpy as np

    corner, grain, steps = [], [], []
    for values in (lon.astype("float64"), lat.astype("float64")):
        least = float(np.floor(values.min() / FINE) * FINE) if len(values) else 0.0
        fine = max(FINE, (float(values.max()) - least) / _LEVELS) if len(values) else FINE
        corner.append(least)
        grain.append(fine)
        steps.append(np.rint((values - least) / fine).astype("int64"))
    return corner, grain, steps[0], steps[1]


def _sorts(km: np.ndarray, precision: np.ndarray) -> tuple[np.ndarray, Table]:
    """Each place's index into the pairs of radius and precision that occur."""
    import numpy as np

    pair = precision.astype("uint64") << np.uint64(32) | np.ascontiguousarray(km, "<f4").view("<u4")
    found, sort = np.unique(pair, return_inverse=True)
    radius = (found & np.uint64(2**32 - 1)).astype("<u4").view("<f4")
    return sort, {"km": radius, "precision": (found >> np.uint64(32)).astype("uint8")}


def _split(name: str, values: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """A column, or two where that is shorter."""
    whole = narrow(values)
    if whole.dtype != "uint32" or int(whole.max()) >= 2**24:
        return [(name, whole)]
    return [(name, (whole & 0xFFFF).astype("uint16")), (name + HIGH, (whole >> 16).astype("uint8"))]
