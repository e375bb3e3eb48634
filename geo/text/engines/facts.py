"""What a text itself tells, by words: the yardstick for whatever an engine says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ... import vocab
from ...dates import Interval
from ...model import PlaceNames, PlaceRef, Precision, Reading, Report, Span
from ...names import fold
from .. import mentions, reader
from ..anchors import Calendar
from ..mentions import GENERIC
from ..placeat import LEVELS
from ..ties import is_force, local_branch
from ..tokens import cut

_LONGEST_NAME = 80  # characters of a place's name
_MOST = 10_000_000  # people


class Unfounded(ValueError):
    """What an engine says has no ground in the text; the message says why."""


class Facts:
    """The dates, numbers, groups and places of one report.

    Parameters
    ----------
    report : Report
    names : PlaceNames
    reading : Reading
        What the rules read in it: which places it names, and how.
    """

    def __init__(self, report: Report, names: PlaceNames, reading: Reading) -> None:
        self.report, self.names, self.reading = report, names, reading
        self.text = cut(report.text)
        lang = report.language if report.language in ("en", "fr") else reader.language(report.text)
        self.found = mentions.find(self.text, lang, report.published.end if report.published else None)
        self.calendar = Calendar(report.published, [d.mention for d in self.found.dates], report.text)

    def _words(self, span: Span, first: int, last: int) -> bool:
        """Whether a span and some words of the text overlap."""
        tokens = self.text.tokens
        return tokens[first].start < span.end and span.start < tokens[last].end

    # --- dates

    def interval(self, span: Span, start: object, end: object) -> tuple[Interval, str]:
        """The interval that the words tell, if it is the one that an engine says.

        Parameters
        ----------
        span : Span
        start, end : object
            What the engine says, ISO 8601.

        Returns
        -------
        interval : Interval
        how : str
            How the words were understood.

        Raises
        ------
        Unfounded
            When the words tell no date, or another one.
        """
        told = _interval(start, end)
        options = list(self._dates(span))
        if not options:
            raise Unfounded("the words tell no date that can be known")
        fitting = [(i, how) for i, how in options if i.overlaps(told)]
        if not fitting:
            raise Unfounded(f"the words tell {options[0][0].start}, not {told.start}")
        return next(
            ((i, how) for i, how in fitting if (i.start, i.end) == (told.start, told.end)), fitting[0]
        )

    def _dates(self, span: Span) -> Iterator[tuple[Interval, str]]:
        """Every interval that the words of a span may mean."""
        inside = [d.mention for d in self.found.dates if self._words(span, d.first, d.last)]
        for mention in inside:
            resolved = self.calendar.resolve(mention)
            if resolved.interval:
                yield resolved.interval, resolved.how
            elif mention.relative:  # "the next day": after any day that the text names
                for day in self._days():
                    after = self.calendar.resolve(mention, day)
                    if after.interval:
                        yield after.interval, after.how
        ends = [i for m in inside if (i := self.calendar.resolve(m).interval)]
        if len(ends) > 1:
            whole = Interval(min(i.start for i in ends), max(i.end for i in ends), "range")
            yield whole, "from the first to the last date of the words"

    def _days(self) -> list[date]:
        intervals = [self.calendar.resolve(d.mention).interval for d in self.found.dates]
        return sorted({i.start for i in intervals if i and i.precision == "day"})

    # --- numbers

    def count(self, span: Span, low: object) -> tuple[int, int | None]:
        """The number that the words tell, if it begins where an engine says.

        Returns
        -------
        low : int
        high : int or None
            None is "at least".

        Raises
        ------
        Unfounded
            When no number of the words, nor their sum, is `low`.
        """
        if not isinstance(low, int) or isinstance(low, bool) or not 0 <= low <= _MOST:
            raise Unfounded(f"{low!r:.40} is no number of people")
        inside = [n for n in self.found.numbers if self._words(span, n.last, n.last)]
        for number in inside:
            if number.low == low:
                return low, number.high
        if inside and sum(n.low for n in inside) == low:
            highs = [n.high for n in inside]
            return low, None if None in highs else sum(h or 0 for h in highs)
        raise Unfounded(f"the words do not tell {low}")

    # --- groups

    def group(self, span: Span, group: object) -> str:
        """The group that an engine names, if the words, or the text, name it.

        Raises
        ------
        Unfounded
            When the words name another group, or the text does not name this one.
        """
        if not isinstance(group, str) or group not in vocab.groups():
            raise Unfounded(f"{group!r:.40} is no group's id")
        here = {a.value for a in self.found.actors if self._words(span, a.first, a.last)} - {GENERIC}
        anywhere = {a.value for a in self.found.actors} | {GENERIC}
        countries = self.reading.countries
        named = here or anywhere
        if group in named | {local_branch(each, country) for each in named for country in countries}:
            return group
        if here:
            raise Unfounded(f"the words name {', '.join(sorted(here))}, not {group}")
        if is_force(group) and vocab.groups()[group].country in countries:
            return group  # "the army", in a report on that country
        raise Unfounded(f"the text does not name {group}")

    # --- places

    def place(self, span: Span) -> PlaceRef:
        """The place that words name.

        Raises
        ------
        Unfounded
            When the words are no name.
        """
        drafted = [d.place for d in self.reading.drafts if d.place]
        refs = [*drafted, *self.reading.mentions]
        for ref in refs:
            if ref.span.start < span.end and span.start < ref.span.end and ref.name in span.text:
                return ref
        for ref in refs:  # named again; what else is told of it there is not told here
            if ref.name == span.text:
                level = Precision.EXACT if ref.level is Precision.NEAR else ref.level
                return PlaceRef(ref.name, span, level, country=ref.country, within=ref.within, kind=ref.kind)
        return self._new_place(span)

    def _new_place(self, span: Span) -> PlaceRef:
        """A place that the rules did not see."""
        if len(span.text) > _LONGEST_NAME or not any(c.isupper() for c in span.text):
            raise Unfounded("the words are no name of a place")
        folded = fold(span.text)
        known, country = self.names.places.get(folded), self.names.countries.get(folded)
        kinds = known.kinds if known else frozenset()
        level = LEVELS.get(next(iter(kinds)), Precision.EXACT) if len(kinds) == 1 else Precision.EXACT
        return PlaceRef(span.text, span, Precision.COUNTRY if country else level, country=country)


def _interval(start: object, end: object) -> Interval:
    """What an engine says, as an interval."""
    try:
        first = date.fromisoformat(str(start))
        last = date.fromisoformat(str(end)) if end is not None else first
        return Interval(first, last, "day" if first == last else "range")
    except ValueError:
        raise Unfounded(f"{str(start)[:20]!r} to {str(end)[:20]!r} is no interval of days") from None
