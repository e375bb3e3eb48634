"""The benchmark of the map runs; what hangs or fails in it is told and leaves nothing behind."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import folium
import pytest
from folium.plugins import TimestampedGeoJson

ROOT = Path(__file__).resolve().parents[2]
BENCH = [sys.executable, "benchmarks/bench_map.py"]
MEASURED = """
import subprocess

def well():
    yield {"one": [1.0, 2.0]}
    yield {"two": [3.0]}

def hangs(fifo):
    yield {"one": [1.0]}
    with open(fifo, "w") as held:
        subprocess.run(["sleep", "1000"], stdout=held)

def fails():
    yield {"one": [1.0]}
    raise ValueError("too many")
"""


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_map_{name}", ROOT / f"benchmarks/map/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


apart, browser = load("apart"), load("browser")


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "measured.py").write_text(MEASURED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "two", "three"),
    [("well", [3.0], "not told"), ("fails", "failed: ValueError: too many", "not reached")],
)
def test_figures_are_told_or_why_there_are_none(measured: Path, name: str, two: object, three: str) -> None:
    told = apart.figures(f"measured.{name}", limit=60, wanted=("one", "two", "three"))
    assert told == {"one": [1.0, 2.0] if name == "well" else [1.0], "two": two, "three": three}


def test_what_hangs_is_ended_with_all_that_it_started(measured: Path) -> None:
    fifo = measured / "held"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    told = apart.figures("measured.hangs", str(fifo), limit=3, wanted=("one", "two", "three"))
    assert told == {"one": [1.0], "two": "> 3 s", "three": "not reached"}
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""  # waits until nobody holds the other end
    os.close(reader)


def test_a_peers_page_loads_nothing_once_its_files_are_inside(tmp_path: Path) -> None:
    for path in browser.NPM.values():
        file = tmp_path / "node_modules" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/* {path} */", encoding="utf-8")
    made = folium.Map(tiles=None)
    TimestampedGeoJson({"type": "FeatureCollection", "features": []}).add_to(made)
    html = browser.inlined(tmp_path, made.get_root().render())
    assert "/* leaflet-timedimension/dist/leaflet.timedimension.min.js */" in html
    assert 'src="' not in html
    assert 'rel="stylesheet"' not in html


@pytest.mark.skipif(not os.environ.get("ATLAS_BENCH"), reason="takes long: `make bench` runs it")
def test_the_tables_hold_what_was_asked_for(root: Path) -> None:
    run = [*BENCH, "200", "--only", "files"]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=True)
    titles = [line.strip("*") for line in done.stdout.splitlines() if line.startswith("**")]
    assert titles == ["Standalone file, from disk to ready", "Standalone file, its making and size"]
    ready, made = (line for line in done.stdout.splitlines() if line.startswith("| 200 |"))
    assert " | 600 ms | " in ready  # speed is not judged here
    assert ready.endswith("| not run | – (a server draws it) | not run |")
    assert made.endswith("| not run | not run |")
    assert "ours.file 200 (" in done.stderr


def test_peers_that_are_not_installed_are_named_before_anything_runs(root: Path, tmp_path: Path) -> None:
    run = [*BENCH, "--peers", str(tmp_path)]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "leaflet.glify" in done.stderr.splitlines()[-1]
    assert done.stdout == ""
