"""Characters that nobody can see are told, unless a script needs them."""

from __future__ import annotations

import pytest

from responders.guard import check
from tests.turns import turn

ASKED = turn("Tell me more")


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا\u200f!",
        "שלום\u200e 5",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می\u200cخواهم",
        "ક્\u200dષ",
    ],
)
def test_signs_that_a_script_needs_are_no_hiding_place(text: str) -> None:
    assert not [told for told in check(text, ASKED, text) if told.startswith("It has characters")]


@pytest.mark.parametrize("sign", ["\u200d", "\u200f", "\u3164", "\u2800", "\u00ad", "\ufeff"])
def test_the_same_signs_between_latin_letters_hide_something(sign: str) -> None:
    assert check(f"pay{sign}pal", ASKED, "") == (f"It has characters that nobody can see (U+{ord(sign):04X}).",)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\ud800", "\U000e0041"])
def test_characters_that_nobody_can_see_are_named(sign: str) -> None:
    assert check(f"Hello{sign}there", ASKED, known="") == (
        f"It has characters that nobody can see (U+{ord(sign):04X}).",
    )


@pytest.mark.parametrize("word", ["Gіft", "vоuсhеr", "раypal", "Αpple"])
def test_a_word_with_letters_of_another_script_is_told(word: str) -> None:
    assert check(f"A {word} is here", ASKED, "") == (
        f"Words with letters of another script that look alike: “{word}”.",
    )


@pytest.mark.parametrize("text", ["Купите iPhone и чай", "Wi-Fi у нас", "Ωμέγα", "naïve café", "5 µm", "MacBookами"])
def test_words_of_two_scripts_that_mean_it_pass(text: str) -> None:
    assert not [told for told in check(text, ASKED, text) if told.startswith("Words with letters")]
