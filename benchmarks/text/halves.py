"""Two halves of the coded articles with no incident in both: rules tuned on one are judged by the other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

AGENCIES = {"afp", "ap", "reuters", "rfi"}  # they stand in many names, and tell no incident


def keys(stem: str, coded: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What an article's events are known by: month and place of each, and the words of its name.

    A name is publisher, agency, event: "ajc-ap-djibo" tells of Djibo.
    """
    words = {re.sub(r"\d", "", word) for word in stem.split("-")[1:]} - AGENCIES
    return {("word", word) for word in words if len(word) > 2} | {
        (event["start"][:7], str(event["place"].get("canonical") or event["place"].get("name")).casefold())
        for event in coded["events"]
        if event.get("start") and event.get("place") and not event.get("optional")
    }


def incidents(told: Mapping[str, set[tuple[str, str]]]) -> list[list[str]]:
    """Articles that share an event, directly or through others; each group sorted, the largest first."""
    groups: list[tuple[set[str], set[tuple[str, str]]]] = []
    for stem in sorted(told):
        stems, events = {stem}, set(told[stem])
        for group in [g for g in groups if g[1] & events]:
            groups.remove(group)
            stems |= group[0]
            events |= group[1]
        groups.append((stems, events))
    return sorted((sorted(stems) for stems, _ in groups), key=lambda group: (-len(group), group))


def halves(told: Mapping[str, set[tuple[str, str]]]) -> tuple[set[str], set[str]]:
    """Whole incidents to the smaller half, the largest first: the same halves on every run."""
    first: set[str] = set()
    second: set[str] = set()
    for group in incidents(told):
        (first if len(first) <= len(second) else second).update(group)
    return first, second


def of_folder(coded: Path) -> tuple[set[str], set[str]]:
    """The halves of a folder of coded articles, by stem."""
    files = sorted(coded.glob("*.json"))
    return halves(
        {path.stem: keys(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in files}
    )
