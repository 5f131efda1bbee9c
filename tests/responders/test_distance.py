"""The distance between two texts, against the table that everybody learns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.distance import distance, edits, same

TEXTS = st.text("abc ગુ", max_size=40)


def by_the_table(one: str, other: str) -> int:
    """Levenshtein, row by row."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, row[0] = row[0], at
        for column, their in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (sign != their))
    return row[-1]


@given(TEXTS, TEXTS)
def test_the_fewest_edits(one: str, other: str) -> None:
    assert edits(one, other) == by_the_table(one, other) == edits(other, one)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("", "", 0.0),
        ("We open at nine.", "we open at  NINE", 0.0),
        ("Café", "cafe", 0.0),
        ("open", "", 1.0),
        ("We open at nine.", "We open at ten.", 3 / 15),
        ("નવ વાગ્યે", "દસ વાગ્યે", 2 / 9),
    ],
)
def test_the_share_that_was_changed(one: str, other: str, far: float) -> None:
    assert distance(one, other) == pytest.approx(far)
    assert same(one, other) == (far == 0.0)


def test_two_long_texts_are_compared_and_the_rest_of_endless_ones_is_not() -> None:
    long = "when do you open today " * 3000
    assert distance(long, long + "or tomorrow") == 0.0
    assert 0 < distance(long, long.replace("open", "close")) < 0.3
