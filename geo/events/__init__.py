"""Drafts and fixes to rows of the events table, and rows of several reports to merged events."""

from .build import mention, rows
from .collect import apart, together
from .decided import apply
from .explain import explain
from .merge import merge

__all__ = ["apart", "apply", "explain", "mention", "merge", "rows", "together"]
