"""Codes by which somebody appeals: what is given out is found again, and little else is taken for one."""

from __future__ import annotations

import random

import pytest

from inbox.moderation import codes


def test_every_code_that_is_given_out_is_found_in_a_sentence_however_it_is_written() -> None:
    chance = random.Random(7)
    for _ in range(500):
        code = codes.code(chance)
        assert len(code) == 9
        assert not set(code) & set("01OI")
        assert codes.find(f"Why was {code.lower()} hidden?") == code
        assert codes.find(code.replace("-", "\u2013")) == code
        assert codes.find(f"({code})") == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kem cho?",
        "THAT-WERE",
        "2345-6789",
        "8392 send",
        "K7QF 2M9X",
        "spec-2024",
        "9999-ABCD",
        "K7QF",
        "K7QF2M9X",
        "K7QF-2M9XX",
        "AK7QF-2M9X",
        "K7QF-2M90",
        "K7QF-2M9X-4444",
    ],
)
def test_what_is_no_code_is_not_found(text: str) -> None:
    assert codes.find(text) is None


def test_the_first_few_codes_of_a_text_are_looked_at_each_once() -> None:
    assert codes.found("AB23-CD45, k7qf-2m9x, K7QF-2M9X, 2A2A-3B3B, 4C4C-5D5D") == (
        "AB23-CD45",
        "K7QF-2M9X",
        "2A2A-3B3B",
    )
