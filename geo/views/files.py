"""Events into files: each whole or not at all, in the format that its suffix names."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from .. import schema
from ..errors import AtlasError
from . import disclosure, export, gpkg, kml, meta, sidecar, stream, xlsx

Write = Callable[[schema.Atlas, Path, meta.About], None]


def write(
    atlas: schema.Atlas,
    path: str | os.PathLike[str],
    *,
    query: export.Filter | None = None,
    excel: bool = False,
    exported: datetime | None = None,
    profile: str = disclosure.INTERNAL,
) -> meta.About:
    """Write events to a file, in the format that its suffix names, whole or not at all.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    path : str or path
        What it ends with picks the format (``WRITERS``); an existing file is replaced. docs/formats.md says
        what each holds.
    query : geo.store.query.Query or None
        What to pick; None writes all.
    excel : bool
        Begin a CSV file with a byte order mark, without which Excel misreads accents.
    exported : datetime.datetime or None
        The time that the file tells; None is now (``geo.views.meta.now``).
    profile : {'internal', 'partner', 'public'}
        Who may see it: others than the first get less (``geo.views.disclosure``). The query picks from that.

    Returns
    -------
    geo.views.meta.About
        What the file says about itself; its ``warnings`` are for the person who asked for it.

    Raises
    ------
    AtlasError
        When no format has that suffix, the format cannot hold the table, or the file cannot be written.
    """
    write_format = writer(path, excel=excel)
    exported = exported or meta.now()
    shown = disclosure.apply(atlas, profile, exported.date())
    atlas = export.picked(shown.atlas, query)
    about = export.about(atlas, query, exported, shown)
    with _whole(path) as part:
        write_format(atlas, part, about)
    if format_of(path) in SIDECARS:
        write_text(sidecar.text(Path(path).name, about), sidecar.path(path))
    return about


def content(
    atlas: schema.Atlas,
    ending: str,
    *,
    query: export.Filter | None = None,
    excel: bool = False,
    profile: str = disclosure.INTERNAL,
) -> bytes:
    """Make a file's content without keeping a file, for a download.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    ending : str
        A key of ``WRITERS``.
    query, excel, profile
        As for ``write``.

    Returns
    -------
    bytes

    Raises
    ------
    AtlasError
        As ``write``.

    Examples
    --------
    >>> content(schema.Atlas(schema.empty(), schema.empty()), ".kml")[:5]
    b'<?xml'
    """
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-") as folder:
        path = Path(folder, f"events{ending}")
        write(atlas, path, query=query, excel=excel, profile=profile)
        return path.read_bytes()


@contextmanager
def parquet_writer(
    path: str | os.PathLike[str], *, exported: datetime | None = None
) -> Iterator[stream.Parquet]:
    """Open a GeoParquet file that grows piece by piece, whole or not at all.

    Parameters
    ----------
    path : str or path
        An existing file is replaced when all is written.
    exported : datetime.datetime or None
        The time that the file tells; None is now.

    Yields
    ------
    geo.views.stream.Parquet
        Its ``append(events)`` takes an events table, or plain values in any of its columns; its ``about()``
        tells the warnings.

    Raises
    ------
    AtlasError
        When the folder is not there or cannot be written to.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp(), "events.parquet")
    >>> with parquet_writer(path) as out:
    ...     out.append(schema.from_rows([{"event_id": "a"}]))
    ...     out.append(schema.from_rows([{"event_id": "b"}]))
    >>> out.rows
    2
    """
    with _whole(path) as part:
        out = stream.Parquet(part)
        yield out
        out.close(out.about(exported or meta.now()).to_dict())


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text file (a standalone map, say), whole or not at all.

    Parameters
    ----------
    text : str
    path : str or path

    Raises
    ------
    AtlasError
        When the folder is not there or cannot be written to.
    """
    with _whole(path) as part:
        part.write_text(text, encoding="utf-8", newline="")


def write_rejects(rejects: Iterable[Mapping[str, Any]], path: str | os.PathLike[str]) -> None:
    """Write what could not be read as CSV: file, line, reason. Without any, an older file goes.

    Parameters
    ----------
    rejects : iterable of mapping
        As in ``Atlas.rejects``.
    path : str or path
    """
    rows = list(rejects)
    if not rows:
        Path(path).unlink(missing_ok=True)
        return
    with _whole(path) as part:
        part.write_text(rejects_csv(rows), encoding="utf-8", newline="")


def rejects_csv(rejects: Iterable[Mapping[str, Any]]) -> str:
    r"""What could not be read as CSV text: file, line, reason.

    Examples
    --------
    >>> rejects_csv([{"file": "a.csv", "line": 2, "reason": "=1+1 is no date"}])
    "file,line,reason\na.csv,2,'=1+1 is no date\n"
    """
    file = io.StringIO()
    out = csv.DictWriter(file, ["file", "line", "reason"], extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    out.writerows({key: _guarded(value) for key, value in row.items()} for row in rejects)
    return file.getvalue()


def _guarded(value: object) -> object:
    return re.sub(export.FORMULA, r"'\1", value) if isinstance(value, str) else value


@contextmanager
def _whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a path beside the file that is meant; what is written there takes its place at the end."""
    path = Path(path)
    try:
        with tempfile.TemporaryDirectory(prefix=".conflict-atlas-", dir=path.parent) as folder:
            part = Path(folder, path.name)
            yield part
            os.replace(part, path)
    except OSError as error:
        raise AtlasError(
            repr(str(path)),
            f"cannot be written ({error.strerror or error})",
            "check the folder and its rights",
        ) from None


def format_of(path: str | os.PathLike[str]) -> str:
    """Find the ending of a file's name that names a format.

    Raises
    ------
    AtlasError
        When none does.

    Examples
    --------
    >>> format_of("Events.HXL.csv"), format_of("v1.2.csv")
    ('.hxl.csv', '.csv')
    >>> format_of("events.xls")
    Traceback (most recent call last):
    geo.errors.AtlasError: 'events.xls' names no format that is written: end it with .geojson, ...
    """
    name = Path(path).name
    found = [ending for ending in WRITERS if name.lower().endswith(ending)]
    if not found:
        raise AtlasError(repr(name), "names no format that is written", f"end it with {', '.join(WRITERS)}")
    return max(found, key=len)


def writer(path: str | os.PathLike[str], *, excel: bool = False) -> Write:
    """Find the writer for a file's name, so that a wrong one is told before any work is done.

    Raises
    ------
    AtlasError
        When no format has that suffix, or `excel` is asked of one that is no CSV.

    Examples
    --------
    >>> writer("events.kml", excel=True)
    Traceback (most recent call last):
    geo.errors.AtlasError: 'events.kml' has no byte order mark for Excel: write .csv, or leave the option out
    """
    found = WRITERS[format_of(path)]
    if not excel:
        return found
    if format_of(path) not in (".csv", ".hxl.csv"):
        rule = "has no byte order mark for Excel"
        raise AtlasError(repr(Path(path).name), rule, "write .csv, or leave the option out")
    return partial(found, encoding="utf-8-sig")


def _write_geojson(atlas: schema.Atlas, path: Path, about: meta.About) -> None:
    path.write_text(export.geojson(atlas, about), encoding="utf-8", newline="\n")


def _write_lines(atlas: schema.Atlas, path: Path, about: meta.About) -> None:
    path.write_text(export.lines(atlas.events), encoding="utf-8", newline="\n")


def _write_csv(atlas: schema.Atlas, path: Path, about: meta.About, encoding: str = "utf-8") -> None:
    path.write_text(export.to_csv(atlas), encoding=encoding, newline="")


def _write_hxl(atlas: schema.Atlas, path: Path, about: meta.About, encoding: str = "utf-8") -> None:
    path.write_text(export.to_csv(atlas, hxl=True), encoding=encoding, newline="")


def _write_parquet(atlas: schema.Atlas, path: Path, about: meta.About) -> None:
    out = stream.Parquet(path)
    out.append(atlas.events)
    out.close(about.to_dict())


def _write_kml(atlas: schema.Atlas, path: Path, about: meta.About) -> None:
    with path.open("wb") as file:
        file.writelines(kml.pieces(atlas.events, about))


WRITERS: Mapping[str, Callable[..., None]] = {
    ".geojson": _write_geojson,
    ".geojsonl": _write_lines,
    ".ndjson": _write_lines,
    ".csv": _write_csv,
    ".hxl.csv": _write_hxl,
    ".xlsx": xlsx.write,
    ".parquet": _write_parquet,
    ".gpkg": gpkg.write,
    ".kml": _write_kml,
}
SIDECARS = (".csv", ".hxl.csv", ".geojsonl", ".ndjson")  # hold rows alone: what they are stands beside them
