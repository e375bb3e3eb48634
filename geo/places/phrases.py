"""What the words of a place phrase say: "région de Kayes" is a region, "le nord du Mali" a part of one."""

from __future__ import annotations

import re
from dataclasses import replace

from ..model import PlaceRef, Precision
from ..names import fold
from .plane import BEARINGS

_OF = r"(?: (?:de la|de l|des|du|de|d|of the|of))?"
_SIDE = (
    r"(?:(?:extreme |far |grand )?"
    r"(?:north|south|east|west|centre|center|central|nord|sud|est|ouest|centrale?)"
    r"(?:(?: ?east| ?west| ?est| ?ouest)(?:ern)?|ern)?)"
)
_REGION = r"(?:region|province|state|etat|gouvernorat|governorate)"
_DISTRICT = r"(?:cercle|circle|departement|department|district|prefecture|local government area|lga)"
_TOWN = (
    r"(?:ville|town|city|village|hameau|hamlet|localite|locality|commune|bourg|bourgade|settlement"
    r"|municipality|municipalite)"
)
_ABOUT = (
    r"(?:near|around|close to|pres|aux? abords?|(?:aux )?alentours|(?:aux )?environs|(?:the )?outskirts"
    r"|(?:dans )?(?:la )?(?:zone|localites?)|(?:the )?area|vers)"
)
_SOME = {
    "dizaine": 10.0,
    "dozen": 12.0,
    "douzaine": 12.0,
    "quinzaine": 15.0,
    "vingtaine": 20.0,
    "trentaine": 30.0,
    "quarantaine": 40.0,
    "cinquantaine": 50.0,
    "soixantaine": 60.0,
    "centaine": 100.0,
}
_KM = (
    r"(?:a |at |about |some |around |environ |quelque )*"
    rf"(?:(?P<km>\d+)|(?:une |a )?(?P<some>{'|'.join(_SOME)})(?: de)?)"
    r" ?(?:km|kilometres?|kilometers?)(?: (?:au|a l|a|to the|due))?"
)
_BORDER = r"(?:(?:near|along|close to|pres de|le long de) )?(?:the |la )?(?:border|frontiere)s?"
_ROAD = r"(?:axe|axis|route|road|highway|troncon)"
# The first pattern that fits the folded phrase tells its kind; the groups are the names that are left.
_CUES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:(?:in|on|along|dans|sur) )?(?:the |la |le |l |les )?(?:{pattern})"), kind)
    for pattern, kind in (
        (rf"{_KM}(?: (?P<side>{_SIDE}))?(?: (?:of|from|de|du|d))? (?P<name>.+)", "near"),
        (r"(?:entre|between) (?P<name>.+) (?:et|and) (?P<other>.+)", "near"),
        (rf"{_ROAD}{_OF} (?P<name>.+)--(?P<other>.+)", "near"),
        (rf"(?P<name>.+)--(?P<other>.+) {_ROAD}", "near"),
        (rf"{_BORDER}(?: (?:with|avec|of|de|du|d|the|la|le|l))* (?P<name>.+)", "border"),
        (rf"{_REGION}{_OF} (?P<name>.+)", "admin1"),
        (rf"(?P<name>.+) {_REGION}", "admin1"),
        (rf"{_DISTRICT}{_OF} (?P<name>.+)", "admin2"),
        (rf"(?P<name>.+) {_DISTRICT}", "admin2"),
        (rf"{_TOWN}{_OF} (?P<name>.+)", "settlement"),
        (rf"(?P<name>.+) {_TOWN}", "settlement"),
        (rf"{_SIDE}(?: (?:and|et)(?: the| le| l)? {_SIDE})?{_OF} (?P<name>.+)", "part"),
        (rf"{_ABOUT}{_OF} (?P<name>.+)", "near"),
        (r"(?P<name>.+) (?:area|surroundings)", "near"),
    )
)
_WHOLE = re.compile(r"(?:the |le |l |la |several parts of the )?(?:pays|country|territoire national)")
# "Le Nord", "in the east": a side of a country that is not named; without an article it may be a place.
_BARE_SIDE = re.compile(rf"(?:(?:in|dans) )?(?:the|le|l) (?P<name>{_SIDE})")
_LEVELS = {"admin1": Precision.ADMIN1, "admin2": Precision.ADMIN2, "near": Precision.NEAR}
_ELISION = re.compile(r"\b([dl])['’ʼ]", re.IGNORECASE)
_POINTS = re.compile("north|nord|south|sud|ouest|west|east|est")
SETTLEMENT_KINDS = frozenset({"city", "town", "village", "site", "settlement"})


def read_cue(ref: PlaceRef) -> PlaceRef:
    """A reference whose name is stripped of its cue words, with the level and kind that they tell.

    Parameters
    ----------
    ref : PlaceRef
        Its name may be a phrase.

    Returns
    -------
    PlaceRef
        The name folded where cue words were taken off, else as it was; ``kind`` is 'part' for a part of a
        country or region ("northern Mali"), 'side' for one of a country that is not named ("le Nord"),
        'border' for "the border with Niger" and 'whole' for "le pays", "the country".

    Examples
    --------
    >>> from geo.model import Span
    >>> ref = read_cue(PlaceRef("la région de Kayes", Span("a", 0, 18, "la région de Kayes")))
    >>> ref.name, str(ref.level)
    ('kayes', 'admin1')
    """
    folded = _folded(ref.name)
    if _WHOLE.fullmatch(folded):
        return replace(ref, kind="whole", level=Precision.COUNTRY)
    for pattern, kind in _CUES:
        if found := pattern.fullmatch(folded):
            name, said = found["name"], found.groupdict()
            if _WHOLE.fullmatch(name):
                return replace(ref, kind="whole", level=Precision.COUNTRY)
            level = _LEVELS.get(kind, ref.level) if ref.level is Precision.EXACT else ref.level
            told = ref.kind if kind == "near" else kind
            ref = replace(ref, name=name, other=said.get("other") or ref.other, kind=told, level=level)
            km = said.get("km") or _SOME.get(said.get("some") or "")
            return _with_distance(ref, float(km) if km else None, said.get("side"))
    if found := _BARE_SIDE.fullmatch(folded):
        return replace(ref, name=found["name"], kind="side")
    return ref


def _with_distance(ref: PlaceRef, km: float | None, side: str | None) -> PlaceRef:
    if km is None or ref.distance_km is not None:
        return ref
    bearing = "".join(word[0].replace("o", "w") for word in _POINTS.findall(side or ""))
    return replace(ref, distance_km=km, bearing=bearing if bearing in BEARINGS else ref.bearing)


def _folded(phrase: str) -> str:
    """Folded, with elisions apart ("d'Ansongo" is "d ansongo") and the dash of "Sévaré–Gao" kept as "--"."""
    ends = re.split(r"(?<=\w)\s?[–—-]\s?(?=[A-ZÀ-Þ])", _ELISION.sub(r"\1 ", phrase))
    return "--".join(map(fold, ends)) if len(ends) == 2 else fold(" ".join(ends))
