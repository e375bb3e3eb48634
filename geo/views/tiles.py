"""Tiles of a network under the events: OpenStreetMap's and a team's own, each off until switched on.

A tile server sees which part of the world its reader looks at: no link and no file switches tiles on, and the
name of each switch says who sees it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import escape

from ..errors import InvalidSetting
from .labels import text

URL, CREDIT = "CONFLICT_ATLAS_TILES", "CONFLICT_ATLAS_TILES_CREDIT"
_HOST = re.compile(r"[a-z0-9.-]+")


@dataclass(frozen=True)
class Tiles:
    """A set of tiles.

    Parameters
    ----------
    key : str
        Name of its switch: 'osm' or 'tiles'.
    name : str
        What the switch says, as HTML: Leaflet shows it as such.
    url : str
        Its address with ``{z}``, ``{x}`` and ``{y}``, or a name that folium knows.
    credit : str or None
        Whose the tiles are, as HTML; None where folium knows.
    """

    key: str
    name: str
    url: str
    credit: str | None = None


def offered(lang: str = "en") -> list[Tiles]:
    """The sets that may be switched on.

    Parameters
    ----------
    lang : {'en', 'fr'}

    Returns
    -------
    list of Tiles
        OpenStreetMap's; and a team's own where the environment has ``CONFLICT_ATLAS_TILES``, the tiles'
        address (``http://localhost:8080/{z}/{x}/{y}.png``), with ``CONFLICT_ATLAS_TILES_CREDIT``.

    Raises
    ------
    InvalidSetting
        The address is none of a web server's tiles.

    Examples
    --------
    >>> offered()[0].key
    'osm'
    """
    sets = [Tiles("osm", str(escape(text("tiles.osm", lang))), "OpenStreetMap")]
    if url := os.environ.get(URL, "").strip():
        host = _host(url)
        credit = os.environ.get(CREDIT, "").strip() or host
        sets.append(Tiles("tiles", str(escape(text("tiles.own", lang, host=host))), url, str(escape(credit))))
    return sets


def _host(url: str) -> str:
    """The server of a tiles' address."""
    cure = f"set {URL} to an address such as http://localhost:8080/{{z}}/{{x}}/{{y}}.png"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise InvalidSetting(f"{URL}={url!r}", "is not a web address", cure) from error
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise InvalidSetting(f"{URL}={url!r}", "is not a web address", cure)
    if not all(name in parts.path + parts.query for name in ("{z}", "{x}", "{y}")):
        raise InvalidSetting(f"{URL}={url!r}", "lacks {z}, {x} or {y}", cure)
    return host
