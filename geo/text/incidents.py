"""An incident: one operation that a report tells of, in one place or in several (a series)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..dates import Interval
from ..model import Precision
from ..names import fold
from .frames import Frame
from .lexicon import Match
from .mentions import DateAt
from .placeat import PlaceAt

VIOLENT = ("attack", "shelling", "explosion", "suicide", "airstrike")
DETAILS = ("destruction", "arrest", "regain")  # told beside an attack, they are part of it

LOOSE = (Precision.NEAR, Precision.ADMIN2)
"""Places that a report may tell more exactly later."""


@dataclass
class When:
    """A date that an incident has and the words it came from; ``said`` if only a statement's date is told."""

    interval: Interval
    how: str
    at: DateAt
    said: bool = False


@dataclass
class Incident:
    """One operation: its frames, its dates (as a whole and by place), its places."""

    family: str
    status: str = "realised"
    frames: list[Frame] = field(default_factory=list)
    when: When | None = None
    undated: DateAt | None = None
    places: dict[str, PlaceAt] = field(default_factory=dict)
    coarse: dict[str, PlaceAt] = field(default_factory=dict)
    by_place: dict[str, list[Frame]] = field(default_factory=dict)
    when_by_place: dict[str, When] = field(default_factory=dict)
    remainder: Match[str] | None = None
    series: bool = False
    last_single: str | None = None
    beside: Incident | None = None

    @property
    def countries(self) -> frozenset[str]:
        """Countries that its places may lie in; empty when nothing tells."""
        known = [c for p in [*self.places.values(), *self.coarse.values()] if (c := lands(p))]
        known += [frozenset({c}) for f in self.frames for _, c in f.demonyms]
        out = frozenset.intersection(*known) if known else frozenset()
        return out or (frozenset.union(*known) if known else frozenset())


def lands(place: PlaceAt) -> frozenset[str]:
    """Give the countries that a place may lie in.

    Parameters
    ----------
    place : PlaceAt

    Returns
    -------
    frozenset of str
        ISO 3166-1 alpha-2; empty when nothing tells.

    Examples
    --------
    >>> lands(PlaceAt(0, 0, "Bamako", None, country="ML"))
    frozenset({'ML'})
    """
    if place.country:
        return frozenset({place.country})
    return place.known.countries if place.known else frozenset()


def key(place: PlaceAt) -> str:
    """Give a place's name as compared inside one report.

    Examples
    --------
    >>> key(PlaceAt(0, 0, "Sandaré", None))
    'sandare'
    """
    return fold(place.name)


def held_key(incident: Incident, place: PlaceAt) -> str:
    """Give the key under which an incident holds a place: "Nioro" is the "Nioro du Sahel" told before.

    Examples
    --------
    >>> held_key(Incident("attack"), PlaceAt(0, 0, "Nioro", None))
    'nioro'
    """
    mine = key(place)
    for held in incident.places:
        if held == mine or held.startswith(mine + " ") or mine.startswith(held + " "):
            return held
    return mine


def fine_places(frame: Frame) -> list[PlaceAt]:
    """Give the places of events in a frame that are settlements, sites or districts.

    Examples
    --------
    >>> gao, mali = PlaceAt(0, 0, "Gao", None), PlaceAt(2, 2, "Mali", None, level=Precision.COUNTRY)
    >>> [p.name for p in fine_places(Frame(0, "attack", [], places=[gao, mali]))]
    ['Gao']
    """
    fine = (Precision.EXACT, Precision.NEAR, Precision.ADMIN2)
    return [p for p in frame.places if p.role == "event" and p.level in fine]


def coarse_places(frame: Frame) -> list[PlaceAt]:
    """Give the places of events in a frame that are regions or countries.

    Examples
    --------
    >>> gao, mali = PlaceAt(0, 0, "Gao", None), PlaceAt(2, 2, "Mali", None, level=Precision.COUNTRY)
    >>> [p.name for p in coarse_places(Frame(0, "attack", [], places=[gao, mali]))]
    ['Mali']
    """
    fine = fine_places(frame)
    return [p for p in frame.places if p.role == "event" and p not in fine]
