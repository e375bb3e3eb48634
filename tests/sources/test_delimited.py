"""Delimited text is cut as Python's own csv module cuts it, and one bad row costs no other."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidQuery, UnreadableInput
from geo.sources import delimited, limits

HEADER = ("a", "b", "c")
CELLS = st.text(st.sampled_from("xé7 ,;\t'\"\n\r"), max_size=6)
ROWS = st.lists(st.tuples(*[CELLS] * len(HEADER)), max_size=12)


def read(path: Path, rows: int = 5, **options: object) -> tuple[list[list[str]], list[int], list[tuple]]:
    """All rows with "" for null, their lines, and the rejects as (line, reason)."""
    blocks = list(delimited.blocks(path, rows=rows, **options))
    assert all(len(block.table) <= rows for block in blocks)
    table = pd.concat([block.table for block in blocks]) if blocks else pd.DataFrame()
    lines = np.concatenate([block.lines for block in blocks]).tolist() if blocks else []
    rejects = [(reject["line"], reject["reason"]) for block in blocks for reject in block.rejects]
    return table.astype("object").where(table.notna(), "").to_numpy().tolist(), lines, rejects


def by_csv(text: str) -> tuple[list[list[str]], list[int]]:
    """The same by the csv module, row by row."""
    reader = csv.reader(io.StringIO(text, newline=""))
    rows, lines, at = [], [], 0
    for row in reader:
        if any(row):
            rows.append(row)
            lines.append(at + 1)
        at = reader.line_num
    return rows[1:], lines[1:]


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([16_000_000, 40]))
def test_rows_and_lines_are_those_of_the_csv_module(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], end: str, block: int
) -> None:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if any("\r" in cell for row in rows for cell in row) else csv.QUOTE_MINIMAL
    csv.writer(out, lineterminator=end, quoting=quoting).writerows([HEADER, *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_BLOCK", block)
        made, lines, rejects = read(path)
    assert (made, lines) == by_csv(out.getvalue())
    assert rejects == []


BAD = {
    "too few": "1,2",
    "too many": "1,2,3,4",
    "a stray quote": '1,"2,3',
    "a stray quote and a line more": '1,"2\nx,3',
    "not UTF-8": b"1,\xff,3",
}


@pytest.mark.parametrize("block", [16_000_000, 30])
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_row_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str | bytes, block: int
) -> None:
    monkeypatch.setattr(delimited, "_BLOCK", block)
    good = [f'g{n},é,"two\nlines, one cell"' for n in range(9)]
    bad = bad if isinstance(bad, bytes) else bad.encode()
    head, tail = ("\n".join(part).encode() for part in (["a,b,c", *good[:4]], good[4:]))
    path = tmp_path / "a.csv"
    path.write_bytes(head + b"\n" + bad + b"\n" + tail + b"\n")
    rows, lines, rejects = read(path)
    assert [row[0] for row in rows] == [f"g{n}" for n in range(9)]
    assert [line for line, _ in rejects] == [10]
    assert lines == [2, 4, 6, 8, *(11 + bad.count(b"\n") + 2 * n for n in range(5))]


def test_a_file_that_is_cut_off_keeps_its_whole_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for cut, reason in ((b"7,8", "has 2 columns, not 3"), (b'7,8,"nin', "a quote that is never closed")):
        path.write_bytes(b"a,b,c\n1,2,3\n4,5,6\n" + cut)
        rows, _, rejects = read(path)
        assert rows == [["1", "2", "3"], ["4", "5", "6"]]
        assert [line for line, _ in rejects] == [4]
        assert reason in rejects[0][1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Á,b\nMénaka,x\n".encode(encoding))
    assert delimited.header(path) == ("á", "b")
    assert read(path)[0] == [["Ménaka", "x"]]


def test_packed_files_are_read_like_plain_ones(tmp_path: Path) -> None:
    text = b"a,b\n1,2\n"
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("ged.csv", text)
    for name in ("a.csv.gz", "a.zip"):
        assert read(tmp_path / name)[0] == [["1", "2"]]


def test_names_are_folded_and_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n,ID, Name ,id\n0,1,2,3\n")
    assert delimited.header(path) == ("", "id", "name", "id.2")
    assert read(path, keep=["name", "other"])[0] == [["2", ""]]


@pytest.mark.parametrize(
    ("line", "delimiter"), [("a,b", ","), ("a\tb,c\td", "\t"), ("a;b", ";"), ("a|b", "|")]
)
def test_the_delimiter_is_told_by_the_first_line(tmp_path: Path, line: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(line + "\n")
    assert delimited.delimiter_of(path) == delimiter


def test_a_row_of_tags_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n#event+id,,#geo+lat\n1,2,3\n#,4,5\n")
    assert read(path)[:2] == ([["1", "2", "3"], ["#", "4", "5"]], [3, 4])


def bomb(path: Path, megabytes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as out:
        out.write(b"a,b\n")
        for _ in range(megabytes):
            out.write(b"1,2\n" * 250_000)
    return path


def members(path: Path, count: int) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(count):
            archive.writestr(f"{n}.csv", "a\n1\n")
    return path


def locked() -> bytes:
    """A ZIP whose file has the flag of a password."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", "a\n")
    content = bytearray(stream.getvalue())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + offset] |= 1
    return bytes(content)


REFUSED = {
    "empty": ("a.csv", b"", "is empty"),
    "line ends only": ("a.csv", b"\n\n", "is empty"),
    "10 million columns": ("a.csv", b"," * 10_000_000, "more than 2000 columns"),
    "a row without end": ("a.csv", b"a,b\n" + b"x" * 4_100_000, "more than 4000000 bytes in one row"),
    "a ZIP named .csv": ("a.csv", b"PK\x03\x04" + b"\0" * 60, "is a ZIP archive"),
    "packed, named .csv": ("a.csv", gzip.compress(b"a\n1\n"), "is packed (gzip)"),
    "binary": ("a.csv", b"a\0b\n", "is binary"),
    "Parquet named .csv": ("a.csv", b"PAR1....", "is a Parquet file"),
    "a damaged ZIP": ("a.zip", b"PK\x03\x04" + b"\0" * 60, "damaged"),
    "a damaged gzip": ("a.gz", gzip.compress(b"a\n1\n")[:-9], "damaged"),
    "a locked ZIP": ("a.zip", locked(), "locked"),
}


@pytest.mark.parametrize(("name", "content", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_table_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read(path)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_archives_have_limits_that_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bomb(tmp_path / "bomb.zip", 30)
    with pytest.raises(UnreadableInput, match="set CONFLICT_ATLAS_MAX_RATIO higher"):
        read(path)
    monkeypatch.setenv("CONFLICT_ATLAS_MAX_RATIO", "2000")
    monkeypatch.setenv("CONFLICT_ATLAS_MAX_UNPACKED_BYTES", "20000000")
    with pytest.raises(UnreadableInput, match="more than 20000000 bytes when unpacked"):
        read(path)
    with pytest.raises(UnreadableInput, match="holds 2 files"):
        read(members(tmp_path / "two.zip", 2))


def test_a_packed_file_that_is_cut_off_keeps_the_rows_before(tmp_path: Path) -> None:
    text = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(50_000))
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(text)[:-2_000])
    made = []
    with pytest.raises(UnreadableInput, match="is a damaged or locked archive"):
        made.extend(delimited.blocks(path, rows=1_000))
    assert 10_000 < sum(len(block.table) for block in made) < 50_000
    assert made[0].table["b"].tolist()[:3] == ["0", "1", "4"]


def test_a_limit_is_a_number_above_0(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("0", "many", "-1", "²"):
        monkeypatch.setenv("CONFLICT_ATLAS_MAX_COLUMNS", wrong)
        with pytest.raises(InvalidQuery, match="is no whole number above 0"):
            limits.limit("CONFLICT_ATLAS_MAX_COLUMNS")


def test_a_file_of_one_quotation_mark_has_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"')
    with pytest.raises(UnreadableInput, match="has no names of columns"):
        delimited.header(path)
