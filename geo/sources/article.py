"""Articles: a text, Markdown or HTML file becomes a Report."""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ..dates import Interval
from ..errors import UnreadableInput
from ..model import Report
from . import decode, html

log = logging.getLogger(__name__)

_HTML = (".html", ".htm")
_ID = 16  # digits of the hash that name a report without a file
SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl")  # what a folder is searched for
KEYS = ("url", "date", "title", "lang", "source", "accessed", "author")
LIMIT_MB = 5  # a long novel has 1 MB: what is larger is no article

_HEADER_LINE = re.compile(rf"({'|'.join(KEYS)}):[ \t]*(.*)", re.IGNORECASE)
_BARE_DATE = re.compile(r"date[ \t]+(\d{4}-\d\d(?:-\d\d)?)\b\s*", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[T ].*)?)?)?")
_NOT_GIVEN = re.compile(r"\(not given\b.*\)")
_MARKDOWN = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),  # images
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),  # links keep their words
    (re.compile(r"(?m)^[ \t]*(?:#{1,6}|>)[ \t]+"), ""),  # headings, quotes
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
)


def read(path: str | os.PathLike[str], *, id: str | None = None) -> Report:
    r"""Read one article.

    A header block (``url:``, ``date:``, ``title:``, ``lang:``, ``source:``, then an empty line) or a leading
    ``date YYYY-MM-DD`` is taken off; ``Report.text`` is what follows, with LF line ends and without space
    around it, and spans point into that. HTML gives its paragraphs, and its own meta data where no header
    says otherwise. A date that is not ISO 8601 is unknown, and said in the log.

    Parameters
    ----------
    path : str or path
        A .txt, .md, .html or .htm file; any other suffix is read as text. UTF-8, UTF-16 with its mark, the
        charset that the HTML names, or plausible Windows-1252 (said in the log).
    id : str or None
        The report's id; None takes the file's stem.

    Returns
    -------
    Report

    Raises
    ------
    UnreadableInput
        When the file is absent, empty, binary, wrongly encoded or larger than ``LIMIT_MB``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.txt")
    ...     _ = file.write_text("date: 2025-07\nlang: fr\n\nDes assaillants ont attaqué Diboli.", "utf-8")
    ...     report = read(file)
    >>> report.id, report.text, report.language, report.published.precision
    ('a', 'Des assaillants ont attaqué Diboli.', 'fr', 'month')
    """
    path = Path(path)
    name = repr(path.name)
    suffix = path.suffix.lower()
    text = decode.text_of(content(path), name, is_html=suffix in _HTML)
    return _report(text, name, id or path.stem, suffix, {})


def parse(text: str, headers: Mapping[str, str] | None = None, *, id: str | None = None) -> Report:
    r"""Make a report of a text that is at hand, as ``read`` makes one of a .txt file.

    Parameters
    ----------
    text : str
        The article, with or without a header block.
    headers : mapping of str to str or None
        Values of ``KEYS`` that outrank the text's own header block; empty ones say nothing.
    id : str or None
        The report's id; None makes one of the text's hash: the same text is the same report.

    Returns
    -------
    Report

    Raises
    ------
    UnreadableInput
        When it is empty, binary or larger than ``LIMIT_MB``.

    Examples
    --------
    >>> report = parse("date: 2025-07-02\n\nGunmen attacked Diboli.", {"source": "A", "date": ""})
    >>> report.text, report.source, report.published.start
    ('Gunmen attacked Diboli.', 'A', datetime.date(2025, 7, 2))
    """
    name = "the text"
    encoded = text.encode(errors="replace")
    _check_size(len(encoded), name)
    made = _report(decode.text_of(encoded, name), name, id or "", ".txt", headers or {})
    return made if id else replace(made, id=made.sha256[:_ID])


def _report(text: str, name: str, id: str, suffix: str, headers: Mapping[str, str]) -> Report:
    header, text = _header(text.lstrip(), suffix)
    if suffix in _HTML:
        found, text = html.article(text)
        header = found | header
    elif suffix == ".md":
        for pattern, words in _MARKDOWN:
            text = pattern.sub(words, text)
    header |= {key: value.strip() for key, value in headers.items() if value.strip()}
    return of_header(header, text, id=id, name=name)


def of_header(header: Mapping[str, str], text: str, *, id: str, name: str) -> Report:
    """Make a report of a text and what is said about it.

    Parameters
    ----------
    header : mapping of str to str
        Any of ``KEYS``; what is missing is unknown.
    text : str
    id : str
        The report's id.
    name : str
        How messages call the article.

    Returns
    -------
    Report

    Raises
    ------
    UnreadableInput
        When the text is empty.

    Examples
    --------
    >>> of_header({"lang": "fr-ML", "date": "2025-07-03"}, " Gao ", id="a", name="a").language
    'fr'
    """
    text = text.strip()
    if not text:
        raise UnreadableInput(name, "holds no text of an article", "check that its text was saved with it")
    return Report(
        id=id,
        text=text,
        source=header.get("source"),
        url=header.get("url"),
        title=header.get("title"),
        language=_language(header.get("lang")),
        published=_interval(name, header.get("date")),
        accessed=_day(name, header.get("accessed")),
    )


def read_all(files: Iterable[str | os.PathLike[str]]) -> tuple[list[Report], list[dict[str, Any]]]:
    """Read many articles; what cannot be read is told, and the rest go on.

    Parameters
    ----------
    files : iterable of path
        As ``discover`` gives them. Files that share a stem get their folder's name put before it.

    Returns
    -------
    reports : list of Report
        In the order of the files, their ids unique.
    rejects : list of dict
        file, line (None: the whole file), reason.
    """
    paths = [Path(file) for file in files]
    reports, rejects = [], []
    for path, unique in zip(paths, ids(paths), strict=True):
        try:
            reports.append(read(path, id=unique))
        except UnreadableInput as error:
            rejects.append({"file": str(path), "line": None, "reason": str(error)})
    return reports, rejects


def discover(
    paths: Iterable[str | os.PathLike[str]], rejects: list[dict[str, Any]] | None = None
) -> list[Path]:
    """Find the article files that paths stand for.

    Parameters
    ----------
    paths : iterable of path
        Files, taken as they are, and folders, searched for ``SUFFIXES`` (not in hidden ones).
    rejects : list of dict or None
        Where given, what is wrong with a path is added here (file, line, reason) instead of raised.

    Returns
    -------
    list of Path
        Each file once; those of a folder sorted by name.

    Raises
    ------
    UnreadableInput
        When a path is absent or a folder holds no article.
    """
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        try:
            for file in _files(path):
                found.setdefault(file.resolve(), file)
        except UnreadableInput as error:
            if rejects is None:
                raise
            rejects.append({"file": str(path), "line": None, "reason": str(error)})
    return list(found.values())


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UnreadableInput(repr(str(path)), "is not there", "check the path")
    files = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            Path(folder, name)
            for name in sorted(names)
            if name.lower().endswith(SUFFIXES) and not name.startswith(".")
        ]
    if not files:
        raise UnreadableInput(
            repr(str(path)), "holds no article", f"give a folder with {', '.join(SUFFIXES)} files"
        )
    return files


def ids(files: Iterable[str | os.PathLike[str]]) -> list[str]:
    """The ids that ``read_all`` gives the reports of files.

    Parameters
    ----------
    files : iterable of path

    Returns
    -------
    list of str
        The stems; where several files share one, as much of their folders as tells them apart.

    Examples
    --------
    >>> ids(["a/raid.txt", "b/raid.txt", "a/other.txt"])
    ['a-raid', 'b-raid', 'other']
    """
    paths = [Path(file) for file in files]
    names = [path.stem for path in paths]
    depth = 1
    while len(set(names)) < len(set(paths)) and depth < 20:
        depth += 1
        shared = {each for each, count in Counter(names).items() if count > 1}
        names = [
            "-".join([*path.resolve().parts[-depth:-1], path.stem]) if each in shared else each
            for each, path in zip(names, paths, strict=True)
        ]
    return names


def content(path: Path) -> bytes:
    """Give the bytes of an article's file.

    Raises
    ------
    UnreadableInput
        When it cannot be opened, or is larger than ``LIMIT_MB``.
    """
    name = repr(path.name)
    try:
        _check_size(path.stat().st_size, name)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(
            name, f"cannot be opened ({error.strerror})", "check the path and its rights"
        ) from None


def _check_size(size: int, name: str) -> None:
    if size > LIMIT_MB * 1_000_000:
        why = f"has {size / 1e6:.0f} MB and an article has at most {LIMIT_MB}"
        raise UnreadableInput(name, why, "give one file an article")


def _header(text: str, suffix: str) -> tuple[dict[str, str], str]:
    """Take the header block or the leading date off a text."""
    if bare := _BARE_DATE.match(text):
        return {"date": bare[1]}, text[bare.end() :]
    lines = text.split("\n")
    fenced = suffix == ".md" and lines[0].strip() == "---"  # Markdown's front matter
    header: dict[str, str] = {}
    at = int(fenced)
    while at < len(lines) and (line := _HEADER_LINE.fullmatch(lines[at].strip())):
        value = line[2].strip().strip('"')
        if value and not _NOT_GIVEN.fullmatch(value):
            header[line[1].lower()] = value
        at += 1
    if at == int(fenced):
        return {}, text
    if fenced and at < len(lines) and lines[at].strip() == "---":
        at += 1
    return header, "\n".join(lines[at:])


def _language(given: str | None) -> str | None:
    code = re.match(r"[a-z]{2,3}(?![a-z])", (given or "").lower())
    return code[0] if code else None


def _interval(name: str, given: str | None) -> Interval | None:
    """A date as its writer knew it: a day, a month or a year."""
    if given is None:
        return None
    parts = _ISO.fullmatch(given)
    try:
        if parts and parts[3]:
            return Interval.day(date(int(parts[1]), int(parts[2]), int(parts[3])))
        if parts and parts[2]:
            return Interval.month(int(parts[1]), int(parts[2]))
        if parts:
            return Interval.year(int(parts[1]))
    except ValueError:  # no such day or month
        parts = None
    log.warning("%s: the date %r is not YYYY-MM-DD, YYYY-MM or YYYY, so it is taken as unknown", name, given)
    return None


def _day(name: str, given: str | None) -> date | None:
    interval = _interval(name, given)
    return interval.start if interval and interval.precision == "day" else None
