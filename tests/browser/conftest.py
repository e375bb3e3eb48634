"""A page in the system's Chromium that sees no network but this machine, and tells when it wants more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# States are waited for; on a busy machine one that does not come within this time is a failure.
expect.set_options(timeout=20_000)
LOCAL_HOSTS = ("127.0.0.1", "localhost")


def is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("file", "data", "blob", "about") or parts.hostname in LOCAL_HOSTS


@dataclass
class Watch:
    """What a page did that it must not do; a test may add to ``allowed`` what it has to expect."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        said = [line for line in self.console if not any(each in line for each in self.allowed)]
        return [f"asked the network for {url}" for url in self.requests] + said


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or else Playwright's own."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def context(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A fresh profile; any request that leaves this machine is refused and noted."""

    def gate(route: Route, request: Request) -> None:
        if is_local(request.url):
            route.continue_()
        else:
            watch.requests.append(request.url)
            route.abort()

    made = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC", accept_downloads=True
    )
    made.route("**/*", gate)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Iterator[Page]:
    """A page whose test fails on any request beyond this machine and on any error on its console."""

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            watch.console.append(f"console {message.type}: {message.text}")

    made = context.new_page()
    made.set_default_timeout(15_000)
    made.on("console", heard)
    made.on("pageerror", lambda error: watch.console.append(f"page error: {error}"))
    made.on(
        "websocket",
        lambda socket: None if is_local(socket.url) else watch.requests.append(socket.url),
    )
    yield made
    assert not watch.faults()
