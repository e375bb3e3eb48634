"""Who does the deed and who suffers it, by the place of a group's name among the words."""

from __future__ import annotations

from .frames import Frame
from .incidents import VIOLENT
from .lexicon import Match
from .mentions import Trigger
from .tables import function_words
from .ties import is_armed, is_force
from .tokens import Text

_BEFORE = 9  # words before a group in which "by" holds for a list
_AHEAD = 12  # words from a group to the verb of which it is the subject
_SUBJECT = 7  # words from a group's post to the verb that tells what befell it
_IN_VERB = 3  # "destroyed a terrorist base": the fighters stand inside the verb
_STRUCK_NEAR = 6  # words from a verb to the fighters whom it strikes
_PART = 12  # words of "dont 20 soldats, deux civils et trois"
_BY_NOUN = 4  # words in "an attack by the armed wing of X", "the attack of X"


def is_agent(text: Text, frame: Frame, actor: Match[str]) -> bool:
    """Whether a group does the deed: "killed by the Malian army", "the army and Wagner killed 20 villagers".

    Parameters
    ----------
    text : Text
    frame : Frame
    actor : Match
        Where the group is named.

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> text = cut("The army killed them.")
    >>> frame = Frame(0, "attack", [Match(2, 2, Trigger("attack", "kill", ""))])
    >>> is_agent(text, frame, Match(1, 1, "FAMa"))
    True
    """
    if is_quoted(text, actor):
        return False
    by = function_words("agent")
    words = text.words(actor.first - _BEFORE, actor.first)
    deeds = [t for t in frame.triggers if t.value.form in ("verb", "kill", "noun", "plural")]
    if by.intersection(words[-3:]) and any(t.last < actor.first for t in deeds):
        return True
    if function_words("and").intersection(words[-1:]) and by.intersection(words):
        return True
    if any(t.first == actor.last + 1 and t.value.form in ("noun", "plural") for t in deeds):
        return True  # "a Malian army air strike"
    if any(t.last < actor.first and _is_owner(text, frame, t.last, actor.first) for t in deeds):
        return True
    done = next((t for t in deeds if 0 < t.first - actor.last <= _AHEAD), None)
    between = text.words(actor.last + 1, done.first) if done else []
    if not function_words("performs").isdisjoint(between):  # "carried out an airstrike"
        return True
    verbs = [t for t in deeds if 0 < t.first - actor.last <= _AHEAD and t.value.form in ("verb", "kill")]
    if not verbs or _passive(text, actor.last + 1, verbs[0]):
        return False
    return "," not in text.between(actor.last, verbs[0].first)


def _is_owner(text: Text, frame: Frame, strike: int, actor: int) -> bool:
    """Whether only "of the" stands between a strike and a group: "frappes de drones de l'armée"."""
    between = text.words(strike + 1, actor)
    small = function_words("doer_of") | function_words("article")
    return (
        frame.family in ("airstrike", "shelling")
        and 0 < len(between) < _BY_NOUN
        and small.issuperset(between)
    )


def is_quoted(text: Text, actor: Match[str]) -> bool:
    """Whether a group is only quoted: "according to the French army".

    Parameters
    ----------
    text : Text
    actor : Match

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> is_quoted(cut("according to the army, 20 died"), Match(3, 3, "FAMa"))
    True
    """
    return not function_words("source").isdisjoint(text.words(actor.first - 3, actor.first))


def is_struck(text: Text, frame: Frame, actor: Match[str]) -> bool:
    """Whether a group is the one attacked: after every trigger, and not after "by" or an "attack of".

    Parameters
    ----------
    text : Text
    frame : Frame
    actor : Match

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> text = cut("Gunmen attacked a post of the volunteers.")
    >>> frame = Frame(0, "attack", [Match(1, 1, Trigger("attack", "verb", ""))])
    >>> is_struck(text, frame, Match(6, 6, "VDP"))
    True
    """
    if _is_passive_subject(text, frame, actor) or _is_counted(text, frame, actor):
        return True
    before = [t for t in frame.triggers if t.last < actor.first]
    later = [t for t in frame.triggers if t.first > actor.first]
    if not before or (later and not _clause_over(text, actor, later[0])):
        return False
    near = max(t.last for t in before)
    words = text.words(near + 1, actor.first)
    noun = any(t.last == near and t.value.form in ("noun", "plural", "weak") for t in frame.triggers)
    close = len(words) <= _BY_NOUN
    if function_words("agent").intersection(words):
        return False
    if noun and close and function_words("doer_of").intersection(words):
        return False
    return bool(function_words("struck").intersection(words)) or (not noun and close)


def _is_counted(text: Text, frame: Frame, actor: Match[str]) -> bool:
    """Whether a group's people are among those counted: "12 dead, three of them volunteers (VDP)"."""
    if any(t.span_first < actor.first <= t.span_last + 1 for t in frame.tolls if t.victims != "armed group"):
        return True
    before = text.words(max(text.first[frame.sentence], actor.first - _PART), actor.first)
    part = function_words("part_of").intersection(before) and not function_words("agent").intersection(before)
    return bool(part and frame.tolls)


def _is_passive_subject(text: Text, frame: Frame, actor: Match[str]) -> bool:
    """Whether the first deed of a sentence befalls a group or its post: "A GATIA position was attacked"."""
    deed = frame.triggers[0]
    if deed.value.form not in ("verb", "kill") or not 0 < deed.first - actor.last <= _SUBJECT:
        return False
    after = text.words(actor.last + 1, deed.first)
    return not function_words("passive").isdisjoint(after) and function_words("agent").isdisjoint(after)


def _clause_over(text: Text, actor: Match[str], trigger: Match[Trigger]) -> bool:
    """Whether a clause ends between a group and the next deed, which is another's then: "…, killing two"."""
    gap = text.between(actor.last, trigger.first)
    after = text.words(actor.last + 1, trigger.first)
    participle = text.tokens[trigger.first].text.endswith(("ing", "ant"))
    return ("," in gap and participle) or bool(function_words("and").intersection(after[-1:])) or "." in gap


def fighters_hit(text: Text, frames: list[Frame]) -> list[Frame]:
    """Find where an army does the deed and only fighters are counted or named as struck.

    Parameters
    ----------
    text : Text
    frames : list of Frame
        Those of one incident.

    Returns
    -------
    list of Frame
        Empty where an armed group does something, too: then it began, and the army struck back.

    Examples
    --------
    >>> from .mentions import Target
    >>> from .tokens import cut
    >>> text = cut("The army killed terrorists.")
    >>> fighters = Match(3, 3, Target("armed group", "people"))
    >>> frame = Frame(0, "attack", [Match(2, 2, Trigger("attack", "kill", ""))], targets=[fighters])
    >>> frame.actors = [Match(1, 1, "FAMa"), Match(3, 3, "Unidentified")]
    >>> len(fighters_hit(text, [frame]))
    1
    """
    deeds = [f for f in frames if f.family in (*VIOLENT, "abduction")]
    doers = [(f, a) for f in deeds for a in f.actors if is_agent(text, f, a)]
    if any(is_armed(a.value) for _, a in doers):
        return []
    return [f for f, a in doers if is_force(a.value) and _of_fighters(f)]


def _of_fighters(frame: Frame) -> bool:
    """Whether fighters are struck in a frame: all who are counted, else who is named beside the verb."""
    if frame.tolls:
        return all(t.victims == "armed group" for t in frame.tolls)
    near = [t for t in frame.targets if t.value.kind == "armed group"]
    return any(-_IN_VERB <= p.first - t.last <= _STRUCK_NEAR for p in near for t in frame.triggers)


def is_likeness(text: Text, actor: Match[str]) -> bool:
    """Whether a group is only what somebody looked like: "dressed as hunters", "habillés en chasseurs".

    Parameters
    ----------
    text : Text
    actor : Match

    Returns
    -------
    bool

    Examples
    --------
    >>> from .tokens import cut
    >>> is_likeness(cut("men dressed as Dozos"), Match(3, 3, "Dozo"))
    True
    """
    before = text.words(actor.first - 5, actor.first)
    worn = text.words(actor.last + 1, actor.last + 3)  # "in army uniforms"
    return not function_words("likeness").isdisjoint(before) or not function_words("worn").isdisjoint(worn)


def _passive(text: Text, first: int, trigger: Match[Trigger]) -> bool:
    """Whether a verb is in the passive: "was attacked", "ont été tués"."""
    words = text.words(max(first, trigger.first - 3), trigger.first)
    return not function_words("passive").isdisjoint([*words, text.tokens[trigger.first].text])
