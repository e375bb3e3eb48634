"""Every error says what was given, the rule, and the cure, in one line."""

from __future__ import annotations

import inspect

import pytest

from geo import errors

FAMILY = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, errors.AtlasError) and each.__module__ == errors.__name__
]


@pytest.mark.parametrize("error", FAMILY)
def test_one_line_with_all_three(error: type[errors.AtlasError]) -> None:
    made = error("'a\nb.txt'", "is  empty", "fill it")
    assert str(made) == "'a b.txt' is empty: fill it"
    assert (made.given, made.rule, made.cure) == ("'a\nb.txt'", "is  empty", "fill it")


def test_there_is_a_family() -> None:
    assert len(FAMILY) > 5
    assert all(each.__doc__ for each in FAMILY)
