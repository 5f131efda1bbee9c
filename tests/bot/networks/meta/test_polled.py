"""Comments and messages as the Graph API lists them are the records that a hook makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.networks._meta.place import Known
from bot.networks._meta.polled import comment_of_graph, message_of_graph
from inbox.incoming import NewMessage, Unreadable
from inbox.models import Contact, RemoteId
from tests.bot.networks.meta.payloads import ASHA, NADI, NADI_PICTURES, NOW, PLACES, payload, told

PAIRS = [
    ("facebook", "comment", "listed_comment"),
    ("facebook", "comment_reply", "listed_comment_reply"),
    ("facebook", "comment_sticker_only", "listed_comment_sticker"),
    ("facebook", "message", "listed_message"),
    ("facebook", "message_sticker_twice", "listed_message_sticker"),
    ("instagram", "comment", "listed_comment"),
    ("instagram", "message", "listed_message"),
    ("instagram", "message_story_mention", "listed_message_story_mention"),
    ("instagram", "message_story_reply", "listed_message_story_reply"),
    ("instagram", "message_share", "listed_message_share"),
    ("instagram", "message_unsupported", "listed_message_unsupported"),
]


@pytest.mark.parametrize(("network", "hook", "listed"), PAIRS)
def test_a_hook_and_a_later_look_name_the_same_message_and_say_the_same(network: str, hook: str, listed: str) -> None:
    heard, seen = told(network, hook)[0], told(network, listed)[0]
    assert isinstance(heard, NewMessage)
    assert isinstance(seen, NewMessage)
    assert (heard.id, heard.thread.remote, heard.text, heard.reply_to) == (
        seen.id,
        seen.thread.remote,
        seen.text,
        seen.reply_to,
    )
    assert heard.author is not None
    assert seen.author is not None
    assert heard.author.remote == seen.author.remote


def test_a_list_of_messages_tells_the_name_that_a_hook_does_not() -> None:
    known = Known()
    told("facebook", "listed_message", known)
    [said] = told("facebook", "message", known)
    assert isinstance(said, NewMessage)
    assert said.author == ASHA


def test_who_writes_is_the_one_whose_conversation_it_is() -> None:
    raw = {**payload("facebook", "listed_message")["message"], "from": {}}
    known = Known()
    [said] = message_of_graph(raw, NADI, known, ASHA.remote)
    assert isinstance(said, NewMessage)
    assert said.author == Contact(ASHA.remote, "")
    assert list(known.wanted_people) == [ASHA.remote]


def test_what_our_page_writes_for_its_instagram_account_is_ours() -> None:
    raw = {**payload("instagram", "listed_message")["message"], "from": {"id": NADI.id}}
    [said] = message_of_graph(raw, replace(NADI_PICTURES, page=NADI.id), Known(), "1254459154000101")
    assert isinstance(said, NewMessage)
    assert said.author is None


def test_replies_stand_below_what_they_answer_however_deep_they_are_listed() -> None:
    below = {"id": "9_3", "message": "c", "created_time": "2026-07-29T08:00:00+0000"}
    middle = {**below, "id": "9_2", "message": "b", "comments": {"data": [below]}}
    found = comment_of_graph({**middle, "id": "9_1", "comments": {"data": [middle]}}, NADI, Known(), f"{NADI.id}_9")
    threads = {one.thread.remote for one in found if isinstance(one, NewMessage)}
    assert threads == {"c.00000000000000000009_00000000000000000001"}
    assert [one.id for one in found if isinstance(one, NewMessage)] == [
        RemoteId(f"00000000000000000009_{number:020d}") for number in (1, 2, 3)
    ]


@pytest.mark.parametrize("network", PLACES)
@pytest.mark.parametrize("raw", [None, [], "x", {}, {"id": "1"}, {"id": "1", "created_time": "never"}, {"id": {}}])
def test_what_cannot_be_read_is_kept_at_the_time_it_was_seen(network: str, raw: object) -> None:
    for [kept] in (
        comment_of_graph(raw, PLACES[network], Known(), "1_2", NOW),
        message_of_graph(raw, PLACES[network], Known(), "101", NOW),
    ):
        assert isinstance(kept, Unreadable)
        assert kept.at == NOW
