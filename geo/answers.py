"""A file that remembers what servers answered; addresses are kept as hashes, for they may hold keys."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .errors import FetchError

_DAY_S = 86_400.0


class Answers:
    """Texts by address, each for some days.

    Parameters
    ----------
    path : pathlib.Path
        The file; made when something is first put in.
    keep_days : float
        Days after which an answer is no longer given.
    clock : callable
        Seconds since the epoch.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     answers = Answers(Path(folder, "a.sqlite"), 30, lambda: 0.0)
    ...     answers.put("https://example.org/", "hello")
    ...     answers.get("https://example.org/"), answers.get("https://example.org/other")
    ('hello', None)
    """

    def __init__(self, path: Path, keep_days: float, clock: Callable[[], float]) -> None:
        self._path, self._keep_s, self._clock = path, keep_days * _DAY_S, clock

    def get(self, url: str) -> str | None:
        """The fresh answer of an address, if there is one."""
        if not self._path.exists():
            return None
        with self._table() as table:
            found = table.execute(
                "SELECT body FROM answers WHERE key = ? AND at > ?", [_key(url), self._clock() - self._keep_s]
            ).fetchone()
        return str(found[0]) if found else None

    def put(self, url: str, body: str) -> None:
        """Keep the answer of an address, and drop those that are too old."""
        with self._table() as table:
            table.execute("DELETE FROM answers WHERE at <= ?", [self._clock() - self._keep_s])
            table.execute("REPLACE INTO answers VALUES (?, ?, ?)", [_key(url), self._clock(), body])

    def forget(self, url: str) -> None:
        """Take the answer of an address out."""
        if self._path.exists():
            with self._table() as table:
                table.execute("DELETE FROM answers WHERE key = ?", [_key(url)])

    @contextmanager
    def _table(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(self._path, timeout=10)) as table, table:
                table.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, at REAL, body TEXT)")
                yield table
        except sqlite3.DatabaseError as error:
            raise FetchError(
                str(self._path), f"cannot be used as a cache ({error})", "remove it, then try again"
            ) from error


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
