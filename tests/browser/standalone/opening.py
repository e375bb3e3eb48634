"""What the tests of the standalone file share: atlases, and looks at the page.

Its content security policy forbids eval, so the tests look through locators, which need none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from geo import schema
from geo.store.query import Query
from tests.views import atlas as atlases

Opened = Callable[..., Locator]
MANY = 5000
ALL = 30  # events of the small atlas, the negated one not counted


def many() -> schema.Atlas:
    """More events than a block of texts holds, each with an id and a sentence of its own."""
    rows = []
    for k in range(MANY):
        place = f"Place {k % 300}"
        said = {"report": f"r{k}", "field": "sentence", "start": 0, "end": 9, "text": f"Sentence {k}."}
        rows.append(
            {
                "event_id": f"m{k}",
                "start": f"20{10 + k % 14}-01-0{1 + k % 9}",
                "end": f"20{10 + k % 14}-01-09",
            }
            | {"status": "realised", "event_type": "Battles", "sub_event_type": "Armed clash"}
            | {"place_name": place, "longitude": k % 300 / 20 - 8, "latitude": 14.0 + k % 7 / 4}
            | {"place_precision": "exact", "uncertainty_km": 2.0, "country": ("ML", "BF", None)[k % 3]}
            | {
                "killed_low": (None, 0, 3, 20, 100)[k % 5],
                "evidence": [said],
                "source_id": f"https://x.org/{k}",
            }
        )
    return schema.Atlas(schema.from_rows(rows), schema.empty())


def merged() -> schema.Atlas:
    """The small atlas with some unmerged rows, of the reports of its events and of others."""
    rows = [
        atlases.row(each) | {"report": report}
        for each, report in zip(atlases._ROWS, ("seed-000", "x"), strict=False)
    ]
    return schema.Atlas(atlases.small().events, schema.from_rows(rows), atlases.MENTIONS)


def regions() -> schema.Atlas:
    """Sandaré lies in Nioro since 2023; the map draws the Kayes of before, which held it."""
    places = (
        ("Kayes", -11.43, 14.45, "Kayes"),
        ("Diboli", -12.19, 14.455, "Kayes"),
        ("Sandaré", -10.3, 14.7, "Nioro"),
        ("Gao", -0.04, 16.27, "Gao"),
    )
    rows = [
        {"event_id": place, "start": "2025-07-01", "end": "2025-07-01", "status": "realised"}
        | {"place_name": place, "longitude": lon, "latitude": lat, "country": "ML", "admin1": region}
        | {"place_precision": "exact", "uncertainty_km": 3.0, "event_type": "Battles"}
        for place, lon, lat, region in places
    ]
    return schema.Atlas(schema.from_rows(rows), schema.empty())


def shows(page: Page, n: int) -> None:
    """Map, count and table tell the same number."""
    expect(page.locator(".ca-root")).to_have_attribute("data-visible", str(n))
    expect(page.locator("#count")).to_have_attribute("data-shown", str(n))
    expect(page.locator("#table")).to_have_attribute("data-total", str(n))


def middle(root: Locator, act: Callable[[float, float], None], dx: float = 0, dy: float = 0) -> None:
    """Move or click the mouse at the middle of the map, or beside it."""
    box = root.locator(".leaflet-container").bounding_box()
    act(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)


def switch(page: Page, label: str, on: bool) -> None:
    """Switch an overlay; Leaflet swallows clicks in the instant in which its control unfolds."""
    box = page.get_by_label(label)
    for _ in range(20):
        if box.is_checked() is on:
            return
        box.press("Space")
    expect(box).to_be_checked(checked=on)


def address(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).fragment).items()}


def expected(**params: str) -> int:
    query = Query.from_params({"status": "|".join(schema.MAPPED_STATUSES), **params})
    return len(query.apply(_small().events))


@cache
def _small() -> schema.Atlas:
    return atlases.small()
