"""The benchmark of places runs, and its table says what it measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not os.environ.get("ATLAS_BENCH"), reason="takes long: `make bench` runs it")
def test_the_table_names_each_figure_and_its_limit(root: Path) -> None:
    bench = [sys.executable, "benchmarks/bench_places.py"]
    run = [*bench, "--points", "500", "--peer", "20", "--lookups", "500"]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "| what | measured | limit or peer | |"
    told = {line.split(" | ")[0].strip("| "): line for line in lines[2:]}
    assert {"exact look-ups", "fuzzy look-ups", "its peak memory", "traps in running text"} <= set(told)
    assert "times ours" in told["geopandas.sjoin + distance, the same questions"]
    (towns,) = (line for name, line in told.items() if name.endswith("towns"))
    assert ", 0 wrong," in towns
    assert "kept" in towns
    assert done.returncode == 0  # a missed mark is told in the table; speed is not judged here
