"""Reasons and errors in French: what the rooms write has a row, what they make is said."""

from __future__ import annotations

import ast
import re
import string
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import errors, pipeline, schema, vocab
from geo.errors import AtlasError
from geo.events.explain import grounds
from geo.store import shapes
from geo.store.query import Query
from geo.views import labels, sentences

ROOT = Path(__file__).resolve().parents[2]
# Patterns, prompts and meanings of columns; then what the command line, engines and requests alone tell.
APART = (
    "cli/ __main__ schema.py dates.py text/dates.py text/placeroles.py text/placeat.py places/phrases.py"
    " places/add.py places/intake.py places/online.py places/own.py places/rows.py places/supply.py"
    " events/explain.py sources/web.py sources/feed.py sources/html.py text/engines/ fetch.py answers.py"
    " crosswalk.py"
).split()
WORDY = re.compile(r"[a-z]{2,}:? [a-z(]{2,}", re.IGNORECASE)
PATTERN = re.compile(r"\\|\(\?|%[rs]|\||^#")
# Texts of another use: names of readers and columns, terms of datasets, parts of patterns.
OTHERS = set(
    "Conflict Atlas|GDELT: free to use with citation and a link to gdeltproject.org|UCDP GED|acled reader 1"
    "|gdelt reader 1|table reader 1|ucdp reader 1|its latitude|its longitude|end of data|government of "
    "|military forces of |police forces of |non precise|out of scope|CC BY 4.0|{}={} ({})"
    "|event_type sub_event_type country admin1 place_precision attribution verification status".split("|")
)
FAMILY = {name for name, each in vars(errors).items() if isinstance(each, type)}
FILLED = ("x", "7", "2025-07-01", "is a list", "killed", "village", "ML")


def modules() -> list[Path]:
    geo = ROOT / "geo"
    return [
        path
        for path in sorted(geo.rglob("*.py"))
        if not str(path.relative_to(geo)).startswith(tuple(APART)) and path.parent.name != "views"
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_sentence_of_the_rooms_has_a_row(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [words for words in written(tree) if not covered(words)] == []


@pytest.mark.parametrize("folder", ["geo/views", "panels"])
def test_every_error_of_the_page_has_a_row(folder: str) -> None:
    lost = []
    for path in sorted((ROOT / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in FAMILY:
                lost += [words for part in node.args for words in written(part) if not covered(words)]
    assert lost == []


def written(tree: ast.AST) -> Iterator[str]:
    """The sentences in code, a hole for each value: no docstrings, patterns or words of the vocabulary."""
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)]
    apart = {id(part) for node in strings if isinstance(node, ast.JoinedStr) for part in node.values}
    apart |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    labelled = {row["en"] for key, row in labels.table().items() if not key.startswith(sentences.HEADS)}
    known = OTHERS | labelled | {kind.sub_event_type for kind in vocab.kinds()}
    for node in strings:
        words = _skeleton(node) if id(node) not in apart else ""
        if WORDY.search(words.replace("{}", "xx")) and not PATTERN.search(words) and words not in known:
            yield words


def _skeleton(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return re.sub(r"\{\w+\}", "{}", node.value) if isinstance(node.value, str) else ""
    parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
    return "".join(str(part) for part in parts)


def covered(words: str) -> bool:
    """Whether rows say it: as a piece of one, or with values in its holes."""
    for each in (
        words,
        re.sub(r"^(\w+|\{\}): ", "", words),
    ):  # a field at the head is a sentence around another
        parts = [part.strip() if part.isspace() else part for part in each.split("{}")]
        if re.search(".*".join(map(re.escape, parts)), _rows()):
            return True
    parts = ("", "x ", "x is empty: ")  # a sentence, a rule, a cure
    return any(sentences.is_told(part + words.replace("{}", fill), "fr") for part in parts for fill in FILLED)


def _rows() -> str:
    heads = (*sentences.HEADS, "said.")
    rows = [words["en"] for key, words in labels.table().items() if key.startswith(heads)]
    return "\n".join("".join(f"{a}{'{}' * (b is not None)}" for a, b, _, _ in _parsed(row)) for row in rows)


def _parsed(row: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return list(string.Formatter().parse(row))


def test_the_sweep_finds_what_it_must() -> None:
    tree = ast.parse(
        'def f(x):\n    """Doc of it."""\n    return f"lies {x} leagues under the sea", "is empty"'
    )
    assert list(written(tree)) == ["lies {} leagues under the sea", "is empty"]
    assert [covered(words) for words in written(tree)] == [False, True]


# --- What the code makes -----------------------------------------------------------------------------------


def reasons(atlas: schema.Atlas) -> set[str]:
    told: set[str] = {reject["reason"] for reject in atlas.rejects}
    for table in (atlas.events, atlas.members):
        told.update(reason for row in table["reasons"] for reason in row)
        places = [place for row in table["place_candidates"] for place in row]
        told.update(reason for place in places for reason in place.get("reasons") or [])
        rows = schema.to_plain(table).to_dict("records")
        told.update(reason for row in rows for ground in grounds(row) for reason in ground.reasons)
    return told


def untold(told: set[str]) -> list[str]:
    return sorted(each for each in told if not sentences.is_told(each, "fr"))


def english(told: set[str]) -> list[str]:
    """What is still English in what is said: words of ours that a blank has swallowed."""
    said = [re.sub(r"«[^»]*»|\([^)]*\)", "", sentences.told(each, "fr")) for each in told]
    return [
        each for each in said if re.search(r"\b(is|are|has|the|of|with|write|check|give|and|or|no)\b", each)
    ]


def test_every_reason_of_the_sample_is_told_in_french() -> None:
    told = reasons(pipeline.build([vocab.DATA / "sample"]))
    assert len(told) > 50
    assert untold(told) + english({each for each in told if "'" not in each}) == []


def test_every_reason_of_the_seeds_is_told_in_french(seeds: Path) -> None:
    assert untold(reasons(pipeline.build([seeds]))) == []


NAMES = (
    "Kayes|Sandere|Sandare|20 km north of Ansongo|cercle de Bandiagara|Zzzyx|…|Amenas|northern Mali|le Sahel"
    "|near Mali|border with Niger|between Gao and Ansongo|Konna\x00|Menaca"
).split("|")


def test_every_reason_of_a_look_up_is_told_in_french() -> None:
    fixes = pipeline.geocode(NAMES) + pipeline.geocode(NAMES, "ML")
    told = {reason for fix in fixes for reason in fix.reasons}
    told |= {reason for fix in fixes for each in fix.candidates for reason in each.reasons}
    assert len(told) > 30
    assert untold(told) == []


FILES = {
    "empty.txt": b"",
    "scan.txt": b"%PDF-1.7 \x00",
    "binary.txt": b"\x00\x01\x02" * 99,
    "cut.geojson": b'{"type": "FeatureCollection", "features": [',
    "none.geojson": b"[1, 2]",
    "wide.geojson": b'{"type": "FeatureCollection", "features": {"event_id": 1}}',
    "odd.csv": b"a;b\n1;2\n",
    "two.jsonl": b'{"text": 5}\n[]\n{"text": "' + b"\xff" + b'"}\nno\n',
    "days.csv": b"event_id,date,lat,lon\n1,2025-02-30,95,10\n2,,1000,x\n3,2025-01-01,91,\n",
    "book.xlsx": b"PK\x03\x04broken",
    "map.parquet": b"PAR1",
    "zip.csv": b"PK\x03\x04broken",
}


@pytest.mark.parametrize("name", FILES)
def test_every_reason_for_a_bad_file_is_told_in_french(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    try:
        told = reasons(pipeline.build([path]))
    except AtlasError as error:
        told = {str(error)}
    assert told
    assert untold(told) + english(told) == []


LINKS = (
    "since=x|since=2025-02-01&until=2025-01-01|group=JNIN|event_type=x|attribution=qqq|near=1,2|near=999,1,5"
    "|near=1,2,-1|bbox=1|within=1,2|along=x;1,1;2,2"
).split("|")


@pytest.mark.parametrize("link", LINKS)
def test_every_problem_of_a_link_is_told_in_french(link: str) -> None:
    with pytest.raises(AtlasError) as problem:
        Query.from_params(dict(parse_qsl(link)))
    assert untold({str(problem.value)}) + english({str(problem.value)}) == []


@pytest.mark.parametrize("area", ["POLYGON ((", "1,2", "POINT (1 2)", "0,0;1,1;2,2", "0,0;999,1;2,2"])
def test_every_problem_of_an_area_is_told_in_french(area: str) -> None:
    with pytest.raises(AtlasError) as problem:
        shapes.pasted(area)
    assert untold({str(problem.value)}) + english({str(problem.value)}) == []


def test_a_decision_is_told_with_its_day_and_its_reason() -> None:
    line = "decided by Ann on 2026-11-22: killed_low was unknown, now 3, because two sources say so"
    assert sentences.told(line, "fr").startswith("décidé par Ann le 22 novembre 2026\u00a0: ")
    assert sentences.told(line, "fr").endswith(" était inconnu, désormais 3, car two sources say so")


def test_numbers_days_and_quotes_are_french() -> None:
    assert sentences.told("city of 2,415,266 people", "fr") == "ville de 2\u202f415\u202f266 habitants"
    assert sentences.told("sounds like Ber (likeness 0.90)", "fr").endswith("(ressemblance 0,90)")
    assert sentences.told("its boundaries held to 2016-01-01", "fr").endswith("1er janvier 2016")
    assert sentences.told("'a.csv' is empty: check the file", "fr") == (
        "«\u00a0a.csv\u00a0» est vide\u00a0: vérifiez le fichier"
    )


def test_what_no_row_fits_stays_as_it_is() -> None:
    for words in ("", "place: on the moon", "'a.csv' is sad: cheer it up", "place: " * 900):
        assert sentences.told(words, "fr") == words
        assert sentences.is_told(words, "en")
        assert not sentences.is_told(words, "fr")


@given(
    st.text("pa: {n}lcein'x1,-", max_size=200),
    st.sampled_from(["{} is empty", "place: another spelling of {}"]),
)
def test_no_text_breaks_a_sentence(hostile: str, row: str) -> None:
    assert isinstance(sentences.told(row.replace("{}", hostile), "fr"), str)


def test_hostile_text_takes_no_time() -> None:
    began = time.process_time()
    for words in (
        "place: " * 500,
        "in a, not in b, " * 250,
        "near x: within x, " * 200,
        "'a' is no b: " * 300,
    ):
        sentences.told(words, "fr")
    assert time.process_time() - began < 2
