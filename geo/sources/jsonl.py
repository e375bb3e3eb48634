"""Articles in JSON lines: one object a line, with its text and what is known about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import UnreadableInput
from ..model import Report
from . import article

SUFFIX = ".jsonl"
# A field of ours, and the names that it goes by.
FIELDS = {
    "id": ("id",),
    "text": ("text", "content", "body"),
    "title": ("title",),
    "date": ("date", "published"),
    "url": ("url", "link"),
    "source": ("source", "publisher"),
    "lang": ("lang", "language"),
    "accessed": ("accessed",),
}
_CURE = 'give one article a line: {"id": "a1", "text": "…", "date": "2025-07-03"}'


def read(path: Path) -> tuple[list[Report], list[dict[str, Any]]]:
    r"""Read the articles of a file; a bad line is told, and the rest go on.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8, a JSON object a line with ``text`` and any of id, title, date (YYYY-MM-DD, YYYY-MM or YYYY),
        url, source, lang. An article without an id is called after the file and its line.

    Returns
    -------
    reports : list of Report
        Their ids are unique.
    rejects : list of dict
        file, line (from 1), reason.

    Raises
    ------
    UnreadableInput
        When the file cannot be opened.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "news.jsonl")
    ...     _ = file.write_text('{"text": "Gunmen hit Konna.", "date": "2025-07"}\n{"text": 5}', "utf-8")
    ...     reports, rejects = read(file)
    >>> [(r.id, r.published.precision) for r in reports], rejects[0]["line"]
    ([('news-1', 'month')], 2)
    """
    reports: dict[str, Report] = {}
    rejects: list[dict[str, Any]] = []
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    report = _report(line, path, number)
                    if report.id in reports:
                        raise UnreadableInput(
                            repr(path.name),
                            f"has the id {report.id!r} of a line before it",
                            "give each article its own",
                        )
                    reports[report.id] = report
                except UnreadableInput as error:
                    rejects.append({"file": str(path), "line": number, "reason": str(error)})
    except OSError as error:
        raise UnreadableInput(
            repr(path.name), f"cannot be opened ({error.strerror})", "check the path and its rights"
        ) from None
    return list(reports.values()), rejects


def _report(line: bytes, path: Path, number: int) -> Report:
    name = repr(path.name)
    if len(line) > article.LIMIT_MB * 1_000_000:
        raise UnreadableInput(name, f"has more than {article.LIMIT_MB} MB", "give one line an article")
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableInput(name, f"is not UTF-8 text (byte {error.start})", "save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        told = getattr(error, "msg", "nested too deep")
        raise UnreadableInput(name, f"is not JSON ({told})", _CURE) from None
    if not isinstance(given, dict):
        raise UnreadableInput(name, "is JSON, but no object", _CURE)
    found = {field: value for field in FIELDS if (value := _value(given, field, name))}
    text = found.pop("text", "").replace("\r\n", "\n").replace("\r", "\n")
    return article.of_header(found, text, id=found.get("id") or f"{path.stem}-{number}", name=name)


def _value(given: Mapping[str, Any], field: str, name: str) -> str:
    """A field's text; empty where it is not given."""
    value = next((given[key] for key in FIELDS[field] if given.get(key) is not None), "")
    if field == "id" and isinstance(value, int):
        value = str(value)
    if not isinstance(value, str):
        raise UnreadableInput(name, f"has a {field} that is no text ({value!r:.40})", _CURE)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnreadableInput(name, f"has half a character in its {field}", "write it again") from None
    return value if field == "text" else " ".join(value.split())
