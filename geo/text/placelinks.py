"""How places of one sentence hang together: containers, and distances from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from ..model import Precision
from .placeat import PlaceAt
from .tables import function_words, table
from .tokens import Text

_DISTANCE_REACH = 8  # words before a name in which "20 km north of" may stand
_AMOUNT_REACH = 4  # words before "km" in which its number may stand
_HOST_REACH = 14  # words between a place and the distance told of it
_NEAR_WORDS = 4  # words of "not far from"
_OPENING = 4  # words of "in the province of"
_INSIDE_REACH = 6  # words between a place and its container
_DESCRIBED = 10  # words of "a dry and dusty town in"
_LINKED = ("container", "reference")
_POSSESSIVE = re.compile(r"(?: (?:state|region|province|district|county))?['’]s ")


@cache
def _bearings() -> dict[str, str]:
    return {row["word"]: row["bearing"] for row in table("bearings")}


@cache
def _round_numbers() -> dict[str, float]:
    return {row["word"]: float(row["number"]) for row in table("round_numbers")}


@cache
def _bridges() -> frozenset[str]:
    """Words that may stand between a place and its container."""
    return function_words("function") | function_words("container")


def contained(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Mark containers: "Djiguibombo village in the town of Bandiagara", "Tessit, Ansongo Cercle, Gao Region".

    Parameters
    ----------
    text : Text
    places : list of PlaceAt
        In order of the words.

    Returns
    -------
    list of PlaceAt
        A container has that role, and the place that it holds has its name in ``within``.

    Examples
    --------
    >>> from .placeat import named
    >>> from .tokens import cut
    >>> text = cut("in Tessit (Gao)")
    >>> [(p.name, p.role, p.within) for p in contained(text, [named(text, 1, 1), named(text, 2, 2)])]
    [('Tessit', 'event', ('Gao',)), ('Gao', 'container', ())]
    """
    out: list[PlaceAt] = []
    for place in places:
        at = next((i for i in range(len(out) - 1, -1, -1) if out[i].role not in _LINKED), None)
        if at is not None and _may_hold(text, out[at], place):
            host, bridged = out[at], _bridged(text, out[at], out[-1], place)
            in_turn = (
                out[-1].role == "container" and out[-1].group == place.group
            )  # "Guiré (Nara, Koulikoro)"
            if _attributive(text, host, place) or _villages_in(text, host, place):
                out[at] = replace(host, role="container")
                place = replace(place, within=(*place.within, host.name))
            elif _beside(text, host, place):  # "Tessit, near Gao"
                place = replace(place, role="reference")
            elif bridged or in_turn or host.kind == "quarter" or _bracketed(text, out[-1], place):
                country = host.country or (place.country if bridged else None)
                for i in _list_of(out, at):
                    out[i] = replace(out[i], within=(*out[i].within, place.name), country=country)
                place = replace(place, role="container")
        out.append(place)
    return out


def _list_of(places: list[PlaceAt], at: int) -> list[int]:
    """One list of places, of which the last is known: "Kona, Bargou and Saré, in the district of …"."""
    host = places[at]
    return [
        i
        for i, p in enumerate(places)
        if i == at or (p.group == host.group and p.role == "event" and p.is_point and p.first < host.first)
    ]


def _may_hold(text: Text, host: PlaceAt, place: PlaceAt) -> bool:
    """Whether one place of an event may lie in another that the same sentence names later."""
    events = host.role == "event" and place.role == "event"
    return events and not host.is_country and text.same_sentence(host.first, place.first)


def _bridged(text: Text, host: PlaceAt, previous: PlaceAt, place: PlaceAt) -> bool:
    """Whether small words lead to something larger, or "in the town of" to anything.

    `previous` is the place that stands just before, which may be another container of the host.
    """
    between = [word for word in text.words(previous.last + 1, place.first) if not word.isdigit()]  # Sector 2
    if _described(text, previous, place, between) or _of_district(text, previous, place, between):
        return True
    if _village_at(text, previous, place):
        return True
    if not _bridges().issuperset(between) or not function_words("list").isdisjoint(between):
        return False
    if _after_comma(text, host, previous, place):
        return True
    if _by_article(between) and "," in text.between(previous.last, place.first) and host.is_point:
        return True  # "Kona, in the Gourma": no settlement takes an article
    regional = place.level in (Precision.ADMIN1, Precision.ADMIN2) and host.is_point
    if regional or place.is_country:
        return True
    apart = "," in text.between(previous.last, place.first) and function_words("district").isdisjoint(between)
    return not apart and _inside(between)


def _described(text: Text, previous: PlaceAt, place: PlaceAt, between: Sequence[str]) -> bool:
    """Whether a name is told to be a town in another: "Kona, a dusty town in the Mopti region"."""
    if not between or len(between) > _DESCRIBED or between[0] not in function_words("single_article"):
        return False
    noun = not _settlements().isdisjoint(between)
    last = [w for w in between if w not in function_words("article")][-1:]
    gap = text.between(previous.last, place.first)
    return noun and gap.startswith(",") and gap.count(",") == 1 and last[0] in function_words("lies_in")


def _of_district(text: Text, previous: PlaceAt, place: PlaceAt, between: Sequence[str]) -> bool:
    """Whether a commune follows after a comma: "Kona, commune de Sévaré"."""
    after_comma = text.between(previous.last, place.first).startswith(",")
    first = [w for w in between if w not in function_words("article")][:1]
    return (
        after_comma and len(between) <= _NEAR_WORDS and bool(function_words("district").intersection(first))
    )


def _village_at(text: Text, previous: PlaceAt, place: PlaceAt) -> bool:
    """Whether a town between commas tells where a village lies: "the village of Kona, in Gao, was burnt"."""
    if previous.kind != "village" or text.words(previous.last + 1, place.first) not in (["a"], ["in"]):
        return False
    closed = text.raw[text.tokens[place.last].end :].startswith(",")
    return closed and "," in text.between(previous.last, place.first)


@cache
def _settlements() -> frozenset[str]:
    """Words for settlements: town, village, commune."""
    return function_words("settlement_noun") | function_words("village_noun")


def _by_article(between: Sequence[str]) -> bool:
    """Whether just "in the" stands between two names."""
    return len(between) == 2 and between[0] in ("in", "dans") and between[1] in function_words("article")


def _attributive(text: Text, host: PlaceAt, place: PlaceAt) -> bool:
    """Whether a name only says where the village named next lies: "the Mopti village of Kona"."""
    gap = text.between(host.last, place.first)
    if _POSSESSIVE.fullmatch(gap):  # "Borno state's Zorkoula village"
        return True
    between = text.words(host.last + 1, place.first)
    return (
        "," not in gap
        and len(between) == 2
        and between[0] in function_words("settlement_noun")
        and between[1] in ("of", "de")
    )


def _villages_in(text: Text, host: PlaceAt, place: PlaceAt) -> bool:
    """Whether a district is told before its village: "in the district of Kona in the village of Bargou"."""
    between = text.words(host.last + 1, place.first)
    if _at_in(text, host, place, between):
        return True
    if place.kind != "village" or len(between) > _NEAR_WORDS or between[:1] not in (["dans"], ["in"], ["au"]):
        return False
    regional = host.level in (Precision.ADMIN1, Precision.ADMIN2)
    told = not function_words("district").isdisjoint(text.words(host.first - 2, host.first))
    return (regional or told) and not function_words("settling").isdisjoint(between)


def _at_in(text: Text, host: PlaceAt, place: PlaceAt, between: Sequence[str]) -> bool:
    """Whether a town follows the district that opens a sentence: "Dans la province de Kona, à Bargou, …"."""
    regional = host.level in (Precision.ADMIN1, Precision.ADMIN2) and place.is_point
    opens = host.first - text.first[text.tokens[host.first].sentence] <= _OPENING
    small = function_words("inside_village")
    told = 0 < len(between) <= _INSIDE_REACH and small.issuperset(between)
    return regional and opens and told and text.between(host.last, place.first).startswith(",")


def _beside(text: Text, host: PlaceAt, place: PlaceAt) -> bool:
    """Whether a place only says where another lies: named right after it, with nothing but "near" between."""
    if place.level is Precision.NEAR and host.level is Precision.EXACT and _along(text, host, place):
        return True
    if place.other and host.level is Precision.EXACT:  # "Kona, between Gao and Ansongo"
        gap = text.between(host.last, place.first)
        return gap.startswith(",") and text.words(host.last + 1, place.first) in (["entre"], ["between"])
    near = (
        host.level is Precision.EXACT and place.level is Precision.NEAR and place.is_point and not place.other
    )
    between = text.words(host.last + 1, place.first)
    return near and 0 < len(between) <= _NEAR_WORDS and function_words("near_words").issuperset(between)


def _along(text: Text, host: PlaceAt, place: PlaceAt) -> bool:
    """Whether only a road leads to a name: "Kona, on the Gao-Ansongo road", "Kona, sur l'axe Gao-Ansongo"."""
    words = text.words(host.last + 1, place.first)
    on_road = not function_words("road").isdisjoint(words) and len(words) <= _NEAR_WORDS
    return on_road and text.between(host.last, place.first).startswith(",")


def _after_comma(text: Text, host: PlaceAt, previous: PlaceAt, place: PlaceAt) -> bool:
    """Whether a region alone follows after a comma, and no list goes on: "near Dioungani, Mopti"."""
    kinds, own = (p.known.kinds if p.known else frozenset() for p in (place, host))
    if "admin1" not in kinds or "admin1" in own or text.between(previous.last, place.first).strip() != ",":
        return False
    after = text.words(place.last + 1, place.last + 2)
    ends = place.last + 1 >= len(text.tokens) or not text.same_sentence(place.last, place.last + 1)
    gap = "" if ends else text.between(place.last, place.last + 1)
    goes_on = "," in gap and text.tokens[place.last + 1].capital
    return ends or not (goes_on or not function_words("list").isdisjoint(after))


def _inside(between: Sequence[str]) -> bool:
    """Whether the words between two names say that one lies in the other: "village in the commune of"."""
    words = [w for w in between if w not in function_words("inside_skipped")]
    return bool(words) and words[0] in function_words("inside") and len(between) <= _INSIDE_REACH


def _bracketed(text: Text, previous: PlaceAt, place: PlaceAt) -> bool:
    """Whether a place stands in brackets after another, without a distance: "Tessit (Gao)"."""
    gap = text.between(previous.last, place.first)
    between = text.words(previous.last + 1, place.first)
    return "(" in gap and ")" not in gap and not any(w.isdigit() for w in between)


def with_distances(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Read "20 km north of X": near X; beside a named place it only says where that place lies.

    Parameters
    ----------
    text : Text
    places : list of PlaceAt

    Returns
    -------
    list of PlaceAt
        Near, with ``km`` and ``bearing``; a reference where another place is named just before.

    Examples
    --------
    >>> from .placeat import named
    >>> from .tokens import cut
    >>> text = cut("some 20 km north of Gao")
    >>> [(p.km, p.bearing, str(p.level)) for p in with_distances(text, [named(text, 5, 5)])]
    [(20.0, 'n', 'near')]
    """
    out: list[PlaceAt] = []
    for place in places:
        if place.role in ("event", "container", "transit") and not place.is_country:
            place = _measured(text, out, place)
        out.append(place)
    return out


def _measured(text: Text, earlier: list[PlaceAt], place: PlaceAt) -> PlaceAt:
    """A place with the distance and bearing told before it, if any are."""
    begin = max(text.first[text.tokens[place.first].sentence], place.first - _DISTANCE_REACH)
    words = text.words(begin, place.first)
    km_at = next((i for i in range(len(words) - 1, -1, -1) if words[i] in function_words("kilometre")), None)
    measured = km_at is not None and _only_bearing(words[km_at + 1 :])
    if not measured and (place.kind != "bearing" or place.role == "transit"):
        return place
    km = _amount(words[:km_at]) if measured else None
    bearing = next((_bearings()[w] for w in words[km_at or 0 :] if w in _bearings()), None)
    role = "event" if place.role == "transit" else place.role  # "20 km from X" is no way from X
    role = "reference" if _has_host(text, earlier, place) else role
    return replace(place, kind=None, level=Precision.NEAR, km=km, bearing=bearing, role=role)


def _has_host(text: Text, earlier: list[PlaceAt], place: PlaceAt) -> bool:
    """Whether the place that a distance is told of was named just before, in the same sentence."""
    near = takewhile(lambda host: place.first - host.last <= _HOST_REACH, reversed(earlier))
    return any(
        host.role == "event" and not host.is_country and text.same_sentence(host.first, place.first)
        for host in near
    )


def _only_bearing(words: Sequence[str]) -> bool:
    """Whether nothing but "north of" stands between a distance and a name."""
    return all(w in function_words("distance") or w in _bearings() for w in words)


def _amount(words: Sequence[str]) -> float | None:
    """The number of kilometres before "km", None where the words give none."""
    for word in reversed(words[-_AMOUNT_REACH:]):
        if word.isdigit():
            return float(word)
        if word in _round_numbers():
            return _round_numbers()[word]
    return None
