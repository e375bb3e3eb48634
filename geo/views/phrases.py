"""Facts of an event said in plain words (never HTML), in English and French: for the card and the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from .. import schema, vocab
from ..names import fold
from . import labels
from .labels import known, text


def title(event: Mapping[str, Any], lang: str = "en") -> str:
    """What, where and when in one line.

    Examples
    --------
    >>> title({"sub_event_type": "Attack", "place_name": "Ber", "start": "2025-06-01", "end": "2025-06-30",
    ...        "date_precision": "month"})
    'Attack · Ber · June 2025'
    """
    return f"{what(event, lang)} · {spot(event, lang)} · {when(event, lang)}"


def what(event: Mapping[str, Any], lang: str = "en") -> str:
    """The kind of an event, as exactly as it is known."""
    told = event.get("sub_event_type") or event.get("event_type")
    return kind(str(told), lang) if told else text("card.event", lang)


def spot(event: Mapping[str, Any], lang: str = "en") -> str:
    """The name of an event's place, or else of its country."""
    name = event.get("place_name") or country_of(event, lang) or text("card.unplaced", lang)
    return labels.apart(name)


def when(event: Mapping[str, Any], lang: str = "en") -> str:
    """The date of an event as its source said it."""
    return interval(_day(event.get("start")), _day(event.get("end")), event.get("date_precision"), lang)


def number(low: object, high: object, lang: str = "en") -> str:
    """A number of people in words; null is "not stated", never 0.

    Examples
    --------
    >>> number(None, None), number(40, None), number(24, 99), number(3, 3), number(0, 0)
    ('not stated', '40 or more', '24–99', '3', '0')
    """
    if low is None and high is None:
        return text("number.none", lang)
    if high is None:
        return text("number.more", lang, low=low)
    if low is None:
        return text("number.upto", lang, high=high)
    return str(labels.said(low, lang)) if low == high else text("number.range", lang, low=low, high=high)


def interval(start: date | None, end: date | None, precision: str | None, lang: str = "en") -> str:
    """An interval of days, said as the source said it.

    Parameters
    ----------
    start, end : datetime.date or None
        First and last possible day.
    precision : str or None
        One of geo.dates.PRECISIONS.
    lang : {'en', 'fr'}

    Examples
    --------
    >>> interval(date(2025, 6, 1), date(2025, 6, 30), "month")
    'June 2025'
    >>> interval(date(2025, 6, 29), date(2025, 7, 1), "range")
    '29 June to 1 July 2025'
    >>> interval(None, None, "unknown", "fr")
    'date non indiquée'
    """
    if start is None or end is None:
        known_end = start or end
        return day(known_end, lang) if known_end else text("date.none", lang)
    if precision == "year":
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{text(f'month.{start.month}', lang)} {start.year}"
    if start == end:
        return day(start, lang)
    first = day(start, lang)
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
    words = "date.between" if precision == "unknown" else "date.range"
    return text(words, lang, start=first, end=day(end, lang))


def day(when: date, lang: str = "en") -> str:
    """One day in words.

    Examples
    --------
    >>> day(date(2025, 7, 1)), day(date(2025, 7, 1), "fr")
    ('1 July 2025', '1er juillet 2025')
    """
    number = "1er" if lang == "fr" and when.day == 1 else str(when.day)
    return f"{number} {text(f'month.{when.month}', lang)} {when.year}"


def written_day(when: str, lang: str = "en") -> str:
    """An ISO day, or the day of an ISO time, in words; what is none stays as it is.

    Examples
    --------
    >>> written_day("2026-11-22T08:00:00+00:00", "fr"), written_day("some day")
    ('22 novembre 2026', 'some day')
    """
    found = _day(when)
    return day(found, lang) if found else when


def country(code: str, lang: str = "en") -> str:
    """The name of a country, or the code itself where the table does not hold it.

    Examples
    --------
    >>> country("ML"), country("??")
    ('Mali', '??')
    """
    names = _countries().get(code)
    return (names[labels.LANGUAGES.index(lang)] or names[0]) if names and lang in labels.LANGUAGES else code


@cache
def kind(name: str, lang: str = "en") -> str:
    """An event type or sub-type in a language; a word that is neither stays as it is.

    Examples
    --------
    >>> kind("Battles"), kind("Something else")
    ('Battles', 'Something else')
    """
    if lang == "fr":
        for each in vocab.kinds():
            if name == each.sub_event_type:
                return each.sub_event_type_fr
            if name == each.event_type:
                return each.event_type_fr
    return name


def group(group_id: str, lang: str = "en") -> str:
    """The full name of a group, or its id where it is not known."""
    return vocab.name_of(group_id, lang) if group_id in vocab.groups() else group_id


def same_name(short: str, full: str) -> bool:
    """Whether a group's short name is its full one but for spaces and hyphens.

    Examples
    --------
    >>> same_name("AlMurabitun", "Al-Murabitun"), same_name("FLM", "Macina Liberation Front")
    (True, False)
    """
    return fold(short).replace(" ", "") == fold(full).replace(" ", "")


def actor(each: Mapping[str, Any], lang: str = "en") -> str:
    """An actor with its role.

    Examples
    --------
    >>> actor({"id": "NoSuchGroup", "role": "perpetrator"})
    'NoSuchGroup, perpetrator'
    >>> actor({"id": "Other", "name": "MNDAA", "role": "side_b"})
    'MNDAA, the other side'
    """
    short, written = str(each.get("id") or ""), str(each.get("name") or "")
    if short == "Other" and written:  # a name that data/groups does not have
        short = ""
    full = group(short, lang) if short else written
    name = full if not short or same_name(short, full) else f"{full} ({short})"
    role = known(f"role.{each.get('role') or ''}", lang)
    return ", ".join(word for word in (name, role) if word)


def target(each: Mapping[str, Any], lang: str = "en") -> str:
    """A target with number, nationality and name where they are told.

    Examples
    --------
    >>> target({"kind": "civilians", "number": 3})
    'civilians (3)'
    """
    what = known(f"target.{each.get('kind') or ''}", lang)
    count = "" if each.get("number") is None else str(each["number"])
    nation = country(str(each["nationality"]), lang) if each.get("nationality") else ""
    detail = ", ".join(word for word in (count, nation) if word)
    name = str(each.get("name") or "")
    return " – ".join(word for word in (f"{what} ({detail})" if detail else what, name) if word)


def claim(each: Mapping[str, Any], lang: str = "en", source: str = "") -> str:
    """What one source says about who did it.

    Parameters
    ----------
    each : mapping
        One of an event's claims.
    lang : {'en', 'fr'}
    source : str
        The publisher, who need not be named again as the one who says it.

    Examples
    --------
    >>> claim({"actor": "JNIM", "status": "suspected"}), claim({"actor": None, "status": "not_claimed"})
    ('JNIM suspected', 'no group has claimed it')
    """
    status, who = str(each.get("status") or ""), str(each.get("actor") or "")
    if status == "not_claimed" and who in ("", "Unidentified"):
        words = text("claim.not_claimed.any", lang)
    else:
        key = f"claim.{status}" if status in schema.CLAIM_STATUSES else "claim.other"
        words = text(key, lang, actor=who or text("claim.someone", lang), status=status)
    by = str(each.get("by") or "")
    told = {"", who, source, str(each.get("report") or ""), *((group(who), group(who, "fr")) if who else ())}
    return words if by in told else f"{words} ({text('claim.by', lang, by=by)})"


def where(event: Mapping[str, Any], lang: str = "en") -> list[str]:
    """The place in lines: its name and containers, how exactly it is known, how far the next country is.

    Examples
    --------
    >>> where({"place_name": "Ber", "place_precision": "exact", "uncertainty_km": 2.0})
    ['Ber', 'a named place, within 2 km']
    """
    told = (containers(event, lang), exactness(event, lang), border(event, lang))
    return [line for line in told if line]


def containers(event: Mapping[str, Any], lang: str = "en") -> str:
    """The name of an event's place, and of what it lies in."""
    parts = [event.get("place_name"), event.get("admin2"), event.get("admin1"), country_of(event, lang)]
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))


def exactness(event: Mapping[str, Any], lang: str = "en") -> str:
    """How exactly an event's place is known."""
    words = [known(f"precision.{event.get('place_precision') or 'unresolved'}", lang)]
    if event.get("uncertainty_km") is not None:
        words.append(text("card.uncertainty", lang, km=_km(event["uncertainty_km"], lang)))
    return ", ".join(words)


def border(event: Mapping[str, Any], lang: str = "en") -> str:
    """Distance to the nearest foreign country as a range, or "" where it is not known.

    Examples
    --------
    >>> border({"border_country": "??", "border_km_min": 0.0, "border_km_max": 3.2})
    'less than 3.2 km from the border of ??'
    """
    least, most = event.get("border_km_min"), event.get("border_km_max")
    if least is None or most is None or not event.get("border_country"):
        return ""
    low, high = _km(least, lang), _km(most, lang)
    key = {"0": "card.border.less", high: "card.border.about"}.get(low, "card.border")
    return text(key, lang, min=low, max=high, country=country(str(event["border_country"]), lang))


def fields(names: Iterable[str], lang: str = "en") -> str:
    """Names of evidence fields in words, each once."""
    return ", ".join(dict.fromkeys(known(f"field.{name}", lang) for name in names))


def missing(event: Mapping[str, Any], lang: str = "en") -> list[str]:
    """What no source states.

    Examples
    --------
    >>> missing({"start": "2025-07-01", "place_precision": "exact", "group": "JNIM", "targets": [{}],
    ...          "killed_low": 0, "abducted_low": 3, "claims": [{}]})
    ['wounded']
    """
    return [text(f"missing.{name}", lang) for name, absent in _ABSENT.items() if absent(event)]


def country_of(event: Mapping[str, Any], lang: str = "en") -> str:
    """The name of an event's or a place's country, or ""."""
    return country(str(event["country"]), lang) if event.get("country") else ""


@cache
def _countries() -> dict[str, tuple[str, str]]:
    return {row["iso2"]: (row["name"], row["name_fr"]) for row in labels.rows("places/countries.csv")}


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _km(value: float, lang: str) -> str:
    return labels.decimal(
        f"{value:.0f}" if value >= 10 or float(value).is_integer() else f"{value:.1f}", lang
    )


def _no_number(name: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda event: event.get(f"{name}_low") is None and event.get(f"{name}_high") is None


_ABSENT: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "date": lambda event: event.get("start") is None,
    "place": lambda event: event.get("place_precision") in (None, "unresolved"),
    "group": lambda event: event.get("group") in (None, "Unidentified"),
    "targets": lambda event: not event.get("targets"),
    **{name: _no_number(name) for name in schema.COUNTS},
    "claims": lambda event: not event.get("claims"),
}
