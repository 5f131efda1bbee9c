"""What is told of moderation is told once: calls that fail, messages that somebody deletes, two processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.playground.faults import Kind
from bot.surfaces.discord.shift import Shift
from bot.surfaces.discord.waking import follow
from inbox.moderation import undoing
from inbox.store.queue import Idle
from tests.bot.surfaces.discord.test_posting_faults import SEND
from tests.bot.surfaces.discord.test_shift import kit_for, words
from tests.bot.surfaces.discord.told_of import Channel, told
from tests.bot.surfaces.discord.wall import another
from tests.cast import BHAVIN, MEERA
from tests.world import World


@pytest_asyncio.fixture(params=["forum", "text"])
async def channel(request: pytest.FixtureRequest, inbox: World) -> AsyncIterator[Channel]:
    """A control channel of either kind."""
    async with told(inbox, request.param) as it:
        yield it


@pytest.mark.parametrize("kind", [Kind.CUT_BEFORE, Kind.CUT_AFTER, Kind.REFUSE])
async def test_a_call_whose_answer_is_lost_makes_no_second_card(channel: Channel, kind: Kind) -> None:
    await channel.case()
    channel.wall.fail(kind, call=SEND, count=1)
    for _ in range(6):
        await channel.settle(6)

    assert [one.split("\n")[0] for one in channel.said] == ["### Case 1 · Asha on Telegram"]
    assert sum(one.startswith("## Moderation on") for one in everything(channel)) == 1


async def test_two_processes_say_everything_once(channel: Channel) -> None:
    await channel.cases(3)
    channel.here.clock.at += 3_000
    async with another(channel.wall) as posting:
        other = Shift(kit_for(channel.wall, digest=None), posting.calls)

        async def drained(shift: Shift) -> None:
            while not isinstance(await shift.next(), Idle):
                pass

        await follow(posting)
        channel.here.clock.at += 1_000
        await asyncio.gather(drained(channel.shift), drained(other))
    await channel.settle()

    assert sorted(one.split(" ·")[0] for one in channel.said) == ["### Case 1", "### Case 2", "### Case 3"]


async def test_when_somebody_deletes_the_post_of_the_day_another_one_comes(inbox: World) -> None:
    async with told(inbox, "forum") as channel:
        await channel.case()
        await channel.settle()
        (day,) = [one for one in channel.wall.channel.threads if one.name.startswith("Moderation on")]
        channel.wall.discord.world.delete_channel(day)

        await channel.case(author=BHAVIN, id="m2")
        for _ in range(4):
            await channel.settle(6)

        assert [one.split("\n")[0] for one in channel.said] == ["### Case 2 · Bhavin on Telegram"]


async def test_a_card_that_somebody_deletes_does_not_come_again(inbox: World) -> None:
    async with told(inbox, "text") as channel:
        number = await channel.case()
        await channel.settle()
        (card,) = [one for one in channel.messages if words(one).startswith("### Case 1")]
        channel.wall.discord.world.remove(card)

        await undoing.undo(channel.brand, number, MEERA, "irony")
        await channel.case(author=BHAVIN, id="m2")
        await channel.settle()

        assert [one.split("\n")[0] for one in channel.said if "ase " in one] == ["### Case 2 · Bhavin on Telegram"]


async def test_a_new_channel_is_told_of_what_waits_and_of_no_old_case(inbox: World) -> None:
    async with told(inbox, "text") as channel:
        board = channel.wall.posting.board
        await channel.case()
        await board.set("moderation", "")  # as if nothing had ever been told
        await channel.settle()

        assert channel.said == []


def everything(channel: Channel) -> list[str]:
    """Every text in the channel."""
    return [words(one) for one in channel.messages]
