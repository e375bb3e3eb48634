"""Make data/text/common_words.csv: place names that are common English or French words.

Source: wordfreq 3.1.1 (Apache-2.0; word lists CC BY-SA 4.0), Zipf frequency of the folded or written name.
Such a name counts as a place only after a cue ("in San", "the town of Man"). Run after make_places.py:

    pip install wordfreq==3.1.1 && python data/make_common_words.py
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from wordfreq import zipf_frequency

from geo.names import fold

DATA = Path(__file__).resolve().parent
COMMON = 3.9
KNOWN_CITY = 200_000  # a name that is first of all a large city's is no common word …
EVERYDAY = 5.0  # … unless everybody uses it every day: Man


def main() -> None:
    """Write the table, sorted by word."""
    rows: dict[str, float] = {}
    for name in ("places", "regions"):
        with open(DATA / "places" / f"{name}.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                known = float(row.get("population") or 0) >= KNOWN_CITY
                for written in [row["name"], *row["aliases"].split("|")]:
                    word = fold(written)
                    if not word or " " in word:
                        continue
                    forms = [(form, lang) for form in (word, written.lower()) for lang in ("en", "fr")]
                    zipf = max(zipf_frequency(form, lang) for form, lang in forms)
                    if zipf >= (EVERYDAY if known else COMMON):
                        rows[word] = max(zipf, rows.get(word, 0))
    with open(DATA / "text" / "common_words.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "zipf"])
        writer.writerows((word, f"{zipf:.2f}") for word, zipf in sorted(rows.items()))


if __name__ == "__main__":
    main()
