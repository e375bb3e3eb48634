"""A file of text, packed or not, in whatever encoding, as one stream of UTF-8 bytes with limits."""

from __future__ import annotations

import codecs
import gzip
import logging
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

from ..errors import UnreadableInput
from . import limits

log = logging.getLogger(__name__)

_BLOCK = 1 << 20
_FREE = 10_000_000  # bytes that any archive may hold, however small it is
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError)
_OTHERS = {b"%PDF-": "a PDF", b"PAR1": "a Parquet file", b"SQLite format 3\0": "a GeoPackage or database"}


class Readable(Protocol):
    """What ``opened`` gives."""

    def read(self, size: int, /) -> bytes:
        """Some bytes, at most `size` characters of them; none at the end."""


@contextmanager
def opened(path: Path) -> Iterator[Readable]:
    """Open a text file, plain or in a .zip or .gz, as UTF-8 without a byte-order mark.

    Parameters
    ----------
    path : pathlib.Path

    Yields
    ------
    Readable

    Raises
    ------
    UnreadableInput
        When it is absent, no text, something else than its name says, damaged, or goes beyond the limits on
        archives.
    """
    try:
        encoding = _encoding(path, path.stat().st_mtime_ns, path.stat().st_size)
        with _raw(path) as raw:
            yield raw if encoding == "utf-8" else _Recoded(raw, encoding)
    except OSError as error:
        raise UnreadableInput(
            repr(str(path)), f"cannot be opened ({error.strerror or error})", "check the path"
        ) from None
    except (*DAMAGE, RuntimeError, NotImplementedError) as error:
        raise UnreadableInput(
            repr(path.name), f"is a damaged or locked archive ({error})", "fetch it again, or unpack it"
        ) from None


def filled(stream: Readable, size: int) -> tuple[bytes, Exception | None]:
    """Read until there are so many bytes, and say what damage ended it sooner (None: the end did, if any).

    Parameters
    ----------
    stream : Readable
    size : int
        About how many bytes.

    Returns
    -------
    content : bytes
    damage : Exception or None
    """
    parts: list[bytes] = []
    held = 0
    while held < size:
        try:
            more = stream.read(size - held)
        except DAMAGE as error:
            return b"".join(parts), error
        if not more:
            break
        parts.append(more)
        held += len(more)
    return b"".join(parts), None


class _Packed(Protocol):
    """What unpacks: gives what there is before it fails at a damaged place."""

    def read1(self, size: int, /) -> bytes: ...


class _Recoded:
    """A stream in another encoding, given as UTF-8."""

    def __init__(self, raw: Readable, encoding: str) -> None:
        self._raw, self._decode = raw, codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int, /) -> bytes:
        while content := self._raw.read(size):
            if text := self._decode.decode(content):
                return text.encode()
        return self._decode.decode(b"", final=True).encode()


class _Limited:
    """A packed stream that stops where it grows beyond the limits."""

    def __init__(self, stream: _Packed, path: Path) -> None:
        self._stream, self._path, self._given = stream, path, 0
        self._most = limits.limit("CONFLICT_ATLAS_MAX_UNPACKED_BYTES")
        ratio = limits.limit("CONFLICT_ATLAS_MAX_RATIO")
        self._most_by_ratio = max(_FREE, ratio * path.stat().st_size)

    def read(self, size: int, /) -> bytes:
        content = self._stream.read1(min(size, _BLOCK))  # what there is, before a damaged place
        self._given += len(content)
        if self._given > self._most:
            raise limits.beyond(self._path, "CONFLICT_ATLAS_MAX_UNPACKED_BYTES")
        if self._given > self._most_by_ratio:
            raise limits.beyond(self._path, "CONFLICT_ATLAS_MAX_RATIO")
        return content


@contextmanager
def _raw(path: Path) -> Iterator[Readable]:
    """The bytes of a file, or of the one file in an archive; its byte-order mark is skipped."""
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        start = file.read(16)
        file.seek(0)
        _check_kind(path, start)
        stream: Readable = file
        if start.startswith(_ZIP):
            archive = stack.enter_context(zipfile.ZipFile(file))
            packed = stack.enter_context(archive.open(_only_member(path, archive)))
            stream = _Limited(cast(zipfile.ZipExtFile, packed), path)
        elif start.startswith(_GZIP):
            stream = _Limited(stack.enter_context(gzip.open(file)), path)
        yield _WithoutMark(stream)


class _WithoutMark:
    """A stream without the mark that UTF-8 files may begin with."""

    def __init__(self, stream: Readable) -> None:
        self._stream, self._begun = stream, False

    def read(self, size: int, /) -> bytes:
        content = self._stream.read(size)
        if not self._begun:
            self._begun = True
            content = content.removeprefix(codecs.BOM_UTF8) or self._stream.read(size)
        return content


def _check_kind(path: Path, start: bytes) -> None:
    for magic, suffix, what in (
        (_ZIP, ".zip", "a ZIP archive (or an XLSX file)"),
        (_GZIP, ".gz", "packed (gzip)"),
    ):
        if start.startswith(magic) and path.suffix.lower() != suffix:
            cure = f"end its name with {suffix}, or unpack it"
            raise UnreadableInput(repr(path.name), f"is {what}, not a table", cure)
    for magic, what in _OTHERS.items():
        if start.startswith(magic):
            raise UnreadableInput(repr(path.name), f"is {what}, not a table of text", "name it as what it is")


def _only_member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    names = [
        each for each in archive.infolist() if not each.is_dir() and not each.filename.startswith("__MACOSX")
    ]
    if len(names) != 1:
        raise UnreadableInput(repr(path.name), f"holds {len(names)} files", "unpack it, and give the tables")
    return names[0]


@lru_cache(maxsize=64)
def _encoding(path: Path, _changed: int, _size: int) -> str:
    """UTF-8, unless a mark says UTF-16 or most lines beyond ASCII are not UTF-8: then Windows-1252."""
    good = bad = 0
    with _raw(path) as stream:
        rest, first = b"", True
        while content := filled(stream, _BLOCK)[0]:
            if first and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            if first and b"\0" in content[:4096]:
                raise UnreadableInput(repr(path.name), "is binary, not text", "give a table of text")
            first = False
            head, end, tail = (rest + content).rpartition(b"\n")
            rest = tail
            g, b = _told(head + end)
            good, bad = good + g, bad + b
        g, b = _told(rest)
    if bad + b > good + g:
        log.warning("%s is not UTF-8 and was read as Windows-1252: save it as UTF-8 to be sure", path.name)
        return "cp1252"
    return "utf-8"


def _told(content: bytes) -> tuple[int, int]:
    """How many lines beyond ASCII are UTF-8, and how many are not; where all are, one stands for them."""
    if content.isascii():
        return 0, 0
    try:
        content.decode()
    except UnicodeDecodeError:
        lines = [line for line in content.splitlines() if not line.isascii()]
        good = sum(_is_utf8(line) for line in lines)
        return good, len(lines) - good
    return 1, 0


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
