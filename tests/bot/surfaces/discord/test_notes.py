"""Nothing that is typed in the control channel reaches a follower without a verb; where it is wanted, it is a note."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.playground.discord.permissions import ADD_REACTIONS
from bot.playground.discord.records import Channel
from tests.bot.surfaces.discord.control_room import Room, watched
from tests.cast import ASHA
from tests.redis_servers import until
from tests.world import World
from tests.world import at as talk


@pytest_asyncio.fixture
async def noting(inbox: World) -> AsyncIterator[Room]:
    """A control channel that keeps notes."""
    async with watched(inbox, notes=True) as it:
        yield it


async def notes(room: Room) -> list[tuple[str, str]]:
    """Who noted what about Asha."""
    found = await room.inbox.store.conversations.read(talk(ASHA), room.inbox.clock.at)
    assert found
    return [(did.by, did.detail) for did in found.timeline if did.what == "note"]


async def until_noted(room: Room, count: int = 1) -> None:
    """Wait until there are so many notes."""

    async def noted() -> bool:
        return len(await notes(room)) >= count

    await until(noted)


async def post(room: Room) -> Channel:
    """The post about Asha, who has a draft."""
    draft = await room.inbox.drafted()
    return (await room.card(talk(ASHA), draft)).channel


async def test_plain_talk_is_kept_as_notes_with_a_sign_and_without_a_word(noting: Room) -> None:
    where = await post(noting)

    said = noting.world.say(noting.people["meera"], where, f"She is *always* kind, {noting.people['noor'].mention}")

    await until_noted(noting)
    assert await notes(noting) == [("meera", "She is *always* kind, @Noor")]
    await noting.world.wait_for(lambda: said.reactions)
    assert len(where.messages) == 2


async def test_nothing_that_is_typed_goes_out(noting: Room) -> None:
    where = await post(noting)
    meera, card = noting.people["meera"], next(iter(where.messages.values()))

    first = noting.world.say(meera, where, "Tell her yes")
    noting.world.say(meera, where, "yes", reply_to=card)
    noting.world.say(meera, where, "/reply hello")
    noting.world.edit(first, "Approve!")
    noting.world.react(meera, card, "✅")
    noting.world.say(noting.people["asha"], where, "I may write here, too")

    await until_noted(noting, 3)
    assert await noting.leaving(talk(ASHA)) == []
    assert [text for _, text in await notes(noting)] == ["Tell her yes", "yes", "/reply hello"]


async def test_what_is_said_elsewhere_or_by_strangers_or_bots_is_nobodys_business(noting: Room) -> None:
    where = await post(noting)
    lounge = noting.world.create_channel(noting.guild, "lounge")

    noting.world.say(noting.people["meera"], lounge, "Lunch?")
    noting.world.say(noting.people["asha"], where, "Who am I?")
    greeter = noting.world.create_bot("greeter")
    noting.world.join(greeter, noting.guild, [noting.roles["moderator"]])
    noting.world.say(greeter, where, "Welcome, everybody!")
    noting.world.say(noting.people["meera"], where, "Ours")

    await until_noted(noting)
    assert await notes(noting) == [("meera", "Ours")]


async def test_two_processes_keep_a_note_once(noting: Room) -> None:
    where = await post(noting)
    async with noting.connected():
        for number in range(5):
            noting.world.say(noting.people["noor"], where, f"note {number}")
        await until_noted(noting, 5)
        await asyncio.gather(*(noting.inbox.store.client.call("PING") for _ in range(20)))
        assert sorted(await notes(noting)) == [("noor", f"note {number}") for number in range(5)]


async def test_without_the_option_the_bot_does_not_even_ask_to_read_along(room: Room) -> None:
    where = await post(room)
    assert not room.client.intents.message_content

    room.world.say(room.people["meera"], where, "Tell her yes")
    typed = await room.command("meera", where, "note", text="Explicit")
    await room.said(typed)

    assert await notes(room) == [("meera", "Explicit")]
    assert await room.leaving(talk(ASHA)) == []


@pytest.mark.parametrize("text", ["", "   "])
async def test_an_empty_message_is_no_note(noting: Room, text: str) -> None:
    where = await post(noting)
    noting.world.say(noting.people["meera"], where, text)
    noting.world.say(noting.people["meera"], where, "after it")
    await until_noted(noting)
    assert await notes(noting) == [("meera", "after it")]


async def test_a_note_is_kept_where_the_bot_may_not_mark_it(noting: Room) -> None:
    where = await post(noting)
    noting.world.set_permissions(noting.forum, noting.bot, deny=ADD_REACTIONS)

    first = noting.world.say(noting.people["meera"], where, "one")
    await until_noted(noting, 1)
    noting.world.say(noting.people["meera"], where, "two")

    await until_noted(noting, 2)
    assert await notes(noting) == [("meera", "one"), ("meera", "two")]
    assert not first.reactions


async def test_a_viewers_talk_is_no_note(noting: Room) -> None:
    where = await post(noting)
    noting.world.say(noting.people["pavel"], where, "may I?")
    noting.world.say(noting.people["qasim"], where, "I may")
    await until_noted(noting, 1)
    assert await notes(noting) == [("qasim", "I may")]
