"""Sums over a sparse table."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from responders.matching.postings import postings

ROWS = st.lists(st.dictionaries(st.integers(0, 6), st.floats(0.125, 4, width=16)), max_size=6)


@given(ROWS, st.dictionaries(st.integers(0, 6), st.floats(0.125, 4, width=16)))
def test_sums_are_those_of_the_full_table(rows: list[dict[int, float]], asked: dict[int, float]) -> None:
    made = postings(rows, 7)

    found = made.sums(list(asked), list(asked.values()))

    full = [sum(amount * row.get(thing, 0.0) for thing, amount in asked.items()) for row in rows]
    assert np.allclose(found, full)


def test_nothing_asked_is_nothing_found() -> None:
    assert postings([{0: 1.0}], 1).sums([], []).tolist() == [0.0]


@given(ROWS, st.sets(st.integers(0, 5)))
def test_a_table_of_some_rows_gives_the_sums_of_those(rows: list[dict[int, float]], kept: set[int]) -> None:
    made = postings(rows, 7)
    some = np.array(sorted(row for row in kept if row < len(rows)), np.int32)

    assert np.array_equal(made.of(some).sums(range(7), [1.0] * 7), made.sums(range(7), [1.0] * 7)[some])
