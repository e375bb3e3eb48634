"""How much a file may ask of this machine; each limit can be set in the environment."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import InvalidQuery, UnreadableInput

# environment variable: (value where it is not set, what it limits)
LIMITS = {
    "CONFLICT_ATLAS_MAX_COLUMNS": (2_000, "columns"),
    "CONFLICT_ATLAS_MAX_ROW_BYTES": (4_000_000, "bytes in one row"),
    "CONFLICT_ATLAS_MAX_UNPACKED_BYTES": (8_000_000_000, "bytes when unpacked"),
    "CONFLICT_ATLAS_MAX_RATIO": (200, "times its own size when unpacked"),
}


def limit(name: str) -> int:
    """A limit, from the environment variable of that name or as it stands here.

    Parameters
    ----------
    name : str
        The variable's name.

    Returns
    -------
    int

    Raises
    ------
    InvalidQuery
        When the variable holds no whole number above 0.

    Examples
    --------
    >>> limit("CONFLICT_ATLAS_MAX_COLUMNS")
    2000
    """
    told = os.environ.get(name)
    if told is None:
        return LIMITS[name][0]
    if not told.isascii() or not told.isdigit() or not int(told):
        raise InvalidQuery(f"{name}={told!r}", "is no whole number above 0", "give one, or unset it")
    return int(told)


def beyond(path: Path, name: str) -> UnreadableInput:
    """The error for a file that goes beyond a limit: which one, and how to raise it.

    Examples
    --------
    >>> print(beyond(Path("a.csv"), "CONFLICT_ATLAS_MAX_COLUMNS"))
    'a.csv' has more than 2000 columns: if that is right, set CONFLICT_ATLAS_MAX_COLUMNS higher
    """
    rule = f"has more than {limit(name)} {LIMITS[name][1]}"
    return UnreadableInput(repr(path.name), rule, f"if that is right, set {name} higher")
