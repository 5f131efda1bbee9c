"""Holds the names of threads and messages: they sort, come apart again, and open the right page of X."""

from __future__ import annotations

import pytest

from bot.networks._x.ids import (
    address,
    conversation_and_person,
    first_at,
    group_of,
    is_group,
    is_private,
    own,
    padded,
    pair,
    partner,
    person_in,
    posts_of,
    private_with,
    said_at,
)
from inbox.models import RemoteId

CONVERSATION, PERSON = "2080761390344937796", "2244994945"


def test_ids_sort_as_text_and_come_back_as_x_writes_them() -> None:
    assert padded("20") < padded(CONVERSATION)
    assert (own(padded("20")), own(padded(CONVERSATION)), own(padded("0"))) == ("20", CONVERSATION, "0")
    assert padded(CONVERSATION) == CONVERSATION
    assert (padded("no-number"), own("no-number")) == ("no-number", "no-number")


def test_threads_come_apart_again() -> None:
    thread = posts_of(CONVERSATION, PERSON)
    assert conversation_and_person(thread) == (CONVERSATION, PERSON)
    assert "/" not in thread
    assert not is_private(thread)
    assert (partner(private_with(PERSON)), is_group(private_with(PERSON))) == (PERSON, False)
    assert (partner(group_of(CONVERSATION)), is_group(group_of(CONVERSATION))) == (CONVERSATION, True)


@pytest.mark.parametrize("thread", ["dm.12", "12", "12.", "12.x", "x.12", "12 34"])
def test_what_is_no_thread_of_posts_is_refused(thread: str) -> None:
    with pytest.raises(ValueError, match=thread):
        conversation_and_person(RemoteId(thread))
    with pytest.raises(ValueError, match="1"):
        partner(RemoteId("1.2"))


def test_the_other_one_of_two_is_known_by_the_conversation() -> None:
    assert pair("345", "12") == "12-345"
    assert (person_in("12-345", "12"), person_in("12-345", "345")) == ("345", "12")
    assert (person_in("12-345", "6"), person_in(CONVERSATION, "12")) == ("", "")


def test_an_id_tells_its_time() -> None:
    at = 1_784_928_224_372
    assert said_at(first_at(at)) == at
    assert int(first_at(at)) > int(first_at(at - 1))
    # An event in X's manual, with this time beside it: the two are not quite the same.
    assert abs(said_at("2080765901528535096") - at) < 100


def test_where_a_person_sees_it() -> None:
    assert address(posts_of(CONVERSATION, PERSON), padded("20")) == "https://x.com/i/status/20"
    assert address(private_with(PERSON), padded("20")) == "https://x.com/messages"
    assert address(posts_of(CONVERSATION, PERSON), RemoteId("odd")) == ""
