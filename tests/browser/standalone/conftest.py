"""Standalone files on disk, each made when a test first opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geo import schema
from geo.views.standalone import standalone
from tests.browser.standalone import opening
from tests.views import atlas as atlases

FILES: dict[str, Callable[[], str]] = {
    "small": lambda: standalone(atlases.small(), title="Small atlas"),
    "french": lambda: standalone(atlases.small(), title="Petit atlas", lang="fr"),
    "hostile": lambda: standalone(atlases.hostile(), title=atlases.HOSTILE[2]),
    "empty": lambda: standalone(schema.Atlas(schema.empty(), schema.empty()), title="Empty"),
    "many": lambda: standalone(opening.many(), title="Many"),
    "members": lambda: standalone(opening.merged(), title="Members"),
    "regions": lambda: standalone(opening.regions(), title="Regions"),
    "partner": lambda: standalone(atlases.small(), title="Partner", profile="partner"),
}


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("standalone")

    def made(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(FILES[name](), encoding="utf-8")
        return path

    return made


@pytest.fixture
def opened(page: Page, file: Callable[[str], Path]) -> opening.Opened:
    def open_file(name: str = "small", address: str = "") -> Locator:
        page.goto("about:blank")
        page.goto(file(name).as_uri() + address)
        root = page.locator(".ca-root")
        expect(root).to_have_attribute("data-ready", "true")
        return root

    return open_file
