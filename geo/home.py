"""The folder of the user's own data: places, decisions, articles. Nothing of it leaves the machine."""

from __future__ import annotations

import os
from pathlib import Path

HOME = "CONFLICT_ATLAS_HOME"


def home() -> Path:
    """The folder of the user's data; it need not exist.

    Returns
    -------
    pathlib.Path
        The environment variable CONFLICT_ATLAS_HOME, else conflict-atlas in the user's data folder (XDG).

    Examples
    --------
    >>> home().is_absolute()
    True
    """
    told = os.environ.get(HOME)
    if told:
        return Path(told).expanduser().absolute()
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared).absolute() / "conflict-atlas"
