"""Files of exactly what the page shows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import streamlit as st

from geo.views import export, files, meta, standalone
from geo.views.labels import text

from . import Page, say


class Format(NamedTuple):
    """A format below the common ones: its label's key, what its files end with, its media type."""

    key: str
    ending: str
    mime: str
    excel: bool = False


FORMATS = (
    Format("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format("excel", ".csv", "text/csv", excel=True),
    Format("gpkg", ".gpkg", "application/geopackage+sqlite3"),
    Format("parquet", ".parquet", "application/vnd.apache.parquet"),
    Format("kml", ".kml", "application/vnd.google-earth.kml+xml"),
    Format("hxl", ".hxl.csv", "text/csv"),
    Format("lines", ".geojsonl", "application/geo+json-seq"),
)


def show(page: Page) -> None:
    """Downloads of exactly what the query picks, made when they are asked for."""
    atlas, query, lang = replace(page.atlas, events=page.events), page.query, page.lang
    title = text("app.name", lang)
    st.caption(text("download.title", lang))
    if "ACLED" in set(page.shown["licence"].dropna().unique()):
        say("p", text("download.acled", lang), role="note")
    if restricted := int((page.shown["sensitivity"] == "restricted").sum()):
        say("p", text("share.warning", lang, n=restricted), class_="ca-foot", role="note")
    makers = {
        "geojson": (lambda: export.to_geojson(atlas, query, exported=meta.now()), "application/geo+json"),
        "csv": (lambda: export.to_csv(atlas, query), "text/csv"),
        "html": (lambda: standalone.standalone(atlas, title=title, query=query, lang=lang), "text/html"),
    }
    with st.container(horizontal=True):
        for kind, (make, mime) in makers.items():
            label, name = text(f"download.{kind}", lang), f"conflict-atlas.{kind}"
            st.download_button(label, make, name, mime, on_click="ignore")
        with st.popover(text("download.more", lang)):
            for each in FORMATS:
                made = partial(files.content, atlas, each.ending, query=query, excel=each.excel)
                label, name = text(f"download.{each.key}", lang), f"conflict-atlas{each.ending}"
                key = f"download.{each.key}"
                st.download_button(label, made, name, each.mime, on_click="ignore", key=key)
