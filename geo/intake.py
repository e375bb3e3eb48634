"""Datasets on their way in: chunk by chunk read, checked against the map, and kept or written."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import events, places, schema
from .errors import UnreadableInput
from .model import PlaceRef, Span
from .sources import article, datasets, table, tabular
from .sources.base import Chunk, Summary
from .sources.mapping import TableMap
from .views import disclosure, files, meta, stream

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Progress = Callable[[str], None]
ARTICLE, EVENTS = "article", datasets.EVENTS
_SWAPPED = (
    "lies far outside its country, and inside with the two swapped: did you swap latitude and longitude?"
)


def kinds(files: Iterable[Path], source: str | None, rejects: list[dict[str, Any]]) -> dict[Path, str]:
    """What each file is taken for.

    Parameters
    ----------
    files : iterable of pathlib.Path
    source : str or None
        What all of them are; None looks at each.
    rejects : list of dict
        Files for which that cannot be told are added here.

    Returns
    -------
    dict
        Path to 'article', 'events' or a reader's name (a key of ``sources.datasets.READERS``).

    Raises
    ------
    InvalidQuery
        When `source` is none of these.
    """
    if source not in (None, ARTICLE, EVENTS):
        datasets.find(source)
    found = {}
    for file in files:
        suffix = file.suffix.lower()
        if source is not None:
            found[file] = source
        elif suffix in table.LINES:
            found[file] = EVENTS
        elif suffix not in tabular.SUFFIXES or suffix in article.SUFFIXES:
            found[file] = ARTICLE
        else:
            try:
                found[file] = datasets.kind_of(file)
            except UnreadableInput as error:
                rejects.append({"file": str(file), "line": None, "reason": str(error)})
    return found


def read(
    sets: Mapping[Path, str],
    *,
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
) -> schema.Atlas:
    """Read datasets to unmerged events.

    Parameters
    ----------
    sets : mapping of pathlib.Path to str
        Which reader each file is for (a key of ``sources.datasets.READERS``).
    everything : bool
        Keep rows that are out of the readers' scope.
    columns : TableMap, str or None
        For tables: what their columns are (``sources.anytable.map_of``).
    progress : callable or None
        Told a line a chunk, and the summary.

    Returns
    -------
    Atlas
        With rejects and a summary a file. Of a file that cannot be read to its end, what came before is kept.
    """
    import pandas as pd

    parts: list[pd.DataFrame] = []
    rejects, summaries = _all(sets, everything, columns, progress, parts.append)
    events = schema.typed(pd.concat(parts, ignore_index=True)) if parts else schema.empty()
    return schema.Atlas(events, schema.empty(), [], rejects, summaries)


def convert(
    sets: Mapping[Path, str],
    out: str | os.PathLike[str],
    *,
    everything: bool = False,
    columns: TableMap | str | None = None,
    progress: Progress | None = None,
    profile: str = disclosure.INTERNAL,
) -> schema.Atlas:
    """Read datasets into one GeoParquet file; memory holds one chunk, however long they are.

    For others (a profile) a chunk cannot be told before all were seen: any event may be told with a
    sensitive one, or name its victim. So they are kept in a file first; memory holds a chunk, the sensitive
    events, and the names of victims.

    Parameters
    ----------
    sets, everything, columns, progress
        As for ``read``.
    out : path
        An existing file is replaced when all is written.
    profile : {'internal', 'partner', 'public'}
        Who may see the file (``geo.views.disclosure``).

    Returns
    -------
    Atlas
        Without events: the rejects and summaries.

    Raises
    ------
    UnreadableInput
        When no row could be read: nothing is written.
    """
    with files.parquet_writer(out) as writer:
        how = (everything, columns, progress)
        if profile == disclosure.INTERNAL:
            with _one_behind(writer.append) as keep:
                rejects, summaries = _all(sets, *how, keep)
        else:
            rejects, summaries = _for_others(sets, how, writer, profile)
        about = writer.about()
        if progress:
            for warning in about.warnings:
                progress(f"{os.fspath(out)} {warning}")
            if about.profile:
                progress(f"{os.fspath(out)} is {profile}; withheld: {about.told_withheld()}")
        if rejects and not any(each["read"] for each in summaries):
            names = ", ".join(path.name for path in sets)
            raise UnreadableInput(names, "holds no row that could be read", rejects[0]["reason"])
    return schema.Atlas(schema.empty(), schema.empty(), [], rejects, summaries)


def _for_others(
    sets: Mapping[Path, str],
    how: tuple[bool, TableMap | str | None, Progress | None],
    writer: stream.Parquet,
    profile: str,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Write what the readers of a profile may see, of a table that is kept in a file of its own first."""
    known, withheld = disclosure.Known(profile), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-") as folder:
        whole = Path(folder, "whole.parquet")
        with files.parquet_writer(whole) as kept, _one_behind(kept.append) as keep:
            rejects, summaries = _all(sets, *how, keep)
        for piece in stream.pieces(whole):
            known.look(piece)
        for at, piece in enumerate(stream.pieces(whole)):
            known.look_beside(piece, at)
        for at, piece in enumerate(stream.pieces(whole)):
            atlas = schema.Atlas(piece, schema.empty())
            told = disclosure.apply(atlas, profile, meta.now().date(), (known, at))
            writer.append(told.atlas.events)
            withheld.update(told.withheld)
    writer.made_for(profile, withheld)
    return rejects, summaries


@contextmanager
def _one_behind(write: Callable[[pd.DataFrame], None]) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Write a piece while the next one is read: two are in memory at most."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        written: list[Future[None]] = []

        def keep(events: pd.DataFrame) -> None:
            for each in written:
                each.result()
            written[:] = [pool.submit(write, events)]

        yield keep
        for each in written:
            each.result()


def _all(
    sets: Mapping[Path, str],
    everything: bool,
    columns: TableMap | str | None,
    progress: Progress | None,
    keep: Callable[[pd.DataFrame], None],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Hand each chunk's events on; the rejects, and a summary a file."""
    rejects: list[dict[str, Any]] = []
    summaries = []
    seen: set[str] = set()
    for path, name in sets.items():
        summary = Summary(path.name, datasets.find(name).NAME)
        try:
            for chunk in _chunks(path, name, everything, columns, seen):
                summary.add(chunk)
                rejects += chunk.rejects
                keep(chunk.events)
                if progress:
                    progress(f"{path.name}: {summary.rows} rows …")
        except UnreadableInput as error:
            rejects.append({"file": str(path), "line": None, "reason": str(error)})
        if progress:
            progress(str(summary))
        summaries.append(summary.to_dict())
    return rejects, summaries


def _chunks(
    path: Path, name: str, everything: bool, columns: TableMap | str | None, seen: set[str]
) -> Iterator[Chunk]:
    """The chunks of a dataset, checked against the countries' outlines, with distances to borders."""
    for chunk in datasets.read(path, name, everything=everything, columns=columns, seen=seen):
        if not {"longitude", "latitude", "country"} <= set(chunk.events):
            yield chunk
            continue
        swapped = places.turned_about(*_where(chunk), _country(chunk))
        sound = chunk.without(swapped, path, _SWAPPED)
        yield _bordered(_located(sound) if name == datasets.TABLE else sound)


def _located(chunk: Chunk) -> Chunk:
    """The rows of a table that name a place and give no point, with what the gazetteer knows of the name.

    A coded dataset that gives no point knows none; whoever keeps a table by hand often leaves it to the name.
    """
    import pandas as pd

    table = chunk.events
    bare = table["latitude"].isna() & table["place_name"].notna()
    if not bare.any():
        return chunk
    names = table.loc[bare, ["place_name", "country", "admin1"]]
    names = names.astype("object").where(names.notna(), None)
    number, distinct = pd.factorize(pd.MultiIndex.from_frame(names))
    refs = [_named(*map(_told, each)) for each in distinct]
    fixes = places.locate_all([(ref, places.Context((ref.country,) if ref.country else ())) for ref in refs])
    found = [events.placed(ref, fix) for ref, fix in zip(refs, fixes, strict=True)]
    why = [[f"place: {reason}" for reason in fix.reasons] for fix in fixes]
    made = pd.DataFrame([found[at] for at in number], index=names.index).astype("object")
    for column in ("country", "admin1", "admin2"):  # what the table says itself stays
        made[column] = table.loc[bare, column].astype("object").fillna(made[column])
    made["reasons"] = [[*own, *why[at]] for own, at in zip(table.loc[bare, "reasons"], number, strict=True)]
    table = table.assign(place_candidates=[[] for _ in range(len(table))])
    whole = {name: table.get(name, pd.Series(None, table.index)).astype("object") for name in made}
    merged = {name: made[name].combine_first(old) for name, old in whole.items()}
    for column in ("latitude", "longitude", "uncertainty_km"):
        merged[column] = pd.to_numeric(merged[column]).astype("float64")
    chunk.events = table.assign(**merged)
    return chunk


def _named(name: str, country: str, region: str) -> PlaceRef:
    """A place as a table names it; "" where it does not tell."""
    within = (region,) if region else ()
    return PlaceRef(name, Span("table", 0, len(name), name), country=country or None, within=within)


def _told(value: object) -> str:
    return value if isinstance(value, str) else ""


def _where(chunk: Chunk) -> list[np.ndarray]:
    return [chunk.events[column].to_numpy("float64") for column in ("longitude", "latitude")]


def _country(chunk: Chunk) -> np.ndarray:
    return chunk.events["country"].to_numpy("object")


def _bordered(chunk: Chunk) -> Chunk:
    events = chunk.events
    uncertainty = events.get("uncertainty_km", float("nan"))
    border, low, high = places.border_range(*_where(chunk), uncertainty, _country(chunk))
    chunk.events = events.assign(border_country=border, border_km_min=low, border_km_max=high)
    return chunk
