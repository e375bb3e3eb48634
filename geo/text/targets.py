"""Who and what was struck: kinds of targets, their nationality and number, sites by name."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ..model import Target
from .counts import Toll
from .frames import Frame
from .lexicon import Match
from .mentions import Target as TargetWord
from .page import Page
from .tokens import Text

_REACH = 14  # words between a trigger and what it strikes
_STATED = 3  # a toll of civilians, or a post, tells more than a word about people
_FIGHTERS = 2


class Struck(NamedTuple):
    """Targets, and how strongly the text speaks of each kind (``post``: whether a post was struck)."""

    targets: tuple[Target, ...]
    weight: dict[str, int]

    def of(self, kind: str) -> int:
        """Give the weight of a kind; 0 where the text does not speak of it."""
        return self.weight.get(kind, 0)

    @property
    def civilians_first(self) -> bool:
        """Whether civilians are struck, and soldiers no more than they."""
        return self.of("civilians") > 0 and self.of("civilians") >= self.of("security forces")


def find(page: Page, frames: list[Frame]) -> Struck:
    """Find the targets of frames: tolls weigh most, the first sentence more.

    Parameters
    ----------
    page : Page
    frames : list of Frame

    Returns
    -------
    Struck

    Examples
    --------
    >>> from ..model import Report
    >>> from . import frames, mentions
    >>> from .tokens import cut
    >>> text = cut("Gunmen attacked an army post and the Kati Gold Mine.")
    >>> framed = frames.build(text, mentions.find(text, "en"), [], [])
    >>> [(t.kind, t.name) for t in find(Page(Report("a", text.raw), text, "en"), framed).targets]
    [('security forces', None), ('site', 'Kati Gold Mine')]
    """
    weight: dict[str, int] = {}
    found: dict[tuple[str, str | None], Target] = {}
    for order, frame in enumerate(frames):
        for toll in frame.tolls:
            _weigh_toll(weight, toll)
            target = _of_nation(page, frame, toll)
            if target is not None:
                held = found.get((target.kind, target.nationality), target)
                agreed = target.number if held.number == target.number else None  # two numbers are none
                found[target.kind, target.nationality] = replace(held, number=agreed)
        for match in frame.targets:
            if match.value.kind in ("armed group", "people") or not _near(frame, match):
                continue
            for kind in match.value.kind.split(" and "):
                _weigh_word(weight, kind, match, first=order == 0)
                name = _site_name(page.text, match) if kind == "site" else None
                told = Target(kind, name=name, span=page.span(match.first, match.last))
                found.setdefault((kind, name), told)
    return Struck(tuple(_telling(list(found.values()))), weight)


def _weigh_toll(weight: dict[str, int], toll: Toll) -> None:
    """Add what a toll says of who was struck; fighters who died were fought by soldiers."""
    if toll.victims == "people" and toll.outcome == "killed":
        _add(weight, "civilians", 1)
    elif toll.victims == "armed group":
        _add(weight, "security forces", _FIGHTERS)
    elif toll.victims in ("security forces", "civilians"):
        _add(weight, toll.victims, _STATED)


def _weigh_word(weight: dict[str, int], kind: str, match: Match[TargetWord], *, first: bool) -> None:
    """Add what a word says: a place that was struck more than people who were there."""
    place = match.value.who == "place"
    _add(weight, kind, (_STATED if place else 1) + first)
    if kind == "security forces" and place:
        weight["post"] = 1


def _add(weight: dict[str, int], kind: str, amount: int) -> None:
    weight[kind] = weight.get(kind, 0) + amount


def _of_nation(page: Page, frame: Frame, toll: Toll) -> Target | None:
    """Victims whose nationality is told: "three Indian nationals"; a number only where it is exact."""
    inside = (code for at, code in frame.demonyms if toll.span_first <= at <= toll.span_last)
    nation = next(inside, None)
    if nation is None or toll.victims == "armed group":
        return None
    kind = "civilians" if toll.victims == "people" else toll.victims
    number = toll.low if toll.low == toll.high else None
    return Target(kind, nation, number, span=page.span(toll.span_first, toll.span_last))


def _near(frame: Frame, match: Match[TargetWord]) -> bool:
    """Whether a word stands near enough to a trigger to be what it strikes."""
    return min(abs(match.first - t.first) for t in frame.triggers) <= _REACH


def _telling(targets: list[Target]) -> list[Target]:
    """Leave out targets that another tells more of: a nationality, a site's name."""
    nations = {t.kind for t in targets if t.nationality}
    named_site = any(t.kind == "site" and t.name for t in targets if t.kind not in nations or t.nationality)
    return [
        t
        for t in targets
        if (t.nationality or t.kind not in nations) and not (named_site and t.kind == "site" and not t.name)
    ]


def _site_name(text: Text, match: Match[TargetWord]) -> str | None:
    """The proper name a site stands in: "Diamond Cement Factory"."""
    first = match.first
    while first > 0 and text.tokens[first - 1].capital and text.between(first - 1, first) == " ":
        first -= 1
    if not text.tokens[match.last].capital or (first == match.first and not text.tokens[first].capital):
        return None
    name = text.written(first, match.last)
    return name if " " in name else None
