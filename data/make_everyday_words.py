"""Make data/text/everyday_words.csv: words of English and French that no unknown village is guessed from.

Source: wordfreq 3.1.1 (Apache-2.0; word lists CC BY-SA 4.0), words of Zipf frequency 3.8 and more (one in
160,000 words), folded. Names of villages in the Sahel lie at 3.5 and less.

    pip install wordfreq==3.1.1 && python data/make_everyday_words.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from wordfreq import iter_wordlist, zipf_frequency

from geo.names import fold

EVERYDAY = 3.8


def common(lang: str) -> Iterator[str]:
    """The words of a language, the most frequent first."""
    return takewhile(lambda word: zipf_frequency(word, lang) >= EVERYDAY, iter_wordlist(lang, "best"))


def main() -> None:
    """Write the words, sorted."""
    words = {fold(word) for lang in ("en", "fr") for word in common(lang) if word.isalpha() and len(word) > 2}
    lines = ["word", *sorted(word for word in words if word and " " not in word)]
    file = Path(__file__).resolve().parent / "text" / "everyday_words.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
