"""Taggers (spaCy, GLiNER) as a second opinion: they find names, no events, and the rules' events stay.

A place that a tagger takes for a person is said to be in doubt; a place that only the tagger sees becomes a
mention. Nothing of the rules is removed: small models take Mali for a person and Bamako for a company.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from ...errors import MissingExtra
from ...model import Draft, PlaceNames, PlaceRef, Reading, Report
from ...names import fold
from .. import reader
from ..tokens import sentences
from .base import Outcome

_DOUBT = 0.15  # taken off the confidence of an event whose place may be a person
_THRESHOLD = 0.5  # of GLiNER's scores
PLACE, PERSON = "place", "person"
_SPACY = {"GPE": PLACE, "LOC": PLACE, "FAC": PLACE, "PERSON": PERSON, "PER": PERSON}
_GLINER = {"town or village": PLACE, "region or country": PLACE, "person": PERSON}


class Entity(NamedTuple):
    """A name that a tagger found, and whether it takes it for a place or a person."""

    start: int
    end: int
    text: str
    kind: str


class Tagger:
    """The rules, and what a tagger thinks of the names in their events.

    Parameters
    ----------
    name : str
        Who tags, with its version.
    tag : callable
        From a text to its entities.
    lang : str or None
        The language that it knows; None is any. A report in another one is read by the rules alone.
    """

    def __init__(self, name: str, tag: Callable[[str], list[Entity]], lang: str | None = None) -> None:
        self.made_by = f"{reader.VERSION} + {name}"
        self._name, self._tag, self._lang = name, tag, lang

    def read(self, report: Report, names: PlaceNames) -> Outcome:
        """Read one report.

        Parameters
        ----------
        report : Report
        names : PlaceNames

        Returns
        -------
        Outcome
            Problems are entities that are not where the tagger says.

        Examples
        --------
        >>> entity = Entity(11, 14, "Gao", "person")
        >>> outcome = Tagger("t", lambda _: [entity]).read(Report("a", "Gunmen hit Gao."), PlaceNames({}, {}))
        >>> outcome.made_by.endswith(" + t"), outcome.problems
        (True, ())
        """
        reading = reader.read(report, names)
        if self._lang not in (None, report.language or reader.language(report.text)):
            return Outcome(reading, reader.VERSION)
        found = self._tag(report.text)
        true = [e for e in found if 0 <= e.start < e.end and report.text[e.start : e.end] == e.text]
        problems = (
            (f"{report.id!r}: {len(found) - len(true)} names of {self._name} are not where it says",)
            if len(true) < len(found)
            else ()
        )
        drafts = tuple(self._doubted(draft, true) for draft in reading.drafts)
        mentions = (*reading.mentions, *_new_places(report, reading, names, true))
        return Outcome(Reading(report, drafts, mentions, reading.countries), self.made_by, problems)

    def _doubted(self, draft: Draft, entities: list[Entity]) -> Draft:
        """A draft, with a word of doubt where its place may be a person."""
        place = draft.place
        if place is None:
            return draft
        span = place.span
        person = next(
            (e for e in entities if e.kind == PERSON and e.start <= span.start and span.end <= e.end), None
        )
        if person is None:
            return draft
        why = f"place: {self._name} takes {person.text!r} for a person"
        return replace(
            draft, reasons=(*draft.reasons, why), confidence=round(max(0.0, draft.confidence - _DOUBT), 2)
        )


def _new_places(
    report: Report, reading: Reading, names: PlaceNames, entities: list[Entity]
) -> list[PlaceRef]:
    """Places that only a tagger saw, once each, if the gazetteer knows their names."""
    seen = {ref.name for ref in reading.mentions} | {d.place.name for d in reading.drafts if d.place}
    out: dict[str, PlaceRef] = {}
    for entity in entities:
        if entity.kind == PLACE and entity.text not in seen and fold(entity.text) in names.places:
            span = report.span(entity.start, entity.end)
            out.setdefault(entity.text, PlaceRef(entity.text, span, role="mention"))
    return list(out.values())


def of_spacy(model: str) -> Tagger:
    """Make a second opinion of a spaCy model that is installed.

    Parameters
    ----------
    model : str
        Its package's name, such as fr_core_news_sm.

    Returns
    -------
    Tagger

    Raises
    ------
    MissingExtra
        When spaCy or the model is not installed.
    """
    try:
        import spacy
    except ImportError:
        raise MissingExtra(f"'spacy:{model}'", "needs spaCy", "pip install spacy, and a model") from None
    try:
        nlp = spacy.load(model)
    except OSError:
        raise MissingExtra(f"'spacy:{model}'", "is no installed model", f"pip install {model}") from None

    def tag(text: str) -> list[Entity]:
        return [
            Entity(start + e.start_char, start + e.end_char, e.text, _SPACY[e.label_])
            for start, end in sentences(text)
            for e in nlp(text[start:end]).ents
            if e.label_ in _SPACY
        ]

    return Tagger(f"spacy:{model} {nlp.meta['version']}", tag, nlp.lang)


def of_gliner(model: str, *, online: bool = False) -> Tagger:
    """Make a second opinion of a GLiNER model.

    Parameters
    ----------
    model : str
        A folder, or the name of a model that was fetched before.
    online : bool
        Let GLiNER fetch it.

    Returns
    -------
    Tagger

    Raises
    ------
    MissingExtra
        When GLiNER is not installed, or the model is not on this machine and not online.
    """
    try:
        from gliner import GLiNER
    except ImportError:
        raise MissingExtra(f"'gliner:{model}'", "needs GLiNER", "pip install gliner") from None
    try:
        made: Any = GLiNER.from_pretrained(model, local_files_only=not online)
    except (OSError, ValueError) as error:
        cure = "give the folder of a model" if online else "give the folder of a model, or say --online"
        raise MissingExtra(f"'gliner:{model}'", f"cannot be loaded ({error!s:.80})", cure) from None

    def tag(text: str) -> list[Entity]:  # by sentence: it reads no farther than some hundred words
        return [
            Entity(start + e["start"], start + e["end"], e["text"], _GLINER[e["label"]])
            for start, end in sentences(text)
            for e in made.predict_entities(text[start:end], list(_GLINER), threshold=_THRESHOLD)
        ]

    return Tagger(f"gliner:{model}", tag)
