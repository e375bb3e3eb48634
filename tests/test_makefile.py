"""The way in: make's targets, the free port, and requirements that say what is really used."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not on this machine")

# Loaded only when the user names them; where they are absent, a MissingExtra says what to install.
OPTIONAL = {"gliner", "spacy"}
# Needed though no module of ours names them: geopandas writes by pyogrio, trafilatura cleans pages.
UNNAMED = {"lxml-html-clean", "pyogrio"}
# Comes with a package that is listed: folium's own building blocks.
BROUGHT = {"branca": "folium", "jinja2": "folium", "markupsafe": "folium"}


def make(root: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=root,
        capture_output=True,
        text=True,
        env=os.environ | env,
    )


def exported(root: Path, name: str) -> str:
    """The text of a script that the Makefile hands to Python."""
    return make(root, f"--eval=show: ; @printenv {name}", "show").stdout


@pytest.mark.parametrize("target", ["setup", "run", "test", "lint", "bench", "help"])
def test_targets_are_there(root: Path, target: str) -> None:
    assert make(root, "-n", target).returncode == 0


def test_a_port_in_use_is_passed_over_and_said(root: Path) -> None:
    script = exported(root, "FREE_PORT")
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        run = [sys.executable, "-c", script, str(taken)]
        done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert int(done.stdout) > taken
    assert f"Port {taken} is in use" in done.stderr


def test_a_free_port_is_taken_silently(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    run = [sys.executable, "-c", exported(root, "FREE_PORT"), str(free)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert (int(done.stdout), done.stderr) == (free, "")


def test_an_old_python_is_refused_with_the_cure(root: Path) -> None:
    old = "import os, sys; sys.version_info = (3, 9, 2); exec(os.environ['OLD_PYTHON'])"
    env = os.environ | {"OLD_PYTHON": exported(root, "OLD_PYTHON")}
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, env=env)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "make PYTHON=" in done.stderr


def test_an_absent_python_is_told(root: Path, tmp_path: Path) -> None:
    done = make(root, "setup", f"VENV={tmp_path / 'venv'}", "PYTHON=no-such-python")
    assert done.returncode != 0
    assert "no-such-python is not found" in done.stderr


def test_setup_again_does_nothing(root: Path, tmp_path: Path) -> None:
    """With the stamp newer than the requirements, neither Python nor pip is called."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    for name in ("bin/pip", ".run-ready"):
        (venv / name).touch()
    done = make(root, "setup", f"VENV={venv}", "PYTHON=no-such-python")
    assert done.returncode == 0, done.stderr
    assert "pip install" not in done.stdout


def test_ci_calls_make_test(root: Path) -> None:
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text()
    assert subprocess.run(["bash", "-n", script]).returncode == 0


def listed(root: Path, file: str) -> dict[str, str]:
    lines = [line.split("#")[0].strip() for line in (root / file).read_text().splitlines()]
    found = [re.fullmatch(r"([\w.-]+)(.*)", line) for line in lines if line and not line.startswith("-r")]
    return {match[1]: match[2] for match in found if match}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"])
def test_every_requirement_has_both_bounds(root: Path, file: str) -> None:
    loose = {
        name: rule for name, rule in listed(root, file).items() if not re.fullmatch(r">=[\d.]+,<[\d.]+", rule)
    }
    assert not loose


def test_requirements_are_what_is_imported(root: Path) -> None:
    imported = set()
    for path in [*root.glob("geo/**/*.py"), *root.glob("panels/*.py"), root / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                imported.add(node.module.split(".")[0])
    ours = {"geo", "panels", "app", *sys.stdlib_module_names}
    used = {BROUGHT.get(name, name) for name in imported - ours}
    given = set(listed(root, "requirements.txt"))
    assert used - given == OPTIONAL, "imported, but not in requirements.txt"
    assert given - used <= UNNAMED, "in requirements.txt, but not imported"
