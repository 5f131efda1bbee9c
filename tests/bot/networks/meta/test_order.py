"""Meta promises no order: what was done to a message may be told before it, twice, or late."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.networks._meta.order import in_order
from bot.networks._meta.place import MOST_KNOWN, Known
from inbox.incoming import Incoming, MessageEdited, MessageHidden, MessageRemoved, NewMessage, Reacted
from inbox.models import Contact, RemoteId
from tests.bot.networks.meta.payloads import ASHA, BHAVIN, TM, private, said, told

HERS = private(ASHA)
ID = RemoteId("m_1")
WRITTEN = said(HERS, "m_1", ASHA, "Hello", TM)
UNSENT = MessageRemoved(HERS, ID, TM + 5)


def hidden(at: int, *, so: bool = True) -> MessageHidden:
    """The message taken out of sight, or brought back."""
    return MessageHidden(HERS, ID, at, so)


def felt(who: Contact, emoji: str, at: int) -> Reacted:
    """A reaction to the message."""
    return Reacted(HERS, ID, who, emoji, at)


def test_what_was_done_before_a_message_came_is_told_again_behind_it() -> None:
    known = Known()
    assert in_order([UNSENT], known) == [UNSENT]
    assert in_order([WRITTEN], known) == [WRITTEN, UNSENT]


def test_a_message_that_was_taken_back_stays_so_when_its_hook_comes_late() -> None:
    known = Known()
    told("facebook", "message_deleted", known)
    assert [type(one) for one in told("facebook", "message", known)] == [NewMessage, MessageRemoved]


def test_it_is_told_again_once() -> None:
    known = Known()
    in_order([UNSENT], known)
    in_order([WRITTEN], known)
    assert in_order([WRITTEN], known) == [WRITTEN]


def test_an_edit_may_be_the_first_that_is_heard_of_a_message() -> None:
    known, edited = Known(), MessageEdited(HERS, ID, ASHA, "Hello!", TM + 1)
    in_order([UNSENT], known)
    assert in_order([edited], known) == [edited, UNSENT]
    assert in_order([WRITTEN], known) == [WRITTEN]


def test_of_what_was_done_only_the_newest_of_its_kind_counts() -> None:
    known = Known()
    in_order([hidden(TM), felt(ASHA, "❤️", TM), felt(BHAVIN, "👍", TM)], known)
    in_order([hidden(TM + 1, so=False), felt(ASHA, "", TM + 1)], known)
    assert in_order([WRITTEN], known) == [
        WRITTEN,
        hidden(TM + 1, so=False),
        felt(ASHA, "", TM + 1),
        felt(BHAVIN, "👍", TM),
    ]


def test_old_news_changes_nothing() -> None:
    known = Known()
    in_order([hidden(TM), hidden(TM + 1, so=False)], known)
    assert in_order([hidden(TM)], known) == []
    assert in_order([hidden(TM + 1, so=False)], known) == [hidden(TM + 1, so=False)]


def test_of_two_in_the_same_second_the_one_that_comes_later_counts() -> None:
    known = Known()
    assert in_order([hidden(TM), hidden(TM, so=False)], known) == [hidden(TM), hidden(TM, so=False)]
    assert in_order([WRITTEN], known) == [WRITTEN, hidden(TM, so=False)]


def test_the_oldest_is_forgotten() -> None:
    known = Known()
    for number in range(MOST_KNOWN + 1):
        in_order([MessageRemoved(HERS, RemoteId(f"m_{number}"), TM)], known)
    assert len(known.changes) == MOST_KNOWN
    assert "m_0" not in known.changes


EVENTS: list[Incoming] = [
    WRITTEN,
    MessageEdited(HERS, ID, ASHA, "Hello!", TM + 1),
    hidden(TM + 2),
    hidden(TM + 3, so=False),
    felt(ASHA, "❤️", TM + 4),
    felt(ASHA, "", TM + 5),
    UNSENT,
]


@given(st.permutations(EVENTS), st.lists(st.sampled_from(EVENTS), max_size=4))
def test_in_whatever_order_it_comes_and_comes_again_the_end_is_the_same(
    order: list[Incoming], again: list[Incoming]
) -> None:
    known, stored = Known(), State()
    for one in [*order, *again]:
        for each in in_order([one], known):
            stored.take(each)
    assert (stored.there, stored.hidden, stored.removed, stored.emoji) == (True, False, True, "")


class State:
    """What a store makes of it: changes of what is not there are dropped."""

    def __init__(self) -> None:
        """Nothing is there."""
        self.there = self.hidden = self.removed = False
        self.emoji = ""

    def take(self, one: Incoming) -> None:
        """Store one thing."""
        match one:
            case NewMessage() | MessageEdited():
                self.there = True
            case MessageRemoved() if self.there:
                self.removed = True
            case MessageHidden() if self.there:
                self.hidden = one.hidden
            case Reacted() if self.there:
                self.emoji = one.emoji
