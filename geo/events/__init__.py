"""Drafts and fixes to rows of the events table, and rows of several reports to merged events."""

from .build import mention, rows
from .explain import explain
from .merge import merge

__all__ = ["explain", "mention", "merge", "rows"]
