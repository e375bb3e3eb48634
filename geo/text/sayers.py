"""Who says a number: "according to local sources", "the government said", "a indiqué l'armée"."""

from __future__ import annotations

import re

from .counts import Toll
from .mentions import between
from .page import Page
from .tables import function_words

_WORDS = 8  # words of a speaker's name at most
_STOP = re.compile(r"[,;:.()«»“”\"–—]")
_SPEECH = ("statement", "says")


def find(page: Page, toll: Toll) -> str | None:
    """Find who says a toll, by the words of its sentence.

    Parameters
    ----------
    page : Page
    toll : Toll

    Returns
    -------
    str or None
        As written; None where the report says it itself.

    Examples
    --------
    >>> from ..model import Report
    >>> from . import counts, mentions
    >>> from .tokens import cut
    >>> text = cut("According to local sources, 138 civilians were killed.")
    >>> told = mentions.find(text, "en")
    >>> find(Page(Report("a", text.raw), text, "en", mentions=told), counts.tolls(text, told)[0])
    'local sources'
    """
    text = page.text
    sentence = text.tokens[toll.span_first].sentence
    first, stop = text.first[sentence], text.first[sentence + 1]
    for at in range(first, stop):
        if text.tokens[at].text in function_words("source"):
            return _after(page, at + 1, stop)
    cues = page.mentions.cues if page.mentions else []
    verbs = [c for c in between(cues, first, stop) if c.value in _SPEECH]
    verbs = [v for v in verbs if not toll.span_first <= v.first <= toll.span_last]
    if verbs:
        verb = min(verbs, key=lambda v: abs(v.first - toll.span_first))
        inverted = page.lang == "fr" and verb.first > toll.span_last
        said = _after(page, verb.last + 1, stop) if inverted else None
        return said or _before(page, first, verb.first)
    tells = next((i for i in range(first, stop) if text.tokens[i].text in function_words("tells_toll")), None)
    return _before(page, first, tells) if tells is not None and tells < toll.span_first else None


def _after(page: Page, at: int, stop: int) -> str | None:
    """The words from one on, up to a sign: "to" and dates at their beginning left out."""
    text = page.text
    while at < stop and text.tokens[at].text in function_words("before_speaker"):
        at += 1
    last = at
    while last + 1 < stop and last - at < _WORDS - 1 and not _STOP.search(text.between(last, last + 1)):
        last += 1
    return text.written(at, last) if at < stop else None


def _before(page: Page, first: int, verb: int) -> str | None:
    """The words just before a verb, back to a sign."""
    text = page.text
    at = verb
    while at > first and verb - at < _WORDS and not (at < verb and _STOP.search(text.between(at - 1, at))):
        if at == verb and _STOP.search(text.between(at - 1, at)):
            return None
        at -= 1
    last = verb - 1
    while last >= at and text.tokens[last].text in function_words("auxiliary") | function_words("passive"):
        last -= 1
    return text.written(at, last) if at <= last else None
