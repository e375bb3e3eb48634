"""The article panel in a real browser: paste, correct, and the map shows it; the network is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.events.decisions import read
from tests import page_events
from tests.serving import served

RAID = (
    "Gunmen attacked the army post at Diboli on July 1, killing at least four soldiers, the army said in a "
    "statement on Wednesday. JNIM claimed the attack. <script>alert(1)</script> "
    "![x](http://example.org/a.png) <img src='http://example.org/b.png'> قال شهود"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def address(tmp_path: Path, home: Path) -> Iterator[str]:
    events = page_events.write(tmp_path / "events.geojson", page_events.ROWS[:2])
    with served("--no-sample", str(events), home=home) as url:
        yield url


def test_an_article_is_pasted_corrected_and_put_on_the_map(page: Page, address: str, home: Path) -> None:
    page.goto(address)
    root = page.locator(".ca-root")
    expect(root).to_have_attribute("data-ready", "true", timeout=90_000)
    expect(root).to_have_attribute("data-visible", "2")
    page.get_by_text("Article", exact=True).click()
    date = page.get_by_role("textbox", name="Published on")
    date.fill("2025-07-03")
    page.get_by_role("textbox", name="Article", exact=True).fill(RAID)
    page.get_by_role("button", name="Read the article").click()

    words = page.locator(".ca-article")
    expect(words.locator("mark.ca-strong[data-sort=place]")).to_have_text("Diboli")
    assert words.inner_text() == RAID, "labels are no part of the text"
    card = page.locator(".st-key-article-card .ca-card")
    expect(card.get_by_role("heading", level=3)).to_have_text("Armed clash · Diboli · 1 July 2025")

    killed = page.get_by_role("radiogroup", name="Killed: your judgement")
    killed.get_by_text("Correct", exact=True).click()
    least = page.get_by_role("spinbutton", name="At least")
    expect(least).to_have_value("4")
    least.fill("7")
    least.press("Tab")
    page.get_by_role("textbox", name="Your name").fill("Ann")
    why = page.get_by_role("textbox", name="Why")
    why.fill("a later report")
    why.press("Tab")
    page.get_by_role("button", name="Save the decisions").click()
    expect(page.get_by_text("1 decision is kept in decisions.jsonl.")).to_be_visible()
    expect(card).to_contain_text("7 or more")
    expect(page.get_by_text("was 4, now 7 – a later report")).to_be_visible()
    (told,) = read(home / "decisions.jsonl")[0]
    assert (told.field, told.before, told.after, told.who) == ("killed_low", 4, 7, "Ann")

    page.get_by_role("button", name="Add to the map").click()
    expect(root).to_have_attribute("data-visible", "3")
    expect(root).to_have_attribute("data-selected", told.event)
    expect(page.locator(".st-key-card .ca-card")).to_contain_text("7 or more")
    assert not (home / "articles").exists()
    page.get_by_role("button", name="Keep on this machine").click()
    expect(page.get_by_text("Its events are on the map, now and the next time.")).to_be_visible()
    expect(root).to_have_attribute("data-visible", "3")
    assert len([*(home / "articles").glob("*.txt")]) == 1
