"""What is about one person is left out, and nothing else."""

from __future__ import annotations

import pytest

from responders.masking import BLANK, figures, masked, numbers


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I am Asha, when do you open?", f"I am {BLANK}, when do you open?"),
        ("asha patel here", f"{BLANK} here"),
        ("હું આશા છું", f"હું {BLANK} છું"),
        ("my order AB12345 is late", f"my order {BLANK} is late"),
        ("order #1234 please", f"order {BLANK} please"),
        ("call me on +91 98765 43210!", f"call me on {BLANK}!"),
        ("write to asha.p@example.org or @asha_p", f"write to {BLANK} or {BLANK}"),
        ("2 tickets at 9:30 for 40 €", "2 tickets at 9:30 for 40 €"),
        ("Washa is no name here", "Washa is no name here"),
        ("", ""),
    ],
)
def test_what_is_left_of_a_text(text: str, left: str) -> None:
    assert masked(text, ("Asha Patel", "આશા", "asha_p")) == left


def test_a_number_that_everybody_gets_stays() -> None:
    text = "Call 0281 2345678 about order 9981"

    assert masked(text, keep=numbers("Call 0281 2345678")) == f"Call 0281 2345678 about order {BLANK}"


@pytest.mark.parametrize(
    "text", ["a" * 70_000, "1" * 70_000, "1 " * 35_000, "a.b@" * 17_500, "1" + " " * 70_000, "@a" * 35_000]
)
def test_an_endless_text_is_masked_like_any_other(text: str) -> None:
    assert len(masked(text, ("Asha",))) <= len(text)


def test_figures_are_all_numbers_however_short() -> None:
    assert figures("From 9:30 to 18, 40.50 €") == {"9:30", "18", "40.50"}
