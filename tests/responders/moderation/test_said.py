"""What is found out of a text once, how much of a long one is looked at, and by what one is known that comes again."""

import pytest

from responders.moderation.said import FIRST, LAST, MOST_WIDE, Text, bounded, digest


def test_each_form_is_made_once() -> None:
    looks: list[bytes] = []

    def patterns(raw: bytes) -> frozenset[int]:
        looks.append(raw)
        return frozenset({1})

    said = Text("fr33 tea", lambda _: {}, patterns, lambda _: ())

    assert said.patterns == said.patterns == {1}
    assert looks == [b"fr33 tea"]


def test_of_a_long_text_the_beginning_and_the_end_are_looked_at() -> None:
    assert bounded("a" * FIRST + "b" * 50_000 + "c" * LAST) == f"{'a' * FIRST} {'c' * LAST}"
    assert bounded("a" * (FIRST + LAST)) == "a" * (FIRST + LAST)


def test_no_text_becomes_many_times_longer_when_it_is_read() -> None:
    said = Text(bounded("\ufdfa" * 4_000), lambda _: {}, lambda _: frozenset(), lambda _: ())

    assert len(said.readable) <= 4_000
    assert bounded("\ufdfa" * MOST_WIDE) == "\ufdfa" * MOST_WIDE


def test_a_long_text_is_recognised_by_all_of_it() -> None:
    begun = "the same beginning of many letters " * 40

    assert digest(f"{begun} one") == digest(f"{begun.upper()}   one!")
    assert digest(f"{begun} one") != digest(f"{begun} other")


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
