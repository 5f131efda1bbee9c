"""Holds which call carries out an action, and what is refused before X is asked."""

from __future__ import annotations

import pytest

from bot.networks._x.calls import Call, answered, answering, doing, editing, messaging, post_price, posting, talk
from bot.networks._x.ids import group_of, padded, posts_of, private_with
from inbox.actions import Block, Edit, Hide, Mute, Poll, Publish, React, Remove, Reply, Unblock, Unhide
from inbox.errors import Rejected, Unsupported
from inbox.models import RemoteId

THREAD, ID, HERE = posts_of("10", "7"), padded("20"), RemoteId("here")


def test_what_a_post_costs_by_its_text() -> None:
    assert post_price("hello", summoned=True) == "post.create.summoned"
    assert post_price("hello", summoned=False) == "post.create"
    assert post_price("see nadi.example.com", summoned=True) == "post.create.link"


def test_an_answer_and_a_change() -> None:
    call = answering("Hi", "20", ["5"])
    assert (call.method, call.path, call.thing) == ("POST", "/2/tweets", "post.create.summoned")
    assert call.body == {
        "text": "Hi",
        "reply": {"in_reply_to_tweet_id": "20"},
        "media": {"media_ids": ["5"]},
    }
    assert "text" not in (answering("", "20", ["5"]).body or {})
    change = editing(Edit(THREAD, ID, "Ho"), "21")
    assert change.body == {"text": "Ho", "edit_options": {"previous_post_id": "21"}}


def test_a_post_with_all_that_it_may_have() -> None:
    action = Publish(HERE, "Which?", poll=Poll(("A", "B"), 60), answers="mentioned", made_by_ai=True)
    assert posting(action, []).body == {
        "text": "Which?",
        "poll": {"options": ["A", "B"], "duration_minutes": 60},
        "reply_settings": "mentionedUsers",
        "made_with_ai": True,
    }
    assert posting(Publish(HERE, "Hi"), []).body == {"text": "Hi"}


def test_private_messages_to_one_and_to_a_group() -> None:
    assert messaging("7", "Hi", []) == Call("POST", "/2/dm_conversations/with/7/messages", {"text": "Hi"}, "dm.create")
    call = messaging("90", "", ["5"], group=True)
    assert (call.path, call.body) == ("/2/dm_conversations/90/messages", {"attachments": [{"media_id": "5"}]})
    assert talk(Reply(group_of("90"), "Hi")) == ("90", True)
    assert talk(Reply(private_with("7"), "Hi")) == ("7", False)


def test_which_post_is_answered_must_be_known() -> None:
    assert answered(Reply(THREAD, "Hi", to=ID)) == "20"
    with pytest.raises(Rejected, match="which post"):
        answered(Reply(THREAD, "Hi"))
    with pytest.raises(Rejected, match="not one of X's"):
        answered(Reply(RemoteId("strange"), "Hi", to=ID))


def test_what_changes_a_message_or_what_somebody_may_do() -> None:
    person = RemoteId("7")
    assert doing(Hide(THREAD, ID), "1", "20") == Call("PUT", "/2/tweets/20/hidden", {"hidden": True}, "content.manage")
    assert doing(Unhide(THREAD, ID), "1", "20").body == {"hidden": False}
    assert doing(Remove(THREAD, ID), "1", "21") == Call("DELETE", "/2/tweets/21")
    assert doing(React(THREAD, ID, "❤"), "1", "20").body == {"tweet_id": "20"}
    assert doing(React(THREAD, ID, ""), "1", "20").path == "/2/users/1/likes/20"
    assert doing(Mute(THREAD, person, 60), "1").path == "/2/users/1/muting"
    assert doing(Mute(THREAD, person, 0), "1") == Call("DELETE", "/2/users/1/muting/7", None, "mute.delete")
    assert doing(Block(THREAD, person), "1").path == "/2/users/7/dm/block"
    assert doing(Unblock(private_with("7"), person), "1").path == "/2/users/7/dm/unblock"
    with pytest.raises(Unsupported, match="private message"):
        doing(Remove(private_with("7"), ID), "1", "20")
