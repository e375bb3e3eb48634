"""What every test shares: how long hypothesis may think, the sample files, and a server on this machine."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# What the person at this machine added to the gazetteer is no part of a test, here or in a process of ours.
os.environ["CONFLICT_ATLAS_HOME"] = str(Path(tempfile.gettempdir()) / f"atlas-tests-{os.getpid()}")

# Runs are repeatable, and a slow machine is no failure: time is what benchmarks/ measures.
settings.register_profile(
    "atlas", deadline=None, derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("atlas")


@pytest.fixture(scope="session", autouse=True)
def _no_browser_waits() -> None:
    """A page that is run without a browser needs no time for one."""
    from panels import state

    state.AHEAD = state.AHEAD_FIRST = 0.0


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def seeds(root: Path) -> Path:
    """The seed articles, which stand beside the project where it is developed."""
    folder = root.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed articles (../shared/seeds) are not on this machine")
    return folder


@dataclass
class Answer:
    """What the server says: `cut` bytes of the body only, or nothing until it is stopped (`silent`)."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    silent: bool = False


class Web:
    """A server on 127.0.0.1: each address gives its answers in turn, the last one again and again."""

    def __init__(self) -> None:
        web, self.stop = self, threading.Event()
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.posted: list[bytes] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append((self.path, dict(self.headers)))
                left = web.answers.get(self.path.partition("?")[0], [Answer(status=404)])
                answer = left.pop(0) if len(left) > 1 else left[0]
                if answer.silent:
                    web.stop.wait()
                    return
                body, status, headers = answer.body, answer.status, dict(answer.headers)
                wanted = self.headers["Range"]
                if wanted and status == 200 and self.headers["If-Range"] == headers.get("ETag"):
                    start = int(wanted.removeprefix("bytes=").rstrip("-"))
                    headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                    body, status = body[start:], 206
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body[: answer.cut])

            def do_POST(self) -> None:
                web.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.do_GET()

            def log_message(self, *_: object) -> None:
                """Keep the tests' output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def says(self, path: str, *answers: Answer) -> str:
        """Set the answers of an address, and tell it whole."""
        self.answers[path] = list(answers)
        return self.url + path


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A server on this machine; set its answers with ``web.says``."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = Web()
    thread = threading.Thread(target=server.server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.stop.set()
    server.server.shutdown()
    thread.join()
    server.server.server_close()


@pytest.fixture
def answer() -> type[Answer]:
    """Make what the server says."""
    return Answer
