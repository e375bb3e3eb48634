"""Read one report: sentences, mentions, places, frames, incidents, claims, drafts."""

from __future__ import annotations

from collections import Counter

from .. import vocab
from ..model import Known, PlaceNames, PlaceRef, Reading, Report
from . import assertions, drafts, frames, incidents, mentions, placespans
from .dates import Calendar
from .placespans import PlaceAt
from .tokens import Text, cut

VERSION = "rules/1"
_FRENCH = frozenset("le la les des une dans est sont ete pour avec sur par qui du au aux et en selon".split())
_ENGLISH = frozenset("the of and in to was were has have that with for by on at from said who".split())


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
    lang = report.language if report.language in ("en", "fr") else language(report.text)
    text = cut(report.text)
    found = mentions.find(text, lang, report.published.end if report.published else None)
    places = placespans.find(text, names, found, lang)
    demonyms = _demonyms(text, names, found, places)
    calendar = Calendar(report.published, [d.mention for d in found.dates], report.text)
    framed = frames.build(text, found, places, demonyms)
    told = incidents.resolve(framed, calendar)
    incidents.date_by_statement(text, told, found, calendar)
    claims = assertions.find(report, text, found, framed, told, lang)
    topic = _topic(text, found, lang)
    countries = _countries(places, demonyms)
    made = drafts.build(report, text, told, claims, lang, topic, countries)
    made = [drafts.with_publication(d, report) for d in made]
    return Reading(report, tuple(made), _mentioned(report, text, places, made), countries)


def language(text: str) -> str:
    """Guess a text's language from its small words: 'fr' or, in doubt, 'en'.

    Examples
    --------
    >>> language("Des hommes armés ont attaqué le village dans la nuit.")
    'fr'
    """
    words = Counter(t.text for t in cut(text[:4000]).tokens)
    return "fr" if sum(words[w] for w in _FRENCH) > sum(words[w] for w in _ENGLISH) else "en"


def _demonyms(
    text: Text, names: PlaceNames, found: mentions.Mentions, places: list[PlaceAt]
) -> list[tuple[int, str]]:
    """Words that tell a country by adjective: "malien", "Burkina Faso soldiers"; also the armies' own names."""
    beside = ("border", "borders", "frontiere", "frontieres", "boundary", "side")
    words = [t.text for t in text.tokens]
    out = [
        (i, names.demonyms[word])
        for i, word in enumerate(words)
        if word in names.demonyms and not any(w in beside for w in words[max(0, i - 3) : i + 3])
    ]
    groups = vocab.groups()
    for actor in found.actors:
        country = groups[actor.value].country
        if country and groups[actor.value].kind == "state_forces":
            out.append((actor.first, country))
    return sorted(set(out))


def _countries(places: list[PlaceAt], demonyms: list[tuple[int, str]]) -> tuple[str, ...]:
    count: Counter[str] = Counter(c for _, c in demonyms)
    for place in places:
        weight = 0 if place.role in ("border", "transit") else 2
        known: Known | None = place.known
        if place.country:
            count[place.country] += weight
        elif known and len(known.countries) == 1:
            count[next(iter(known.countries))] += weight
    return tuple(c for c, n in count.most_common() if n)


def _topic(text: Text, found: mentions.Mentions, lang: str) -> str | None:
    named = [
        a.value
        for a in found.actors
        if a.value != mentions.GENERIC
        and assertions.is_armed(a.value)
        and not assertions.affiliated(text, a, lang)
    ]
    return Counter(named).most_common(1)[0][0] if named else None


def _mentioned(
    report: Report, text: Text, places: list[PlaceAt], made: list[drafts.Draft]
) -> tuple[PlaceRef, ...]:
    """Places that are no event's place, each once, with the role it has in the text."""
    told = {d.place.span for d in made if d.place}
    out: dict[tuple[str, str], PlaceRef] = {}
    events = {d.place.name for d in made if d.place}
    for place in places:
        span = report.span(text.tokens[place.first].start, text.tokens[place.last].end)
        if span in told or place.name in events:
            continue
        role = "mention" if place.role in ("event", "reference") else place.role
        ref = PlaceRef(place.name, span, place.level, role=role, country=place.country, kind=place.kind)
        out.setdefault((place.name, role), ref)
    return tuple(out.values())
