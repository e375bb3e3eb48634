"""The page in French over a French article and bad files: no English sentence is left on it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from geo import pipeline
from geo.views import labels

APP = Path(__file__).resolve().parents[2] / "app.py"
ARTICLE = """date: 2025-07-03
source: Le Journal

Des hommes armés ont attaqué le poste militaire de Diboli, dans la région de Kayes, au Mali, mardi.
Au moins cinq soldats ont été tués. Le JNIM a revendiqué l'attaque.
"""
TABLE = """date,lat,lon,lieu,morts
2025-02-30,14,-11,Kayes,3
2025-07-01,95,-200,Gao,x
2025-07-01,14.4,-11.4,Kayes,1
"""
# Words that no French sentence holds; names of fields and codes have no space around them.
ENGLISH = re.compile(
    r"\b(the|is|are|was|of|with|and|from|not|which|this|that|choose|add|show|all|as|any|it|in|to|be|by|has|no)\b"
)
PANELS = ("table", "summary", "article", "data", "places", "watch", "share")


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over a good article, an empty one and a table with bad rows, by a link with a bad filter."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, content in {"raid.txt": ARTICLE, "vide.txt": "", "lignes.csv": TABLE}.items():
        (folder / name).write_text(content, encoding="utf-8")
    paths = [str(folder), str(folder / "lignes.csv")]
    monkeypatch.setattr(sys, "argv", ["app.py", "--no-sample", *paths])
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    made = AppTest.from_file(str(APP), default_timeout=60)
    made.query_params["lang"] = "fr"
    made.query_params["since"] = "hier"
    events = pipeline.build(paths).events
    made.query_params["event"] = events.loc[events["place_name"] == "Diboli", "event_id"].iloc[0]
    return made


def words(page: AppTest) -> Iterator[str]:
    """All that the page says: HTML without its style, what widgets are called and offer, cells of tables."""
    for each in page.get("html"):
        body = re.sub(r"<style>.*?</style>", "", each.proto.body, flags=re.DOTALL)
        yield from (unescape(part) for part in re.split(r"<[^>]*>", body))
        yield from (unescape(part) for part in re.findall(r'\b(?:title|aria-label)="([^"]*)"', body))
    for kind in ("button", "button_group", "caption", "checkbox", "expander", "markdown", "multiselect",
                 "number_input", "selectbox", "text_area", "text_input", "toggle"):  # fmt: skip
        for each in page.get(kind):
            told = each.proto
            yield from (str(getattr(told, name, "")) for name in ("label", "body", "help", "placeholder"))
            yield from (str(option) for option in getattr(told, "options", ()))
    for each in page.dataframe:
        yield from (str(cell) for row in each.value.to_numpy().tolist() for cell in row)


# Made of parts in Streamlit's scripts, so found there by no search.
COMPOSED = ("streamlit.apply", "streamlit.axis", "streamlit.limit", "streamlit.options")


def test_streamlits_own_words_are_those_that_it_uses() -> None:
    """What another version of it would say otherwise would stay English on the French page."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    said = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.js"))
    rows = {key: row["en"] for key, row in labels.table().items() if key.startswith("streamlit.")}
    sought = {key: words for key, words in rows.items() if not key.startswith(COMPOSED)}
    assert len(sought) > 40
    missing = [
        words
        for words in sought.values()
        if not all(part.rstrip(": ") in said for part in re.split(r"\{\d\}", words))
    ]
    assert missing == []


def english(page: AppTest) -> list[str]:
    names = re.compile(r"«[^»]*»|/\S+")  # quotes and paths
    return [each for each in words(page) if ENGLISH.search(names.sub("", each))]


def test_the_sieve_finds_english(page: AppTest) -> None:
    page.query_params["lang"] = "en"
    page.run()
    told = " ".join(english(page))
    assert "place: the name is the same" in told  # a reason on the card
    assert "since 'hier' is not a date" in told  # a problem of the link
    assert "is empty: save" in told  # a file that was rejected
    assert "places and sentences" in told  # a label


@pytest.mark.parametrize("panel", PANELS)
def test_no_english_sentence_is_left(page: AppTest, panel: str) -> None:
    page.session_state["panel"] = panel
    page.run()
    assert not page.exception
    assert english(page) == []


def test_a_bad_link_and_bad_files_are_told_in_french(page: AppTest) -> None:
    page.run()
    said = " ".join(" ".join(words(page)).split())
    assert "le début « hier » n'est pas une date : écrivez-la sous la forme AAAA-MM-JJ" in said
    assert "« vide.txt » est vide" in said
    assert "date « 2025-02-30 » n'est pas" in said
    assert 'lang="en"' not in " ".join(each.proto.body for each in page.get("html"))


def test_a_search_is_answered_in_french(page: AppTest) -> None:
    page.session_state["panel"] = "places"
    page.run()
    for name in ("Zzyzx", "K" * 300, "Kouré", "20 km au nord d'Ansongo"):
        page.text_input(key="place.name").set_value(name).run()
        assert not page.exception
        assert english(page) == []


def test_what_is_pasted_and_drawn_wrong_is_told_in_french(page: AppTest) -> None:
    page.session_state["panel"] = "watch"
    page.session_state["area.way"] = "shape"
    page.run()
    page.text_area(key="area.shape").set_value("1,2").run()
    assert not page.exception
    assert "compte 1 sommet(s), et non de 3 à" in " ".join(words(page))
    assert english(page) == []
