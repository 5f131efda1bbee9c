"""What is looked for once for all rules: patterns in one pass, and what a text that is said again is recognised by."""

import pytest

from responders.moderation.lookout import digest, patterns_of

PATTERNS = [rf"x{at}[a …]{{0,15}}y" for at in range(60)]


@pytest.mark.parametrize("memory", [64 << 20, 1 << 14])
def test_patterns_are_found_together_and_where_that_cannot_be_one_by_one(memory: int) -> None:
    find = patterns_of(PATTERNS, memory)

    assert find("x7 aa y and x59…y".encode()) == {7, 59}
    assert find(b"x y") == frozenset()


def test_no_patterns_find_nothing() -> None:
    assert patterns_of(())(b"anything") == frozenset()


@pytest.mark.parametrize(
    "again",
    [
        "Click here for a FREE phone 48213",
        "@asha click here, for a free phone!!! 7",
        "Сlick hеre for a frее phоne",
        "c l i c k here for a free phone",
    ],
)
def test_a_text_is_recognised_however_it_is_disguised(again: str) -> None:
    assert digest(again) == digest("click here for a free phone")


@pytest.mark.parametrize("said", ["", "❤️❤️❤️", "Nice!", "12345678901234", "So cute", "ok thanks"])
def test_what_everybody_says_is_not_counted(said: str) -> None:
    assert digest(said) == ""


@pytest.mark.parametrize("said", ["bit.ly/xsdf", "આ ચા ખૂબ સરસ છે", "加微信领取免费礼品", "where can I buy this one"])
def test_what_says_enough_is_counted(said: str) -> None:
    assert len(digest(said)) == 16


def test_another_text_is_another() -> None:
    assert digest("where can I buy this one") != digest("where can I buy that one")
