"""A brief on one sheet of paper: map, timeline, table, sources, and what is not known."""

from __future__ import annotations

from collections import Counter
from datetime import date

from markupsafe import Markup

from . import drawing, labels, picture, style, table
from .labels import text
from .popup import element
from .scene import Scene

_MAP = (1000, 450)  # pixels; the sheet scales them
_WIDTH, _HEIGHT, _AXIS = 1000, 96, 18
_MONTHS_UP_TO = 60  # bars: beyond that a bar is a year
_ROWS = 10
_COLUMNS = ("date", "what", "place", "country", "group", "killed", "attribution", "precision", "sources")


def brief(scene: Scene) -> str:
    """Make the brief, a document of one sheet A4 that works with no network.

    Parameters
    ----------
    scene : geo.views.scene.Scene

    Returns
    -------
    str
        HTML with a policy that forbids every request.

    Examples
    --------
    >>> from geo import schema
    >>> from geo.views.scene import scene
    >>> nothing = schema.Atlas(schema.empty(), schema.empty())
    >>> "No event fits." in brief(scene(nothing, title="Nothing"))
    True
    """
    lang = scene.lang
    parts = [element("h1", scene.title), element("p", picture.subtitle(scene), class_="lead")]
    if scene.events.empty:
        parts.append(element("p", text("brief.none", lang)))
    else:
        at = drawing.frame(scene.events, *_MAP, scene.view)
        parts += [
            *_lead(scene),
            drawing.drawing(scene.events, at, lang, scene.title),
            _legend(scene),
            element("h2", text("brief.timeline", lang)),
            timeline(scene),
            _table(scene),
        ]
    unknown = [element("li", line) for line in scene.unknown()]
    sources, terms = scene.sources(), scene.terms()
    told = [element("p", sources)] if sources else []
    told += [element("p", text("page.terms", lang), " ", terms)] if terms else []
    foot = [scene.withheld(), text("picture.ground", lang), scene.made()]
    parts += [
        element(
            "div",
            element("section", element("h2", text("brief.unknown", lang)), element("ul", *unknown)),
            *([element("section", element("h2", text("brief.sources", lang)), *told)] if told else []),
            class_="two",
        ),
        element("footer", *(element("p", line) for line in foot if line)),
    ]
    return picture.page(scene, element("main", *parts), "brief.css", [("print", "brief.print")])


def _lead(scene: Scene) -> list[Markup]:
    """How many people were killed, as far as that is stated."""
    stated = scene.events["killed_low"].dropna()
    if stated.empty:
        return []
    words = text("brief.killed", scene.lang, n=len(stated), low=labels.number(int(stated.sum()), scene.lang))
    return [element("p", words, class_="lead")]


def _legend(scene: Scene) -> Markup:
    """Families as signs of their colour, in words; areas and near."""
    lang = scene.lang
    signs = [
        _sign(
            f"{text(f'family.{f.key}', lang)} ({labels.number(n, lang)})",
            element("circle", cx="7", cy="7", r="6", fill=f.colour),
        )
        for f, n in scene.families
    ]
    soft = style.THEMES["light"].area
    box = element("rect", x="1", y="2", width="12", height="10", fill="url(#hatch)", stroke=soft)
    ring = element("circle", cx="7", cy="7", r="5", fill="none", stroke=soft, stroke_width="2.2")
    signs += [
        _sign(text("map.legend.area", lang), box),
        _sign(text("map.legend.near", lang), ring),
    ]
    return element("p", *signs, class_="legend")


def _sign(words: str, sign: Markup) -> Markup:
    svg = element("svg", sign, width="14", height="14", aria_hidden="true")
    return element("span", svg, words)


def timeline(scene: Scene) -> Markup:
    """Bars of events by the month or year of their first day, stacked by family; undated ones stay out.

    Examples
    --------
    >>> from geo import schema
    >>> from geo.views.scene import scene
    >>> rows = [{"event_id": "a", "start": "2025-07-01", "status": "realised"}]
    >>> made = timeline(scene(schema.Atlas(schema.from_rows(rows), schema.empty()), title="T"))
    >>> "July 2025: 1" in made
    True
    """
    lang = scene.lang
    dated = scene.events[scene.events["start"].notna()]
    months = (dated["start"].dt.year * 12 + dated["start"].dt.month - 1).tolist()
    by_year = bool(months) and max(months) - min(months) >= _MONTHS_UP_TO
    unit = 12 if by_year else 1
    bars = Counter(zip((month // unit for month in months), drawing.families(dated), strict=True))
    periods = [period for period, _ in bars]
    first, last = (min(periods), max(periods)) if periods else (0, 0)
    totals = Counter[int]()
    for (period, _), n in bars.items():
        totals[period] += n
    highest = max(totals.values(), default=1)
    step, room = _WIDTH / (last - first + 1), _HEIGHT - _AXIS - 14
    wide = min(step * 0.82, 60.0)
    parts = []
    for period in range(first, last + 1) if periods else ():
        middle, y = (period - first + 0.5) * step, float(_HEIGHT - _AXIS)
        held = [
            element("title", f"{_period(period, by_year, lang)}{text('said.colon', lang)}{totals[period]}")
        ]
        for index, family in enumerate(style.FAMILIES):
            high = bars[period, index] / highest * room
            y -= high
            if high:
                held.append(_bar(middle - wide / 2, y, wide, high, family.colour))
        if totals[period]:
            held.append(_label(middle, y - 3, str(totals[period])))
        if (period - first) % max(1, round(110 / step)) == 0 or step > 60:
            held.append(_label(middle, _HEIGHT - 4, _period(period, by_year, lang)))
        parts.append(element("g", *held))
    line = element("path", d=f"M0 {_HEIGHT - _AXIS}H{_WIDTH}", stroke="#8d8478")
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    return element("svg", *parts, line, viewBox=box, role="img", aria_label=text("brief.timeline", lang))


def _bar(x: float, y: float, wide: float, high: float, colour: str) -> Markup:
    return element("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{wide:.1f}", height=f"{high:.1f}", fill=colour)


def _label(x: float, y: float, words: str) -> Markup:
    return element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor="middle", font_size="11")


def _period(period: int, by_year: bool, lang: str) -> str:
    """A month or a year in words."""
    if by_year:
        return str(period)
    day = date(period // 12, period % 12 + 1, 1)
    return f"{labels.text(f'month.{day.month}', lang)} {day.year}"


def _table(scene: Scene) -> Markup:
    """The newest events, as many as the sheet holds."""
    lang = scene.lang
    newest = scene.events.sort_values(["start", "event_id"], ascending=[False, True]).head(_ROWS)
    rows, titles = table.rows(newest, lang), table.titles(lang)
    head = element("tr", *(element("th", titles[name], scope="col") for name in _COLUMNS))
    body = [
        element("tr", *(element("td", "–" if value is None else str(value)) for value in row))
        for row in rows[list(_COLUMNS)].astype("object").where(rows[list(_COLUMNS)].notna(), None).to_numpy()
    ]
    words = text("brief.latest", lang, shown=len(newest), n=len(scene.events))
    return element("table", element("caption", words), element("thead", head), element("tbody", *body))
