"""Names fold to one form, and folded text finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names import fold, fold_with_offsets, slug


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ménaka", "Menaka", "MÉNAKA", "Me\u0301naka"),
        ("Jama’at Nuṣrat al-Islām", "Jama'at Nusrat al Islam"),
        ("N'Djaména", "N’Djamena", "Ndjamena"),
        ("Côte d'Ivoire", "Cote d’Ivoire"),
        ("Œuvre", "oeuvre"),
        ("Tin-Zaouatène", "Tin Zaouatene", " tin  zaouatene "),
        ("Kidal\u200b", "Kidal"),
    ],
)
def test_spellings_of_one_name_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(each) for each in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Niger", "Nigeria"), ("nigérien", "nigérian"), ("Gao", "Gaoua")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_offsets_lead_back(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert offsets[-1] == len(text)
    assert offsets == sorted(offsets)
    assert folded.isascii()
    for index, char in enumerate(folded):
        assert char in fold_with_offsets(text[offsets[index]])[0]


@given(st.one_of(st.text(max_size=40), st.text("aÉœ'’\u200b-]^\\ ½", max_size=20)))
def test_a_text_folds_as_its_characters_do(text: str) -> None:
    alone = [fold_with_offsets(char)[0] for char in text]
    offsets = [index for index, folded in enumerate(alone) for _ in folded]
    assert fold_with_offsets(text) == ("".join(alone), [*offsets, len(text)])


@given(st.text(max_size=40))
def test_a_slug_is_fit_for_a_file_name(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
