"""Who decides, and why: asked beside every decision, the name remembered for the session."""

from __future__ import annotations

import streamlit as st

from geo.views.labels import text


def signed(lang: str, key: str) -> tuple[str, str]:
    """Ask for the analyst's name and reason.

    Parameters
    ----------
    lang : {'en', 'fr'}
    key : str
        Name of the panel: two panels' fields are different widgets.

    Returns
    -------
    who, why : str
        Empty where nothing was written.
    """
    state = st.session_state
    state.setdefault(f"{key}.who", state.get("analyst", ""))
    left, right = st.columns([1, 2])
    who = left.text_input(text("analyst.who", lang), key=f"{key}.who", max_chars=80)
    why = right.text_input(text("analyst.why", lang), key=f"{key}.why", max_chars=500)
    state.analyst = who
    return who.strip(), why.strip()
