"""Comments and posts as hooks tell of them, and what is left to be looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.networks._meta.comments import EDITS, POSTS, REMOVALS, answered, feed, page_mention, post_of
from bot.networks._meta.place import Known
from bot.networks._meta.subjects import described
from inbox.incoming import Incoming, MessageEdited, MessageRemoved, NewMessage, Reacted
from inbox.models import RemoteId, Subject
from tests.bot.networks.meta.meant_facebook import FIRST, POST
from tests.bot.networks.meta.payloads import NADI, NOW, TOLD, payload, told

PAGE = "206070979425408"
BOWLS = Subject(RemoteId(POST), "Two bowls, fresh from the kiln", "https://www.facebook.com/x")
POST_ID = f"{PAGE}_712750021053074"


def value(name: str = "comment", **more: Any) -> dict[str, Any]:
    """The value of a change, with something else in it."""
    whole: dict[str, Any] = payload("facebook", name)["entry"][0]["changes"][0]["value"]
    return {**whole, **more}


def read(raw: dict[str, Any], known: Known | None = None) -> list[Incoming]:
    """What a change of the feed tells."""
    return feed(raw, TOLD, NADI, known or Known(), NOW)


# ---------------------------------------------------------------------------------------------------------- threads


@pytest.mark.parametrize(
    ("comment", "parent", "post", "answer"),
    [
        ("9_1", f"{PAGE}_9", f"{PAGE}_9", ""),
        ("9_1", "", f"{PAGE}_9", ""),
        ("9_1", "9_1", f"{PAGE}_9", ""),
        ("9_1", "9", f"{PAGE}_9", ""),
        ("8_1", f"{PAGE}_8", f"{PAGE}_9", ""),  # a photo of an album
        ("9_2", "9_1", f"{PAGE}_9", "9_1"),
        (f"{PAGE}_9_2", f"{PAGE}_9_1", f"{PAGE}_9", f"{PAGE}_9_1"),  # as ids were long ago
        ("17919", "17918", "18172", "17918"),
        ("17919", "18172", "18172", ""),
    ],
)
def test_a_comment_answers_a_comment_or_stands_at_the_top(comment: str, parent: str, post: str, answer: str) -> None:
    assert answered(comment, parent, post, PAGE) == answer


def test_the_post_of_a_comment_follows_from_its_id() -> None:
    assert [post_of(id, PAGE) for id in ("9_1", f"{PAGE}_9_1", "17919")] == [f"{PAGE}_9", f"{PAGE}_9", ""]


def test_a_post_that_is_known_stands_beside_the_comment() -> None:
    known = Known()
    known.keep_post(POST_ID, BOWLS)
    [said] = told("facebook", "comment", known)
    assert isinstance(said, NewMessage)
    assert said.thread.subject == BOWLS
    assert list(known.wanted_posts) == []
    assert known.threads == {said.thread.remote: said.thread}


def test_a_post_that_is_not_known_is_looked_up() -> None:
    known = Known()
    told("facebook", "comment", known)
    assert list(known.wanted_posts) == [POST_ID]
    assert [thread.subject.remote for thread in known.threads.values() if thread.subject] == [POST]


def test_only_a_hook_tells_that_a_known_post_is_an_advertisement() -> None:
    known = Known()
    known.keep_post(POST_ID, BOWLS)
    [said] = told("facebook", "comment_on_ad", known)
    assert isinstance(said, NewMessage)
    assert said.thread.subject == replace(BOWLS, ad=True)


def test_an_advertisement_stays_one_when_its_post_is_looked_up() -> None:
    known = Known()
    told("facebook", "comment_on_ad", known)
    [described_anew] = described(known, [BOWLS], TOLD)
    assert described_anew.thread.subject == replace(BOWLS, ad=True)
    known.keep_thread(described_anew.thread)
    assert described(known, [BOWLS], TOLD) == []


# ------------------------------------------------------------------------------------------------------------ posts


@pytest.mark.parametrize("item", sorted(POSTS))
def test_a_post_of_ours_is_no_message_but_is_described_anew(item: str) -> None:
    known = Known()
    known.keep_post(POST_ID, BOWLS)
    for verb in ("add", "edited", "edit", "hide", "unhide"):
        known.wanted_posts.clear()
        assert read(value("post_edited", item=item, verb=verb), known) == []
        assert list(known.wanted_posts) == [POST_ID]
        assert known.posts[POST_ID] == BOWLS


def test_a_post_of_ours_that_is_gone_is_not_looked_up() -> None:
    known = Known()
    known.want_post(POST_ID)
    assert told("facebook", "post_removed", known) == []
    assert list(known.wanted_posts) == []


def test_a_post_of_nobody_known_is_taken_for_ours() -> None:
    without = {key: inner for key, inner in value("post_by_visitor").items() if key != "from"}
    assert read(without) == []


@pytest.mark.parametrize("verb", sorted(EDITS))
def test_every_word_for_an_edit_is_one(verb: str) -> None:
    [edit] = read(value(verb=verb))
    assert isinstance(edit, MessageEdited)
    assert (edit.id, edit.at) == (FIRST, TOLD)


@pytest.mark.parametrize("verb", sorted(REMOVALS))
def test_every_word_for_a_removal_is_one(verb: str) -> None:
    assert [type(one) for one in read(value(verb=verb))] == [MessageRemoved]


@pytest.mark.parametrize("verb", ["polish", "", None, "block"])
def test_what_else_is_done_to_a_comment_is_not_passed_over(verb: object) -> None:
    with pytest.raises(ValueError, match="it is not known what that is"):
        read(value(verb=verb))


@pytest.mark.parametrize("item", ["hot_air_balloon", None, 5])
def test_what_else_happens_is_none_of_our_business(item: object) -> None:
    assert read(value(item=item)) == []


def test_a_reaction_to_an_answer_is_one_within_its_thread() -> None:
    raw = value("comment_reaction", comment_id="712750021053074_2", parent_id="712750021053074_1")
    [reacted] = read(raw)
    assert isinstance(reacted, Reacted)
    assert reacted.thread.remote == "c.00000712750021053074_00000000000000000001"


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({"verb": "edited"}, [MessageEdited]),
        ({"verb": "remove"}, [MessageRemoved]),
        ({"verb": None}, [NewMessage]),
        ({"sender_id": PAGE}, []),
    ],
)
def test_who_mentions_us_may_think_again(more: dict[str, Any], kinds: list[type]) -> None:
    raw = value("page_mentioned_in_comment", **more)
    assert [type(one) for one in page_mention(raw, TOLD, NADI, Known(), NOW)] == kinds
