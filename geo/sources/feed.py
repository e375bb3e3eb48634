"""RSS and Atom: the entries of a feed, each with its link and what the feed itself says of it."""

from __future__ import annotations

import io
import time
from typing import Any, NamedTuple

from ..errors import UnreadableInput
from . import html

SUFFIXES = (".rss", ".atom", ".xml")
MOST_ENTRIES = 100
_MEDIA = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ROOTS = (b"<rss", b"<feed", b"<rdf:RDF")
_HEAD = 2000  # bytes in which a feed's first element stands, after comments and a style sheet


class Entry(NamedTuple):
    """One entry: the article's address (empty where none is told), and its words in the feed."""

    link: str
    header: dict[str, str]
    text: str


def is_feed(body: bytes, media_type: str = "") -> bool:
    """Whether some bytes are a feed, by their media type or their first element.

    Examples
    --------
    >>> is_feed(b"<?xml version='1.0'?><rss version='2.0'>"), is_feed(b"<html><p>rss</p>")
    (True, False)
    """
    return media_type in _MEDIA or any(root in body[:_HEAD] for root in _ROOTS)


def entries(body: bytes, name: str) -> list[Entry]:
    """Give the entries of a feed, in its order.

    Parameters
    ----------
    body : bytes
        RSS 0.9 to 2.0, RDF or Atom, in any encoding that it names.
    name : str
        How messages call the feed.

    Returns
    -------
    list of Entry
        The first ``MOST_ENTRIES``. Markup in titles and texts is taken off.

    Raises
    ------
    UnreadableInput
        When it is no feed, or has no entry.

    Examples
    --------
    >>> item = b"<item><title>Raid</title><link>https://example.org/a</link></item>"
    >>> (entry,) = entries(b"<rss version='2.0'><channel>" + item + b"</channel></rss>", "a feed")
    >>> entry.link, entry.header["title"]
    ('https://example.org/a', 'Raid')
    """
    import feedparser

    # a stream: feedparser would fetch text that looks like an address, and open what looks like a path
    parsed = feedparser.parse(io.BytesIO(body))
    if not parsed.get("entries"):
        rule = "is a feed without an entry" if parsed.get("version") else "is no RSS or Atom feed"
        raise UnreadableInput(name, rule, "check its address in a browser")
    about = parsed.feed
    return [_entry(item, about) for item in parsed.entries[:MOST_ENTRIES]]


def _entry(item: Any, about: Any) -> Entry:
    bodies = [str(each.get("value") or "") for each in item.get("content") or ()]
    _, text = html.article(max([*bodies, str(item.get("summary") or "")], key=len))
    day = item.get("published_parsed") or item.get("updated_parsed")
    told = {
        "title": html.article(f"<p>{item.get('title') or ''}")[1],
        "url": item.get("link"),
        "source": html.article(f"<p>{(item.get('source') or about).get('title') or ''}")[1],
        "date": time.strftime("%Y-%m-%d", day) if day else None,
        "lang": item.get("language") or about.get("language"),
    }
    header = {key: " ".join(str(value).split()) for key, value in told.items() if value}
    return Entry(header.get("url", ""), header, text)
