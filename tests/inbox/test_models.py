"""Ids are put together in one place, and what was said knows whose it is."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from inbox.models import (
    AccountId,
    ContactId,
    Entry,
    EntryId,
    Message,
    RemoteId,
    account_id,
    contact_id,
    conversation_id,
)

MAIN = AccountId("telegram:main")


def test_ids_are_put_together_from_network_name_and_remote_id() -> None:
    assert account_id("telegram", "main") == MAIN
    assert conversation_id(MAIN, RemoteId("1/2")) == "telegram:main/1/2"
    assert contact_id(MAIN, RemoteId("7")) == "telegram:main/7"


def test_a_message_without_a_contact_is_ours() -> None:
    assert Message(RemoteId("1"), "x", 5).ours
    assert not Message(RemoteId("1"), "x", 5, ContactId("c")).ours


def test_a_message_tells_its_author_as_the_network_knows_them() -> None:
    assert Message(RemoteId("1"), "x", 5).person is None
    assert Message(RemoteId("1"), "x", 5, contact_id(MAIN, RemoteId("7/8"))).person == "7/8"


def test_a_line_of_the_log_was_written_when_its_id_says() -> None:
    assert Entry(EntryId("1790000000000-3"), "note", None, "", "", "").at == 1_790_000_000_000


def test_nothing_that_was_written_down_can_be_changed() -> None:
    message = Message(RemoteId("1"), "x", 5)

    with pytest.raises(FrozenInstanceError):
        message.text = "y"  # type: ignore[misc]
