"""An article beside the events that it tells: a pasted one, or those that the picked event came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo import events, pipeline, schema
from geo.errors import AtlasError
from geo.events import decisions
from geo.events import review as judgement
from geo.events.explain import grounds
from geo.model import Report
from geo.sources import kept
from geo.views import marked, phrases, popup
from geo.views.labels import known, text

from . import Page, inputs, review, say
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
    """The panel."""
    st.html(f"<style>{marked.style()}</style>")
    state, lang = st.session_state, page.lang
    modes: dict[str, Callable[[Page], None]] = {"paste": _pasted}
    if state.picked:
        modes["picked"] = _picked
        if state.get("article.for") != state.picked:  # picked just now
            state["article.mode"] = "picked"
    state["article.for"] = state.picked
    state.setdefault("article.mode", "paste")
    if state["article.mode"] not in modes:
        state["article.mode"] = "paste"
    if len(modes) > 1:
        st.segmented_control(
            text("article.mode", lang),
            modes,
            format_func=lambda mode: text(f"article.mode.{mode}", lang),
            required=True,
            label_visibility="collapsed",
            key="article.mode",
        )
    modes[state["article.mode"]](page)
    _rejected(lang)


# --- A pasted article ------------------------------------------------------------------------------------


def _pasted(page: Page) -> None:
    """Paste an article, see its events at once, judge them, keep them."""
    lang = page.lang
    content, headers = _asked(lang)
    if not content.strip():
        return
    try:
        read = _read(content, headers)
    except AtlasError as problem:
        say("p", str(problem), class_="ca-problem")
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
        _coloured(read.report, told, read.machine.mentions, chosen, lang)
        _keeping(read, chosen, lang)
    if chosen:
        now = read.decided.events[read.decided.events["event_id"] == chosen["event_id"]]
        shown = chosen if now.empty else schema.to_plain(now).iloc[0].to_dict()
        with right.container(key="article-card"):
            st.html(popup.card(shown, lang))
        if now.empty:
            say("p", text("article.rejected", lang), class_="ca-problem")
        _why(shown, lang)
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
                label, _LANGUAGES, format_func=words.__getitem__, key="article.lang"
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
    state, key = (
        st.session_state,
        hashlib.sha256(repr((content, sorted(headers.items()))).encode()).hexdigest(),
    )
    held = state.get("article.read")
    if held is None or held[0] != key:
        state["article.read"] = held = (key, *pipeline.read_text(content, headers))
    _, report, machine = held
    return Read(report, machine, pipeline.decided(machine))


def _which(told: Sequence[Mapping[str, Any]], lang: str) -> dict[str, Any]:
    """Choose one of an article's events."""
    number = st.selectbox(
        text("article.events", lang, n=len(told)),
        range(len(told)),
        format_func=lambda each: f"{each + 1}. {phrases.title(told[each], lang)}",
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
    state.setdefault("article.pasted", {})[read.report.id] = read.report
    inputs.add(name, read.machine)
    state["article.for"] = chosen  # so that the panel stays with the pasted article
    pick(chosen)
    state["article.told"] = text("article.added", lang)


def _keep(name: str, report: Report, lang: str) -> None:
    state = st.session_state
    try:
        path = kept.keep(report)
    except AtlasError as problem:
        state["article.told"] = str(problem)
        return
    inputs.remove(name)  # what is kept is read from its file
    state["article.told"] = text("article.kept", lang, file=str(path))


def _title(report: Report) -> str:
    """What the article is called among what was added: its title, or how it begins."""
    words = " ".join((report.title or report.text).split())
    return words if len(words) <= _WIDEST else words[: _WIDEST - 1] + "…"


# --- The articles of the picked event --------------------------------------------------------------------


def _picked(page: Page) -> None:
    """The articles that the picked event came from, where their texts are on this machine."""
    state, lang = st.session_state, page.lang
    row = page.atlas.events[page.atlas.events["event_id"] == state.picked]
    if row.empty:  # the card says so
        return
    event = schema.to_plain(row).iloc[0].to_dict()
    left, right = st.columns([1.25, 1])
    with left:
        _sources(event, page)
    with right:
        say("h4", phrases.title(event, lang), class_="ca-part")
        _why(event, lang, opened=True)
    members = events.members_of(event["event_id"], page.atlas.events, page.atlas.members)
    review.show(event, members, lang)


def _sources(event: Mapping[str, Any], page: Page) -> None:
    """One of the event's articles, its own words strong, those of the article's other events pale."""
    reports, lang = [str(each) for each in event["reports"] or ()], page.lang
    if not reports:
        say("p", text("article.reports.none", lang), class_="ca-empty")
        return
    name = reports[0]
    if len(reports) > 1:
        label = text("article.reports", lang, n=len(reports))
        name = st.selectbox(label, reports, key=f"article.report.{event['event_id']}") or name
    report = st.session_state.get("article.pasted", {}).get(name) or _original(tuple(inputs.articles()), name)
    if report is None:
        say("p", text("article.absent", lang, report=name), class_="ca-empty")
        return
    here = page.atlas.events["reports"].map(lambda told: name in told).astype(bool)
    told = schema.to_plain(page.atlas.events[here]).to_dict("records")
    _coloured(report, told, page.atlas.mentions, event, lang)


@st.cache_resource(max_entries=20, show_spinner=False)
def _original(paths: tuple[str, ...], report: str) -> Report | None:
    """An article's text, looked for in what the page was started with and what the user keeps."""
    return pipeline.original(paths, report)


def _rejected(lang: str) -> None:
    """The events that were rejected, to take a rejection back."""
    held = {each.event: each for each in judgement.rejected(decisions.read()[0])}
    if not held:
        return
    with st.expander(text("article.rejected.list", lang, n=len(held))):
        event = st.selectbox(
            text("article.rejected.which", lang),
            held,
            index=None,
            format_func=lambda each: f"{phrases.title(held[each].before or {}, lang)} ({each})",
            placeholder="–",
            key="article.rejected",
        )
        if event:
            review.show({"event_id": event}, held[event].members, lang, gone=True, key="rejected")


# --- Both ------------------------------------------------------------------------------------------------


def _coloured(
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


def _why(event: Mapping[str, Any], lang: str, *, opened: bool = False) -> None:
    """What each part of the event rests on."""
    lines = []
    for ground in grounds(event):
        quotes = [f"“{words}” ({report})" for words, report in ground.quotes]
        rest = "; ".join([*quotes, *ground.reasons])
        lines.append(
            popup.element("li", popup.element("b", known(f"article.part.{ground.field}", lang)), ": ", rest)
        )
    with st.expander(text("article.why", lang), expanded=opened):
        say("ul", *lines, class_="ca-why")
