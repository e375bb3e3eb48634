"""Which column of a table holds what: guessed, told, ready-made, or kept in a small file beside the table."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .. import vocab
from ..errors import InvalidQuery, UnreadableInput
from ..model import Precision
from . import days

FIELDS = (
    *("date", "end", "year", "month", "day", "latitude", "longitude", "coordinates", "place_name"),
    *("country", "admin1", "admin2", "event_type", "sub_event_type", "description", "title"),
    *("actor1", "actor2", "killed", "killed_low", "killed_high", "wounded", "abducted"),
    *("id", "publisher", "url"),
)
SETTINGS = ("source", "licence", "dates", "precision", "keep")
SHORT = {
    "lat": "latitude",
    "lon": "longitude",
    "place": "place_name",
    "type": "event_type",
    "notes": "description",
}
DATES = (days.DAY_FIRST, days.MONTH_FIRST)
PRECISIONS = tuple(str(p) for p in Precision if p is not Precision.UNRESOLVED)
SUFFIX = ".map.toml"


class Guess(NamedTuple):
    """A column taken for a field: how sure (0 to 1), and why in words."""

    field: str
    column: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class TableMap:
    """What the columns of a table are.

    Parameters
    ----------
    columns : mapping of str to str
        Field (``FIELDS``) to the column that holds it, in lower case.
    source, licence : str or None
        Whose data it is (None: the file's name says), and its terms.
    dates : {'day-first', 'month-first'} or None
        How 03/04/2025 is meant; None: as the whole column tells.
    precision : str
        How exactly places are known: exact, near, admin2, admin1, country.
    keep : tuple of str
        Columns that are kept as they are, in source_code.
    origin : str
        Where it comes from, in words.
    guesses : tuple of Guess
        Of the columns that were guessed.
    questions : tuple of str
        What should be asked before the table is believed.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    licence: str | None = None
    dates: str | None = None
    precision: str = "near"
    keep: tuple[str, ...] = ()
    origin: str = "as told"
    guesses: tuple[Guess, ...] = ()
    questions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in FIELDS:
                raise InvalidQuery(
                    f"field {name!r}", "is none of a table's", f"take one of {', '.join(FIELDS)}"
                )
        if self.dates is not None and self.dates not in DATES:
            raise InvalidQuery(f"dates = {self.dates!r}", "is unknown", f"take one of {', '.join(DATES)}")
        if self.precision not in PRECISIONS:
            known = ", ".join(PRECISIONS)
            raise InvalidQuery(f"precision = {self.precision!r}", "is unknown", f"take one of {known}")

    def fits(self, columns: Iterable[str]) -> TableMap:
        """The map itself, where the table has all its columns.

        Raises
        ------
        InvalidQuery
            When the table lacks one.
        """
        known = list(columns)
        for name in (*self.columns.values(), *self.keep):
            if name not in known:
                raise InvalidQuery(
                    f"column {name!r}", "is not in the table", f"it has {', '.join(known)[:300]}"
                )
        return self

    def within(self, columns: Iterable[str]) -> TableMap:
        """The map without the columns that a table lacks."""
        known = frozenset(columns)
        kept = {name: column for name, column in self.columns.items() if column in known}
        return replace(self, columns=kept, keep=tuple(name for name in self.keep if name in known))

    def told(self, words: str) -> TableMap:
        """The map with what a user said in place of what it had.

        Parameters
        ----------
        words : str
            X, place, type, notes are short for fields; ``field=`` takes one out), and
            settings: ``dates=day-first``, ``precision=exact``, ``source=…``, ``licence=…``, ``keep=A|B``.

        Raises
        ------
        InvalidQuery
            When a word names neither a field nor a setting.

        Examples
        --------
        >>> TableMap({"date": "jour"}).told("lat=Y,lon=X,date=,dates=day-first").columns
        {'latitude': 'y', 'longitude': 'x'}
        """
        columns, settings = dict(self.columns), {}
        for each in filter(None, (part.strip() for part in words.split(","))):
            name, equals, value = (part.strip() for part in each.partition("="))
            name = SHORT.get(name, name)
            if not equals or name not in (*FIELDS, *SETTINGS):
                known = ", ".join((*FIELDS, *SETTINGS))
                raise InvalidQuery(f"{each!r}", "is no field=COLUMN of a table", f"the fields are {known}")
            columns.pop(name, None)
            if name in SETTINGS:
                settings[name] = tuple(_plain(value.split("|"))) if name == "keep" else value or None
            elif value:
                columns = {f: c for f, c in columns.items() if c != value.lower()} | {name: value.lower()}
        kept = tuple(g for g in self.guesses if columns.get(g.field) == g.column)
        origin = "as told" if words else self.origin
        return replace(self, columns=columns, guesses=kept, origin=origin, **settings)  # type: ignore[arg-type]


def _plain(names: Iterable[str]) -> list[str]:
    return [" ".join(name.split()).lower() for name in names if name.strip()]


def load(path: str | os.PathLike[str]) -> TableMap:
    """Read a mapping file.

    Parameters
    ----------
    path : str or path
        TOML: ``source``, ``licence``, ``dates``, ``precision``, ``keep``, and fields under ``[columns]``.

    Returns
    -------
    TableMap

    Raises
    ------
    UnreadableInput
        When it is absent or no such file.
    InvalidQuery
        When it names an unknown field or setting.
    """
    path = Path(path)
    return _from(path, _toml(path), f"as {path.name} says")


def save(told: TableMap, path: str | os.PathLike[str]) -> None:
    """Write a mapping file, whole or not at all; ``load`` reads it back.

    Parameters
    ----------
    told : TableMap
    path : str or path
        By custom the table's name with ``.map.toml`` behind: it is then found by itself.
    """
    path = Path(path)
    lines = [
        "# What the columns of the table are (python -m geo read --map FILE). See data/mappings/README.md."
    ]
    for name in SETTINGS:
        value = getattr(told, name)
        if value:
            lines.append(f"{name} = {_quoted(list(value) if name == 'keep' else value)}")
    lines += ["", "[columns]", *(f"{name} = {_quoted(column)}" for name, column in told.columns.items()), ""]
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text("\n".join(lines), encoding="utf-8")
    draft.replace(path)


def _quoted(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def beside(path: Path) -> Path:
    """Where a table's own mapping file is looked for.

    Examples
    --------
    >>> beside(Path("a.csv")).name
    'a.csv.map.toml'
    """
    return path.with_name(path.name + SUFFIX)


def ready(columns: Iterable[str]) -> TableMap | None:
    """The ready mapping (data/mappings) whose layout a table has; None where it has none of them.

    Parameters
    ----------
    columns : iterable of str
        The table's, in lower case.

    Examples
    --------
    >>> ready(["#", "incident title", "incident date", "latitude", "longitude"]).columns["date"]
    'incident date'
    """
    known = list(columns)
    return next((made.within(known) for header, made in _ready() if header <= set(known)), None)


@cache
def _ready() -> tuple[tuple[frozenset[str], TableMap], ...]:
    out = []
    for path in sorted((vocab.DATA / "mappings").glob("*.toml")):
        if path.name != "headers.toml":
            content = _toml(path)
            header = frozenset(content.pop("header"))
            out.append((header, _from(path, content, f"ready mapping {path.stem}")))
    return tuple(out)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        rule = f"cannot be opened ({error.strerror or error})"
        raise UnreadableInput(repr(str(path)), rule, "check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            repr(path.name), f"is no TOML ({error})", "see data/mappings/README.md"
        ) from None


def _from(path: Path, content: dict[str, Any], origin: str) -> TableMap:
    columns = content.pop("columns", {})
    keep = content.pop("keep", [])
    texts = [*content.values(), *(columns.values() if isinstance(columns, dict) else [None])]
    whole = isinstance(keep, list) and all(isinstance(value, str) for value in [*texts, *keep])
    if not whole or set(content) - set(SETTINGS):
        rule = f"is no mapping: it has {', '.join(SETTINGS)} and [columns], all text"
        raise UnreadableInput(repr(path.name), rule, "see data/mappings/README.md")
    plain = dict(zip(columns, _plain(columns.values()), strict=True))
    return TableMap(plain, keep=tuple(_plain(keep)), origin=origin, **content)
