"""Names of places that the gazetteer knows, where they are no person's, no firm's, no common word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from ..model import Known, PlaceNames, Precision
from ..names import fold
from .lexicon import Match
from .placeat import LEVELS, PlaceAt, named
from .tables import function_words, table
from .tokens import Text, Token

Leads = Mapping[int, Match[str]]
"""Cues that stand beside names, by their last or first word."""

SETTLING = ("settlement", "admin1", "admin2", "quarter")
SPACES = (" ", "\u00a0")
HYPHENS = ("-", "‑")
_LONGEST = 5  # words of a name
_CITY = 100_000  # people: a city is rarely a family name


@cache
def common() -> frozenset[str]:
    """Give the words of everyday language that are also names of places.

    Returns
    -------
    frozenset of str
        Folded.

    Examples
    --------
    >>> "naba" in common()
    True
    """
    return frozenset(r["word"] for name in ("common_words", "not_names") for r in table(name))


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


def by_gazetteer(text: Text, names: PlaceNames, hidden: set[int], leads: Leads) -> list[PlaceAt]:
    """Find the names that the gazetteer knows, the longest at each word.

    Parameters
    ----------
    text : Text
    names : PlaceNames
    hidden : set of int
        Words of groups' names and of dates.
    leads : mapping of int to Match
        Cues that stand before names, by their last word.

    Returns
    -------
    list of PlaceAt

    Examples
    --------
    >>> from .tokens import cut
    >>> names = PlaceNames({"kona": Known(frozenset({"town"}), frozenset({"ML"}), 9000)}, {})
    >>> [p.name for p in by_gazetteer(cut("They left Kona."), names, set(), {})]
    ['Kona']
    """
    out, at, site_leads = [], 0, function_words("site_lead")
    people: set[str] = set()
    while at < len(text.tokens):
        leads_in = text.tokens[at].text in site_leads  # "parc W"
        hit = whole(text, names, at) if (text.tokens[at].capital or leads_in) and at not in hidden else None
        if hit is not None:
            place = _of_level(named(text, at, *hit), names)
            inside_a_name = at - 1 in hidden and place.last + 1 in hidden
            if not inside_a_name and _is_name(text, names, place, leads):
                out.append(place)
                at = place.last
            elif glued(text, names, place.first - 1, place.first):
                people.add(fold(place.name))
        at += 1
    return [p for p in out if not (fold(p.name) in people and _bare(text, p, leads))] if people else out


def _bare(text: Text, place: PlaceAt, leads: Leads) -> bool:
    """Whether nothing but its capital makes a small place of a word: it may be the person named before."""
    small = place.known is None or place.known.population < _CITY
    return small and lead(text, place.first, leads) is None and not after_locative(text, place.first)


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


def longest(tokens: Sequence[Token], names: PlaceNames, at: int) -> tuple[int, Known] | None:
    """Find the longest name that begins at a capital letter and stays in one sentence.

    Parameters
    ----------
    tokens : sequence of Token
    names : PlaceNames
    at : int
        Its first word.

    Returns
    -------
    (int, Known) or None
        Its last word, and what the gazetteer knows.

    Examples
    --------
    >>> from .tokens import cut
    >>> fada = Known(frozenset({"town"}), frozenset({"BF"}), 73_200)
    >>> longest(cut("Fada N'Gourma").tokens, PlaceNames({"fada ngourma": fada}, {}), 0)[0]
    2
    """
    first = tokens[at]
    site = not first.capital and _leads_in(tokens, at)
    if not first.capital and not site:
        return None
    end = at
    while end + 1 < len(tokens) and end - at < _LONGEST - 1 and tokens[end + 1].sentence == first.sentence:
        end += 1
    elided = any(token.text in function_words("elision") for token in tokens[at : end + 1])
    for last in range(end, at - 1, -1):
        parts = [token.text for token in tokens[at : last + 1]]
        known = names.places.get(" ".join(parts)) or names.places.get("".join(parts))
        if known is None and elided:
            known = names.places.get(_unelided(parts))
        # "Kona a" is no name, though "Kona A" may be one
        if known is not None and (last == at or tokens[last].capital or last - at > 1 or len(parts[-1]) > 2):
            return last, known
    return None


def _leads_in(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name begins with a word in small letters: "parc W", "parc du W"."""
    if tokens[at].text not in function_words("site_lead"):
        return False
    after = tokens[at + 1 : at + 3]
    if after and after[0].text in function_words("of_country"):
        after = after[1:]
    return bool(after) and after[0].capital


def _unelided(parts: Sequence[str]) -> str:
    """A name as the gazetteer writes it: the "n" of "Fada N'Gourma" belongs to the word after it."""
    return "".join(p if p in function_words("elision") else p + " " for p in parts).strip()


def whole(text: Text, names: PlaceNames, at: int) -> tuple[int, Known] | None:
    """Find the longest known name at a word, unless a hyphen makes it part of another.

    "Sare-Male" is not Sare. Two known names of one country are the ends of a road where one is told ("the
    Gao-Ansongo road"), else the second is a part of the first ("Bamako-Sénou").

    Parameters
    ----------
    text : Text
    names : PlaceNames
    at : int
        Its first word.

    Returns
    -------
    (int, Known) or None
        Its last word, and what the gazetteer knows.

    Examples
    --------
    >>> from .tokens import cut
    >>> kona = PlaceNames({"kona": Known(frozenset({"town"}), frozenset({"ML"}), 9000)}, {})
    >>> [whole(cut(words), kona, 0) is None for words in ("Kona", "Kona-Saré")]
    [False, True]
    """
    hit = longest(text.tokens, names, at)
    if hit is None or not hyphened(text, hit[0]):
        second = hyphened(text, at - 1)
        return (
            None if hit is None or (second and not (_pair(text, names, at) and _on_road(text, at))) else hit
        )
    other = longest(text.tokens, names, hit[0] + 1)
    return hit if other and hit[1].countries & other[1].countries else None


def hyphened(text: Text, last: int) -> bool:
    """Tell whether a hyphen without spaces ties a word to a capital letter after it.

    Parameters
    ----------
    text : Text
    last : int

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> hyphened(cut("Sare-Male"), 0)
    True
    """
    tied = 0 <= last < len(text.tokens) - 1 and text.between(last, last + 1) in HYPHENS
    return tied and text.tokens[last].capital and text.tokens[last + 1].capital


def _on_road(text: Text, at: int) -> bool:
    """Whether a road is told beside two names that a hyphen ties."""
    return not function_words("road").isdisjoint(text.words(at - 6, at + 4))


def _pair(text: Text, names: PlaceNames, at: int) -> bool:
    """Whether the name before a hyphen is a known place in the country of the one after it."""
    mine = longest(text.tokens, names, at)
    for first in range(at - 1, max(-1, at - _LONGEST - 1), -1):
        before = longest(text.tokens, names, first)
        if before and mine and before[0] == at - 1:
            return bool(before[1].countries & mine[1].countries)
    return False


def _is_name(text: Text, names: PlaceNames, place: PlaceAt, leads: Leads) -> bool:
    """Whether a gazetteer name is a place here, and not a person, an organisation or a common word."""
    cue = lead(text, place.first, leads)
    if cue is not None and cue.value in SETTLING:
        return True
    small = place.kind != "country" and (place.known is None or place.known.population < _CITY)
    if _titled(text, place.first - 1) and (small or glued(text, names, place.last + 1, place.last)):
        return False  # "the nurse Mali Diarra", "president Niang"
    if place.kind == "country":  # "U.S. citizens", but "in the U.S."
        return not place.name.isupper() or "in" in text.words(place.first - 2, place.first)
    everyday = place.first == place.last and text.tokens[place.first].text in common()
    if everyday and (text.opens(place.first) or not after_locative(text, place.first)):
        return False
    if glued(text, names, place.first - 1, place.first):
        return False
    city = place.known is not None and place.known.population >= _CITY
    return city or not glued(text, names, place.last + 1, place.last)


def _titled(text: Text, at: int) -> bool:
    """Whether a word is a title or a calling, in small letters or not: what follows is a person's name."""
    return at >= 0 and text.tokens[at].text in function_words("title") and text.same_sentence(at, at + 1)


def glued(text: Text, names: PlaceNames, neighbour: int, at: int) -> bool:
    """Tell whether the word beside a name is part of one with it: "Ousmane Dicko", "Diamond Cement".

    Parameters
    ----------
    text : Text
    names : PlaceNames
    neighbour, at : int
        The word beside, and the first or last word of the name.

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> glued(cut("Ousmane Dicko"), PlaceNames({}, {}), 0, 1)
    True
    """
    if not 0 <= neighbour < len(text.tokens) or not text.same_sentence(neighbour, at):
        return False
    if text.between(*sorted((neighbour, at))) not in SPACES:
        return False
    token = text.tokens[neighbour]
    if not token.capital or token.text in function_words("function") | function_words("container"):
        return False
    if text.opens(neighbour) and token.text in function_words("opener"):
        return False
    return token.text not in names.demonyms and token.text not in names.countries


def after_locative(text: Text, at: int) -> bool:
    """Tell whether "in", "near" or "à" stands before a word; "a" without its accent is an article or a verb.

    Parameters
    ----------
    text : Text
    at : int

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> after_locative(cut("à Gao"), 1), after_locative(cut("a Gao"), 1)
    (True, False)
    """
    if at < 1 or not text.same_sentence(at - 1, at):
        return False
    before = text.tokens[at - 1]
    return before.text in function_words("locative") and text.raw[before.start : before.end] not in ("a", "A")
