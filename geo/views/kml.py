"""Events as KML for Google Earth and its like: a placemark an event, with its time.

Source: OGC KML 2.3, whose times are days, months (yyyy-mm) or years.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from . import meta

if TYPE_CHECKING:
    import pandas as pd

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(plain: pd.DataFrame, about: meta.About) -> bytes:
    """Write events as a KML document.

    Parameters
    ----------
    plain : pandas.DataFrame
        An events table as ``geo.schema.to_plain(events, lists_as_json=True)`` gives it.
    about : geo.views.meta.About
        Told as the document's description and data.

    Returns
    -------
    bytes
        UTF-8 XML. An unlocated event is a placemark without a point; characters that XML cannot hold
        become U+FFFD.

    Examples
    --------
    >>> from geo import schema
    >>> plain = schema.to_plain(schema.from_rows([{"start": "2025-07-01"}]), lists_as_json=True)
    >>> b"<begin>2025-07-01</begin>" in document(plain, meta.About())
    True
    """
    root = ElementTree.Element("kml", xmlns=_NAMESPACE)
    folder = ElementTree.SubElement(root, "Document")
    _add(folder, "name", meta.GENERATOR)
    _add(folder, "description", "\n".join(f"{name}: {text}" for name, text in about.lines()))
    _data(folder, dict(about.lines()))
    for row in plain.to_dict("records"):
        mark = ElementTree.SubElement(folder, "Placemark")
        name = " · ".join(str(row[part]) for part in ("sub_event_type", "place_name", "start") if row[part])
        _add(mark, "name", name)
        _time(mark, row["start"], row["end"])
        _data(mark, {k: v for k, v in row.items() if v is not None and v != "[]"})
        if row["longitude"] is not None and row["latitude"] is not None:
            point = ElementTree.SubElement(mark, "Point")
            _add(point, "coordinates", f"{row['longitude']!r},{row['latitude']!r}")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _time(mark: ElementTree.Element, start: str | None, end: str | None) -> None:
    """Write a day, a month or a year as one moment of that precision, all else as a span."""
    if not start and not end:
        return
    whole = _unit(start, end) if start and end else None
    if whole:
        _add(ElementTree.SubElement(mark, "TimeStamp"), "when", whole)
        return
    span = ElementTree.SubElement(mark, "TimeSpan")
    for tag, day in (("begin", start), ("end", end)):
        if day:
            _add(span, tag, day)


def _unit(start: str, end: str) -> str | None:
    """The day, month or year that an interval is, or None."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return start
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return start[:4]
    month_ends = monthrange(first.year, first.month)[1]
    return start[:7] if (first.day, last) == (1, first.replace(day=month_ends)) else None


def _data(parent: ElementTree.Element, values: dict[str, Any]) -> None:
    data = ElementTree.SubElement(parent, "ExtendedData")
    for name, value in values.items():
        _add(ElementTree.SubElement(data, "Data", name=str(name)), "value", value)


def _add(parent: ElementTree.Element, tag: str, value: object) -> None:
    ElementTree.SubElement(parent, tag).text = _NOT_XML.sub("\ufffd", str(value))
