"""The filters of the sidebar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo import schema, vocab
from geo.model import Precision
from geo.store.query import sources_of
from geo.views import groups, phrases
from geo.views.labels import known, text

from .state import CHOICES, clear_filters, key

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Offered:
    """What there is to choose from.

    Parameters
    ----------
    words : dict of str to tuple of str
        Of each filter of ``state.CHOICES``, in the order in which they are offered.
    depths : dict of str to int
        How deep a group stands in the tree of groups.
    """

    words: dict[str, tuple[str, ...]]
    depths: dict[str, int]


def offered(events: gpd.GeoDataFrame) -> Offered:
    """What the filters offer for these events."""
    depths = groups.tree(events["group"].dropna().unique())
    words = {
        "group": tuple(depths),
        "event_type": tuple(dict.fromkeys(kind.event_type for kind in vocab.kinds())),
        "place_precision": tuple(str(precision) for precision in Precision),
        "attribution": schema.ATTRIBUTIONS,
        "country": tuple(sorted(events["country"].dropna().unique())),
        "source": sources_of(events),
    }
    return Offered(words, depths)


def show(offer: Offered, lang: str) -> None:
    """The filters; what a link asks for is offered, too."""
    state = st.session_state
    words = {
        "group": lambda each: groups.name(each, offer.depths.get(each, 0), lang),
        "event_type": lambda each: phrases.kind(each, lang),
        "country": lambda each: phrases.country(each, lang),
    }
    for name in CHOICES:
        options = dict.fromkeys((*offer.words[name], *state[key(name)]))
        if name == "source" and len(options) < 2:
            continue
        st.multiselect(
            text(f"filter.{name}", lang),
            options,
            default=state[key(name)],  # what a link asks for, should the message that sets it be lost
            format_func=words.get(name, lambda each: known(f"short.{each}", lang)),
            placeholder=text(f"filter.any.{name}", lang),
            help=text("filter.group.help", lang) if name == "group" else None,
            select_all=False,
            wrap=False,  # a field that grew and shrank would move what is below it from under a click
            key=key(name),
        )
    st.text_input(text("filter.text", lang), value=state[key("text")], key=key("text"))
    st.button(text("filter.clear", lang), on_click=clear_filters)
