"""What the eye sees: colours and order of group families, and the two themes.

Colours follow Okabe and Ito's set, which people with the common kinds of colour blindness can tell apart
(https://jfly.uni-koeln.de/color/); its pink and its yellow are too pale for small marks and became a purple
and a violet of other lightness. They serve light and dark maps alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .. import vocab


@dataclass(frozen=True)
class Family:
    """Groups that share a colour.

    Parameters
    ----------
    key : str
        Its name in ``labels`` (``family.<key>``).
    colour : str
        Hexadecimal, ``#rrggbb``.
    parents : tuple of str
        Groups that, with those who are their members on an event's day, make the family.
    kinds : tuple of str
        Kinds of group (data/groups) that belong to it unless a parent claims them.
    """

    key: str
    colour: str
    parents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


FAMILIES = (
    Family("jnim", "#d55e00", parents=("JNIM",)),
    Family("is", "#a3478f", parents=("IS", "ISSP", "ISWAP")),
    Family("jihadist", "#e69f00", kinds=("jihadist",)),
    Family("state", "#0072b2", kinds=("state_forces", "authorities")),
    Family("militia", "#009e73", kinds=("militia",)),
    Family("separatist", "#56b4e9", kinds=("separatist", "political")),
    Family("foreign", "#5b4b8a", kinds=("foreign_forces", "peacekeepers", "mercenaries")),
    Family("unknown", "#7d7d7d", kinds=("unidentified",)),
)
_UNKNOWN = len(FAMILIES) - 1


@dataclass(frozen=True)
class Kind:
    """An event type and its colour: the other way to colour the map.

    Parameters
    ----------
    key : str
        ACLED's event type; "" for an unknown one.
    colour : str
        Hexadecimal, ``#rrggbb``.
    """

    key: str
    colour: str


KINDS = (
    Kind("Battles", "#d55e00"),
    Kind("Explosions/Remote violence", "#e69f00"),
    Kind("Violence against civilians", "#a3478f"),
    Kind("Protests", "#56b4e9"),
    Kind("Riots", "#009e73"),
    Kind("Strategic developments", "#0072b2"),
    Kind("", "#7d7d7d"),
)

# What stands for events and what marks show: each choice with its values, the first one at first.
LOOKS = {
    "show": ("places", "clusters", "hexagons", "regions", "heat"),
    "colour": ("family", "kind"),
    "size": ("count", "killed", "same"),
}
# Classes of a shaded map, few to many: each stands out more from its theme's land than the one before, in
# lightness alone, too, so that they are told apart without colour.
SHADES = {
    "light": ("#fdd49e", "#fdad77", "#ef6548", "#c4201d", "#7a0010"),
    "dark": ("#5a3a48", "#8c3f55", "#cf5a4b", "#f5974e", "#fde08f"),
}


@dataclass(frozen=True)
class Theme:
    """Colours of a map; the names say what they paint."""

    sea: str
    river: str
    land: str
    border: str
    region: str
    label: str
    halo: str
    ink: str
    area: str
    mention: str
    select: str


THEMES = {
    "light": Theme(
        sea="#dfe8ec",
        river="#b3cbd6",
        land="#f7f5f0",
        border="#8d8478",
        region="#b9b0a2",
        label="#5d574e",
        halo="#f7f5f0",
        ink="#22252a",
        area="#5b5f66",
        mention="#8a8f98",
        select="#111111",
    ),
    "dark": Theme(
        sea="#14191d",
        river="#3f5866",
        land="#242a2f",
        border="#77716a",
        region="#4d5256",
        label="#a9a59c",
        halo="#1d2226",
        ink="#e7e5e0",
        area="#b3b8bf",
        mention="#8c939c",
        select="#ffffff",
    ),
}


def family_of(group: str | None, on: date | None = None) -> int:
    """Which family a group belongs to on a day.

    Parameters
    ----------
    group : str or None
        A group's id.
    on : datetime.date or None
        The event's first day; None asks for ever.

    Returns
    -------
    int
        Index into ``FAMILIES``; the last one where nothing is known.

    Examples
    --------
    >>> FAMILIES[family_of("FLM", date(2025, 7, 1))].key, FAMILIES[family_of("FLM", date(2016, 1, 1))].key
    ('jnim', 'jihadist')
    """
    known = vocab.groups()
    if group is None or group not in known:
        return _UNKNOWN
    for index, family in enumerate(FAMILIES):
        if any(parent in known and group in vocab.members_of(parent, on) for parent in family.parents):
            return index
    return next((i for i, family in enumerate(FAMILIES) if known[group].kind in family.kinds), _UNKNOWN)


def families_of(pairs: Iterable[tuple[str | None, date | None]]) -> list[int]:
    """``family_of`` for many pairs of group and day."""
    return [family_of(group, on) for group, on in pairs]


def palette(lang: str = "en") -> list[dict[str, str]]:
    """The families in order, for a legend: key, colour, name.

    Parameters
    ----------
    lang : {'en', 'fr'}

    Returns
    -------
    list of dict
    """
    from .labels import text

    return [{"key": f.key, "colour": f.colour, "name": text(f"family.{f.key}", lang)} for f in FAMILIES]


def palettes(lang: str = "en") -> dict[str, list[dict[str, str]]]:
    """The two ways to colour marks, for the legend: key, colour and name of each family and kind, in order.

    Parameters
    ----------
    lang : {'en', 'fr'}

    Returns
    -------
    dict of str to list of dict
        ``family`` and ``kind``.
    """
    from .labels import text
    from .phrases import kind

    names = {k.key: kind(k.key, lang) if k.key else text("legend.kind.unknown", lang) for k in KINDS}
    return {
        "family": palette(lang),
        "kind": [{"key": k.key, "colour": k.colour, "name": names[k.key]} for k in KINDS],
    }


def themes() -> dict[str, dict[str, Any]]:
    """Both themes as plain values for the page's script, with ``rims``: the outlines of each palette's marks.

    Some colours are pale on the light land or dark on the dark one; an outline that leans to the theme's ink
    makes their marks stand out.
    """
    colours = {"family": [f.colour for f in FAMILIES], "kind": [k.colour for k in KINDS]}
    return {
        name: {
            **asdict(theme),
            "shades": SHADES[name],
            "rims": {way: [mixed(one, theme.ink, 0.5) for one in held] for way, held in colours.items()},
        }
        for name, theme in THEMES.items()
    }


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two.

    Parameters
    ----------
    one, other : str
        Hexadecimal.
    share : float
        0 gives ``one``, 1 gives ``other``.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
