"""The one polite HTTP client: off unless told, slow on purpose, with a memory; each failure has its name."""

from __future__ import annotations

import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .addresses import is_here, is_private, is_web, shown
from .answers import Answers
from .errors import FetchError, Offline, Quota, Refused, TimedOut, Unreachable

__all__ = ["Answer", "Client", "FetchError", "Offline", "Quota", "Refused", "TimedOut", "Unreachable"]
AGENT = "conflict-atlas/0.1 (research tool; one request a second)"
LARGEST_ANSWER = 10 * 2**20
LARGEST_FILE = 4 * 2**30
_BLOCK = 64 * 2**10
_TRIES = 3

Progress = Callable[[str], None]


class Answer(NamedTuple):
    """What a server sent: the address after redirects, the body, its media type and charset where told."""

    url: str
    body: bytes
    media_type: str
    charset: str | None


class Client:
    """Fetches over HTTP: never unless `online`, at most one request a pause and host.

    Parameters
    ----------
    online : bool
        False: whatever is not in the cache raises Offline; no request leaves the machine.
    local : bool
        Ask servers of this machine (127.0.0.1, localhost) even where not online: no proxy, no way out.
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
    geo.errors.Offline: https://example.org/ was not asked, for requests are off: say --online, or online=True
    """

    def __init__(
        self,
        *,
        online: bool = False,
        local: bool = False,
        agent: str = AGENT,
        pause_s: float = 1.0,
        timeout_s: float = 20.0,
        cache: Path | None = None,
        keep_days: float = 30.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.online, self.agent, self.pause_s, self.timeout_s = online, agent, pause_s, timeout_s
        self._cache = Answers(cache, keep_days, clock) if cache else None
        self._local, self._clock, self._sleep = local, clock, sleep
        self._asked: dict[str, float] = {}
        self._opener = _opener(urllib.request.ProxyHandler(), _Redirects(self))
        self._opener_here = _opener(_Redirects(self))  # a proxy is not of this machine

    def may_ask(self, url: str) -> bool:
        """Whether a request to an address is allowed: online, or to this machine where that is."""
        return self.online or (self._local and is_here(url))

    def ask(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        data: bytes | None = None,
        timeout_s: float | None = None,
        largest: int | None = None,
    ) -> Answer:
        """Send one request, past the cache.

        Parameters
        ----------
        url : str
            http or https.
        headers : mapping of str to str or None
        data : bytes or None
            What to POST; None asks by GET. What is posted follows no redirect.
        timeout_s : float or None
            Most seconds for the whole answer; None is the client's.
        largest : int or None
            Most bytes of an answer; None is ``LARGEST_ANSWER``.

        Returns
        -------
        Answer

        Raises
        ------
        FetchError
            Offline, TimedOut, Quota, Refused, Unreachable, or a status that is none of these.
        """
        largest = largest or LARGEST_ANSWER
        due = self._clock() + (timeout_s or self.timeout_s)
        body = bytearray()
        with self._open(url, headers or {}, timeout_s, data) as answer:
            while block := answer.read1(_BLOCK):
                body += block
                if len(body) > largest:
                    raise FetchError(shown(url), f"sends more than {largest:,} bytes", "ask for less")
                if self._clock() > due:
                    raise TimedOut(shown(url), "did not answer in time", "try again later")
            told = answer.headers
            length = told["Content-Length"] or ""
            if length.isdecimal() and len(body) < int(length):
                raise Unreachable(
                    shown(url), f"broke off at {len(body):,} of {int(length):,} bytes", "try again later"
                )
            kind = told.get_content_type() if told["Content-Type"] else ""
            return Answer(answer.geturl(), bytes(body), kind, told.get_content_charset())

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
        kept = self._cache.get(url) if self._cache else None
        if kept is not None:
            return kept
        answer = self.ask(url, headers, timeout_s=timeout_s)
        charset = answer.charset or "utf-8"
        try:
            text = answer.body.decode(charset)
        except (UnicodeDecodeError, LookupError) as error:
            raise FetchError(shown(url), f"sends no {charset} text", "check the address") from error
        if self._cache:
            self._cache.put(url, text)
        return text

    def forget(self, url: str) -> None:
        """Take an answer out of the cache, where its content turned out to be an error."""
        if self._cache:
            self._cache.forget(url)

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
                raise FetchError(shown(url), f"has the sha256 {found}, not {sha256}", "fetch it again")
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
                        shown(url), f"is larger than {LARGEST_FILE:,} bytes", "check the address"
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
                            raise FetchError(shown(url), "does not end", "check the address")
                        if progress and total and done * 10 // total > tenth:
                            tenth = done * 10 // total
                            progress(
                                f"{Path(urlsplit(url).path).name}: {done / 1e6:.1f} of {total / 1e6:.1f} MB"
                            )
        except FetchError as error:
            if error.status == 416:  # the part is no longer a piece of the file
                part.unlink(missing_ok=True)
                raise Unreachable(shown(url), "has changed meanwhile", "fetch it again") from error
            raise
        if total is not None and done < total:
            raise Unreachable(
                shown(url),
                f"broke off at {done:,} of {total:,} bytes",
                "say it again: it goes on from there",
            )

    @contextmanager
    def _open(
        self, url: str, headers: Mapping[str, str], timeout_s: float | None, data: bytes | None = None
    ) -> Iterator[Any]:
        if not is_web(url):
            raise FetchError(shown(url), "is no web address", "give one that begins with https://")
        if not self.may_ask(url):
            raise Offline(shown(url), "was not asked, for requests are off", "say --online, or online=True")
        self._wait(urlsplit(url).netloc)
        told = {**headers, "User-Agent": self.agent}
        request = urllib.request.Request(url, data=data, headers=told)  # noqa: S310 - the scheme is checked above
        try:
            opener = self._opener_here if self._local and is_here(url) else self._opener
            with opener.open(request, timeout=timeout_s or self.timeout_s) as answer:
                yield answer
        except urllib.error.HTTPError as error:
            with closing(error):
                raise _told(url, error) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise TimedOut(shown(url), "did not answer in time", "try again later") from error
            raise Unreachable(
                shown(url), f"cannot be reached ({reason})", "check the address and the network"
            ) from error

    def _wait(self, host: str) -> None:
        due = self._asked.get(host, -self.pause_s) + self.pause_s
        left = min(due - self._clock(), self.pause_s)
        if left > 0:
            self._sleep(left)
        self._asked[host] = self._clock()


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only where its client may ask; never with what was posted, never to this machine."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        inward = is_private(newurl) and not is_private(req.full_url)
        if req.data is not None or inward or not self.client.may_ask(newurl):
            raise Refused(
                shown(req.full_url), "leads to an address that may not be asked", "give that address itself"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(*handlers: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """Handlers for http and https; none for file: or ftp: addresses, which a redirect could lead to."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        *handlers,
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _told(url: str, error: urllib.error.HTTPError) -> FetchError:
    """The failure that an HTTP status means."""
    status, body = error.code, error.read(_BLOCK).decode("utf-8", "replace")
    if status == 429:
        after = error.headers["Retry-After"] or ""
        wait = f"wait {after} s" if after.isdecimal() else "wait a while"
        quota = Quota(shown(url), "was asked too often (429)", wait, status=status, body=body)
        quota.retry_s = float(after) if after.isdecimal() else None
        return quota
    if status in (401, 402, 403, 407, 451):
        return Refused(
            shown(url), f"refuses ({status})", "check your key and its terms", status=status, body=body
        )
    if status in (502, 503):
        return Unreachable(shown(url), f"cannot serve now ({status})", "try again later", status=status)
    if status in (408, 504):
        return TimedOut(shown(url), f"did not answer in time ({status})", "try again later", status=status)
    return FetchError(
        shown(url), f"answers with status {status}", "check the address", status=status, body=body
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
