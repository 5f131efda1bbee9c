"""How a responder answers in the thread."""

import pytest

from inbox.actions import Reply
from inbox.models import Kind, RemoteId
from responders.reply import reply
from tests.turns import turn


def test_in_a_conversation_of_two_an_answer_points_at_nothing() -> None:
    assert reply(turn("Hello", kind="direct"), "Hi!") == Reply(RemoteId("0000000101"), "Hi!", to=None)


@pytest.mark.parametrize("kind", ["group", "comments"])
def test_where_many_write_an_answer_points_at_the_message_that_waits(kind: Kind) -> None:
    assert reply(turn("Hello", "Anybody?", kind=kind), "Hi!").to == RemoteId("0000000002")
