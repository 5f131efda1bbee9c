"""What is said, changed and done in private, and what is remembered of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.networks._meta.messaging import EMOJI, message_line, reaction_emoji
from bot.networks._meta.place import Known
from inbox.incoming import Incoming, NewMessage, Reacted, ThreadDescribed
from inbox.models import Contact, RemoteId, Subject
from tests.bot.networks.meta.meant_facebook import AD
from tests.bot.networks.meta.payloads import ASHA, NADI, NOW, TM, private, told


def line(body: dict[str, Any], known: Known | None = None, **envelope: Any) -> list[Incoming]:
    """What a line of Asha's to the Page tells."""
    raw = {"sender": {"id": ASHA.remote}, "recipient": {"id": NADI.id}, "timestamp": TM, **body, **envelope}
    return message_line(raw, NADI.id, NOW, NADI, known or Known(), NOW)


def test_a_name_is_looked_up_once_it_is_needed() -> None:
    known = Known()
    told("facebook", "message", known)
    assert list(known.wanted_people) == [ASHA.remote]
    known.keep_person(ASHA.remote, ASHA)
    [again] = told("facebook", "message", known)
    assert isinstance(again, NewMessage)
    assert (again.author, list(known.wanted_people)) == (ASHA, [])


@pytest.mark.parametrize(
    "name", ["echo_of_ours", "echo_from_the_inbox", "read", "delivered", "reaction", "message_deleted"]
)
def test_where_nobody_speaks_nobody_is_looked_up(name: str) -> None:
    known = Known()
    told("facebook", name, known)
    assert known == Known(changes=known.changes, heard=known.heard)


@pytest.mark.parametrize("came", ["referral_ad", "message_from_ad", "postback_from_ad"])
def test_the_advertisement_that_somebody_came_by_stands_beside_what_they_write_later(came: str) -> None:
    known = Known()
    told("facebook", came, known)
    [said] = told("facebook", "message", known)
    assert isinstance(said, NewMessage)
    assert said.thread == private(ASHA, AD)


def test_an_advertisement_that_is_a_known_post_is_shown_as_that() -> None:
    known = Known()
    known.keep_post("712750021053999", Subject(RemoteId("00000712750021053999"), "Bowls of spring, thrown by hand"))
    [came] = told("facebook", "referral_ad", known)
    assert isinstance(came, ThreadDescribed)
    assert came.thread.subject == Subject(RemoteId("00000712750021053999"), "Bowls of spring, thrown by hand", ad=True)


def test_who_came_by_a_link_stands_under_nothing() -> None:
    known = Known()
    assert told("facebook", "referral_link", known) == []
    assert known.threads == {}


def test_an_echo_is_ours_by_the_application_and_its_words_for_us() -> None:
    body = {"mid": "m_1", "is_echo": True, "text": "x", "metadata": "key"}
    keys = []
    for app in (NADI.app_id, int(NADI.app_id), "999", None):
        [said] = line({"message": {**body, "app_id": app}}, sender={"id": NADI.id}, recipient={"id": ASHA.remote})
        assert isinstance(said, NewMessage)
        keys.append((said.author, said.delivery))
    assert keys == [(None, "key"), (None, "key"), (None, ""), (None, "")]


def test_what_we_write_first_is_called_by_whom_it_goes_to() -> None:
    known = Known()
    known.keep_person(ASHA.remote, ASHA)
    body = {"message": {"mid": "m_1", "is_echo": True, "text": "x"}}
    [ours] = line(body, known, sender={"id": NADI.id}, recipient={"id": ASHA.remote})
    [theirs] = line({"message": {"mid": "m_2", "text": "x"}}, known)

    assert isinstance(ours, NewMessage)
    assert isinstance(theirs, NewMessage)
    assert (ours.thread.title, theirs.thread.title) == (ASHA.name, "")


def test_nobody_outside_passes_for_us() -> None:
    [said] = line({"message": {"mid": "m_1", "text": "x", "app_id": NADI.app_id, "metadata": "key"}})
    assert isinstance(said, NewMessage)
    assert (said.author, said.delivery) == (Contact(ASHA.remote, ""), "")


def test_a_line_without_a_time_was_said_when_the_entry_was_made() -> None:
    [said] = message_line(
        {"sender": {"id": "1"}, "recipient": {"id": NADI.id}, "message": {"mid": "m_1", "text": "x"}},
        NADI.id, TM, NADI, Known(), NOW,
    )  # fmt: skip
    assert isinstance(said, NewMessage)
    assert said.at == TM


@pytest.mark.parametrize(("name", "emoji"), EMOJI.items())
def test_every_named_reaction_is_an_emoji(name: str, emoji: str) -> None:
    [felt] = line({"reaction": {"mid": "m_1", "action": "react", "reaction": name.upper()}})
    assert isinstance(felt, Reacted)
    assert felt.emoji == emoji


def test_an_emoji_stands_for_itself_and_an_unheard_of_one_for_something() -> None:
    assert reaction_emoji({"emoji": "🫠", "reaction": "other"}) == "🫠"
    assert reaction_emoji({"reaction": "other"}) == "💬"
    assert reaction_emoji({}) == "💬"
