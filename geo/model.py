"""What flows between the rooms: reports, spans, drafts of events, and the fixes of places.

Order of coordinates is lon, lat everywhere but in columns named ``latitude`` and ``longitude``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from .dates import Interval


class LonLat(NamedTuple):
    """A point in WGS 84 degrees, longitude first."""

    lon: float
    lat: float


class Precision(StrEnum):
    """How exactly a place is known, from a named settlement or site down to nothing."""

    EXACT = "exact"
    NEAR = "near"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, order=True)
class Span:
    """A piece of a report's text: ``report.text[start:end] == text`` always holds."""

    report_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Report:
    """One article.

    Parameters
    ----------
    id : str
        Its id; for a file, the file's stem.
    text : str
        The text that spans point into.
    source : str or None
        The publisher.
    url, title, language : str or None
        Language is ISO 639-1 ('en', 'fr').
    published : Interval or None
        Day (or month) of publication.
    accessed : datetime.date or None
        When it was fetched.
    """

    id: str
    text: str
    source: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    published: Interval | None = None
    accessed: date | None = None

    @property
    def sha256(self) -> str:
        """Hash of the text: the same text is the same report, whoever syndicates it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def span(self, start: int, end: int) -> Span:
        """The span of a piece of this report's text.

        Examples
        --------
        >>> Report("a", "JNIM attacked Kayes").span(14, 19).text
        'Kayes'
        """
        return Span(self.id, start, end, self.text[start:end])


@dataclass(frozen=True)
class Record:
    """One row of a structured source, already in the columns of the events table."""

    source: str
    line: int
    values: Mapping[str, Any]


class Known(NamedTuple):
    """What a place name may stand for: kinds and countries of its bearers."""

    kinds: frozenset[str]
    countries: frozenset[str]
    population: int


@dataclass(frozen=True)
class PlaceNames:
    """The names that the text room looks for; made by the places room, handed over by the pipeline.

    Parameters
    ----------
    places : mapping of str to Known
        By folded name (geo.names.fold): settlements, sites, regions, countries.
    demonyms : mapping of str to str
        Folded demonym ('malien', 'malian') to ISO 3166-1 alpha-2 code.
    countries : mapping of str to str
        Folded name of a country to its code; a village of the same name does not make it less one.
    """

    places: Mapping[str, Known]
    demonyms: Mapping[str, str]
    countries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceRef:
    """A place as a report names it, before it is looked up.

    Parameters
    ----------
    name : str
        As written.
    span : Span
    level : Precision
        What the words say it is: a named place (exact), by a road or a distance (near), a district,
        a region, a country, or no place at all (unresolved: "other towns").
    role : str
        event, container, seat, border, operation_area, demonym, dateline, mention.
    country : str or None
        Code of the country that the words around it name.
    within : tuple of str
        Containers named with it ("Djiguibombo, Bandiagara region").
    kind : str or None
        village, town, city, site, admin1, admin2, country, informal, where the words tell.
    distance_km, bearing : float or None, str or None
        For "20 km north of X"; bearing is n, ne, e, se, s, sw, w, nw.
    other : str or None
        The second end of "between X and Y" or "on the X–Y road".
    site : str or None
        The site named at the place ("Diamond Cement Factory").
    fallback : PlaceRef or None
        What to look up where the gazetteer lacks the name ("20 km from Bankass").
    """

    name: str
    span: Span
    level: Precision = Precision.EXACT
    role: str = "event"
    country: str | None = None
    within: tuple[str, ...] = ()
    kind: str | None = None
    distance_km: float | None = None
    bearing: str | None = None
    other: str | None = None
    site: str | None = None
    fallback: PlaceRef | None = None


@dataclass(frozen=True)
class Count:
    """A number of people as an interval; a high of None is "at least low"."""

    low: int
    high: int | None
    span: Span
    by: str | None = None


@dataclass(frozen=True)
class ActorRef:
    """An actor of an event: id from data/groups, name as written, role perpetrator, side_b or affiliation."""

    id: str
    name: str
    role: str
    span: Span


@dataclass(frozen=True)
class Target:
    """Who or what was attacked (civilians, security forces, site …), and the words that tell it."""

    kind: str
    nationality: str | None = None
    number: int | None = None
    name: str | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Claim:
    """Who says what about who did it; kept one a source, never resolved."""

    actor: str
    status: str
    by: str | None
    span: Span


@dataclass(frozen=True)
class Draft:
    """One event that one report tells, every field with the span it came from.

    ``evidence`` pairs a field's name with a span; the field ``sentence`` holds the sentences that tell it.
    ``series`` is equal for events of one operation in one report. ``forces`` are soldiers or police whose
    army no word names, attacked (side_b) or doing the deed (perpetrator): they are those of the country where
    the place is found, else of ``country``, which the words tell.
    """

    report_id: str
    sub_event_type: str
    status: str
    interval: Interval | None
    place: PlaceRef | None
    actors: tuple[ActorRef, ...] = ()
    targets: tuple[Target, ...] = ()
    killed: Count | None = None
    wounded: Count | None = None
    abducted: Count | None = None
    claims: tuple[Claim, ...] = ()
    evidence: tuple[tuple[str, Span], ...] = ()
    reasons: tuple[str, ...] = ()
    series: str | None = None
    confidence: float = 0.5
    forces: Span | None = None
    forces_role: str = "side_b"
    country: str | None = None


@dataclass(frozen=True)
class Reading:
    """All that was read in one report: its drafts, the places it mentions without an event, its countries.

    ``countries`` are ISO codes, most spoken of first.
    """

    report: Report
    drafts: tuple[Draft, ...]
    mentions: tuple[PlaceRef, ...]
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """One gazetteer entry."""

    place_id: str
    name: str
    kind: str
    country: str
    point: LonLat
    admin1: str | None = None
    admin2: str | None = None
    population: int | None = None
    radius_km: float | None = None
    source: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Candidate:
    """A place that a name may mean, with its score (0 to 1) and the score's reasons in words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


class FixStatus(StrEnum):
    """Four different results of geocoding a name; never None."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    ABSENT = "absent"
    REFUSED = "refused"


@dataclass(frozen=True)
class Fix:
    """What geocoding one name gave.

    ``point`` is None unless the status is found; ``candidates`` are ranked, best first, and stay there
    whatever the status, so that nothing that lost is hidden.
    """

    status: FixStatus
    name: str
    point: LonLat | None = None
    precision: Precision = Precision.UNRESOLVED
    uncertainty_km: float | None = None
    place: Place | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = field(default=())
