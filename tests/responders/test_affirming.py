"""Answers that begin with a yes or a no."""

import pytest

from responders.affirming import YES_AND_NO, YES_RUNS, says_yes_or_no
from responders.text import normalise


@pytest.mark.parametrize(
    "answer", ["Yes, within 30 days.", "Sí, enviamos.", "હા, 30 દિવસ.", "हाँ।", "可以，免费。", "No."]
)
def test_a_yes_or_no_at_the_beginning_is_seen(answer: str) -> None:
    assert says_yes_or_no(answer)


@pytest.mark.parametrize(
    "answer", ["Gladly, it costs nothing.", "We say yes to dogs.", "", "Nobody knows.", "Yesterday."]
)
def test_a_word_elsewhere_or_within_another_is_none(answer: str) -> None:
    assert not says_yes_or_no(answer)


def test_the_words_stand_there_as_they_are_compared() -> None:
    assert all(normalise(word) == word for word in (*YES_AND_NO, *YES_RUNS))
