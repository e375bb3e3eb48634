"""Articles from wherever they are: files, folders, JSON lines, feeds and web addresses."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..addresses import is_web
from ..errors import AtlasError, UnreadableInput
from ..fetch import Client
from ..model import Report
from . import article, feed, jsonl, kept
from .web import Web

Gathered = tuple[list[Report], list[dict[str, Any]]]


def addresses(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[str], list[str | os.PathLike[str]]]:
    """Part the web addresses from the paths.

    Examples
    --------
    >>> addresses(["https://example.org/a", "news"])
    (['https://example.org/a'], ['news'])
    """
    given = list(paths)
    urls = [path for path in given if isinstance(path, str) and is_web(path)]
    return urls, [path for path in given if path not in urls]


def articles(
    urls: Iterable[str], files: Iterable[Path], *, online: bool = False, keep: bool = False
) -> Gathered:
    """Read every article that addresses and files hold.

    Parameters
    ----------
    urls : iterable of str
        Articles and feeds of the web.
    files : iterable of pathlib.Path
        Articles, .jsonl, and feeds (.rss, .atom, .xml).
    online : bool
        False: no request leaves the machine, addresses are refused, and a feed gives its own words.
    keep : bool
        Keep what was fetched in the user's folder (``geo.sources.kept``).

    Returns
    -------
    reports : list of Report
        Their ids are unique.
    rejects : list of dict
        file, line, reason.
    """
    web = Web(Client(online=online))
    parts: list[Gathered] = [_of_url(web, url, keep=keep) for url in urls]
    plain: list[Path] = []
    for file in files:
        if _holds_many(file):
            parts.append(_of_file(web, file, keep=keep and online))
        else:
            plain.append(file)
    parts.append(article.read_all(plain))
    reports = [report for part, _ in parts for report in part]
    return _unique(reports), [reject for _, rejects in parts for reject in rejects]


def find(files: Iterable[Path], report: str) -> Report | None:
    """The article of an id, read again.

    Parameters
    ----------
    files : iterable of pathlib.Path
        The same as ``articles`` was given.
    report : str

    Returns
    -------
    Report or None
        None where no file on this machine holds it, or it cannot be read any more.
    """
    given = list(files)
    plain = [file for file in given if not _holds_many(file)]
    for file, name in zip(plain, article.ids(plain), strict=True):
        if name == report:
            return next((replace(each, id=name) for each in article.read_all([file])[0]), None)
    offline = Web(Client(online=False))
    many = (_of_file(offline, file, keep=False)[0] for file in given if _holds_many(file))
    return next((each for reports in many for each in reports if each.id == report), None)


def _holds_many(file: Path) -> bool:
    return file.suffix.lower() in (jsonl.SUFFIX, *feed.SUFFIXES)


def _of_url(web: Web, url: str, *, keep: bool) -> Gathered:
    reports, rejects = web.read(url)
    return reports, rejects + (_kept(reports) if keep else [])


def _of_file(web: Web, file: Path, *, keep: bool) -> Gathered:
    """The articles of a file that holds many."""
    try:
        if file.suffix.lower() == jsonl.SUFFIX:
            return jsonl.read(file)
        reports, rejects = web.of_feed(article.content(file), repr(file.name))
    except UnreadableInput as error:
        return [], [{"file": str(file), "line": None, "reason": str(error)}]
    return reports, rejects + (_kept(reports) if keep else [])


def _kept(reports: list[Report]) -> list[dict[str, Any]]:
    """Keep articles; tell which could not be."""
    rejects = []
    for report in reports:
        try:
            kept.keep(report)
        except AtlasError as error:
            rejects.append({"file": report.id, "line": None, "reason": str(error)})
    return rejects


def _unique(reports: list[Report]) -> list[Report]:
    """Each article once; of different ones with the same id, the later get a number."""
    out: dict[str, Report] = {}
    for report in reports:
        name, count = report.id, 1
        while name in out and out[name].text != report.text:
            count += 1
            name = f"{report.id}-{count}"
        out.setdefault(name, report if name == report.id else replace(report, id=name))
    return list(out.values())
