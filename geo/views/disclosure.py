"""Who may see what: profiles of disclosure, as a table of rules (data/disclosure/rules.csv).

An events table goes in, what the readers of a profile may see comes out, before any filter: so no filter
picks by what is withheld. Files for others are made of nothing else (geo.views.files, standalone, brief).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import distance, schema, vocab
from ..names import fold, slug
from . import blurred, hush, kin, labels
from .rules import Rule, fits, profiles, released, rules, worded

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

__all__ = ["INTERNAL", "PUBLIC", "Disclosed", "Known", "apply", "profiles", "rules"]
INTERNAL, PUBLIC = "internal", "public"
_DECIDED = re.compile(r"decided by ")  # as geo.events.decided words it among the reasons
_CLOSEST = 8.0  # zoom of a picture for others: some 700 km from side to side
_NEAR_KM = 3.0  # of a hidden place: a mention is of it
_DAY_OR_LAND = re.compile(r"\d{4}-\d\d-\d\d|[A-Z]{2}")  # what a filter may tell besides words of ours


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
        """What may be told of a query: words of ours, not the place or the words that it looked for."""
        if self.profile == INTERNAL:
            return dict(params)
        return {
            name: value if all(_may_say(name, part) for part in value.split("|")) else "not told"
            for name, value in params.items()
        }

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


def _may_say(name: str, value: str) -> bool:
    """Whether a filter tells nothing of what was looked for, as a point, a polygon or somebody's words do."""
    if name in ("since", "until", "country"):
        return bool(_DAY_OR_LAND.fullmatch(value))
    if name == "group":
        return value in vocab.groups()
    return any(value in column.allowed for column in schema.columns() if column.name == name)


class Known:
    """What must be known of a whole table to tell a piece of it: any event may be told with a sensitive one.

    All pieces are looked at in order, and then once more for those beside a sensitive one.

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
    >>> for at, piece in enumerate(pieces):
    ...     known.look_beside(piece, at)
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
        self._beside: dict[int, gpd.GeoDataFrame] = {}

    def look(self, events: gpd.GeoDataFrame) -> None:
        """Look at a piece of the table, in order."""
        events = worded(events)
        self.names |= hush.victims(events)
        self._sensitive.append(events[_areas(events, _hits(events, self._rules)) != ""])

    def look_beside(self, events: gpd.GeoDataFrame, piece: int) -> None:
        """Look at a piece for events beside the sensitive ones, when all pieces were looked at."""
        events = worded(events).reset_index(drop=True)
        near = self.near(events, _areas(events, _hits(events, self._rules)) != "", piece)
        self._beside[piece] = events[near.beside[: len(events)]]

    def near(self, events: gpd.GeoDataFrame, sensitive: pd.Series, piece: int) -> _Near:
        """What stands near the sensitive events of this and all other pieces."""
        import numpy as np
        import pandas as pd

        others = [held for at, held in enumerate(self._sensitive) if at != piece]
        beside = [held for at, held in self._beside.items() if at != piece]
        everything = pd.concat(
            [events, *(each for each in (*others, *beside) if len(each))], ignore_index=True
        )
        ours = np.zeros(len(everything), dtype=bool)
        ours[: len(events)] = sensitive.to_numpy()
        ours[len(events) : len(events) + sum(map(len, others))] = True
        met = kin.pairs(everything, ours)
        told = ours.copy()
        told[len(events) + sum(map(len, others)) :] = True
        told[met.loc[met["here"], "other"].to_numpy()] = True
        return _Near(everything, told, told & ~ours, kin.together(everything, told))


class _Near(NamedTuple):
    """A table, its sensitive rows and those beside them, the latter, and the pairs of either with others."""

    everything: gpd.GeoDataFrame
    hidden: np.ndarray
    beside: np.ndarray
    pairs: pd.DataFrame


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
    held = rules(profile)
    if all(rule.action == "keep" for rule in held):
        return Disclosed(atlas)
    counted: Counter[str] = Counter()
    events = worded(atlas.events).reset_index(drop=True)
    known, piece = piece_of or (Known(profile), 0)
    hits = _hits(events, held)
    stopped = _stopped(events, hits, today, counted)
    to = _areas(events, hits)
    near = known.near(events, to != "", piece)
    here = near.pairs["here"]
    beside = near.beside[: len(events)] | events.index.isin(near.pairs.loc[here, "other"])
    coarser = to.where(~beside, next((rule.detail for rule in held if rule.action == "generalise"), ""))
    names = hush.Names(known.names | hush.victims(events, atlas.members))
    tells = hush.Teller([rule.detail for rule in held if rule.action == "hush"], names)
    told = _undecided(events, held, counted)
    told = kin.silenced(told, near.pairs[~here], near.everything, known.numbers)
    told = hush.hushed(_dropped(told, hits), tells, counted)
    told = blurred.generalised(told, coarser, kin.words_of_all(near.everything[near.hidden]))
    counted["exact places"] = int((to[~stopped] != "").sum())
    counted["exact places of events beside them"] = int((beside & ~stopped).sum())
    mentions = _may_tell(atlas.mentions, events[(coarser != "") | stopped], events[coarser != ""], tells)
    counted["places mentioned in their reports"] = len(atlas.mentions) - len(mentions)
    members = schema.empty() if any(rule.detail == "members" for rule in held) else atlas.members
    counted["rows that events were made of"] = len(atlas.members) - len(members)
    kept = blurred.identified(told[~stopped], coarser[~stopped] != "", known.ids)
    shown = kept.sort_values(["start", "event_id"], kind="stable").reset_index(drop=True)
    withheld = {what: n for what, n in counted.items() if n}
    return Disclosed(schema.Atlas(shown, members, mentions), profile, withheld)


def _hits(events: gpd.GeoDataFrame, held: Iterable[Rule]) -> list[tuple[Rule, pd.Series]]:
    """Each rule with the events that it is for."""
    free = released(events)
    return [(rule, fits(events, rule, free)) for rule in held]


def _stopped(
    events: gpd.GeoDataFrame, hits: Iterable[tuple[Rule, pd.Series]], today: date, counted: Counter[str]
) -> pd.Series:
    """The events that are left out whole; one without a last day may be of today."""
    import pandas as pd

    out = pd.Series(data=False, index=events.index)
    for rule, mine in hits:
        if rule.action == "stop":
            now, words = mine, f"events of {rule.value.partition('|')[0]}"
        elif rule.action == "delay":
            free = events["end"] + pd.Timedelta(days=int(rule.detail)) <= pd.Timestamp(today)
            now, words = mine & ~free, f"events of the last {rule.detail} days"
        else:
            continue
        counted[words] += int((now & ~out).sum())
        out |= now
    return out


def _areas(events: gpd.GeoDataFrame, hits: Iterable[tuple[Rule, pd.Series]]) -> pd.Series:
    """To what each event's place is generalised; empty where it is told as it is."""
    import pandas as pd

    out = pd.Series("", index=events.index, dtype="object")
    for rule, mine in hits:
        if rule.action == "generalise":
            out = out.where(~mine | (out != ""), rule.detail)
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
    for rule, mine in hits:
        if rule.action != "drop" or "." not in rule.detail:
            continue
        for column, _, key in (each.partition(".") for each in rule.detail.split()):
            out[column] = [
                [{k: v for k, v in item.items() if k != key} for item in items] if hit else items
                for items, hit in zip(out[column], mine, strict=True)
            ]
    return out


def _may_tell(
    mentions: list[dict[str, Any]], silent: gpd.GeoDataFrame, hidden: gpd.GeoDataFrame, tells: hush.Tells
) -> list[dict[str, Any]]:
    """Mentioned places of reports that may be told, which are not hidden themselves, and nobody's name."""
    if not mentions:
        return []
    reports = set(silent["reports"].explode().dropna()) | set(silent["report"].dropna())
    ids, names = set(hidden["place_id"].dropna()), set(map(fold, hidden["place_name"].dropna()))
    points = hidden[["longitude", "latitude"]].dropna().drop_duplicates().to_numpy().T

    def may(mention: Mapping[str, Any]) -> bool:
        report, lon, lat = (mention.get(name) for name in ("report", "longitude", "latitude"))
        if report is None or report in reports or mention.get("place_id") in ids:
            return False
        if fold(str(mention.get("name") or "")) in names:
            return False
        if lon is not None and lat is not None and (distance.km(lon, lat, *points) <= _NEAR_KM).any():
            return False
        return not any(tells(str(value)) for value in mention.values() if value is not None)

    return [mention for mention in mentions if may(mention)]
