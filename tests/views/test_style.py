"""Colours belong to families of groups, as of the event's day."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from geo import vocab
from geo.views import labels, style


@pytest.mark.parametrize("group", vocab.groups())
def test_every_group_has_a_family_on_any_day(group):
    known = vocab.groups()[group].kind
    for on in (None, date(2012, 1, 1), date(2025, 7, 1)):
        family = style.FAMILIES[style.family_of(group, on)]
        assert family.parents or known in family.kinds


def test_members_take_the_colour_only_while_they_are_members():
    keys = [style.FAMILIES[style.family_of("FLM", on)].key for on in (date(2017, 3, 1), date(2017, 3, 2))]
    assert keys == ["jihadist", "jnim"]


def test_what_is_not_known_is_unknown():
    assert {style.FAMILIES[style.family_of(each)].key for each in (None, "no such group")} == {"unknown"}


def test_an_era_has_the_members_of_each_of_its_days():
    days = pd.Series(pd.date_range("2011-01-01", "2025-12-31", freq="23D"))
    for day, era in zip(days, vocab.eras(days), strict=True):
        assert era <= day
        for group in ("JNIM", "ISSP", "CSP", "AQIM"):
            assert vocab.members_of(group, day.date()) == vocab.members_of(group, era.date())


@pytest.mark.parametrize("lang", labels.LANGUAGES)
@pytest.mark.parametrize(("way", "size"), [("family", len(style.FAMILIES)), ("kind", 7)])
def test_a_palette_names_everything_and_no_colour_twice(lang, way, size):
    palette = style.palettes(lang)[way]
    assert len({each["colour"] for each in palette}) == len(palette) == size
    assert all(each["name"] for each in palette)


def test_colours_are_hexadecimal_and_text_stands_out():
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        high, low = sorted((light(one), light(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for theme in style.themes().values():
        rims, land = [rim for held in theme.pop("rims").values() for rim in held], theme["land"]
        shades = theme.pop("shades")
        assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in (*theme.values(), *rims, *shades))
        assert contrast(theme["label"], land) >= 4.5
        assert contrast(theme["ink"], land) >= 7
        assert all(contrast(rim, land) >= 3 for rim in rims)  # WCAG 1.4.11
