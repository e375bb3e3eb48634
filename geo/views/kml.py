"""Events as KML for Google Earth and its like: a placemark an event, with its time.

Source: OGC KML 2.3, whose times are days, months (yyyy-mm) or years.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from .. import schema
from . import meta

if TYPE_CHECKING:
    import pandas as pd

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_BLOCK = 20_000  # events
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def pieces(events: pd.DataFrame, about: meta.About) -> Iterator[bytes]:
    """Write events as a KML document, some thousand at a time.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table.
    about : geo.views.meta.About
        Told as the document's description and data.

    Yields
    ------
    bytes
        UTF-8 XML. An unlocated event is a placemark without a point; characters that XML cannot hold
        become U+FFFD.

    Examples
    --------
    >>> from geo import schema
    >>> made = b"".join(pieces(schema.from_rows([{"start": "2025-07-01"}]), meta.About()))
    >>> b"<begin>2025-07-01</begin>" in made
    True
    """
    root = ElementTree.Element("kml", xmlns=_NAMESPACE)
    folder = ElementTree.SubElement(root, "Document")
    _add(folder, "name", meta.GENERATOR)
    _add(folder, "description", "\n".join(f"{name}: {text}" for name, text in about.lines()))
    data = ElementTree.SubElement(folder, "ExtendedData")
    for name, value in about.lines():
        _add(ElementTree.SubElement(data, "Data", name=name), "value", value)
    end = b"</Document></kml>"
    yield ElementTree.tostring(root, encoding="utf-8", xml_declaration=True).removesuffix(end)
    for at in range(0, len(events), _BLOCK):
        yield _marks(schema.to_plain(events.iloc[at : at + _BLOCK], lists_as_json=True))
    yield end


def _marks(plain: pd.DataFrame) -> bytes:
    """Placemarks, a column at a time: what many events say is written once."""
    names = ("sub_event_type", "place_name", "start")
    titles = [" · ".join(str(part) for part in parts if part) for parts in plain[list(names)].to_numpy()]
    told = [_told(plain[name], name) for name in plain]
    points = (
        "" if x is None or y is None else f"<Point><coordinates>{x!r},{y!r}</coordinates></Point>"
        for x, y in zip(plain["longitude"], plain["latitude"], strict=True)
    )
    marks = zip(
        titles, map(_time, plain["start"], plain["end"]), zip(*told, strict=True), points, strict=True
    )
    return "".join(
        f"<Placemark><name>{_safe(title)}</name>{time}<ExtendedData>{''.join(data)}</ExtendedData>{point}</Placemark>"
        for title, time, data, point in marks
    ).encode()


def _told(values: pd.Series, name: str) -> list[str]:
    """A column's values, made once for each distinct one; nothing of null and of an empty list."""
    code, distinct = values.factorize(use_na_sentinel=True)
    said = [
        "" if value == "[]" else f'<Data name="{name}"><value>{_safe(value)}</value></Data>'
        for value in distinct.tolist()
    ]
    return [said[at] if at >= 0 else "" for at in code.tolist()]


@lru_cache(maxsize=4096)
def _time(start: str | None, end: str | None) -> str:
    """A day, a month or a year as one moment of that precision, all else as a span."""
    if not start and not end:
        return ""
    whole = _unit(start, end) if start and end else None
    if whole:
        return f"<TimeStamp><when>{whole}</when></TimeStamp>"
    days = "".join(f"<{tag}>{day}</{tag}>" for tag, day in (("begin", start), ("end", end)) if day)
    return f"<TimeSpan>{days}</TimeSpan>"


def _safe(value: object) -> str:
    return escape(_NOT_XML.sub("\ufffd", str(value)))


def _unit(start: str, end: str) -> str | None:
    """The day, month or year that an interval is, or None."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return start
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return start[:4]
    month_ends = monthrange(first.year, first.month)[1]
    return start[:7] if (first.day, last) == (1, first.replace(day=month_ends)) else None


def _add(parent: ElementTree.Element, tag: str, value: object) -> None:
    ElementTree.SubElement(parent, tag).text = _NOT_XML.sub("\ufffd", str(value))
