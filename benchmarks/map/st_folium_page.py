"""A page with st_folium as its guide has it: ``streamlit run … -- COUNT``; the address has the window's days.

The map stays, a feature group is exchanged; nothing is told back. Both are its fastest ways.
"""

from __future__ import annotations

import sys

import folium
import peers
import streamlit as st
from streamlit_folium import st_folium

st.set_page_config(layout="wide")
COUNT = int(sys.argv[1])
days = int(st.query_params["days"])
features = st.cache_resource(peers.features)(COUNT)
countries = st.multiselect("Country", ["BF", "ML", "NE"])
begin = peers.DAYS // 3 if days < peers.DAYS else 0
since = st.slider("From day", 0, max(peers.DAYS - days, 300), begin, step=30)
kept = [
    feature
    for feature in features
    if since <= feature["properties"]["day"] < since + days
    and (not countries or feature["properties"]["country"] in countries)
]
group = folium.FeatureGroup(name="events")
if kept:  # folium refuses an empty collection
    mark = folium.CircleMarker(radius=5, weight=1)
    folium.GeoJson({"type": "FeatureCollection", "features": kept}, marker=mark).add_to(group)
base = folium.Map(location=peers.CENTRE, zoom_start=peers.ZOOM, tiles=None, prefer_canvas=True)
st_folium(base, feature_group_to_add=group, returned_objects=[], width=1100, height=560, key="map")
