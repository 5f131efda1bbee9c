"""The lower bound of a share: never more than the cases prove, whatever their number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.bounds import at_least, proves


def as_good(share: float, good: int, of: int) -> float:
    """The same chance, added up term by term."""
    return math.fsum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(good, of + 1))


@pytest.mark.parametrize(
    ("good", "of", "bound"),
    [(0, 0, 0.0), (0, 5, 0.0), (1, 1, 0.05), (30, 30, 0.05 ** (1 / 30)), (58, 59, 0.9222), (95, 100, 0.8977)],
)
def test_known_bounds(good: int, of: int, bound: float) -> None:
    assert at_least(good, of) == pytest.approx(bound, abs=2e-4)


@given(st.integers(1, 60), st.data())
def test_a_share_at_the_bound_does_as_well_by_luck_once_in_twenty(of: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(1, of))
    bound = at_least(good, of)
    assert 0 < bound < good / of
    assert as_good(bound, good, of) == pytest.approx(0.05, rel=1e-6)


@pytest.mark.parametrize("of", [1_000, 100_000, 3_000_000])
def test_many_cases_bring_the_bound_near_the_share(of: int) -> None:
    good = of * 97 // 100
    away = 1.6449 * math.sqrt(0.97 * 0.03 / of)  # the normal approximation is good there
    assert at_least(good, of) == pytest.approx(0.97 - away, rel=0.002)


def test_more_certainty_proves_less() -> None:
    assert at_least(40, 40, 0.99) < at_least(40, 40, 0.95) < at_least(40, 40, 0.5)


@pytest.mark.parametrize(("good", "of"), [(2, 1), (-1, 3)])
def test_no_share_is_refused(good: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        at_least(good, of)


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.0, 0.3, 0.6, 0.9, 0.95]))
def test_proving_a_share_is_having_at_least_that_much(good: int, bad: int, share: float) -> None:
    low = at_least(good, good + bad)
    if abs(low - share) > 1e-9:
        assert proves(good, good + bad, share) == (low >= share)
