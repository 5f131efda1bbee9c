"""The log of direct messages: the last day at first, then whatever is new, in its order."""

from __future__ import annotations

from bot.networks._bluesky.talks import Talks
from inbox.incoming import Incoming, NewMessage, Reacted, Unreadable
from tests.bluesky_account import Ours


async def read(ours: Ours, talks: Talks, log: str) -> tuple[list[Incoming], str]:
    told: list[Incoming] = []
    async for page, after in talks.since(log, ours.us.did):
        told += page
        log = after
    return told, log


def words(told: list[Incoming]) -> list[str]:
    return [one.text for one in told if isinstance(one, NewMessage)]


async def test_the_first_time_the_last_day_of_every_talk(ours: Ours) -> None:
    world, talks = ours.server.world, Talks(ours.api(), ours.now)
    assert await read(ours, talks, "") == ([], "")
    world.message(world.create_person("old.example.com"), ours.us, "long ago")
    ours.server.clock.advance(90_000)
    world.message(ours.asha, ours.us, "one")
    world.message(ours.asha, ours.us, "two")
    told, log = await read(ours, talks, "")
    assert words(told) == ["one", "two"]
    assert await read(ours, talks, log) == ([], log)
    world.message(ours.asha, ours.us, "three")
    told, log = await read(ours, talks, log)
    assert words(told) == ["three"]
    assert isinstance(told[0], NewMessage)
    assert told[0].author is not None
    assert told[0].author.username == "asha.example.com"


async def test_a_long_log_is_read_page_by_page(ours: Ours) -> None:
    world, talks = ours.server.world, Talks(ours.api(), ours.now)
    world.message(ours.asha, ours.us, "first")
    _, log = await read(ours, talks, "")
    for number in range(250):
        world.message(ours.asha, ours.us, str(number))
    told, _ = await read(ours, Talks(ours.api(), ours.now), log)
    assert words(told) == [str(number) for number in range(250)]


async def test_reactions_are_heard_and_groups_are_not(ours: Ours) -> None:
    world, talks = ours.server.world, Talks(ours.api(), ours.now)
    line = world.message(ours.us, ours.asha, "Until six")
    _, log = await read(ours, talks, "")
    bhavin = world.create_person("bhavin.example.com")
    group = world.group([ours.us, ours.asha, bhavin], "Potters", by=bhavin)
    world.say(group, bhavin, "to all")
    world.react(ours.asha, line, "🎉")
    world.react(ours.asha, line, "")
    told, _ = await read(ours, talks, log)
    assert [(one.id, one.emoji) for one in told if isinstance(one, Reacted)] == [(line.id, "🎉"), (line.id, "")]
    assert words(told) == []


async def test_an_entry_that_nobody_can_read_is_kept(ours: Ours) -> None:
    world, talks = ours.server.world, Talks(ours.api(), ours.now)
    line = world.message(ours.asha, ours.us, "first")
    _, log = await read(ours, talks, "")
    rev = world.ids.tid(world.now)
    line.convo.log.append({"$type": "chat.bsky.convo.defs#logAddReaction", "rev": rev, "reaction": {"value": "x"}})
    told, after = await read(ours, talks, log)
    assert [one.id for one in told if isinstance(one, Unreadable)] == [f"log.{rev}"]
    assert after == rev


async def test_without_the_right_it_is_silent_and_asks_once(ours: Ours) -> None:
    ours.us.privileged = False
    talks = Talks(ours.api(), ours.now)
    for _ in range(3):
        assert await read(ours, talks, "") == ([], "")
    assert ours.server.calls["GET chat.bsky.convo.listConvos"] == 1
