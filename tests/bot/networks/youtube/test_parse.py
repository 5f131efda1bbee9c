"""Every payload of YouTube's lists, and what it is here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.networks._youtube.parse import NOBODY, WORDLESS, moment, newest_first, parse, said
from inbox.incoming import Incoming, MessageEdited, NewMessage, Unreadable
from tests.tree import ROOT

OURS = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
FOLDER = ROOT / "tests" / "payloads" / "youtube"
EIGHT = 1_795_982_400_000  # 2026-11-29 20:00 UTC
MINUTE = 60_000


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


def told(name: str) -> list[Incoming]:
    return parse(read(name), OURS, {"dQw4w9WgXcQ": "How we glaze"}, 7)


def only(name: str) -> NewMessage:
    (message,) = told(name)
    assert isinstance(message, NewMessage)
    return message


def test_every_payload_names_its_source_and_is_read() -> None:
    files = sorted(FOLDER.glob("*.json"))
    assert files
    for file in files:
        payload = json.loads(file.read_text())
        assert payload["_source"].startswith("https://developers.google.com/youtube/"), file
        assert isinstance(parse(payload, OURS), list)


def test_a_comment() -> None:
    message = only("thread")
    assert (message.id, message.thread.remote, message.at) == ("UgzA", "dQw4w9WgXcQ.UgzA", EIGHT)
    assert message.author is not None
    assert (message.author.remote, message.author.name, message.author.username) == (
        "UCann0000000000000000000",
        "@ann",
        "ann",
    )
    assert message.thread.subject is not None
    assert (message.thread.subject.text, message.thread.subject.link) == (
        "How we glaze",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    )
    assert (message.held, message.reply_to, message.thread.kind) == (False, None, "comments")


def test_replies_come_oldest_first_after_what_they_answer() -> None:
    messages = told("thread_with_replies")
    assert [message.id for message in messages if isinstance(message, NewMessage)] == ["UgzA", "UgzA.9a", "UgzA.9b"]
    assert isinstance(messages[2], NewMessage)
    assert messages[2].reply_to == "UgzA"
    assert [message.id for message in told("replies") if isinstance(message, NewMessage)] == ["UgzA.9a", "UgzA.9b"]


def test_an_edit_is_a_message_and_its_change() -> None:
    message, edit = told("thread_edited")
    assert isinstance(message, NewMessage)
    assert isinstance(edit, MessageEdited)
    assert (message.at, edit.at, edit.text) == (EIGHT, EIGHT + 5 * MINUTE, "Which clay?")


@pytest.mark.parametrize("name", ["thread_held", "thread_spam"])
def test_what_nobody_sees_waits_for_us(name: str) -> None:
    assert only(name).held


def test_what_we_wrote_is_ours() -> None:
    assert only("thread_by_us").author is None


def test_somebody_whose_channel_is_gone_is_somebody_else_each_time() -> None:
    author = only("thread_by_nobody").author
    assert author is not None
    assert (author.remote, author.name) == ("unknown.UgzA", NOBODY)


def test_the_text_is_the_one_that_is_told() -> None:
    assert only("thread_without_original").text == "Shown text"
    assert only("thread_without_words").text == WORDLESS


def test_pages_come_oldest_first_and_may_be_empty() -> None:
    assert [message.id for message in told("two_threads") if isinstance(message, NewMessage)] == ["UgzA", "UgzB"]
    assert told("empty") == []


def test_what_cannot_be_read_is_kept_with_the_reason() -> None:
    last, good, first = told("broken")
    assert isinstance(first, Unreadable)
    assert isinstance(last, Unreadable)
    assert isinstance(good, NewMessage)
    assert (first.at, "UgzX" in first.raw, last.why.startswith("ValueError")) == (7, True, True)


@pytest.mark.parametrize("payload", [None, 7, [], {}, {"items": 7}, {"items": [None, 7, [], {"snippet": None}]}])
def test_no_payload_raises(payload: object) -> None:
    assert all(isinstance(event, Unreadable) for event in parse(payload, OURS))


def test_times_have_a_zone() -> None:
    assert moment("2026-11-29T20:00:00.250Z") == EIGHT + 250
    with pytest.raises(ValueError, match="no zone"):
        moment("2026-11-29T20:00:00")


def test_an_order_is_believed_only_when_it_is_seen() -> None:
    replies = [said(raw, OURS) for raw in read("replies")["items"]]
    assert newest_first(replies)
    assert not newest_first(replies[::-1])
    assert not newest_first(replies[:1])
