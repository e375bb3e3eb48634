"""What kind of group an actor is, and whether it is named only as another's ally."""

from __future__ import annotations

from functools import cache

from .. import vocab
from .lexicon import Lexicon, Match
from .tables import function_words, spoken
from .tokens import Text

_SAHEL = frozenset({"ML", "BF", "NE"})
_FORCES = frozenset({"state_forces", "foreign_forces", "mercenaries"})
_UNARMED = _FORCES | {"authorities", "peacekeepers", "political"}
_REACH = 3  # words between "linked to" and the ally's name
_REACH_LISTED = 7  # the same, for the second name of "linked to X and Y"
_TIE_WORDS = 9  # words before a name in which "linked to" may stand


def is_armed(group: str) -> bool:
    """Whether a group can claim or be blamed for an attack as itself: not a state, nor a mere affiliation.

    Parameters
    ----------
    group : str
        Id from data/groups.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_armed("JNIM"), is_armed("FAMa")
    (True, False)
    """
    return vocab.groups()[group].kind not in _UNARMED


def is_force(group: str) -> bool:
    """Whether a group is an army, a foreign force or mercenaries: whoever fights for a state.

    Parameters
    ----------
    group : str
        Id from data/groups.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_force("JNIM"), is_force("FAMa")
    (False, True)
    """
    return vocab.groups()[group].kind in _FORCES


def local_branch(group: str, country: str | None) -> str:
    """Give the branch that a name means in a country: the Islamic State in Mali is its Sahel Province.

    Parameters
    ----------
    group : str
        Id from data/groups.
    country : str or None
        ISO 3166-1 alpha-2.

    Returns
    -------
    str

    Examples
    --------
    >>> local_branch("IS", "ML"), local_branch("IS", "NG")
    ('ISSP', 'IS')
    """
    return "ISSP" if group == "IS" and country in _SAHEL else group


def affiliated(text: Text, mention: Match[str], lang: str, *, ahead_only: bool = False) -> bool:
    """Whether a group is named only to say whose ally another is: "al-Qaeda-linked", "affilié à al-Qaïda".

    Parameters
    ----------
    text : Text
    mention : Match
        Where the group is named.
    lang : {'en', 'fr'}
    ahead_only : bool
        Look only at the words after it ("-linked"), not at those before ("linked to").

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> affiliated(cut("gunmen linked to AQIM"), Match(3, 3, "AQIM"), "en")
    True
    """
    before, after = _ties(lang)
    tokens = text.tokens
    behind = after.find(tokens, mention.last + 1, min(len(tokens), mention.last + 3))
    if behind and behind[0].first == mention.last + 1:
        own = text.words(behind[0].last + 1, behind[0].last + 2)
        return function_words("tied_to").isdisjoint(own)  # "JNIM, linked to al-Qaeda" names JNIM itself
    if ahead_only:
        return False
    joiners = function_words("and") | function_words("or")
    listed = not joiners.isdisjoint(text.words(mention.first - 1, mention.first))
    reach = _REACH_LISTED if listed else _REACH
    ahead = before.find(tokens, max(0, mention.first - _TIE_WORDS), mention.first)
    near = (c for c in ahead if mention.first - c.last <= reach)
    return any(text.same_sentence(c.last, mention.first) for c in near)


@cache
def _ties(lang: str) -> tuple[Lexicon[str], Lexicon[str]]:
    """Words of affiliation that stand before the ally's name, and those that stand after it."""
    rows = spoken("ties", lang)
    before, after = ([(r["phrase"], side) for r in rows if r["side"] == side] for side in ("before", "after"))
    return Lexicon(before), Lexicon(after)
