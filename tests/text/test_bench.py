"""The benchmark of the reader: its halves share no incident, its clock tells articles a second."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Report

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        f"bench_text_{name}", ROOT / "benchmarks" / "text" / f"{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


halves, peer = load("halves"), load("peer")

TOLD = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.sets(st.tuples(st.sampled_from(["2025-06", "2025-07"]), st.sampled_from("KDS")), max_size=2),
    max_size=12,
)


@given(TOLD)
def test_every_article_is_in_one_half_and_no_incident_in_both(told) -> None:
    first, second = halves.halves(told)
    assert first | second == set(told)
    assert not first & second
    events = [set().union(*(told[stem] for stem in half)) for half in (first, second)]
    assert not events[0] & events[1]
    assert halves.halves(dict(reversed(told.items()))) == (first, second)


def test_an_article_is_known_by_its_months_and_places_and_its_name() -> None:
    coded = {
        "events": [
            {"start": "2025-07-01", "place": {"name": "Kayes", "canonical": "Kayes"}, "optional": False},
            {"start": "2025-07-03", "place": {"name": "KAYES", "canonical": None}, "optional": False},
            {"start": "2025-07-03", "place": {"name": "Gao"}, "optional": True},
            {"start": None, "place": {"name": "Gao"}},
            {"start": "2025-07-03", "place": None},
        ]
    }
    assert halves.keys("paper-afp-raid12", coded) == {("2025-07", "kayes"), ("word", "raid")}


def test_readers_take_turns_and_each_reads_all(monkeypatch) -> None:
    read: list[str] = []
    clock = iter(range(1000))
    monkeypatch.setattr(peer.time, "process_time", lambda: float(next(clock)))
    reports = [Report("a", "x"), Report("b", "y")]
    told = peer.rates([lambda r: read.append("1" + r.id), lambda r: read.append("2" + r.id)], reports)
    assert read == ["1a", "1b", "2a", "2b"] * (peer.ROUNDS + 1)
    assert told == [2.0, 2.0]


def test_a_peer_that_is_not_there_is_said(monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    peer.compare(lambda _: None, [Report("a", "x")])
    assert "skipped" in capsys.readouterr().out


@pytest.mark.parametrize("absent", [True, False])
def test_the_benchmark_says_what_it_skips(monkeypatch, tmp_path, absent: bool) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "text"))
    score = load("score")
    monkeypatch.setattr(score, "SHARED", tmp_path)
    if not absent:
        (tmp_path / "gold").mkdir()
        (tmp_path / "gold" / "score.py").write_text("LIMIT = 1\n")
    gold = score.scorer()
    assert (gold is None) == absent
