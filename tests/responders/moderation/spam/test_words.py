"""What words do, in several languages."""

import pytest

from responders.moderation.spam.words import kinds, listed


@pytest.mark.parametrize(
    ("word", "sign"),
    [
        ("subscribe", "S"),
        ("subscribers", "S"),  # by its beginning
        ("подписывайтесь", "S"),
        ("сайты", "P"),
        ("सब्सक्राइब", "S"),
        ("ચેનલ", "P"),
        ("قناتي", "M"),
        ("кошка", "."),
        ("table", "."),
        ("", "."),
    ],
)
def test_a_word_has_the_kind_that_the_list_says(word: str, sign: str) -> None:
    assert kinds(word) == sign


def test_words_are_found_inside_a_line_of_a_script_without_spaces() -> None:
    assert kinds("请加微信免费领取红包") == "QTFCW"
    assert kinds("蜂蜜柠檬") == "."


def test_every_line_of_the_list_has_a_kind_of_one_sign() -> None:
    assert {len(sign) for _, sign in listed()} == {1}
