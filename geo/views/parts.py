"""Parts of a page that a browser unpacks when it needs them: gzip in base64, which its parser only skims.

A part is a script element of no script, its blocks one a line. What is said of each event (``coded.Said``) is
a part of its distinct texts in blocks, so that one event needs one block, and a part of codes, which columns
share that change together. The page's side is assets/parts.js.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

from ..errors import AtlasError
from .coded import Said

if TYPE_CHECKING:
    import numpy as np

Spec = str | dict[str, Any] | None
_LETTERS = 2**18  # of the texts of a block, about
_MOST, _LEAST = 4096, 64  # texts of a block
_LONGEST = 2**29 - 25  # letters of a part: Chromium gives an element of more no text at all


class Parts:
    """The packed parts of a page.

    Examples
    --------
    >>> import numpy as np
    >>> parts = Parts()
    >>> parts.said(Said(["everywhere the same"], np.array([0, 0, 0])))
    'everywhere the same'
    >>> parts.said(Said(["here", "there"], np.array([0, 1, 0, 0, 1])))
    {'texts': 'p0', 'size': 4096, 'codes': 'p1', 'type': 'u1'}
    >>> sorted(parts.packed)
    ['p0', 'p1']
    """

    def __init__(self) -> None:
        self.packed: dict[str, str] = {}
        self._known: dict[bytes, str] = {}

    def add(self, *blocks: bytes, name: str = "") -> str:
        """A part of blocks; the same blocks are one part (raises as ``put`` does)."""
        digest = hashlib.sha256(b"\0".join(hashlib.sha256(each).digest() for each in blocks)).digest()
        if digest not in self._known or name:
            self._known[digest] = name or f"p{len(self.packed)}"
            packed = (gzip.compress(each, 6, mtime=0) for each in blocks)
            self.put(self._known[digest], "\n".join(base64.b64encode(b).decode("ascii") for b in packed))
        return self._known[digest]

    def put(self, name: str, packed: str) -> None:
        """A part that is packed already.

        Raises
        ------
        AtlasError
            When it is more than a browser reads.
        """
        if len(packed) > _LONGEST:
            size, most = round(len(packed) / 1e6), round(_LONGEST / 1e6)
            raise AtlasError(
                "a column of the standalone map",
                f"takes {size} MB, and a browser reads {most} MB of one",
                "pick fewer events, or write them as .parquet",
            )
        self.packed[name] = packed

    def json(self, value: object, name: str = "") -> str:
        """A part of one block of JSON."""
        return self.add(_json(value), name=name)

    def texts(self, words: list[str | None]) -> dict[str, Any]:
        """A part of texts in blocks."""
        letters = sum(len(each or "") for each in words) / max(1, len(words))
        size = _MOST
        while size > _LEAST and size * letters > _LETTERS:
            size //= 2
        return {
            "texts": self.add(*(_json(words[at : at + size]) for at in range(0, len(words), size))),
            "size": size,
        }

    def codes(self, code: np.ndarray) -> dict[str, Any]:
        """A part of one number an event, of the smallest type that holds it."""
        most = int(code.max(initial=0))
        size = next(size for size in (1, 2, 4) if most < 256**size)
        return {"codes": self.add(code.astype(f"<u{size}").tobytes()), "type": f"u{size}"}

    def said(self, said: Said) -> Spec:
        """What is said of each event: a text for all; or texts, and codes unless most have their own."""
        if len(said.words) < 2:
            return said.words[0] if said.words else None
        if 2 * len(said.words) > len(said.code):
            return self.texts(said.values().tolist())
        return self.texts(said.words) | self.codes(said.code)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
