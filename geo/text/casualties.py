"""How many were killed, wounded and abducted in one event: one interval of all tolls told of it."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Count, Span
from . import sayers
from .counts import Toll
from .frames import Frame
from .incidents import Incident, key
from .page import Page
from .placeat import PlaceAt

OUTCOMES = ("killed", "wounded", "abducted")
_ATTACKERS = "armed group"
_SEVERAL = 3  # dead, of whom one may be told apart
_AT = 12  # words from a toll to the place that it is told of


def find(
    page: Page, incident: Incident, frames: list[Frame], *, alone: bool, place: PlaceAt | None = None
) -> tuple[dict[str, Count], list[tuple[str, Span]], list[str]]:
    """Find the casualties of one event.

    A toll of a whole series belongs to none of its places; the reasons say it.

    Parameters
    ----------
    page : Page
    incident : Incident
    frames : list of Frame
        Those that tell of this event.
    alone : bool
        Whether the incident is this one event, and no series.
    place : PlaceAt or None
        The place of the event, where the incident has several.

    Returns
    -------
    dict of str to Count
        By outcome (killed, wounded, abducted); what is not stated is missing.
    list of (str, Span)
        Every statement of a number, by outcome.
    list of str
        Reasons, in words; numbers that differ are told apart by who says them.

    Examples
    --------
    >>> from ..model import Report
    >>> from . import frames, mentions
    >>> from .tokens import cut
    >>> text = cut("The attack killed 12 soldiers and wounded four civilians.")
    >>> framed = frames.build(text, mentions.find(text, "en"), [], [])
    >>> page = Page(Report("a", text.raw), text, "en")
    >>> counts, _, _ = find(page, Incident("attack", frames=framed), framed, alone=True)
    >>> {outcome: (count.low, count.high) for outcome, count in counts.items()}
    {'killed': (12, 12), 'wounded': (4, 4)}
    """
    mine = frames if alone else [f for f in frames if sum(p.role == "event" for p in f.places) <= 1]
    here = [t for f in mine for t in f.tolls]
    if not alone and place is not None:
        here += [t for f in frames if f not in mine for t in f.tolls if _told_at(page, f, t) == key(place)]
    notes = [] if alone else _of_series(page, incident, here)
    counts, told = {}, []
    for outcome in OUTCOMES:
        found = [t for t in here if t.outcome == outcome]
        if not found:
            continue
        others = [t for t in found if t.victims != _ATTACKERS]
        if others and len(others) < len(found):
            notes.append(f"{outcome}: the upper end counts attackers, too")
        first = others[0] if others else found[0]
        span, by = page.span(first.span_first, first.span_last), sayers.find(page, first)
        counts[outcome] = Count(*total(found), span, by)
        told += [(outcome, page.span(t.span_first, t.span_last)) for t in found]
        notes += _apart(page, outcome, others or found)
    return counts, told, notes


def total(tolls: list[Toll]) -> tuple[int, int | None]:
    """Make one interval of all tolls: statements on the same people span a range, different people add up.

    Attackers count at the upper end only, unless nobody else is counted.

    Parameters
    ----------
    tolls : list of Toll
        At least one, all of one outcome.

    Returns
    -------
    (int, int or None)
        Low and high; a high of None is "at least".

    Examples
    --------
    >>> total([Toll("killed", 12, 12, "soldiers", 0, 1), Toll("killed", 4, None, "civilians", 3, 4)])
    (16, None)
    """
    kinds = dict.fromkeys(t.victims for t in tolls)
    spans = {kind: _span([t for t in tolls if t.victims == kind]) for kind in kinds}
    attackers = spans.pop(_ATTACKERS, None) if len(kinds) > 1 else None
    people = spans.pop("people", None)  # whoever they are: they may be the others counted
    stated = [people] if people else []
    if spans:
        stated.append((sum(low for low, _ in spans.values()), _sum(high for _, high in spans.values())))
    low = min(low for low, _ in stated)
    top = max(low if high is None else high for low, high in stated)
    high = None if any(h is None and least >= top for least, h in stated) else top
    return low, _sum([high, attackers[1] or attackers[0]]) if attackers else high


def _apart(page: Page, outcome: str, tolls: list[Toll]) -> list[str]:
    """Statements of different numbers of the same people, each with who says it."""
    if len({(t.low, t.high) for t in tolls}) < 2 or len({t.victims for t in tolls}) > 1:
        return []
    said = (
        f"'{page.span(t.span_first, t.span_last).text}' ({sayers.find(page, t) or page.speaker})"
        for t in tolls
    )
    return [f"{outcome}: told differently: " + "; ".join(dict.fromkeys(said))]


def _told_at(page: Page, frame: Frame, toll: Toll) -> str | None:
    """The place after a toll, where each toll has one: "31 dead in Kona and 13 in Bargou"."""
    others = [t for t in frame.tolls if t.outcome == toll.outcome and t is not toll]
    if not others:
        return None
    stop = min((t.span_first for t in others if t.span_first > toll.span_last), default=toll.span_last + _AT)
    after = (p for p in frame.places if toll.span_last < p.first < stop and p.role == "event")
    return next((key(p) for p in after if page.text.same_sentence(p.first, toll.span_last)), None)


def _of_series(page: Page, incident: Incident, here: list[Toll]) -> list[str]:
    """What is counted for a series as a whole, in words."""
    return [
        f"{t.outcome} in the series as a whole, by place not stated: "
        + page.span(t.span_first, t.span_last).text
        for f in incident.frames
        for t in f.tolls
        if t not in here
    ]


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of upper ends; one that is open leaves it open."""
    given = list(numbers)
    return None if None in given else sum(n or 0 for n in given)


def _span(tolls: list[Toll]) -> tuple[int, int | None]:
    """The interval that all statements on the same people span; one person told apart is one of several."""
    if max(t.low for t in tolls) >= _SEVERAL:
        tolls = [t for t in tolls if t.high != 1]
    low = min(t.low for t in tolls)
    top = max(t.high if t.high is not None else t.low for t in tolls)
    open_ended = any(t.high is None and t.low >= top for t in tolls)
    return low, None if open_ended else top
