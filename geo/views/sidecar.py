"""What a file of rows alone says about itself, in a small file beside it (CSV on the Web).

Source: https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .. import schema, vocab
from . import meta

_DATATYPES = {"str": "string", "date": "date", "float": "double", "int": "integer", "list": "json"}


def path(of: str | os.PathLike[str]) -> Path:
    """Where the metadata of a file stands.

    Examples
    --------
    >>> path("out/events.csv").name
    'events.csv-metadata.json'
    """
    return Path(of).with_name(f"{Path(of).name}-metadata.json")


def text(name: str, about: meta.About) -> str:
    """Describe a file of rows: whose they are, what was asked for, when, and what each column means.

    Parameters
    ----------
    name : str
        The file's name.
    about : geo.views.meta.About

    Returns
    -------
    str
        JSON; for a CSV file also its columns, as CSV on the Web has it.

    Examples
    --------
    >>> told = json.loads(text("events.csv", meta.About(licences=("CC BY 4.0",))))
    >>> told["dc:rights"], told["tableSchema"]["columns"][0]["name"]
    (['CC BY 4.0'], 'event_id')
    """
    told: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "dc:creator": meta.GENERATOR,
        "dc:created": about.exported,
        "dc:source": list(about.sources),
        "dc:rights": list(about.licences),
        "dc:bibliographicCitation": list(about.attribution.values()),
        "dc:provenance": "&".join(f"{key}={value}" for key, value in about.filter.items()),
    }
    told = {key: value for key, value in told.items() if value}
    if about.profile:
        told |= {"profile": about.profile, "withheld": dict(about.withheld)}
    if name.lower().endswith(".csv"):
        tagged = name.lower().endswith(".hxl.csv")
        told["dialect"] = {"headerRowCount": 2 if tagged else 1}
        told["tableSchema"] = {"columns": [_column(column, tagged) for column in schema.columns()]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _column(column: schema.Column, tagged: bool) -> dict[str, Any]:
    tags = {row["column"]: row["tag"] for row in vocab.rows("crosswalks/hxl.csv")} if tagged else {}
    titles = [column.name, *([tags[column.name]] if tagged else [])]
    return {
        "name": column.name,
        "titles": titles,
        "datatype": _DATATYPES[column.kind],
        "dc:description": column.meaning,
    }
