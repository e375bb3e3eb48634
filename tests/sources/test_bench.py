"""The benchmark of datasets runs, and its table says what it measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not os.environ.get("ATLAS_BENCH"), reason="takes long: `make bench` runs it")
def test_the_table_names_each_figure_and_its_limit(root: Path) -> None:
    run = [sys.executable, "benchmarks/bench_sources.py", "--rows", "500"]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "| what | measured | limit or peer | |"
    told = {line.split(" | ")[0].strip("| ").split(" (")[0]: line for line in lines[2:]}
    assert {"500 rows of UCDP's layout", "its peak memory"} <= set(told)
    assert any(name.startswith("pandas.read_csv") for name in told)
    for line in lines[-3:]:  # the real files: whole, or told to be absent
        assert line.endswith(("| kept |", "| skipped |"))
    assert done.returncode == 0  # a missed mark is told in the table; speed is not judged here
