"""Long replies are cut where a reader pauses, and nothing is lost or torn."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._meta.parts import split
from inbox.capabilities import TextLimit

BYTES = TextLimit(5000, "bytes", part=100)
UTF16 = TextLimit(5000, "utf16", part=40)
FAMILY = "👩‍👩‍👧‍👦"  # 25 bytes, one sign to a reader
FLAG = "🇮🇳"


def test_what_fits_stays_as_it_is() -> None:
    assert split("  Hello\n\n there ", BYTES) == ["  Hello\n\n there "]
    assert split("", BYTES) == [""]


def test_words_stay_whole() -> None:
    text = "Thank you for your order, it is on its way. " * 5
    parts = split(text, UTF16)
    assert all(UTF16.length(part) <= 40 for part in parts)
    assert " ".join(parts).split() == text.split()


def test_a_paragraph_is_a_better_place_than_a_word() -> None:
    assert split("Good morning dear reader.\n\nThe parcel left.", UTF16) == [
        "Good morning dear reader.",
        "The parcel left.",
    ]


def test_a_text_without_blanks_is_cut_between_signs() -> None:
    parts = split("茶" * 100, BYTES)
    assert "".join(parts) == "茶" * 100
    assert [len(part.encode()) for part in parts] == [99, 99, 99, 3]


@pytest.mark.parametrize("sign", [FAMILY, FLAG, "é", "👍🏽", "நி", "ક્ષ", "각"])
def test_what_a_reader_takes_for_one_sign_is_not_cut(sign: str) -> None:
    parts = split(sign * 60, BYTES)
    assert "".join(parts) == sign * 60
    assert all(len(part.encode()) <= 100 and len(part) % len(sign) == 0 for part in parts)


def test_one_sign_that_is_longer_than_a_part_is_cut_all_the_same() -> None:
    text = "e" + "\u0301" * 200
    parts = split(text, BYTES)
    assert "".join(parts) == text
    assert all(len(part.encode()) <= 100 for part in parts)


@given(st.text(alphabet=st.sampled_from("ab \n茶é👩‍👧🇮🇳\u0301\u200d"), max_size=400), st.integers(30, 60))
def test_nothing_is_lost_and_nothing_too_long(text: str, most: int) -> None:
    limit = TextLimit(9999, "bytes", part=most)
    parts = split(text, limit)
    if len(parts) > 1:
        assert all(part and limit.length(part) <= most for part in parts)
    assert regex.sub(r"\s", "", "".join(parts)) == regex.sub(r"\s", "", text)
