"""How well each place that bears a name fits the report: a score that explains itself in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import exp, log10

import numpy as np

from ..errors import InvalidPlace
from ..model import Candidate, Place, PlaceRef
from ..names import fold
from .gazetteer import CURATED, SETTLEMENTS, Gazetteer, Match
from .plane import km_between, km_to_many

# What each kind of evidence can add; they sum to 1.
NAME, COUNTRY, PROMINENCE, WITHIN, NEIGHBOURS = 0.35, 0.15, 0.15, 0.1, 0.25
_HOW = {"exact": 1.0, "alias": 0.95, "sound": 0.85}
_KIND = {"city": 0.6, "town": 0.4, "site": 0.3, "village": 0.2, "admin1": 0.6, "admin2": 0.5, "country": 1.0}
KIND_WORDS = {"admin1": "region", "admin2": "district", "informal": "area"}
_CURATED_BONUS = 0.3
_ACTIVITY = 0.4
_NEIGHBOUR_KM = 150.0
_SLACK_KM = 25.0
_ABOUT_TOWN_KM = 60.0


@dataclass(frozen=True)
class Context:
    """What a report tells beside the name.

    Parameters
    ----------
    countries : tuple of str
        ISO 3166-1 alpha-2 codes of the countries that the report is about, most likely first.
    names : tuple of str
        The other places that it names; their order does not matter.
    activity : tuple of str
        Countries in which the groups of the report are active.
    on : datetime.date or None
        Day of the event: it picks the vintage of regions; None is today's.

    Examples
    --------
    >>> Context(countries=("ML",)).names
    ()
    """

    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    on: date | None = None


def countries_of(ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The countries that a place may lie in, most likely first; empty is any.

    The words around the name outrank its containers, and these the report.

    Parameters
    ----------
    ref : PlaceRef
    context : Context
    gazetteer : Gazetteer

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-2.
    """
    if ref.country:
        return (ref.country,)
    found = [gazetteer.country(name) for name in ref.within]
    found += [place for name in ref.within for place in bearers(name, gazetteer) if place.kind == "country"]
    return tuple(dict.fromkeys(place.country for place in found if place)) or context.countries


@lru_cache(maxsize=4096)
def bearers(name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places of exactly this name or alias.

    Parameters
    ----------
    name : str
    gazetteer : Gazetteer

    Returns
    -------
    tuple of Place
        None of them when the name is unknown or cannot be looked up.
    """
    try:
        return tuple(match.place for match in gazetteer.find(name) if match.is_sure)
    except InvalidPlace:
        return ()


def candidate(match: Match, ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> Candidate:
    """Score one place that a name may mean.

    Parameters
    ----------
    match : Match
    ref : PlaceRef
    context : Context
    gazetteer : Gazetteer

    Returns
    -------
    Candidate
        Score from 0 to 1, the reasons in words.
    """
    parts = (
        _name(match),
        _country(match.place, ref, context, gazetteer),
        _prominence(match.place),
        _within(match.place, ref, gazetteer),
        _neighbours(match.place, ref, context, gazetteer),
    )
    return Candidate(match.place, round(sum(p[0] for p in parts), 4), tuple(p[1] for p in parts if p[1]))


def contradiction(place: Place, ref: PlaceRef, gazetteer: Gazetteer) -> str:
    """Why a place cannot lie in the region that the words name with it.

    Parameters
    ----------
    place : Place
    ref : PlaceRef
        Its ``within`` names the region.
    gazetteer : Gazetteer

    Returns
    -------
    str
        The reason; empty when it can.
    """
    regions = [r for name in ref.within for r in bearers(name, gazetteer) if _holds(r, place.country)]
    for name in sorted({region.name for region in regions}):
        same = [region for region in regions if region.name == name]
        beyond = min(km_between(place.point, r.point) - (r.radius_km or 0.0) for r in same)
        if beyond > _SLACK_KM and all(fold(name) != fold(own or "") for own in (place.admin1, place.admin2)):
            return f"lies {beyond:.0f} km outside {name}, which the report names with it"
    return ""


def _holds(region: Place, country: str) -> bool:
    return region.kind in ("admin1", "admin2") and region.country == country and region.radius_km is not None


def _name(match: Match) -> tuple[float, str]:
    if match.how == "exact":
        return NAME, "the name is the same"
    if match.how == "alias":
        return NAME * _HOW["alias"], f"another spelling of {match.place.name}"
    if match.how == "sound":
        return NAME * _HOW["sound"], f"sounds like {match.place.name} (likeness {match.likeness:.2f})"
    return NAME * match.likeness * 0.8, f"only like {match.place.name} (likeness {match.likeness:.2f})"


def _country(place: Place, ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> tuple[float, str]:
    allowed = countries_of(ref, context, gazetteer)
    if place.country in allowed:
        rank = allowed.index(place.country)
        who = "the words around it name" if ref.country else "the report is about"
        return COUNTRY * (1.0 if rank == 0 else 0.7 - 0.1 * min(rank, 5)), f"in {place.country}, which {who}"
    if allowed and (ref.country or place.country not in context.activity):
        return 0.0, f"in {place.country}, not in {', '.join(allowed)}"
    if place.country in context.activity:
        return COUNTRY * _ACTIVITY, f"in {place.country}, where the group is active"
    return 0.0, ""


def _prominence(place: Place) -> tuple[float, str]:
    weight = _KIND.get(place.kind, 0.1)
    people = f" of {place.population:,} people" if place.population else ""
    if place.population:
        weight += 0.4 * min(1.0, log10(place.population) / 7)
    if place.place_id.startswith(CURATED):
        weight, people = weight + _CURATED_BONUS, people + ", kept by hand"
    return PROMINENCE * min(1.0, weight), f"{KIND_WORDS.get(place.kind, place.kind)}{people}"


def _within(place: Place, ref: PlaceRef, gazetteer: Gazetteer) -> tuple[float, str]:
    for name in ref.within:
        if fold(name) in {fold(own) for own in (place.admin1, place.admin2) if own}:
            return WITHIN, f"in {name}, as the report says"
        for holder in bearers(name, gazetteer):
            if holder.kind == "country":
                continue
            near = _ABOUT_TOWN_KM if holder.kind in SETTLEMENTS else holder.radius_km
            if near and holder.country == place.country and km_between(place.point, holder.point) <= near:
                kind = KIND_WORDS.get(holder.kind, holder.kind)
                return WITHIN * 0.8, f"within reach of {holder.name} ({kind}), named with it"
    return 0.0, ""


def _neighbours(place: Place, ref: PlaceRef, context: Context, gazetteer: Gazetteer) -> tuple[float, str]:
    # A capital stands for its government in most reports: it draws no village near it.
    others = sorted({fold(name) for name in context.names} - {fold(ref.name)} - gazetteer.capitals)
    distances = []
    for lons, lats in _spots(tuple(others), context.countries, gazetteer):
        distances.append(float(km_to_many(place.point, lons, lats).min()))
    if not distances:
        return 0.0, ""
    near = [exp(-km / _NEIGHBOUR_KM) for km in distances]
    closeness = (max(near) + sum(near) / len(near)) / 2
    return NEIGHBOURS * closeness, f"{min(distances):.0f} km from the nearest other place of the report"


@lru_cache(maxsize=512)
def _spots(
    names: tuple[str, ...], countries: tuple[str, ...], gazetteer: Gazetteer
) -> Sequence[tuple[np.ndarray, np.ndarray]]:
    """Coordinates of the settlements of each name, those in the report's countries only."""
    spots = []
    for name in names:
        points = [
            place.point
            for place in bearers(name, gazetteer)
            if place.kind in SETTLEMENTS and (not countries or place.country in countries)
        ]
        if points:
            spots.append((np.array([p.lon for p in points]), np.array([p.lat for p in points])))
    return spots
