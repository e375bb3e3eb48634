"""Rows in UCDP GED's layout, made up for the tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

ROW = {
    "id": "15960.0",
    "year": "2020",
    "active_year": "1",
    "type_of_violence": "1",
    "conflict_name": "Mali: Government",
    "dyad_name": "Government of Mali - JNIM",
    "side_a": "Government of Mali",
    "side_b": "JNIM",
    "number_of_sources": "2",
    "source_article": '"Some Agency,2020-03-02,Soldiers die near Gao"',
    "where_prec": "1",
    "where_coordinates": "Gao town",
    "adm_1": "Gao",
    "adm_2": "Gao",
    "latitude": "16.27",
    "longitude": "-0.04",
    "country": "Mali",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2020-03-01",
    "date_end": "2020-03-01",
    "deaths_a": "2",
    "deaths_b": "1",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "low": "3",
    "best": "3",
    "high": "5",
}


def row(**changes: str | None) -> dict[str, str | None]:
    return ROW | changes


def write(
    path: Path, rows: Iterable[Mapping[str, str | None]], *, tags: bool = False, index: bool = False
) -> Path:
    """Write rows as UCDP does; with HXL tags under the header, or an unnamed column of numbers before."""
    out = io.StringIO(newline="")
    names = [*([""] if index else []), *ROW]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    if tags:
        writer.writerow({"latitude": "#geo+lat", "longitude": "#geo+lon", "date_start": "#date+start"})
    writer.writerows({"": str(n), **each} if index else dict(each) for n, each in enumerate(rows))
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path
