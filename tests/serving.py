"""Start the page as ``make run`` does, on a free port of this machine, for the tests in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def served(*arguments: str, home: Path | None = None) -> Iterator[str]:
    """The page's address, once it answers; `home` is the folder of the user's own data."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--"]
    environment = {k: v for k, v in os.environ.items() if k != "CONFLICT_ATLAS_PATHS"}
    if home:
        environment["CONFLICT_ATLAS_HOME"] = str(home)
    with subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout
        said = []
        for line in process.stdout:  # ends when the page is served, or when it could not be
            said.append(line)
            if "URL:" in line:
                break
        assert process.poll() is None, "".join(said)
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            assert answer.read() == b"ok"
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()  # asked politely it waits for pages that are gone
