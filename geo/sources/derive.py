"""Columns of events made of columns of text: each distinct value is mapped once, lists are JSON text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from .sieve import Sieve

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}  # of JSON; the backslash first


def by_distinct(values: pd.Series, make: Callable[[Any], Any]) -> pd.Series:
    """Map a column, calling `make` once for each distinct value; null stays null.

    Parameters
    ----------
    values : pandas.Series
    make : callable
        From one value to anything, lists too: rows of one value then share one list.

    Returns
    -------
    pandas.Series
        Of text where all are text, of float where all are, else of object.

    Examples
    --------
    >>> import pandas as pd
    >>> by_distinct(pd.Series(["a", "b", "a"]), str.upper).tolist()
    ['A', 'B', 'A']
    """
    import numpy as np
    import pandas as pd

    codes, distinct = pd.factorize(values)
    made = np.empty(len(distinct), dtype=object)
    for at, value in enumerate(distinct):
        made[at] = make(value)
    return _taken(made, codes, values.index)


def _taken(made: np.ndarray, codes: np.ndarray, index: pd.Index) -> pd.Series:
    """Values by their codes (-1: null): text as text, numbers as numbers, else whatever they are."""
    import numpy as np
    import pandas as pd

    kinds = {type(value) for value in made if value is not None}
    if kinds <= {str}:
        return pd.Series(pd.array(made, dtype="str").take(codes, allow_fill=True), index=index)
    held = np.concatenate([made, np.array([None])])
    if kinds == {float}:
        held = held.astype("float64")  # None becomes NaN
    return pd.Series(held[codes], index=index)


def by_rows(columns: Iterable[pd.Series], make: Callable[..., Any]) -> pd.Series:
    """As ``by_distinct``, for several columns at once: `make` gets one value of each, None for null.

    Examples
    --------
    >>> import pandas as pd
    >>> by_rows([pd.Series(["a", "b"]), pd.Series(["c", None])], lambda x, y: [x, y]).tolist()
    [['a', 'c'], ['b', None]]
    """
    import numpy as np
    import pandas as pd

    columns = list(columns)
    coded = [pd.factorize(column) for column in columns]
    keys = np.zeros(len(columns[0]), dtype=np.int64)
    for codes, distinct in coded:
        keys = pd.factorize(keys * (len(distinct) + 1) + codes)[0]
    first = pd.Series(keys).drop_duplicates().index  # of each key, in their order
    made = np.empty(len(first), dtype=object)
    for at, row in enumerate(first):
        made[at] = make(*(distinct[codes[row]] if codes[row] >= 0 else None for codes, distinct in coded))
    return _taken(made, keys, columns[0].index)


def event_ids(source: str, ids: pd.Series) -> pd.Series:
    """Stable ids of events: a hash of the dataset's name and its own id.

    Examples
    --------
    >>> import pandas as pd
    >>> event_ids("UCDP GED", pd.Series(["15960"])).tolist()
    ['ev-13f6238620c4']
    """
    import pandas as pd

    sha256 = hashlib.sha256
    start = f"{source}\n".encode()
    texts = [
        f"ev-{sha256(start + own.encode()).hexdigest()[:12]}" if isinstance(own, str) else None
        for own in ids.tolist()
    ]
    return pd.Series(texts, index=ids.index, dtype="str")


def one_each(reports: pd.Series) -> pd.Series:
    """The list column ``reports`` of rows that rest on one report each, as JSON text.

    Examples
    --------
    >>> import pandas as pd
    >>> one_each(pd.Series(["UCDP GED:1"])).tolist()
    ['["UCDP GED:1"]']
    """
    import pyarrow.compute as pc

    made = pc.binary_join_element_wise("[", _quoted(reports), "]", "")
    return _list_column(made, reports.index)


def sentences(reports: pd.Series, texts: pd.Series) -> pd.Series:
    """The list column ``evidence`` of rows whose source gives words of its own, as JSON text.

    Parameters
    ----------
    reports : pandas.Series of str
        Ids of the reports.
    texts : pandas.Series of str
        What each says; null gives no evidence.

    Examples
    --------
    >>> import pandas as pd
    >>> sentences(pd.Series(["a"]), pd.Series(["Gunmen came."])).tolist()
    ['[{"report": "a", "field": "sentence", "start": 0, "end": 12, "text": "Gunmen came."}]']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    length = pc.utf8_length(pa.array(texts, pa.string(), from_pandas=True)).cast(pa.string())
    parts = (
        '[{"report": ', _quoted(reports), ', "field": "sentence", "start": 0, "end": ', length,
        ', "text": ', _quoted(texts), "}]",
    )  # fmt: skip
    return _list_column(pc.binary_join_element_wise(*parts, ""), reports.index)


def _list_column(texts: pa.Array, index: pd.Index) -> pd.Series:
    """JSON text of lists; null is the empty list."""
    import pyarrow.compute as pc

    return pc.fill_null(texts, "[]").to_pandas().astype("str").set_axis(index)


def _quoted(texts: pd.Series) -> pa.Array:
    """Text as JSON writes it; null stays null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pa.array(texts, pa.string(), from_pandas=True)
    made = plain
    for char, escaped in _ESCAPES.items():
        made = pc.replace_substring(made, char, escaped)
    if pc.any(pc.match_substring_regex(made, r"[\x00-\x1f]")).as_py():  # the rare ones, one by one
        made = pa.array(
            [None if text is None else encode_basestring(text)[1:-1] for text in plain.to_pylist()]
        )
    return pc.binary_join_element_wise('"', made.cast(pa.string()), '"', "")


def codes(rows: Sieve, columns: Iterable[str]) -> pd.Series:
    """The column ``source_code``: a row's own codes as they were, ``name=value; …``; empty ones are left out.

    Parameters
    ----------
    rows : Sieve
    columns : iterable of str
        Which columns, where the file has them.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for column in columns:
        if column in rows.table:
            values = pa.array(rows.table[column], pa.string(), from_pandas=True)
            parts.append(pc.binary_join_element_wise(f"{column}=", values, ""))
    if not parts:
        return pd.Series([None] * len(rows), dtype="str")
    # The empty text goes first since pyarrow 26 drops a row whose texts are all null.
    joined = pc.binary_join_element_wise("", *parts, "; ", null_handling="skip")
    told = joined.to_pandas().astype("str").str.removeprefix("; ").set_axis(rows.table.index)
    return told.where(told != "", None)
