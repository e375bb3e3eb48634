"""Names on a still map: which ones stand there, and that none covers another or a mark."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.views import drawing, lettering
from geo.views.drawing import Frame

SAHEL = Frame(800, 500, -8.0, 14.5, 6.0)
SAID = re.compile(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]*)</text>')


def _said(at: Frame, marks: list[tuple[float, float, float, str | None]], lang: str = "en") -> list[str]:
    made = "".join(lettering.names(at, lang, marks))
    return [unescape(name) for *_, name in SAID.findall(made)]


def test_a_country_is_named_where_a_part_of_it_is_seen() -> None:
    near_diboli = Frame(600, 400, -12.2, 14.4, 7.0)
    assert {"Mali", "Senegal", "Mauritania"} <= set(_said(near_diboli, []))
    assert "Sénégal" in _said(near_diboli, [], "fr")


def test_a_town_with_events_is_named_once_and_beside_its_mark() -> None:
    x, y = (float(value) for value in SAHEL.xy(-11.44, 14.45))
    assert _said(SAHEL, [(x, y, 6, "Kayes")]).count("Kayes") == 1


def test_names_of_many_places_stay_out() -> None:
    marks = [(20.0 + 18 * i, 250.0, 4, f"Place {i}") for i in range(41)]
    assert not [name for name in _said(SAHEL, marks) if name.startswith("Place")]


def test_words_of_the_data_are_no_markup() -> None:
    made = "".join(lettering.names(SAHEL, "en", [(400, 250, 6, "<script>x")]))
    assert "<script" not in made
    assert "&lt;script&gt;x" in made


def test_an_area_has_no_name_of_a_point() -> None:
    row = {"event_id": "a", "start": "2025-07-01", "end": "2025-07-01", "status": "realised", "country": "ML"}
    here = {**row, "longitude": -8.0, "latitude": 14.5, "place_name": "Secretville", "uncertainty_km": 90.0}
    events = schema.from_rows([{**here, "place_precision": "admin1"}])
    assert "Secretville" not in drawing.drawing(events, SAHEL)
    assert "Secretville" in drawing.drawing(schema.from_rows([{**here, "place_precision": "exact"}]), SAHEL)


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 800), st.floats(0, 500), st.floats(4, 18), st.sampled_from(["Ber", "Goundam"])
        ),
        max_size=12,
    )
)
def test_no_name_covers_another(marks: list[tuple[float, float, float, str | None]]) -> None:
    made = "".join(lettering.names(SAHEL, "en", marks))
    boxes = [(float(x), float(y), len(unescape(name)) * 2.9) for x, y, name in SAID.findall(made)]
    for i, (x, y, half) in enumerate(boxes):
        for other_x, other_y, other in boxes[:i]:
            assert abs(x - other_x) > half + other or abs(y - other_y) >= 11
