"""Numbers of tables: decimal commas in degrees, thousands and ranges in counts, nothing made up."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sources import cells


@given(st.integers(-180_000_000, 180_000_000))
def test_degrees_are_read_back_with_point_or_comma(millionths: int) -> None:
    written = f"{millionths / 1e6:.6f}"
    assert cells.coordinate(written) == pytest.approx(millionths / 1e6, abs=1e-9)
    assert cells.coordinate(written.replace(".", ",")) == cells.coordinate(written)


@given(st.integers(0, 10**9), st.sampled_from(["", ",", ".", " ", "\u202f"]))
def test_counts_are_read_back_with_any_thousands(number: int, sign: str) -> None:
    assert cells.count(f"{number:,}".replace(",", sign)) == (number, number)


@pytest.mark.parametrize("text", ["", "-", "unknown", "1.5", "12+", "-3", "1,23", "12-10", "NaN", "1e3", "٣"])
def test_what_is_no_count_is_not_told(text: str) -> None:
    assert cells.count(text) == (None, None)


@pytest.mark.parametrize("text", ["", "n/a", "1.234,5", "14°27'18\"N", "-12 W", "inf", "1234", "nan", "١٤"])
def test_what_is_no_degree_is_not_told(text: str) -> None:
    assert cells.coordinate(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("14.4,-11.4", ("14.4", "-11.4")),
        ("(14.4; -11.4)", ("14.4", "-11.4")),
        ("14.4 -11.4", ("14.4", "-11.4")),
        ("14,4, -11,4", ("14,4", "-11,4")),
        ("SRID=4326;POINT Z (-11.4 14.4 3)", ("14.4", "-11.4")),
        ("POINT(-11.4 14.4)", ("14.4", "-11.4")),
        ("14,4,-11,4", None),
        ("POINT EMPTY", None),
        ("LINESTRING (1 2, 3 4)", None),
        ("", None),
    ],
)
def test_a_pair_in_one_cell(text: str, told: tuple[str, str] | None) -> None:
    assert cells.pair(text) == told


def test_columns_keep_their_index() -> None:
    texts = pd.Series(["10 - 12", None, "10 - 12"], index=[5, 3, 1], dtype="str")
    assert cells.counts(texts)["high"].dropna().to_dict() == {5: 12, 1: 12}
    assert cells.coordinates(pd.Series(["12,5 N", None], index=[2, 1], dtype="str")).to_dict()[2] == 12.5
