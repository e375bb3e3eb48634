"""What is said of events, made once for each distinct value: a million events hold few of most things."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import schema
from . import export

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Said:
    """Something that is said of each event.

    Parameters
    ----------
    words : list
        Each distinct one once, in the order in which the events come to them.
    code : numpy.ndarray of int32
        Which of them an event has.
    """

    words: list[Any]
    code: np.ndarray

    def values(self) -> np.ndarray:
        """Each event's."""
        import numpy as np

        return np.array([*self.words, None], dtype="object")[self.code]


class Coded:
    """An events table as its distinct values.

    Parameters
    ----------
    events : pandas.DataFrame
        An events table. It may hold other columns of numbers; a column that it lacks is null.
    order : numpy.ndarray of int, optional
        Positions of the rows, in the order in which the events are told.

    Examples
    --------
    >>> coded = Coded(schema.from_rows([{"group": "JNIM"}, {"group": None}, {"group": "JNIM"}]))
    >>> said = coded.say(("group",), lambda event: event["group"] or "?")
    >>> said.words, said.code.tolist()
    (['JNIM', '?'], [0, 1, 0])
    """

    def __init__(self, events: pd.DataFrame, order: np.ndarray | None = None) -> None:
        self._events, self._order = events, order
        self._columns: dict[str, Said] = {}
        self.n = len(events)

    def column(self, name: str) -> Said:
        """The plain values of a column (``geo.schema.to_plain``)."""
        if name not in self._columns:
            self._columns[name] = self._coded(name)
        return self._columns[name]

    def say(
        self,
        columns: Sequence[str],
        make: Callable[[Mapping[str, Any]], Any],
        seen: Callable[[str, Any], object] | None = None,
    ) -> Said:
        """Say something of each event.

        Parameters
        ----------
        columns : sequence of str
            All that ``make`` reads.
        make : callable
            Of plain values by column; asked once for each combination of values that occurs.
        seen : callable, optional
            What ``make`` sees of a value of a column: values in which it sees the same are one to it.
        """
        held = {name: self.column(name) for name in columns}
        if seen:
            held = {
                name: _again(said, [seen(name, each) for each in said.words]) for name, said in held.items()
            }
        code, first = self._together(list(held.values()))
        events = ({name: said.words[said.code[at]] for name, said in held.items()} for at in first)
        return _again(Said([], code), [make(event) for event in events])

    def _coded(self, name: str) -> Said:
        import numpy as np
        import pandas as pd

        if name not in self._events:
            return Said([None] if self.n else [], np.zeros(self.n, dtype="int32"))
        values = self._events[name] if self._order is None else self._events[name].iloc[self._order]
        kind = _kinds().get(name, "float")
        if kind == "list":
            lists = values.to_numpy()
            keys = np.array([export.json_text(each) if each else "[]" for each in lists], dtype="object")
            code, _ = pd.factorize(keys)
            words: list[Any] = [list(each) for each in lists[_first(code)]]
        elif kind == "float":  # by their bits: -0.0 is not 0.0
            code, bits = pd.factorize(values.to_numpy("float64").view("int64"))
            words = [None if each != each else each for each in bits.view("float64").tolist()]
        else:
            code, held = pd.factorize(values, use_na_sentinel=False)
            plain = pd.Series(held.strftime("%Y-%m-%d") if kind == "date" else held).astype("object")
            words = plain.where(plain.notna(), None).tolist()
        return Said(words, code.astype("int32"))

    def _together(self, held: Sequence[Said]) -> tuple[np.ndarray, np.ndarray]:
        """Number the combinations of values; say where each is first met."""
        import numpy as np
        import pandas as pd

        code = np.zeros(self.n, dtype="int64")
        for said in held:
            code, _ = pd.factorize(code * len(said.words) + said.code)
        return code, _first(code)


def _again(said: Said, words: Sequence[Any]) -> Said:
    """The same events with another word for each; equal ones become one."""
    import numpy as np

    place: dict[object, int] = {}
    held: list[Any] = []
    to = np.empty(len(words), dtype="int32")
    for at, each in enumerate(words):
        to[at] = place.setdefault(each if isinstance(each, str) else (repr(each),), len(place))
        if to[at] == len(held):
            held.append(each)
    return Said(held, to[said.code])


def _first(code: np.ndarray) -> np.ndarray:
    """Where each code is first met; they are numbered in that order."""
    import numpy as np

    return np.flatnonzero(np.diff(np.maximum.accumulate(code), prepend=-1) > 0)


@cache
def _kinds() -> dict[str, str]:
    return {column.name: column.kind for column in schema.columns()}
