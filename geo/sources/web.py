"""Articles at web addresses: fetched politely, as the site's robots.txt lets, and only when online."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ..addresses import is_private, is_web, shown
from ..errors import AtlasError, FetchError, Offline, Refused, UnreadableInput
from ..fetch import Answer, Client
from ..model import Report
from . import article, decode, feed, html

_ROBOT = "conflict-atlas"
_LARGEST = 3 * 2**20  # bytes of a page or feed; taking one apart takes seconds a megabyte
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")


class Web:
    """Reads articles and feeds at addresses.

    Parameters
    ----------
    client : geo.fetch.Client
    today : datetime.date or None
        What ``Report.accessed`` is; None is the day of the clock.
    """

    def __init__(self, client: Client, today: date | None = None) -> None:
        self._client, self._today = client, today or date.today()
        self._robots: dict[str, RobotFileParser] = {}

    def read(self, url: str) -> tuple[list[Report], list[dict[str, Any]]]:
        """Read the article, or the articles of the feed, at an address.

        Parameters
        ----------
        url : str
            http or https.

        Returns
        -------
        reports : list of Report
        rejects : list of dict
            file (the address), line (None), reason: for the address, or for entries of the feed.
        """
        try:
            answer = self._ask(url)
            if feed.is_feed(answer.body, answer.media_type):
                return self.of_feed(answer.body, shown(url), inward=is_private(url))
            return [_report(answer, url, self._today)], []
        except AtlasError as error:
            return [], [_reject(url, error)]

    def of_feed(
        self, body: bytes, name: str, *, inward: bool = True
    ) -> tuple[list[Report], list[dict[str, Any]]]:
        """Read the articles that a feed links to; where one cannot be had, its words in the feed.

        Parameters
        ----------
        body : bytes
        name : str
            How messages call the feed.
        inward : bool
            Whether its links may lead to this machine or its network: a feed of the web may not.

        Returns
        -------
        reports, rejects
            As for ``read``. Offline, each report is made of the feed's own words, and nothing is told.
        """
        try:
            entries = feed.entries(body, name)
        except UnreadableInput as error:
            return [], [_reject(name, error)]
        reports, rejects = [], []
        for entry in entries:
            try:
                if entry.link:
                    reports.append(self._of_entry(entry, inward))
                    continue
            except Offline:
                pass  # a feed that is a file: its own words are what there is
            except AtlasError as error:
                rejects.append(_reject(entry.link, error))
            try:
                report_id = _id(entry.link or entry.text)
                reports.append(article.of_header(entry.header, entry.text, id=report_id, name=repr(name)))
            except UnreadableInput as error:
                rejects.append(_reject(entry.link or name, error))
        return reports, rejects

    def _of_entry(self, entry: feed.Entry, inward: bool) -> Report:
        if not is_web(entry.link):
            raise UnreadableInput(repr(entry.link[:80]), "is no web address", "read the words of the feed")
        if is_private(entry.link) and not inward:
            raise Refused(shown(entry.link), "is no address of the web", "give it yourself if you trust it")
        return _report(self._ask(entry.link), entry.link, self._today, entry.header)

    def _ask(self, url: str) -> Answer:
        """One page, if the site lets programs read it."""
        if not self._client.may_ask(url):
            raise Offline(shown(url), "was not asked: no request left this machine", "say --online")
        if not self._rules(url).can_fetch(_ROBOT, url):
            raise Refused(
                shown(url),
                "is closed to programs by the site's robots.txt",
                "save the page in your browser, and give that file",
            )
        return self._client.ask(url, largest=_LARGEST)

    def _rules(self, url: str) -> RobotFileParser:
        """The robots.txt of an address's site; a site without one is open, one that cannot say is closed."""
        site = urljoin(url, "/robots.txt")
        if site not in self._robots:
            rules = RobotFileParser(site)
            try:
                rules.parse(self._client.ask(site).body.decode("utf-8", "replace").splitlines())
            except FetchError as error:
                if error.status is None or error.status >= 500 or error.status == 429:
                    raise
                rules.parse([])
            self._robots[site] = rules
        return self._robots[site]


def _report(answer: Answer, url: str, today: date, known: dict[str, str] | None = None) -> Report:
    """The report that a fetched page is."""
    name = shown(answer.url)
    page = _text(answer, name)
    found, text = ({}, page) if answer.media_type == "text/plain" else _article(page, answer.url)
    header = {**(known or {}), **found, "url": url, "accessed": today.isoformat()}
    return article.of_header(header, text, id=_id(url), name=name)


def _text(answer: Answer, name: str) -> str:
    if not answer.charset:
        return decode.text_of(answer.body, name, is_html=True)
    try:
        return answer.body.decode(answer.charset)
    except (UnicodeDecodeError, LookupError):
        raise UnreadableInput(
            name, f"is not in the charset {answer.charset!r} that its server names", "save the page as a file"
        ) from None


def _article(page: str, url: str) -> tuple[dict[str, str], str]:
    """The words of a page's article and what the page says of itself."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # a date that is only guessed from somewhere in the page is none
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    own, _ = html.article(page)
    if found is None:
        return {}, ""
    told = {"title": found.title, "date": found.date, "source": found.sitename, "lang": own.get("lang")}
    return {key: value for key, value in told.items() if value}, str(found.text or "")


def _id(url: str) -> str:
    """A report's id: the site, the last words of the address, and a hash of the whole."""
    parts = urlsplit(url) if is_web(url) else None
    words = f"{parts.hostname}-{parts.path.rstrip('/').rpartition('/')[2]}" if parts else "entry"
    slug = _NOT_ALNUM.sub("-", words.lower().removeprefix("www.")).strip("-")[:60].rstrip("-")
    return f"{slug}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _reject(url: str, error: AtlasError) -> dict[str, Any]:
    return {"file": shown(url) if is_web(url) else url, "line": None, "reason": str(error)}
