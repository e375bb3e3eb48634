"""Files of exactly what the page shows."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.views import export, meta, standalone
from geo.views.labels import text

from . import Page


def show(page: Page) -> None:
    """Downloads of exactly what the query picks, made when they are asked for."""
    atlas, query, lang = replace(page.atlas, events=page.events), page.query, page.lang
    title = text("app.name", lang)
    st.caption(text("download.title", lang))
    makers = {
        "geojson": (lambda: export.to_geojson(atlas, query, exported=meta.now()), "application/geo+json"),
        "csv": (lambda: export.to_csv(atlas, query), "text/csv"),
        "html": (lambda: standalone.standalone(atlas, title=title, query=query, lang=lang), "text/html"),
    }
    with st.container(horizontal=True):
        for kind, (make, mime) in makers.items():
            label, name = text(f"download.{kind}", lang), f"conflict-atlas.{kind}"
            st.download_button(label, make, name, mime, on_click="ignore")
