"""One person, told without a number: "killed a trader", "the mayor was abducted", "wounding another"."""

from __future__ import annotations

import re
from typing import NamedTuple

from .lexicon import Match
from .mentions import Mentions, Target
from .numbers import Number
from .tables import function_words
from .tokens import Text

_REACH = 5  # words from the article to the person
_AFTER = 4  # words from the person to what happened to it: "was shot and killed"
_AFTER_WHO = 7  # the same, over a name: "A journalist, Olivier Dupont, who was abducted"
_APPOSITION = 12  # words between two commas: "Mme Ba, who ran a charity for …, was abducted"
_LIST = 10  # words from one of a list to what happened to all
_PEOPLE = ("people", "anyone")


class Single(NamedTuple):
    """One person: the article as the number one, the person, and whether others were counted with them."""

    number: Number
    unit: Match[Target]
    listed: bool


def find(text: Text, mentions: Mentions, first: int) -> list[Single]:
    """Find single people whose fate the words right beside them tell.

    Parameters
    ----------
    text : Text
    mentions : Mentions
        Those of one sentence.
    first : int
        Its first word.

    Returns
    -------
    list of Single

    Examples
    --------
    >>> from .mentions import find as mentioned
    >>> from .tokens import cut
    >>> text = cut("Gunmen killed a Malian trader and two drivers; the mayor was abducted.")
    >>> [text.written(n.first, u.last) for n, u, _ in find(text, mentioned(text, "en"), 0)]
    ['a Malian trader', 'the mayor']
    """
    counted = {i for n in mentions.numbers for i in range(n.first, n.last + 1)}
    outcomes = [o for o in mentions.outcomes if o.value != "none"]
    out: list[Single] = []
    for person in mentions.targets:
        if person.value.who not in _PEOPLE or _plural(text.tokens[person.last].text):
            continue
        at = _article(text, person, first, counted)
        if out and at == out[-1].number.first:  # "a Fulani pastoralist man" is one
            out[-1] = out[-1]._replace(unit=person)
            continue
        if at is None or (at > first and text.tokens[at - 1].text in function_words("agent")):
            continue  # "by a man": who did it
        listed = _in_list(text, at, person, outcomes, mentions)
        if listed or _fated(text, at, person, outcomes, out):
            out.append(Single(Number(at, at, 1, 1), person, listed))
    return out


def named(text: Text, outcomes: list[Match[str]]) -> list[Match[str]]:
    """Find what happened to one person told by name alone: "Bintou Ba was kidnapped", "il a été tué".

    Parameters
    ----------
    text : Text
    outcomes : list of Match
        Those of one sentence.

    Returns
    -------
    list of Match
        Outcomes (killed, abducted) whose subject is one name or pronoun, by the verb in the singular.

    Examples
    --------
    >>> from .mentions import find as mentioned
    >>> from .tokens import cut
    >>> text = cut("Bintou Ba was kidnapped. Bintou and Awa were kidnapped.")
    >>> [text.written(o.first - 2, o.last) for o in named(text, mentioned(text, "en").outcomes)]
    ['Ba was kidnapped']
    """
    return [o for o in outcomes if o.value in ("killed", "abducted") and _of_one_named(text, o)]


def _of_one_named(text: Text, outcome: Match[str]) -> bool:
    """Whether the verb before an outcome is singular and a name or pronoun stands before it."""
    at = outcome.first - 1
    while at > 0 and text.tokens[at].text in function_words("auxiliary") | function_words("singular_passive"):
        at -= 1
    between = text.words(at + 1, outcome.first)
    at = _before_apposition(text, at)
    passive = not function_words("singular_passive").isdisjoint(between)
    if at < 0 or not passive or not text.same_sentence(at, outcome.first):
        return False
    if text.tokens[outcome.last].text.endswith("s") or text.tokens[outcome.last].text == "captured":
        return False
    subject, name = text.tokens[at], at > 0 and text.tokens[at - 1].capital
    he = subject.text in function_words("person_pronoun")
    return he or (subject.capital and name and text.between(at - 1, at) == " ") or _surname(text, at)


def _surname(text: Text, at: int) -> bool:
    """Whether a word is the last of a full name told before: "Awa Ba … Ba was abducted"."""
    word = text.tokens[at]
    if not word.capital:
        return False
    return any(
        t.text == word.text and text.tokens[i].capital and text.between(i, i + 1) == " "
        for i, t in enumerate(text.tokens[1:at])
    )


def _before_apposition(text: Text, at: int) -> int:
    """The word before what stands between two commas: "Mme Ba, 75 ans, avait été enlevée"."""
    if at < 0 or at + 1 >= len(text.tokens) or "," not in text.between(at, at + 1):
        return at
    opened = next(
        (i for i in range(at - 1, max(-1, at - _APPOSITION), -1) if "," in text.between(i, i + 1)), None
    )
    return at if opened is None else opened


def _plural(word: str) -> bool:
    """Whether a word speaks of several people: "the men"."""
    return word.endswith(("s", "x", "men")) or word in function_words("plural")


def _article(text: Text, person: Match[Target], first: int, counted: set[int]) -> int | None:
    """The article before a person, with nothing but adjectives between; None for a group or a number."""
    for at in range(person.first - 1, max(first - 1, person.first - 1 - _REACH), -1):
        word = text.tokens[at].text
        if at in counted or re.search(r"[,;:.()]", text.between(at, at + 1)):
            return None
        if word in function_words("single_article"):
            return at
        if word in function_words("function") | function_words("and") | function_words("group_of"):
            return None
    return None


def _fated(
    text: Text,
    at: int,
    person: Match[Target],
    outcomes: list[Match[str]],
    before: list[Single],
) -> bool:
    """Whether an outcome stands right before the article, in the passive after it, or before a list."""
    if any(o.last == at - 1 and not _passive(text, o) for o in outcomes):
        return True
    for outcome in outcomes:
        if outcome.first == person.last + 1:
            return True  # "a trader kidnapped in …"
        who = not function_words("who").isdisjoint(text.words(person.last + 1, outcome.first))
        named = person.last + 1 < len(text.tokens) and "," in text.between(person.last, person.last + 1)
        if 0 < outcome.first - person.last <= (_AFTER_WHO if who or named else _AFTER):
            between = text.words(person.last + 1, outcome.first)
            if all(w.endswith(("ment", "ly")) for w in between):  # "et son apprenti grièvement blessé"
                return True
            return not function_words("passive").isdisjoint(between) and function_words("and").isdisjoint(
                between
            )
    joined = text.tokens[at - 1].text in function_words("and") if at else False
    return joined and bool(before) and before[-1].unit.last == at - 2


def _in_list(
    text: Text, at: int, person: Match[Target], outcomes: list[Match[str]], mentions: Mentions
) -> bool:
    """Whether someone stands in a list with people counted, all of one fate: "Six …, their guide and …"."""
    joined = (
        "," in text.between(at - 1, at) or text.tokens[at - 1].text in function_words("and") if at else False
    )
    counted = any(0 < at - n.last <= _LIST for n in mentions.numbers)
    ahead = (o for o in outcomes if 0 < o.first - person.last <= _LIST)
    told = next(ahead, None)
    return bool(joined and counted and told) and not function_words("passive").isdisjoint(
        text.words(person.last + 1, told.first if told else 0)
    )


def _passive(text: Text, outcome: Match[str]) -> bool:
    """Whether an outcome is in the passive: "were killed a day earlier"."""
    return not function_words("passive").isdisjoint(text.words(outcome.first - 2, outcome.first))
