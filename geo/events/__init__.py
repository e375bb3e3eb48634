"""Drafts and fixes to rows of the events table, and rows of several reports to merged events."""

from .build import mention, rows
from .collect import apart, together
from .decided import BORDER, apply
from .explain import explain
from .merge import merge

__all__ = ["BORDER", "apart", "apply", "explain", "mention", "merge", "rows", "together"]
