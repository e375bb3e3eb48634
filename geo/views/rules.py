"""The rules of disclosure, a row each of data/disclosure/rules.csv, and which events each is for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import schema, vocab
from ..errors import InvalidQuery
from . import hush

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# An analyst's decision to release an event, as geo.events.decided words it among the reasons.
_RELEASED = re.compile(r"decided by .*: sensitivity was restricted, now public")
_MORE = ">0"  # stated, and somebody


class Rule(NamedTuple):
    """A row of data/disclosure/rules.csv.

    ``column`` and ``value`` say which events (all where empty; ``|`` parts several names of one owner; ``>0``
    is any number of people). ``action`` is keep; stop (left out); delay (left out until N days after the
    event); generalise (its place, see ``geo.views.coarse``); drop (``members``, ``decisions``, or
    ``column.key`` of a list); hush (a topic of data/disclosure/words.csv, or ``names`` of victims). ``why``
    is for people.
    """

    column: str
    value: str
    action: str
    detail: str
    why: str


@cache
def profiles() -> tuple[str, ...]:
    """The profiles, the most trusted readers first.

    Examples
    --------
    >>> profiles()
    ('internal', 'partner', 'public')
    """
    return tuple(dict.fromkeys(row["profile"] for row in vocab.rows("disclosure/rules.csv")))


@cache
def rules(profile: str) -> tuple[Rule, ...]:
    """The rules of a profile.

    Raises
    ------
    InvalidQuery
        When there is no such profile.
    """
    if profile not in profiles():
        raise InvalidQuery(
            f"profile {profile!r}", "is not in data/disclosure", f"take {', '.join(profiles())}"
        )
    told = [row for row in vocab.rows("disclosure/rules.csv") if row["profile"] == profile]
    return tuple(Rule(*(row[name] for name in Rule._fields)) for row in told)


def fits(events: gpd.GeoDataFrame, rule: Rule, released: pd.Series) -> pd.Series:
    """The events that a rule is for."""
    if not rule.column:
        return released | ~released
    values = events[rule.column]
    if rule.column in ("licence", "source", "made_by"):  # several, if it is merged, in words of many kinds
        named = hush.Names(rule.value.split("|"))
        return values.isin([value for value in values.dropna().unique() if str(value) in named])
    same = values > 0 if rule.value == _MORE else values == rule.value
    return same.fillna(value=False).astype(bool) & ~released


def released(events: gpd.GeoDataFrame) -> pd.Series:
    """The events that an analyst released."""
    return events["reasons"].map(lambda why: any(_RELEASED.match(str(x)) for x in why)).astype(bool)


def worded(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A table in the words that the rules speak: what is told otherwise is taken for sensitive.

    A value that its column does not know is null; an event of such a kind or sensitivity is restricted. Items
    of lists keep what they may hold.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        It is not changed.

    Examples
    --------
    >>> rows = [{"sub_event_type": "Kidnapping"}, {"sub_event_type": "armed clash", "sensitivity": "Public"}]
    >>> told = worded(schema.from_rows(rows))
    >>> told["sensitivity"].tolist(), told["sub_event_type"].tolist()[1]
    (['restricted', 'public'], 'Armed clash')
    """
    out = events.copy()
    for column in schema.columns():
        if column.allowed:
            values, known = out[column.name], {word.casefold(): word for word in column.allowed}
            said = {value: known.get(str(value).strip().casefold()) for value in values.dropna().unique()}
            if all(value == word for value, word in said.items()):
                continue
            out[column.name] = values.map(said).astype("str")
            if column.name in ("event_type", "sub_event_type", "sensitivity"):
                strange = values.isin([value for value, word in said.items() if word is None])
                out["sensitivity"] = out["sensitivity"].mask(strange, "restricted")
    for name, keys in hush.KEYS.items():
        out[name] = _with_keys(out[name], frozenset(keys))
    return out


def _with_keys(values: pd.Series, keys: frozenset[str]) -> pd.Series:
    """Lists whose items hold some keys and no others."""
    import pandas as pd

    def plain(items: list[Any]) -> bool:
        return all(isinstance(item, dict) and item.keys() <= keys for item in items)

    held = values.tolist()
    if all(map(plain, held)):
        return values
    made = [
        items
        if plain(items)
        else [{k: v for k, v in item.items() if k in keys} for item in items if isinstance(item, dict)]
        for items in held
    ]
    return pd.Series(made, index=values.index, dtype="object")
