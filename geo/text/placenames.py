"""Which words are names of places: those the gazetteer knows, and those that cue words tell.

Cue words ("the village of X") also tell villages that no gazetteer has: these are read, and stay unlocated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from ..model import Known, PlaceNames, Precision
from ..names import fold
from .lexicon import Match
from .mentions import GENERIC, Mentions
from .placeat import LEVELS, PlaceAt, named
from .tables import function_words, table
from .tokens import Text, Token

Leads = Mapping[int, Match[str]]
"""Cues that stand before names, by their last word."""

_LONGEST = 5  # words of a name
_LONGEST_UNKNOWN = 4  # words of a name that only a cue tells
_CITY = 100_000  # people: a city is rarely a family name
_SETTLING = ("settlement", "admin1", "admin2", "quarter")
_SPACES = (" ", "\u00a0")
_HYPHENS = ("-", "‑")


@cache
def _common() -> frozenset[str]:
    """Words of everyday language that are also names of places."""
    return frozenset(r["word"] for name in ("common_words", "not_names") for r in table(name))


@cache
def _everyday() -> frozenset[str]:
    """Words too common for a village that no gazetteer has."""
    return frozenset(row["word"] for row in table("everyday_words"))


def find(text: Text, names: PlaceNames, mentions: Mentions, leads: Leads) -> list[PlaceAt]:
    """Find the names of places, without their roles.

    Parameters
    ----------
    text : Text
    names : PlaceNames
        What the gazetteer knows.
    mentions : Mentions
        Names of groups and dates hide the places inside them ("Macina Liberation Front").
    leads : mapping of int to Match
        Cues that stand before names ("village of"), by their last word.

    Returns
    -------
    list of PlaceAt
        In order of the words, none overlapping.

    Examples
    --------
    >>> from . import mentions
    >>> from .tokens import cut
    >>> text = cut("Gunmen left Kona and hid in Bargou, a village nearby.")
    >>> names = PlaceNames({"kona": Known(frozenset({"town"}), frozenset({"ML"}), 9000)}, {})
    >>> [(p.name, p.known is not None) for p in find(text, names, mentions.find(text, "en"), {})]
    [('Kona', True), ('Bargou', False)]
    """
    hidden = _hidden(mentions)
    told = [*_by_gazetteer(text, names, hidden, leads), *_by_cue(text, names, hidden, leads)]
    found = [*told, *_guessed(text, names, mentions, hidden)]
    out: list[PlaceAt] = []
    for place in sorted(found, key=lambda p: (p.first, -p.last)):
        if not out or place.first > out[-1].last:
            out.append(place)
    return out


def lead(text: Text, first: int, leads: Leads) -> Match[str] | None:
    """Find the cue before a name, over articles: "near the" Kona.

    Parameters
    ----------
    text : Text
    first : int
        First word of the name.
    leads : mapping of int to Match

    Returns
    -------
    Match or None

    Examples
    --------
    >>> from .tokens import cut
    >>> lead(cut("near the Kona market"), 2, {0: Match(0, 0, "near")}).value
    'near'
    """
    for at in range(first - 1, first - 4, -1):
        if at in leads and text.same_sentence(at, first):
            return leads[at]
        if at < 0 or text.tokens[at].text not in function_words("skipped"):
            return None
    return None


def _hidden(mentions: Mentions) -> set[int]:
    """Words of groups' names and of dates, in which no place is named."""
    spans = [(m.first, m.last) for m in mentions.actors if m.value != GENERIC]
    spans += [(d.first, d.last) for d in mentions.dates]
    return {i for first, last in spans for i in range(first, last + 1)}


def _by_gazetteer(text: Text, names: PlaceNames, hidden: set[int], leads: Leads) -> list[PlaceAt]:
    """Names that the gazetteer knows, the longest at each word."""
    out, at = [], 0
    while at < len(text.tokens):
        hit = _whole(text, names, at) if text.tokens[at].capital and at not in hidden else None
        if hit is not None:
            place = _of_level(named(text, at, *hit), names)
            inside_a_name = at - 1 in hidden and place.last + 1 in hidden
            if not inside_a_name and _is_name(text, names, place, leads):
                out.append(place)
                at = place.last
        at += 1
    return out


def _of_level(place: PlaceAt, names: PlaceNames) -> PlaceAt:
    """A country, a region or a district by its name alone; else a settlement or site."""
    code = names.countries.get(fold(place.name))
    if code:
        return replace(place, level=Precision.COUNTRY, kind="country", country=code)
    kinds = place.known.kinds if place.known else frozenset()
    if place.known and kinds <= {"admin1", "admin2", "informal"}:
        kind = next((k for k in ("admin1", "admin2") if k in kinds), "informal")
        return replace(place, level=LEVELS.get(kind, Precision.COUNTRY), kind=kind)
    return place


def _longest(tokens: Sequence[Token], names: PlaceNames, at: int) -> tuple[int, Known] | None:
    """The longest name that begins at a capital letter and stays in one sentence: its last word."""
    first = tokens[at]
    if not first.capital:
        return None
    end = at
    while end + 1 < len(tokens) and end - at < _LONGEST - 1 and tokens[end + 1].sentence == first.sentence:
        end += 1
    for last in range(end, at - 1, -1):
        parts = [token.text for token in tokens[at : last + 1]]
        known = names.places.get(" ".join(parts)) or names.places.get("".join(parts))
        # "Kona a" is no name, though "Kona A" may be one
        if known is not None and (last == at or tokens[last].capital or last - at > 1 or len(parts[-1]) > 2):
            return last, known
    return None


def _whole(text: Text, names: PlaceNames, at: int) -> tuple[int, Known] | None:
    """The longest known name at a word, unless a hyphen makes it part of another: "Sare-Male" is not Sare.

    Two known names of one country are the ends of a road where one is told ("the Gao-Ansongo road"), else the
    second is a part of the first ("Bamako-Sénou").
    """
    hit = _longest(text.tokens, names, at)
    if hit is None or not _hyphened(text, hit[0]):
        second = _hyphened(text, at - 1)
        return (
            None if hit is None or (second and not (_pair(text, names, at) and _on_road(text, at))) else hit
        )
    other = _longest(text.tokens, names, hit[0] + 1)
    return hit if other and hit[1].countries & other[1].countries else None


def _hyphened(text: Text, last: int) -> bool:
    """Whether a hyphen without spaces ties a word to a capital letter after it."""
    tied = 0 <= last < len(text.tokens) - 1 and text.between(last, last + 1) in _HYPHENS
    return tied and text.tokens[last].capital and text.tokens[last + 1].capital


def _on_road(text: Text, at: int) -> bool:
    """Whether a road is told beside two names that a hyphen ties."""
    return not function_words("road").isdisjoint(text.words(at - 6, at + 4))


def _pair(text: Text, names: PlaceNames, at: int) -> bool:
    """Whether the name before a hyphen is a known place in the country of the one after it."""
    mine = _longest(text.tokens, names, at)
    for first in range(at - 1, max(-1, at - _LONGEST - 1), -1):
        before = _longest(text.tokens, names, first)
        if before and mine and before[0] == at - 1:
            return bool(before[1].countries & mine[1].countries)
    return False


def _is_name(text: Text, names: PlaceNames, place: PlaceAt, leads: Leads) -> bool:
    """Whether a gazetteer name is a place here, and not a person, an organisation or a common word."""
    cue = lead(text, place.first, leads)
    if cue is not None and cue.value in _SETTLING:
        return True
    small = place.kind != "country" and (place.known is None or place.known.population < _CITY)
    if _titled(text, place.first - 1) and (small or _glued(text, names, place.last + 1, place.last)):
        return False  # "the nurse Mali Diarra", "president Niang"
    if place.kind == "country":
        return True
    common = place.first == place.last and text.tokens[place.first].text in _common()
    if common and (text.opens(place.first) or not _after_locative(text, place.first)):
        return False
    if _glued(text, names, place.first - 1, place.first):
        return False
    city = place.known is not None and place.known.population >= _CITY
    return city or not _glued(text, names, place.last + 1, place.last)


def _titled(text: Text, at: int) -> bool:
    """Whether a word is a title or a calling, in small letters or not: what follows is a person's name."""
    return at >= 0 and text.tokens[at].text in function_words("title") and text.same_sentence(at, at + 1)


def _glued(text: Text, names: PlaceNames, neighbour: int, at: int) -> bool:
    """Whether the word beside a name is part of one with it: "Ousmane Dicko", "Diamond Cement"."""
    if not 0 <= neighbour < len(text.tokens) or not text.same_sentence(neighbour, at):
        return False
    if text.between(*sorted((neighbour, at))) not in _SPACES:
        return False
    token = text.tokens[neighbour]
    if not token.capital or token.text in function_words("function") | function_words("container"):
        return False
    if text.opens(neighbour) and token.text in function_words("opener"):
        return False
    return token.text not in names.demonyms and token.text not in names.countries


def _by_cue(text: Text, names: PlaceNames, hidden: set[int], leads: Leads) -> list[PlaceAt]:
    """Names that no gazetteer knows, told by the words around: "the village of X", "in X, a village"."""
    out = []
    for last, cue in leads.items():
        if cue.value in (*_SETTLING, "between", "near", "coded"):
            out += _after_cue(text, names, hidden, last + 1, pair=cue.value == "between")
        if cue.value == "settlement":
            out += _in_list(text, names, hidden, last + 1)
    for at in range(1, len(text.tokens) - 1):
        if text.tokens[at].capital and text.tokens[at - 1].text in function_words("before_name"):
            place = _unknown(text, names, at, hidden)
            if place and (
                _apposed(text, place.last + 1, text.tokens[at - 1].text) or _located(text, names, place)
            ):
                out.append(replace(place, cued=True))
    return out


def _after_locative(text: Text, at: int) -> bool:
    """Whether "in", "near" or "à" stands before a word; "a" without its accent is an article or a verb."""
    if at < 1 or not text.same_sentence(at - 1, at):
        return False
    before = text.tokens[at - 1]
    return before.text in function_words("locative") and text.raw[before.start : before.end] not in ("a", "A")


def _located(text: Text, names: PlaceNames, place: PlaceAt) -> bool:
    """Whether what lies around an unknown name is told: "in Diakou (Niono)", "in Diakou, Niono district"."""
    after = place.last + 1
    if not _after_locative(text, place.first) or after >= len(text.tokens):
        return False
    opened = text.between(place.last, after).strip() in ("(", ",") and text.same_sentence(place.last, after)
    return opened and _longest(text.tokens, names, after) is not None and text.tokens[after].capital


def _guessed(text: Text, names: PlaceNames, mentions: Mentions, hidden: set[int]) -> list[PlaceAt]:
    """Rare words in capitals after "in" or "near", where something happens: "killed two men in Diakou."."""
    told = {text.tokens[t.first].sentence for t in mentions.triggers}
    out = []
    for at in range(1, len(text.tokens)):
        token = text.tokens[at]
        if not token.capital or token.sentence not in told or not _after_locative(text, at):
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
    hit = _whole(text, names, at) if at < len(text.tokens) and place is None else None
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
        known = _whole(text, names, at)
        place = None if known else _unknown(text, names, at, hidden)
        if known is None and place is None:
            break
        if place is not None:
            out.append(replace(place, cued=True))
        last = known[0] if known else place.last if place else at
        at = last + 1
        if at < len(tokens) and tokens[at].text in function_words("list"):
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
    if tokens[first].text in _common():
        return None
    hit = _whole(text, names, first)
    if _hyphened(text, first - 1) or (hit is not None and not _glued(text, names, hit[0] + 1, hit[0])):
        return None
    last = first
    while last + 1 < len(tokens) and last - first < _LONGEST_UNKNOWN - 1 and tokens[last + 1].capital:
        if text.between(last, last + 1) not in (*_SPACES, *_HYPHENS):
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
