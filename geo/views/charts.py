"""The chart beside the map: events by period as a Vega-Lite chart, with its legend and its table.

Streamlit serves Vega-Lite itself, so that a chart asks for nothing from elsewhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from . import labels, phrases, style, tally
from .labels import text
from .popup import element
from .tally import Timeline

if TYPE_CHECKING:
    import pandas as pd

BRUSH = "brush"
FULL = 0.92  # how much of its period a bar fills
FEW = 30  # periods that have a tick each, at their first day; Vega's weeks would begin on Sunday
PALE = 0.4  # how opaque possible events are
FORMATS = {"week": "%-d %b", "month": "%b %Y", "year": "%Y"}
ZOOMED = {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%-d %b", "date": "%-d %b"}
_WINDOW = "#3a93bd"
_DAY = 86_400_000  # milliseconds


@cache
def sheet() -> str:
    """The style sheet of the tables and the legend; its colours are those of the page around them."""
    return (Path(__file__).parent / "assets" / "charts.css").read_text(encoding="utf-8")


# --- The timeline -----------------------------------------------------------------------------------------


def bars(made: Timeline, lang: str = "en") -> pd.DataFrame:
    """The bars of the timeline: one row a period, colour and certainty that has events.

    Parameters
    ----------
    made : geo.views.tally.Timeline
    lang : {'en', 'fr'}

    Returns
    -------
    pandas.DataFrame
        ``from`` and ``to`` (milliseconds since 1970, the bar's ends), ``low`` and ``high`` (its foot and
        top, in events), ``sure`` (1 certain, 0 possible), ``colour`` (hexadecimal) and, to be read,
        ``period``, ``what`` and ``n``.
    """
    import numpy as np
    import pandas as pd

    palette = style.palettes(lang)[made.by]
    both = np.stack([made.certain, made.possible], axis=2).reshape(len(made.starts), -1)  # side by side
    high = both.cumsum(axis=1)
    row, column = both.nonzero()
    series, possible = np.divmod(column, 2)
    used = np.unique(row)
    names = {index: _named(made, index, lang) for index in used.tolist()}
    ends = [_ms(first) for first in made.starts]
    ends += [_ms(tally.period(made.starts[-1], made.unit)[1] + timedelta(1))] if made.starts else []
    spans = np.array(ends, dtype="int64")
    sure = [text("summary.certain", lang), text("summary.possible", lang)]
    return pd.DataFrame(
        {
            "from": spans[row],
            "to": (spans[row] + FULL * (spans[row + 1] - spans[row])).astype("int64"),
            "low": (high - both)[row, column],
            "high": high[row, column],
            "n": both[row, column],
            "sure": 1 - possible,
            "colour": [palette[index]["colour"] for index in series.tolist()],
            "period": [names[index] for index in row.tolist()],
            "what": [
                f"{palette[s]['name']} ({sure[p]})"
                for s, p in zip(series.tolist(), possible.tolist(), strict=True)
            ],
        }
    )


def spec(
    made: Timeline,
    window: tuple[date, date] | None,
    lang: str = "en",
    height: int = 190,
) -> dict[str, Any]:
    """The timeline as a Vega-Lite chart with a brush along its time axis.

    Parameters
    ----------
    made : geo.views.tally.Timeline
    window : tuple of two datetime.date or None
        Shown as a band behind the bars.
    lang : {'en', 'fr'}
    height : int
        Pixels.

    Examples
    --------
    >>> from geo import schema
    >>> from geo.views.facts import facts
    >>> made = tally.timeline(facts(schema.from_rows([{"start": "2025-07-01", "end": "2025-07-01"}])), "week")
    >>> [len(spec(made, each)["layer"]) for each in (None, (date.min, date.max))]
    [1, 2]
    """
    across = {"type": "temporal", "scale": {"type": "utc", "nice": False}, "title": None}
    axis: dict[str, Any] = {"format": ZOOMED, "labelOverlap": True, "grid": False}
    if len(made.starts) <= FEW:
        ticks = [{"year": d.year, "month": d.month, "date": d.day, "utc": True} for d in made.starts]
        axis |= {"values": ticks, "format": FORMATS[made.unit]}
    words = [("period", made.unit), ("what", "what"), ("n", "events")]
    tips = [{"field": field, "title": text(f"summary.{key}", lang)} for field, key in words]
    drawn: dict[str, Any] = {
        "name": "bars",
        "mark": {"type": "rect", "aria": False},
        "encoding": {
            "x": {"field": "from", "axis": axis, **across},
            "x2": {"field": "to"},
            "y": {
                "field": "low",
                "type": "quantitative",
                "title": None,
                "axis": {"tickMinStep": 1, "tickCount": 4, "format": ",d"},
            },
            "y2": {"field": "high"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "opacity": {"condition": {"test": "datum.sure", "value": 1}, "value": PALE},
            "tooltip": tips,
        },
    }
    shown = window and made.starts and _clipped(window, made)
    band = {
        "data": {"values": [{"from": _ms(shown[0]), "to": _ms(shown[1] + timedelta(1))}]} if shown else {},
        "mark": {
            "type": "rect",
            "aria": False,
            "color": _WINDOW,
            "opacity": 0.2,
            "stroke": _WINDOW,
            "strokeWidth": 1,
        },
        "encoding": {"x": {"field": "from", **across}, "x2": {"field": "to"}},
    }
    brush = {"type": "interval", "encodings": ["x"], "translate": False, "zoom": False}
    look = {"fill": _WINDOW, "fillOpacity": 0.2, "stroke": _WINDOW, "cursor": "crosshair"}
    return {
        "height": height,
        "datasets": {"bars": bars(made, lang)},  # named ones are there at the first painting
        "data": {"name": "bars"},
        "params": [{"name": BRUSH, "select": {**brush, "mark": look}, "views": ["bars"]}],
        "layer": [band, drawn] if shown else [drawn],
        "config": {"locale": _locale(lang), "view": {"cursor": "crosshair"}},
    }


def brushed(told: object, unit: str) -> tuple[date, date] | None:
    """The window that a brush over the chart asks for: whole periods, every one that it touches.

    Parameters
    ----------
    told : object
        What the chart says of its selection: ``{"brush": {"from": [milliseconds, milliseconds]}}``, or with
        nothing in it.
    unit : {'week', 'month', 'year'}

    Examples
    --------
    >>> at = [1751328000000, 1751414400000]  # 1 and 2 July 2025
    >>> brushed({"brush": {"from": at}}, "month"), brushed({"brush": {}}, "month")
    ((datetime.date(2025, 7, 1), datetime.date(2025, 7, 31)), None)
    """
    ends = (told.get(BRUSH) or {}).get("from") if isinstance(told, dict) else None
    if not ends or len(ends) != 2:
        return None
    first, last = sorted(date(1970, 1, 1) + timedelta(days=float(each) // _DAY) for each in ends)
    return tally.period(first, unit)[0], tally.period(last, unit)[1]


def period_name(first: date, unit: str, lang: str = "en") -> str:
    """A period in words.

    Examples
    --------
    >>> period_name(date(2025, 6, 30), "week"), period_name(date(2025, 7, 1), "month")
    ('30 June to 6 July 2025', 'July 2025')
    """
    return phrases.interval(*tally.period(first, unit), "range" if unit == "week" else unit, lang)


def said(made: Timeline, lang: str = "en") -> str:
    """What the chart shows, in a sentence for those who do not see it."""
    per = (made.certain + made.possible).sum(axis=1)
    if not len(per):
        return text("summary.alt.none", lang)
    most = int(per.argmax())
    return text(
        f"summary.alt.{made.unit}",
        lang,
        first=_named(made, 0, lang),
        last=_named(made, -1, lang),
        most=_named(made, most, lang),
        n=int(per[most]),
    )


def twin(made: Timeline, lang: str = "en") -> pd.DataFrame:
    """The timeline as a table: the periods that have events, the newest first.

    Returns
    -------
    pandas.DataFrame
        One row a period: its name, its certain and possible events, deaths, and events by colour. ISO dates
        of the first days are the index.
    """
    import numpy as np
    import pandas as pd

    per = made.certain + made.possible
    rows = np.flatnonzero(per.sum(axis=1))[::-1]
    names = style.palettes(lang)[made.by]
    columns: dict[str, Any] = {
        text(f"summary.{made.unit}", lang): [_named(made, index, lang) for index in rows],
        text("summary.certain.events", lang): made.certain[rows].sum(axis=1),
        text("summary.possible.events", lang): made.possible[rows].sum(axis=1),
        text("summary.deaths.least", lang): made.low[rows],
    }
    columns |= {names[i]["name"]: per[rows, i] for i in np.flatnonzero(per.sum(axis=0)).tolist()}
    return pd.DataFrame(columns, index=[made.starts[index].isoformat() for index in rows])


def legend(made: Timeline, lang: str = "en") -> Markup:
    """The colours in the chart, and what pale bars are."""
    held = (made.certain + made.possible).sum(axis=0)
    entries = [
        element("li", element("i", style=f"--colour:{each['colour']}", aria_hidden="true"), each["name"])
        for each, n in zip(style.palettes(lang)[made.by], held.tolist(), strict=True)
        if n
    ]
    if made.possible.any():
        swatch = element("i", style="--colour:currentColor", class_="ca-pale", aria_hidden="true")
        entries.append(element("li", swatch, text("summary.pale", lang)))
    return element("ul", *entries, class_="ca-chartkey")


def _named(made: Timeline, index: int, lang: str) -> str:
    return period_name(made.starts[index], made.unit, lang)


def _clipped(window: tuple[date, date], made: Timeline) -> tuple[date, date] | None:
    """The part of a window that the chart reaches."""
    first, last = made.starts[0], tally.period(made.starts[-1], made.unit)[1]
    shown = (max(window[0], first), min(window[1], last))
    return shown if shown[0] <= shown[1] else None


def _ms(day: date) -> int:
    return (day - date(1970, 1, 1)).days * _DAY


def _locale(lang: str) -> dict[str, Any]:
    """Names and numbers of the axis, as d3 wants them."""
    months = [text(f"month.{n}", lang) for n in range(1, 13)]
    short = text("summary.months", lang).split()
    days = text("summary.days", lang).split()
    thousands = labels.number(1000, lang)[1:-3]
    return {
        "number": {"decimal": ".", "thousands": thousands, "grouping": [3], "currency": ["", ""]},
        "time": {
            "dateTime": "%-d %B %Y %H:%M",
            "date": "%Y-%m-%d",
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": days,
            "shortDays": [each[:3] for each in days],
            "months": months,
            "shortMonths": short,
        },
    }
