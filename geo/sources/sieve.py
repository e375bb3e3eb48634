"""One block of text on its way to events: values are checked column by column, bad rows set apart."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .base import Chunk
from .delimited import Block

if TYPE_CHECKING:
    import pandas as pd

_SWAPPED = "; did you swap latitude and longitude?"


class Sieve:
    """Takes values from a block and keeps, for each row, the first rule that it breaks.

    Parameters
    ----------
    path : pathlib.Path
        The file, for the rejects.
    block : Block
        Columns of text, null where empty.
    """

    def __init__(self, path: Path, block: Block) -> None:
        import pandas as pd

        self.table = block.table
        self._path, self._block = path, block
        self._faults: dict[int, str] = {}
        self._texts: dict[str, pd.Series] = {}
        self._left_out = pd.Series([None] * len(block.table), dtype="object")

    def __len__(self) -> int:
        return len(self.table)

    def reject(self, bad: pd.Series, rule: str, of: str | None = None) -> None:
        """Set rows apart.

        Parameters
        ----------
        bad : pandas.Series of bool
            Which rows; null counts as false.
        rule : str
            The rule that they break.
        of : str or None
            The column whose value is told before the rule.
        """
        rows = bad.fillna(value=False).to_numpy(bool).nonzero()[0].tolist()
        if not rows:
            return
        values = self.table[of].iloc[rows].tolist() if of else [None] * len(rows)
        for row, value in zip(rows, values, strict=True):
            self._faults.setdefault(row, f"{of} {_shown(value)} {rule}" if of else rule)

    def leave_out(self, reason: pd.Series) -> None:
        """Leave rows out on purpose.

        Parameters
        ----------
        reason : pandas.Series of str
            Why, in words; null for rows that stay.
        """
        self._left_out = self._left_out.where(self._left_out.notna(), reason)

    def text(self, column: str) -> pd.Series:
        """A column's text without space around it; null where it is empty or the file lacks the column."""
        import pandas as pd

        if column not in self._texts:
            if column in self.table:
                values = self.table[column].str.strip()
                self._texts[column] = values.where(values != "", None)
            else:
                self._texts[column] = pd.Series([None] * len(self), dtype="str")
        return self._texts[column]

    def required(self, column: str) -> pd.Series:
        """As ``text``; rows without it are rejected."""
        values = self.text(column)
        self.reject(values.isna(), f"has no {column}")
        return values

    def days(self, column: str, *, form: str = "ISO8601", required: bool = True) -> pd.Series:
        """Days of a column of ISO dates (times after them are dropped), or of another form of ``strptime``.

        Rows whose date is none of the calendar (2025-02-30) are rejected.

        Returns
        -------
        pandas.Series of datetime64[s]
        """
        import numpy as np
        import pandas as pd

        values = self.required(column) if required else self.text(column)
        codes, distinct = pd.factorize(values)
        parsed = pd.to_datetime(pd.Series(distinct, dtype="str"), format=form, errors="coerce", utc=True)
        days = parsed.dt.tz_localize(None).dt.normalize().to_numpy("datetime64[s]")
        made = pd.Series(np.append(days, np.datetime64("NaT", "s"))[codes], index=values.index)
        self.reject(values.notna() & made.isna(), "is no day of the calendar", of=column)
        return made

    def whole(self, column: str, *, least: int = 0, most: int | None = None) -> pd.Series:
        """Whole numbers (``7`` or ``7.0``); rows with anything else, or beyond the bounds, are rejected.

        Returns
        -------
        pandas.Series of Int64
        """
        values = self.text(column)
        number = _numbers(values)
        high = 1e15 if most is None else most
        good = number.between(least, high) & (number % 1 == 0)
        bounds = f"of {least} or more" if most is None else f"from {least} to {most}"
        self.reject(values.notna() & ~good, f"is no whole number {bounds}", of=column)
        return number.where(good).astype("Int64")

    def degrees(self, latitude: str, longitude: str) -> tuple[pd.Series, pd.Series]:
        """Coordinates; rows with one of the two, or with what cannot be degrees, are rejected.

        Returns
        -------
        lat, lon : pandas.Series of float
            NaN where the row has neither.
        """
        texts = {column: self.text(column) for column in (latitude, longitude)}
        lat, lon = map(_numbers, texts.values())
        for column, number in ((latitude, lat), (longitude, lon)):
            bad = texts[column].notna() & ~number.between(-1e9, 1e9)
            self.reject(bad, "is no number", of=column)
        swapped = (lat.abs() > 90) & (lat.abs() <= 180) & (lon.abs() <= 90)
        self.reject(swapped, f"lies beyond 90 degrees{_SWAPPED}", of=latitude)
        self.reject(lat.abs() > 90, "lies beyond 90 degrees", of=latitude)
        self.reject(lon.abs() > 180, "lies beyond 180 degrees", of=longitude)
        one = texts[latitude].notna() != texts[longitude].notna()
        self.reject(one, f"has only one of {latitude} and {longitude}")
        return lat, lon

    def chunk(self, columns: dict[str, Any]) -> Chunk:
        """The chunk that these columns of events make, without the rows that were set apart.

        Parameters
        ----------
        columns : dict
            Columns of the events table to values, one a row of the block.
        """
        import pandas as pd

        events = pd.DataFrame({"line": self._block.lines, **columns}, index=self.table.index)
        faulty = pd.Series(self.table.index.isin(list(self._faults)), index=self.table.index)
        stay = ~faulty & self._left_out.isna()
        rejects = [
            {"file": str(self._path), "line": int(self._block.lines[row]), "reason": fault}
            for row, fault in sorted(self._faults.items())
        ]
        out = Counter(self._left_out[~faulty].dropna().tolist())
        kept = events[stay].reset_index(drop=True)
        return Chunk(self._block.rows, kept, self._block.rejects + rejects, out)


def _numbers(texts: pd.Series) -> pd.Series:
    """Numbers of text, NaN where it is none; each distinct text is read once."""
    import numpy as np
    import pandas as pd

    codes, distinct = pd.factorize(texts)
    numbers = pd.to_numeric(pd.Series(distinct), errors="coerce").to_numpy("float64")
    return pd.Series(np.append(numbers, np.nan)[codes], index=texts.index)


def _shown(value: object) -> str:
    text = re.sub(r"\s+", " ", str(value))
    return repr(text if len(text) <= 60 else text[:59] + "…")
