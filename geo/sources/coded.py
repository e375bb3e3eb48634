"""What readers of coded datasets share: countries, groups, ids; each distinct value is mapped once."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import vocab
from ..names import fold
from .sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    import pyarrow as pa

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}  # of JSON; the backslash first
UNIDENTIFIED, OTHER = "Unidentified", "Other"


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


def countries(names: pd.Series) -> pd.Series:
    """ISO 3166-1 alpha-2 codes of countries by name, ISO-3 code or ISO-2 code; null where none is known.

    Parameters
    ----------
    names : pandas.Series of str

    Returns
    -------
    pandas.Series of str

    Examples
    --------
    >>> import pandas as pd
    >>> countries(pd.Series(["Mali", "Myanmar (Burma)", "DR Congo (Zaire)", "BFA", "Atlantis"])).tolist()
    ['ML', 'MM', 'CD', 'BF', nan]
    """
    return by_distinct(names, country)


def country(name: str) -> str | None:
    """One country's code; a former name in brackets may stand behind the present one.

    Examples
    --------
    >>> country("Kingdom of eSwatini (Swaziland)"), country("Niger"), country("Nigeria")
    ('SZ', 'NE', 'NG')
    """
    known = _countries()
    head, _, former = name.partition("(")
    tried = (name, head, former.rstrip(")"))
    return next((known[folded] for each in tried if (folded := fold(each)) in known), None)


@cache
def _countries() -> Mapping[str, str]:
    """Folded name or code -> ISO-2."""
    found: dict[str, str] = {}
    for row in _rows("places/countries.csv"):
        names = [row["name"], row["name_fr"], row["iso3"], row["iso2"], *row["aliases"].split("|")]
        for name in names:
            found.setdefault(fold(name), row["iso2"])
    for table in ("places/country_names.csv", "crosswalks/coded_countries.csv"):
        for row in _rows(table):
            found |= {fold(name): row["iso2"] for name in row["aliases"].split("|")}
    found.pop("", None)
    return MappingProxyType(found)


@cache
def from_fips() -> Mapping[str, str]:
    """FIPS 10-4 code (as GDELT uses them) -> ISO-2.

    Examples
    --------
    >>> codes = from_fips()
    >>> codes["NG"], codes["NI"], codes["UV"], codes["GZ"]
    ('NE', 'NG', 'BF', 'PS')
    """
    table = {row["fips"]: row["iso2"] for row in _rows("places/countries.csv") if row["fips"]}
    return MappingProxyType(table | {row["fips"]: row["iso2"] for row in _rows("crosswalks/fips.csv")})


@cache
def radius_km(iso2: str) -> float | None:
    """The radius that holds a country, for events of which no more than the country is known."""
    row = next((row for row in _rows("places/countries.csv") if row["iso2"] == iso2), None)
    return float(row["radius_km"]) if row and row["radius_km"] else None


def group_of(name: str, where: str | None = None) -> str:
    """The group that an actor's name stands for.

    Parameters
    ----------
    name : str
        As a dataset spells it ("Government of Mali", "Military Forces of Mali (2021-)", "IS").
    where : str or None
        Country of the event (ISO-2): some names stand for a group's branch there.

    Returns
    -------
    str
        An id of data/groups; ``Other`` where the name is none that we know.

    Examples
    --------
    >>> group_of("Government of Mali"), group_of("IS", "BF"), group_of("JNIM"), group_of("KIO")
    ('FAMa', 'ISSP', 'JNIM', 'Other')
    """
    folded = fold(name)
    special = _actor_names()
    for key in ((folded, where), (folded, None)):
        if key in special:
            return special[key]
    known = _aliases()
    head = fold(name.partition("(")[0])
    for each in (folded, head, fold(name.partition(":")[0])):  # "JNIM: Group for Support of Islam"
        if each in known:
            return known[each]
    for start in _FORCES:
        if head.startswith(start):
            code = country(head.removeprefix(start))
            return state_group(code) if code else OTHER
    return OTHER


# How datasets name the armed side of a state; what follows is the country.
_FORCES = ("government of ", "military forces of ", "police forces of ")


@cache
def _aliases() -> Mapping[str, str]:
    return MappingProxyType({fold(alias.alias): alias.group for alias in vocab.aliases()})


@cache
def _actor_names() -> Mapping[tuple[str, Hashable], str]:
    """Folded name and country (None: anywhere) -> group."""
    table = _rows("crosswalks/coded_actors.csv")
    return MappingProxyType({(fold(row["name"]), row["country"] or None): row["group"] for row in table})


def state_group(iso2: str, kind: str = "state_forces") -> str:
    """The group that stands for a state's armed forces, or for its authorities.

    Parameters
    ----------
    iso2 : str
    kind : {'state_forces', 'authorities'}

    Returns
    -------
    str
        An id of data/groups; ``Other`` where there is none.

    Examples
    --------
    >>> state_group("ML"), state_group("ML", "authorities"), state_group("MM")
    ('FAMa', 'AUTH-ML', 'Other')
    """
    return _states().get((kind, iso2), OTHER)


@cache
def _states() -> Mapping[tuple[str, str], str]:
    kinds = ("state_forces", "authorities")
    groups = (group for group in vocab.groups().values() if group.kind in kinds and group.country)
    return MappingProxyType({(group.kind, str(group.country)): group.id for group in groups})


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


@cache
def crosswalk(table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a file under data/crosswalks.

    Examples
    --------
    >>> crosswalk("ucdp_places")[0]["place_precision"]
    'exact'
    """
    return tuple(MappingProxyType(row) for row in _rows(f"crosswalks/{table}.csv"))


def _rows(table: str) -> list[dict[str, str]]:
    with (vocab.DATA / table).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
