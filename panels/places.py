"""Search a place, see every candidate with its reasons, and choose another one for the picked event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import events, pipeline, schema
from geo.events import decisions
from geo.events.decisions import Decision
from geo.model import Candidate, Fix, FixStatus, Place
from geo.views import labels, phrases, popup, sentences
from geo.views.labels import known, text

from . import Page, say
from .analyst import signed

if TYPE_CHECKING:
    import geopandas as gpd

ZOOM = 8.0  # from which a town can be told from its neighbours
_COLUMNS = ("number", "name", "kind", "region", "country", "at", "score", "why")


def marks(table: gpd.GeoDataFrame, lang: str) -> list[dict[str, Any]]:
    """The candidates of the present search, for the map; none while another panel is shown.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
        The events that may be mapped.
    lang : {'en', 'fr'}

    Returns
    -------
    list of dict
        number, lon, lat, words.
    """
    if st.session_state.get("panel") != "places":
        return []
    fix = _fix(_begin(table))
    return [
        {
            "number": number,
            "lon": place.point.lon,
            "lat": place.point.lat,
            "words": f"{number}. {_title(place, lang)}",
        }
        for number, place in enumerate((each.place for each in fix.candidates) if fix else (), 1)
    ]


def show(page: Page) -> None:
    """The panel."""
    lang, event = page.lang, _begin(page.events)
    name, country = st.columns([2, 1])
    name.text_input(text("places.name", lang), key="place.name", on_change=_anew)
    country.selectbox(
        text("places.country", lang),
        ("", *_countries()),
        placeholder=text("said.choose", lang),
        format_func=lambda code: phrases.country(code, lang) if code else text("places.any", lang),
        key="place.country",
        on_change=_anew,
    )
    fix = _fix(event)
    if fix:
        _results(fix, lang)
    if event is None:
        say("p", text("places.none", lang), class_="ca-foot")
        return
    title, place = phrases.title(event, lang), _place_now(event, lang)
    say("p", text("places.event", lang, title=title, place=place))
    _choice(page, event, fix.candidates if fix else ())


def _begin(table: gpd.GeoDataFrame) -> dict[str, Any] | None:
    """The picked event; a search for its place begins when it was picked just now."""
    state = st.session_state
    here = table[table["event_id"] == state.picked] if state.get("picked") else table.iloc[:0]
    event = None if here.empty else schema.to_plain(here).iloc[0].to_dict()
    # Streamlit forgets what widgets hold while they are not shown.
    if state.get("place.for", "") != state.get("picked") or "place.name" not in state:
        state["place.for"] = state.get("picked")
        if event:
            state["place.searched"] = (event["place_name"] or "", event["country"] or "")
        name, code = state.get("place.searched", ("", ""))
        state["place.name"], state["place.country"] = name, code if code in _countries() else ""
        state["place.choice"], state["place.typed"] = None, False
    return event


def _anew() -> None:
    """Another search: its candidates are others, and the map moves to them."""
    st.session_state["place.choice"], st.session_state["place.typed"] = None, True


def _countries() -> list[str]:
    return sorted(row["iso2"] for row in labels.rows("places/countries.csv"))


def _fix(event: Mapping[str, Any] | None) -> Fix | None:
    """What the search gave, with the regions of the event's day; None where nothing is searched."""
    state = st.session_state
    name, country = state["place.name"], state["place.country"]
    state["place.searched"] = (name, country)
    if not name.strip():
        return None
    fix = pipeline.geocode([name], country or None)[0]
    regions = [pipeline.chosen(each.place, event or {})["admin1"] for each in fix.candidates]
    dated = zip(fix.candidates, regions, strict=True)
    return replace(
        fix, candidates=tuple(replace(c, place=replace(c.place, admin1=region)) for c, region in dated)
    )


def _results(fix: Fix, lang: str) -> None:
    """The result in words, why, and the candidates."""
    values: dict[str, Any] = {"why": sentences.joined(fix.reasons, lang)}
    if fix.status is FixStatus.FOUND and fix.place:
        precision = known(f"short.{fix.precision}", lang)
        km = fix.uncertainty_km
        within = "" if km is None else text("places.within", lang, km=labels.decimal(km, lang))
        place = _title(replace(fix.place, admin1=fix.admin1), lang)  # by today's boundaries
        values = {"place": place, "precision": precision, "within": within}
    say("p", text(f"places.{fix.status}", lang, **values), role="status", data_status=str(fix.status))
    if fix.status is not FixStatus.REFUSED:
        say(
            "ul",
            *(popup.element("li", popup.sentence(reason, lang)) for reason in fix.reasons),
            class_="ca-foot",
        )
    if fix.candidates:
        rows = [_row(number, each, lang) for number, each in enumerate(fix.candidates, 1)]
        st.caption(text("places.results", lang))
        headings = {column: text(f"places.column.{column}", lang) for column in _COLUMNS}
        st.dataframe(
            rows,
            column_config=headings,
            column_order=_COLUMNS,
            hide_index=True,
            placeholder="–",
            key="place.table",
        )


def _choice(page: Page, event: dict[str, Any], candidates: Sequence[Candidate]) -> None:
    """Choose a candidate for the event, or go back to what was before the last choice."""
    state, lang = st.session_state, page.lang
    if told := state.pop("place.told", None):
        say("p", told, role="status")
    if candidates:
        number = st.selectbox(
            text("places.number", lang),
            range(len(candidates)),
            index=None,
            format_func=lambda each: f"{each + 1}. {_title(candidates[each].place, lang)}",
            placeholder=text("places.number.none", lang),
            key="place.choice",
        )
    who, why = signed(lang, "place")
    with st.container(horizontal=True):
        if candidates:
            chosen = candidates[number].place if number is not None else None
            st.button(
                text("places.take", lang),
                disabled=chosen is None,
                on_click=_take,
                args=(page, event, chosen, who, why),
                type="primary",
            )
        last = _last(page, event)
        if last and isinstance(last.before, dict):
            st.button(text("places.back", lang), on_click=_back, args=(page, event, last, who, why))


def _take(page: Page, event: dict[str, Any], place: Place, who: str, why: str) -> None:
    """Keep the choice as an analyst's decision."""
    _keep(page, event, pipeline.chosen(place, event), who, why)


def _back(page: Page, event: dict[str, Any], last: Decision, who: str, why: str) -> None:
    """Keep a later decision that restores what was before the last one."""
    _keep(page, event, last.before, who, why)


def _keep(page: Page, event: dict[str, Any], after: dict[str, Any], who: str, why: str) -> None:
    state = st.session_state
    before = {column: event[column] for column in events.PLACE}
    members = events.members_of(event["event_id"], page.atlas.events, page.atlas.members)
    told = Decision(event["event_id"], "place", "place", before, after, who, why, members=members)
    decisions.append([told])
    state["place.told"] = text(
        "places.chosen",
        page.lang,
        place=_place_now(event | after, page.lang),
        file=decisions.file_of_user().name,
    )
    state["place.choice"], state["place.why"] = None, ""
    if after.get("longitude") is not None:
        state.view = (after["longitude"], after["latitude"], max(ZOOM, (state.view or (0, 0, 0))[2]))


def _last(page: Page, event: dict[str, Any]) -> Decision | None:
    """The last decision about the event's place."""
    here = page.atlas.events[page.atlas.events["event_id"] == event["event_id"]]
    return events.last_about("place", here, page.atlas.members, decisions.read()[0])


def _row(number: int, each: Candidate, lang: str) -> dict[str, Any]:
    place = each.place
    return {
        "number": number,
        "name": place.name,
        "kind": known(f"places.kind.{place.kind}", lang),
        "region": place.admin1,
        "country": phrases.country(place.country, lang) if place.country else None,
        "at": f"{place.point.lat:.3f}, {place.point.lon:.3f}",  # tells namesakes of one region apart
        "score": round(each.score, 2),
        "why": sentences.joined(each.reasons, lang),
    }


def _title(place: Place, lang: str) -> str:
    kind = known(f"places.kind.{place.kind}", lang)
    within = [place.admin1, phrases.country(place.country, lang) if place.country else None]
    return f"{place.name} ({', '.join(filter(None, (kind, *within)))})"


def _place_now(event: dict[str, Any], lang: str) -> str:
    if event["place_precision"] in (None, "unresolved"):
        return text("places.unplaced", lang)
    within = (event["admin1"], phrases.country(event["country"], lang) if event["country"] else None)
    return f"{event['place_name']} ({', '.join(filter(None, within))})"
