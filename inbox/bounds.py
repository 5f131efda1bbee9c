"""How sure one can be of a share that was counted: a few lucky cases must not pass for a rule."""

from __future__ import annotations

import math

CERTAINTY = 0.95
HALVINGS, STEPS = 60, 300  # more than a float can tell apart; enough for millions of cases


def at_least(good: int, of: int, certainty: float = CERTAINTY) -> float:
    """The share that `good` cases `of` so many prove with this certainty: the lower bound of Clopper and Pearson.

    Never less cautious than it says, however few the cases; 0.0 when there are none.
    """
    if not 0 <= good <= of:
        raise ValueError(f"{good} of {of} is no share")
    if good == 0:
        return 0.0
    low, high = 0.0, good / of
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _as_good(middle, good, of) > 1 - certainty else (middle, high)
    return low


def proves(good: int, of: int, share: float, certainty: float = CERTAINTY) -> bool:
    """Whether so many good cases prove at least this share; what `at_least` answers, sixty times faster."""
    return share <= 0 or (good > 0 and _as_good(min(share, 1.0), good, of) <= 1 - certainty)


def _as_good(share: float, good: int, of: int) -> float:
    """How likely so many good cases or more are when the true share is this one: an incomplete beta function."""
    if share <= 0.0:
        return 0.0
    a, b = float(good), float(of - good + 1)
    if share >= a / (a + b + 1):  # the other tail converges faster there
        return 1 - _tail(b, a, 1 - share)
    return _tail(a, b, share)


def _tail(a: float, b: float, x: float) -> float:
    """The incomplete beta function by its continued fraction, evaluated from the front (Lentz)."""
    if x <= 0.0:
        return 0.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    upper, lower = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = lower
    for m in range(1, STEPS):
        before = value
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            lower, upper = 1 / (1 + part * lower), 1 + part / upper
            value *= lower * upper
        if math.isclose(before, value, rel_tol=1e-14):
            break
    return front * value
