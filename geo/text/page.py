"""What travels together through the later stages: a report, its words, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Report, Span
from .mentions import Mentions
from .tokens import Text


@dataclass(frozen=True)
class Page:
    """A report being read.

    Parameters
    ----------
    report : Report
    text : Text
        Its words.
    lang : {'en', 'fr'}
    topic : str or None
        The armed group that the report names most: what "the group" stands for.
    countries : tuple of str
        ISO codes of the countries it speaks of, most spoken of first.
    mentions : Mentions or None
        Its mentions: who is said to say what.
    """

    report: Report
    text: Text
    lang: str
    topic: str | None = None
    countries: tuple[str, ...] = ()
    mentions: Mentions | None = None

    def span(self, first: int, last: int) -> Span:
        """Give the span of the words ``first`` to ``last``, both included.

        Examples
        --------
        >>> from .tokens import cut
        >>> report = Report("a", "JNIM attacked Kayes")
        >>> Page(report, cut(report.text), "en").span(2, 2).text
        'Kayes'
        """
        return self.report.span(self.text.tokens[first].start, self.text.tokens[last].end)

    @property
    def speaker(self) -> str:
        """Who says what no one else is said to say: the publisher, else the report itself."""
        return self.report.source or self.report.id
