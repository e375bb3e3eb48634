"""Our scripts and styles and the vendored ones, ready to be put inline: nothing is loaded from a network."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path

from ..errors import BrokenData
from . import labels

ASSETS = Path(__file__).parent / "assets"
LEAFLET = "vendor/leaflet/leaflet.js"
H3 = "vendor/h3/h3-js.umd.js"
MAP_SCRIPTS = (
    LEAFLET,
    "compact.js",
    "timedata.js",
    "marks.js",
    "stamps.js",
    "pies.js",
    "areas.js",
    "places.js",
    "fan.js",
    "aggregate.js",
    "clusters.js",
    H3,
    "hexes.js",
    "regions.js",
    "spoken.js",
    "timelayer.js",
    "timecontrol.js",
    "legend.js",
    "shapes.js",
    "overlays.js",
    "names.js",
    "mapview.js",
)
MAP_STYLES = ("vendor/leaflet/leaflet.css", "map.css")
MAP_WORDS = (
    "map.fit map.name map.zoom.in map.zoom.out map.legend map.legend.area map.legend.near map.overlays "
    "map.chosen map.events map.events.one count.unlocated count.undated time.name time.start time.end "
    "time.shift time.play time.pause time.back time.forward time.step time.day time.week time.month "
    "time.year time.all time.histogram legend.certain legend.certain.one legend.certain.help legend.possible "
    "legend.possible.one look.colour look.colour.family look.colour.kind look.size look.size.count "
    "look.size.killed look.size.same map.undated look.show look.show.places look.show.clusters "
    "look.show.hexagons look.show.regions look.show.heat look.shade zoom.beside.heat zoom.beside.heat.one "
    "zoom.beside.hexagons zoom.beside.hexagons.one zoom.beside.regions zoom.beside.regions.one zoom.dead "
    "zoom.events zoom.hexagon zoom.killed zoom.less zoom.more zoom.narrow zoom.none zoom.note.heat "
    "zoom.note.regions zoom.places zoom.stated zoom.unstated spoken.clusters spoken.heat spoken.hexagons "
    "spoken.nothing spoken.places spoken.regions said.colon"
).split()
DRAW_WORDS = tuple(f"draw.{name}" for name in "cancel clear finish hint keys road start".split())


@cache
def read(name: str) -> str:
    """The text of an asset.

    Parameters
    ----------
    name : str
        Path under ``assets/``.

    Raises
    ------
    BrokenData
        When the file is missing.
    """
    path = ASSETS / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BrokenData(str(path), "cannot be read", "restore it from the repository") from error


@cache
def scripts(*names: str) -> str:
    """Scripts joined into one, safe inside a ``<script>`` element.

    Examples
    --------
    >>> "</script" in scripts(*MAP_SCRIPTS)
    False
    """
    joined = "\n;\n".join(re.sub(r"(?m)^//# sourceMappingURL=.*$", "", read(name)) for name in names)
    return joined.replace("</script", "<\\/script").replace("<!--", "<\\!--")


@cache
def styles(*names: str) -> str:
    """Style sheets joined into one; their images are inside it as ``data:`` addresses.

    Examples
    --------
    >>> "url(images" in styles(*MAP_STYLES)
    False
    """
    return "\n".join(_inlined(name) for name in names)


def _inlined(name: str) -> str:
    folder = (ASSETS / name).parent

    def image(match: re.Match[str]) -> str:
        path = folder / match.group(1)
        if not path.is_file():  # leaflet's marker icon, which our maps never show
            return "none"
        return f"url(data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')})"

    # behavior: url(#default#VML) is for browsers of 2008
    sheet = re.sub(r"behavior:\s*url\([^)]*\);?", "", read(name))
    return re.sub(r"url\((images/[^)]+)\)", image, sheet)


def words(keys: tuple[str, ...] | list[str], lang: str) -> dict[str, str]:
    """The words that a script shows, by key.

    Parameters
    ----------
    keys : sequence of str
        Keys of data/labels/.
    lang : {'en', 'fr'}
    """
    table = labels.table()
    return {key: table[key][lang if lang in labels.LANGUAGES else "en"] for key in keys}


def script_json(value: object) -> str:
    r"""JSON that can stand inside a ``<script>`` element.

    Examples
    --------
    >>> script_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
