"""Vectors of any model as one more view."""

import math

import numpy as np
import pytest

from responders.matching.fitted import Example
from responders.matching.matcher import fit
from responders.matching.meaning import meaning

NEAR = {  # a model that calls everything alike: a large number that all share, and small ones that tell
    "when do you open": [9.0, 1.0, 0.0, 0.1],
    "opening hours": [9.0, 0.9, 0.1, 0.0],
    "send my parcel": [9.0, 0.0, 1.0, 0.0],
    "where is my order": [9.0, 0.1, 0.9, 0.1],
}
OF = np.array([0, 0, 1, 1], np.int32)
EXAMPLES = [Example("hours", text) for text in list(NEAR)[:2]] + [Example("parcel", text) for text in list(NEAR)[2:]]
ASKED = "at what o'clock can I come in"


def test_what_all_texts_share_is_taken_away() -> None:
    made = meaning(list(NEAR), OF, NEAR)

    assert made is not None
    near = made.likeness([9.0, 0.95, 0.05, 0.05])
    assert near is not None
    assert near[:2].min() > 0.8
    assert near[2:].max() < 0.2


@pytest.mark.parametrize(
    "vectors",
    [
        None,
        {},
        dict(list(NEAR.items())[:3]),
        {**NEAR, "opening hours": [1.0]},
        {**NEAR, "opening hours": [math.nan] * 4},
        {text: [] for text in NEAR},
    ],
)
def test_vectors_that_cannot_be_used_are_passed_over(vectors: dict[str, list[float]] | None) -> None:
    assert meaning(list(NEAR), OF, vectors) is None
    assert fit(EXAMPLES, vectors=vectors).answer(["opening hours"]) == fit(EXAMPLES).answer(["opening hours"])


@pytest.mark.parametrize("vector", [[1.0], [math.inf] * 4, [0.0] * 4])
def test_a_vector_of_another_model_breaks_nothing(vector: list[float]) -> None:
    (found,) = fit(EXAMPLES, vectors=NEAR).answer(["opening hours"], vectors={"opening hours": vector})

    assert found is not None
    assert found.entry == "hours"


def test_other_words_for_the_same_are_found_by_meaning_only() -> None:
    matcher = fit(EXAMPLES, vectors=NEAR)

    (by_letters,), (by_meaning,) = (
        matcher.answer([ASKED]),
        matcher.answer([ASKED], vectors={ASKED: [9.0, 1.0, 0.0, 0.0]}),
    )

    assert by_letters is None or by_letters.entry != "hours" or by_letters.probability < 0.5
    assert by_meaning is not None
    assert by_meaning.entry == "hours"


def test_all_vectors_alike_say_nothing() -> None:
    same = {text: [1.0, 0.0] for text in NEAR}

    (found,) = fit(EXAMPLES, vectors=same).answer(["opening hours"], vectors={"opening hours": [1.0, 0.0]})

    assert found is not None
    assert found.entry == "hours"


def test_what_letters_are_sure_of_stays_sure_unless_meaning_says_otherwise() -> None:
    matcher = fit(EXAMPLES, vectors=NEAR)

    (same,) = matcher.answer(["opening hours"], vectors={"opening hours": NEAR["opening hours"]})
    (other,) = matcher.answer(["opening hours now"], vectors={"opening hours now": NEAR["send my parcel"]})

    assert same is not None
    assert (same.entry, same.sure) == ("hours", True)
    assert other is None or not other.sure
