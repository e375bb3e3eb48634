"""What the rules keep back has words in both languages; a kind of text without them is told by its key."""

from __future__ import annotations

import csv

import pytest

from geo import vocab
from geo.views import labels

with (vocab.DATA / "disclosure" / "rules.csv").open(encoding="utf-8", newline="") as rows:
    TOPICS = sorted({row["detail"] for row in csv.DictReader(rows) if row["action"] == "hush"})


@pytest.mark.parametrize("topic", TOPICS)
def test_each_kind_of_text_that_is_kept_back_has_words(topic: str) -> None:
    assert labels.table()[f"withheld.texts-{topic}"]["fr"]
