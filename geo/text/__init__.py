"""Words to drafts: a report is read into drafts of events, every field with its span."""

from .reader import VERSION, language, read

__all__ = ["VERSION", "language", "read"]
