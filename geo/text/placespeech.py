"""Places of those who speak: capitals for governments, embassies, the towns of people quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from .mentions import Mentions
from .placeat import PlaceAt
from .tables import function_words
from .tokens import Text

_QUOTE_END = re.compile(r"[»”]\s*,|,[”\"]")
_HOME_REACH = 7  # words of "a resident of the nearby village of"
_STRUCK_REACH = 6  # words between an embassy and what is told to have struck it


def as_speakers(text: Text, places: list[PlaceAt], mentions: Mentions) -> list[PlaceAt]:
    """Take capitals that speak for governments: "Paris said that …".

    Parameters
    ----------
    text : Text
    places : list of PlaceAt
    mentions : Mentions

    Returns
    -------
    list of PlaceAt

    Examples
    --------
    >>> from . import mentions
    >>> from .placeat import named
    >>> from .tokens import cut
    >>> text = cut("Paris said that troops would leave Gao.")
    >>> places = [named(text, 0, 0), named(text, 6, 6)]
    >>> [(p.name, p.role) for p in as_speakers(text, places, mentions.find(text, "en"))]
    [('Paris', 'seat'), ('Gao', 'event')]
    """
    says = {c.first for c in mentions.cues if c.value in ("statement", "says")}
    says = {at for at in says if text.tokens[at].text not in function_words("statement")}
    sides = {a.first for a in mentions.actors}
    struck = {t.last for t in mentions.triggers if t.value.form in ("kill", "verb")}
    return [
        replace(p, role="seat")
        if p.role == "event" and (_speaks(text, p, says, struck) or _deals(text, p, sides))
        else p
        for p in places
    ]


def _speaks(text: Text, place: PlaceAt, says: set[int], struck: set[int]) -> bool:
    """Whether a verb of saying follows a capital, or one stands beside a home: "a resident of Fada said".

    "Killing residents of Kona" tells where.
    """
    if text.opens(place.first):
        return place.last + 1 in says
    sentence = text.tokens[place.first].sentence
    if not any(text.tokens[at].sentence == sentence for at in says):
        return False
    small = function_words("function") | function_words("settling") | function_words("of_village")
    for at in range(place.first - 1, max(text.first[sentence], place.first - _HOME_REACH) - 1, -1):
        if text.tokens[at].text in function_words("speaker_noun"):
            killed = not struck.isdisjoint(range(at - 2, at))
            return not killed and "," not in text.between(at, place.first)
        if text.tokens[at].text not in small:
            return False
    return False


def _deals(text: Text, place: PlaceAt, sides: set[int]) -> bool:
    """Whether a capital is one side and an armed group the other: "talks between Bamako and the rebels"."""
    if text.words(place.first - 1, place.first)[:1] not in (["entre"], ["between"]):
        return False
    joined = text.words(place.last + 1, place.last + 2)
    other = place.last + 2
    other += bool(function_words("article").union({"les"}).intersection(text.words(other, other + 1)))
    return bool(function_words("and").intersection(joined)) and other in sides


def as_quoting(text: Text, places: list[PlaceAt], mentions: Mentions) -> list[PlaceAt]:
    """Take the town of whoever is quoted for a seat: "… », soupire un avocat à Gao".

    Parameters
    ----------
    text : Text
    places : list of PlaceAt
    mentions : Mentions

    Returns
    -------
    list of PlaceAt

    Examples
    --------
    >>> from . import mentions
    >>> from .placeat import named
    >>> from .tokens import cut
    >>> text = cut("« Ils ont tout pris », soupire un avocat à Gao.")
    >>> [p.role for p in as_quoting(text, [named(text, 8, 8)], mentions.find(text, "fr"))]
    ['seat']
    """
    if not _QUOTE_END.search(text.raw):
        return places
    told = [t.first for t in mentions.triggers]
    return [
        replace(p, role="seat") if p.role == "event" and _closes_quote(text, p, told) else p for p in places
    ]


def _closes_quote(text: Text, place: PlaceAt, told: list[int]) -> bool:
    """Whether a place stands after the end of a quotation, and nothing is told between or after."""
    first, stop = (text.first[text.tokens[place.first].sentence + i] for i in (0, 1))
    end = max((m.end() for m in _QUOTE_END.finditer(text.between(first, place.first))), default=None)
    if end is None:
        return False
    since = text.tokens[first].end + end
    return not any(
        text.tokens[t].start >= since
        for t in told[bisect_right(told, first - 1) : bisect_right(told, stop - 1)]
    )


def as_embassy(text: Text, place: PlaceAt, mentions: Mentions) -> PlaceAt:
    """Take an embassy's town for a seat, unless the sentence tells that it was attacked itself.

    Parameters
    ----------
    text : Text
    place : PlaceAt
        Only one with the role embassy is changed.
    mentions : Mentions

    Returns
    -------
    PlaceAt

    Examples
    --------
    >>> from . import mentions
    >>> from .tokens import cut
    >>> text = cut("Gunmen attacked the embassy in Bamako.")
    >>> as_embassy(text, PlaceAt(5, 5, "Bamako", None, role="embassy"), mentions.find(text, "en")).role
    'event'
    """
    if place.role != "embassy":
        return place
    told = any(
        c.value in ("statement", "reaction") and text.same_sentence(c.first, place.first)
        for c in mentions.cues
    )
    struck = any(
        t.value.family != "abduction"
        and abs(t.first - place.last) <= _STRUCK_REACH
        and text.same_sentence(t.first, place.first)
        for t in mentions.triggers
    )
    return replace(place, role="event" if struck and not told else "seat")
