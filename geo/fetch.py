"""The one polite HTTP client: off unless told, slow on purpose, with a memory; each failure has its name."""

from __future__ import annotations

import hashlib
import http.client
import json
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .errors import AtlasError

AGENT = "conflict-atlas/0.1 (research tool; one request a second)"
LARGEST_ANSWER = 10 * 2**20
LARGEST_FILE = 4 * 2**30
_BLOCK = 64 * 2**10
_TRIES = 3
_DAY_S = 86_400.0

Progress = Callable[[str], None]


class FetchError(AtlasError):
    """Something could not be fetched; ``status`` is the HTTP status, None where there was no answer."""

    def __init__(
        self, given: str, rule: str, cure: str, *, status: int | None = None, body: str = ""
    ) -> None:
        super().__init__(given, rule, cure)
        self.status, self.body = status, body


class Offline(FetchError):
    """Nothing was asked: requests are off."""


class TimedOut(FetchError):
    """The server did not answer in time."""


class Quota(FetchError):
    """The server says that it was asked too often; ``retry_s`` is when it may be asked again, if it told."""

    retry_s: float | None = None


class Refused(FetchError):
    """The server does not let us in."""


class Unreachable(FetchError):
    """There is no connection, it broke, or the server cannot serve."""


class Client:
    """Fetches over HTTP: never unless `online`, at most one request a pause and host.

    Parameters
    ----------
    online : bool
        False: whatever is not in the cache raises Offline; no request leaves the machine.
    agent : str
        The User-Agent.
    pause_s, timeout_s : float
        Least seconds between two requests to a host; most seconds to wait for an answer.
    cache : pathlib.Path or None
        A file that keeps answers; None keeps none. Addresses are kept as hashes, for they may hold keys.
    keep_days : float
        Days after which an answer is asked anew.
    clock, sleep : callable
        For tests.

    Examples
    --------
    >>> Client().get("https://example.org/")
    Traceback (most recent call last):
    geo.fetch.Offline: https://example.org/ was not asked, for requests are off: say --online, or online=True
    """

    def __init__(
        self,
        *,
        online: bool = False,
        agent: str = AGENT,
        pause_s: float = 1.0,
        timeout_s: float = 20.0,
        cache: Path | None = None,
        keep_days: float = 30.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.online, self.agent, self.pause_s, self.timeout_s = online, agent, pause_s, timeout_s
        self._cache, self._keep_s = cache, keep_days * _DAY_S
        self._clock, self._sleep = clock, sleep
        self._asked: dict[str, float] = {}
        # No handler for file: or ftp: addresses, which a redirect could otherwise lead to.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler,
            urllib.request.HTTPHandler,
            urllib.request.HTTPSHandler,
            urllib.request.HTTPRedirectHandler,
            urllib.request.HTTPDefaultErrorHandler,
            urllib.request.HTTPErrorProcessor,
            urllib.request.UnknownHandler,
        ):
            self._opener.add_handler(handler())

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, *, timeout_s: float | None = None
    ) -> str:
        """The text at an address, from the cache where it is fresh.

        Parameters
        ----------
        url : str
            http or https.
        headers : mapping of str to str or None
        timeout_s : float or None
            None is the client's.

        Returns
        -------
        str

        Raises
        ------
        FetchError
            Offline, TimedOut, Quota, Refused, Unreachable, or a status that is none of these.
        """
        key = _hash(url)
        kept = self._kept(key)
        if kept is not None:
            return kept
        with self._open(url, headers or {}, timeout_s) as answer:
            body = answer.read(LARGEST_ANSWER + 1)
            if len(body) > LARGEST_ANSWER:
                raise FetchError(_shown(url), "sends more than 10 MB", "ask for less")
            charset = answer.headers.get_content_charset() or "utf-8"
        try:
            text = body.decode(charset)
        except (UnicodeDecodeError, LookupError) as error:
            raise FetchError(_shown(url), f"sends no {charset} text", "check the address") from error
        self._keep(key, text)
        return text

    def forget(self, url: str) -> None:
        """Take an answer out of the cache, where its content turned out to be an error."""
        if self._cache is not None and self._cache.exists():
            with self._table(self._cache) as table:
                table.execute("DELETE FROM answers WHERE key = ?", [_hash(url)])

    def download(
        self, url: str, path: Path, *, sha256: str | None = None, progress: Progress | None = None
    ) -> Path:
        """Fetch a file, whole or not at all; what was fetched before a break is not fetched again.

        Parameters
        ----------
        url : str
            http or https.
        path : pathlib.Path
            Where to; beside it stand a .part and its note until the file is whole.
        sha256 : str or None
            What the file must hash to.
        progress : callable or None
            Told a line at each tenth of the file.

        Returns
        -------
        pathlib.Path
            `path`.

        Raises
        ------
        FetchError
            As for ``get``; or its hash is another one.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        part, note = path.with_name(path.name + ".part"), path.with_name(path.name + ".part.json")
        for left in reversed(range(_TRIES)):
            try:
                self._go_on(url, part, note, progress)
                break
            except (Unreachable, TimedOut):
                if not left or not part.exists():
                    raise
        if sha256:
            with part.open("rb") as data:
                found = hashlib.file_digest(data, "sha256").hexdigest()
            if found != sha256.lower():
                part.unlink()
                raise FetchError(_shown(url), f"has the sha256 {found}, not {sha256}", "fetch it again")
        note.unlink(missing_ok=True)
        return part.replace(path)

    def _go_on(self, url: str, part: Path, note: Path, progress: Progress | None) -> None:
        """One try: from where the last one stopped, if the file is still the same."""
        mark = _mark_of(note, url) if part.exists() else ""
        start = part.stat().st_size if mark else 0
        asked = {"Range": f"bytes={start}-", "If-Range": mark} if start else {}
        try:
            with self._open(url, asked, None) as answer:
                told = answer.headers
                went_on = answer.status == 206 and str(told["Content-Range"]).startswith(f"bytes {start}-")
                done = start if went_on else 0
                length = told["Content-Length"]
                total = done + int(length) if length and length.isdecimal() else None
                if (total or 0) > LARGEST_FILE:
                    raise FetchError(
                        _shown(url), f"is larger than {LARGEST_FILE:,} bytes", "check the address"
                    )
                tag = told["ETag"] or ""
                mark = tag if tag and not tag.startswith("W/") else told["Last-Modified"] or ""
                note.write_text(json.dumps({"url": _hash(url), "mark": mark}), encoding="utf-8")
                with part.open("ab" if went_on else "wb") as out:
                    tenth = -1
                    while block := answer.read(_BLOCK):
                        out.write(block)
                        done += len(block)
                        if done > LARGEST_FILE:
                            raise FetchError(_shown(url), "does not end", "check the address")
                        if progress and total and done * 10 // total > tenth:
                            tenth = done * 10 // total
                            progress(
                                f"{Path(urlsplit(url).path).name}: {done / 1e6:.1f} of {total / 1e6:.1f} MB"
                            )
        except FetchError as error:
            if error.status == 416:  # the part is no longer a piece of the file
                part.unlink(missing_ok=True)
                raise Unreachable(_shown(url), "has changed meanwhile", "fetch it again") from error
            raise
        if total is not None and done < total:
            raise Unreachable(
                _shown(url),
                f"broke off at {done:,} of {total:,} bytes",
                "say it again: it goes on from there",
            )

    @contextmanager
    def _open(self, url: str, headers: Mapping[str, str], timeout_s: float | None) -> Iterator[Any]:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(_shown(url), "is no web address", "give one that begins with https://")
        if not self.online:
            raise Offline(_shown(url), "was not asked, for requests are off", "say --online, or online=True")
        self._wait(parts.netloc)
        told = {**headers, "User-Agent": self.agent}
        request = urllib.request.Request(url, headers=told)  # noqa: S310 - the scheme is checked above
        try:
            with self._opener.open(request, timeout=timeout_s or self.timeout_s) as answer:
                yield answer
        except urllib.error.HTTPError as error:
            with closing(error):
                raise _told(url, error) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise TimedOut(_shown(url), "did not answer in time", "try again later") from error
            raise Unreachable(
                _shown(url), f"cannot be reached ({reason})", "check the address and the network"
            ) from error

    def _wait(self, host: str) -> None:
        due = self._asked.get(host, -self.pause_s) + self.pause_s
        left = min(due - self._clock(), self.pause_s)
        if left > 0:
            self._sleep(left)
        self._asked[host] = self._clock()

    # --- the cache

    @contextmanager
    def _table(self, cache: Path) -> Iterator[sqlite3.Connection]:
        cache.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(cache, timeout=10)) as table, table:
                table.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, at REAL, body TEXT)")
                yield table
        except sqlite3.DatabaseError as error:
            raise FetchError(
                str(cache), f"cannot be used as a cache ({error})", "remove it, then try again"
            ) from error

    def _kept(self, key: str) -> str | None:
        if self._cache is None or not self._cache.exists():
            return None
        with self._table(self._cache) as table:
            fresh = self._clock() - self._keep_s
            row = table.execute("SELECT body FROM answers WHERE key = ? AND at > ?", [key, fresh]).fetchone()
        return str(row[0]) if row else None

    def _keep(self, key: str, body: str) -> None:
        if self._cache is not None:
            with self._table(self._cache) as table:
                table.execute("DELETE FROM answers WHERE at <= ?", [self._clock() - self._keep_s])
                table.execute("REPLACE INTO answers VALUES (?, ?, ?)", [key, self._clock(), body])


def _told(url: str, error: urllib.error.HTTPError) -> FetchError:
    """The failure that an HTTP status means."""
    status, body = error.code, error.read(_BLOCK).decode("utf-8", "replace")
    if status == 429:
        after = error.headers["Retry-After"] or ""
        wait = f"wait {after} s" if after.isdecimal() else "wait a while"
        quota = Quota(_shown(url), "was asked too often (429)", wait, status=status, body=body)
        quota.retry_s = float(after) if after.isdecimal() else None
        return quota
    if status in (401, 402, 403, 407, 451):
        return Refused(
            _shown(url), f"refuses ({status})", "check your key and its terms", status=status, body=body
        )
    if status in (502, 503):
        return Unreachable(_shown(url), f"cannot serve now ({status})", "try again later", status=status)
    if status in (408, 504):
        return TimedOut(_shown(url), f"did not answer in time ({status})", "try again later", status=status)
    return FetchError(
        _shown(url), f"answers with status {status}", "check the address", status=status, body=body
    )


def _mark_of(note: Path, url: str) -> str:
    """What tells that a part is of the same file: its ETag or date; empty where nothing does."""
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        return str(told["mark"]) if told["url"] == _hash(url) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # no note, or a broken one: begin anew


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def _shown(url: str) -> str:
    """An address without what may be secret: its user and its query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}" if parts.hostname else repr(url[:80])
