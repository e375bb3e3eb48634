"""The rules of the standalone file's areas and search are those of a Query: the same rows, one by one."""

from __future__ import annotations

import random
from typing import Any

from playwright.sync_api import Page

from geo import names, schema
from geo.errors import InvalidQuery
from geo.store.query import Query
from geo.views import assets, folds

REACHED = """([texts, points]) => texts.map((text) => {
  const area = ConflictAtlas.reach.read((name) => new URLSearchParams(text).get(name));
  const rule = ConflictAtlas.reach.rule(area), number = (value) => (value === null ? NaN : value);
  return [ConflictAtlas.reach.write(area), points.map((point) => rule(...point.map(number)))];
})"""
FOLDED = "([table, texts]) => texts.map(ConflictAtlas.folding(table))"


def scripted(page: Page, *names_: str) -> Page:
    for name in names_:
        page.evaluate(assets.read(name))
    return page


def _rows(chance: random.Random) -> list[dict[str, Any]]:
    """On a grid of eighths, so that some lie on corners and edges; some past the date line, some nowhere."""
    rows: list[dict[str, Any]] = [{}, {"longitude": 179.9, "latitude": 14.0, "uncertainty_km": 60.0}]
    for _ in range(60):
        lon, lat = chance.randrange(-96, 24) / 8, chance.randrange(72, 152) / 8
        if chance.random() < 0.5:
            lon, lat = lon + chance.random() / 8, lat + chance.random() / 8
        rows.append(
            {
                "longitude": lon,
                "latitude": lat,
                "uncertainty_km": chance.choice([None, 0.0, 3.0, 20.0, 150.0, 600.0]),
                "place_precision": chance.choice(["exact", "near", "admin1", "country"]),
            }
        )
    return rows


def _area(chance: random.Random) -> Query:
    """A circle, a road, or a ring whose edges may cross, so that it may have holes."""
    corner = lambda: (chance.randrange(-80, 8) / 8, chance.randrange(80, 144) / 8)  # noqa: E731
    kind = chance.choice(["near", "within", "within", "along", "line"])
    if kind == "near":
        return Query(near=(*corner(), chance.choice([0.0, 12.5, 50.0, 400.0])))
    if kind == "line":  # on the other side of the globe's edge
        return Query(within=((-180.0, 13.0), (-179.5, 13.0), (-179.5, 15.0), (-180.0, 15.0)))
    corners = tuple(dict.fromkeys(corner() for _ in range(chance.randrange(3, 8))))
    if kind == "along":
        return Query(along=(chance.choice([0.0, 10.0, 80.0]), corners))
    return Query(within=corners)


def _areas(chance: random.Random, n: int) -> list[Query]:
    found: list[Query] = []
    while len(found) < n:
        made = _area(chance)
        try:
            found.append(Query.from_params(made.to_params()))
        except InvalidQuery:  # it encloses nothing
            continue
    return found


def test_an_area_takes_whom_a_query_takes(page: Page) -> None:
    chance = random.Random(20)
    rows, areas = _rows(chance), _areas(chance, 150)
    table = schema.from_rows(rows)
    points = [[row.get(name) for name in ("longitude", "latitude", "uncertainty_km")] for row in rows]
    texts = ["&".join(f"{k}={v}" for k, v in area.to_params().items()) for area in areas]
    told = scripted(page, "reach.js").evaluate(REACHED, [texts, points])
    seen = set()
    for area, (params, reached) in zip(areas, told, strict=True):
        touched = area.mask(table)
        certain = touched & area.certain(table)
        assert params == area.to_params()
        assert reached == (touched.astype(int) + certain).tolist(), params
        seen |= set(reached)
    assert seen == {0, 1, 2}


def test_what_is_no_area_of_a_query_is_none(page: Page) -> None:
    texts = ["near=1,2", "near=1,2,-3", "near=200,2,3", "near=,,", "within=0,0;1,1", "within=0,0;1,1;2,2"]
    texts += ["within=a", "along=5", "along=x;0,0;1,1", "along=5;0,0", "near=1,95,3", "near=1,2,3,4"]
    told = scripted(page, "reach.js").evaluate(REACHED, [texts, []])
    assert told == [[{}, []]] * len(texts)


def test_signs_fold_as_names_do(page: Page) -> None:
    texts = [
        "Jama’at Nuṣrat al-Islām",
        "N'Djaména",
        "كيدال غاو",
        "Œuvre – Ærø ʿAïn",
        "北京 1½",
        "A\u0308 ß İ",
    ]
    texts += ["".join(map(chr, range(0x20, 0x250))), "tab\tand\x07bell\u200band\xadmore", "Кидаль", ""]
    told = scripted(page, "search.js").evaluate(FOLDED, [folds.table(texts), texts])
    assert told == [names.fold(text) for text in texts]
