"""What an export says about itself: its sources, licences, filter, time, and whom it must name."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import vocab
from ..errors import InvalidQuery

if TYPE_CHECKING:
    import pandas as pd

GENERATOR = "Conflict Atlas"
ACCESSED = re.compile(r"\baccessed (\d{4}-\d{2}-\d{2})\b")
_NOT_TOLD = "on a day that is not told"


class Owner(NamedTuple):
    """Whose data must be named, and how (a row of data/licences.csv).

    ``name`` is what the name of a source or licence begins with.
    """

    name: str
    attribution: str
    warning: str

    def owns(self, value: str) -> bool:
        """Whether a source or licence is this owner's; a merged event names several sources.

        Examples
        --------
        >>> Owner("UCDP", "", "").owns("Le Monde · UCDP GED 25.1"), Owner("UCDP", "", "").owns("Le Monde")
        (True, False)
        """
        return any(part.startswith(self.name) for part in value.split(" · "))


@dataclass(frozen=True)
class About:
    """What an export says about itself.

    Parameters
    ----------
    sources, licences : tuple of str
        Of its events, sorted.
    filter : mapping of str to str
        What was asked for; empty where all was.
    attribution : mapping of str to str
        Each owner that must be named (``Owner.name``), and how.
    warnings : tuple of str
        What its owner forbids, for the person who makes the file.
    exported : str or None
        UTC, ISO 8601 to the second; None leaves it out.
    profile : str or None
        For whom it was made, where something may be withheld (``geo.views.disclosure``).
    withheld : mapping of str to int
        What of the whole table was withheld from them, and how often.
    events : int
        How many events it holds; told to who asked for the file, not in it.
    """

    sources: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    filter: Mapping[str, str] = field(default_factory=dict)
    attribution: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    exported: str | None = None
    profile: str | None = None
    withheld: Mapping[str, int] = field(default_factory=dict)
    events: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As plain values for a file's metadata.

        Examples
        --------
        >>> About(licences=("CC BY 4.0",)).to_dict()["licences"]
        ['CC BY 4.0']
        """
        told: dict[str, Any] = {
            "generator": GENERATOR,
            "sources": list(self.sources),
            "licences": list(self.licences),
            "attribution": list(self.attribution.values()),
            "filter": dict(self.filter),
        }
        told |= {"profile": self.profile, "withheld": dict(self.withheld)} if self.profile else {}
        return told | ({"exported": self.exported} if self.exported else {})

    def told_withheld(self) -> str:
        """What was withheld, in one line.

        Examples
        --------
        >>> About(withheld={"exact places": 3}).told_withheld(), About().told_withheld()
        ('exact places: 3', 'nothing')
        """
        return "; ".join(f"{what}: {n}" for what, n in self.withheld.items()) or "nothing"

    def lines(self) -> list[tuple[str, str]]:
        """As pairs of a name and a text, for formats that hold no lists; what is empty stays out.

        Examples
        --------
        >>> About(filter={"country": "ML"}).lines()
        [('generator', 'Conflict Atlas'), ('filter', 'country=ML')]
        """
        told = self.to_dict() | {"filter": [f"{name}={value}" for name, value in self.filter.items()]}
        told |= {"withheld": [f"{what}: {n}" for what, n in self.withheld.items()]}
        texts = {name: value if isinstance(value, str) else "; ".join(value) for name, value in told.items()}
        return [(name, text) for name, text in texts.items() if text]


class Gathered:
    """Sources, licences and days of access, gathered from a table piece by piece.

    Examples
    --------
    >>> from geo import schema
    >>> seen = Gathered()
    >>> seen.add(schema.from_rows([{"licence": "ACLED", "reasons": ["accessed 2025-07-04"]}]))
    >>> seen.about().attribution
    {'ACLED': 'Armed Conflict Location & Event Data (ACLED), acleddata.com, accessed 2025-07-04'}
    """

    def __init__(self) -> None:
        self._values: dict[str, set[str]] = {"source": set(), "licence": set()}
        self._accessed: dict[str, set[str]] = {}

    def add(self, events: pd.DataFrame) -> None:
        """Look at some more events (an events table, or plain values)."""
        held = {name: events[name] for name in self._values if name in events}
        for name, values in held.items():
            self._values[name] |= {str(value) for value in values.dropna().unique() if value}
        dated = (owner for owner in owners() if "{accessed}" in owner.attribution)
        for owner in dated if "reasons" in events else ():
            for values in held.values():
                mine = values.isin([value for value in values.dropna().unique() if owner.owns(str(value))])
                told = events["reasons"][mine].explode().dropna().astype("str")
                days = told.str.extract(ACCESSED, expand=False).dropna()
                self._accessed.setdefault(owner.name, set()).update(days)

    def about(self, filter_: Mapping[str, str] | None = None, exported: datetime | None = None) -> About:
        """What was gathered, with what was asked for and when."""
        sources, licences = self._values["source"], self._values["licence"]
        due = [owner for owner in owners() if any(map(owner.owns, (*licences, *sources)))]
        days = {name: " and ".join(sorted(days)) for name, days in self._accessed.items()}
        return About(
            tuple(sorted(sources)),
            tuple(sorted(licences)),
            dict(filter_ or {}),
            {o.name: o.attribution.format(accessed=days.get(o.name) or _NOT_TOLD) for o in due},
            tuple(o.warning for o in due if o.warning),
            exported.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if exported else None,
        )


@cache
def owners() -> tuple[Owner, ...]:
    """Everyone whose data must be named.

    Examples
    --------
    >>> [owner.name for owner in owners() if owner.warning]
    ['ACLED']
    """
    return tuple(Owner(r["name"], r["attribution"], r["warning"]) for r in vocab.rows("licences.csv"))


def now() -> datetime:
    """The time of an export: SOURCE_DATE_EPOCH where it is set, so that a file can be made again to the byte.

    Returns
    -------
    datetime.datetime
        In UTC.

    Raises
    ------
    InvalidQuery
        When SOURCE_DATE_EPOCH is no whole number of seconds.

    References
    ----------
    https://reproducible-builds.org/specs/source-date-epoch/
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if not told:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(told), UTC)
    except (ValueError, OverflowError, OSError):
        rule = "is no number of seconds since 1970"
        raise InvalidQuery(f"SOURCE_DATE_EPOCH={told!r}", rule, "give a whole number, or unset it") from None
