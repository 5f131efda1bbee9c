"""Posts and messages as X tells them: which words are shown, where they stand, and when they were said."""

from __future__ import annotations

from typing import Any

import pytest

from bot.networks._x.ids import said_at
from bot.networks._x.told import WORDLESS, letter_of, older_letter_of, older_post_of, post_of

ID, ROOT = "2090000000000000001", "2080761390344937796"


def raw(**more: Any) -> dict[str, Any]:
    return {"id": ID, "author_id": "2222", "text": "@nadipots @bhavin Great", "conversation_id": ROOT, **more}


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"display_text_range": [18, 23]}, "Great"),
        ({"display_text_range": [10, 23]}, "@bhavin Great"),  # typed by hand
        ({"display_text_range": [0, 23]}, "@nadipots @bhavin Great"),
        ({"in_reply_to_tweet_id": ROOT}, "Great"),  # X said nothing, and this answers
        ({}, "@nadipots @bhavin Great"),
        ({"display_text_range": ["x"]}, "@nadipots @bhavin Great"),
        (
            {"display_text_range": [18, 23], "note_tweet": {"text": "@nadipots @bhavin Great, and more"}},
            "Great, and more",
        ),
        ({"text": "@nadipots", "display_text_range": [9, 9], "in_reply_to_tweet_id": ROOT}, WORDLESS),
    ],
)
def test_the_words_are_shown_without_the_names_that_x_puts_before_them(more: dict[str, Any], text: str) -> None:
    assert post_of(raw(**more), {}).text == text


def test_a_post_without_its_conversation_begins_one_or_stands_where_it_answers() -> None:
    alone = post_of({"id": ID, "author_id": "2222", "text": "a"}, {})
    assert (alone.conversation, alone.history, alone.whole) == (ID, (ID,), True)
    answer = post_of({"id": ID, "author_id": "2222", "text": "a", "in_reply_to_tweet_id": ROOT}, {})
    assert (answer.conversation, answer.whole) == (ROOT, False)


def test_the_root_counts_only_when_it_is_told_with_its_author() -> None:
    told = {"tweets": [{"id": ROOT, "author_id": "1111", "text": "New &amp; nice"}]}
    root = post_of(raw(), told).root
    assert root is not None
    assert (root[0], root[1].text, root[1].link) == ("1111", "New & nice", f"https://x.com/i/status/{ROOT}")
    assert post_of(raw(), {"tweets": [{"id": ROOT, "text": "x"}, {"id": "5", "author_id": "1"}]}).root is None


def test_an_older_post_tells_its_time_by_its_id() -> None:
    post = older_post_of({"id_str": ID, "text": "a", "user": {"id_str": "2222", "screen_name": "asha_p"}})
    assert post.at == said_at(ID)


@pytest.mark.parametrize(
    ("talk", "sender", "thread"),
    [
        ("1111-2222", "2222", "dm.2222"),
        ("1111-2222", "1111", "dm.2222"),
        ("1849900000000000000", "2222", "dm.g1849900000000000000"),
        ("", "2222", "dm.2222"),
        ("1111-1111", "1111", None),
    ],
)
def test_a_message_stands_with_its_other_person_or_in_its_group(talk: str, sender: str, thread: str | None) -> None:
    told = {"id": ID, "text": "a", "sender_id": sender, "dm_conversation_id": talk}
    letter = letter_of(told, {}, "1111")
    assert (letter.thread.remote if letter else None) == thread


def test_a_message_without_a_time_tells_it_by_its_id() -> None:
    letter = letter_of({"id": ID, "text": "a", "sender_id": "2222", "created_at": "long ago"}, {}, "1111")
    assert letter is not None
    assert letter.at == said_at(ID)
    assert older_letter_of({"type": "welcome_message"}, {}, "1111") is None
