"""The panels below and beside the map, one module each; app.py puts them on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo.views import popup

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.errors import AtlasError
    from geo.schema import Atlas
    from geo.store.query import Query


@dataclass(frozen=True)
class Page:
    """What a panel is given.

    Parameters
    ----------
    atlas : geo.schema.Atlas
        All that was read, with what the user added and decided.
    events : geopandas.GeoDataFrame
        Its events that may be mapped, before any filter.
    shown : geopandas.GeoDataFrame
        Those of them that the filters and the time window pick.
    query : geo.store.query.Query
        The filters and the time window.
    lang : {'en', 'fr'}
    """

    atlas: Atlas
    events: gpd.GeoDataFrame
    shown: gpd.GeoDataFrame
    query: Query
    lang: str


def complain(problem: AtlasError | str, lang: str, **attributes: str) -> None:
    """Say what went wrong in the reader's language."""
    say("p", popup.sentence(str(problem), lang), class_="ca-problem", **attributes)


def say(tag: str, *children: object, **attributes: str) -> None:
    """Put one escaped element on the page; Streamlit's Markdown would load images that a text names."""
    st.html(popup.element(tag, *children, **attributes))
