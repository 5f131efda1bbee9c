"""What a number counts."""

from __future__ import annotations

import pytest

from responders.llm.nearby import words_in


@pytest.mark.parametrize(
    ("text", "unit"),
    [("30 days", "day"), ("30-day", "day"), ("30", ""), ("30 of them", ""), ("30. Days", ""),
     ("30 दिन", "दिन"), ("30\u00a0Tage", "tage")],
)  # fmt: skip
def test_the_word_behind_a_number_is_what_it_counts(text: str, unit: str) -> None:
    assert words_in(text).after(2) == unit


def test_a_few_words_behind_it_are_near_and_none_before() -> None:
    assert words_in("takes 5 full working days here always").near(7) == {"full", "working", "day"}
