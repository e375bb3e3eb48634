"""Events with their places told less exactly, and ids made anew of what is told."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from .. import schema, vocab
from . import coarse, hush, kin, meta

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# What may tell a place that is generalised: its article, its words, its record elsewhere.
_TELLS_PLACE: dict[str, Any] = {
    **dict.fromkeys(("source_id", "source_code", "incident_id", "report")),
    **{name: [] for name in ("reports", "evidence")},
}
# What else is told of it: unless it names the place.
_MAY_NAME = ("source", "licence", "made_by")
_LISTS = {
    "actors": ("id", "name", "role"),
    "targets": ("kind", "nationality", "number"),
    "claims": ("actor", "status"),
}
_CODE = re.compile("[A-Z]{2}")


def generalised(events: gpd.GeoDataFrame, to: pd.Series, words: frozenset[str]) -> gpd.GeoDataFrame:
    """The table with the places of some events told less exactly.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        It is not changed.
    to : pandas.Series of str
        To what (``geo.views.coarse``); empty where the place is told as it is.
    words : frozenset of str
        Names that these events must not tell (``kin.words_of_all``): theirs, and others' told with them.

    Returns
    -------
    geopandas.GeoDataFrame
    """
    import pandas as pd

    mine = to != ""
    if not mine.any():
        return events
    tells = cache(kin.place_teller(words))
    rows = schema.to_plain(events[mine]).to_dict("records")
    made = schema.from_rows([_blurred(row, area, tells) for row, area in zip(rows, to[mine], strict=True)])
    parts = [part for part in (events[~mine], made.set_index(events.index[mine])) if len(part)]
    return pd.concat(parts).sort_index()


def _blurred(row: dict[str, Any], area: str, tells: hush.Tells) -> dict[str, Any]:
    unit = area.replace("grid", "a cell of") + "°" * area.startswith("grid")
    days = [str(why) for why in row["reasons"] if meta.ACCESSED.fullmatch(str(why))]
    out = row | coarse.generalised(row, area) | _TELLS_PLACE
    out |= {name: None for name in _MAY_NAME if row[name] is not None and tells(str(row[name]))}
    if out["group"] not in vocab.groups():
        out["group"] = None
    out["reasons"] = [f"place: generalised to {unit} by the profile of this file", *days]
    for name, keys in _LISTS.items():
        kept = ({key: x[key] for key in keys if key in x} for x in row[name])
        out[name] = [{k: v for k, v in x.items() if _is_plain(k, v, x)} for x in kept]
    return out


def _is_plain(key: str, value: Any, item: Mapping[str, Any]) -> bool:
    """Whether a value is what stands under its key in any event: a known group may have its name."""
    if key == "name":
        group = vocab.groups().get(item.get("id") or "")
        return group is not None and value == group.name
    if key == "number":
        return isinstance(value, int)
    if key == "nationality":
        return bool(_CODE.fullmatch(str(value)))
    return value in hush.ours()


def identified(events: gpd.GeoDataFrame, anew: pd.Series, seen: Counter[str]) -> gpd.GeoDataFrame:
    """The table with new ids for some events, made of what is told of them alone.

    An id is a hash of the article and the place: who guesses the place could prove it right.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        It is not changed.
    anew : pandas.Series of bool
    seen : collections.Counter
        Ids that were made: those of this table are added.
    """
    out = events.copy()
    anew = anew | out["event_id"].isna()
    if not anew.any():
        return out
    plain = schema.to_plain(out[anew], lists_as_json=True).drop(columns="event_id")
    told = map(partial(json.dumps, ensure_ascii=False), plain.to_numpy().tolist())
    ids = [f"ev-{hashlib.sha256(text.encode()).hexdigest()[:12]}" for text in told]
    for at, name in enumerate(ids):
        seen[name] += 1
        ids[at] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    out.loc[anew, "event_id"] = ids
    return out
