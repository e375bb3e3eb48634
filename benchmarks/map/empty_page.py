"""A Streamlit page with nothing but a heading: what opening any page costs."""

import streamlit as st

st.title("Empty", anchor=False)
