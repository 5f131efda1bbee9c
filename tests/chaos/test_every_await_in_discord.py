"""Killed at every single await of posting cards and of a digest: one post, one card for each draft, one digest."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import astuple, dataclass, replace

import pytest
import pytest_asyncio

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild
from bot.surfaces.discord.hours import next_time
from inbox import review
from inbox.store.embedded import Server
from tests.cast import ASHA
from tests.chaos.interrupted import Moment
from tests.chaos.nursery import Nursery, nursery
from tests.chaos.room_stage import AFTER_DEBOUNCE, DIGEST, Corner, Walls, walls
from tests.world import at, proposal

pytestmark = pytest.mark.asyncio(loop_scope="module")
FEWEST_AWAITS, MOST_AWAITS = 15, 200
MOMENTS = ("waits", "goes on")
FOLDED = "-# ↷ Asha: no longer fits: they wrote again · “Answer to one”"
LEASES_ENDED = 200_000  # ms


@dataclass(slots=True)
class Ground:
    """What all the kills of a test share."""

    births: Nursery
    corner: Corner
    discord: DiscordServer
    bot: BotAccount
    guild: Guild
    kind: str

    def fresh(self, name: str) -> tuple[Corner, Channel]:
        """A new brand with a channel of its own."""
        channel = self.discord.world.create_channel(self.guild, name.replace(" ", "-"), kind=self.kind)
        brand = f"{self.corner.brand}-{name.replace(' ', '-')}"
        return replace(self.corner, brand=brand, channel=channel.id), channel

    async def kill_in(self, corner: Corner, deed: str, at: int, moment: Moment, ahead: int) -> bool:
        """Do it in a child that is killed at its await number `at`; False when it had come to its end before."""
        child = await self.births.bear("tests.chaos.room_stage:act", astuple(corner), deed, at, moment, ahead)
        code = await child.ended
        assert code in (0, -9), self.births.log.read_text()
        return code != 0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def births(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """A process that brings up others."""
    async with nursery(tmp_path_factory.mktemp("births"), "tests.chaos.room_stage") as opened:
        yield opened


@pytest_asyncio.fixture(params=["forum", "text"], loop_scope="module")
async def ground(
    request: pytest.FixtureRequest, births: Nursery, redis_server: Server, brand: str
) -> AsyncIterator[Ground]:
    """A Discord, a Redis, and a process that brings up others."""
    async with DiscordServer(limits=False) as discord:
        bot = discord.world.create_bot("sangam")
        guild = discord.world.create_guild("Team of Nadi", bots=[bot])
        corner = Corner(redis_server.url, brand, discord.api, bot.token, guild.id, 0)
        yield Ground(births, corner, discord, bot, guild, request.param)


async def drafted(here: Walls, text: str, id: str) -> None:
    """A message and a draft that answers it."""
    await here.hear(text, id)
    await review.propose(here.brand, await here.turn(), [proposal(f"Answer to {text}")])


def shown(channel: Channel) -> list[str]:
    """The first words of every card in the posts of a channel, where the thing to decide on stands among them."""
    places = [channel, *channel.threads]
    messages = [one for place in places for one in place.messages.values() if one.components and not one.removed]
    return [next((line for line in one.text.split("\n") if "Answer to" in line), "") for one in messages]


@pytest.mark.parametrize("moment", MOMENTS)
async def test_killed_at_any_await_of_a_post_there_is_one_post_with_one_card(ground: Ground, moment: Moment) -> None:
    for number in itertools.count(1):
        assert number < MOST_AWAITS
        corner, channel = ground.fresh(f"{moment} {number}")
        async with walls(corner) as here:
            await here.cards()
            await drafted(here, "one", "m1")
        killed = await ground.kill_in(corner, "cards", number, moment, AFTER_DEBOUNCE)
        async with walls(corner, LEASES_ENDED) as here:
            await here.cards()
            post = (await here.posting.board.read(at(ASHA))).post
        assert [str(thread.id) for thread in channel.threads] == [post], f"killed as await {number} {moment}"
        assert shown(channel) == ["Answer to one"], f"killed as await {number} {moment}"
        if not killed:
            assert number > FEWEST_AWAITS
            break


@pytest.mark.parametrize("moment", MOMENTS)
async def test_killed_at_any_await_of_a_card_there_is_one_card_for_each_draft(ground: Ground, moment: Moment) -> None:
    for number in itertools.count(1):
        assert number < MOST_AWAITS
        corner, channel = ground.fresh(f"{moment} {number}")
        async with walls(corner) as here:
            await here.cards()
            await drafted(here, "one", "m1")
            await here.cards()
            await drafted(here, "two", "m2")
            ahead = here.clock.ahead + AFTER_DEBOUNCE
        killed = await ground.kill_in(corner, "cards", number, moment, ahead)
        async with walls(corner, ahead + LEASES_ENDED) as here:
            await here.cards()
        assert len(channel.threads) == 1
        assert shown(channel) == [FOLDED, "Answer to two"], f"killed as await {number} {moment}"
        if not killed:
            assert number > FEWEST_AWAITS
            break


@pytest.mark.parametrize("moment", MOMENTS)
async def test_killed_at_any_await_of_a_digest_there_is_one_digest(ground: Ground, moment: Moment) -> None:
    for number in itertools.count(1):
        assert number < MOST_AWAITS
        corner, channel = ground.fresh(f"{moment} {number}")
        async with walls(corner) as here:
            await here.notices()
            ahead = next_time(DIGEST, here.clock()) - here.clock() + 1_000
        killed = await ground.kill_in(corner, "notices", number, moment, ahead)
        async with walls(corner, ahead + LEASES_ENDED) as here:
            await here.notices()
        places = [channel, *channel.threads]
        digests = [one for place in places for one in place.messages.values() if "Digest of" in one.text]
        assert len(digests) == 1, f"killed as await {number} {moment}"
        if not killed:
            assert number > FEWEST_AWAITS
            break
