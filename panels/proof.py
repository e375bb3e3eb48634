"""What events rest on: the article with their words marked, and the reasons, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import escape

from geo.events.explain import grounds
from geo.model import Report
from geo.views import marked, popup
from geo.views.labels import known, text

from . import say


def coloured(
    report: Report,
    told: Sequence[Mapping[str, Any]],
    mentions: Sequence[Mapping[str, Any]],
    chosen: Mapping[str, Any] | None,
    lang: str,
) -> None:
    """The article with its marks, and what they mean."""
    marks = marked.marks(report, told, mentions, chosen["event_id"] if chosen else None)
    st.html(marked.legend(marks, lang) or popup.element("p"))
    with st.container(key="article-text"):
        if report.title:
            say("h4", report.title, dir="auto")
        st.html(marked.article(report.text, marks, lang, report.language))


def why(event: Mapping[str, Any], lang: str, *, opened: bool = False) -> None:
    """What each part of the event rests on."""
    lines = []
    for ground in grounds(event):
        quotes = [f"{text('said.quote', lang, words=words)} ({report})" for words, report in ground.quotes]
        rest = [escape(each) for each in quotes] + [popup.sentence(each, lang) for each in ground.reasons]
        name = popup.element("b", known(f"article.part.{ground.field}", lang))
        colon, then = (text(f"said.{sign}", lang) for sign in ("colon", "then"))
        lines.append(popup.element("li", name, colon, escape(then).join(rest)))
    with st.expander(text("article.why", lang), expanded=opened):
        say("ul", *lines, class_="ca-why")
