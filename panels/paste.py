"""Paste an article, see its events at once, judge them, keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo import pipeline, schema
from geo.errors import AtlasError
from geo.model import Report
from geo.sources import kept
from geo.views import phrases, popup, sentences
from geo.views.labels import text

from . import Page, complain, inputs, proof, review, say
from .state import pick

HEADERS = ("date", "source", "lang", "url")
_LANGUAGES = ("", "en", "fr")
_WIDEST = 60
_LONGEST = 200_000  # characters of a pasted article


@dataclass(frozen=True)
class Read:
    """An article with its events: as the machine read them, and as decided."""

    report: Report
    machine: schema.Atlas
    decided: schema.Atlas


def show(page: Page) -> None:
    """Paste an article, see its events at once, judge them, keep them."""
    lang = page.lang
    content, headers = _asked(lang)
    if not content.strip():
        return
    try:
        read = _read(content, headers)
    except AtlasError as problem:
        complain(problem, lang)
        return
    if headers["date"].strip() and read.report.published is None:
        say("p", text("article.date.bad", lang, date=headers["date"]), class_="ca-problem")
    elif read.report.published is None:
        say("p", text("article.date.none", lang), class_="ca-foot")
    told = schema.to_plain(read.machine.events).to_dict("records")
    if not told:
        say("p", text("article.silent", lang), class_="ca-empty")
    left, right = st.columns([1.25, 1])
    with right:
        chosen = _which(told, lang) if told else None
    with left:
        proof.coloured(read.report, told, read.machine.mentions, chosen, lang)
        _keeping(read, chosen, lang)
    if chosen:
        now = read.decided.events[read.decided.events["event_id"] == chosen["event_id"]]
        shown = chosen if now.empty else schema.to_plain(now).iloc[0].to_dict()
        with right.container(key="article-card"):
            st.html(popup.card(shown, lang))
        if now.empty:
            say("p", text("article.rejected", lang), class_="ca-problem")
        proof.why(shown, lang)
        review.show(shown, (), lang, gone=now.empty)


def _asked(lang: str) -> tuple[str, dict[str, str]]:
    """The article and what is known about it; kept while another panel is shown."""
    state = st.session_state
    for name in ("text", *HEADERS):
        state.setdefault(f"article.{name}", state.get(f"article.held.{name}", ""))
    content = st.text_area(
        text("article.text", lang),
        height=180,
        max_chars=_LONGEST,
        placeholder=text("article.text.help", lang),
        key="article.text",
    )
    headers = {}
    for side, name in zip(st.columns(len(HEADERS)), HEADERS, strict=True):
        label = text(f"article.{name}", lang)
        if name == "lang":
            words = {
                code: text("language", code) if code else text("article.lang.any", lang)
                for code in _LANGUAGES
            }
            headers[name] = side.selectbox(
                label,
                _LANGUAGES,
                format_func=words.__getitem__,
                placeholder=text("article.lang.any", lang),
                key="article.lang",
            )
        else:
            hint = text("article.date.help", lang) if name == "date" else None
            headers[name] = side.text_input(label, placeholder=hint, key=f"article.{name}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(text("article.read", lang), type="primary")  # to click it ends the typing, which reads
        st.button(text("article.clear", lang), on_click=_clear)
        say("p", text("article.private", lang), class_="ca-foot")
    for name, value in (("text", content), *headers.items()):
        state[f"article.held.{name}"] = value
    return content, headers


def _clear() -> None:
    for name in ("text", *HEADERS):
        st.session_state[f"article.{name}"] = ""


def _read(content: str, headers: Mapping[str, str]) -> Read:
    """Read a pasted article once; what was decided about its events is applied at every look."""
    state = st.session_state
    held = state.get("article.read")
    if held is None or held[0] != (content, headers):
        state["article.read"] = held = ((content, dict(headers)), *pipeline.read_text(content, headers))
    _, report, machine = held
    return Read(report, machine, pipeline.decided(machine))


def _which(told: Sequence[Mapping[str, Any]], lang: str) -> dict[str, Any]:
    """Choose one of an article's events."""
    number = st.selectbox(
        text("article.events", lang, n=len(told)),
        range(len(told)),
        format_func=lambda each: f"{each + 1}. {phrases.title(told[each], lang)}",
        placeholder=text("said.choose", lang),
        key="article.event",
    )
    return dict(told[number if number is not None and number < len(told) else 0])


def _keeping(read: Read, chosen: Mapping[str, Any] | None, lang: str) -> None:
    """Put the article on the map, for this session or for good."""
    state = st.session_state
    name = _title(read.report)
    with st.container(horizontal=True):
        st.button(
            text("article.add", lang),
            disabled=not len(read.machine.events) or name in inputs.added(),
            on_click=_add,
            args=(name, read, chosen and chosen["event_id"], lang),
        )
        st.button(text("article.keep", lang), on_click=_keep, args=(name, read.report, lang))
    if told := state.pop("article.told", None):
        say("p", told, role="status")


def _add(name: str, read: Read, chosen: str | None, lang: str) -> None:
    state = st.session_state
    inputs.texts()[read.report.id] = read.report
    inputs.add(name, read.machine)
    state["article.for"] = chosen  # so that the panel stays with the pasted article
    pick(chosen)
    state["article.told"] = text("article.added", lang)


def _keep(name: str, report: Report, lang: str) -> None:
    state = st.session_state
    try:
        path = kept.keep(report)
    except AtlasError as problem:
        state["article.told"] = sentences.told(str(problem), lang)
        return
    inputs.remove(name)  # what is kept is read from its file
    state["article.told"] = text("article.kept", lang, file=str(path))


def _title(report: Report) -> str:
    """What the article is called among what was added: its title, or how it begins, and part of its id."""
    words = " ".join((report.title or report.text).split())
    return f"{words if len(words) <= _WIDEST else words[: _WIDEST - 1] + '…'} · {report.id[:6]}"
