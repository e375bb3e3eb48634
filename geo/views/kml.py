"""Events as KML for Google Earth and its like: a placemark an event, with its time span."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    import pandas as pd

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(plain: pd.DataFrame, title: str) -> bytes:
    """Write events as a KML document.

    Parameters
    ----------
    plain : pandas.DataFrame
        An events table as ``geo.schema.to_plain(events, lists_as_json=True)`` gives it.
    title : str
        The document's name.

    Returns
    -------
    bytes
        UTF-8 XML. An unlocated event is a placemark without a point; characters that XML cannot hold
        become U+FFFD.

    Examples
    --------
    >>> from geo import schema
    >>> plain = schema.to_plain(schema.from_rows([{"start": "2025-07-01"}]), lists_as_json=True)
    >>> b"<begin>2025-07-01</begin>" in document(plain, "Raids")
    True
    """
    root = ElementTree.Element("kml", xmlns=_NAMESPACE)
    folder = ElementTree.SubElement(root, "Document")
    _add(folder, "name", title)
    for row in plain.to_dict("records"):
        mark = ElementTree.SubElement(folder, "Placemark")
        name = " · ".join(str(row[part]) for part in ("sub_event_type", "place_name", "start") if row[part])
        _add(mark, "name", name)
        if row["start"] or row["end"]:
            span = ElementTree.SubElement(mark, "TimeSpan")
            for tag, column in (("begin", "start"), ("end", "end")):
                if row[column]:
                    _add(span, tag, row[column])
        data = ElementTree.SubElement(mark, "ExtendedData")
        for column, value in row.items():
            if value is not None and value not in ("[]", []):
                _add(ElementTree.SubElement(data, "Data", name=str(column)), "value", value)
        if row["longitude"] is not None and row["latitude"] is not None:
            point = ElementTree.SubElement(mark, "Point")
            _add(point, "coordinates", f"{row['longitude']!r},{row['latitude']!r}")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: ElementTree.Element, tag: str, value: object) -> None:
    ElementTree.SubElement(parent, tag).text = _NOT_XML.sub("\ufffd", str(value))
