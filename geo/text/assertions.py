"""Who claims, denies or is blamed for which incident, by whom it is said. Nothing is resolved here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from .. import vocab
from ..model import Claim, Report
from .frames import Frame
from .incidents import Incident
from .lexicon import Lexicon, Match, spoken
from .mentions import GENERIC, Mentions
from .tokens import Text

STATUSES = ("claimed", "not_claimed", "attributed", "suspected", "denied")
_AGENT = ("by", "par")


def find(
    report: Report, text: Text, mentions: Mentions, frames: list[Frame], incidents: list[Incident], lang: str
) -> dict[int, list[tuple[Claim, int]]]:
    """The claims of a report, by the position of the incident they speak of.

    Parameters
    ----------
    report : Report
    text : Text
    mentions : Mentions
    frames : list of Frame
        All frames of the report, those of no incident, too.
    incidents : list of Incident
    lang : {'en', 'fr'}

    Returns
    -------
    dict of int to list of (Claim, int)
        Position in `incidents` to the claims made and the sentence each stands in.
    """
    out: dict[int, list[tuple[Claim, int]]] = {}
    for cue in mentions.cues:
        if cue.value not in (*STATUSES, "says"):
            continue
        actor = _actor(text, mentions, cue, lang)
        operation = any(
            t.value.family == "operation" and 0 < t.first - cue.last <= 3 for t in mentions.triggers
        )  # "claimed the operation": whatever else the sentence tells, it is the one told before
        spoken_of = _incidents_of(text, cue, [] if operation else frames, incidents)
        if cue.value == "says":
            cue = cue._replace(value="claimed")
        for incident in spoken_of:
            if actor is None and cue.value != "not_claimed":
                continue
            group, named = actor if actor else (GENERIC, None)
            if cue.value == "not_claimed":
                group, named = _suspect(out.get(incident, []), group if named else GENERIC), None
            first, last = (
                (min(cue.first, named.first), max(cue.last, named.last)) if named else (cue.first, cue.last)
            )
            span = report.span(text.tokens[first].start, text.tokens[last].end)
            said_by = (
                vocab.name_of(group)
                if cue.value in ("claimed", "denied") and group != GENERIC
                else _speaker(report)
            )
            claim = Claim(group, cue.value, said_by, span)
            held = out.setdefault(incident, [])
            if not any((c.actor, c.status) == (claim.actor, claim.status) for c, _ in held):
                held.append((claim, text.tokens[cue.first].sentence))
    return {i: _entailed(claims) for i, claims in out.items()}


def _speaker(report: Report) -> str | None:
    return report.source or report.id


def _suspect(claims: list[tuple[Claim, int]], default: str) -> str:
    return next((c.actor for c, _ in claims if c.status == "suspected"), default)


def _entailed(claims: list[tuple[Claim, int]]) -> list[tuple[Claim, int]]:
    """ "No group has claimed it": neither has the one that is suspected."""
    suspects = [c.actor for c, _ in claims if c.status == "suspected" and c.actor != GENERIC]
    out = []
    for claim, sentence in claims:
        if claim.status == "not_claimed" and claim.actor == GENERIC and suspects:
            claim = Claim(suspects[0], claim.status, claim.by, claim.span)
        out.append((claim, sentence))
    return out


def is_armed(group: str) -> bool:
    """Whether a group can claim or be blamed for an attack as itself: not a state, nor a mere affiliation."""
    return vocab.groups()[group].kind not in (
        "state_forces",
        "authorities",
        "peacekeepers",
        "political",
        "foreign_forces",
        "mercenaries",
    )


_SAHEL = frozenset({"ML", "BF", "NE"})


def in_sahel(claim: Claim, country: str | None) -> Claim:
    """The Islamic State in Mali, Burkina Faso or Niger is its Sahel Province."""
    return replace(claim, actor="ISSP") if claim.actor == "IS" and country in _SAHEL else claim


def affiliated(text: Text, mention: Match[str], lang: str, *, ahead_only: bool = False) -> bool:
    """Whether a group is named only to say whose ally another is: "al-Qaeda-linked", "affilié à al-Qaïda"."""
    before, after = _ties(lang)
    tokens = text.tokens
    behind = after.find(tokens, mention.last + 1, min(len(tokens), mention.last + 3))
    if behind and behind[0].first == mention.last + 1:
        return True
    ahead = before.find(tokens, max(0, mention.first - 9), mention.first)
    reach = 7 if tokens[mention.first - 1].text in ("and", "et", "or", "ou") else 3
    return not ahead_only and any(mention.first - c.last <= reach for c in ahead)


@cache
def _ties(lang: str) -> tuple[Lexicon[str], Lexicon[str]]:
    rows = spoken("ties", lang)
    sides = ([(r["phrase"], side) for r in rows if r["side"] == side] for side in ("before", "after"))
    return Lexicon(next(sides)), Lexicon(next(sides))


def _actor(
    text: Text, mentions: Mentions, cue: Match[str], lang: str
) -> tuple[str, Match[str] | None] | None:
    """Who claims (the subject, or after "by") or is blamed (after the cue); "the group" is the last one named."""
    sentence = text.tokens[cue.first].sentence
    inside = [
        a
        for a in mentions.actors
        if text.tokens[a.first].sentence == sentence
        and (
            not affiliated(text, a, lang)
            or (
                cue.value == "suspected"
                and 0 < a.first - cue.last <= 3
                and not affiliated(text, a, lang, ahead_only=True)
            )
        )
    ]
    before = [a for a in inside if a.last < cue.first]
    after = [a for a in inside if a.first > cue.last]
    within = [a for a in inside if cue.first <= a.first <= cue.last]
    if cue.value == "not_claimed":
        named = [a for a in within if a.value != GENERIC]
        return (named[0].value, named[0]) if named else None
    if cue.value == "says":
        if text.tokens[cue.first].text == "citing":
            subject = after[0] if after else None
        elif not before and _stands_for_group(text, cue):
            return _last_named(text, mentions, cue, lang)
        else:
            subject = before[-1] if before else None
        return (
            (subject.value, subject)
            if subject and subject.value != GENERIC and is_armed(subject.value)
            else None
        )
    if cue.value in ("claimed", "denied"):
        ahead = _agent(text, cue, after)
        chosen = ahead or (before[-1] if before else None)
        chosen = (
            next((a for a in reversed(before) if is_armed(a.value) and a.value != GENERIC), chosen)
            if not ahead
            else chosen
        )
        if chosen is not None and (
            (is_armed(chosen.value) and chosen.value != GENERIC) or cue.value == "denied"
        ):
            return chosen.value, chosen
        return _last_named(text, mentions, cue, lang) or (
            (chosen.value, chosen) if chosen and is_armed(chosen.value) else None
        )
    near = [a for a in [*within, *after] if a.first - cue.last <= 12]
    named = [a for a in near if a.value != GENERIC and (is_armed(a.value) or cue.value == "attributed")]
    if cue.value == "suspected" and not named:
        named = [a for a in before if a.value != GENERIC and is_armed(a.value) and cue.first - a.last <= 3]
    chosen = named[0] if named else near[0] if near and cue.value == "attributed" else None
    if chosen is None and cue.value == "suspected":
        close = [a for a in inside if abs(a.first - cue.last) <= 2 or abs(cue.first - a.last) <= 2]
        chosen = close[0] if close else None
    return (chosen.value, chosen) if chosen else None


def _stands_for_group(text: Text, cue: Match[str]) -> bool:
    """Whether the words before a verb of saying stand for a group: "The group said", "Elle affirme"."""
    words = {
        t.text
        for t in text.tokens[max(text.first[text.tokens[cue.first].sentence], cue.first - 5) : cue.first]
    }
    return bool(words & {"group", "groupe", "organisation", "organization", "it", "they", "elle", "il"})


def _agent(text: Text, cue: Match[str], after: list[Match[str]]) -> Match[str] | None:
    """The actor in "claimed by X", "revendiquées par le X"."""
    words = [t.text for t in text.tokens[cue.first : cue.last + 3]]
    if not any(w in _AGENT for w in words):
        return None
    return after[0] if after and after[0].first - cue.last <= 8 else None


def _last_named(
    text: Text, mentions: Mentions, cue: Match[str], lang: str
) -> tuple[str, Match[str] | None] | None:
    named = [
        a
        for a in mentions.actors
        if a.last < cue.first and a.value != GENERIC and is_armed(a.value) and not affiliated(text, a, lang)
    ]
    return (named[-1].value, named[-1]) if named else None


def _incidents_of(text: Text, cue: Match[str], frames: list[Frame], incidents: list[Incident]) -> list[int]:
    """The incidents a cue speaks of: those its own clause tells, else those of the sentence, else the last told."""
    sentence = text.tokens[cue.first].sentence
    here = sorted(
        (trigger.first, i)
        for i, incident in enumerate(incidents)
        for frame in incident.frames
        if frame.sentence == sentence
        for trigger in frame.triggers
    )
    if here and cue.value == "says":
        return list(dict.fromkeys(i for _, i in here))
    if here:
        before = [i for at, i in here if at < cue.first]
        after = [i for at, i in here if at >= cue.first]
        passive = any(t.text in _AGENT for t in text.tokens[cue.first : cue.last + 3])
        return [before[-1] if before and (passive or not after) else after[0]]
    if any(f.sentence == sentence and f.status == "realised" and not f.reaction for f in frames):
        return []  # the sentence tells of something else, which is no incident here
    told = [i for i, incident in enumerate(incidents) if any(f.sentence <= sentence for f in incident.frames)]
    if not told:
        return []
    if cue.value not in ("claimed", "not_claimed", "says"):
        told = [i for i in told if any(0 <= sentence - f.sentence <= 2 for f in incidents[i].frames)]
        if not told:
            return []
    return [max(told, key=lambda i: max(f.sentence for f in incidents[i].frames if f.sentence <= sentence))]
