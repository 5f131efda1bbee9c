"""A post's title says who and what and stays; its tags say the network and how the conversation stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot.surfaces.discord.head import TAG, TAGS, Head, head, needed
from inbox.models import Contact, Media, RemoteId
from inbox.views import Reading
from tests.bot.surfaces.discord.contents import ANYTHING
from tests.bot.surfaces.discord.scenes import card_of, delivery, draft, message, reading
from tests.cast import ASHA
from tests.world import START, thread_of


def test_the_title_says_who_and_what() -> None:
    assert head(reading()).title == "Asha · Is the vase dishwasher safe?"
    assert head(reading(thread=thread_of(ASHA, "group", "Friends of Nadi"))).title.startswith("Friends of Nadi · ")
    photo = message("", media=(Media("image", "x", name="vase.jpg"),))
    assert head(reading(said=(photo,))).title == "Asha · 1 photo (vase.jpg)"
    assert head(reading(said=(message("Welcome!", None),), preview="Hello?")).title == "Asha · Hello?"
    assert head(reading(contact_card=None)).title == "Somebody · Is the vase dishwasher safe?"


@pytest.mark.parametrize(
    ("stands", "state"),
    [
        (reading(), "waiting"),
        (reading(waiting_since=0), "answered"),
        (reading(card_of()), "drafted"),
        (reading(card_of(draft(reason="taken back"))), "drafted"),
        (reading(card_of(draft(reason="in crisis mode nothing goes out"))), "held"),
        (reading(card_of(), state="snoozed", snoozed_until=START), "snoozed"),
        (reading(state="resolved"), "resolved"),
    ],
)
def test_the_tags_say_the_network_and_how_it_stands(stands: Reading, state: str) -> None:
    assert head(stands).tags == ("Telegram", state)


def test_what_is_parked_or_assigned_is_tagged_so() -> None:
    assert head(reading(assignee="noor"), parked=True).tags == ("Telegram", "parked", "assigned")


def test_while_an_answer_leaves_the_tags_stay() -> None:
    leaving = reading(leaving=(delivery(),))

    assert head(leaving, before="drafted a b").state == "drafted"
    assert head(leaving, before="answered a b").state == "waiting"
    assert head(reading(waiting_since=0), before="drafted a b").state == "answered"


def test_a_post_is_renamed_when_they_come_back_with_something_new() -> None:
    first = head(reading())
    later = reading(said=(message("And the lid?"),))

    assert not head(later, before=first.digest).renames(first.digest)
    assert not head(later, before=first.digest).retags(first.digest)
    answered = head(reading(waiting_since=0)).remembered(first.digest, renamed=False)
    again = head(later, before=answered)
    assert again.renames(answered)
    assert again.retags(answered)
    assert again.remembered(answered, renamed=True) == again.digest
    assert not head(reading(), before=answered).renames(answered)


def test_the_old_title_is_remembered_while_it_stays() -> None:
    first = Head("Asha · one", "waiting", ("Telegram", "waiting"))
    drafted = Head("Asha · two", "drafted", ("Telegram", "drafted"))

    remembered = drafted.remembered(first.digest, renamed=False)

    assert remembered == Head("Asha · one", "drafted", ("Telegram", "drafted")).digest
    assert not drafted.retags(remembered)
    assert Head("Asha · two", "drafted", ()).retags(remembered)


def test_what_is_not_remembered_is_given_again() -> None:
    found = head(reading())

    assert found.retags("")
    assert not found.renames("")
    assert not found.retags(found.remembered("", renamed=False))


def test_a_forum_needs_tags_for_states_and_networks_and_never_more_than_it_can_have() -> None:
    assert needed(["webchat:site", "telegram:main", "telegram:b"]) == (
        "waiting", "drafted", "held", "parked", "answered", "snoozed", "resolved", "assigned", "Telegram", "Web chat",
    )  # fmt: skip
    many = needed(f"network{n}{'x' * 40}:main" for n in range(40))
    assert len(many) == TAGS
    assert all(0 < len(tag) <= TAG for tag in many)


@settings(max_examples=300, deadline=None)
@given(ANYTHING, ANYTHING)
def test_whatever_they_write_the_title_is_one_that_discord_takes(name: str, text: str) -> None:
    title = head(reading(said=(message(text),), contact_card=Contact(RemoteId("9"), name))).title

    assert 1 <= len(title) <= 100
    assert "\n" not in title
