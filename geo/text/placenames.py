"""Which words are names of places: those the gazetteer knows, and those that cue words tell.

Cue words ("the village of X") also tell villages that no gazetteer has: these are read, and stay unlocated.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType

from ..model import PlaceNames
from .mentions import GENERIC, Mentions
from .placeat import PlaceAt, named
from .placeknown import (
    HYPHENS,
    SETTLING,
    SPACES,
    Leads,
    after_locative,
    by_gazetteer,
    common,
    glued,
    hyphened,
    longest,
    whole,
)
from .tables import function_words, table
from .tokens import Text

_LONGEST_UNKNOWN = 4  # words of a name that only a cue tells


@cache
def _everyday() -> frozenset[str]:
    """Words too common for a village that no gazetteer has."""
    return frozenset(row["word"] for row in table("everyday_words"))


@cache
def _sites() -> list[list[str]]:
    """Words after a name that make it an airport's or a market's."""
    return [[word] for word in sorted(function_words("site_noun"))]


def find(
    text: Text, names: PlaceNames, mentions: Mentions, leads: Leads, trails: Leads = MappingProxyType({})
) -> list[PlaceAt]:
    """Find the names of places, without their roles.

    Parameters
    ----------
    text : Text
    names : PlaceNames
        What the gazetteer knows.
    mentions : Mentions
        Names of groups and dates hide the places inside them ("Macina Liberation Front").
    leads, trails : mapping of int to Match
        Cues that stand before names ("village of"), by their last word, and after them ("district"), by
        their first.

    Returns
    -------
    list of PlaceAt
        In order of the words, none overlapping.

    Examples
    --------
    >>> from ..model import Known
    >>> from . import mentions
    >>> from .tokens import cut
    >>> text = cut("Gunmen left Kona and hid in Bargou, a village nearby.")
    >>> names = PlaceNames({"kona": Known(frozenset({"town"}), frozenset({"ML"}), 9000)}, {})
    >>> [(p.name, p.known is not None) for p in find(text, names, mentions.find(text, "en"), {})]
    [('Kona', True), ('Bargou', False)]
    """
    hidden = _hidden(mentions)
    told = [*by_gazetteer(text, names, hidden, leads), *_by_cue(text, names, hidden, leads)]
    told += _before_cue(text, names, hidden, trails)
    told += _again(text, told, hidden)
    found = [*told, *_guessed(text, names, mentions, hidden)]
    out: list[PlaceAt] = []
    for place in sorted(found, key=lambda p: (p.first, -p.last)):
        if not out or place.first > out[-1].last:
            out.append(place)
    return out


def _hidden(mentions: Mentions) -> set[int]:
    """Words of groups' names and of dates, in which no place is named."""
    spans = [(m.first, m.last) for m in mentions.actors if m.value != GENERIC]
    spans += [(d.first, d.last) for d in mentions.dates]
    return {i for first, last in spans for i in range(first, last + 1)}


def _by_cue(text: Text, names: PlaceNames, hidden: set[int], leads: Leads) -> list[PlaceAt]:
    """Names that no gazetteer knows, told by the words around: "the village of X", "in X, a village"."""
    out = []
    for last, cue in leads.items():
        if cue.value in (*SETTLING, "between", "near", "coded"):
            out += _after_cue(text, names, hidden, last + 1, pair=cue.value == "between")
        if cue.value == "settlement":
            out += _in_list(text, names, hidden, last + 1)
    for at in range(1, len(text.tokens) - 1):
        if text.tokens[at].text in function_words("listed") and ":" in text.between(at, at + 1):
            out += _in_list(text, names, hidden, at + 1)  # "four villages: Kona, Bargou"
        if text.tokens[at].capital and text.tokens[at - 1].text in function_words("before_name"):
            place = _unknown(text, names, at, hidden)
            if place and (
                _apposed(text, place.last + 1, text.tokens[at - 1].text) or _located(text, names, place)
            ):
                out.append(replace(place, cued=True))
    return out


def _before_cue(text: Text, names: PlaceNames, hidden: set[int], trails: Leads) -> list[PlaceAt]:
    """Unknown names before "district" or "village", after "in" or "of": "in the nearby Zorkoula district"."""
    out = []
    for first, cue in trails.items():
        if cue.value not in SETTLING or first < 2 or text.tokens[first].capital:
            continue
        at = first - 1
        while at > 0 and text.tokens[at - 1].capital and text.between(at - 1, at) in (*SPACES, *HYPHENS):
            at -= 1
        place = _unknown(text, names, at, hidden)
        if place is None or place.last != first - 1 or text.opens(at) or not text.same_sentence(at, first):
            continue
        if text.between(first - 1, first) == " " and _everyday().isdisjoint(text.words(at, first)):
            out.append(replace(place, cued=True))
            before = _joined_before(text, names, at, hidden)
            out += [replace(before, cued=True)] if before else []
    return out


def _joined_before(text: Text, names: PlaceNames, at: int, hidden: set[int]) -> PlaceAt | None:
    """The unknown name before "and": "in Zorkoula and Wistane villages"."""
    if at < 2 or text.tokens[at - 1].text not in function_words("and") or not text.tokens[at - 2].capital:
        return None
    first = at - 2
    while first > 0 and text.tokens[first - 1].capital and text.between(first - 1, first) in SPACES:
        first -= 1
    place = None if text.opens(first) else _unknown(text, names, first, hidden)
    return place if place and place.last == at - 2 else None


def _again(text: Text, told: list[PlaceAt], hidden: set[int]) -> list[PlaceAt]:
    """Unknown names that cue words told elsewhere in the text: "the village of Zorkoula … 13 in Zorkoula"."""
    learned = {tuple(text.words(p.first, p.last + 1)) for p in told if p.known is None and p.cued}
    firsts = {words[0]: words for words in sorted(learned, key=len)}
    taken = {p.first for p in told} | hidden
    out = []
    for at, token in enumerate(text.tokens) if firsts else ():
        words = firsts.get(token.text)
        if words is None or not token.capital or at in taken:
            continue
        last = at + len(words) - 1
        whole_name = text.words(at, last + 1) == list(words) and not hyphened(text, last)
        if whole_name and not hyphened(text, at - 1) and text.same_sentence(at, last):
            out.append(replace(named(text, at, last), cued=True))
    return out


def _located(text: Text, names: PlaceNames, place: PlaceAt) -> bool:
    """Whether what lies around an unknown name is told: "in Diakou (Niono)", "in Diakou, Niono district"."""
    after = place.last + 1
    if not after_locative(text, place.first) or after >= len(text.tokens):
        return False
    opened = text.between(place.last, after).strip() in ("(", ",") and text.same_sentence(place.last, after)
    return opened and longest(text.tokens, names, after) is not None and text.tokens[after].capital


def _guessed(text: Text, names: PlaceNames, mentions: Mentions, hidden: set[int]) -> list[PlaceAt]:
    """Rare words in capitals after "in" or "near", where something happens: "killed two men in Diakou."."""
    told = {text.tokens[t.first].sentence for t in mentions.triggers}
    out = []
    for at in range(1, len(text.tokens)):
        token = text.tokens[at]
        if not token.capital or token.sentence not in told or not after_locative(text, at):
            continue
        place = _unknown(text, names, at, hidden)
        if place is None or place.name.isupper():
            continue
        if not _everyday().isdisjoint(text.words(place.first, place.last + 1)):
            continue
        out.append(replace(place, guessed=True))
    return out


def _after_cue(text: Text, names: PlaceNames, hidden: set[int], at: int, *, pair: bool) -> list[PlaceAt]:
    """The unknown name after a cue, and after "between" the second one."""
    while at < len(text.tokens) and text.tokens[at].text in function_words("article"):
        at += 1
    place = _unknown(text, names, at, hidden)
    if place is not None and text.words(place.last + 1, place.last + 2)[:1] in _sites():
        place = None  # "near Diori Hamani airport"
    hit = whole(text, names, at) if at < len(text.tokens) and place is None else None
    last = place.last if place else hit[0] if hit else None
    if last is None:
        return []
    found = [place] if place else []
    if pair:
        second = _unknown(text, names, last + 2, hidden)
        if second and text.tokens[last + 1].text in function_words("and"):
            found.append(second)
    return [replace(p, cued=True) for p in found]


def _in_list(text: Text, names: PlaceNames, hidden: set[int], at: int) -> list[PlaceAt]:
    """Unknown names in a list that a cue opens: "the villages of Bakorat and Wistane"."""
    out: list[PlaceAt] = []
    tokens = text.tokens
    while at < len(tokens) and tokens[at].capital:
        place = _unknown(text, names, at, hidden)  # "Kona Saré" is not Kona
        known = None if place else whole(text, names, at)
        if known is None and place is None:
            break
        if place is not None:
            out.append(replace(place, cued=True))
        last = known[0] if known else place.last if place else at
        at = last + 1
        if at < len(tokens) and tokens[at].text in function_words("list"):
            at += 1
            while at < len(tokens) and tokens[at].text in function_words("skipped"):  # "et de", "et du"
                at += 1
        elif at < len(tokens) and "," not in text.between(last, at):
            break
        if at >= len(tokens) or not text.same_sentence(last, at):
            break
    return out


def _unknown(text: Text, names: PlaceNames, first: int, hidden: set[int]) -> PlaceAt | None:
    """A name in capitals that the gazetteer lacks; None where there is none or it has it."""
    tokens = text.tokens
    if first >= len(tokens) or not tokens[first].capital or first in hidden:
        return None
    if len(tokens[first].text) < 3 or tokens[first].text in names.demonyms:
        return None
    if tokens[first].text in common():
        return None
    hit = whole(text, names, first)
    if hyphened(text, first - 1) or (hit is not None and not glued(text, names, hit[0] + 1, hit[0])):
        return None
    last = first
    while last + 1 < len(tokens) and last - first < _LONGEST_UNKNOWN - 1 and tokens[last + 1].capital:
        if text.between(last, last + 1) not in (*SPACES, *HYPHENS):
            break
        last += 1
    return named(text, first, last)


def _apposed(text: Text, at: int, before: str) -> bool:
    """Whether words like "a village" or ", village du" follow a name."""
    here = text.words(at, at + 2)
    located = bool(here) and here[0] in function_words("place_follows") and "," in text.between(at - 1, at)
    if located and before in function_words("place_before"):
        return True  # "à X, dans le nord du pays"
    if len(here) > 1 and here[0] in function_words("one_article"):
        return here[1] in function_words("settlement_noun")
    return bool(here) and here[0] in function_words("village_noun")
