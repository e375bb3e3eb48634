"""Judge an event part by part: accept, correct, reject; what was read stays beside what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from geo.errors import AtlasError
from geo.events import decisions, review
from geo.events.decisions import Decision, about
from geo.views import phrases, popup, sentences
from geo.views.labels import known, text

from . import fields, say
from .analyst import signed

Event = Mapping[str, Any]
# The buttons for the event as a whole: action and field of the decision that each makes.
_WHOLE: Mapping[str, tuple[str, str | None]] = {
    "confirm": ("confirm", None),
    "unconfirm": ("accept", "verification"),
    "restrict": ("restrict", None),
    "release": ("release", None),
    "drop": ("reject", None),
}
# What names a rejected event, which is in no table any more.
_TITLE = ("event_type", "sub_event_type", "place_name", "country", "start", "end", "date_precision")


@st.fragment
def show(event: Event, members: Sequence[str], lang: str, *, gone: bool = False, key: str = "review") -> None:
    """The judgement of one event; what is chosen runs this part of the page alone, what is saved all of it.

    Parameters
    ----------
    event : mapping
        One row of ``geo.schema.to_plain``, as it is shown.
    members : sequence of str
        Ids of the rows that it was made of (``geo.events.members_of``).
    lang : {'en', 'fr'}
    gone : bool
        Whether it was rejected as a whole; then its id alone is needed.
    key : str
        Two judgements on one page have different ones.
    """
    state = st.session_state
    if state.pop("review.saved", False):
        st.rerun()  # decisions change the map, too
    if told := state.pop("review.told", None):
        say("p", told, role="status")
    earlier = review.of_event(event, decisions.read()[0], members)
    own = f"{key}.{event['event_id']}.{state.setdefault('review.round', 0)}"
    judged = {} if gone else {part: _part(part, event, earlier, own, lang) for part in review.PARTS}
    who, why = signed(lang, key)
    signature: dict[str, Any] = {"who": who, "why": why, "members": tuple(members)}
    with st.container(horizontal=True):
        if gone:
            _button(key, "back", [Decision(event["event_id"], "accept", **signature)], who, lang)
            _ask_name(who, lang)
            return
        made = [
            each
            for part, (verdict, after) in judged.items()
            if verdict
            for each in review.judge(event, part, verdict, after, earlier=earlier, **signature)
        ]
        _button(key, "save", made, who, lang)
        for words in _whole(event, earlier):
            action, field = _WHOLE[words]
            before = {name: event[name] for name in _TITLE} if words == "drop" else None
            whole = Decision(event["event_id"], action, field, before=before, **signature)
            _button(key, words, [whole], who, lang)
    _ask_name(who, lang)


def _ask_name(who: str, lang: str) -> None:
    if not who:
        say("p", text("article.who", lang), class_="ca-foot")


def _whole(event: Event, earlier: Sequence[Decision]) -> list[str]:
    """What can be decided about the event as a whole: keys of ``_WHOLE``."""
    confirmed = event["verification"] == "confirmed"
    taken_back = ["unconfirm"] if any(each.action == "confirm" for each in earlier) else []
    reach = "release" if event["sensitivity"] == "restricted" else "restrict"
    return [*(taken_back if confirmed else ["confirm"]), reach, "drop"]


def _part(
    part: str, event: Event, earlier: Sequence[Decision], key: str, lang: str
) -> tuple[str | None, dict[str, Any]]:
    """One part: its value, what was decided about it, the verdict, and what it is corrected to."""
    columns = (*review.PARTS[part].columns, *(("place",) if part == "where" else ()))
    past = [each for each in earlier if about(each) in columns]
    value = _VALUES[part](event, lang)
    left, right = st.columns([1.6, 1], vertical_alignment="center")
    with left:
        name = popup.element("b", text(f"article.part.{part}", lang))
        say("p", name, text("said.colon", lang), value or text("number.none", lang), class_="ca-part")
    allowed = ["accept", "correct"]
    if value and not review.PARTS[part].needed:
        allowed.append("reject")
    if any(each.action != "accept" for each in past):
        allowed.append("restore")
    verdict = right.segmented_control(
        text("said.colon", lang).join(text(key, lang) for key in (f"article.part.{part}", "article.verdict")),
        allowed,
        format_func=lambda each: text(f"article.verdict.{each}", lang),
        label_visibility="collapsed",
        key=f"{key}.{part}",
    )
    if past:
        say("ul", *(popup.element("li", _told(each, lang)) for each in past), class_="ca-foot")
    after = fields.correction(part, event, f"{key}.{part}", lang) if verdict == "correct" else {}
    return verdict, after


def _told(decision: Decision, lang: str) -> str:
    """A decision in a line: what was, what is, who says so and why."""
    before, after = (_plain(value, about(decision), lang) for value in (decision.before, decision.after))
    day = phrases.written_day(decision.when, lang)
    values = {"before": before, "after": after, "who": decision.who, "day": day}
    action = decision.action if decision.action in ("accept", "reject") else "correct"
    line = text(f"article.past.{action}", lang, **values)
    return f"{line} – {decision.why}" if decision.why else line


def _plain(value: Any, field: str, lang: str) -> str:
    """A decision's value in words."""
    if isinstance(value, Mapping):
        return ", ".join(phrases.where(value, lang)[:1]) or text("number.none", lang)
    if isinstance(value, list):
        item = {"actors": phrases.actor, "targets": phrases.target, "claims": phrases.claim}.get(field)
        words = [item(each, lang) if item and isinstance(each, Mapping) else str(each) for each in value]
        return text("said.then", lang).join(words) or text("number.none", lang)
    if value is None:
        return text("number.none", lang)
    if field == "sub_event_type":
        return phrases.kind(str(value), lang)
    return known(f"status.{value}", lang) if field == "status" else str(value)


def _button(key: str, words: str, made: Sequence[Decision], who: str, lang: str) -> None:
    """A button that keeps decisions; it asks for a name first."""
    st.button(
        text(f"article.{words}", lang),
        type="primary" if words == "save" else "secondary",
        disabled=not made or not who,
        on_click=_keep,
        args=(made, lang),
        key=f"{key}.{words}",
    )


def _keep(made: Sequence[Decision], lang: str) -> None:
    """Append decisions to the user's file; the whole page then shows them."""
    state = st.session_state
    try:
        decisions.append(made)
    except AtlasError as problem:
        state["review.told"] = sentences.told(str(problem), lang)
        return
    state["review.round"], state["review.saved"] = state["review.round"] + 1, True
    state["review.told"] = text("article.saved", lang, n=len(made), file=decisions.file_of_user().name)


def _listed(column: str, item: Callable[..., str]) -> Callable[[Event, str], str]:
    return lambda event, lang: text("said.then", lang).join(item(each, lang) for each in event[column] or ())


def _number(name: str) -> Callable[[Event, str], str]:
    def words(event: Event, lang: str) -> str:
        low, high = event[f"{name}_low"], event[f"{name}_high"]
        return "" if low is None and high is None else phrases.number(low, high, lang)

    return words


_VALUES: dict[str, Callable[[Event, str], str]] = {
    "what": lambda event, lang: phrases.kind(event["sub_event_type"] or "", lang),
    "status": lambda event, lang: known(f"status.{event['status']}", lang),
    "when": lambda event, lang: phrases.when(event, lang) if event["start"] else "",
    "where": lambda event, lang: (
        ""
        if event["place_precision"] in (None, "unresolved") and not event["place_name"]
        else ", ".join(phrases.where(event, lang)[:2])
    ),
    "who": _listed("actors", phrases.actor),
    "targets": _listed("targets", phrases.target),
    "killed": _number("killed"),
    "wounded": _number("wounded"),
    "abducted": _number("abducted"),
    "claims": _listed("claims", phrases.claim),
}
