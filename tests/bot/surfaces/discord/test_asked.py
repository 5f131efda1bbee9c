"""Interactions are acknowledged before anything else, and nothing is done for one that was not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.actions import Reply
from inbox.canned import CannedReply
from inbox.models import RemoteId
from inbox.store.embedded import Server
from tests.bot.surfaces.discord.control_room import Room, button, control_room
from tests.bot.surfaces.discord.slow_redis import slow_wire
from tests.cast import ASHA
from tests.world import at as talk
from tests.world import world

WITHIN = 3.0


@pytest_asyncio.fixture
async def seconds() -> list[float]:
    """How long Redis takes for each command; set it in the test."""
    return [0.0]


@pytest_asyncio.fixture
async def slow(redis_server: Server, brand: str, seconds: list[float]) -> AsyncIterator[Room]:
    """A control channel on a Redis that becomes slow."""
    async with slow_wire(redis_server.url, seconds) as url, world(url, brand) as inbox, control_room(inbox) as room:
        yield room


async def test_every_first_answer_comes_in_time_when_redis_takes_two_seconds_for_a_command(
    slow: Room, seconds: list[float]
) -> None:
    draft = await slow.inbox.drafted("Yes, within 30 days.")
    card = await slow.card(talk(ASHA), draft)
    seconds[0] = 2.0
    meera, world = slow.people["meera"], slow.world

    edit = world.press(meera, card, button(card, "edit"))
    asked = [
        edit,
        world.press(meera, card, "sg:snooze:"),
        world.press(meera, card, "sg:reply:"),
        world.press(meera, card, "sg:claim:"),
        world.press(meera, card, f"sg:approve:{draft}"),
        world.command(meera, card.channel, "inbox"),
        world.command(meera, card.channel, "reply", {"text": "Hello"}),
        world.command(meera, card.channel, "resolve"),
    ]
    for one in asked:
        await one.answered(timeout=WITHIN)
    submitted = await slow.submit("meera", edit, text="Within 14 days.")

    times = [one.acknowledged_after for one in [*asked, submitted]]
    assert max(times) < WITHIN
    assert slow.filled_in(edit, "text") == "Yes, within 30 days."


async def test_what_needs_redis_for_its_first_answer_says_in_time_that_it_takes_too_long(
    slow: Room, seconds: list[float]
) -> None:
    draft = await slow.inbox.drafted("ab " * 1320)
    card = await slow.card(talk(ASHA), draft)
    slow.handed.canned = {"hello": CannedReply("hello", {"": "Hi"})}
    seconds[0] = 2.5

    edit = await slow.pressed("meera", card, "edit")
    canned = await slow.command("meera", card.channel, "canned", name="hello")
    proposed = await slow.world.complete(slow.people["meera"], card.channel, "open", "conversation", "a")

    for asked in (edit, canned):
        assert asked.acknowledged_after < WITHIN
        assert "too slow just now" in await slow.said(asked)
    assert proposed == []


async def test_an_interaction_that_is_too_old_to_be_acknowledged_does_nothing(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    meera, calls = room.people["meera"], room.discord.calls

    for id in (f"sg:approve:{draft}", "sg:resolve:", "sg:reply:"):
        pressed = room.world.press(meera, card, id)
        room.world.interactions.pop(pressed.token)
    await room.world.wait_for(lambda: sum(call.path.endswith("/callback") for call in calls) == 3)

    await room.inbox.store.client.call("PING")
    assert await room.state(draft) == "pending"
    assert (await room.conversation(talk(ASHA))).state == "open"


async def test_what_was_done_stays_done_when_it_is_too_late_to_say_so(slow: Room, seconds: list[float]) -> None:
    card = await slow.card(await slow.inbox.hear())
    pressed = await slow.pressed("meera", card, "reply")
    seconds[0] = 0.3
    submitted = await slow.submit("meera", pressed, text="Hello")
    slow.world.interactions.pop(submitted.token)
    before = len(slow.discord.calls)

    leaving = await slow.until_leaving(talk(ASHA))
    await slow.world.wait_for(lambda: len(slow.discord.calls) > before)
    assert [one.action for one in leaving] == [Reply(ASHA.remote, "Hello", RemoteId("m1"))]
    assert submitted.said == []


async def test_what_was_begun_is_finished_and_said_when_we_stop(slow: Room, seconds: list[float]) -> None:
    card = await slow.card(await slow.inbox.hear())
    pressed = await slow.pressed("meera", card, "reply")
    seconds[0] = 0.3
    submitted = await slow.submit("meera", pressed, text="Hello")

    await slow.stop(slow.channels[0])

    assert submitted.words == ["Your reply leaves in 5 s."]
    seconds[0] = 0.0
    assert len(await slow.leaving(talk(ASHA))) == 1


async def test_when_redis_is_away_the_text_comes_back_and_nothing_is_known_to_be_sent(
    slow: Room, seconds: list[float]
) -> None:
    card = await slow.card(await slow.inbox.hear())
    pressed = await slow.pressed("meera", card, "reply")
    seconds[0] = -1

    said = await slow.said(await slow.submit("meera", pressed, text="Keep *this*"))

    assert "nothing is known to be sent" in said
    assert "Keep \\*this\\*" in said
