"""Conflict Atlas: news about armed conflict becomes events on a map."""

from __future__ import annotations

__version__ = "0.1.0"
