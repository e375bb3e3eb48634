"""The gazetteer: places, regions and countries of data/places, found by folded name, alias or likeness."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from .. import vocab
from ..errors import InvalidPlace
from ..model import Known, LonLat, Place, PlaceNames
from ..names import fold
from . import own, tables
from .spelling import sound

if TYPE_CHECKING:
    from shapely import STRtree

SETTLEMENTS = frozenset({"city", "town", "village", "site"})
REGIONS = frozenset({"admin1", "admin2", "informal"})
CURATED = "hand:"
LIKENESS = 0.87
LONGEST_NAME = 200
_SHORTEST_FUZZY = 5
_ARTICLE = re.compile(r"\s*(?:[dl]['’ʼ]|(?:le|la|les|the)\s)\s*", re.IGNORECASE)


class Match(NamedTuple):
    """A place that a name may mean, and what led to it (exact, alias, sound or fuzzy), with its likeness."""

    place: Place
    how: str
    likeness: float

    @property
    def is_sure(self) -> bool:
        """Whether the name is the place's own or an alias; else it is a proposal."""
        return self.how in ("exact", "alias")


class Gazetteer:
    """Places by name, from the tables of a folder; loaded once, never changed.

    Parameters
    ----------
    folder : pathlib.Path or None
        Holds places.csv, regions.csv and countries.csv (see data/README.md); None is the project's own, with
        what the user added (``places add``).

    Raises
    ------
    BrokenData
        A table is missing or lacks a column.

    Examples
    --------
    >>> [match.place.country for match in Gazetteer.default().find("Sandere")][0]
    'ML'
    """

    def __init__(self, folder: Path | None = None) -> None:
        read = [tables.read((folder or vocab.DATA / "places") / name) for name in tables.FILES]
        mine = None if folder else own.read()
        if mine:
            read[0] = own.joined(read[0], mine)
        self._columns = tables.stack(read)
        self._places: list[Place | None] = [None] * len(self._columns["name"])
        self._index = tables.index_names(self._columns["name"], self._columns["aliases"])
        self.capitals = frozenset(map(fold, filter(None, read[2]["capital"])))
        self._demonyms = tables.demonyms(read[2], read[0])

    @staticmethod
    @cache
    def default() -> Gazetteer:
        """The project's own gazetteer with what the user added, loaded once a process."""
        return Gazetteer()

    def __len__(self) -> int:
        """How many places, regions and countries there are."""
        return len(self._places)

    def __iter__(self) -> Iterator[Place]:
        """Every place, region and country, in the order of the tables."""
        return (self._place(row) for row in range(len(self)))

    def find(self, name: str) -> list[Match]:
        """All places of a name or alias; where there are none, those of a like name, as proposals.

        Names are compared folded (geo.names.fold): accents, case, hyphens and apostrophes do not count, nor
        does a leading article. A like name begins with the same letter and has a likeness (rapidfuzz ratio)
        of at least 0.87.

        Parameters
        ----------
        name : str
            At most 200 characters.

        Returns
        -------
        list of Match
            Names before aliases, else by falling likeness; empty when nothing is like it.

        Raises
        ------
        InvalidPlace
            The name is empty, too long, or holds control characters.

        Examples
        --------
        >>> Gazetteer.default().find("Boulkessy")[0].place.name
        'Boulikessi'
        """
        return self.named(name) or self.like(name)

    def named(self, name: str) -> list[Match]:
        """All places of a name or alias, names first; as ``find``, without proposals.

        Examples
        --------
        >>> Gazetteer.default().named("Ouagadougo")
        []
        """
        return self._exact(checked_name(name)) or self._exact(_without_article(name))

    def like(self, name: str, countries: Iterable[str] = ()) -> list[Match]:
        """Places of a like name, best first, at most ten: proposals, not answers.

        Parameters
        ----------
        name : str
            At most 200 characters.
        countries : iterable of str
            Keep places of these countries only (ISO 3166-1 alpha-2); none given is any.

        Returns
        -------
        list of Match
            ``how`` is 'sound' where the two spellings sound the same (they go first), else 'fuzzy'.

        Raises
        ------
        InvalidPlace
            The name is empty, too long, or holds control characters.

        Examples
        --------
        >>> Gazetteer.default().like("Ouagadougo", ["BF"])[0].place.name
        'Ouagadougou'
        """
        folded, kept = checked_name(name), set(countries)
        if len(folded) < _SHORTEST_FUZZY:
            return []
        names, lengths = self._by_letter.get(folded[0], ((), ()))
        # A ratio of 2m/(a+b) bounds the length of the other name: no need to look at the rest.
        reach = 2 / LIKENESS - 1
        window = names[bisect_left(lengths, len(folded) / reach) : bisect_right(lengths, len(folded) * reach)]
        found = process.extract(folded, window, scorer=fuzz.ratio, score_cutoff=LIKENESS * 100, limit=None)
        best: dict[int, tuple[bool, float]] = {}
        for other, ratio, _ in found:
            rank = (sound(other) == sound(folded), ratio / 100)
            for row in self._index[other]:
                row = max(row, ~row)
                if other != folded and (not kept or self._columns["country"][row] in kept):
                    best[row] = max(best.get(row, (False, 0.0)), rank)
        ranked = sorted(
            best.items(), key=lambda item: (item[1], self._columns["place_id"][item[0]]), reverse=True
        )
        return [
            Match(self._place(r), "sound" if same else "fuzzy", ratio) for r, (same, ratio) in ranked[:10]
        ]

    def country(self, code: str) -> Place | None:
        """The country of a code (ISO 3166-1 alpha-2), as a place; None where there is none.

        Examples
        --------
        >>> Gazetteer.default().country("ML").name
        'Mali'
        """
        return self._countries.get(code)

    def names(self) -> PlaceNames:
        """The names that a text can be searched for: settlements, sites, regions, countries; and demonyms.

        Returns
        -------
        PlaceNames
            By folded name; ``kinds`` and ``countries`` are of all bearers, rivers and hills too, so that a
            reader sees what else a name may mean.

        Examples
        --------
        >>> sorted(Gazetteer.default().names().places["kayes"].countries)
        ['ML']
        >>> Gazetteer.default().names().demonyms["malienne"]
        'ML'
        """
        return self._names

    def nearest(self, point: LonLat, count: int = 1) -> list[tuple[Place, float]]:
        """The settlements and sites nearest to a point.

        Parameters
        ----------
        point : LonLat
            Degrees.
        count : int
            How many, at least 1.

        Returns
        -------
        list of (Place, float)
            Nearest first, with the distance in km; those at one spot by falling population.

        Raises
        ------
        InvalidPlace
            The coordinates are out of range.

        Examples
        --------
        >>> Gazetteer.default().nearest(LonLat(-11.44, 14.45))[0][0].name
        'Kayes'
        """
        import shapely

        from .plane import checked_point, km_between, mercator

        point = checked_point(point)
        tree, rows = self._tree
        here = shapely.Point(mercator(point.lon, point.lat))
        # Neighbours in the plane, then true distances: widen the circle until it holds enough.
        reach = 20_000.0
        while len(hits := tree.query(here, predicate="dwithin", distance=reach)) < min(count, len(rows)):
            reach *= 2
        places = [self._place(rows[hit]) for hit in hits]
        distances = [km_between(point, place.point) for place in places]
        order = sorted(
            range(len(places)),
            key=lambda i: (round(distances[i], 3), -(places[i].population or 0), places[i].place_id),
        )
        return [(places[i], distances[i]) for i in order[:count]]

    def _exact(self, folded: str) -> list[Match]:
        rows = self._index.get(folded, [])
        matches = [
            Match(self._place(row), "exact", 1.0) if row >= 0 else Match(self._place(~row), "alias", 1.0)
            for row in rows
        ]
        return sorted(matches, key=lambda match: (match.how == "alias", match.place.place_id))

    def _place(self, row: int) -> Place:
        place = self._places[row]
        if place is None:
            c = self._columns
            place = self._places[row] = Place(
                place_id=c["place_id"][row],
                name=c["name"][row],
                kind=c["kind"][row],
                country=c["country"][row],
                point=LonLat(c["longitude"][row], c["latitude"][row]),
                admin1=c["admin1"][row] or None,
                admin2=c["admin2"][row] or None,
                population=c["population"][row] or None,
                radius_km=c["radius_km"][row],
                source=c["source"][row] or None,
                valid_from=_day(c["valid_from"][row]),
                valid_to=_day(c["valid_to"][row]),
            )
        return place

    @cached_property
    def _countries(self) -> dict[str, Place]:
        c = self._columns
        rows = (row for row, kind in enumerate(c["kind"]) if kind == "country")
        return {c["country"][row]: self._place(row) for row in rows}

    @cached_property
    def _by_letter(self) -> dict[str, tuple[list[str], list[int]]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for name in self._index:
            if len(name) >= _SHORTEST_FUZZY:
                groups[name[0]].append(name)
        return {
            letter: (ordered := sorted(group, key=lambda name: (len(name), name)), [len(n) for n in ordered])
            for letter, group in groups.items()
        }

    @cached_property
    def _names(self) -> PlaceNames:
        c = self._columns
        one = {kind: frozenset({kind}) for kind in set(c["kind"])}
        land = {code: frozenset({code}) for code in set(c["country"])}
        sought = SETTLEMENTS | REGIONS | {"country"}
        known: dict[str, Known] = {}
        countries_named = self._country_names()
        for name, signed in self._index.items():
            rows = [max(row, ~row) for row in signed]
            kinds = one[c["kind"][rows[0]]].union(*(one[c["kind"][row]] for row in rows[1:]))
            if kinds & sought:
                countries = land[c["country"][rows[0]]].union(*(land[c["country"][row]] for row in rows[1:]))
                known[name] = Known(kinds, countries, max(c["population"][row] or 0 for row in rows))
        return PlaceNames(known, self._demonyms, countries_named)

    def _country_names(self) -> dict[str, str]:
        """Folded names of countries to their codes; a name outranks another country's alias."""
        found: dict[str, tuple[bool, str]] = {}
        for name, signed in self._index.items():
            rows = [(row < 0, max(row, ~row)) for row in signed]
            named = [
                (a, self._columns["country"][r]) for a, r in rows if self._columns["kind"][r] == "country"
            ]
            if named:
                found[name] = min(named)
        return {name: code for name, (_, code) in found.items()}

    @cached_property
    def _tree(self) -> tuple[STRtree, list[int]]:
        import numpy as np
        import shapely

        from .plane import mercator

        rows = [row for row, kind in enumerate(self._columns["kind"]) if kind in SETTLEMENTS]
        lons = np.array([self._columns["longitude"][row] for row in rows])
        lats = np.array([self._columns["latitude"][row] for row in rows])
        return shapely.STRtree(shapely.points(*mercator(lons, lats))), rows


def _without_article(name: str) -> str:
    return fold(_ARTICLE.sub("", name, count=1)) if _ARTICLE.match(name) else ""


def checked_name(name: str) -> str:
    """Fold a name, or say why it cannot be looked up."""
    if len(name) > LONGEST_NAME:
        raise InvalidPlace(
            f"a name of {len(name):,} characters", f"is longer than {LONGEST_NAME}", "give one place name"
        )
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", name):
        raise InvalidPlace(repr(name), "holds control characters", "give the name as plain text")
    folded = fold(name)
    if not folded:
        raise InvalidPlace(repr(name), "holds no letter or digit", "give a place name")
    return folded


def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
