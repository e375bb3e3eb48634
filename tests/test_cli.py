"""The command line: what each command prints, writes and returns."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

import geo
from geo import schema
from geo.cli import main

ARTICLE = (
    "date: 2020-01-10\nlang: en\n\nGunmen attacked an army post at Chinégodar in western Niger on January 9, "
    "the defence ministry said. At least 25 soldiers were killed."
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "raid.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def events(tmp_path: Path) -> Path:
    rows = [
        {"event_id": "a", "start": "2025-07-01", "end": "2025-07-01", "country": "ML", "group": "JNIM"}
        | {"longitude": -11.44, "latitude": 14.45, "place_precision": "exact", "event_type": "Battles"}
        | {"status": "realised", "reports": ["r1"], "place_name": "Kayes", "sub_event_type": "Armed clash"},
        {"event_id": "b", "start": "2025-06-01", "end": "2025-06-30", "country": "BF", "reports": ["r2"]}
        | {"status": "background", "event_type": "Battles", "sub_event_type": "Armed clash"},
    ]
    path = tmp_path / "events.geojson"
    geo.write(schema.Atlas(schema.from_rows(rows), schema.empty()), path)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def ids(path: Path) -> list[str]:
    return [feature["id"] for feature in json.loads(path.read_text("utf-8"))["features"]]


def test_build_writes_events_and_says_how_many(article: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out.geojson"
    assert main(["build", str(article), "-o", str(out)]) == 0
    (event,) = json.loads(out.read_text("utf-8"))["features"]
    assert event["properties"]["place_name"] == "Chinégodar"
    assert event["time"] == {"interval": ["2020-01-09", "2020-01-09"]}
    told = capsys.readouterr()
    assert told.out == ""
    assert "1 event, 0 without a place" in told.err


def test_read_keeps_the_reports_apart(article: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    again.write_text(ARTICLE, encoding="utf-8")
    assert main(["read", str(article), str(again), "-q", "-o", str(tmp_path / "out.csv")]) == 0
    rows = rows_of(tmp_path / "out.csv")
    assert sorted(row["report"] for row in rows) == ["again", "raid"]


def test_two_runs_give_the_same_bytes(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    outs = [tmp_path / "1.geojson", tmp_path / "2.geojson"]
    for out in outs:
        main(["build", str(article), "-q", "-o", str(out)])
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.parametrize("command", ["merge", "query"])
def test_what_an_owner_forbids_is_told_and_a_csv_is_made_for_excel(
    command: str, tmp_path: Path, capsys
) -> None:
    rows = schema.from_rows([{"event_id": "a", "source": "ACLED", "licence": "ACLED", "reports": ["r"]}])
    geo.write(schema.Atlas(rows, schema.empty()), tmp_path / "events.geojson")
    out = tmp_path / "out.csv"
    assert main([command, str(tmp_path / "events.geojson"), "--excel", "-o", str(out)]) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "out.csv holds ACLED's data" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["brief", "picture"])
def test_a_page_to_print_is_for_the_public_unless_told(command: str, tmp_path: Path, capsys) -> None:
    row = {"status": "realised", "country": "ML", "start": "2025-07-01", "end": "2025-07-01"}
    rows = [
        {**row, "event_id": "a", "source": "ACLED", "licence": "ACLED", "place_name": "Elsewhere"},
        {**row, "event_id": "b", "source": "Le Monde", "place_name": "Gao", "country": "ML"},
        {**row, "event_id": "c", "source": "Jeune Afrique", "place_name": "Djibo", "country": "BF"},
    ]
    geo.write(schema.Atlas(schema.from_rows(rows), schema.empty()), tmp_path / "events.geojson")
    asked = [command, str(tmp_path / "events.geojson"), "-o", str(tmp_path / "out.html")]
    assert main([*asked, "--title", "<One> day", "--lang", "fr", "--country", "ML"]) == 0
    page = (tmp_path / "out.html").read_text()
    assert "<title>&lt;One&gt; day</title>" in page
    assert 'lang="fr"' in page
    assert "Le Monde" in page
    assert "Jeune Afrique" not in page
    assert "out.html is public; withheld: events of ACLED: 1" in capsys.readouterr().err
    assert "ACLED, " not in page
    assert main([*asked, "--profile", "internal"]) == 0
    assert "Jeune Afrique" in (tmp_path / "out.html").read_text()
    assert "out.html holds ACLED's data" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".geojsonl", ".hxl.csv", ".xlsx", ".gpkg"])
def test_what_was_written_is_read_again(events: Path, tmp_path: Path, suffix: str) -> None:
    made, out = tmp_path / f"made{suffix}", tmp_path / "out.geojson"
    assert main(["query", str(events), "-o", str(made)]) == 0
    assert main(["build", str(made), "-q", "-o", str(out)]) == 0
    assert ids(out) == ["a", "b"]


def test_rejects_are_told_listed_and_do_not_stop_the_rest(article: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "cut.geojson").write_text('{"type": ')
    out = tmp_path / "out.geojson"
    bad = [str(tmp_path / name) for name in ("empty.txt", "cut.geojson", "absent.txt")]
    assert main(["build", *bad, str(article), "-q", "-o", str(out)]) == 1
    assert len(ids(out)) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("geo: ")]
    listed = rows_of(tmp_path / "out.geojson.rejected.csv")
    assert len(told) == len(listed) == 3
    for name in ("empty.txt", "cut.geojson", "absent.txt"):
        assert any(name in line for line in told)
        assert any(name in row["file"] for row in listed)


def test_nothing_readable_writes_nothing(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    assert main(["build", str(folder), "-o", str(tmp_path / "out.geojson")]) == 2
    assert "holds no article" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], ["a", "b"]),
        (["--from", "2025-06-15", "--to", "2025-06-20"], ["b"]),
        (["--group", "JNIM"], ["a"]),
        (["--country", "ML", "--country", "BF"], ["a", "b"]),
        (["--bbox", "-12,14,-11,15"], ["a"]),
        (["--near", "-11.4,14.4,20"], ["a"]),
        (["--text", "kayes"], ["a"]),
        (["--status", "hypothetical"], []),
    ],
)
def test_query_picks(events: Path, tmp_path: Path, options: list[str], kept: list[str]) -> None:
    out = tmp_path / "out.geojson"
    assert main(["query", str(events), *options, "-o", str(out)]) == 0
    assert ids(out) == kept


def test_merge_joins_files(events: Path, article: Path, tmp_path: Path) -> None:
    main(["build", str(article), "-q", "-o", str(tmp_path / "other.parquet")])
    out = tmp_path / "out.geojson"
    assert main(["merge", str(events), str(tmp_path / "other.parquet"), "-o", str(out)]) == 0
    assert len(ids(out)) == 3
    assert {"a", "b"} < set(ids(out))


def test_explain_tells_of_one_event(events: Path, capsys) -> None:
    assert main(["explain", "a", str(events)]) == 0
    assert "Armed clash, Kayes, 2025-07-01" in capsys.readouterr().out


def test_map_is_one_html_file(events: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    assert main(["map", str(events), "-o", str(out), "--title", "Raids <b>"]) == 0
    page = out.read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html")
    assert "Raids &lt;b&gt;" in page


def test_geocode_tells_candidates_and_why(capsys) -> None:
    assert main(["geocode", "Kayes", "--country", "ML"]) == 0
    assert capsys.readouterr().out.startswith("Kayes: found, Kayes (ML")
    assert main(["geocode", "Kayes", "Xyzzyville"]) == 1
    assert "Xyzzyville: absent" in capsys.readouterr().out


def test_check_tells_what_is_wrong_and_where(events: Path, capsys) -> None:
    assert main(["check", str(events)]) == 0
    events.write_text(events.read_text("utf-8").replace('"realised"', '"maybe"'), "utf-8")
    assert main(["check", str(events)]) == 1
    assert capsys.readouterr().out.startswith("row 1 (a), status maybe: status is one of realised")


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        ([], "COMMAND"),
        (["fly"], "fly"),
        (["build"], "PATH"),
        (["build", "a.txt", "-o", "a.xls"], ".geojson"),
        (["query", "EVENTS", "--group", "JNM", "-o", "a.csv"], "did you mean 'JNIM'"),
        (["query", "EVENTS", "--from", "soon", "-o", "a.csv"], "YYYY-MM-DD"),
        (["query", "EVENTS", "--bbox", "14,-12,15,200", "-o", "a.csv"], "west,south,east,north"),
        (["query", "absent.geojson", "-o", "a.csv"], "is not there"),
        (["explain", "zzz", "EVENTS"], "zzz"),
        (["map", "EVENTS", "-o", "absent/map.html"], "cannot be written"),
        (["check", "a.txt"], "events file"),
    ],
)
def test_wrong_use_is_one_line(
    argv: list[str], word: str, events: Path, tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    given = [str(events) if each == "EVENTS" else each for each in argv]
    try:
        code = main(given)
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    told = capsys.readouterr().err
    assert word in told
    assert told.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_it_runs_as_a_module(root: Path) -> None:
    run = [sys.executable, "-m", "geo", "--help"]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=True)
    for command in ("read", "build", "merge", "explain", "query", "map", "geocode", "check"):
        assert command in done.stdout
