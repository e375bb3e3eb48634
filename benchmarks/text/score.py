"""Text: how right the reader is on the coded articles, and how many it reads a second.

Run ``python benchmarks/text/score.py``. The coded articles and their scorer stand beside the
project where it is developed (../shared/gold); where they are not, it says so and measures speed alone.
Scores are told by language, and for two halves of the articles that share no incident.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import halves  # noqa: E402
import peer  # noqa: E402

from geo import pipeline, text  # noqa: E402
from geo.model import Report  # noqa: E402
from geo.places import Gazetteer  # noqa: E402
from geo.sources import article  # noqa: E402
from geo.views import export  # noqa: E402

SHARED = ROOT.parent / "shared"
SETS = {
    "dev": (SHARED / "gold" / "dev" / "texts", SHARED / "gold" / "dev" / "gold"),
    "seeds": (SHARED / "seeds", SHARED / "gold" / "seeds"),
}


def scorer() -> ModuleType | None:
    """The scorer of the coded articles, if it is on this machine."""
    path = SHARED / "gold" / "score.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def languages(folder: Path) -> dict[str, set[str]]:
    """Stems of the articles of a folder by language, and all of them."""
    out: dict[str, set[str]] = {"all": set()}
    for path in sorted(folder.glob("*.txt")):
        report = article.read(path)
        out["all"].add(path.stem)
        out.setdefault(report.language or text.language(report.text), set()).add(path.stem)
    return out


def score(gold: ModuleType, name: str) -> None:
    """Print the scores of one set: overall, by language, and of the halves that share no incident."""
    texts, coded = SETS[name]
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "events.geojson"
        made.write_text(export.to_geojson(pipeline.read([texts])), encoding="utf-8")
        parts = languages(texts)
        if name == "dev":
            parts |= dict(zip(("half A", "half B"), halves.of_folder(coded), strict=True))
        for part, stems in parts.items():
            chosen = Path(folder) / part
            chosen.mkdir()
            for path in coded.glob("*.json"):
                if path.stem in stems:
                    (chosen / path.name).write_bytes(path.read_bytes())
            print(f"== {name}, {part} ({len(stems)}): {json.dumps(result(gold, chosen, made))}")


def result(gold: ModuleType, coded: Path, made: Path) -> dict[str, float]:
    """What the scorer says, run as its command line would be."""
    command = [sys.executable, str(gold.__file__), str(coded), str(made)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def speed(reports: list[Report]) -> None:
    """Print articles a second of text.read alone, beside its peer; and the seconds of 1 MB."""
    names = Gazetteer.default().names()
    each = 1 / peer.rates([lambda report: text.read(report, names)], reports)[0]
    print(f"== speed: {1 / each:.0f} articles a second ({1000 * each:.2f} ms each, {len(reports)} articles)")
    peer.compare(lambda report: text.read(report, names), reports)
    raw = " ".join(report.text for report in reports)
    long = Report("long", (raw * (1_000_000 // len(raw) + 1))[:1_000_000])
    begin = time.process_time()
    text.read(long, names)
    print(f"== one text of 1,000,000 characters: {time.process_time() - begin:.1f} s")


def main() -> None:
    """Scores, then speed."""
    gold = scorer()
    if gold is None:
        print(f"== scores: skipped, the coded articles ({SHARED / 'gold'}) are not on this machine")
        folder = ROOT / "data" / "sample"
    else:
        for name in SETS:
            score(gold, name)
        folder = SETS["dev"][0]
    reports = [article.read(path) for path in sorted(folder.glob("*.txt"))]
    speed([replace(r, language=r.language or text.language(r.text)) for r in reports])


if __name__ == "__main__":
    main()
