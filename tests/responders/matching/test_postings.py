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


@given(st.integers(0, 2**32), st.booleans())
def test_spread_out_it_gives_the_same_sums_and_knows_what_none_is_above(seed: int, few: bool) -> None:
    draw = np.random.default_rng(seed)
    shares = [0.9, 0.3, 0.01, 0.0]  # in how many rows a thing is
    rows = [
        {thing: draw.random() for thing, share in enumerate(shares) if draw.random() < share}
        for _ in range(20 if few else 200)
    ]
    plain = postings(rows, len(shares))
    asked = range(len(shares)), draw.random(len(shares)).tolist()

    spread = plain.spread()

    assert np.allclose(spread.sums(*asked), plain.sums(*asked))
    assert spread.most(*asked) >= plain.sums(*asked).max() - 1e-5
    some = np.arange(0, len(rows), 2, np.int32)
    assert np.allclose(spread.of(some).sums(*asked), plain.sums(*asked)[some])


def test_nothing_asked_is_nothing_found() -> None:
    assert postings([{0: 1.0}], 1).sums([], []).tolist() == [0.0]


@given(ROWS, st.sets(st.integers(0, 5)))
def test_a_table_of_some_rows_gives_the_sums_of_those(rows: list[dict[int, float]], kept: set[int]) -> None:
    made = postings(rows, 7)
    some = np.array(sorted(row for row in kept if row < len(rows)), np.int32)

    assert np.array_equal(made.of(some).sums(range(7), [1.0] * 7), made.sums(range(7), [1.0] * 7)[some])
