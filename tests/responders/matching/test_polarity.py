"""Words that deny, and words that ask."""

import pytest

from responders.matching.polarity import asking, denied
from responders.text import words


@pytest.mark.parametrize(
    "said",
    [
        "not join contest",
        "I can't join",
        "No cancellation",
        "order nahi aaya",
        "ઓર્ડર આવ્યો નથી",
        "ऑर्डर नहीं आया",
        "不能退",
        "nunca llegó",
    ],
)
def test_a_denial_is_seen_in_any_of_the_languages(said: str) -> None:
    assert denied(words(said))


@pytest.mark.parametrize("said", ["join contest", "can I have a t shirt", "when are you open", "દુકાન ક્યારે ખુલે છે", ""])
def test_a_question_without_a_denial_has_none(said: str) -> None:
    assert not denied(words(said))


def test_question_words_are_told_from_the_rest() -> None:
    assert asking(words("how and WHEN can I pay")) == {"how", "when"}
