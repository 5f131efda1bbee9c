"""Pieces of a text, as numbers."""

import numpy as np
import pytest

from responders.moderation.spam import grams
from responders.moderation.spam.traces import traces

PINNED = [
    [1412, 3543, 4057],
    [2174, 5383, 7444],
    [68, 199, 383],
    [4348, 10766, 14889],
]  # other numbers need new weights


def test_a_text_has_as_many_pieces_as_it_has_different_runs() -> None:
    assert len(grams.letters("abcdef")) == 5 + 4 + 3 + 2
    assert len(grams.letters("aaaaaa")) == 4  # one of each size
    assert len(grams.words(("buy", "it", "now"))) == 3 + 2 + 1


def test_the_numbers_are_the_same_in_every_process_and_fit_the_tables() -> None:
    groups = grams.groups(traces("check out my channel"))

    assert [group[:3].tolist() for group in groups] == PINNED
    assert all(
        group.min() >= 0 and group.max() < 1 << power for group, power in zip(groups, (16, 14, 12, 15), strict=True)
    )
    assert [np.unique(group).size for group in groups] == [group.size for group in groups]


def test_what_is_typed_counts_with_its_signs_and_the_beginning_of_its_numbers() -> None:
    assert len(grams.typed("Win!")) == 2 + 1
    assert grams.typed("call 09061234567").tolist() == grams.typed("call 09099999999").tolist()
    assert grams.typed("call 09061234567").tolist() != grams.typed("call 07061234567").tolist()


@pytest.mark.parametrize("text", ["", "a", "\ud800", "👏"])
def test_a_text_of_almost_nothing_has_pieces_or_none(text: str) -> None:
    assert len(grams.letters(text)) <= 1
