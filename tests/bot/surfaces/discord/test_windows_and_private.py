"""In the control channel: until when one may answer, words in private about a comment, likes, letting back in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.surfaces.discord import modals
from bot.surfaces.discord.card import card
from bot.surfaces.discord.digest import text
from inbox.actions import DirectMessage, React, Unblock
from inbox.capabilities import TextLimit, Window
from inbox.incoming import ThreadDescribed
from inbox.models import Contact, Media, RemoteId, Subject
from tests.bot.surfaces.discord.control_room import Room
from tests.bot.surfaces.discord.scenes import buttons, card_of, message, reading, scene, texts, verbs
from tests.bot.surfaces.discord.test_card import accepted
from tests.bot.surfaces.discord.test_digest import QUIET, TOLD
from tests.cast import ASHA, BHAVIN
from tests.world import ACCOUNT, CAPABILITIES, DAY, HOUR, START, said, thread_of
from tests.world import at as talk

META = replace(
    CAPABILITIES,
    network="facebook",
    actions={**CAPABILITIES.actions, "comments": CAPABILITIES.actions["comments"] | {"block", "unblock"}},
    windows={
        ("direct", "reply"): Window(24 * 3600, people=7 * 24 * 3600),
        ("comments", "direct_message"): Window(7 * 24 * 3600, of_message=True, once=True),
    },
    texts={("direct", "reply"): TextLimit(8000, "bytes", part=1000)},
)
POST = Subject(RemoteId("9"), "New *vases*", "https://nadi.example/9", (Media("image", "https://nadi.example/v.png"),))
LATE = "Facebook lets only what a person wrote through, later than 24 hours after their last message"


@pytest.fixture
async def comments(room: Room) -> Room:
    """Asha asks under a post."""
    room.inbox.capabilities[ACCOUNT] = META
    now = room.inbox.clock.at
    await room.inbox.receive(said("How much?", ASHA, id="m1", at=now, thread=thread_of(ASHA, "comments", subject=POST)))
    return room


def test_a_card_tells_the_phase_of_the_window_and_why_it_cannot_be_approved() -> None:
    one = card_of(late=LATE, buttons=("edit", "reject"))
    drawn = card(scene(reading(one, window_left=0, own_words_left=6 * DAY), closes=START + 7 * DAY), one)

    assert "only what a person writes gets through, until <t:1790604800:R>" in texts(drawn)
    assert f"**✗ F{LATE[1:]}.**" in texts(drawn)
    assert verbs(drawn)[:2] == ["edit", "reject"]
    over = card(scene(reading(window_left=0, own_words_left=0, late="too late")), None)
    assert "**too late to answer here**" in texts(over)


@pytest.mark.parametrize(("ad", "words"), [(True, "From your ad “New"), (False, "Under the post “New")])
def test_the_post_stands_on_the_card_with_its_picture_and_link(ad: bool, words: str) -> None:
    thread = thread_of(ASHA, "comments", subject=replace(POST, ad=ad))

    drawn = card(scene(reading(thread=thread)), None)

    assert words in texts(drawn)
    assert "The post" in buttons(drawn)
    assert accepted(drawn)
    assert accepted(card(scene(reading(thread=thread), plain=True), None))


def test_a_comment_by_us_and_one_that_was_written_to_offer_no_private_message() -> None:
    thread, more = thread_of(ASHA, "comments"), ("reply", "direct_message", "react", "hide")
    for one in (message(private=True), message(author=None), message(removed_at=START)):
        assert "private" not in verbs(card(scene(reading(said=(one,), thread=thread, verbs=more)), None))
    assert {"private", "like"} <= set(verbs(card(scene(reading(thread=thread, verbs=more)), None)))


async def test_a_comment_is_answered_in_private_through_a_window(comments: Room) -> None:
    it = await comments.card(talk(ASHA))

    pressed = await comments.pressed("meera", it, "private")
    submitted = await comments.submit("meera", pressed, text="Nine euros.")

    leaving = await comments.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [DirectMessage(ASHA.remote, "Nine euros.", RemoteId("m1"))]
    assert await comments.said(submitted) == "It leaves in private in 5 s."


async def test_a_second_private_message_is_refused_and_the_words_are_given_back(comments: Room) -> None:
    it = await comments.card(talk(ASHA))
    pressed = await comments.pressed("meera", it, "private")
    again = await comments.pressed("noor", it, "private")
    await comments.said(await comments.submit("meera", pressed, text="Nine euros."))

    refused = await comments.said(await comments.submit("noor", again, text="Ten euros."))

    assert "Facebook lets us write in private about a comment once" in refused
    assert "Ten euros." in refused


async def test_a_comment_is_liked_with_one_click(comments: Room) -> None:
    await comments.pressed("meera", await comments.card(talk(ASHA)), "like")

    leaving = await comments.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [React(ASHA.remote, RemoteId("m1"), "👍")]


async def test_somebody_is_let_back_in_where_they_could_be_blocked(comments: Room) -> None:
    pressed = await comments.pressed("olga", await comments.card(talk(ASHA)), "block")
    await comments.said(pressed)

    await comments.pressed("olga", pressed.said[0], "unblock_now")

    assert [one.action for one in await comments.until_leaving(talk(ASHA))] == [Unblock(ASHA.remote, ASHA.remote)]


async def test_an_old_card_that_is_pressed_too_late_says_why_and_sends_nothing(room: Room) -> None:
    room.inbox.capabilities[ACCOUNT] = META
    draft = await room.inbox.drafted()
    it = await room.card(talk(ASHA), draft)
    room.inbox.clock.at = START + DAY

    pressed = await room.pressed("meera", it, "approve")

    assert "Facebook lets only what a person wrote through" in await room.said(pressed)
    assert await room.leaving(talk(ASHA)) == []


async def test_a_long_reply_says_as_how_many_messages_it_leaves(room: Room) -> None:
    room.inbox.capabilities[ACCOUNT] = META
    await room.inbox.hear()
    pressed = await room.pressed("meera", await room.card(talk(ASHA)), "reply")

    submitted = await room.submit("meera", pressed, text="મ" * 700)

    assert await room.said(submitted) == "Your reply leaves in 5 s. It leaves as 3 messages."


async def test_inbox_lists_what_closes_soon_with_until_when(room: Room) -> None:
    room.inbox.capabilities[ACCOUNT] = META
    await room.inbox.hear(author=ASHA)
    room.inbox.clock.at = START + DAY + HOUR
    await room.inbox.hear(author=BHAVIN, id="m2")

    told = await room.said(await room.command("pavel", room.lounge(), "inbox", shelf="closing"))

    assert "## Closing soon" in told
    assert told.index("answer until <t:1790176400:R>") < told.index("your own words until <t:1790604800:R>")


async def test_a_post_that_becomes_known_later_is_on_the_card(comments: Room) -> None:
    late = ThreadDescribed(thread_of(ASHA, "comments", subject=replace(POST, text="Old vases")), START)
    await comments.inbox.receive(late)

    assert "Under the post “Old vases”" in (await comments.card(talk(ASHA))).text


def test_the_digest_says_what_was_recovered() -> None:
    told = text(TOLD, replace(QUIET, recovered=(("facebook:page", 12), ("instagram:shop", 1))))

    assert "Recovered after a gap: facebook\\:page 12 messages · instagram\\:shop 1 message" in told


def test_no_name_is_too_long_for_a_window() -> None:
    assert modals.private("m1", Contact(RemoteId("1"), "મ" * 500).name, "x" * 500, None).title[:8] == "Write to"
