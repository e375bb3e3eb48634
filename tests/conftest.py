"""What every test shares: how long hypothesis may think, and the sample files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# What the person at this machine added to the gazetteer is no part of a test, here or in a process of ours.
os.environ["CONFLICT_ATLAS_HOME"] = str(Path(tempfile.gettempdir()) / f"atlas-tests-{os.getpid()}")

# Runs are repeatable, and a slow machine is no failure: time is what benchmarks/ measures.
settings.register_profile(
    "atlas", deadline=None, derandomize=True, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("atlas")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def seeds(root: Path) -> Path:
    """The seed articles, which stand beside the project where it is developed."""
    folder = root.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed articles (../shared/seeds) are not on this machine")
    return folder
