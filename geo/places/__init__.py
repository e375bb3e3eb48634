"""Places: a name and its context become a Fix (found, ambiguous, absent or refused), offline."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Gazetteer": "geocoder",  # the gazetteer as a geopy geocoder
    "Context": "rank",
    "locate": "rank",
    "locate_all": "rank",
    "admin1_at": "areas",
    "bears": "pick",
    "border_range": "areas",
    "turned_about": "turned",
    "chosen": "pick",
}
__all__ = [
    "Context",
    "Gazetteer",
    "admin1_at",
    "border_range",
    "chosen",
    "locate",
    "locate_all",
    "turned_about",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: geopy, shapely and pyproj are slow to load."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
