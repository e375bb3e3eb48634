"""What every reader of a dataset has in common: detect, read in chunks, map, account for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

CHUNK_ROWS = 50_000


@dataclass(frozen=True)
class Head:
    """The beginning of a file: what `detect` looks at.

    Parameters
    ----------
    path : pathlib.Path
    columns : tuple of str
        Names in the first line, folded to lower case and stripped; empty where there is no header.
    cells : tuple of tuple of str
        Some lines after it, as they are.
    """

    path: Path
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass
class Chunk:
    """Some rows of a dataset; ``len(events) + len(rejects) + sum(out_of_scope) == rows`` always holds.

    Parameters
    ----------
    rows : int
        Rows of the file in this chunk.
    events : pandas.DataFrame
        Plain values in columns of the events table (any of them), and ``line``, the line of the file that a
        row begins on; lists are lists or their JSON text.
    rejects : list of dict
        file, line (of the file, counted from 1), reason.
    out_of_scope : Counter
        Rows left out on purpose, by reason in words.
    """

    rows: int
    events: pd.DataFrame
    rejects: list[dict[str, Any]] = field(default_factory=list)
    out_of_scope: Counter[str] = field(default_factory=Counter)

    def without(self, bad: pd.Series | np.ndarray, file: Path, reason: str) -> Chunk:
        """The chunk with some of its events turned into rejects.

        Parameters
        ----------
        bad : pandas.Series or numpy.ndarray of bool
            Which events.
        file : pathlib.Path
        reason : str

        Returns
        -------
        Chunk
        """
        if not bad.any():
            return self
        lines = self.events.loc[bad, "line"].tolist()
        rejects = [{"file": str(file), "line": line, "reason": reason} for line in lines]
        events = self.events[~bad].reset_index(drop=True)
        return Chunk(self.rows, events, self.rejects + rejects, self.out_of_scope)


class Reader(Protocol):
    """One format: a module with these names, listed in ``sources.datasets.READERS``."""

    NAME: str

    def detect(self, head: Head) -> bool:
        """Whether a file looks like this format."""

    def chunks(
        self, path: Path, *, rows: int = CHUNK_ROWS, everything: bool = False, **told: Any
    ) -> Iterator[Chunk]:
        """Read a file in chunks of at most so many rows; `everything` keeps rows that are out of scope."""


@dataclass
class Summary:
    """What became of a file's rows.

    Examples
    --------
    >>> str(Summary("ged.csv", "UCDP GED", rows=3, read=2, rejected=1))
    'ged.csv (UCDP GED): 3 rows, 2 read, 1 rejected'
    """

    file: str
    source: str
    rows: int = 0
    read: int = 0
    rejected: int = 0
    out_of_scope: Counter[str] = field(default_factory=Counter)

    def add(self, chunk: Chunk) -> None:
        """Count a chunk in."""
        self.rows += chunk.rows
        self.read += len(chunk.events)
        self.rejected += len(chunk.rejects)
        self.out_of_scope.update(chunk.out_of_scope)

    def to_dict(self) -> dict[str, Any]:
        """As ``Atlas.summaries`` holds it."""
        return asdict(self) | {"out_of_scope": dict(self.out_of_scope)}

    def __str__(self) -> str:
        told = f"{self.file} ({self.source}): {self.rows} rows, {self.read} read, {self.rejected} rejected"
        left = [f"{n} {reason}" for reason, n in self.out_of_scope.most_common()]
        return f"{told}, out of scope: {', '.join(left)}" if left else told
