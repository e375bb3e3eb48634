"""A place as a text names it: the words, the role, the level, and the lists it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Known, Precision
from .tokens import Text

ROLE_CUES = frozenset(
    "seat embassy nationality border operation_area transit person dateline demonym mention river".split()
)  # meanings in place_cues.csv that are roles, none of them an event's place
LEVELS = {
    "admin1": Precision.ADMIN1,
    "admin2": Precision.ADMIN2,
    "near": Precision.NEAR,
    "country": Precision.COUNTRY,
}
POINTS = (Precision.EXACT, Precision.NEAR)


@dataclass(frozen=True)
class PlaceAt:
    """A place named by words ``first`` to ``last``; ``group`` numbers the list it stands in.

    ``role`` is event until something tells otherwise; ``known`` is None for a name only cue words tell, and
    ``guessed`` is a name that nothing tells but its capital letter after "in"; ``heading`` opens a title.
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
    guessed: bool = False
    heading: bool = False

    @property
    def is_country(self) -> bool:
        """Whether the name is a country's, or a part of one."""
        return self.level is Precision.COUNTRY

    @property
    def is_point(self) -> bool:
        """Whether the name is that of a settlement or a site, or of something near one."""
        return self.level in POINTS


def named(text: Text, first: int, last: int, known: Known | None = None) -> PlaceAt:
    """Make a place of some words of a text.

    Parameters
    ----------
    text : Text
    first, last : int
        Its first and last word.
    known : Known or None
        What the gazetteer knows of the name.

    Returns
    -------
    PlaceAt

    Examples
    --------
    >>> from .tokens import cut
    >>> named(cut("Attack in Sandaré"), 2, 2).name
    'Sandaré'
    """
    return PlaceAt(first, last, text.written(first, last), known)
