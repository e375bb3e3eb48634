"""What other tables call a kind of event, or whom it struck: our words for it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache

from .. import vocab
from ..names import fold
from . import coded

ABDUCTION = "Abduction/forced disappearance"


def kind_of(name: str | None, sub_name: str | None = None) -> tuple[str | None, str | None]:
    """Event type and sub-type, by their names in English or French or as ACLED spelt them before.

    Parameters
    ----------
    name : str or None
        Of a type, or of a sub-type.
    sub_name : str or None
        Of a sub-type, where the table has a column for it.

    Returns
    -------
    event_type, sub_event_type : str or None
        None where the name is none of them.

    Examples
    --------
    >>> kind_of("Battles", "armed clash"), kind_of("Enlèvement/disparition forcée")[0], kind_of("Dance")
    (('Battles', 'Armed clash'), 'Violence against civilians', (None, None))
    """
    sub = _kinds().get(fold(sub_name or ""))
    return sub if sub and sub[1] else _kinds().get(fold(name or ""), (None, None))


def target_of(name: str) -> str | None:
    """The kind of target that a table's word is: civilians, security forces, site, …; None where it is none.

    Examples
    --------
    >>> target_of("Civilians (Mali)"), target_of("gendarmes"), target_of("the moon")
    ('civilians', 'security forces', None)
    """
    plain = fold(name.partition("(")[0])
    return next((kind for phrase, kind in _targets() if phrase.fullmatch(plain)), None)


@cache
def _kinds() -> Mapping[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for kind in vocab.kinds():
        for name in (kind.event_type, kind.event_type_fr):
            found[fold(name)] = (kind.event_type, None)
    for kind in vocab.kinds():
        for name in (kind.sub_event_type, kind.sub_event_type_fr):
            found.setdefault(fold(name), (kind.event_type, kind.sub_event_type))
    rows = coded.crosswalk("acled_types")
    return found | {fold(row["name"]): (row["event_type"], row["sub_event_type"] or None) for row in rows}


@cache
def _targets() -> tuple[tuple[re.Pattern[str], str], ...]:
    with (vocab.DATA / "text" / "targets.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return (
        (re.compile("civil(ian)?s?|population.*|villageois"), "civilians"),
        *((re.compile(r"\w*".join(fold(p) for p in row["phrase"].split("*"))), row["kind"]) for row in rows),
    )
