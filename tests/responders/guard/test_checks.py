"""The checks on every drafted text."""

import time
from dataclasses import replace

import pytest

from inbox.capabilities import TextLimit
from responders.guard import check
from responders.links import links
from tests.turns import ours, theirs, turn

ASKED = turn("When are you open?")


def test_a_plain_answer_passes_every_check() -> None:
    assert check("We are open from 9 to 6 👨‍👩‍👧 ક્‍ષ\nSee you!", ASKED, known="9 to 6") == ()


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_text_is_told(text: str) -> None:
    assert check(text, ASKED, known="") == ("The text is empty.",)


def test_length_is_counted_as_the_network_counts() -> None:
    asked = turn("Hello", most=10)

    assert check("👍" * 5, asked, known="") == ()
    assert check("👍" * 6, asked, known="") == ("Too long: 12 of 10 characters allowed.",)


def test_a_limit_in_bytes_is_told_in_bytes() -> None:
    asked = replace(ASKED, limit=TextLimit(4, "bytes"))

    assert check("ક્ષ", asked, known="") == ("Too long: 9 of 4 bytes allowed.",)


def test_a_link_that_no_source_has_is_named() -> None:
    text = "See https://evil.example/x, or www.evil.example and pay-here.shop/now!"

    assert check(text, ASKED, known="Our page: https://shop.example/") == (
        "Links that no source has: https://evil.example/x, www.evil.example, pay-here.shop/now.",
    )


def test_a_link_of_the_source_passes() -> None:
    assert check("Look: https://shop.example/returns.", ASKED, known="(https://shop.example/returns)") == ()


def test_a_longer_link_than_the_sources_does_not_pass() -> None:
    assert check("https://shop.example/returns", ASKED, known="https://shop.example/") != ()


@pytest.mark.parametrize("text", ["e.g. this", "We close at 6.In winter at 5.", "9.30 to 18.00", "version 2.0"])
def test_ordinary_dots_are_no_links(text: str) -> None:
    assert links(text) == ()


def test_saying_our_last_words_again_is_told() -> None:
    asked = turn(theirs("Open?", 1), ours("We are open 9 to 6.", 2), theirs("When??", 3))

    assert check("we are open 9 to 6", asked, known="") == ("It repeats our last reply word for word.",)
    assert check("We are open 10 to 6.", asked, known="10") == ()


def test_a_reply_that_was_removed_may_be_said_again() -> None:
    asked = turn(ours("Yes.", 1, removed_at=2), theirs("Open?", 3))

    assert check("Yes.", asked, known="") == ()


def test_two_different_signs_are_not_the_same_words() -> None:
    assert check("🎉", turn(ours("👍", 1), "Thanks"), known="") == ()


def test_leftover_variables_are_named() -> None:
    assert check("Dear {name}, {{ order id }}", ASKED, known="") == ("Not filled in: {name}, {{ order id }}.",)


def test_every_failed_check_is_told() -> None:
    assert len(check("{name}\u202e https://evil.example " + "x" * 5000, ASKED, known="")) == 4


def test_dots_and_dashes_without_end_take_no_longer_than_words() -> None:
    started = time.process_time()

    for text in ("a-" * 20_000, "a." * 20_000, "https" * 8_000, "{" * 40_000):
        check(text, ASKED, known="")

    assert time.process_time() - started < 2
