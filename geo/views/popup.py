"""The card of one event: its claims, its place, what is not known, and the sentences it came from.

Everything that comes out of data is escaped: the card is built of MarkupSafe elements, and a text is put into
one only as its child or as a checked attribute.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from .. import schema
from . import evidence, labels, phrases
from .labels import known, text

if TYPE_CHECKING:
    from collections.abc import Callable

_NOTHING = Markup("")


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
    plain = {name: _null_to_none(value) for name, value in event.items()}
    parts = (part(plain, lang) for part in _PARTS)
    return str(element("article", *parts, class_="ca-card", lang=lang if lang in labels.LANGUAGES else "en"))


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
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    words = _NOTHING.join(Markup(' {}="{}"').format(key, value) for key, value in given.items())
    inner = _NOTHING.join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name, words, inner)


def _header(event: Mapping[str, Any], lang: str) -> Markup:
    attribution = str(event.get("attribution") or "none")
    status = event.get("status")
    notes = []
    if status == "background":
        notes.append(text("card.background", lang))
    elif status and status not in schema.MAPPED_STATUSES:
        notes.append(text("card.not_mapped", lang, status=known(f"status.{status}", lang)))
    if event.get("sensitivity") == "restricted":
        notes.append(text("card.restricted", lang))
    badge = known(f"attribution.{attribution}", lang)
    return element(
        "header",
        element("h3", phrases.title(event, lang)),
        element("p", badge, class_="ca-badge", data_attribution=attribution),
        *(element("p", note, class_="ca-note") for note in notes),
    )


def _facts(event: Mapping[str, Any], lang: str) -> Markup:
    numbers = {
        name: phrases.number(event.get(f"{name}_low"), event.get(f"{name}_high"), lang)
        for name in schema.COUNTS
    }
    if event.get("killed_best") is not None:
        numbers["killed"] += f" ({text('card.best', lang, n=event['killed_best'])})"
    who = [phrases.actor(actor, lang) for actor in _dicts(event.get("actors"))]
    if not who and event.get("group"):
        who = [phrases.group(str(event["group"]), lang)]
    targets = [phrases.target(target, lang) for target in _dicts(event.get("targets"))]
    rows = {"who": _list(who), "targets": _list(targets), **numbers, "place": _place(event, lang)}
    return _definitions(rows, lang)


def _number(event: Mapping[str, Any], name: str, lang: str) -> str:
    return phrases.number(event.get(f"{name}_low"), event.get(f"{name}_high"), lang)


def _place(event: Mapping[str, Any], lang: str) -> Markup:
    lines = _NOTHING.join(element("div", line) for line in phrases.where(event, lang))
    lost = _list(phrases.candidate(each, lang) for each in _dicts(event.get("place_candidates")))
    return lines + (_fold("card.candidates", lost, lang) if lost else _NOTHING)


def _unknown(event: Mapping[str, Any], lang: str) -> Markup:
    missing = phrases.missing(event, lang)
    if not missing:
        return _NOTHING
    return element(
        "p", element("b", text("card.unknown", lang), ": "), ", ".join(missing), class_="ca-unknown"
    )


def _claims(event: Mapping[str, Any], lang: str) -> Markup:
    told: dict[str, list[str]] = {}
    for claim in _dicts(event.get("claims")):
        told.setdefault(str(claim.get("report") or ""), []).append(
            phrases.claim(claim, lang, str(event.get("source") or ""))
        )
    lines = [
        element("b", text("card.report", lang, report=report), ": ") + "; ".join(dict.fromkeys(words))
        for report, words in told.items()
    ]
    body = _list(lines) or element("p", text("card.claims.none", lang))
    return element("section", element("h4", text("card.claims", lang)), body)


def _evidence(event: Mapping[str, Any], lang: str) -> Markup:
    reports = evidence.by_report(_dicts(event.get("evidence")))
    if not reports:
        return _NOTHING
    parts = [element("h4", text("card.evidence", lang))]
    for told in reports:
        parts.append(element("p", text("card.report", lang, report=told.report), class_="ca-report"))
        parts += [element("blockquote", *(_piece(each, lang) for each in line)) for line in told.sentences]
        if told.elsewhere:
            apart = [f"{phrases.fields([item.field], lang)}: “{item.text}”" for item in told.elsewhere]
            parts += [element("p", text("card.elsewhere", lang), class_="ca-report"), _list(apart)]
    return element("section", *parts)


def _piece(piece: evidence.Piece, lang: str) -> object:
    if not piece.fields:
        return piece.text
    names = phrases.fields(piece.fields, lang)
    return element("mark", piece.text, data_field=" ".join(piece.fields), title=names)


def _about(event: Mapping[str, Any], lang: str) -> Markup:
    reasons = [str(reason) for reason in _items(event.get("reasons"))]
    verification, confidence = str(event.get("verification") or ""), event.get("confidence")
    sources = event.get("independent_sources") or 0
    rows = {
        "verification": known(f"verification.{verification}", lang, n=sources),
        "reports": ", ".join(str(report) for report in _items(event.get("reports"))),
        "publisher": _links(event, lang),
        "licence": event.get("licence"),
        "made_by": event.get("made_by"),
        "confidence": None if confidence is None else f"{round(100 * float(confidence))} %",
        "incident": event.get("incident_id"),
        "id": event.get("event_id"),
    }
    why = _fold("card.why", _list(reasons), lang) if reasons else _NOTHING
    return element("footer", why, _fold("card.about", _definitions(rows, lang), lang))


def _links(event: Mapping[str, Any], lang: str) -> Markup:
    spans = _dicts(event.get("evidence"))
    given = [event.get("url"), event.get("source_id"), *(span.get("url") for span in spans)]
    urls = dict.fromkeys(url for url in given if isinstance(url, str) and evidence.is_web(url))
    words = text("card.source", lang)
    links = [element("a", words, href=url, rel="noopener noreferrer", target="_blank") for url in urls]
    return Markup(" ").join([event["source"], *links] if event.get("source") else links)


def _definitions(rows: Mapping[str, object], lang: str) -> Markup:
    pairs = [
        element("dt", text(f"card.{key}", lang)) + element("dd", value)
        for key, value in rows.items()
        if value
    ]
    return element("dl", *pairs)


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


_PARTS: tuple[Callable[[Mapping[str, Any], str], Markup], ...] = (
    _header,
    _facts,
    _unknown,
    _claims,
    _evidence,
    _about,
)
