"""Where a text names places, and in which role: event place, container, seat, border, transit, mention.

Names come from the gazetteer (handed over as PlaceNames) or from cue words ("the village of X"), so that a
village that no gazetteer knows is still read, and stays unlocated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..model import Known, PlaceNames, Precision
from ..names import fold
from .lexicon import Lexicon, Match, spoken, table
from .mentions import Mentions
from .tokens import Text, Token

_LONGEST = 5
_DATELINE = re.compile(
    r"\A[^\S\n]*([A-ZÀ-Ý][A-ZÀ-Ý' -]{2,30})(?:, [\w .]{2,25})?(?: \([\w ]{2,20}\))?\s*[–—-]+\s"
)
_KM = re.compile(r"k(?:ilo)?m(?:et(?:er|re)s?)?")
LEVELS = {
    "admin1": Precision.ADMIN1,
    "admin2": Precision.ADMIN2,
    "near": Precision.NEAR,
    "country": Precision.COUNTRY,
}
_OUTSIDE = (
    "seat",
    "embassy",
    "nationality",
    "border",
    "operation_area",
    "transit",
    "person",
    "dateline",
    "demonym",
    "mention",
)


@dataclass(frozen=True)
class PlaceAt:
    """A place named by words ``first`` to ``last``; ``group`` numbers the list it stands in.

    ``role`` is event until something tells otherwise; ``known`` is None for a name only cue words tell.
    """

    first: int
    last: int
    name: str
    known: Known | None
    role: str = "event"
    level: Precision = Precision.EXACT
    kind: str | None = None
    group: int = 0
    country: str | None = None
    cued: bool = False
    km: float | None = None
    bearing: str | None = None
    other: str | None = None
    within: tuple[str, ...] = ()
    part: bool = False

    @property
    def is_country(self) -> bool:
        """Whether the name is a country's."""
        return self.level is Precision.COUNTRY


@cache
def _cues(lang: str) -> tuple[Lexicon[str], Lexicon[str], Lexicon[str], Lexicon[str]]:
    rows = spoken("place_cues", lang)
    before = Lexicon((r["phrase"], r["meaning"]) for r in rows if r["side"] == "before")
    after = Lexicon((r["phrase"], r["meaning"]) for r in rows if r["side"] == "after")
    parts = Lexicon((r["phrase"], r["part"]) for r in spoken("parts", lang))
    vague = Lexicon((r["phrase"], "part") for r in spoken("country_parts", lang))
    return before, after, parts, vague


@cache
def function_words(use: str) -> frozenset[str]:
    """Words of one use: function, list, container, anaphor, pronoun, opener."""
    return frozenset(w for r in table("function_words") if r["use"] == use for w in r["words"].split())


@cache
def _common() -> frozenset[str]:
    return frozenset(r["word"] for r in table("common_words")) | frozenset(
        r["word"] for r in table("not_names")
    )


def find(text: Text, names: PlaceNames, mentions: Mentions, lang: str) -> list[PlaceAt]:
    """Find the places of a text with their roles.

    Parameters
    ----------
    text : Text
    names : PlaceNames
        What the gazetteer knows.
    mentions : Mentions
        Names of groups hide the places inside them ("Macina Liberation Front").
    lang : {'en', 'fr'}

    Returns
    -------
    list of PlaceAt
        In order of the words.
    """
    before, after, parts, vague = _cues(lang)
    hidden = _hidden(mentions)
    ahead = before.find(text.tokens)
    leads = {m.last: m for m in ahead}
    embassies = {i for m in ahead if m.value == "embassy" for i in range(m.first, m.last)}
    found = _by_gazetteer(text, names, hidden, leads) + _by_cue(text, names, hidden, leads)
    found = _drop_overlaps(sorted(found, key=lambda p: (p.first, -p.last)))
    found = _grouped(text, found)
    trails = {m.first: m for m in after.find(text.tokens)}
    speakers = {c.first for c in mentions.cues if c.value in ("statement", "says")}
    speakers -= {c.first for c in mentions.cues if text.tokens[c.first].text in ("statement", "communique")}
    found = [_with_cues(text, p, leads, trails) for p in found]
    found = [_speaks(text, p, speakers) for p in found]
    found = [replace(p, role="nationality") if p.first in embassies else p for p in found]
    found = _share_cues(text, found)
    found = [_attacked(text, p, mentions) for p in found]
    found = [_with_part(text, p, parts) for p in found]
    found += [
        PlaceAt(
            m.first,
            m.last,
            _raw(text, m.first, m.last),
            None,
            level=Precision.COUNTRY,
            kind="informal",
            part=True,
        )
        for m in vague.find(text.tokens)
    ]
    found = _datelines(text, sorted(found, key=lambda p: p.first))
    return [_vast(p, lang) for p in _distances(text, _contained(text, found))]


def _vast(place: PlaceAt, lang: str) -> PlaceAt:
    """The Sahel, West Africa: no place of an event, unless a country's region of that name is meant."""
    if place.role != "event" or place.within or fold(place.name) not in _areas(lang):
        return place
    return replace(place, role="operation_area")


@cache
def _areas(lang: str) -> frozenset[str]:
    return frozenset(r["name"] for r in spoken("vast_areas", lang))


def _raw(text: Text, first: int, last: int) -> str:
    return text.raw[text.tokens[first].start : text.tokens[last].end]


def _hidden(mentions: Mentions) -> set[int]:
    groups = (m for m in mentions.actors if m.value != "Unidentified")
    spans = [(m.first, m.last) for m in groups] + [(d.first, d.last) for d in mentions.dates]
    return {i for first, last in spans for i in range(first, last + 1)}


def _by_gazetteer(
    text: Text, names: PlaceNames, hidden: set[int], leads: dict[int, Match[str]]
) -> list[PlaceAt]:
    out, at, tokens = [], 0, text.tokens
    while at < len(tokens):
        hit = _longest(tokens, names, at) if at not in hidden else None
        if hit is None:
            at += 1
            continue
        last, known = hit
        place = PlaceAt(at, last, _raw(text, at, last), known)
        code = names.countries.get(fold(place.name))
        if code:
            place = replace(place, level=Precision.COUNTRY, kind="country", country=code)
        elif known.kinds <= {"admin1", "admin2", "informal"}:
            kind = (
                "admin1" if "admin1" in known.kinds else "admin2" if "admin2" in known.kinds else "informal"
            )
            place = replace(place, level=LEVELS.get(kind, Precision.COUNTRY), kind=kind)
        if at - 1 in hidden and last + 1 in hidden or not _is_name(text, names, place, leads):
            at += 1
            continue
        out.append(place)
        at = last + 1
    return out


def _longest(tokens: Sequence[Token], names: PlaceNames, at: int) -> tuple[int, Known] | None:
    """The longest name that begins at a capital letter and stays in one sentence."""
    first = tokens[at]
    if not first.capital:
        return None
    end = at
    while end + 1 < len(tokens) and end - at < _LONGEST - 1 and tokens[end + 1].sentence == first.sentence:
        end += 1
    for last in range(end, at - 1, -1):
        known = names.places.get(" ".join(token.text for token in tokens[at : last + 1]))
        if known is None and last > at:
            known = names.places.get("".join(token.text for token in tokens[at : last + 1]))
        if known is not None and (
            last == at or tokens[last].capital or last - at > 1 or len(tokens[last].text) > 2
        ):
            return last, known
    return None


def _is_name(text: Text, names: PlaceNames, place: PlaceAt, leads: dict[int, Match[str]]) -> bool:
    """Whether a gazetteer name is a place here, and not a person, an organisation or a common word."""
    tokens = text.tokens
    lead = _lead(tokens, place.first, leads)
    if lead is not None and lead.value in ("settlement", "admin1", "admin2"):
        return True
    word = tokens[place.first].text
    opens = place.first == text.first[tokens[place.first].sentence]
    single = place.first == place.last
    if single and word in _common() and place.kind != "country":
        locative = place.first > 0 and tokens[place.first - 1].text in ("in", "at", "a", "near", "dans")
        if opens or not locative:
            return False
    big = place.known is not None and place.known.population >= 100_000
    return not (
        _glued(text, names, place.first - 1, place.first)
        or (_glued(text, names, place.last + 1, place.last) and not big)
    ) or (place.kind == "country")


def _glued(text: Text, names: PlaceNames, neighbour: int, at: int) -> bool:
    """Whether the word beside a name is part of one with it: "Ousmane Dicko", "Diamond Cement"."""
    tokens = text.tokens
    if not 0 <= neighbour < len(tokens) or tokens[neighbour].sentence != tokens[at].sentence:
        return False
    low, high = sorted((neighbour, at))
    if text.raw[tokens[low].end : tokens[high].start] not in (" ", "\u00a0"):
        return False
    token = tokens[neighbour]
    if (
        not token.capital
        or token.text in function_words("function")
        or token.text in function_words("container")
    ):
        return False
    if neighbour == text.first[token.sentence] and token.text in function_words("opener"):
        return False
    return token.text not in names.demonyms and token.text not in names.countries


def _by_cue(text: Text, names: PlaceNames, hidden: set[int], leads: dict[int, Match[str]]) -> list[PlaceAt]:
    """Names that no gazetteer knows, told by the words before or after: "the village of X", "X, un village du"."""
    out, tokens = [], text.tokens
    for last, lead in leads.items():
        if lead.value in ("settlement", "between", "admin1", "admin2"):
            first = _skip(tokens, last + 1, ("the", "l", "le", "la"))
            place = _unknown(text, names, first, hidden)
            if place:
                out.append(replace(place, cued=True))
                if lead.value == "between" and place.last + 2 < len(tokens):
                    second = _unknown(text, names, place.last + 2, hidden)
                    if second and tokens[place.last + 1].text in ("et", "and"):
                        out.append(replace(second, cued=True))
    for at in range(1, len(tokens) - 1):
        if tokens[at].capital and tokens[at - 1].text in ("in", "at", "a", "de", "of", "d", "into"):
            place = _unknown(text, names, at, hidden)
            if place and _apposed(tokens, place.last + 1):
                out.append(replace(place, cued=True))
    return out


def _skip(tokens: Sequence[Token], at: int, skipped: tuple[str, ...]) -> int:
    while at < len(tokens) and tokens[at].text in skipped:
        at += 1
    return at


def _unknown(text: Text, names: PlaceNames, first: int, hidden: set[int]) -> PlaceAt | None:
    tokens = text.tokens
    if first >= len(tokens) or not tokens[first].capital or first in hidden:
        return None
    if _longest(tokens, names, first) is not None:
        return None
    last = first
    while last + 1 < len(tokens) and last - first < 3 and tokens[last + 1].capital and _touching(text, last):
        last += 1
    if len(tokens[first].text) < 3 or tokens[first].text in names.demonyms:
        return None
    return PlaceAt(first, last, _raw(text, first, last), None)


def _touching(text: Text, at: int) -> bool:
    return text.raw[text.tokens[at].end : text.tokens[at + 1].start] in (" ", "-", "\u00a0", "‑")


def _apposed(tokens: Sequence[Token], at: int) -> bool:
    here = [t.text for t in tokens[at : at + 2]]
    return bool(here) and (
        here[0] == "village"
        or (
            len(here) > 1
            and here[0] in ("a", "un", "une")
            and here[1] in ("village", "town", "localite", "hameau", "commune")
        )
    )


def _drop_overlaps(places: list[PlaceAt]) -> list[PlaceAt]:
    out: list[PlaceAt] = []
    for place in places:
        if not out or place.first > out[-1].last:
            out.append(place)
    return out


def _lead(tokens: Sequence[Token], first: int, leads: dict[int, Match[str]]) -> Match[str] | None:
    """The cue before a name, over articles and words like "central" or "village of"."""
    skipped = ("the", "le", "la", "les", "l", "du", "de", "des", "d", "both")
    for back in range(1, 4):
        at = first - back
        if at in leads and tokens[at].sentence == tokens[first].sentence:
            return leads[at]
        if at < 0 or tokens[at].text not in skipped:
            return None
    return None


def _grouped(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Number the lists: names joined by commas, dashes or "and" alone stand in one list."""
    out: list[PlaceAt] = []
    group = 0
    for place in places:
        if not out or not _listed(text, out[-1], place):
            group += 1
        out.append(replace(place, group=group))
    return out


def _listed(text: Text, before: PlaceAt, place: PlaceAt) -> bool:
    tokens = text.tokens
    if tokens[before.last].sentence != tokens[place.first].sentence:
        return False
    between = tokens[before.last + 1 : place.first]
    gap = text.raw[tokens[before.last].end : tokens[place.first].start]
    if "(" in gap or ";" in gap or len(between) > 3:
        return False
    joiners = function_words("list") | {"in", "a", "de", "du", "the", "le", "la", "en", "au", "l", "d"}
    return all(t.text in joiners for t in between) and (
        "," in gap
        or any(t.text in function_words("list") for t in between)
        or (not between and gap.strip() in ("–", "-", "—", "‑"))
    )


def _with_cues(
    text: Text, place: PlaceAt, leads: dict[int, Match[str]], trails: dict[int, Match[str]]
) -> PlaceAt:
    tokens = text.tokens
    lead, trail = _lead(tokens, place.first, leads), trails.get(place.last + 1)
    if trail is not None and (
        tokens[trail.first].sentence != tokens[place.last].sentence
        or re.search(r"[,;:.(]", text.raw[tokens[place.last].end : tokens[trail.first].start])
    ):
        trail = None
    for cue in (trail, lead):
        if cue is None:
            continue
        if cue.value in _OUTSIDE:
            place = replace(place, role=cue.value)
        elif cue.value in ("admin1", "admin2") and place.level is not Precision.COUNTRY:
            place = replace(place, level=LEVELS[cue.value], kind=cue.value, cued=True)
        elif cue.value == "near" and place.level is Precision.EXACT:
            place = replace(place, level=Precision.NEAR)
        elif cue.value == "bearing":
            place = replace(place, kind="bearing")
        elif cue.value == "between":
            place = replace(place, level=Precision.NEAR, kind="between")
        elif cue.value == "settlement":
            place = replace(place, kind="village", cued=True)
            if place.level in (Precision.ADMIN1, Precision.ADMIN2):
                place = replace(place, level=Precision.EXACT)
    return place


def _speaks(text: Text, place: PlaceAt, speakers: set[int]) -> PlaceAt:
    """ "Paris said that …": a capital that speaks is a government."""
    opens = place.first == text.first[text.tokens[place.first].sentence]
    return (
        replace(place, role="seat")
        if opens and place.role == "event" and place.last + 1 in speakers
        else place
    )


def _attacked(text: Text, place: PlaceAt, mentions: Mentions) -> PlaceAt:
    """An embassy is a seat, unless the sentence tells that it was attacked itself."""
    if place.role != "embassy":
        return place
    sentence = text.tokens[place.first].sentence
    told = [
        c
        for c in mentions.cues
        if text.tokens[c.first].sentence == sentence and c.value in ("statement", "reaction")
    ]
    struck = [
        t
        for t in mentions.triggers
        if text.tokens[t.first].sentence == sentence
        and t.value.family != "abduction"
        and abs(t.first - place.last) <= 6
    ]
    return replace(place, role="event" if struck and not told else "seat")


def _share_cues(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """A cue before a list holds for all of it: "the borders with Senegal and Mauritania", "régions de X, Y"."""
    out: list[PlaceAt] = []
    for place in places:
        first = next((p for p in out if p.group == place.group), None)
        if first is None or first is place:
            out.append(place)
            continue
        if first.role != "event" and place.role == "event":
            place = replace(place, role=first.role)
        if first.kind in ("admin1", "admin2") and first.cued and place.level is Precision.EXACT:
            place = replace(place, level=first.level, kind=first.kind, cued=True)
        road = first.level is Precision.NEAR and _dashed(text, first, place)
        if (
            (first.kind == "between" or road)
            and first.other is None
            and place.level in (Precision.EXACT, Precision.NEAR)
        ):
            out[out.index(first)] = replace(first, kind=None, other=place.name)
            place = replace(place, role="reference")
        out.append(place)
    return out


def _dashed(text: Text, one: PlaceAt, other: PlaceAt) -> bool:
    return text.raw[text.tokens[one.last].end : text.tokens[other.first].start].strip() in (
        "-",
        "–",
        "—",
        "‑",
    )


def _with_part(text: Text, place: PlaceAt, parts: Lexicon[str]) -> PlaceAt:
    """Northern Mali, le centre du Mali: a part of a country, written as it is."""
    if not place.is_country:
        return place
    sentence_first = text.first[text.tokens[place.first].sentence]
    for match in parts.find(text.tokens, max(sentence_first, place.first - 5), place.first):
        if all(t.text in ("la", "le", "du", "de", "l") for t in text.tokens[match.last + 1 : place.first]):
            name = _raw(text, match.first, place.last)
            return replace(place, first=match.first, name=name, part=True)
    return place


def _datelines(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    match = _DATELINE.match(text.raw)
    stop = match.end() if match else 0
    return [replace(p, role="dateline") if text.tokens[p.first].start < stop else p for p in places]


def _contained(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """Mark containers: "Djiguibombo village in the town of Bandiagara", "Tessit, Ansongo Cercle, Gao Region"."""
    tokens = text.tokens
    out: list[PlaceAt] = []
    linking = function_words("function") | function_words("container")
    for place in places:
        host = out[-1] if out else None
        while host is not None and host.role in ("container", "reference"):
            earlier = [p for p in out if p.role not in ("container", "reference")]
            host = earlier[-1] if earlier else None
        near = host is not None and tokens[host.first].sentence == tokens[place.first].sentence
        if (
            host is not None
            and near
            and host.role == "event"
            and place.role == "event"
            and not host.is_country
        ):
            previous = out[-1]
            between = tokens[previous.last + 1 : place.first]
            gap = text.raw[tokens[previous.last].end : tokens[place.first].start]
            coarser = place.level in (Precision.ADMIN1, Precision.ADMIN2, Precision.COUNTRY) and (
                host.level in (Precision.EXACT, Precision.NEAR) or place.is_country
            )
            bridge = all(t.text in linking for t in between)
            joined = any(t.text in function_words("list") for t in between)
            if (coarser and bridge and not joined) or (
                between and bridge and not joined and "," not in gap and _inside(between)
            ):
                out[out.index(host)] = replace(
                    host,
                    within=(*host.within, place.name),
                    country=host.country or (place.country if place.is_country else None),
                )
                place = replace(place, role="container")
            elif "(" in gap and ")" not in gap and not [t for t in between if t.text.isdigit()]:
                out[out.index(host)] = replace(host, within=(*host.within, place.name))
                place = replace(place, role="container")
        out.append(place)
    return out


def _inside(between: Sequence[Token]) -> bool:
    words = [
        t.text
        for t in between
        if t.text not in ("village", "town", "ville", "localite", "located", "situe", "situee")
    ]
    return bool(words) and words[0] in ("in", "dans", "en", "au") and len(between) <= 6


def _distances(text: Text, places: list[PlaceAt]) -> list[PlaceAt]:
    """ "20 km north of X": near X; beside a named place it only says where that place lies."""
    out: list[PlaceAt] = []
    for place in places:
        begin = max(text.first[text.tokens[place.first].sentence], place.first - 8)
        words = [t.text for t in text.tokens[begin : place.first]]
        km_at = next((i for i in range(len(words) - 1, -1, -1) if _KM.fullmatch(words[i])), None)
        measured = km_at is not None and _only_bearing(words[km_at + 1 :])
        if (
            (measured or place.kind == "bearing")
            and place.role in ("event", "container")
            and not place.is_country
        ):
            km = _amount(words[:km_at]) if measured else None
            bearing = next((_BEARINGS[w] for w in words[km_at or 0 :] if w in _BEARINGS), None)
            place = replace(place, kind=None, level=Precision.NEAR, km=km, bearing=bearing)
            if _host(text, out, place) is not None:
                place = replace(place, role="reference")
        out.append(place)
    return out


def _host(text: Text, earlier: list[PlaceAt], place: PlaceAt) -> PlaceAt | None:
    """The place that a distance is told of: named just before, in the same sentence."""
    sentence = text.tokens[place.first].sentence
    for host in reversed(earlier):
        if text.tokens[host.first].sentence == sentence and place.first - host.last <= 12:
            if host.role == "event" and not host.is_country:
                return host
    return None


_BEARINGS = {"north": "n", "nord": "n", "south": "s", "sud": "s", "east": "e", "est": "e", "west": "w", "ouest": "w",
             "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}  # fmt: skip
_ROUND = {"dizaine": 10, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "centaine": 100,
          "dozen": 12, "deux": 2, "two": 2, "trois": 3, "three": 3, "cinq": 5, "five": 5, "dix": 10, "ten": 10}  # fmt: skip


def _only_bearing(words: Sequence[str]) -> bool:
    allowed = {
        "of",
        "de",
        "du",
        "d",
        "l",
        "la",
        "le",
        "from",
        "au",
        "a",
        "to",
        "the",
        "away",
        "outside",
    } | set(_BEARINGS)
    return all(w in allowed for w in words)


def _amount(words: Sequence[str]) -> float | None:
    for word in reversed(words[-4:]):
        if word.isdigit():
            return float(word)
        if word in _ROUND:
            return float(_ROUND[word])
    return None
