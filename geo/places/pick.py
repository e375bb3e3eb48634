"""The Fix of a place that a person chose: nothing is ranked, nothing doubted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..model import Candidate, Fix, Place, PlaceRef, Precision, Span
from .choose import found
from .gazetteer import Gazetteer
from .rank import with_regions
from .score import bearers


def chosen(place: Place, on: date | None = None) -> Fix:
    """The Fix of one place of the gazetteer, as if its name had found it.

    Parameters
    ----------
    place : Place
    on : datetime.date or None
        Day of the event: it picks the vintage of regions; None is today's.

    Returns
    -------
    Fix
        Status found: a settlement or site exact, an area without fixed borders near its middle, else an area.

    Examples
    --------
    >>> sandare = Gazetteer.default().named("Sandaré")[0].place
    >>> [chosen(sandare, date(year, 1, 1)).admin1 for year in (2020, 2025)]
    ['Kayes', 'Nioro']
    """
    ref = PlaceRef(place.name, Span("chosen", 0, len(place.name), place.name))
    fix = found(ref, Candidate(place, 1.0), ())
    if place.kind == "informal":
        fix = replace(fix, precision=Precision.NEAR)
    return with_regions([fix], [on])[0]


def bears(place: Place, name: str) -> bool:
    """Whether a place has a name, as its own or as an alias.

    Examples
    --------
    >>> sandare = Gazetteer.default().named("Sandaré")[0].place
    >>> bears(sandare, "Sandere"), bears(sandare, "Kayes")
    (True, False)
    """
    return any(each.place_id == place.place_id for each in bearers(name, Gazetteer.default()))
