"""Read one report: sentences, mentions, places, frames, incidents, claims, drafts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from .. import vocab
from ..model import Draft, PlaceNames, PlaceRef, Reading, Report
from . import assertions, drafts, frames, grouping, mentions, placespans
from .anchors import Calendar
from .page import Page
from .placeat import PlaceAt
from .tables import function_words
from .ties import affiliated, is_armed
from .tokens import Text, cut

VERSION = "rules/2"
_TOWN = 10_000  # people: a place whose name tells the country a report is about
_SAMPLE = 4000  # characters that tell a text's language
_BORDER_REACH = 3  # words around an adjective in which "border" takes its country away


def read(report: Report, names: PlaceNames) -> Reading:
    """Read a report's events and the places that it mentions beside them.

    Parameters
    ----------
    report : Report
    names : PlaceNames
        The gazetteer's names (``geo.places.Gazetteer.names``).

    Returns
    -------
    Reading
        Drafts in the order told; every span round-trips to ``report.text``.

    Examples
    --------
    >>> from geo.model import Known
    >>> names = PlaceNames({"kayes": Known(frozenset({"city"}), frozenset({"ML"}), 127368)}, {})
    >>> reading = read(Report("a", "On 1 July 2025 gunmen attacked Kayes."), names)
    >>> [(d.place.name, str(d.interval.start)) for d in reading.drafts]
    [('Kayes', '2025-07-01')]
    """
    text = cut(report.text)
    lang = report.language if report.language in ("en", "fr") else _language(text)
    found = mentions.find(text, lang, report.published.end if report.published else None)
    places = placespans.find(text, names, found, lang)
    demonyms = _demonyms(text, names, found)
    framed = frames.build(text, found, places, demonyms)
    calendar = Calendar(report.published, [d.mention for d in found.dates], report.text, _since(found))
    told = grouping.resolve(framed, calendar)
    grouping.date_by_statement(text, told, found, calendar)
    countries = _countries(places, demonyms)
    page = Page(report, text, lang, countries=countries, mentions=found)
    page = replace(page, topic=_topic(page, found))
    claims = assertions.find(page, found, framed, told)
    made = drafts.build(page, told, claims)
    return Reading(report, tuple(made), _mentioned(page, places, made), countries)


def _since(found: mentions.Mentions) -> tuple[date, str] | None:
    """The founding of the youngest group that a report names: it was written later."""
    founded = [(start, actor.value) for actor in found.actors if (start := vocab.groups()[actor.value].start)]
    day, group = max(founded, default=(None, ""))
    return (day, f"{group} was founded") if day else None


def language(text: str) -> str:
    """Guess a text's language from its small words.

    Parameters
    ----------
    text : str

    Returns
    -------
    {'en', 'fr'}
        English in doubt.

    Examples
    --------
    >>> language("Des hommes armés ont attaqué le village dans la nuit.")
    'fr'
    """
    return _language(cut(text[:_SAMPLE]))


def _language(text: Text) -> str:
    """The language whose small words are more; English in doubt."""
    words = Counter(t.text for t in text.tokens if t.end <= _SAMPLE)
    french, english = (sum(words[w] for w in function_words(use)) for use in ("french", "english"))
    return "fr" if french > english else "en"


def _demonyms(text: Text, names: PlaceNames, found: mentions.Mentions) -> list[tuple[int, str]]:
    """Words that tell a country by adjective ("malien", "Burkina Faso soldiers"), and the armies' names."""
    out = [
        (at, names.demonyms[token.text])
        for at, token in enumerate(text.tokens)
        if token.text in names.demonyms
        and function_words("border").isdisjoint(text.words(at - _BORDER_REACH, at + _BORDER_REACH))
    ]
    groups = vocab.groups()
    for actor in found.actors:
        country = groups[actor.value].country
        if country and groups[actor.value].kind == "state_forces":
            out.append((actor.first, country))
    return sorted(set(out))


def _countries(places: list[PlaceAt], demonyms: list[tuple[int, str]]) -> tuple[str, ...]:
    """Countries by how much a report speaks of them: named ones, then demonyms and armies, then known towns.

    A village does not vote: one of its name may lie in a country that the report has nothing to do with.
    """
    count: Counter[str] = Counter()
    for _, code in demonyms:
        count[code] += 2
    for place in places:
        known = place.known
        if place.country:
            count[place.country] += 0 if place.role in ("border", "transit") else 3
        elif known and len(known.countries) == 1 and known.population >= _TOWN:
            count[next(iter(known.countries))] += 1
    return tuple(c for c, n in count.most_common() if n)


def _topic(page: Page, found: mentions.Mentions) -> str | None:
    """The armed group that a report names most."""
    named = [
        a.value
        for a in found.actors
        if a.value != mentions.GENERIC and is_armed(a.value) and not affiliated(page.text, a, page.lang)
    ]
    return Counter(named).most_common(1)[0][0] if named else None


def _mentioned(page: Page, places: list[PlaceAt], made: list[Draft]) -> tuple[PlaceRef, ...]:
    """Places that are no event's place, each once, with the role it has in the text."""
    told = {d.place.span for d in made if d.place}
    events = {d.place.name for d in made if d.place}
    out: dict[tuple[str, str], PlaceRef] = {}
    for place in places:
        span = page.span(place.first, place.last)
        if span in told or place.name in events:
            continue
        role = "mention" if place.role in ("event", "reference") else place.role
        ref = PlaceRef(place.name, span, place.level, role=role, country=place.country, kind=place.kind)
        out.setdefault((place.name, role), ref)
    return tuple(out.values())
