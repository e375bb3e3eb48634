"""Tables of counts beside the map: breakdowns with a bar a line, and what changed since some days before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from . import labels, phrases, tally
from .labels import text
from .popup import element
from .tally import Change, Line, Toll

MOST = 10  # lines of a table; the others are one line
NAMED = 12  # new places that are named


def breakdown(
    lines: Sequence[Line],
    title: str,
    name: Callable[[Any], str],
    colour: Callable[[Line], str] | None = None,
    lang: str = "en",
) -> Markup:
    """Counts as a table with a bar a line: for eyes and screen readers alike.

    Parameters
    ----------
    lines : sequence of geo.views.tally.Line
        Those with most events first.
    title : str
    name : callable
        Words for a line's key.
    colour : callable or None
        A line's colour, hexadecimal; None leaves the bars grey.
    lang : {'en', 'fr'}

    Returns
    -------
    markupsafe.Markup
        Texts out of data are escaped.

    Examples
    --------
    >>> "&lt;b&gt;" in breakdown([Line("<b>", Toll(2, 5, 8, 1), 0)], "Groups", str)
    True
    """
    held = list(lines)
    most = max((line.toll.events for line in held), default=1)
    rows = [
        _row(name(line.key), line.toll, line.toll.events / most, colour(line) if colour else "", lang)
        for line in held[:MOST]
    ]
    if rest := held[MOST:]:
        words = text("summary.others", lang, n=len(rest))
        rows.append(_row(words, tally.added(line.toll for line in rest), None, "", lang))
    heads = ["", text("summary.events", lang), text("summary.deaths", lang)]
    return _table(title, heads, rows)


def deaths(toll: Toll, lang: str = "en") -> str:
    """Stated deaths as a range, with how many events state any where not all do.

    Examples
    --------
    >>> [deaths(each) for each in (Toll(8, 340, 540, 3), Toll(1, 40, None, 1), Toll(2, None, None, 0))]
    ['340–540 (3 of 8 events)', '40 or more', 'not stated']
    """
    if not toll.events:
        return "–"
    words = phrases.number(toll.low, toll.high, lang)
    if not toll.stated or toll.stated == toll.events:
        return words
    return f"{words} ({text('summary.of', lang, stated=toll.stated, n=toll.events)})"


def changes(made: Change, name: Callable[[str | None], str], lang: str = "en") -> Markup:
    """A period beside the one before it, as a table.

    Parameters
    ----------
    made : geo.views.tally.Change
    name : callable
        Words for a group.
    lang : {'en', 'fr'}
    """
    now, before = (each.events for each in made.tolls)
    rest = made.groups[MOST:]
    lines: list[tuple[str, int, int]] = [
        (text("summary.certain.events", lang), now, before),
        (text("summary.possible.events", lang), *made.possible),
        *((name(group), one, other) for group, one, other in made.groups[:MOST]),
    ]
    if rest:
        others = text("summary.others", lang, n=len(rest))
        lines.append((others, sum(each[1] for each in rest), sum(each[2] for each in rest)))
    rows = [
        element(
            "tr",
            element("th", words, scope="row"),
            *(element("td", each) for each in (_n(one, lang), _n(other, lang), _signed(one - other, lang))),
        )
        for words, one, other in lines
    ]
    dead = [element("td", deaths(each, lang)) for each in made.tolls]
    killed = element("th", text("summary.deaths", lang), scope="row")
    rows.insert(2, element("tr", killed, *dead, element("td")))
    heads = ["", *(text(f"summary.{key}", lang) for key in ("now", "before", "change"))]
    title = text(
        "summary.change.title",
        lang,
        now=phrases.interval(*made.now, "range", lang),
        before=phrases.interval(*made.before, "range", lang),
    )
    return _table(title, heads, rows)


def fresh(made: Change, name: Callable[[str | None], str], lang: str = "en") -> list[str]:
    """Sentences on what is new in a period: places, groups, and since when anything is known."""
    told = []
    if made.new_places:
        named = [f"{place} ({_n(n, lang)})" for place, n in made.new_places[:NAMED]]
        more = len(made.new_places) - len(named)
        named += [text("summary.more", lang, n=more)] if more else []
        told.append(text("summary.new.places", lang, places=", ".join(named)))
    if made.new_groups:
        told.append(text("summary.new.groups", lang, groups=", ".join(map(name, made.new_groups))))
    if not told:
        told.append(text("summary.new.none", lang))
    if made.known_since:
        told.append(text("summary.new.since", lang, day=phrases.day(made.known_since, lang)))
    return told


def _table(title: str, heads: Sequence[str], rows: Sequence[Markup]) -> Markup:
    head = element("tr", *(element("th", words, scope="col") if words else element("td") for words in heads))
    return element(
        "table",
        element("caption", title),
        element("thead", head),
        element("tbody", *rows),
        class_="ca-bars",
    )


def _row(words: str, toll: Toll, share: float | None, colour: str, lang: str) -> Markup:
    paint = f"--share:{share or 0:.1%}" + (f";--colour:{colour}" if colour else "")
    bar = "" if share is None else element("span", class_="ca-share", style=paint)
    name = element("th", words, bar, scope="row")
    return element("tr", name, element("td", _n(toll.events, lang)), element("td", deaths(toll, lang)))


def _n(number: int, lang: str) -> str:
    return labels.number(number, lang)


def _signed(number: int, lang: str) -> str:
    return f"+{_n(number, lang)}" if number > 0 else _n(number, lang).replace("-", "\u2212")
