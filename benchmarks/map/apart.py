"""A measurement in a process of its own, which tells its figures one by one and is ended when it hangs.

    python benchmarks/map/apart.py MODULE.MEASUREMENT ARGUMENT ...

Playwright's time limits do not stop a page that computes, and a browser that ran out of memory says nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

Figures = dict[str, list[float] | str]  # milliseconds (or what the name says), or why there are none


def figures(measurement: str, *words: str, limit: float, wanted: tuple[str, ...]) -> Figures:
    """What a measurement tells; for what it does not, the reason.

    Parameters
    ----------
    measurement : str
        A generator function of this folder, as ``module.function``.
    words : str
        Its arguments.
    limit : float
        Seconds that one figure may take.
    wanted : tuple of str
        The figures in the order in which they come.
    """
    command = [sys.executable, str(Path(__file__).resolve()), measurement, *words]
    got: Figures = {}
    reason = f"> {limit:.0f} s"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        lines: queue.Queue[str] = queue.Queue()
        said: list[str] = []
        ears = [
            threading.Thread(target=_hear, args=(process.stdout, lines)),
            threading.Thread(target=said.extend, args=(process.stderr,)),
        ]
        for ear in ears:
            ear.start()
        try:
            while line := lines.get(timeout=limit):
                got |= json.loads(line)
            code = process.wait(timeout=limit)
            ears[1].join()
            reason = f"failed: {_error(said)}" if code else "not told"
        except (queue.Empty, subprocess.TimeoutExpired):
            pass  # that is what the reason says
        finally:
            end(process.pid)
            for ear in ears:
                ear.join()
    missing = [name for name in wanted if name not in got]
    return got | {name: "not reached" if i else reason for i, name in enumerate(missing)}


def _error(said: list[str]) -> str:
    """The line of a traceback that names the error, else the last one."""
    lines = [line.strip() for line in said if line.strip()] or ["no word"]
    named = [line for line in lines if re.match(r"[\w.]+(Error|Exception):", line)]
    return [*lines[-1:], *named][-1][:120]


def _hear(out: Iterator[str], lines: queue.Queue[str]) -> None:
    """Hand over each line, and an empty one at the end."""
    for line in out:
        lines.put(line)
    lines.put("")


def end(root: int) -> None:
    """End a process and all that it started: a browser leads a group of its own."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended meanwhile
            continue
        parents.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found, rest = [], [root]
    while rest:
        found.append(rest.pop())
        rest += parents.get(found[-1], [])
    for each in found:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            continue


def main() -> None:
    """Measure, a JSON object a line."""
    module, name = sys.argv[1].split(".")
    for told in getattr(importlib.import_module(module), name)(*sys.argv[2:]):
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
