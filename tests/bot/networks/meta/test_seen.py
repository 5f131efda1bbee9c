"""What is remembered of what was said, and what it makes an edit, a hiding or nothing."""

from __future__ import annotations

import pytest

from bot.networks._meta.ids import comments_below, padded, private_with
from bot.networks._meta.seen import MOST_PLACES, MOST_SAID, Seen, digest, place_of
from inbox.incoming import MessageEdited, MessageHidden, MessageRemoved, NewMessage
from inbox.models import Contact, RemoteId, Subject, Thread
from tests.cast import ASHA

POST = padded("1_2")
PUBLIC = Thread(comments_below("2_3"), "comments", subject=Subject(POST, "New bowls"))
PRIVATE = Thread(private_with("5"), "direct", subject=Subject(RemoteId("ad.1"), "Buy bowls"))


def new(text: str = "kem cho?", id: str = "m", thread: Thread = PUBLIC, author: Contact | None = ASHA) -> NewMessage:
    return NewMessage(thread, RemoteId(id), author, text, 1)


def edit(text: str, thread: Thread = PUBLIC) -> MessageEdited:
    return MessageEdited(thread, RemoteId("m"), ASHA, text, 2)


def hide(*, hidden: bool = True) -> MessageHidden:
    return MessageHidden(PUBLIC, RemoteId("m"), 1, hidden)


def test_comments_stand_at_their_post_and_messages_at_their_person() -> None:
    assert place_of(PUBLIC) == POST
    assert place_of(PRIVATE) == "p.5"  # by which advertisement they came does not matter


def test_blanks_make_no_other_text() -> None:
    assert digest(" kem  cho?\n") == digest("kem cho?")
    assert digest("kem cho") != digest("kem cho?")


def test_a_comment_differs_from_what_was_heard_last() -> None:
    seen = Seen()
    seen.hear([new("first")])
    assert not seen.differs(POST, new("first"), ())
    assert seen.differs(POST, new("second"), ())
    seen.hear([edit("second")])
    assert not seen.differs(POST, new("second"), ())


@pytest.mark.parametrize("stored", [(), ("m",)], ids=["new", "stored"])
def test_one_that_this_process_never_heard_may_differ_if_it_was_stored(stored: tuple[str, ...]) -> None:
    assert Seen().differs(POST, new(), [RemoteId(id) for id in stored]) is bool(stored)


@pytest.mark.parametrize("message", [new("as sent", author=None), new("as a hook says it", thread=PRIVATE)])
def test_of_ours_and_in_private_only_two_lists_are_compared(message: NewMessage) -> None:
    seen, place = Seen(), place_of(message.thread)
    listed = new("as listed", thread=message.thread, author=message.author)
    later = new("changed", thread=message.thread, author=message.author)
    seen.hear([message])
    assert not seen.differs(place, listed, [listed.id])
    seen.read([listed], [])
    assert not seen.differs(place, listed, ())
    assert seen.differs(place, later, ())
    seen.hear([edit("changed", message.thread)])
    assert not seen.differs(place, later, ())  # a hook told it, and lists may write it otherwise


def test_hiding_is_news_when_it_changes() -> None:
    seen = Seen()
    assert seen.turned(POST, hide(), ())
    assert not seen.turned(POST, hide(hidden=False), ())
    assert seen.turned(POST, hide(hidden=False), [RemoteId("m")])
    seen.hear([new(), hide()])
    assert not seen.turned(POST, hide(), ())
    assert seen.turned(POST, hide(hidden=False), ())


def test_what_was_removed_is_forgotten() -> None:
    seen = Seen()
    seen.hear([new(), MessageRemoved(PUBLIC, RemoteId("m"), 3)])
    assert seen.get(POST, RemoteId("m")) is None
    assert seen.at(POST) == []


def test_it_holds_the_newest_of_the_liveliest_places() -> None:
    seen = Seen()
    seen.hear(new(id=f"{number:04}") for number in range(MOST_SAID + 10))
    assert [said.id for said in seen.at(POST)][:2] == ["0010", "0011"]
    for number in range(MOST_PLACES):
        seen.hear([new(thread=Thread(private_with(str(number)), "direct"))])
    assert seen.at(POST) == []
    assert len(seen.places) == MOST_PLACES
