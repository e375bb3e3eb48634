"""Who claims, denies or is blamed for which incident, by whom it is said. Nothing is resolved here."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from .. import vocab
from ..model import Claim
from .frames import Frame
from .incidents import Incident
from .lexicon import Match
from .mentions import GENERIC, Mentions, between
from .page import Page
from .tables import function_words
from .ties import affiliated, is_armed, local_branch
from .tokens import Text
from .voice import is_likeness

STATUSES = ("claimed", "not_claimed", "attributed", "suspected", "denied")
_WIDE = 12  # words between a claim and its group that one span still holds
_AFTER_CUE = 12  # words after "blamed on" in which the group stands
_AGENT_REACH = 8  # words after "claimed by" in which the group stands
_JOINED = 4  # words in "and mercenaries of the" between two who are blamed
_LOOSE = 8  # words from "attributed to" to the group whose ally is blamed
_FEW = 5  # words after a claim in which "the two attacks" stands
_LATER = 2  # sentences after an incident in which a blame still speaks of it

Named = tuple[str, Match[str] | None]
"""A group, and where it is named (None when it is only meant)."""

Told = tuple[Claim, int]
"""A claim, and the sentence it stands in."""


def find(
    page: Page, mentions: Mentions, frames: list[Frame], incidents: list[Incident]
) -> dict[int, list[Told]]:
    """Find the claims of a report, by the position of the incident they speak of.

    Parameters
    ----------
    page : Page
    mentions : Mentions
    frames : list of Frame
        All frames of the report, those of no incident, too.
    incidents : list of Incident

    Returns
    -------
    dict of int to list of (Claim, int)
        Position in `incidents` to the claims made and the sentence each stands in.

    Examples
    --------
    >>> from ..model import Report
    >>> from . import anchors, frames, grouping, mentions
    >>> from .tokens import cut
    >>> text = cut("A bomb exploded on 1 July 2025. JNIM claimed responsibility for the attack.")
    >>> found = mentions.find(text, "en")
    >>> framed = frames.build(text, found, [], [])
    >>> days = anchors.Calendar(None, [d.mention for d in found.dates], text.raw)
    >>> told = grouping.resolve(framed, days)
    >>> claims = find(Page(Report("a", text.raw), text, "en"), found, framed, told)
    >>> [(claim.actor, claim.status) for claim, _ in claims[0]]
    [('JNIM', 'claimed')]
    """
    out: dict[int, list[Told]] = {}
    where = _where_told(frames, incidents)
    for cue in mentions.cues:
        if cue.value not in (*STATUSES, "says"):
            continue
        named = _actor(page, mentions, cue)
        if named is None and cue.value != "not_claimed":
            continue
        status = "claimed" if cue.value == "says" else cue.value
        for incident in _spoken_of(page.text, cue, mentions, where):
            held = out.setdefault(incident, [])
            for who in [named, *_also(page, mentions, cue, named)]:
                claim = _claim(page, cue, status, who, held)
                if not any((c.actor, c.status) == (claim.actor, claim.status) for c, _ in held):
                    held.append((claim, page.text.tokens[cue.first].sentence))
    return {i: _entailed(claims) for i, claims in out.items()}


def in_country(claim: Claim, country: str | None) -> Claim:
    """Give a claim with the local branch of its group, as ``ties.local_branch`` tells.

    Parameters
    ----------
    claim : Claim
    country : str or None
        ISO 3166-1 alpha-2.

    Returns
    -------
    Claim

    Examples
    --------
    >>> from ..model import Span
    >>> in_country(Claim("IS", "claimed", None, Span("a", 0, 0, "")), "NE").actor
    'ISSP'
    """
    return Claim(local_branch(claim.actor, country), claim.status, claim.by, claim.span)


def _claim(page: Page, cue: Match[str], status: str, named: Named | None, held: list[Told]) -> Claim:
    """One claim, with the span from its cue to the group's name."""
    group, at = named or (GENERIC, None)
    if status == "not_claimed":  # "no group has claimed": the one that is suspected has not
        suspect = (c.actor for c, _ in held if c.status == "suspected")
        group, at = next(suspect, group if at else GENERIC), None
    first, last = cue.first, cue.last
    if at is not None and abs(at.first - cue.first) <= _WIDE:
        first, last = min(cue.first, at.first), max(cue.last, at.last)
    own_words = status in ("claimed", "denied") and group != GENERIC
    return Claim(group, status, vocab.name_of(group) if own_words else page.speaker, page.span(first, last))


def _entailed(claims: list[Told]) -> list[Told]:
    """Where no group has claimed it, neither has the one that is suspected."""
    claimants = {c.actor for c, _ in claims if c.status == "claimed"}
    if len(claimants) > 1:  # "jihadists claim the attack … JNIM claimed it"
        claims = [t for t in claims if (t[0].actor, t[0].status) != (GENERIC, "claimed")]
    suspects = [c.actor for c, _ in claims if c.status == "suspected" and c.actor != GENERIC]
    out = []
    for claim, sentence in claims:
        if claim.status == "not_claimed" and claim.actor == GENERIC and suspects:
            claim = Claim(suspects[0], claim.status, claim.by, claim.span)
        out.append((claim, sentence))
    return out


def _actor(page: Page, mentions: Mentions, cue: Match[str]) -> Named | None:
    """Who claims (the subject, or after "by") or is blamed (after); "the group" is the last one named."""
    sentence = page.text.tokens[cue.first].sentence
    here = between(mentions.actors, *page.text.first[sentence : sentence + 2])
    inside = [a for a in here if _own(page, a, cue)]
    if cue.value == "not_claimed":
        within = (a for a in inside if cue.first <= a.first <= cue.last and a.value != GENERIC)
        found = next(((a.value, a) for a in within), None)
        return found or _silent(page.text, cue, inside)
    if cue.value == "says":
        return _speaker(page, mentions, cue, inside)
    if cue.value in ("claimed", "denied"):
        return _claimant(page, mentions, cue, inside)
    return _blamed(page.text, cue, inside)


def _silent(text: Text, cue: Match[str], inside: list[Match[str]]) -> Named | None:
    """The group that has not claimed: the subject of "has not claimed", "n'a pas revendiqué"."""
    if function_words("has_not").isdisjoint(text.words(cue.first - 1, cue.first + 3)):
        return None
    before = [a for a in inside if a.last < cue.first and _is_group(a)]
    return (before[-1].value, before[-1]) if before and not _passive_voice(text, cue) else None


def _passive_voice(text: Text, cue: Match[str]) -> bool:
    """Whether "been" or "été" stands in a cue: "has not been claimed"."""
    return not function_words("passive").isdisjoint(text.words(cue.first, cue.last + 1))


def _own(page: Page, actor: Match[str], cue: Match[str]) -> bool:
    """Whether an actor is named for itself; "suspected al-Qaeda-linked" may be all that is suspected."""
    if not affiliated(page.text, actor, page.lang):
        return True
    reach = {"suspected": 3, "attributed": _LOOSE}.get(cue.value, 0)  # "attributed to a group linked to X"
    suspected = 0 < actor.first - cue.last <= reach
    return suspected and not affiliated(page.text, actor, page.lang, ahead_only=True)


def _is_group(actor: Match[str]) -> bool:
    """Whether an actor is a named armed group."""
    return actor.value != GENERIC and is_armed(actor.value)


def _speaker(page: Page, mentions: Mentions, cue: Match[str], inside: list[Match[str]]) -> Named | None:
    """The group whose word a report gives: "JNIM said", "The group said", "citing JNIM"."""
    before = [a for a in inside if a.last < cue.first]
    if page.text.tokens[cue.first].text in function_words("citing"):
        subject = next((a for a in inside if a.first > cue.last), None)
    elif not before and _stands_for_group(page.text, cue):
        return _last_named(page, mentions, cue)
    else:
        subject = before[-1] if before else None
    return (subject.value, subject) if subject and _is_group(subject) else None


def _claimant(page: Page, mentions: Mentions, cue: Match[str], inside: list[Match[str]]) -> Named | None:
    """The group that claims or denies: after "by", else before the verb, else the last one named."""
    within = next((a for a in inside if cue.first <= a.first <= cue.last and _is_group(a)), None)
    if within is not None:  # "which JNIM claimed"
        return within.value, within
    before = [a for a in inside if a.last < cue.first]
    chosen = _agent(page.text, cue, [a for a in inside if a.first > cue.last])
    if chosen is None and before:
        chosen = next((a for a in reversed(before) if _is_group(a)), before[-1])
    if chosen is not None and (_is_group(chosen) or cue.value == "denied"):
        return chosen.value, chosen
    if cue.value == "denied" and not _stands_for_group(page.text, cue):
        return None  # a government's denial is no group's
    last = _last_named(page, mentions, cue)
    if last is None and chosen is not None and is_armed(chosen.value):
        return chosen.value, chosen
    return last


def _blamed(text: Text, cue: Match[str], inside: list[Match[str]]) -> Named | None:
    """The group that is blamed or suspected, after the cue; states can be blamed, but are not suspected."""
    near = [a for a in inside if cue.first <= a.first and a.first - cue.last <= _AFTER_CUE]
    within = [a for a in near if a.first <= cue.last]
    near = [*within, *(a for a in near if a.first > cue.last)]
    blamed = cue.value == "attributed"
    hedged = text.tokens[cue.first].text.startswith(
        tuple(function_words("hedge"))
    )  # not "dressed as", "probably"
    chosen = next((a for a in near if a.value != GENERIC and (is_armed(a.value) or blamed)), None)
    if blamed:
        chosen = chosen or next(iter(near), None)
    elif chosen is None and hedged:
        ahead = (a for a in inside if a.last < cue.first and cue.first - a.last <= 3 and _is_group(a))
        close = (a for a in inside if abs(a.first - cue.last) <= 2 or abs(cue.first - a.last) <= 2)
        by = (a for a in near if function_words("agent").intersection(text.words(cue.last + 1, a.first)))
        chosen = next(ahead, None) or next(close, None) or next(by, None)
    return (chosen.value, chosen) if chosen else None


def _also(page: Page, mentions: Mentions, cue: Match[str], named: Named | None) -> list[Named]:
    """Who is blamed together with one blamed: "blamed the army and the Wagner group"."""
    if cue.value != "attributed" or named is None or named[1] is None:
        return []
    out: list[Named] = []
    last = named[1].last
    for actor in between(mentions.actors, last + 1, last + 1 + _AFTER_CUE):
        words = page.text.words(last + 1, actor.first)
        if not page.text.same_sentence(last, actor.first) or len(words) > _JOINED:
            break
        if not function_words("and").isdisjoint(words) and actor.value not in (named[0], GENERIC):
            out.append((actor.value, actor))
        last = actor.last
    return out


def _stands_for_group(text: Text, cue: Match[str]) -> bool:
    """Whether the words before a verb of saying stand for a group: "The group said", "Elle affirme"."""
    begin = max(text.first[text.tokens[cue.first].sentence], cue.first - 5)
    return not function_words("speaking_group").isdisjoint(text.words(begin, cue.first))


def _agent(text: Text, cue: Match[str], after: list[Match[str]]) -> Match[str] | None:
    """The actor in "claimed by X", "revendiquées par le X"."""
    if not _passive(text, cue):
        return None
    return after[0] if after and after[0].first - cue.last <= _AGENT_REACH else None


def _passive(text: Text, cue: Match[str]) -> bool:
    """Whether "by" stands in or right after a cue."""
    return not function_words("agent").isdisjoint(text.words(cue.first, cue.last + 3))


def _last_named(page: Page, mentions: Mentions, cue: Match[str]) -> Named | None:
    """The armed group named last before a cue, in whichever sentence."""
    for actor in reversed(mentions.actors):
        itself = not affiliated(page.text, actor, page.lang) and not is_likeness(page.text, actor)
        if actor.last < cue.first and _is_group(actor) and itself:
            return actor.value, actor
    return None


class _Told(NamedTuple):
    """Where the incidents of a report are told, so that each claim finds its own quickly."""

    here: dict[int, list[tuple[int, int]]]
    """By sentence: the words that tell an incident and its position, in order."""
    others: frozenset[int]
    """Sentences that tell something as real, be it of no incident."""
    order: list[tuple[int, int]]
    """Each sentence that tells an incident, and minus the incident's position, in order."""


def _where_told(frames: list[Frame], incidents: list[Incident]) -> _Told:
    """Index the incidents of a report by sentence."""
    here: dict[int, list[tuple[int, int]]] = {}
    for i, incident in enumerate(incidents):
        for frame in incident.frames:
            here.setdefault(frame.sentence, []).extend((t.first, i) for t in frame.triggers)
    others = frozenset(
        f.sentence for f in frames if f.status == "realised" and not (f.reaction or f.habitual)
    )
    order = sorted((f.sentence, -i) for i, incident in enumerate(incidents) for f in incident.frames)
    return _Told({sentence: sorted(told) for sentence, told in here.items()}, others, order)


def _spoken_of(text: Text, cue: Match[str], mentions: Mentions, told: _Told) -> list[int]:
    """The incidents a cue speaks of: its own clause's, else those of the sentence, else the last told."""
    sentence = text.tokens[cue.first].sentence
    here = told.here.get(sentence, [])
    if here and cue.value == "says":
        return list(dict.fromkeys(i for _, i in here))
    if here:
        before = [i for at, i in here if at < cue.first]
        after = [i for at, i in here if at >= cue.first]
        chosen = before[-1] if before and (_passive(text, cue) or not after) else after[0]
        return _several(text, cue, chosen, told)
    # "claimed the operation": whatever else the sentence tells, it is the one told before
    near = between(mentions.triggers, cue.last + 1, cue.last + 4)
    operation = any(t.value.family == "operation" for t in near)
    if sentence in told.others and not operation:
        return []  # the sentence tells of something else, which is no incident here
    return _told_last(sentence, cue, told)


def _several(text: Text, cue: Match[str], chosen: int, told: _Told) -> list[int]:
    """The incidents that "the two attacks" speaks of: the last ones told, where it is told with none."""
    words = text.words(cue.first, cue.last + _FEW)
    if function_words("last_few").isdisjoint(words) or function_words("definite_plural").isdisjoint(words):
        return [chosen]
    number = 3 if {"three", "trois"}.intersection(words) else 2
    sentence = text.tokens[cue.first].sentence
    earlier = [-i for s, i in told.order if s < sentence]
    last = list(dict.fromkeys(reversed(earlier)))[:number]
    return last if len(last) == number else [chosen]


def _told_last(sentence: int, cue: Match[str], told: _Told) -> list[int]:
    """The incident told last before a sentence; a blame reaches back less far than a claim."""
    at = bisect_left(told.order, (sentence + 1,)) - 1
    if at < 0:
        return []
    last, position = told.order[at]
    reach = sentence if cue.value in ("claimed", "not_claimed", "says") else _LATER
    return [-position] if sentence - last <= reach else []
