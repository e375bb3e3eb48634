"""Articles that the user keeps: files with a header block in the folder of the user's own data."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..errors import AtlasError
from ..home import HOME, home
from ..model import Report


def folder() -> Path:
    """Where kept articles lie; it need not exist."""
    return home() / "articles"


def keep(report: Report, into: Path | None = None) -> Path:
    r"""Write an article into the user's folder, so that it can be read again as it was.

    Parameters
    ----------
    report : Report
    into : pathlib.Path or None
        None is the user's own folder.

    Returns
    -------
    pathlib.Path
        The file; its name is made of the text's hash, so that the same text is kept once.

    Raises
    ------
    AtlasError
        When it cannot be written; what stood there before still does.

    Examples
    --------
    >>> from geo.sources import article
    >>> with tempfile.TemporaryDirectory() as own:
    ...     again = article.read(keep(article.parse("Gunmen hit Diboli.", {"source": "A"}), Path(own)))
    >>> again.text, again.source
    ('Gunmen hit Diboli.', 'A')
    """
    path = (into or folder()) / f"{report.sha256[:16]}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(written(report))
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        why = f"cannot be written ({error.strerror or error})"
        raise AtlasError(str(path), why, f"set {HOME} to a folder of yours") from None
    return path


def written(report: Report) -> str:
    r"""An article with its header block, as ``article.read`` takes it off again.

    Examples
    --------
    >>> written(Report("a", "date: is a word here", source="A\nB"))
    'source: A B\n\ndate: is a word here\n'
    """
    told = {
        "url": report.url,
        "date": _date(report),
        "title": report.title,
        "lang": report.language,
        "source": report.source,
        "accessed": report.accessed and report.accessed.isoformat(),
    }
    lines = [f"{key}: {' '.join(value.split())}" for key, value in told.items() if value]
    # a block stands even where nothing is known, so that no line of the text is taken for one
    return "\n".join([*(lines or ["lang:"]), "", report.text, ""])


def _date(report: Report) -> str | None:
    """A date to the precision that it is known to."""
    if report.published is None:
        return None
    digits = {"year": 4, "month": 7}.get(report.published.precision, 10)
    return report.published.start.isoformat()[:digits]
