"""What the commands share: exit codes, and how they speak on stderr."""

from __future__ import annotations

import sys

DONE, WITH_REJECTS, FAILED = 0, 1, 2


def say(line: str) -> None:
    """Print a line on stderr."""
    print(line, file=sys.stderr)
