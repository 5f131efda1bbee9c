"""What each hook of TikTok tells, and that its lists tell the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.networks._tiktok.parse import learn_post, listed, parse
from inbox.incoming import AccountRevoked, MessageHidden, MessageRemoved, NewMessage, ThreadDescribed, Unreadable
from inbox.models import Contact, RemoteId, Subject
from tests.bot.networks.tiktok.payloads import (
    ASHA,
    BELOW,
    NOW,
    OUR_NAME,
    OURS,
    POST,
    REPLY,
    TOP,
    VIDEO,
    T,
    known,
    names,
    payload,
    told,
)

STRANGER = Contact(ASHA, "")
SAID = NewMessage(BELOW, RemoteId(TOP), STRANGER, "What glaze is this?", T)


def test_a_comment_and_a_reply_to_it_stand_in_one_thread() -> None:
    assert told("comment_insert") == [SAID]
    answer = NewMessage(BELOW, RemoteId(REPLY), STRANGER, "I wonder too", T, reply_to=RemoteId(TOP))
    assert told("comment_reply") == [answer]


def test_our_name_in_front_is_no_part_of_what_somebody_says() -> None:
    body, comment = payload("comment_insert"), {"owner": False, "unique_identifier": "ASHA", "username": "asha"}
    body["content"] = json.dumps({**json.loads(body["content"]), "text": "@NadiPots what glaze is this?"})
    (by_hook,) = parse(body, known(), NOW)
    comment |= {"comment_id": TOP, "create_time": T // 1000, "text": "@nadipots what glaze is this?"}
    by_list, _ = listed([comment], known(), VIDEO, NOW)
    assert isinstance(by_hook, NewMessage)
    assert isinstance(by_list, NewMessage)
    assert by_hook.text == by_list.text == "what glaze is this?"


def test_deleted_hidden_shown() -> None:
    assert told("comment_delete") == [MessageRemoved(BELOW, RemoteId(TOP), T + 123)]
    assert told("comment_set_to_hidden") == [MessageHidden(BELOW, RemoteId(TOP), T + 123, True)]
    assert told("comment_set_to_friends_only") == [MessageHidden(BELOW, RemoteId(TOP), T + 123, True)]
    assert told("comment_set_to_public") == [MessageHidden(BELOW, RemoteId(TOP), T + 123, False)]


def test_our_own_comment_is_ours_once_we_know_our_name() -> None:
    (stranger,) = told("comment_by_us")
    assert isinstance(stranger, NewMessage)
    assert stranger.author is not None
    lore = known()
    lore.self_id = OUR_NAME
    assert told("comment_by_us", lore) == [
        NewMessage(BELOW, RemoteId(OURS), None, "Celadon.", T, reply_to=RemoteId(TOP))
    ]


def test_a_list_shows_the_same_comment_with_who_wrote_it() -> None:
    lore = known()
    asha = Contact(ASHA, "Asha Patel", "asha")
    same = [replace(SAID, author=asha), MessageHidden(BELOW, RemoteId(TOP), NOW, False)]
    assert told("listed_comment", lore) == same
    assert told("comment_insert", lore) == [replace(SAID, author=asha)]  # and now her name is known to hooks, too
    assert told("listed_comment_hidden")[1] == MessageHidden(BELOW, RemoteId(TOP), NOW, True)


def test_a_listed_comment_of_ours_tells_what_hooks_call_us() -> None:
    lore = known()
    said = told("listed_reply_by_us", lore)[0]
    assert said == NewMessage(BELOW, RemoteId(OURS), None, "Celadon.", T, reply_to=RemoteId(TOP))
    assert lore.self_id == OUR_NAME


def test_ids_of_19_digits_keep_their_last_digit() -> None:
    body = payload("comment_insert")
    assert "7247303576418566913," in body["content"]  # a number, and no text
    (said,) = parse(body, known(), NOW)
    assert isinstance(said, NewMessage)
    assert said.id == "7247303576418566913"
    rounded = {**body, "content": body["content"].replace("7247303576418566913", "7.247303576418567e18")}
    (odd,) = parse(rounded, known(), NOW)
    assert isinstance(odd, Unreadable)
    assert "digits" in odd.why


def test_content_that_is_an_object_is_read_as_well() -> None:
    body = payload("comment_insert")
    assert parse({**body, "content": json.loads(body["content"])}, known(), NOW) == [SAID]


@pytest.mark.parametrize(
    "name", ["message_from_europe", "high_intent_comment", "post_complete", "post_failed", "post_public"]
)
def test_what_is_nothing_for_the_inbox_is_passed_over(name: str) -> None:
    assert told(name) == []


def test_a_permission_that_was_taken_back() -> None:
    (revoked,) = told("permission_taken_back")
    assert isinstance(revoked, AccountRevoked)
    assert revoked.at == 1785312003_000


def test_what_is_not_known_is_said_once() -> None:
    first, again = told("unknown_event"), told("unknown_event")
    assert isinstance(first[0], Unreadable)
    assert first == again
    assert first[0].id == "event.brand.new_event"
    assert "brand.new_event" in first[0].why
    (action,) = told("comment_unknown_action")
    assert isinstance(action, Unreadable)
    assert "set_to_sparkle" in action.why


@pytest.mark.parametrize(
    "content",
    ["", "[]", "null", "{", '{"comment_id":1}', '{"comment_id":true,"video_id":1}', "[" * 100_000, '{"comment_id":-5}'],
)
def test_nonsense_is_kept_for_a_person_to_see(content: str) -> None:
    (kept,) = parse({**payload("comment_insert"), "content": content}, known(), NOW)
    assert isinstance(kept, Unreadable)
    assert len(kept.raw) <= 64 * 1024


def test_every_payload_can_be_read() -> None:
    assert {"unknown_event", "comment_unknown_action"} <= set(names())
    for name in names():
        odd = [one for one in told(name) if isinstance(one, Unreadable)]
        assert bool(odd) == (name in ("unknown_event", "comment_unknown_action")), name


def test_a_strange_line_of_a_list_keeps_nobody_from_reading_the_others() -> None:
    raw = payload("listed_comment")["comment"]
    events = listed([{"comment_id": 1.5}, raw], known(), VIDEO, NOW)
    assert [type(one) for one in events] == [Unreadable, NewMessage, MessageHidden]


def test_a_post_that_becomes_known_is_told_to_its_threads() -> None:
    lore = known()
    told("comment_insert", lore)
    raw = {"item_id": VIDEO, "caption": "New cups", "share_url": "https://www.tiktok.com/@nadipots/video/1"}
    subject = Subject(RemoteId(VIDEO), "New cups", "https://www.tiktok.com/@nadipots/video/1")
    assert learn_post(raw, lore, NOW) == [ThreadDescribed(replace(BELOW, subject=subject), NOW)]
    assert learn_post(raw, lore, NOW) == []
    assert told("comment_reply", lore)[0].thread.subject == subject  # type: ignore[union-attr]  # a message
    assert POST.text == ""
