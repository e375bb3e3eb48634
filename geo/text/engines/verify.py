"""Check what an engine proposes against the text; what stands there becomes drafts, the rest is dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ... import schema, vocab
from ...model import (
    ActorRef,
    Claim,
    Count,
    Draft,
    PlaceNames,
    Precision,
    Reading,
    Report,
    Span,
    Target,
)
from ..tables import table
from .base import Detail, Proposal, Quote
from .facts import Facts, Unfounded

MOST_EVENTS = 100  # of one report
_MOST_DETAILS = 60
_LONGEST_QUOTE = 500
_SENTENCES = 3
_ROLES = ("perpetrator", "side_b", "affiliation")
_NOT_EVENT = ("event", "mention", "container")  # roles of the rules that do not speak against an event there


class Verified(NamedTuple):
    """What was left of an engine's proposals, and each thing that was dropped, in words."""

    drafts: tuple[Draft, ...]
    dropped: tuple[str, ...]


@dataclass
class _Event:
    """One proposal on its way to a draft."""

    facts: Facts
    draft: Draft
    evidence: list[tuple[str, Span]]
    reasons: list[str] = field(default_factory=list)


def verify(report: Report, proposals: Sequence[Proposal], names: PlaceNames, reading: Reading) -> Verified:
    """Make drafts of what an engine proposes, as far as the text bears it out.

    A quote must stand in the text: at its offset, else nearest to it (and that is said). The value of a date
    or a number is what our own grammar reads in the quoted words, and must be what the engine says; a group
    must be named. An event without words of its own in the text is dropped whole.

    Parameters
    ----------
    report : Report
    proposals : sequence of Proposal
    names : PlaceNames
    reading : Reading
        What the rules read in the same report.

    Returns
    -------
    Verified

    Examples
    --------
    >>> from ..reader import read
    >>> report, names = Report("a", "Gunmen hit Konna on 1 July 2025."), PlaceNames({}, {})
    >>> lie = Detail("killed", Quote("12 dead"), {"low": 12})
    >>> proposal = Proposal("Attack", "realised", Quote("hit"), (Detail("place", Quote("Konna")), lie))
    >>> verified = verify(report, [proposal], names, read(report, names))
    >>> verified.drafts[0].place.name, verified.drafts[0].killed, verified.dropped
    ('Konna', None, ("killed '12 dead': the words are not in the text",))
    """
    facts = Facts(report, names, reading)
    drafts: list[Draft] = []
    dropped = [
        f"event {n + 1}: more than {MOST_EVENTS} in one report" for n in range(MOST_EVENTS, len(proposals))
    ]
    seen = set()
    for number, proposal in enumerate(proposals[:MOST_EVENTS]):
        try:
            draft, lost = _draft(facts, proposal, number)
            place = draft.place.name if draft.place else None
            what = (draft.sub_event_type, draft.status, draft.interval, place)
            if what in seen:
                raise Unfounded("the same event was told before")
            seen.add(what)
        except Unfounded as error:
            dropped.append(f"event {number + 1} {proposal.trigger.text[:60]!r}: {error}")
            continue
        drafts.append(draft)
        dropped += lost
    return Verified(tuple(drafts), tuple(dropped))


def _draft(facts: Facts, proposal: Proposal, number: int) -> tuple[Draft, list[str]]:
    """The draft of one proposal and what was dropped of it."""
    if proposal.sub_event_type not in {kind.sub_event_type for kind in vocab.kinds()}:
        raise Unfounded(f"{proposal.sub_event_type[:40]!r} is no sub-event type")
    if proposal.status not in schema.STATUSES:
        raise Unfounded(f"{proposal.status[:40]!r} is no status")
    trigger, moved = _located(facts.report, proposal.trigger, None)
    series = f"{facts.report.id}#{number}"
    draft = Draft(facts.report.id, proposal.sub_event_type, proposal.status, None, None, series=series)
    event = _Event(facts, draft, [("event_type", trigger)], moved)
    lost = (
        [f"more than {_MOST_DETAILS} details of one event"] if len(proposal.details) > _MOST_DETAILS else []
    )
    for detail in proposal.details[:_MOST_DETAILS]:
        try:
            span, moved = _located(facts.report, detail.quote, trigger.start)
            if detail.name not in _CHECKS:
                raise Unfounded("there is no such field")
            _CHECKS[detail.name](event, detail, span)
            event.reasons += moved
        except Unfounded as error:
            lost.append(f"{detail.name[:20]} {detail.quote.text[:60]!r}: {error}")
    return _finished(event, trigger, lost), lost


def _located(report: Report, quote: Quote, near: int | None) -> tuple[Span, list[str]]:
    """Where a quote stands, and a reason where that is not where the engine said."""
    words = quote.text.strip()
    if not words:
        raise Unfounded("no words are given")
    if len(words) > _LONGEST_QUOTE:
        raise Unfounded("too many words are quoted")
    told = quote.start
    if told is not None and told >= 0 and report.text.startswith(words, told):
        return report.span(told, told + len(words)), []
    wanted = min(max(told if told is not None else near or 0, 0), len(report.text))
    places = (report.text.rfind(words, 0, wanted + len(words)), report.text.find(words, wanted))
    found = min((at for at in places if at >= 0), key=lambda at: abs(at - wanted), default=None)
    if found is None:
        raise Unfounded("the words are not in the text")
    moved = [f"engine: {words[:60]!r} stands elsewhere than it said"] if told is not None else []
    return report.span(found, found + len(words)), moved


# --- One check a field: it sets the draft's field, or says why it does not ---------------------------------


def _date(event: _Event, detail: Detail, span: Span) -> None:
    interval, how = event.facts.interval(span, detail.values.get("start"), detail.values.get("end"))
    _set(event, "interval", interval)
    event.evidence.append(("start", span))
    event.reasons.append(f"date: {how}")


def _place(event: _Event, detail: Detail, span: Span) -> None:
    ref = event.facts.place(span)
    if ref.role not in _NOT_EVENT:
        event.reasons.append(
            f"place: the rules read {ref.name!r} as {ref.role}, the engine as the event's place"
        )
    _set(event, "place", replace(ref, role="event"))
    event.evidence.append(("place_name", ref.span))


def _actor(event: _Event, detail: Detail, span: Span) -> None:
    role = detail.values.get("role")
    if role not in _ROLES:
        raise Unfounded(f"{role!r:.40} is none of {', '.join(_ROLES)}")
    group = event.facts.group(span, detail.values.get("id"))
    if any((a.id, a.role) == (group, role) for a in event.draft.actors):
        return
    actor = ActorRef(group, span.text, str(role), span)
    event.draft = replace(event.draft, actors=(*event.draft.actors, actor))
    event.evidence.append(("actors", span))


def _target(event: _Event, detail: Detail, span: Span) -> None:
    kind = detail.values.get("kind")
    if kind not in target_kinds():
        raise Unfounded(f"{kind!r:.40} is none of {', '.join(target_kinds())}")
    target = Target(str(kind), span=span)
    event.draft = replace(event.draft, targets=(*event.draft.targets, target))
    event.evidence.append(("targets", span))


def _count(event: _Event, detail: Detail, span: Span) -> None:
    low, high = event.facts.count(span, detail.values.get("low"))
    _set(event, detail.name, Count(low, high, span))
    event.evidence.append((detail.name, span))


def _claim(event: _Event, detail: Detail, span: Span) -> None:
    status, by = detail.values.get("status"), detail.values.get("by")
    if status not in schema.CLAIM_STATUSES:
        raise Unfounded(f"{status!r:.40} is none of {', '.join(schema.CLAIM_STATUSES)}")
    if by is not None and not (isinstance(by, str) and by.strip() and by.strip() in event.facts.report.text):
        raise Unfounded(f"who said it, {by!r:.60}, is not in the text")
    group = event.facts.group(span, detail.values.get("actor"))
    speaker = by.strip() if by else event.facts.report.source or event.facts.report.id
    claim = Claim(group, str(status), speaker, span)
    if claim not in event.draft.claims:
        event.draft = replace(event.draft, claims=(*event.draft.claims, claim))
        event.evidence.append(("claims", span))


def _set(event: _Event, name: str, value: Any) -> None:
    """Set a field that an event has once."""
    if getattr(event.draft, name) is not None:
        raise Unfounded("the event has one already")
    event.draft = replace(event.draft, **{name: value})


_CHECKS: dict[str, Callable[[_Event, Detail, Span], None]] = {
    "date": _date,
    "place": _place,
    "actor": _actor,
    "target": _target,
    "killed": _count,
    "wounded": _count,
    "abducted": _count,
    "claim": _claim,
}


def target_kinds() -> tuple[str, ...]:
    """Give the kinds of targets that data/text/targets.csv knows.

    Examples
    --------
    >>> "civilians" in target_kinds()
    True
    """
    return tuple(dict.fromkeys(row["kind"] for row in table("targets")))


def _finished(event: _Event, trigger: Span, lost: list[str]) -> Draft:
    """The draft with its evidence, its reasons and a plain sum for its confidence."""
    text = event.facts.text
    near = sorted((span for _, span in event.evidence), key=lambda span: span is not trigger)
    sentences = list(dict.fromkeys(max(0, text.sentence_at(span.start)) for span in near))[:_SENTENCES]
    told = [("sentence", event.facts.report.span(*text.sentences[s])) for s in sorted(sentences)]
    place = event.draft.place
    placed = 0.2 if place and place.level is Precision.EXACT else 0.1 if place else 0.0
    sure = 0.4 + (0.2 if event.draft.interval else 0.0) + placed - (0.1 if lost else 0.0)
    return replace(
        event.draft,
        evidence=tuple(dict.fromkeys([*told, *event.evidence])),
        reasons=tuple(dict.fromkeys([*event.reasons, *(f"engine: dropped {each}" for each in lost)])),
        confidence=round(sure, 2),
    )
