"""Drafts and fixes to rows of the events table, and rows of several reports to merged events."""

from .build import mention, placed, rows
from .collect import apart, sourced, together
from .decided import BORDER, PLACE, apply, place_of
from .explain import explain
from .homes import last_about, members_of
from .merge import merge

__all__ = [
    "BORDER",
    "PLACE",
    "apart",
    "apply",
    "explain",
    "last_about",
    "members_of",
    "mention",
    "merge",
    "place_of",
    "placed",
    "rows",
    "sourced",
    "together",
]
