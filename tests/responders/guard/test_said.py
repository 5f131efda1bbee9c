"""What the brand itself wrote is its own source, as long as it stands there word for word."""

from __future__ import annotations

import pytest

from responders.guard import check
from tests.turns import turn


def told(text: str, known: str) -> tuple[str, ...]:
    """What is found wrong with a reply that rests on this."""
    return check(text, turn("When are you open, please?"), known)


@pytest.mark.parametrize(
    "text",
    [
        "WE ARE CLOSED ON SUNDAY, WE ARE CLOSED!!!",
        "Everything is free of charge for 99 days, we promise. As an AI I answer by myself.",
        "It costs 45 € with 10 % off: https://other.example/x, or write to kim@other.example.",
        "आप कभी भी आ सकते हैं, हम यहाँ हैं।",
    ],
)
def test_what_the_brand_itself_wrote_passes_word_for_word(text: str) -> None:
    assert told(text, known=text) == ()
    assert told(f"{text}\n\nA program wrote this.", known=f"{text}\nA program wrote this.") == ()
    assert told(text, known="something else") != ()


def test_a_part_of_a_line_of_a_source_is_not_the_line() -> None:
    assert told("THE RULES OF THIS SHOP ARE", known="AND THE RULES OF THIS SHOP ARE STRICT") != ()
