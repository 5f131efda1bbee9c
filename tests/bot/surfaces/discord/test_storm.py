"""More than anybody could read: which conversations get a post, and what is said of the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.discord import Message
from bot.surfaces.discord.options import ControlOptions
from bot.surfaces.discord.shown import size
from bot.surfaces.discord.storm import Storm, group_of, limit, told, waits
from inbox.models import (
    Contact,
    Conversation,
    ConversationId,
    DraftId,
    RemoteId,
    Subject,
    Thread,
    account_id,
    conversation_id,
)
from inbox.store.pace import Crowd, Pace
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA, BHAVIN
from tests.redis_servers import until
from tests.world import SECOND, World, at, world

MOST = 5
OPTIONS = ControlOptions.model_validate({"token": "t" * 30, "server": 1, "channel": 2, "posts_per_minute": MOST})
ACCOUNT = account_id("telegram", "main")


def conversation(number: int = 1, **more: Any) -> Conversation:
    """One in which somebody waits."""
    thread = Thread(RemoteId(f"{number:010}"), "direct")
    it = Conversation(conversation_id(ACCOUNT, thread.remote), ACCOUNT, thread, waiting_since=1)
    return replace(it, **more)


def under(text: str) -> Thread:
    """The comments under a post."""
    return Thread(RemoteId("9"), "comments", subject=Subject(RemoteId("9"), text))


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand with many conversations in which somebody waits."""
    async with world(redis_url, brand) as it:
        keys = it.store.conversations._scripts.keys
        for number in range(120):
            await it.store.client.call("HSET", keys("c", conversation(number).id), "st", "open", "w", 1)
        yield it


@pytest.fixture
def pace(here: World) -> Pace:
    """The pace of the control channel."""
    return here.store.paces.of("discord")


@pytest.fixture
def storm(here: World, pace: Pace) -> Storm:
    """The storm of a control channel that takes five in a minute."""
    return Storm(here.brand, OPTIONS, pace)


async def test_so_many_get_a_post_in_a_minute_and_the_others_wait(storm: Storm, pace: Pace, here: World) -> None:
    posted = [await storm.may_post(conversation(number)) for number in range(20)]

    assert posted == [True] * MOST + [False] * 15
    assert (await pace.crowd(here.clock.at, 0)).total == 15


async def test_what_somebody_asked_for_or_has_gets_its_post_whatever_the_pace(storm: Storm) -> None:
    for number in range(20):
        await storm.may_post(conversation(number))

    assert await storm.may_post(conversation(10), asked=True)
    assert await storm.may_post(conversation(11, assignee="meera"))
    assert await storm.may_post(conversation(12, claimed_by="meera"))
    assert not await storm.may_post(conversation(13))


async def test_the_urgent_get_through_but_not_without_end(storm: Storm) -> None:
    for number in range(20):
        await storm.may_post(conversation(number))

    urgent = [await storm.may_post(conversation(number, priority=8)) for number in range(100, 120)]

    assert urgent == [True] * MOST + [False] * 15


async def test_what_was_answered_meanwhile_waits_no_more(storm: Storm, pace: Pace, here: World) -> None:
    for number in range(MOST + 2):
        await storm.may_post(conversation(number))

    assert not await storm.may_post(conversation(MOST, waiting_since=0))
    assert not await storm.may_post(conversation(MOST + 1, state="resolved"))
    assert not await storm.may_post(conversation(MOST + 2))
    await storm.needs_none(conversation(MOST + 2).id)
    assert (await pace.crowd(here.clock.at, 0)).total == 0


async def test_few_get_their_turn_when_the_storm_is_over(storm: Storm, here: World) -> None:
    for number in range(MOST + 2):
        await storm.may_post(conversation(number))
    here.clock.at += 60 * SECOND

    assert await storm.may_post(conversation(MOST))


def test_somebody_waits_while_it_is_open_and_unanswered_or_a_draft_is_undecided() -> None:
    assert waits(conversation())
    assert waits(conversation(waiting_since=0, drafts=(DraftId("1"),)))
    assert not waits(conversation(waiting_since=0))
    assert not waits(conversation(state="snoozed"))


def test_the_limits_are_those_of_the_options() -> None:
    assert limit(conversation(), 20) == 20
    assert limit(conversation(priority=7), 20) == 20
    assert limit(conversation(priority=8), 20) == 40
    assert limit(conversation(assignee="meera"), 20) == 0


def test_conversations_are_counted_by_post_or_account() -> None:
    assert group_of(conversation()) == "account telegram:main"
    assert group_of(conversation(thread=under(" Spring\n sale "))) == "post Spring sale"
    assert group_of(conversation(thread=under("\u200b "))) == "account telegram:main"
    assert len(group_of(conversation(thread=under("x" * 500)))) == 65


def test_the_message_names_how_many_wait_and_under_what() -> None:
    groups = {"post Spring sale": 300, "account telegram:main": 80, "post @everyone **now**": 32}

    assert told(Crowd(412, (), groups), 20).splitlines() == [
        "### 412 conversations wait for a post",
        (
            "More came in than 20 a minute. All of them are in `/inbox` and on the desk; here they get their post when "
            "somebody opens them."
        ),
        "- 300 under “Spring sale”",
        "- 80 on Telegram (telegram\\:main)",
        "- 32 under “\\@\u200beveryone \\*\\*now\\*\\*”",
    ]


def test_many_groups_are_summed_up_and_the_message_stays_short() -> None:
    groups = {f"post {'*' * 60}{number}": number for number in range(1, 100)}

    said = told(Crowd(4950, (ConversationId("a"),), groups), 20)

    assert said.splitlines()[-1] == f"- {4950 - sum(range(92, 100))} elsewhere"
    assert size(said) < 2000


def test_one_is_not_many() -> None:
    assert told(Crowd(1, (), {"post a": 1}), 20).startswith("### 1 conversation waits for a post\n")


async def crowd_message(room: Room) -> Message:
    """A message with the button that shows the next."""
    lounge = room.lounge()
    await until(room.sees(lounge))
    return await room.button_in(lounge, "next", "")


async def test_the_next_ten_get_their_posts_when_somebody_wants_to_see_them(room: Room) -> None:
    inbox, pace = room.inbox, room.inbox.store.paces.of("discord")
    for number in range(12):
        who = Contact(RemoteId(f"{number:010}"), f"Follower {number}")
        id = await inbox.hear(author=who, id=f"m{number}")
        await pace.take(id, "account telegram:main", inbox.clock.at, most=1, few=1, waits=True)
    message = await crowd_message(room)

    first = await room.pressed("pavel", message, "next")
    assert "10 get their posts; 1 waits still." in await room.said(first)
    assert (await room.board.read(at(Contact(RemoteId(f"{1:010}"), "")))).asked
    assert (await pace.crowd(inbox.clock.at, 0)).total == 1

    again = await room.pressed("pavel", message, "next")
    assert "1 gets its post; nobody else waits for one." in await room.said(again)
    more = await room.pressed("pavel", message, "next")
    assert "Nobody waits for a post." in await room.said(more)


async def test_a_stranger_shows_nobody_anything(room: Room) -> None:
    inbox, pace = room.inbox, room.inbox.store.paces.of("discord")
    for who in (ASHA, BHAVIN):
        await pace.take(await inbox.hear(author=who, id=who.name), "", inbox.clock.at, most=1, few=1, waits=True)
    message = await crowd_message(room)

    await room.pressed("asha", message, "next")

    assert (await pace.crowd(inbox.clock.at, 0)).total == 1
