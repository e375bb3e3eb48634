"""Whatever happened to a table on its way here: good rows are read, bad ones told, nothing else raised."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema, schema_check
from geo.errors import AtlasError
from geo.sources import acled, anytable, datasets, mapping
from geo.sources.base import Chunk
from tests.sources.acled_rows import ROWS
from tests.sources.test_acled import text

ACLED = text(row | {"event_id_cnty": f"MLI{at}{n}"} for n in range(2) for at, row in enumerate(ROWS)).encode()
TABLE = """R;Jour;Lieu;Pays;Type;Auteur;Tués;Lat;Long;Notes
1;03/07/2025;Ménaka;Mali;Attaque;EIGS;3;15,92;2,40;"Dit; ici"
2;25/07/2025;Kayes;Mali;Attaque;GSIM;10-12;14,45;-11,44;
3;;Ber;;;;;;;Rien
""".encode("cp1252")
PIECES = st.sampled_from(
    [b'"', b"\n", b"\r", b",", b";", b"\t", b"\0", b"\xff", b"\xef\xbb\xbf", b"#", b"-", b"9" * 400, b"="]
)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        cut = draw(st.sampled_from([0, 0, 1, 5, 10_000]))
        content = content[:at] + draw(PIECES | st.binary(max_size=6)) + content[at + cut :]
    return content


def read(path: Path, name: str) -> tuple[list[Chunk], str]:
    """The chunks, and why reading stopped."""
    chunks: list[Chunk] = []
    try:
        chunks.extend(datasets.read(path, name, rows=5))
    except AtlasError as error:
        return chunks, str(error)
    return chunks, ""


@settings(max_examples=25, deadline=None)
@given(content=damaged(ACLED) | damaged(TABLE), name=st.sampled_from(["table", "acled"]))
def test_every_row_is_accounted_for(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        chunks, refused = read(path, name)
    assert "\n" not in refused
    for chunk in chunks:
        assert len(chunk.events) + len(chunk.rejects) + sum(chunk.out_of_scope.values()) == chunk.rows
        assert all(reject["line"] > 1 and reject["reason"] for reject in chunk.rejects)
    if chunks:
        events = schema.typed(pd.concat([chunk.events for chunk in chunks], ignore_index=True))
        assert schema_check.check(events) == []


@settings(max_examples=15, deadline=None)
@given(at=st.integers(0, 11), cell=st.sampled_from(['"', '"x', 'x"y', '""', "\x0b", "a,b"]))
def test_a_bad_row_costs_no_good_one(at: int, cell: str) -> None:
    ids = [f"MLI{n}" for n in range(12)]
    rows = [ROWS[1] | {"event_id_cnty": own, "notes": f"Words {own}."} for own in ids]
    lines = text(rows).splitlines(keepends=True)
    lines[at + 1] = lines[at + 1].replace("Imaginary Hill", cell, 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text("".join(lines), encoding="utf-8")
        read = {own for chunk in acled.chunks(path) for own in chunk.events["source_id"]}
    assert read >= set(ids) - {ids[at]}


def test_a_map_beside_a_table_that_does_not_fit_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date,lat,lon\n2025-07-01,14.4,-11.4\n")
    mapping.beside(path).write_text('[columns]\ndate = "day"\n')
    with pytest.raises(AtlasError, match="column 'day' is not in the table"):
        anytable.map_of(path)


@pytest.mark.parametrize("content", ["", "\n\n", "just words\n", "a\nb\nc\n", "a,b\n1,2\n", "date,lat,lon\n"])
def test_what_is_no_table_of_events_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content)
    chunks, refused = read(path, "table")
    assert refused or chunks == []
    assert "\n" not in refused
