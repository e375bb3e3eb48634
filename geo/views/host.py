"""The map inside the Streamlit page: a components-v2 host that runs a map's script once.

A filter change sends one bit an event; zoom, window and overlays stay. The structure (library, borders,
script) and the columns of all events are sent once a session, and again should their message have been lost.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from . import assets, labels, map, style
from .timelayer import Columns

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    import numpy as np

View = tuple[float, float, float]


class Drawn(NamedTuple):
    """The corners (lon, lat) of what someone drew on the map: an area where it is closed, else a road."""

    corners: tuple[tuple[float, float], ...]
    closed: bool


@dataclass(frozen=True)
class MapState:
    """What the map shows now.

    Parameters
    ----------
    window : tuple of two datetime.date or None
        First and last day of the time window; None where it spans everything (then it filters nothing, and
        events without a date count, too).
    layers : tuple of str
        Overlays that are on.
    view : tuple of 3 floats or None
        Centre's lon and lat in degrees, zoom; None until someone moves the map.
    look : mapping of str to str
        How marks are coloured and sized, see ``style.LOOKS``.
    """

    window: tuple[date, date] | None
    layers: tuple[str, ...]
    view: View | None
    look: Mapping[str, str]


def map_view(
    columns: Columns,
    *,
    keep: np.ndarray | None = None,
    mentions: Iterable[Mapping[str, Any]] = (),
    candidates: Iterable[Mapping[str, Any]] = (),
    seek: bool = False,
    area: Sequence[Sequence[Sequence[float]]] = (),
    window: tuple[date, date] | None = None,
    selected: str | None = None,
    on_pick: Callable[[str | None], None] | None = None,
    on_region: Callable[[int], None] | None = None,
    on_drawn: Callable[[Drawn], None] | None = None,
    layers: Sequence[str] = ("borders", "labels"),
    view: View | None = None,
    look: Mapping[str, str] | None = None,
    theme: str = "light",
    lang: str = "en",
    height: int = 620,
    key: str = "map",
) -> MapState:
    """Show the map in the running Streamlit page and tell its state.

    ``window``, ``selected``, ``layers``, ``view`` and ``look`` are what the page asks for: a value is
    followed when it differs from the one asked for before and from what the map shows; so a page may hand
    back what this function returned, or always the same value, and a person's drag is never undone.

    Parameters
    ----------
    columns : timelayer.Columns
        All events, whatever the filter: they are sent once.
    keep : numpy.ndarray of bool or None
        What a filter keeps, one value a row of the table that the columns were made of; None: all.
    mentions : iterable of mapping
        ``Atlas.mentions``, for the overlay 'mentions'.
    candidates : iterable of mapping
        Places that a name may mean, shown above the events: ``number``, ``lon``, ``lat``, ``words``.
    seek : bool
        Move the map to candidates that are new.
    area : sequence of lines of (lon, lat)
        Outlines of the area that the events are filtered by; the map moves to one that is new.
    window : tuple of two datetime.date or None
        None: everything.
    selected : str or None
        Id of the event to select; the map moves to it.
    on_pick : callable or None
        Told the id of an event that was clicked, None for a click beside all events, before the run that the
        click causes: a run may be overtaken by the next one, and what only it was told is lost.
    on_region : callable or None
        Told the region (of ``columns.head["regions"]``) that was clicked in the view by regions, likewise;
        None: a click picks the region's events in turn.
    on_drawn : callable or None
        Told the area or the road that someone drew, likewise; one without corners: the area that is shown is
        to go.
    layers : sequence of str
        Of ``map.OVERLAYS``, 'osm' and 'tiles'.
    view : tuple of 3 floats or None
        lon, lat, zoom; None: all events, at first.
    look : mapping of str to str
        Of ``style.LOOKS``; what it does not name is as at first.
    theme : {'light', 'dark'}
    lang : {'en', 'fr'}
    height : int
        Pixels, the slider included.
    key : str
        Name of this map in the session.

    Returns
    -------
    MapState
    """
    import streamlit as st

    memory: MutableMapping[str, Any] = st.session_state.setdefault(f"{key}:memory", {})
    made = _structure(lang)
    slots = {
        "window": _ask(memory, "window", [day.isoformat() for day in window] if window else None),
        "layers": _ask(memory, "layers", list(layers)),
        "view": _ask(memory, "view", list(view) if view else None),
        "look": _ask(
            memory, "look", {name: (look or {}).get(name, held[0]) for name, held in style.LOOKS.items()}
        ),
        "selected": _ask(memory, "selected", selected),
    }
    asks = {name: {"turn": slot["turn"], "value": slot["now"]} for name, slot in slots.items()}
    asks["selected"]["index"] = columns.index(selected)
    data: dict[str, Any] = {
        "hash": made["hash"],
        "theme": theme,
        "height": height,
        "set": columns.head["id"],
        "narrows": on_region is not None,
        "keep": None if keep is None else base64.b64encode(columns.bits(keep)).decode("ascii"),
        "mentions": json.dumps(map.mentioned(mentions, lang), ensure_ascii=False),
        "candidates": json.dumps({"places": list(candidates), "seek": seek}, ensure_ascii=False),
        "area": json.dumps(
            {"lines": area, "words": assets.words(assets.DRAW_WORDS, lang)}, ensure_ascii=False
        ),
        "asks": asks,
    }
    if memory.get("sent") != made["hash"]:
        data["structure"] = made["structure"]
        memory["sent"] = made["hash"]
    if memory.get("set") != columns.head["id"]:
        head, tables = columns.to_arrow()
        data |= {"head": head, **tables}
        memory["set"] = columns.head["id"]

    def clicked() -> None:
        told = st.session_state[key]["picked"]
        if told and told["set"] == columns.head["id"]:  # else the events are gone
            slots["selected"]["now"] = columns.ids[told["index"]] if told["index"] >= 0 else None
            if on_pick:
                on_pick(slots["selected"]["now"])

    def narrowed() -> None:
        told = st.session_state[key]["region"]
        if told and told["set"] == columns.head["id"] and on_region:
            on_region(told["region"])

    def drew() -> None:
        told = st.session_state[key]["drawn"]
        if told and on_drawn:
            on_drawn(Drawn(tuple((lon, lat) for lon, lat in told["corners"]), told["closed"]))

    result = _component()(
        data=data,
        key=key,
        on_state_change=_nothing,
        on_picked_change=clicked,
        on_region_change=narrowed,
        on_drawn_change=drew,
        on_missing_change=lambda: [memory.pop(name, None) for name in ("sent", "set")],
    )
    state = result.get("state")
    if state and state["told"] != memory.get("told"):  # news: a person moved something
        memory["told"] = state["told"]
        for name in ("window", "layers", "view", "look"):
            if state["turns"][name] == slots[name]["turn"]:  # else the page asked for another since
                slots[name]["now"] = state[name]
    now = {name: slot["now"] for name, slot in slots.items()}
    return MapState(
        window=_dates(now["window"]),
        layers=tuple(now["layers"]),
        view=tuple(now["view"]) if now["view"] else None,
        look=now["look"],
    )


def _dates(window: list[str] | None) -> tuple[date, date] | None:
    return (date.fromisoformat(window[0]), date.fromisoformat(window[1])) if window else None


def _ask(memory: MutableMapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """Note what the page asks for; its turn counts up when that is a wish of its own, no echo of the map."""
    slot: dict[str, Any] = memory.setdefault(name, {"asked": value, "now": value, "turn": 1})
    if value != slot["asked"] and value != slot["now"]:
        slot["turn"] += 1
        slot["now"] = value
    slot["asked"] = value
    return slot


def _nothing() -> None:
    """Streamlit wants a callback for every value that a component may tell."""


@cache
def _structure(lang: str) -> dict[str, Any]:
    """The map without its events, packed, and its hash; the theme is switched in the browser."""
    import pyarrow as pa

    made = map.structure(map.build(lang=lang), map.data(lang))
    texts = {name: getattr(made, name) for name in ("name", "script", "html")}
    texts["library"] = assets.scripts(*assets.MAP_SCRIPTS, "draw.js", "foreign.js")
    texts |= {f"data.{name}": text for name, text in made.data.items()}
    texts["data.foreign"] = json.dumps(_foreign(lang), ensure_ascii=False)
    # names and texts by turns: quicker to take apart than JSON, and a third of the bytes on a slow line
    packed = gzip.compress("\0".join(word for pair in texts.items() for word in pair).encode(), 6, mtime=0)
    return {"hash": hashlib.sha256(packed).hexdigest()[:16], "structure": pa.table({"packed": [packed]})}


def _foreign(lang: str) -> list[tuple[str, str]]:
    """Streamlit's own words as another language has them, and as this one does."""
    rows = [row for key, row in labels.table().items() if key.startswith("streamlit.")]
    return [(row[other], row[lang]) for row in rows for other in labels.LANGUAGES if other != lang]


@cache
def _component() -> Callable[..., Any]:
    import streamlit as st

    mounted: Callable[..., Any] = st.components.v2.component(
        "conflict_atlas_map",
        html='<div class="ca-root"></div>',
        css=assets.styles(*assets.MAP_STYLES, "draw.css"),
        js=assets.read("host.js"),
        isolate_styles=False,
    )
    return mounted
