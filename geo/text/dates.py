"""Dates in running English and French, found by grammar. What they mean, the report's anchors tell."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from functools import cache

from ..names import fold
from .tables import function_words, table
from .tokens import Text

Day = tuple[int | None, int | None, int | None]
"""Year, month and day, with None for what the words do not say."""

_NOTHING: Day = (None, None, None)
_DATELINE = re.compile(
    r"\s*(?:[A-ZÀ-Ý][A-ZÀ-Ý' -]{2,30}(?:, [\w .]{2,25}){0,2}(?: \([\w ]{2,20}\))?"  # BAMAKO, Nov 4 (AP)
    r"|\([A-ZÀ-Ý][^()\n\d]{2,30}(?:, [^()\n]{4,40})?\)"  # (Bamako, September 5, 2024)
    r"|[A-ZÀ-Ý][\w' -]{2,25}, (?:le )?\d{1,2}(?:er)? \w{3,9}\.?(?: \d{4})?(?: \([\w ]{2,20}\))?"
    r")\s[–—_-]+\s"
)
_LATER_DATELINE = re.compile(  # at the head of another line, after a title or a caption
    r"(?m)^[ \t]*(?:[A-ZÀ-Ý][A-ZÀ-Ý' -]{2,30}"
    r"(?:(?:, [\w .]{2,25}){1,2}(?: \([\w ]{2,20}\))?| \([\w ]{2,20}\))(?:[ \t]*[–—_:-]+[ \t]|[ \t]*$)"
    r"|(?P<city>[A-ZÀ-Ý][\w' -]{2,25}?)(?: \([\w ]{2,20}\))?[ \t]*(?:[–—_:]|-[ \t]))"
)
_FEW = 10
_LATE = 30  # "late" ends with its month
_COMMON_YEAR = 2001
_YEAR_PARTS = {1: ((1, 1), (3, 31)), 2: ((4, 1), (9, 30)), 3: ((10, 1), (12, 31))}  # early, mid, late
_RARE = {"mthat": ("that year", "same year", "annee"), "ago": (" ago", "il y a ")}
"""Forms of dates that are rare, and what a text must hold for them."""
_SHIFT = {1: (1, "day"), 7: (7, "week"), 30: (1, "month"), 365: (1, "year")}
_NEED_CAPITAL = ("may", "march", "mar")  # months that are words of their own in small letters


@dataclass(frozen=True)
class DateMention:
    """A date as written.

    Parameters
    ----------
    start, end : int
        Offsets in the text.
    first, last : Day
        Both ends, equal for a single day; None for what the words do not say.
    weekday : int or None
        Monday is 0.
    relative : (str, int, str) or None
        What it counts from (event, aftermath, published), by how many days, to which precision.
    before : bool
        Whether "last" or "dernier" says that it is past.
    night : bool
        Whether it is the night that ends on `last`.
    that_year : bool
        Whether its year is the one named before: "in April of that year".
    dateline : bool
        Whether it is the day of writing: "BAMAKO, Nov 4 - ".
    back : int
        Days from the first of two weekdays to `weekday`: "Tuesday and Wednesday".
    """

    start: int
    end: int
    first: Day
    last: Day
    weekday: int | None = None
    relative: tuple[str, int, str] | None = None
    before: bool = False
    night: bool = False
    that_year: bool = False
    dateline: bool = False
    back: int = 0


@cache
def _words(unit: str) -> dict[str, int]:
    return {row["word"]: int(row["number"]) for row in table("calendar") if row["unit"] == unit}


@cache
def _few() -> dict[str, int]:
    """Numbers up to ten, in figures and words."""
    told = {row["phrase"]: int(row["low"]) for row in table("numbers") if row["low"] == row["high"]}
    return {word: n for word, n in told.items() if n <= _FEW and " " not in word} | {
        str(n): n for n in range(1, _FEW + 1)
    }


@cache
def _relative() -> dict[str, tuple[str, int, str]]:
    return {r["phrase"]: (r["anchor"], int(r["days"]), r["precision"]) for r in table("relative_days")}


@cache
def _grammar(rare: tuple[bool, ...]) -> re.Pattern[str]:
    """All forms of a date, the fuller ones first; months, weekdays and phrases come from the tables.

    Of the forms that few texts hold only the ones asked for, in the order of ``_RARE``: each costs time.
    """
    month = "|".join(sorted(_words("month"), key=len, reverse=True))
    weekday = "|".join(sorted(_words("weekday"), key=len, reverse=True))
    relative = "|".join(sorted((p.replace(" ", "[ ']+") for p in _relative()), key=len, reverse=True))
    day = r"(?:0?[1-9]|[12]\d|3[01])(?:er|st|nd|rd|th)?"
    year = r"(?:19|20)\d\d"
    to = r"(?:\s+(?:and|to|et|au|a|until|through|-)\s+|\s{1,3})"
    few, unit = "|".join(sorted(_few(), key=len, reverse=True)), "|".join(_words("span"))
    where = {"n": few, "u": unit, "m": month, "w": weekday, "d": day, "y": year, "to": to, "rel": relative}
    where |= {"part": "|".join(_words("part")), "last": "(?:last|dernier|passe|ecoule)"}
    forms = (
        r"(?P<iso>(?P<iy>{y}) (?P<im>0\d|1[0-2]) (?P<id>[0-2]\d|3[01]))",
        r"(?P<num>(?P<nd>[0-2]?\d|3[01]) (?P<nm>0?\d|1[0-2]) (?P<ny>{y}))",
        r"(?P<night>nuit (?:du |de )?(?:(?:{w})\s+)?(?:(?:{d})\s+)?(?:(?:{m})\s+)?(?:au|a)\s+(?P<w1>{w})?\s*"
        r"(?:(?P<d1>{d})\s+)?(?P<m1>{m})?(?:\s+(?P<y1>{y}))?)",
        r"(?P<mthat>(?:(?:(?:in|en|on|le|the)\s+)?(?:(?P<d8>{d})\s+)?(?P<m8>{m})(?:\s+(?P<e8>{d}))?\s+"
        r"(?:of\s+|de\s+)?(?:that year|the same year|that same year|cette annee la|la meme annee)))",
        r"(?P<range>(?:(?:{w})\s+)?(?P<ra>{d})(?:\s+(?P<ma>{m}))?{to}(?:the |le |(?:{w})\s+)*"
        r"(?P<rb>{d})\s+(?P<rm>{m})(?:\s{{1,2}}(?P<ry>{y}))?)",
        r"(?P<enrange>(?P<em>{m})\s+(?P<ea>{d})(?:{to})(?P<eb>{d})(?:\s{{1,2}}(?P<ey>{y}))?)(?!\d)",
        r"(?P<dm>(?:(?P<w2>{w})\s+)?(?:the\s+|le\s+)?(?P<d2>{d})\s+(?:of\s+)?(?P<m2>{m})(?:\s{{1,2}}(?P<y2>{y}))?)",
        r"(?P<md>(?:(?P<w3>{w})\s{{1,3}})?(?P<m3>{m})\s{{1,2}}(?P<d3>{d})(?:\s{{1,2}}(?P<y3>{y}))?)(?!\d)",
        r"(?P<part>(?P<p9>{part})[\s']+(?:of\s+|de\s+|du mois de\s+)?(?P<m9>{m})"
        r"(?:\s+(?:of\s+)?(?P<y9>{y}))?)",
        r"(?P<my>(?:(?:in|en|since|depuis|de|d)[\s']+)?(?P<m4>{m})\s+(?:of\s+|dernier\s+)?(?P<y4>{y}))",
        r"(?P<mlast>(?:(?:last|en|in|since|depuis|de|d)[\s']+(?P<m5>{m})(?:\s+{last})?))",
        r"(?P<rel>{rel})",
        r"(?P<ago>(?:il y a (?P<n1>{n})\s+(?P<u1>{u})|(?P<n2>{n})\s+(?P<u2>{u})\s+ago))",
        r"(?P<wd>(?P<w6>{w})(?:(?P<wlast>\s+{last})|(?: night| morning| evening| soir| matin)?"
        r"\s+(?:and|et|to|until|through|au)\s+(?:on |le )?(?P<w8>{w}))?)",
        r"(?P<yr>(?:in|en|since|depuis|(?P<p7>{part})|of|de|the)\s+(?P<y7>{y}))",
    )
    left_out = {name for name, asked in zip(_RARE, rare, strict=True) if not asked}
    held = [f.format(**where) for f in forms if not any(f"<{name}>" in f for name in left_out)]
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(held) + r")(?![a-z0-9])")


def datelines(raw: str) -> list[tuple[int, int]]:
    r"""Give where a text's datelines stand: "BAMAKO, Mali (AP) — ", "(Bamako, September 5, 2024) - ".

    Parameters
    ----------
    raw : str

    Returns
    -------
    list of (int, int)
        Start and end of each: one at the text's head, others at the heads of lines.

    Examples
    --------
    >>> datelines("BAMAKO, Nov 4 - Gunmen attacked Gao.")
    [(0, 16)]
    >>> datelines("Gao: a raid\nNIAMEY, Niger (AP) — Gunmen attacked Gao.")
    [(12, 33)]
    """
    head = _DATELINE.match(raw)
    out = [(0, head.end())] if head else []
    desks = function_words("news_desk")
    for match in _LATER_DATELINE.finditer(raw):
        city = match["city"]
        if match.start() >= (out[0][1] if out else 0) and (city is None or fold(city) in desks):
            out.append(match.span())
    return out


def find(text: Text) -> list[DateMention]:
    """Find the dates of a text.

    Parameters
    ----------
    text : Text

    Returns
    -------
    list of DateMention
        In order, none overlapping, with offsets in ``text.raw``.

    Examples
    --------
    >>> from .tokens import cut
    >>> [(m.first, m.weekday) for m in find(cut("Mardi 1er juillet 2025, puis dimanche"))]
    [((2025, 7, 1), 1), ((None, None, None), 6)]
    """
    out = []
    heads = datelines(text.raw)
    rare = tuple(any(sign in text.folded for sign in signs) for signs in _RARE.values())
    for match in _grammar(rare).finditer(text.folded):
        stop = match.start() + len(match.group().rstrip())
        start = text.offsets[match.start()]
        mention = _read(match, start, text.offsets[stop - 1] + 1)
        if mention is not None and _plausible(mention, text.raw):
            out.append(replace(mention, dateline=True) if any(a <= start < b for a, b in heads) else mention)
    return out


def _plausible(mention: DateMention, raw: str) -> bool:
    """Whether months that are also words (may, march) have their capital; "de sept" is a number."""
    words = re.findall(r"[^\W\d_]+", raw[mention.start : mention.end])
    seven = "sept" in words and mention.last[2] is None and mention.last[0] is None
    return not seven and not any(w in _NEED_CAPITAL for w in words)


def _number(word: str | None) -> int | None:
    """The figures of "1er", "3rd"; None for what was not written."""
    return int(re.sub(r"\D", "", word)) if word else None


def _ymd(g: dict[str, str | None], year: str, month: str, day: str) -> Day:
    """Year, month and day from three groups of the grammar."""
    name = g[month]
    number = None if not name else int(name) if name.isdigit() else _words("month")[name]
    return _number(g[year]), number, _number(g.get(day))


def _read(match: re.Match[str], start: int, end: int) -> DateMention | None:
    """What one match of the grammar says; None for a form without a date in it."""
    g = dict.fromkeys(_RARE) | match.groupdict()
    if g["iso"] or g["num"]:
        one = _ymd(g, "iy", "im", "id") if g["iso"] else _ymd(g, "ny", "nm", "nd")
        return DateMention(start, end, one, one) if one[1] and one[2] else None
    if g["night"]:
        last, weekday = _ymd(g, "y1", "m1", "d1"), _words("weekday").get(g["w1"] or "")
        told = weekday is not None or last[2]
        return DateMention(start, end, last, last, weekday, night=True) if told else None
    if g["range"]:
        last = _ymd(g, "ry", "rm", "rb")
        first = (last[0], _words("month")[g["ma"]] if g["ma"] else last[1], _number(g["ra"]))
        return DateMention(start, end, first, last)
    if g["enrange"]:
        last = _ymd(g, "ey", "em", "eb")
        return DateMention(start, end, (last[0], last[1], _number(g["ea"])), last)
    return _single(g, start, end)


def _single(g: dict[str, str | None], start: int, end: int) -> DateMention:
    """The forms that name one day, month or year, or one relative to another."""
    weekdays = _words("weekday")
    if g["dm"]:
        one = _ymd(g, "y2", "m2", "d2")
        return DateMention(start, end, one, one, weekdays.get(g["w2"] or ""))
    if g["md"]:
        one = _ymd(g, "y3", "m3", "d3")
        return DateMention(start, end, one, one, weekdays.get(g["w3"] or ""))
    if g["part"]:
        return _part_of_month(start, end, _ymd(g, "y9", "m9", ""), _words("part")[g["p9"] or ""])
    if g["my"]:
        one = (_number(g["y4"]), _words("month")[g["m4"] or ""], None)
        return DateMention(start, end, one, one)
    if g["mthat"]:
        one = (None, _words("month")[g["m8"] or ""], _number(g["d8"] or g["e8"]))
        return DateMention(start, end, one, one, that_year=True)
    if g["mlast"]:
        one = (None, _words("month")[g["m5"] or ""], None)
        return DateMention(start, end, one, one, before=True)
    if g["rel"]:
        phrase = re.sub(r"[ ']+", " ", g["rel"])
        return DateMention(start, end, _NOTHING, _NOTHING, relative=_relative()[phrase])
    if g["ago"]:
        count, unit = _few()[g["n1"] or g["n2"] or ""], _words("span")[g["u1"] or g["u2"] or ""]
        days, precision = _SHIFT[unit]
        return DateMention(start, end, _NOTHING, _NOTHING, relative=("published", -count * days, precision))
    if g["wd"] and g["w8"]:
        early, late = weekdays[g["w6"] or ""], weekdays[g["w8"]]
        return DateMention(start, end, _NOTHING, _NOTHING, late, back=(late - early) % 7)
    if g["wd"]:
        day = weekdays[g["w6"] or ""]
        return DateMention(start, end, _NOTHING, _NOTHING, day, before=bool(g["wlast"]))
    year = _number(g["y7"])
    if g["p7"]:
        (month, day), (last_month, last_day) = _YEAR_PARTS[_words("part")[g["p7"]]]
        return DateMention(start, end, (year, month, day), (year, last_month, last_day))
    return DateMention(start, end, (year, None, None), (year, None, None))


def _part_of_month(start: int, end: int, month: Day, part: int) -> DateMention:
    """Ten days of a month: "early August", "mi-mars", "fin novembre" (to its end)."""
    first, last = 10 * part - 9, 10 * part
    if last == _LATE:
        last = monthrange(month[0] or _COMMON_YEAR, month[1] or 1)[1]
    return DateMention(start, end, (*month[:2], first), (*month[:2], last))
