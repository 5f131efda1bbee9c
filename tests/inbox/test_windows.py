"""Until when a network lets us speak, and who may still do so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.actions import Action, Delivery, DirectMessage, Hide, Reply
from inbox.capabilities import Window
from inbox.models import SYSTEM, Actor, ContactId, ConversationId, DeliveryId, DraftId, Message, RemoteId
from inbox.windows import Asked, as_it_leaves, by_person, closes, messages_left, too_late
from tests.world import ACCOUNT, CAPABILITIES, START

HOUR = 3600 * 1000
DAY = 24 * HOUR
ONE, TWO = RemoteId("1"), RemoteId("2")
REPLY = Reply(ONE, "x")
PRIVATE = DirectMessage(ONE, "x", about=TWO)
COMMENT = Message(TWO, "How much is it?", START, ContactId(f"{ACCOUNT}/1"))
META = replace(
    CAPABILITIES,
    network="facebook",
    windows={
        ("direct", "reply"): Window(24 * 3600, people=7 * 24 * 3600),
        ("comments", "direct_message"): Window(7 * 24 * 3600, of_message=True, once=True),
    },
)
ONLY_PEOPLE = (
    "Facebook lets only what a person wrote through, later than 24 hours after their last message; "
    "write it in your own words"
)
HEARD = Asked("direct", START)


@pytest.mark.parametrize(
    ("action", "heard_at", "now", "late"),
    [
        (REPLY, START, START + DAY - 1, False),
        (REPLY, START, START + DAY, True),
        (DirectMessage(ONE, "x"), START, START + DAY, True),
        (Hide(ONE, TWO), START, START + DAY, False),
        (REPLY, 0, START + DAY, False),
    ],
)
@pytest.mark.parametrize("person", [True, False])
def test_the_reply_window_ends_for_words_only(
    action: Action, heard_at: int, now: int, late: bool, person: bool
) -> None:
    words = too_late(CAPABILITIES, action, Asked("direct", heard_at), now, person=person)

    assert bool(words) is late
    assert not late or words == "Telegram lets us answer for 24 hours after their last message; that is over"


def test_a_network_without_a_window_is_never_too_late() -> None:
    free = replace(CAPABILITIES, windows={})

    assert too_late(free, REPLY, Asked("direct", 1), START, person=False) == ""
    assert closes(free, REPLY, HEARD, person=True) is None


@pytest.mark.parametrize(
    ("now", "person", "words"),
    [
        (START + DAY - 1, False, ""),
        (START + DAY, True, ""),
        (START + 7 * DAY - 1, True, ""),
        (
            START + DAY,
            False,
            ONLY_PEOPLE,
        ),
        (START + 7 * DAY, True, "Facebook lets us answer for 7 days after their last message; that is over"),
        (START + 7 * DAY, False, "Facebook lets us answer for 7 days after their last message; that is over"),
    ],
)
def test_after_the_usual_time_only_a_persons_words_get_through(now: int, person: bool, words: str) -> None:
    assert too_late(META, REPLY, HEARD, now, person=person) == words


def test_what_leaves_after_the_usual_time_is_marked() -> None:
    assert as_it_leaves(META, REPLY, HEARD, START + DAY - 1, person=True) == REPLY
    assert as_it_leaves(META, REPLY, HEARD, START + DAY, person=True) == replace(REPLY, late=True)
    assert as_it_leaves(META, Hide(ONE, TWO), HEARD, START + DAY, person=True) == Hide(ONE, TWO)


def test_what_no_person_wrote_is_never_passed_off_as_theirs() -> None:
    """Not even when the window ends between the last look at it and the call: then the network refuses it."""
    assert as_it_leaves(META, REPLY, HEARD, START + DAY, person=False) == REPLY


def test_a_private_word_about_a_comment_counts_from_the_comment_and_goes_once() -> None:
    asked = Asked("comments", START + 6 * DAY, COMMENT)

    assert too_late(META, PRIVATE, asked, START + 7 * DAY - 1, person=True) == ""
    over = too_late(META, PRIVATE, asked, START + 7 * DAY, person=True)
    assert over == "Facebook lets us answer for 7 days after the comment; that is over"
    done = replace(asked, about=replace(COMMENT, private=True))
    again = too_late(META, PRIVATE, done, START, person=True)
    assert again == "Facebook lets us write in private about a comment once; that was done"
    assert too_late(META, PRIVATE, replace(asked, about=None), START + 9 * DAY, person=True) == ""


@pytest.mark.parametrize(
    ("by", "author", "edited", "person"),
    [
        (Actor("person", "Ben", "lead"), "Ben", False, True),
        (Actor("person", "Ben", "lead"), "faq", True, True),
        (Actor("person", "Ben", "lead"), "faq", False, False),
        (SYSTEM, "faq", False, False),
    ],
)
def test_only_whoever_wrote_it_makes_words_a_persons(by: Actor, author: str, edited: bool, person: bool) -> None:
    delivery = Delivery(
        DeliveryId("o"), DraftId("1"), ConversationId(f"{ACCOUNT}/1"), ACCOUNT, REPLY, by, author, START, edited=edited
    )

    assert by_person(delivery) is person


TEN = replace(CAPABILITIES, network="tiktok", windows={("direct", "reply"): Window(48 * 3600, messages=10)})


@pytest.mark.parametrize(("said", "left"), [(0, 10), (9, 1), (10, 0), (11, 0)])
def test_only_so_many_messages_are_let_through_until_they_write_again(said: int, left: int) -> None:
    asked = Asked("direct", START, said=said)

    assert messages_left(TEN, REPLY, asked) == left
    words = too_late(TEN, REPLY, asked, START, person=True)
    assert words == ("" if left else "TikTok lets us say 10 messages until they write again; that is done")


def test_where_any_number_is_let_through_none_is_counted() -> None:
    assert messages_left(CAPABILITIES, REPLY, Asked("direct", START, said=99)) is None
    assert messages_left(TEN, Hide(ONE, TWO), Asked("direct", START, said=99)) is None
