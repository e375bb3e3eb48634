"""In which role a place is named: what cue words and lists tell of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

from ..model import Precision
from .dates import datelines
from .lexicon import Lexicon, Match
from .placeat import LEVELS, ROLE_CUES, PlaceAt
from .placeknown import Leads, lead
from .tables import function_words
from .tokens import Text

_DASHES = ("-", "–", "—", "‑")
_REGIONAL = ("admin1", "admin2")
_PART_REACH = 5  # words before a country in which "northern" may stand
_BETWEEN_REACH = 12  # words after "between" in which both places stand
_OPEN_REACH = 5  # words after "between" in which the first of them stands


def grouped(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Number the lists: names joined by commas, dashes or "and" alone stand in one list.

    Parameters
    ----------
    text : Text
    places : list of PlaceAt
        In order of the words.

    Returns
    -------
    list of PlaceAt

    Examples
    --------
    >>> from .placeat import named
    >>> from .tokens import cut
    >>> text = cut("in Kayes, Diboli and Sandaré after Nioro")
    >>> [p.group for p in grouped(text, [named(text, i, i) for i in (1, 2, 4, 6)])]
    [1, 1, 1, 2]
    """
    out: list[PlaceAt] = []
    group = 0
    for place in places:
        if not out or not _listed(text, out[-1], place):
            group += 1
        out.append(replace(place, group=group))
    return out


def _listed(text: Text, before: PlaceAt, place: PlaceAt) -> bool:
    """Whether two names stand in one list: nothing but small words and a sign or word of listing between."""
    if not text.same_sentence(before.last, place.first):
        return False
    between = text.words(before.last + 1, place.first)
    gap = text.between(before.last, place.first)
    if "(" in gap or ";" in gap or len(between) > 3:
        return False
    if not function_words("list").union(function_words("list_small")).issuperset(between):
        return False
    dashed = not between and gap.strip() in _DASHES
    return "," in gap or "&" in gap or dashed or not function_words("list").isdisjoint(between)


def with_cues(text: Text, place: PlaceAt, leads: Leads, trails: Mapping[int, Match[str]]) -> PlaceAt:
    """Give a place the role or level that the words just before and after it tell.

    Parameters
    ----------
    text : Text
    place : PlaceAt
    leads, trails : mapping of int to Match
        Cues before names by their last word, cues after names by their first.

    Returns
    -------
    PlaceAt

    Examples
    --------
    >>> from .placeat import named
    >>> from .tokens import cut
    >>> text = cut("near Kona")
    >>> str(with_cues(text, named(text, 1, 1), {0: Match(0, 0, "near")}, {}).level)
    'near'
    """
    trail = trails.get(place.last + 1)
    if trail is not None and not _adjoining(text, place.last, trail.first):
        trail = None
    for cue in (trail, lead(text, place.first, leads)):
        if cue is not None:
            place = _told(place, cue.value)
    return place


def _adjoining(text: Text, last: int, first: int) -> bool:
    """Whether no sign and no sentence's end parts two words."""
    return text.same_sentence(last, first) and not re.search(r"[,;:.(]", text.between(last, first))


def _told(place: PlaceAt, cue: str) -> PlaceAt:
    """What one cue tells of the place beside it."""
    if cue in ROLE_CUES:
        return replace(place, role=cue)
    if cue in _REGIONAL and not place.is_country:
        return replace(place, level=LEVELS[cue], kind=cue, cued=True)
    if cue == "coded":
        return replace(place, kind="coded", cued=True, level=Precision.NEAR)
    if cue == "near" and place.is_country:
        return replace(place, role="border")
    if cue == "near" and place.level is Precision.EXACT:
        return replace(place, level=Precision.NEAR)
    if cue == "bearing":
        return replace(place, kind="bearing")
    if cue == "between":
        return replace(place, level=Precision.NEAR, kind="between")
    if cue == "quarter":
        return replace(place, kind="quarter", cued=True)
    if cue == "settlement":
        regional = place.level in (Precision.ADMIN1, Precision.ADMIN2)
        return replace(place, kind="village", cued=True, level=Precision.EXACT if regional else place.level)
    return place


def as_coded(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Let a dataset's note say where it put its event: "between Gossi and Hombori (coded as Gossi)".

    Parameters
    ----------
    text : Text
    places : list of PlaceAt
        In order of the words, with their own cues.

    Returns
    -------
    list of PlaceAt
        The other points of the sentence are references.

    Examples
    --------
    >>> from .tokens import cut
    >>> text = cut("near Gossi (coded as Hombori)")
    >>> places = [PlaceAt(1, 1, "Gossi", None), PlaceAt(4, 4, "Hombori", None, kind="coded")]
    >>> [(p.name, p.role) for p in as_coded(text, places)]
    [('Gossi', 'reference'), ('Hombori', 'event')]
    """
    coded = {text.tokens[p.first].sentence: p for p in places if p.kind == "coded"}
    out = []
    for place in places:
        chosen = coded.get(text.tokens[place.first].sentence)
        if chosen is not None and place.first < chosen.first and place.is_point and place.role == "event":
            place = replace(place, role="reference")
        out.append(replace(place, kind=None) if place.kind == "coded" else place)
    return out


def as_between(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Join "between the capital Abuja and the northern city of Kaduna": one place, somewhere between the two.

    Parameters
    ----------
    text : Text
    places : list of PlaceAt
        In order of the words.

    Returns
    -------
    list of PlaceAt
        The second place is a reference of the first.
    """
    out = list(places)
    firsts = [p.first for p in out]
    openers = [at for at, token in enumerate(text.tokens) if token.text in function_words("between")]
    for at in openers if len(out) > 1 else ():
        reach = range(bisect_right(firsts, at), bisect_right(firsts, at + _BETWEEN_REACH))
        near = [i for i in reach if text.same_sentence(at, out[i].first) and _may_end(out[i])]
        if len(near) < 2 or out[near[0]].first - at > _OPEN_REACH or out[near[0]].other:
            continue
        one, other = out[near[0]], out[near[1]]
        between = text.between(one.last, other.first)
        joined = "&" in between or not function_words("and").isdisjoint(text.words(one.last + 1, other.first))
        if joined and not re.search(r"[.;:,]", between):
            out[near[0]] = replace(one, role="event", level=Precision.NEAR, kind=None, other=other.name)
            out[near[1]] = replace(other, role="reference")
    return out


def _may_end(place: PlaceAt) -> bool:
    """Whether a place may be an end of "between X and Y"."""
    return not place.is_country and place.kind != "coded"


def share_cues(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Let a cue before a list hold for all of it: "the borders with Senegal and Mauritania".

    Parameters
    ----------
    text : Text
    places : list of PlaceAt
        Grouped, with their own cues.

    Returns
    -------
    list of PlaceAt
        The second name of "between X and Y" or "the X-Y road" is a reference of the first.

    Examples
    --------
    >>> from .tokens import cut
    >>> text = cut("borders with Senegal and Mauritania")
    >>> places = [PlaceAt(2, 2, "Senegal", None, role="border", group=1)]
    >>> places += [PlaceAt(4, 4, "Mauritania", None, group=1)]
    >>> [p.role for p in share_cues(text, places)]
    ['border', 'border']
    """
    out: list[PlaceAt] = []
    heads: dict[int, int] = {}
    for place in places:
        at = heads.setdefault(place.group, len(out))
        if at < len(out):
            head = out[at]
            at_town = text.words(place.first - 1, place.first) == ["a"]  # "la province de Kona, à Gao"
            place = place if at_town and head.kind in _REGIONAL else _as_head(head, place)
            road = Precision.NEAR in (head.level, place.level) and _dashed(text, head, place)
            if (head.kind == "between" or road) and head.other is None and place.is_point:
                out[at] = replace(head, kind=None, other=place.name, level=Precision.NEAR)
                place = replace(place, role="reference")
        out.append(place)
    return out


def _as_head(head: PlaceAt, place: PlaceAt) -> PlaceAt:
    """Role and level of a list's first name for a later one that has none of its own."""
    if head.role != "event" and place.role == "event":
        place = replace(place, role=head.role)
    if head.kind in _REGIONAL and head.cued and place.level is Precision.EXACT:
        place = replace(place, level=head.level, kind=head.kind, cued=True)
    return place


def _dashed(text: Text, one: PlaceAt, other: PlaceAt) -> bool:
    """Whether only a dash stands between: the "Gao–Ansongo" road."""
    return text.between(one.last, other.first).strip() in _DASHES


def with_part(text: Text, place: PlaceAt, parts: Lexicon[str]) -> PlaceAt:
    """Take "northern" into the name of "northern Mali": a part of a country, written as it is.

    Parameters
    ----------
    text : Text
    place : PlaceAt
    parts : Lexicon
        Words like northern, centre du.

    Returns
    -------
    PlaceAt

    Examples
    --------
    >>> from .tokens import cut
    >>> mali = PlaceAt(2, 2, "Mali", None, level=Precision.COUNTRY)
    >>> with_part(cut("in northern Mali"), mali, Lexicon([("northern", "north")])).name
    'northern Mali'
    """
    if not place.is_country:
        return place
    begin = max(text.first[text.tokens[place.first].sentence], place.first - _PART_REACH)
    for match in parts.find(text.tokens, begin, place.first):
        if function_words("of_country").issuperset(text.words(match.last + 1, place.first)):
            return replace(place, first=match.first, name=text.written(match.first, place.last), part=True)
    return place


def as_datelines(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Mark the places of a dateline: "BAMAKO, Mali (AP) — …".

    Parameters
    ----------
    text : Text
    places : list of PlaceAt

    Returns
    -------
    list of PlaceAt

    Examples
    --------
    >>> from .tokens import cut
    >>> text = cut("BAMAKO — Gunmen attacked Gao.")
    >>> [p.role for p in as_datelines(text, [PlaceAt(0, 0, "BAMAKO", None), PlaceAt(3, 3, "Gao", None)])]
    ['dateline', 'event']
    """
    heads = datelines(text.raw)
    starts = [text.tokens[p.first].start for p in places]
    inside = [any(first <= at < stop for first, stop in heads) for at in starts]
    return [replace(p, role="dateline") if at else p for p, at in zip(places, inside, strict=True)]


def as_heading(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Mark the town of a title, which may stand for a district: "Gao : deux enlevés dans le village de Kona".

    Parameters
    ----------
    text : Text
    places : list of PlaceAt

    Returns
    -------
    list of PlaceAt

    Examples
    --------
    >>> from .tokens import cut
    >>> text = cut("Gao : deux morts")
    >>> as_heading(text, [PlaceAt(0, 0, "Gao", None)])[0].heading
    True
    """
    if not places or places[0].first or places[0].last + 1 >= len(text.tokens) or not places[0].is_point:
        return places
    opened = text.between(places[0].last, places[0].last + 1).strip() == ":"
    return [replace(places[0], heading=True), *places[1:]] if opened else places
