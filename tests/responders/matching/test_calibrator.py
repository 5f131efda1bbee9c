"""The probability that comes of the evidence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.matching.calibrator import WEIGHTS, calibrator, read
from responders.matching.evidence import FIGURES

NUMBERS = st.floats(-1e6, 1e6)


@given(st.tuples(*[NUMBERS] * len(FIGURES)))
def test_any_evidence_makes_a_probability(figures: tuple[float, ...]) -> None:
    assert 0 <= calibrator().probability(figures) <= 1


def test_what_ships_has_a_weight_for_every_figure_and_no_other() -> None:
    assert tuple(json.loads(WEIGHTS.read_text())["figures"]) == FIGURES


def test_a_match_is_shown_long_before_it_is_sure() -> None:
    assert 0 < calibrator().plausible < calibrator().sure < 1


def test_a_figure_bends_at_its_knots() -> None:
    flat = {"mean": 0.0, "deviation": 1.0, "weight": 0.0, "knots": [[0.0, 0.0]]}
    bent = {**flat, "weight": 1.0, "knots": [[1.0, -1.0]]}
    rows = dict.fromkeys(FIGURES, flat) | {FIGURES[0]: bent}
    made = read({"base": 0.0, "sure": 0.9, "plausible": 0.3, "figures": rows})

    low, high, higher = (made.probability((x, *[0.0] * (len(FIGURES) - 1))) for x in (0.0, 1.0, 2.0))

    assert low == pytest.approx(0.5)
    assert high == pytest.approx(higher) == pytest.approx(0.7311, abs=1e-4)


def test_a_missing_figure_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match=FIGURES[0]):
        read({"base": 0.0, "sure": 0.9, "plausible": 0.3, "figures": {}})
