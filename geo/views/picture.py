"""A picture of the view with title, legend, sources, date and licence; its page saves it as PNG or PDF."""

from __future__ import annotations

import textwrap

from markupsafe import Markup

from . import assets, drawing, standalone, style
from .labels import number, text
from .popup import element
from .scene import Scene

WIDTH, MAP_HEIGHT = 1200, 680
_EDGE, _HEAD, _LINE = 24, 76, 17
_LETTERS = 185  # of a line of small print
_INK, _SOFT = style.THEMES["light"].ink, "#55595f"


def picture(scene: Scene) -> str:
    """Make the page of a picture.

    Parameters
    ----------
    scene : geo.views.scene.Scene

    Returns
    -------
    str
        An HTML document whose policy forbids every request; two buttons save the picture as PNG and print it.

    Examples
    --------
    >>> from geo import schema
    >>> from geo.views.scene import scene
    >>> nothing = schema.Atlas(schema.empty(), schema.empty())
    >>> "<title>&lt;b&gt;</title>" in picture(scene(nothing, title="<b>"))
    True
    """
    buttons = [("png", "picture.png"), ("print", "brief.print")]
    return page(scene, svg(scene), "picture.css", buttons)


def page(scene: Scene, body: Markup, sheet: str, buttons: list[tuple[str, str]]) -> str:
    """A document of its own around a body: buttons (id, label) that its script knows, no request."""
    script = assets.scripts("picture.js")
    return standalone.template("paper.html").render(
        lang=scene.lang,
        title=scene.title,
        policy=standalone.policy(script),
        style=assets.styles("paper.css", sheet),
        buttons=[(name, text(label, scene.lang)) for name, label in buttons],
        body=body,
        script=script,
    )


def svg(scene: Scene) -> Markup:
    """The picture as one SVG element."""
    events, lang = scene.events, scene.lang
    at = drawing.frame(events, WIDTH - 2 * _EDGE, MAP_HEIGHT, scene.view)
    seen = drawing.drawing(events, at, lang, scene.title)
    legend_y = _HEAD + MAP_HEIGHT + 26
    legend, y = _legend(scene, legend_y)
    small = [line for told in _small_print(scene) for line in textwrap.wrap(told, _LETTERS)]
    height = y + _LINE * len(small) + 14
    parts = [
        element("rect", width=str(WIDTH), height=str(height), fill="#ffffff"),
        _text(scene.title, _EDGE, 36, size=24, weight="650"),
        _text(subtitle(scene), _EDGE, 60, size=14, colour=_SOFT),
        element("g", seen, transform=f"translate({_EDGE} {_HEAD})"),
        *legend,
        *(_text(line, _EDGE, y + _LINE * at_, size=11, colour=_SOFT) for at_, line in enumerate(small)),
    ]
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        id="picture",
        viewBox=f"0 0 {WIDTH} {height}",
        width=str(WIDTH),
        height=str(height),
        font_family="system-ui, sans-serif",
    )


def subtitle(scene: Scene) -> str:
    """How many events, when, by which filter."""
    countries = text("brief.countries", scene.lang, n=int(scene.events["country"].nunique()))
    told = text("brief.numbers", scene.lang, n=len(scene.events), countries=countries, days=scene.days())
    asked = scene.asked()
    return f"{told.rstrip(', ')} · {asked}" if asked else told.rstrip(", ")


def _legend(scene: Scene, y: int) -> tuple[list[Markup], int]:
    """Families with their counts, area and near; rows as needed. Where the next line may stand, too."""
    lang = scene.lang
    theme = style.THEMES["light"]
    items = [
        (element("circle", r="6", fill=f.colour), f"{text(f'family.{f.key}', lang)} ({number(n, lang)})")
        for f, n in scene.families
    ]
    ring = {"fill": "none", "stroke": theme.area}
    items += [
        (element("rect", x="-7", y="-6", width="14", height="12", fill="url(#hatch)", stroke=theme.area),
         text("map.legend.area", lang)),
        (element("circle", r="6", stroke_width="2.4", **ring), text("map.legend.near", lang)),
    ]  # fmt: skip
    if lost := int(scene.events["longitude"].isna().sum()):
        items.append((Markup(""), text("count.unlocated", lang, n=lost)))
    out, x = [], _EDGE
    for sign, words in items:
        wide = 34 + int(7 * len(words))
        if x + wide > WIDTH - _EDGE:
            x, y = _EDGE, y + 22
        shift = 18 if sign else 0
        out.append(element("g", sign, transform=f"translate({x + 8} {y - 4})"))
        out.append(_text(words, x + shift, y, size=12.5))
        x += wide
    return out, y + 24


def _small_print(scene: Scene) -> list[str]:
    """Sources, terms, what stayed back, the map's own sources, and when it was made."""
    lang = scene.lang
    told = [
        f"{text('brief.sources', lang)}{text('said.colon', lang)}{scene.sources()}"
        if scene.sources()
        else "",
        f"{text('page.terms', lang)} {scene.terms()}" if scene.terms() else "",
        scene.withheld(),
        text("picture.ground", lang),
        scene.made(),
    ]
    return [each for each in told if each]


def _text(words: str, x: float, y: float, *, size: float, weight: str = "400", colour: str = _INK) -> Markup:
    return element("text", words, x=str(x), y=str(y), font_size=str(size), font_weight=weight, fill=colour)
