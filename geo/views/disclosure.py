"""Who may see what: profiles of disclosure, as a table of rules (data/disclosure/rules.csv).

An events table goes in, what the readers of a profile may see comes out, before any filter: so no filter
picks by what is withheld. Files for others are made of nothing else (geo.views.files, standalone, brief).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import schema, vocab
from ..errors import InvalidQuery
from ..names import slug
from . import coarse, hush, kin, labels, meta

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

INTERNAL, PUBLIC = "internal", "public"
# An analyst's decision to release an event, as geo.events.decided words it among the reasons.
_DECIDED = re.compile(r"decided by ")
_RELEASED = re.compile(r"decided by .*: sensitivity was restricted, now public")
_CLOSEST = 8.0  # zoom of a picture for others: some 700 km from side to side
# What may tell a place that is generalised: its article, its words, its record elsewhere.
_TELLS_PLACE: dict[str, Any] = {
    **dict.fromkeys(("source_id", "source_code", "incident_id", "report")),
    **{name: [] for name in ("reports", "evidence")},
}
# What else is told of it: unless it names the place.
_MAY_NAME = ("group", "source", "licence", "made_by")
_LISTS = {
    "actors": ("id", "name", "role"),
    "targets": ("kind", "nationality", "number"),
    "claims": ("actor", "status"),
}
_FREE = ("name", "nationality", "number")
# Filters that tell nothing of what was looked for, as a point, a polygon or words do.
_TOLD_FILTERS = (
    *("since", "until", "group", "event_type", "sub_event_type", "country", "place_precision"),
    *("attribution", "verification", "status"),
)


class Rule(NamedTuple):
    """A row of data/disclosure/rules.csv.

    ``column`` and ``value`` say which events (all where empty; ``|`` parts several names of one owner).
    ``action`` is keep; stop (left out); delay (left out until N days after the event); generalise (its
    place, see ``geo.views.coarse``); drop (``members``, ``decisions``, or ``column.key`` of a list); hush (a
    topic of data/disclosure/words.csv, or ``names`` of
    victims). ``why`` is for people.
    """

    column: str
    value: str
    action: str
    detail: str
    why: str


@dataclass(frozen=True)
class Disclosed:
    """What the readers of a profile may see.

    Parameters
    ----------
    atlas : geo.schema.Atlas
        Nothing that is withheld is in it. Its rejects are gone: they quote what could not be read.
    profile : str
    withheld : mapping of str to int
        What was withheld, and how often: of the whole table, whatever is picked of it later.
    """

    atlas: schema.Atlas
    profile: str = INTERNAL
    withheld: Mapping[str, int] = field(default_factory=dict)

    def filter(self, params: Mapping[str, str]) -> dict[str, str]:
        """What may be told of a query: not the place or the words that it looked for."""
        if self.profile == INTERNAL:
            return dict(params)
        return {name: value if name in _TOLD_FILTERS else "not told" for name, value in params.items()}

    def view(self, view: tuple[float, float, float] | None) -> tuple[float, float, float] | None:
        """What part of the map may be shown: a picture's middle could be the village that was looked at.

        Examples
        --------
        >>> told = Disclosed(schema.Atlas(schema.empty(), schema.empty()), "public")
        >>> told.view((-12.199, 14.455, 13.0)), told.view((-12.199, 14.455, 6.2))
        ((-12.0, 14.5, 8.0), (-12.0, 14.5, 6.2))
        """
        if view is None or self.profile == INTERNAL:
            return view
        lon, lat, zoom = view
        return round(lon * 2) / 2, round(lat * 2) / 2, min(zoom, _CLOSEST)

    def said(self, lang: str = "en") -> dict[str, int]:
        """What was withheld, and how often, in the words of a language."""
        keys = {what: f"withheld.{slug(what)}" for what in self.withheld}
        known = labels.table()
        return {
            labels.text(key, lang) if key in known else what: self.withheld[what]
            for what, key in keys.items()
        }


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


class Known:
    """What must be known of a whole table to tell a piece of it: any event may be told with a sensitive one.

    Parameters
    ----------
    profile : {'internal', 'partner', 'public'}

    Examples
    --------
    >>> rows = [{"event_id": name, "sub_event_type": "Abduction/forced disappearance"} for name in "ab"]
    >>> pieces = [schema.from_rows([row]) for row in rows]
    >>> known = Known("public")
    >>> for piece in pieces:
    ...     known.look(piece)
    >>> [apply(schema.Atlas(each, schema.empty()), "public", date(2026, 1, 1), (known, at)).withheld
    ...  for at, each in enumerate(pieces)]
    [{'events of the last 30 days': 1}, {'events of the last 30 days': 1}]
    """

    def __init__(self, profile: str) -> None:
        self._rules = rules(profile)
        self.names: set[str] = set()
        self.numbers: dict[str, str] = {}  # what reports are called instead
        self.ids: Counter[str] = Counter()  # that were made anew
        self._sensitive: list[gpd.GeoDataFrame] = []

    def look(self, events: gpd.GeoDataFrame) -> None:
        """Look at a piece of the table, in order."""
        self.names |= hush.victims(events)
        released = _released(events)
        to = _areas(events, [(rule, _fits(events, rule, released)) for rule in self._rules])
        self._sensitive.append(events[to != ""])

    def beside(self, piece: int) -> list[gpd.GeoDataFrame]:
        """The sensitive events of all other pieces."""
        return [held for at, held in enumerate(self._sensitive) if at != piece and len(held)]


def apply(
    atlas: schema.Atlas, profile: str, today: date, piece_of: tuple[Known, int] | None = None
) -> Disclosed:
    """Withhold from an atlas what the readers of a profile must not see.

    Parameters
    ----------
    atlas : geo.schema.Atlas
        All of it: a filter comes after.
    profile : {'internal', 'partner', 'public'}
    today : datetime.date
        From which delays are counted.
    piece_of : tuple of Known and int, optional
        The table that this is a piece of, all looked at, and which one; None: it is whole.

    Returns
    -------
    Disclosed
        Events in the order of their first day.

    Raises
    ------
    InvalidQuery
        When there is no such profile.

    Notes
    -----
    An event of the same report or incident as a sensitive one, or of the same day, at the same place would
    tell that place: it is generalised, too. What an analyst released is treated as any other event.

    Examples
    --------
    >>> taken = {"sub_event_type": "Abduction/forced disappearance", "country": "ML", "admin1": "Kayes"}
    >>> taken |= {"start": "2025-07-01", "end": "2025-07-01", "longitude": -12.199, "latitude": 14.455}
    >>> rows = schema.from_rows([{**taken, "place_name": "Diboli", "place_precision": "exact"}])
    >>> told = apply(schema.Atlas(rows, schema.empty()), "public", date(2026, 1, 1))
    >>> told.atlas.events.iloc[0].place_name, told.withheld
    ('Kayes', {'exact places': 1})
    """
    import pandas as pd

    held = rules(profile)
    if all(rule.action == "keep" for rule in held):
        return Disclosed(atlas)
    counted: Counter[str] = Counter()
    events = atlas.events.reset_index(drop=True)
    known, piece = piece_of or (Known(profile), 0)
    released = _released(events)
    hits = [(rule, _fits(events, rule, released)) for rule in held]
    stopped = _stopped(events, hits, today, counted)
    to = _areas(events, hits)
    everything = pd.concat([events, *known.beside(piece)], ignore_index=True)
    pairs = kin.pairs(everything, (to != "").reindex(everything.index, fill_value=True))
    beside = events.index.isin(pairs.loc[pairs["here"], "other"])
    coarser = to.where(~beside, next((rule.detail for rule in held if rule.action == "generalise"), ""))
    names = hush.Names(known.names | hush.victims(events, atlas.members))
    tells = hush.teller([rule.detail for rule in held if rule.action == "hush"], names)
    told = _undecided(events, held, counted)
    told = kin.silenced(told, pairs[pairs["told"] & ~pairs["here"]], everything, known.numbers)
    told = hush.hushed(_dropped(told, hits), tells, names, counted)
    told = _generalised(told, coarser)
    counted["exact places"] = int((to[~stopped] != "").sum())
    counted["exact places of events beside them"] = int((beside & ~stopped).sum())
    touched = events[(coarser != "") | stopped]
    gone = set(touched["reports"].explode().dropna()) | set(touched["report"].dropna())
    hidden = set(events.loc[coarser != "", "place_id"].dropna())
    mentions = [each for each in atlas.mentions if _may_tell(each, gone, hidden, tells)]
    counted["places mentioned in their reports"] = len(atlas.mentions) - len(mentions)
    members = schema.empty() if any(rule.detail == "members" for rule in held) else atlas.members
    counted["rows that events were made of"] = len(atlas.members) - len(members)
    kept = _identified(told[~stopped], coarser[~stopped] != "", known.ids)
    shown = kept.sort_values(["start", "event_id"], kind="stable").reset_index(drop=True)
    withheld = {what: n for what, n in counted.items() if n}
    return Disclosed(schema.Atlas(shown, members, mentions), profile, withheld)


def _released(events: gpd.GeoDataFrame) -> pd.Series:
    return events["reasons"].map(lambda why: any(_RELEASED.match(str(x)) for x in why)).astype(bool)


def _fits(events: gpd.GeoDataFrame, rule: Rule, released: pd.Series) -> pd.Series:
    """The events that a rule is for."""
    if not rule.column:
        return released | ~released
    values = events[rule.column]
    if rule.column in ("licence", "source", "made_by"):  # several, if it is merged, in words of many kinds
        named = hush.Names(rule.value.split("|"))
        return values.isin([value for value in values.dropna().unique() if str(value) in named])
    return (values == rule.value).fillna(value=False).astype(bool) & ~released


def _stopped(
    events: gpd.GeoDataFrame, hits: Iterable[tuple[Rule, pd.Series]], today: date, counted: Counter[str]
) -> pd.Series:
    """The events that are left out whole; one without a last day may be of today."""
    import pandas as pd

    out = pd.Series(data=False, index=events.index)
    for rule, fits in hits:
        if rule.action == "stop":
            now, words = fits, f"events of {rule.value.partition('|')[0]}"
        elif rule.action == "delay":
            free = events["end"] + pd.Timedelta(days=int(rule.detail)) <= pd.Timestamp(today)
            now, words = fits & ~free, f"events of the last {rule.detail} days"
        else:
            continue
        counted[words] += int((now & ~out).sum())
        out |= now
    return out


def _areas(events: gpd.GeoDataFrame, hits: Iterable[tuple[Rule, pd.Series]]) -> pd.Series:
    """To what each event's place is generalised; empty where it is told as it is."""
    import pandas as pd

    out = pd.Series("", index=events.index, dtype="object")
    for rule, fits in hits:
        if rule.action == "generalise":
            out = out.where(~fits | (out != ""), rule.detail)
    return out


def _undecided(events: gpd.GeoDataFrame, held: Iterable[Rule], counted: Counter[str]) -> gpd.GeoDataFrame:
    """Without the words of analysts' decisions: they hold what was corrected, why, and by whom."""
    if not any(rule.detail == "decisions" for rule in held):
        return events
    told = [[why for why in whys if not _DECIDED.match(str(why))] for whys in events["reasons"]]
    counted["decisions of analysts"] = int(events["reasons"].map(len).sum()) - sum(map(len, told))
    return events.assign(reasons=told)


def _dropped(events: gpd.GeoDataFrame, hits: Iterable[tuple[Rule, pd.Series]]) -> gpd.GeoDataFrame:
    """Without the keys of lists that the rules drop."""
    out = events.copy()
    for rule, fits in hits:
        if rule.action != "drop" or "." not in rule.detail:
            continue
        for column, _, key in (each.partition(".") for each in rule.detail.split()):
            out[column] = [
                [{k: v for k, v in item.items() if k != key} for item in items] if hit else items
                for items, hit in zip(out[column], fits, strict=True)
            ]
    return out


def _generalised(events: gpd.GeoDataFrame, to: pd.Series) -> gpd.GeoDataFrame:
    """The table with the places of some events told less exactly."""
    import pandas as pd

    mine = to != ""
    if not mine.any():
        return events
    rows = schema.to_plain(events[mine]).to_dict("records")
    for row, area in zip(rows, to[mine], strict=True):
        words = area.replace("grid", "a cell of") + "°" * area.startswith("grid")
        days = [str(why) for why in row["reasons"] if meta.ACCESSED.fullmatch(str(why))]
        tells = kin.place_teller([row])
        row |= coarse.generalised(row, area) | _TELLS_PLACE
        row |= {name: None for name in _MAY_NAME if row[name] is not None and tells(str(row[name]))}
        row["reasons"] = [f"place: generalised to {words} by the profile of this file", *days]
        for name, keys in _LISTS.items():
            kept = ({key: x[key] for key in keys if key in x} for x in row[name])
            row[name] = [{k: v for k, v in x.items() if _is_plain(k, v) and not tells(str(v))} for x in kept]
    made = schema.from_rows(rows).set_index(events.index[mine])
    parts = [part for part in (events[~mine], made) if len(part)]
    return pd.concat(parts).sort_index()


def _is_plain(key: str, value: Any) -> bool:
    """Whether a value is what stands under its key in any event: names and numbers may be new, ids not."""
    return key in _FREE or value in hush.ours()


def _may_tell(mention: Mapping[str, Any], gone: set[Any], hidden: set[str], tells: hush.Tells) -> bool:
    """Whether a mentioned place is of a report that may be told, not hidden itself, and nobody's name."""
    report = mention.get("report")
    if report is None or report in gone or mention.get("place_id") in hidden:
        return False
    return not any(tells(str(value)) for value in mention.values() if value is not None)


def _identified(events: gpd.GeoDataFrame, anew: pd.Series, seen: Counter[str]) -> gpd.GeoDataFrame:
    """The table with new ids for some events, made of what is told of them alone.

    An id is a hash of the article and the place: who guesses the place could prove it right.
    """
    out = events.copy()
    anew = anew | out["event_id"].isna()
    if not anew.any():
        return out
    plain = schema.to_plain(out[anew], lists_as_json=True).drop(columns="event_id")
    told = [json.dumps(row, ensure_ascii=False) for row in plain.to_numpy().tolist()]
    ids = [f"ev-{hashlib.sha256(text.encode()).hexdigest()[:12]}" for text in told]
    for at, name in enumerate(ids):
        seen[name] += 1
        ids[at] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    out.loc[anew, "event_id"] = ids
    return out
