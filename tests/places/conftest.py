"""Gazetteers: the project's own, and a small one whose every row a test can know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.model import Fix, PlaceRef, Span
from geo.places.gazetteer import Gazetteer
from geo.places.rank import Context, locate

Ask = Callable[..., Fix]
FIXTURE = Path(__file__).parent / "fixture"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.default()


@pytest.fixture(scope="session")
def small() -> Gazetteer:
    """A few real places and some invented villages (v:…) for ties."""
    return Gazetteer(FIXTURE)


def ref_of(name: str, **says: Any) -> PlaceRef:
    """A reference to a name, as the text room makes it."""
    return PlaceRef(name, Span("report", 0, len(name), name), **says)


def asker(gazetteer: Gazetteer) -> Ask:
    def ask(
        name: str,
        countries: tuple[str, ...] = (),
        *,
        names: tuple[str, ...] = (),
        on: date | None = None,
        **says: Any,
    ) -> Fix:
        return locate(ref_of(name, **says), Context(countries=countries, names=names, on=on), gazetteer)

    return ask


@pytest.fixture(scope="session")
def refer() -> Callable[..., PlaceRef]:
    """Make a reference to a name."""
    return ref_of


@pytest.fixture(scope="session")
def ask(gazetteer: Gazetteer) -> Ask:
    """Look a name up in the project's gazetteer."""
    return asker(gazetteer)


@pytest.fixture(scope="session")
def ask_small(small: Gazetteer) -> Ask:
    """Look a name up in the small gazetteer."""
    return asker(small)
