"""What one of our people is warned of before they send."""

from __future__ import annotations

import time

import pytest

from inbox.models import Message
from responders.guard import Ground, Guard, check
from responders.options import GuardOptions
from tests.turns import ours, theirs, turn

LISTED = Guard(GuardOptions(links=("shop.example",), banned=("scam",), region="IN"))


def warned(text: str, *messages: Message | str, guard: Guard = LISTED) -> tuple[str, ...]:
    """What somebody is told who wants to say this after these messages."""
    asked = turn(*(messages or ("When are you open, please?",)))
    return guard.warn(asked.conversation, asked.messages, text)


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("See evil.com", "Links that are not on the list: evil.com."),
        ("His number is 98111 22334", "Personal data"),
        ("The password is x#9z", "Secrets"),
        ("No scam here", "Words that we never say"),
        ("નમસ્તે, અમે સવારે ખોલીએ છીએ", "They write English, this is in Gujarati"),
        ("WE ARE CLOSED ON SUNDAY NOW", "It shouts"),
        ("Dear {name}", "Not filled in"),
        ("As an AI, hello", "It reads like the output of a program"),
        ("Hello\u202e", "It has characters that nobody can see"),
    ],
)
def test_a_person_is_warned(text: str, beginning: str) -> None:
    (told,) = warned(text)
    assert told.startswith(beginning)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We open at 7, it costs €99, 10 % off.",
        "We promise to refund you today.",
        "x" * 5_000,
        "We are open 9 to 6.",
    ],
)
def test_what_a_person_knows_best_is_left_to_them(text: str) -> None:
    assert warned(text, "When are you open?", ours("We are open 9 to 6."), theirs("And on Sunday, please?", 3)) == ()


def test_without_a_list_only_links_that_hide_where_they_lead_are_told() -> None:
    nobody = Guard()

    assert warned("See help.example/page", guard=nobody) == ()
    told, _ = warned("See bit.ly/x and раypal.com", guard=nobody)
    assert told.startswith("Links that hide where they lead: bit.ly/x (a short link hides where it leads), раypal.com")


def test_nothing_is_too_long_or_too_strange_to_be_looked_at() -> None:
    units = (
        "1:",
        "a.",
        "1 ",
        "(1",
        "[A",
        "x.x@x.x ",
        "98111 22334, ",
        "s c ",
        "$1 ",
        "we will refund ",
        "GB82 ",
        "ક્",
        "\ud800",
    )
    started = time.process_time()

    for unit in units:
        text = unit * (70_000 // len(unit))
        assert check(text, turn("Hello", ours("Hi")), known="")
        LISTED.check(text, turn("Hello"), known=text)
        warned(text)

    assert time.process_time() - started < 15


def test_an_empty_ground_knows_nothing() -> None:
    assert Guard(GuardOptions(), Ground()).check("Since 1987.", turn("When?"), "") == (
        "Numbers that no source has: 1987.",
    )
