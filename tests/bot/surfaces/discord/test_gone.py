"""What somebody deletes is missed at once: a card or a post comes again while people need it, once."""

from __future__ import annotations

import pytest

from inbox.store.cards import Posted
from inbox.store.queue import Idle
from tests.bot.surfaces.discord.control_room import Room, control_room
from tests.cast import ASHA
from tests.redis_servers import until
from tests.world import LEASE, World
from tests.world import at as talk


async def stands(room: Room) -> Posted:
    """What is known of the post about Asha."""
    return await room.board.read(talk(ASHA))


async def due(room: Room) -> list[str]:
    """The lanes that are due in two seconds."""
    found = []
    while not isinstance(lane := await room.board.lanes.claim(room.inbox.clock.at + 2_000, LEASE, "t"), Idle):
        found.append(lane)
    return found


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("what", ["post", "card", "cards"])
async def test_what_somebody_deleted_is_known_to_be_missing_and_its_lane_due_once(
    inbox: World, what: str, processes: int
) -> None:
    async with control_room(inbox) as room:
        if processes == 2:
            await room.start()
        draft = await inbox.drafted()
        card = await room.card(talk(ASHA), draft)

        match what:
            case "post":
                room.world.delete_channel(card.channel)
            case "card":
                room.world.remove(card)
            case _:
                room.world.remove_many([card])

        async def missed() -> bool:
            return (await stands(room)).cards == ()

        await until(missed)
        assert (await stands(room)).post == ("" if what == "post" else str(card.channel.id))

        async def woken() -> bool:
            return await due(room) == [talk(ASHA)]

        await until(woken)
        assert await due(room) == []


async def test_what_was_made_anew_meanwhile_is_not_forgotten_by_whoever_hears_late(room: Room) -> None:
    draft = await room.inbox.drafted()
    old = await room.card(talk(ASHA), draft)
    new = await room.card(talk(ASHA), draft)

    assert not await room.board.gone(talk(ASHA), str(old.channel.id))
    assert not await room.board.gone(talk(ASHA), str(new.channel.id), str(old.id))

    assert [card.message for card in (await stands(room)).cards] == [str(new.id)]


async def test_a_card_of_a_text_channel_is_missed_although_it_stands_outside_its_thread(inbox: World) -> None:
    async with control_room(inbox, kind="text") as room:
        card = await room.card(talk(ASHA), await inbox.drafted())

        room.world.remove(card)

        async def missed() -> bool:
            return (await stands(room)).cards == ()

        await until(missed)
