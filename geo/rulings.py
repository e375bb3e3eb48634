"""The pipeline's stretch for what analysts decide: applied on top of what was read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from . import events, places, schema
from .articles import with_borders
from .events import decisions
from .model import Place

Path = str | os.PathLike[str]


def decided(atlas: schema.Atlas, path: Path | None = None) -> schema.Atlas:
    """Apply what analysts decided on top of what was read.

    Parameters
    ----------
    atlas : Atlas
    path : path or None
        A file of decisions, one a line; None is the user's own, which need not exist.

    Returns
    -------
    Atlas
        Decisions that could not be applied are in ``rejects``.

    Raises
    ------
    UnreadableInput
        When the file that was named is not there.
    """
    held, rejects = decisions.read(path)
    done = events.apply(atlas.events, atlas.members, held)
    rejects += [
        {"file": str(path or decisions.file_of_user()), "line": None, "reason": why} for why in done.problems
    ]
    table_ = done.events
    moved = table_["event_id"].isin(list(done.moved))
    near = with_borders(table_[moved])
    for column in events.BORDER if done.moved else ():
        table_.loc[moved, column] = near[column].to_numpy()
    return replace(atlas, events=table_, rejects=[*atlas.rejects, *rejects])


def chosen(place: Place, event: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the place that an analyst chose for an event, for a decision.

    Parameters
    ----------
    place : Place
        A candidate's.
    event : mapping
        Its plain values: the day picks the regions, and the name stays as written where the place bears it.

    Returns
    -------
    dict
        All columns of ``events.PLACE``.
    """
    written, day = event.get("place_name"), event.get("start")
    name = written if written and places.bears(place, written) else place.name
    fix = places.chosen(place, date.fromisoformat(day) if day else None)
    return {"place_name": name, **events.place_of(fix)}
