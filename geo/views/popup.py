"""The card of one event: its claims, its place, what is not known, and the sentences it came from.

Everything that comes out of data is escaped: the card is built of MarkupSafe elements, and a text is put into
one only as its child or as a checked attribute. A card is a row of pieces, each of which tells few columns:
the standalone file holds each distinct piece once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from .. import schema
from . import evidence, labels, phrases, sentences
from .labels import known, text

_NOTHING = Markup("")


class Piece(NamedTuple):
    """A piece of the card.

    ``columns`` are all that ``make(event, lang)`` reads of an event; ``seen(column, value)`` is what it sees
    of a value, where that is less than the value.
    """

    columns: tuple[str, ...]
    make: Callable[[Mapping[str, Any], str], object]
    seen: Callable[[str, Any], object] | None = None


def card(event: Mapping[str, Any], lang: str = "en") -> str:
    """The card of an event as HTML.

    Parameters
    ----------
    event : mapping of str to object
        One row of ``geo.schema.to_plain``: ISO dates, lists as lists, None for null. Hostile text is welcome.
    lang : {'en', 'fr'}
        Language of the card's own words; what the sources wrote stays as it is.

    Returns
    -------
    str
        One ``<article class="ca-card">`` without scripts, styles or images; links only to http(s).

    Examples
    --------
    >>> "not stated" in card({"sub_event_type": "Attack", "place_name": "<i>Ber</i>"})
    True
    >>> "<i>" in card({"place_name": "<i>Ber</i>"})
    False
    """
    return "".join(each if isinstance(each, str) else html(each, event, lang) for each in pieces())


def html(piece: Piece, event: Mapping[str, Any], lang: str = "en") -> str:
    """A piece of an event's card as HTML: all of it is escaped.

    Examples
    --------
    >>> html(Piece(("place_name",), lambda event, lang: event["place_name"]), {"place_name": "<i>"})
    '&lt;i&gt;'
    """
    plain = {name: _null_to_none(event.get(name)) for name in piece.columns}
    return str(escape(piece.make(plain, lang)))


@cache
def pieces() -> tuple[str | Piece, ...]:
    """The card from its beginning to its end: pieces, and the HTML between them."""
    out: list[str | Piece] = []
    for between, name, _, _ in Formatter().parse(_CARD):
        out += [between] if between else []
        out += [_PIECES[name]] if name else []
    return tuple(out)


@cache
def style() -> str:
    """The card's style sheet; colours are CSS variables of the page around it."""
    return (Path(__file__).parent / "assets" / "card.css").read_text(encoding="utf-8")


def element(name: str, *children: object, **attributes: str) -> Markup:
    """One HTML element; children and attributes are escaped unless they are Markup already.

    Examples
    --------
    >>> element("p", "a < b", class_="x")
    Markup('<p class="x">a &lt; b</p>')
    """
    given = ((key.rstrip("_").replace("_", "-"), escape(value)) for key, value in attributes.items())
    words = "".join(f' {key}="{value}"' for key, value in given)
    inner = "".join(map(escape, children))
    return Markup(f"<{name}{words}>{inner}</{name}>")  # noqa: S704  (what it holds is escaped above)


def sentence(english: str, lang: str) -> str | Markup:
    """A sentence that the code made in English, in the reader's language; marked where it stays English.

    Examples
    --------
    >>> sentence("in < no row", "fr"), sentence("the name is the same", "fr")
    (Markup('<span lang="en">in &lt; no row</span>'), 'le nom est le même')
    """
    words = sentences.told(english, lang)
    return words if sentences.is_told(english, lang) else element("span", words, lang="en")


def _badge(event: Mapping[str, Any], lang: str) -> Markup:
    attribution = str(event.get("attribution") or "none")
    status = event.get("status")
    notes = []
    if status == "background":
        notes.append(text("card.background", lang))
    elif status and status not in schema.MAPPED_STATUSES:
        notes.append(text("card.not_mapped", lang, status=known(f"status.{status}", lang)))
    if event.get("sensitivity") == "restricted":
        notes.append(text("card.restricted", lang))
    badge = element(
        "p", known(f"attribution.{attribution}", lang), class_="ca-badge", data_attribution=attribution
    )
    return badge + _NOTHING.join(element("p", note, class_="ca-note") for note in notes)


def _who(event: Mapping[str, Any], lang: str) -> Markup:
    who = [phrases.actor(actor, lang) for actor in _dicts(event.get("actors"))]
    if not who and event.get("group"):
        who = [phrases.group(str(event["group"]), lang)]
    return _row("who", _list(who), lang)


def _targets(event: Mapping[str, Any], lang: str) -> Markup:
    return _row("targets", _list(phrases.target(each, lang) for each in _dicts(event.get("targets"))), lang)


def _number(name: str) -> Piece:
    def make(event: Mapping[str, Any], lang: str) -> Markup:
        told = phrases.number(event.get(f"{name}_low"), event.get(f"{name}_high"), lang)
        best = event.get(f"{name}_best")
        return _row(name, told if best is None else f"{told} ({text('card.best', lang, n=best)})", lang)

    ends = (f"{name}_low", f"{name}_high")
    return Piece((*ends, "killed_best") if name == "killed" else ends, make)


def _line(say: Callable[[Mapping[str, Any], str], str]) -> Callable[[Mapping[str, Any], str], Markup]:
    def make(event: Mapping[str, Any], lang: str) -> Markup:
        told = say(event, lang)
        return element("div", told) if told else _NOTHING

    return make


def _candidate(each: Mapping[str, Any], lang: str) -> Markup:
    """A place that was not chosen, and why."""
    parts = (each.get("name"), each.get("admin1"), phrases.country_of(each, lang))
    given = each.get("reasons") or each.get("reason") or ()
    why = [sentence(str(reason), lang) for reason in ([given] if isinstance(given, str) else _items(given))]
    names = escape(", ".join(str(part) for part in parts if part))
    return escape(text("said.colon", lang)).join(
        part for part in (names, escape(text("said.then", lang)).join(why)) if part
    )


def _candidates(event: Mapping[str, Any], lang: str) -> Markup:
    lost = _list(_candidate(each, lang) for each in _dicts(event.get("place_candidates")))
    return _fold("card.candidates", lost, lang) if lost else _NOTHING


def _unknown(event: Mapping[str, Any], lang: str) -> Markup:
    missing = phrases.missing(event, lang)
    if not missing:
        return _NOTHING
    return element(
        "p",
        element("b", text("card.unknown", lang), text("said.colon", lang)),
        ", ".join(missing),
        class_="ca-unknown",
    )


def _told_or_not(column: str, value: Any) -> object:
    """What `_unknown` sees of a value: whether it is told."""
    if column in ("group", "place_precision"):
        return value if value in (None, "Unidentified", "unresolved") else "told"
    return value if value is None else bool(value) if isinstance(value, list) else 0


def _claims(event: Mapping[str, Any], lang: str) -> Markup:
    told: dict[str, list[str]] = {}
    for claim in _dicts(event.get("claims")):
        told.setdefault(str(claim.get("report") or ""), []).append(
            phrases.claim(claim, lang, str(event.get("source") or ""))
        )
    lines = [
        element("b", text("card.report", lang, report=report), text("said.colon", lang))
        + text("said.then", lang).join(dict.fromkeys(words))
        for report, words in told.items()
    ]
    return _list(lines) or element("p", text("card.claims.none", lang))


def _evidence(event: Mapping[str, Any], lang: str) -> Markup:
    reports = evidence.by_report(_dicts(event.get("evidence")))
    if not reports:
        return _NOTHING
    parts = [element("h4", text("card.evidence", lang))]
    for told in reports:
        parts.append(element("p", text("card.report", lang, report=told.report), class_="ca-report"))
        parts += [element("blockquote", *(_piece(each, lang) for each in line)) for line in told.sentences]
        if told.elsewhere:
            apart = [
                phrases.fields([item.field], lang)
                + text("said.colon", lang)
                + text("said.quote", lang, words=item.text)
                for item in told.elsewhere
            ]
            parts += [element("p", text("card.elsewhere", lang), class_="ca-report"), _list(apart)]
    return element("section", *parts)


def _piece(piece: evidence.Piece, lang: str) -> object:
    if not piece.fields:
        return piece.text
    names = phrases.fields(piece.fields, lang)
    return element("mark", piece.text, data_field=" ".join(piece.fields), title=names)


def _why(event: Mapping[str, Any], lang: str) -> Markup:
    reasons = [sentence(str(reason), lang) for reason in _items(event.get("reasons"))]
    return _fold("card.why", _list(reasons), lang) if reasons else _NOTHING


def _verification(event: Mapping[str, Any], lang: str) -> Markup:
    verification, sources = str(event.get("verification") or ""), event.get("independent_sources") or 0
    return _row("verification", known(f"verification.{verification}", lang, n=sources), lang)


def _reports(event: Mapping[str, Any], lang: str) -> Markup:
    return _row("reports", ", ".join(str(report) for report in _items(event.get("reports"))), lang)


def _links(event: Mapping[str, Any], lang: str) -> Markup:
    spans = _dicts(event.get("evidence"))
    given = [event.get("url"), event.get("source_id"), *(span.get("url") for span in spans)]
    urls = dict.fromkeys(url for url in given if isinstance(url, str) and evidence.is_web(url))
    words = text("card.source", lang)
    links = [element("a", words, href=url, rel="noopener noreferrer", target="_blank") for url in urls]
    return _row(
        "publisher", Markup(" ").join([event["source"], *links] if event.get("source") else links), lang
    )


def _linked(column: str, value: Any) -> object:
    """What `_links` sees of a value."""
    if column == "evidence":
        return [{"url": each["url"]} for each in _dicts(value) if each.get("url")]
    return value if column == "source" or (isinstance(value, str) and evidence.is_web(value)) else None


def _confidence(event: Mapping[str, Any], lang: str) -> Markup:
    told = event.get("confidence")
    if told is None:
        return _NOTHING
    return _row("confidence", text("said.percent", lang, n=round(100 * float(told))), lang)


def _plain(name: str, column: str) -> Piece:
    return Piece((column,), lambda event, lang: _row(name, event.get(column), lang))


def _word(key: str) -> Piece:
    return Piece((), lambda _, lang: text(key, lang))


def _row(name: str, value: object, lang: str) -> Markup:
    return _term(name, lang) + element("dd", value) if value else _NOTHING


@cache
def _term(name: str, lang: str) -> Markup:
    return element("dt", text(f"card.{name}", lang))


def _fold(key: str, body: Markup, lang: str) -> Markup:
    return element("details", element("summary", text(key, lang)), body)


def _list(lines: Iterable[object]) -> Markup:
    items = [element("li", line) for line in lines if line]
    return element("ul", *items) if items else _NOTHING


def _items(value: object) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping) else []


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [item for item in _items(value) if isinstance(item, Mapping)]


def _null_to_none(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


_CARD = (
    '<article class="ca-card" lang="{lang}"><header><h3>{what} · {where} · {when}</h3>{badge}</header>'
    "<dl>{who}{targets}{killed}{wounded}{abducted}"
    "<dt>{place}</dt><dd>{names}{exactness}{border}{candidates}</dd></dl>{unknown}"
    "<section><h4>{claimed}</h4>{claims}</section>{evidence}"
    "<footer>{why}<details><summary>{about}</summary><dl>{verification}{reports}{publisher}{licence}{made_by}"
    "{confidence}{incident}{id}</dl></details></footer></article>"
)
_DAYS = ("start", "end", "date_precision")
_BORDER = ("border_country", "border_km_min", "border_km_max")
_COUNTS = tuple(f"{name}_{end}" for name in schema.COUNTS for end in ("low", "high"))
_PIECES = {
    "lang": Piece((), lambda _, lang: lang if lang in labels.LANGUAGES else "en"),
    "what": Piece(("sub_event_type", "event_type"), phrases.what),
    "where": Piece(("place_name", "country"), phrases.spot),
    "when": Piece(_DAYS, phrases.when),
    "badge": Piece(("attribution", "status", "sensitivity"), _badge),
    "who": Piece(("actors", "group"), _who),
    "targets": Piece(("targets",), _targets),
    **{name: _number(name) for name in schema.COUNTS},
    "place": _word("card.place"),
    "names": Piece(("place_name", "admin2", "admin1", "country"), _line(phrases.containers)),
    "exactness": Piece(("place_precision", "uncertainty_km"), _line(phrases.exactness)),
    "border": Piece(_BORDER, _line(phrases.border)),
    "candidates": Piece(("place_candidates",), _candidates),
    "unknown": Piece(
        ("start", "place_precision", "group", "targets", *_COUNTS, "claims"), _unknown, _told_or_not
    ),
    "claimed": _word("card.claims"),
    "claims": Piece(("claims", "source"), _claims),
    "evidence": Piece(("evidence",), _evidence),
    "why": Piece(("reasons",), _why),
    "about": _word("card.about"),
    "verification": Piece(("verification", "independent_sources"), _verification),
    "reports": Piece(("reports",), _reports),
    "publisher": Piece(("source", "source_id", "url", "evidence"), _links, _linked),
    "licence": _plain("licence", "licence"),
    "made_by": _plain("made_by", "made_by"),
    "confidence": Piece(("confidence",), _confidence),
    "incident": _plain("incident", "incident_id"),
    "id": _plain("id", "event_id"),
}
