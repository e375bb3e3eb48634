"""Taggers as a second opinion: they raise doubts and add mentions; no event of the rules goes."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from geo.errors import MissingExtra
from geo.model import Report
from geo.text import VERSION, engines
from geo.text import read as read_report
from geo.text.engines.tagger import Entity, Tagger

TEXT = "Gunmen attacked Gao on July 1, 2025. They came by Tessit, said Kita Nakamura of Bamako."
REPORT = Report("r", TEXT, language="en")


def entity(words: str, kind: str) -> Entity:
    start = TEXT.index(words)
    return Entity(start, start + len(words), words, kind)


def test_a_doubt_is_said_and_nothing_is_removed(names) -> None:
    rules = read_report(REPORT, names)
    outcome = Tagger("t 1", lambda _: [entity("Gao", "person")]).read(REPORT, names)
    (before,), (after,) = rules.drafts, outcome.reading.drafts
    assert (after.place, after.interval, after.evidence) == (before.place, before.interval, before.evidence)
    assert after.confidence < before.confidence
    assert "place: t 1 takes 'Gao' for a person" in after.reasons
    assert outcome.made_by == f"{VERSION} + t 1"


def test_a_place_that_only_the_tagger_sees_becomes_a_mention(names, monkeypatch) -> None:
    monkeypatch.setattr("geo.text.reader._mentioned", lambda *_: ())
    found = [entity("Tessit", "place"), entity("Tessit", "place"), entity("Kita Nakamura", "place")]
    outcome = Tagger("t", lambda _: found).read(REPORT, names)
    assert [(m.name, m.role) for m in outcome.reading.mentions] == [("Tessit", "mention")]


def test_entities_that_are_not_there_are_dropped_and_counted(names) -> None:
    lies = [Entity(0, 3, "Gao", "person"), Entity(-5, 3, "Gao", "person"), Entity(5, 10**9, "Gao", "place")]
    outcome = Tagger("t", lambda _: lies).read(REPORT, names)
    assert outcome.reading == read_report(REPORT, names)
    assert "3 names of t" in outcome.problems[0]


def test_a_report_in_another_language_is_left_to_the_rules(names) -> None:
    french = Report("r", "Des hommes armés ont attaqué Gao le 1er juillet 2025.", language="fr")
    outcome = Tagger("t", lambda _: pytest.fail("asked"), "en").read(french, names)
    assert outcome.made_by == VERSION


def test_spacy_is_asked_sentence_by_sentence(names, monkeypatch) -> None:
    def nlp(text: str) -> SimpleNamespace:
        at = text.find("Gao")
        found = (
            [SimpleNamespace(start_char=at, end_char=at + 3, text="Gao", label_="PERSON")] if at >= 0 else []
        )
        return SimpleNamespace(
            ents=[*found, SimpleNamespace(start_char=0, end_char=1, text="x", label_="DATE")]
        )

    nlp.meta, nlp.lang = {"version": "3.8.0"}, "en"
    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=lambda _: nlp))
    outcome = engines.get("spacy:small").read(REPORT, names)
    assert outcome.made_by == f"{VERSION} + spacy:small 3.8.0"
    assert "place: spacy:small 3.8.0 takes 'Gao' for a person" in outcome.reading.drafts[0].reasons
    assert outcome.problems == ()


def test_a_spacy_model_that_is_not_there_is_named(monkeypatch) -> None:
    def load(name: str) -> None:
        raise OSError(f"no {name}")

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load))
    with pytest.raises(MissingExtra, match="'spacy:small' is no installed model"):
        engines.get("spacy:small")


@pytest.mark.parametrize("online", [False, True])
def test_gliner_fetches_nothing_unless_online(names, monkeypatch, online: bool) -> None:
    asked = []

    class Model:
        @classmethod
        def from_pretrained(cls, name: str, local_files_only: bool) -> Model:
            asked.append(local_files_only)
            return cls()

        def predict_entities(self, text: str, labels: list[str], threshold: float) -> list[dict[str, object]]:
            at = text.find("Gao")
            return [{"start": at, "end": at + 3, "text": "Gao", "label": labels[-1]}] if at >= 0 else []

    monkeypatch.setitem(sys.modules, "gliner", SimpleNamespace(GLiNER=Model))
    outcome = engines.get("gliner:small", online=online).read(REPORT, names)
    assert asked == [not online]
    assert "takes 'Gao' for a person" in outcome.reading.drafts[0].reasons[-1]


def test_a_gliner_model_that_is_not_there_is_told(monkeypatch) -> None:
    class Model:
        @classmethod
        def from_pretrained(cls, *_: object, **__: object) -> None:
            raise OSError("not here")

    monkeypatch.setitem(sys.modules, "gliner", SimpleNamespace(GLiNER=Model))
    with pytest.raises(MissingExtra, match="say --online"):
        engines.get("gliner:small")
