"""The words of an article in an HTML page: its paragraphs and what its head says about it."""

from __future__ import annotations

from html.parser import HTMLParser

# Elements whose words are no part of an article.
_SKIPPED = frozenset(
    "script style template noscript svg nav footer aside button figure select iframe object".split()
)
_BLOCKS = frozenset(
    "address article blockquote body br dd div dl dt h1 h2 h3 h4 h5 h6 header hr li main ol p pre section "
    "table td th tr ul".split()
)
# Where a page's head tells what our header block would.
_META = {
    "og:title": "title",
    "og:url": "url",
    "og:site_name": "source",
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "dcterms.date": "date",
    "datepublished": "date",
}


def article(page: str) -> tuple[dict[str, str], str]:
    r"""Take an article's text out of a page.

    Parameters
    ----------
    page : str
        HTML, whole or a fragment, however broken.

    Returns
    -------
    header : dict of str to str
        What the page says of itself: title, url, source, date, lang.
    text : str
        The words of its ``<article>`` if it has one, else of all; a paragraph a block, an empty line between.

    Examples
    --------
    >>> article("<title>Raid</title><nav>Home</nav><p>Gunmen hit <b>Konna</b>.</p><p>Two died.")
    ({'title': 'Raid'}, 'Gunmen hit Konna.\n\nTwo died.')
    """
    reader = _Page()
    reader.feed(page)
    reader.close()
    reader.end_block()
    paragraphs = reader.inside or reader.outside
    return {key: value for key, value in reader.header.items() if value}, "\n\n".join(paragraphs)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.header: dict[str, str] = {}
        self.inside: list[str] = []  # paragraphs of <article> elements
        self.outside: list[str] = []
        self._words: list[str] = []
        self._open = dict.fromkeys([*_SKIPPED, "article", "title"], 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag in self._open:
            self._open[tag] += 1
        given = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.header.setdefault("lang", given.get("lang", ""))
        elif tag == "link" and given.get("rel", "").lower() == "canonical":
            self.header.setdefault("url", given.get("href", ""))
        elif tag == "meta":
            key = _META.get((given.get("property") or given.get("name") or given.get("itemprop", "")).lower())
            if key:
                self.header.setdefault(key, " ".join(given.get("content", "").split()))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if self._open.get(tag):
            self._open[tag] -= 1

    def handle_data(self, data: str) -> None:
        if self._open["title"] and not self._open["svg"]:
            title = " ".join(data.split())
            if title:
                self.header.setdefault("title", title)
        elif not any(self._open[tag] for tag in _SKIPPED):
            self._words.append(data)

    def end_block(self) -> None:
        """Close the paragraph that is being read."""
        paragraph = " ".join("".join(self._words).split())
        self._words.clear()
        if paragraph:
            (self.inside if self._open["article"] else self.outside).append(paragraph)
