"""The house stands: imports go to a lower floor, and light commands load nothing heavy."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Lowest first; what stands in one row never imports each other. DESIGN's floors 0, 1 and 5 have inner steps.
FLOORS = (
    {"geo.errors", "geo.names", "geo.home", "geo.addresses"},
    {"geo.answers"},
    {"geo.fetch"},  # its failures belong to the error family
    {"geo.dates", "geo.distance", "geo.vocab"},
    {"geo.model", "geo.crosswalk"},
    {"geo.schema"},
    {"geo.schema_check"},
    {"geo.sources", "geo.text", "geo.places", "geo.events", "geo.store", "geo.views"},
    {"geo.intake", "geo.articles"},  # the pipeline's stretches for datasets and for articles
    {"geo.rulings"},  # and for what analysts decide
    {"geo.pipeline"},
    {"geo.paper_verbs", "geo.place_verbs"},
    {"geo"},  # the public verbs, geo/__init__.py
    {"geo.cli"},
    {"geo.__main__"},
    {"panels"},
    {"app"},
)
FLOOR = {part: number for number, parts in enumerate(FLOORS) for part in parts}
HEAVY = ("geopandas", "folium", "streamlit", "duckdb", "pandas", "pyarrow", "shapely", "numpy", "geopy")


def part_of(module: str) -> str:
    """The room or floor module that a module belongs to: geo.text.frames -> geo.text."""
    return "panels" if module.startswith("panels") else ".".join(module.split(".")[:2])


def imported(source: str, module: str, is_package: bool) -> Iterator[str]:
    """Every module of ours that a source imports, wherever in it the import stands."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            # "from .. import schema" imports a module, "from geo import read" a verb
            names = [f"{base}.{alias.name}" if base == "geo" else base for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] in ("geo", "panels", "app"):
                part = part_of(name)
                yield part if part in FLOOR else name.split(".")[0]


def breaks(source: str, module: str, is_package: bool = False) -> list[str]:
    """Imports of a module that do not go to a lower floor."""
    here = part_of(module)
    return [
        f"{module} imports {part}"
        for part in imported(source, module, is_package)
        if part != here and FLOOR[part] >= FLOOR[here]
    ]


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted([*root.glob("geo/**/*.py"), *root.glob("panels/*.py"), *root.glob("app.py")]):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_every_module_has_a_floor(root: Path) -> None:
    homeless = {name for name, _ in modules(root) if part_of(name) not in FLOOR}
    assert not homeless


def test_imports_go_to_a_lower_floor(root: Path) -> None:
    broken = [
        line
        for name, path in modules(root)
        for line in breaks(path.read_text(encoding="utf-8"), name, path.name == "__init__.py")
    ]
    assert not broken


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from ..places import rank", "geo.text.frames"),  # sideways
        ("def f():\n    from ..places.rank import locate", "geo.text.frames"),  # inside a function
        ("if TYPE_CHECKING:\n    from geo.pipeline import read", "geo.schema"),  # upward, for types only
        ("from .. import pipeline", "geo.store.query"),
        ("from geo import build", "geo.views.map"),
        ("import geo.views.map", "geo.events.merge"),
        ("from . import pipeline", "geo.model"),
        ("import app", "geo.cli"),
        ("from panels import twin", "geo.views.map"),
    ],
)
def test_a_break_is_seen(source: str, module: str) -> None:
    assert len(breaks(source, module)) == 1


@pytest.mark.parametrize(
    ("source", "module", "is_package"),
    [
        ("from . import style", "geo.views.map", False),
        ("from .style import COLOURS", "geo.views", True),
        ("from .. import schema, vocab", "geo.store.query", False),
        ("from . import pipeline", "geo", True),
        ("from geo.views import host\nimport geo", "app", False),
    ],
)
def test_a_good_import_is_let_through(source: str, module: str, is_package: bool) -> None:
    assert breaks(source, module, is_package) == []


ASK_FOR_HELP = """
import contextlib, io, runpy, sys
sys.argv = ["geo", "--help"]
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    runpy.run_module("geo", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("code", ["import geo", ASK_FOR_HELP])
def test_light_commands_load_nothing_heavy(root: Path, code: str) -> None:
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = [sys.executable, "-c", script]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "geo" in loaded
    assert loaded.isdisjoint(HEAVY)
