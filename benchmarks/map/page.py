"""The page over made-up events: ``streamlit run benchmarks/map/page.py -- COUNT``; bench_map.py drives it."""

from __future__ import annotations

import sys

import made_up
import streamlit as st

import app
from geo import schema
from panels import inputs


@st.cache_resource
def atlas(count: int) -> schema.Atlas:
    """Made once a server."""
    return schema.Atlas(made_up.events(count), schema.empty())


def read(_lang: str) -> schema.Atlas:
    """What stands in for reading files."""
    return atlas(int(sys.argv[1]))


inputs.read = read
app.main()
