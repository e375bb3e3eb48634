"""Where a text names places, and in which role: event place, container, seat, border, transit, mention."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

from ..model import PlaceNames, Precision
from ..names import fold
from . import placelinks, placenames, placeroles, placespeech
from .lexicon import Lexicon
from .mentions import Mentions
from .placeat import PlaceAt, named
from .tables import spoken
from .tokens import Text


class _Cues(NamedTuple):
    """The words of one language that speak of places: before and after a name, parts of a country."""

    before: Lexicon[str]
    after: Lexicon[str]
    parts: Lexicon[str]
    vague: Lexicon[str]


@cache
def _cues(lang: str) -> _Cues:
    rows = spoken("place_cues", lang)
    return _Cues(
        before=Lexicon((r["phrase"], r["meaning"]) for r in rows if r["side"] == "before"),
        after=Lexicon((r["phrase"], r["meaning"]) for r in rows if r["side"] == "after"),
        parts=Lexicon((r["phrase"], r["part"]) for r in spoken("parts", lang)),
        vague=Lexicon((r["phrase"], "part") for r in spoken("country_parts", lang)),
    )


@cache
def _vast_areas(lang: str) -> frozenset[str]:
    return frozenset(r["name"] for r in spoken("vast_areas", lang))


def find(text: Text, names: PlaceNames, mentions: Mentions, lang: str) -> list[PlaceAt]:
    """Find the places of a text with their roles.

    Parameters
    ----------
    text : Text
    names : PlaceNames
        What the gazetteer knows.
    mentions : Mentions
        Names of groups hide the places inside them ("Macina Liberation Front").
    lang : {'en', 'fr'}

    Returns
    -------
    list of PlaceAt
        In order of the words.

    Examples
    --------
    >>> from ..model import Known
    >>> from . import mentions
    >>> from .tokens import cut
    >>> text = cut("Gunmen attacked the village of Kona near Sévaré.")
    >>> names = PlaceNames({"sevare": Known(frozenset({"town"}), frozenset({"ML"}), 9000)}, {})
    >>> [(p.name, p.role, str(p.level)) for p in find(text, names, mentions.find(text, "en"), "en")]
    [('Kona', 'event', 'exact'), ('Sévaré', 'reference', 'near')]
    """
    cues = _cues(lang)
    ahead = [m for m in cues.before.find(text.tokens) if "," not in text.between(m.first, m.last)]
    leads = {m.last: m for m in ahead}
    trails = {m.first: m for m in cues.after.find(text.tokens)}
    nations = {i for m in ahead if m.value == "embassy" for i in range(m.first, m.last)}
    found = placeroles.grouped(text, placenames.find(text, names, mentions, leads, trails))
    found = [placeroles.with_cues(text, p, leads, trails) for p in found]
    found = placeroles.as_between(text, found)
    found = placespeech.as_speakers(text, found, mentions)
    found = placespeech.as_quoting(text, found, mentions)
    found = [replace(p, role="nationality") if p.first in nations else p for p in found]
    found = placeroles.as_coded(text, placeroles.share_cues(text, found))
    found = [placespeech.as_embassy(text, p, mentions) for p in found]
    found = [placeroles.with_part(text, p, cues.parts) for p in found]
    found = sorted([*found, *_vague(text, cues)], key=lambda p: p.first)
    found = placeroles.as_heading(text, placeroles.as_datelines(text, found))
    found = placelinks.with_distances(text, placelinks.contained(text, found))
    found = _told_first(text, found)
    return [_not_vast(p, lang) for p in found if p.role != "river"]  # the Niger is no country there


def _vague(text: Text, cues: _Cues) -> list[PlaceAt]:
    """Parts of a country that is not named: "the north of the country"."""
    return [
        replace(named(text, m.first, m.last), level=Precision.COUNTRY, kind="informal", part=True)
        for m in cues.vague.find(text.tokens)
    ]


def _told_first(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Leave out guessed names where the sentence names a place that is known or told."""
    told: dict[int, list[PlaceAt]] = {}
    for place in places:
        if place.role == "event" and place.is_point and not place.guessed:
            told.setdefault(text.tokens[place.first].sentence, []).append(place)
    return [
        p
        for p in places
        if not p.guessed
        or all(_in_later_clause(text, p, known) for known in told.get(text.tokens[p.first].sentence, ()))
    ]


def _in_later_clause(text: Text, place: PlaceAt, other: PlaceAt) -> bool:
    """Whether a semicolon stands between a place and one after it."""
    return place.last < other.first and ";" in text.between(place.last, other.first)


def _not_vast(place: PlaceAt, lang: str) -> PlaceAt:
    """The Sahel, West Africa: no place of an event, unless a country's region of that name is meant."""
    if place.role != "event" or place.within or fold(place.name) not in _vast_areas(lang):
        return place
    return replace(place, role="operation_area")
