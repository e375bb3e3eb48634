"""Headings of bulletins: "12 April 2022. Kona, Mopti." gives its day and place to what its line tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .mentions import DateAt, between
from .placeat import PlaceAt
from .tokens import Text

if TYPE_CHECKING:
    from .frames import Frame

_SHORT = 6  # words of a heading at most


def share(text: Text, frames: list[Frame], places: Sequence[PlaceAt], dates: Sequence[DateAt]) -> None:
    """Give frames without a date or place those of the heading of their line.

    A heading is a sentence of few words at the head of a line, which tells nothing and is followed by others
    there; a second may follow it.

    Parameters
    ----------
    text : Text
    frames : list of Frame
        In the order of the text; changed in place.
    places : sequence of PlaceAt
    dates : sequence of DateAt

    Examples
    --------
    >>> from . import frames, mentions
    >>> from .tokens import cut
    >>> text = cut("3 May 2021. Gunmen killed two men.")
    >>> [len(f.dates) for f in frames.build(text, mentions.find(text, "en"), [], [])]
    [1]
    """
    telling = {f.sentence for f in frames}
    heads: dict[int, list[int]] = {}
    held: list[int] = []
    heading = False  # whether nothing but headings stands in the line so far
    for sentence, (start, _) in enumerate(text.sentences):
        if not sentence or "\n" in text.raw[text.sentences[sentence - 1][1] : start]:
            held, heading = [], True
        words = text.first[sentence + 1] - text.first[sentence]
        heading = heading and words <= _SHORT and sentence not in telling
        held = [*held, sentence] if heading else held
        heads[sentence] = held
    settled = {frozenset(heads.get(f.sentence, ())) for f in frames if any(p.is_point for p in f.places)}
    for frame in frames:
        for head in heads.get(frame.sentence, []):
            first, stop = text.first[head], text.first[head + 1]
            frame.dates = frame.dates or between(dates, first, stop)
            named = [p for p in between(places, first, stop) if p.role in ("event", "container")]
            if frozenset(heads[frame.sentence]) not in settled:
                frame.places = frame.places or named
