"""Earned autonomy in the control channel: proposed once, decided anywhere, taken back with the reason, listed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from bot.playground.discord import Message
from bot.surfaces.discord import autonomy
from bot.surfaces.discord.post import Posting
from bot.surfaces.discord.shift import Shift
from bot.surfaces.discord.waking import follow
from inbox import earning
from inbox.policy import Slice
from inbox.store.grants import slice_id
from inbox.store.queue import Idle
from tests.bot.surfaces.discord.control_room import Room, buttons
from tests.bot.surfaces.discord.test_shift import Place, kit_for, words
from tests.bot.surfaces.discord.wall import another, wall
from tests.cast import ASHA, OLGA
from tests.redis_servers import until
from tests.world import ACCOUNT, DAY, World, at

WHOLE = Slice("faq", ACCOUNT, "direct")
LABELLED = replace(WHOLE, label="ship *fast* @everyone")
COUNTED = "40 of 41 drafts sent unchanged; more than 90% is proven"
ENDED = f"an answer was corrected ({at(ASHA)}): somebody of ours edited it"


async def ask(inbox: World, slice: Slice = WHOLE) -> str:
    """It is proposed; answers its id."""
    assert await inbox.store.grants.ask(slice, COUNTED, inbox.clock.at)
    return slice_id(slice)


# --------------------------------------------------------------------------------------------------------- what is said


@dataclass(slots=True)
class Told:
    """A control channel whose notices are said, on one or several processes."""

    place: Place

    async def settle(self, *more: tuple[Posting, Shift]) -> None:
        """Follow the log, and say what there is to say."""
        self.place.wall.inbox.clock.at += 2_000
        pairs = ((self.place.wall.posting, self.place.shift), *more)
        await asyncio.gather(*(_drained(posting, shift) for posting, shift in pairs))

    @property
    def said(self) -> list[str]:
        """Every message, oldest first."""
        return [words(message) for message in self.messages]

    @property
    def messages(self) -> list[Message]:
        """The messages themselves."""
        channel = self.place.wall.channel
        inside = [message for post in channel.threads for message in post.messages.values()]
        return [one for one in (*inside, *channel.messages.values()) if not one.removed and words(one)]


async def _drained(posting: Posting, shift: Shift) -> None:
    await follow(posting)
    while not isinstance(await shift.next(), Idle):
        pass


@pytest_asyncio.fixture(params=["forum", "text"])
async def told(request: pytest.FixtureRequest, inbox: World) -> AsyncIterator[Told]:
    """A control channel of either kind."""
    async with wall(inbox, request.param, limits=False) as here:
        kit = kit_for(here, digest=None)
        it = Told(Place(here, kit, Shift(kit, here.posting.calls)))
        await it.settle()
        yield it


async def test_a_proposal_is_one_notice_with_its_figures_and_two_buttons(told: Told, inbox: World) -> None:
    id = await ask(inbox)
    async with another(told.place.wall) as posting:
        await told.settle((posting, Shift(told.place.kit, posting.calls)))
    await told.settle()

    (said,) = told.said
    assert said.startswith(
        "### May these go out alone?\n**faq on telegram\\:main, direct**\n40 of 41 drafts sent unchanged"
    )
    assert buttons(told.messages[0]) == [f"sg:alone:{id}", f"sg:not_alone:{id}"]


async def test_a_notice_is_changed_to_what_was_decided_elsewhere_and_by_whom(told: Told, inbox: World) -> None:
    await ask(inbox)
    await ask(inbox, LABELLED)
    await told.settle()
    await earning.accept(inbox.brand, OLGA, WHOLE)
    await earning.decline(inbox.brand, OLGA, LABELLED, "not @here")
    await told.settle()

    first, second = told.said
    assert "✓ Accepted by olga" in first
    assert "✗ Declined by olga" in second
    assert [buttons(one) for one in told.messages] == [[], []]
    assert not any(one.pinged for one in told.messages)

    await earning.withdraw(inbox.brand, OLGA, WHOLE, "let us look again")
    await told.settle()
    assert "↷ Taken back by olga" in told.said[0]
    assert len(told.said) == 2


async def test_what_is_proposed_anew_is_a_new_notice(told: Told, inbox: World) -> None:
    await ask(inbox)
    await told.settle()
    await earning.decline(inbox.brand, OLGA, WHOLE)
    await told.settle()
    await ask(inbox)
    await told.settle()

    assert ["Declined" in said for said in told.said] == [True, False]


async def test_what_takes_itself_back_says_why_and_leads_to_the_conversation(told: Told, inbox: World) -> None:
    await inbox.store.grants.grant(WHOLE, "olga", inbox.clock.at)
    await told.settle()
    assert told.said == []

    await inbox.store.grants.withdraw(WHOLE, ENDED, "", inbox.clock.at)
    await told.settle()
    await told.settle()

    (said,) = told.said
    assert said.startswith("### These wait for a person again\n")
    assert "somebody of ours edited it" in said
    assert "[Go to the conversation](https://desk.example.org/?c=" in said


async def test_what_was_taken_back_long_ago_is_no_news_for_a_new_channel(inbox: World) -> None:
    await inbox.store.grants.grant(WHOLE, "olga", inbox.clock.at)
    await inbox.store.grants.withdraw(WHOLE, ENDED, "", inbox.clock.at)
    inbox.clock.at += 2 * DAY
    async with wall(inbox, "text", limits=False) as here:
        kit = kit_for(here, digest=None)
        it = Told(Place(here, kit, Shift(kit, here.posting.calls)))

        await it.settle()

        assert it.said == []


async def test_a_start_makes_up_for_what_was_proposed_while_nothing_ran(inbox: World) -> None:
    await ask(inbox)
    async with wall(inbox, "text", limits=False) as here:
        kit = kit_for(here, digest=None)
        it = Told(Place(here, kit, Shift(kit, here.posting.calls)))

        await it.settle()

        assert len(it.said) == 1


# ----------------------------------------------------------------------------------------------- what people do with it


async def asks(room: Room, slice: Slice = WHOLE, verb: str = "alone") -> Message:
    """A proposal, and a message with one of its buttons."""
    id = slice_id(slice) if verb == "no_longer_alone" else await ask(room.inbox, slice)
    lounge = room.lounge()
    await until(room.sees(lounge))
    return await room.button_in(lounge, verb, id)


async def goes_alone(room: Room, slice: Slice = WHOLE) -> bool:
    """Whether it was accepted and stands."""
    return any(one.stands and one.slice == slice for one in await room.inbox.store.grants.all())


async def test_a_lead_accepts_once_and_a_second_click_is_told_who_did(room: Room) -> None:
    notice = await asks(room)

    pressed = await room.pressed("olga", notice, "alone")
    assert "go out alone from now on" in await room.said(pressed)
    again = await room.pressed("olga", notice, "alone")

    assert "Already accepted by olga" in await room.said(again)
    assert await goes_alone(room)


async def test_a_lead_declines_after_a_restart(room: Room) -> None:
    notice = await asks(room, verb="not_alone")
    await room.reconnect()

    assert "Declined" in await room.said(await room.pressed("olga", notice, "not_alone"))
    assert "Already declined by olga" in await room.said(await room.pressed("olga", notice, "not_alone"))
    assert not await goes_alone(room)


@pytest.mark.parametrize("who", ["meera", "pavel"])
async def test_nobody_else_decides(room: Room, who: str) -> None:
    notice = await asks(room)

    pressed = await room.pressed(who, notice, "alone")

    assert "may not decide what goes out alone" in await room.said(pressed)
    assert pressed.said[0].only_for is room.people[who]
    assert not await goes_alone(room)


async def test_a_list_shows_how_all_stands_and_takes_back(room: Room) -> None:
    grants = room.inbox.store.grants
    await grants.grant(WHOLE, "olga", room.inbox.clock.at)
    await ask(room.inbox, LABELLED)

    typed = await room.command("olga", room.lounge(), "autonomy")
    said = await room.said(typed)
    assert "goes out alone since" in said
    assert "waits for somebody to accept or decline" in said
    listed = typed.said[0]
    assert not listed.pinged

    await room.pressed("olga", listed, "no_longer_alone")
    await room.world.wait_for(lambda: "They wait for a person from now on" in listed.text)
    assert not await goes_alone(room)
    await room.pressed("olga", listed, "alone")
    await room.world.wait_for(lambda: "Accepted" in listed.text)
    assert await goes_alone(room, LABELLED)


async def test_a_list_says_where_bot_yaml_has_the_last_word(room: Room) -> None:
    await ask(room.inbox)
    room.inbox.autonomy = "auto"

    typed = await room.command("olga", room.lounge(), "autonomy")

    assert "goes out alone, because bot.yaml says so" in await room.said(typed)


async def test_whoever_may_only_look_sees_the_list_without_its_buttons(room: Room) -> None:
    await ask(room.inbox)
    typed = await room.command("pavel", room.lounge(), "autonomy")

    assert "waits for somebody" in await room.said(typed)
    assert buttons(typed.said[0]) == []


async def test_a_list_of_nothing_says_so_and_a_long_one_is_one_that_discord_takes(room: Room) -> None:
    typed = await room.command("olga", room.lounge(), "autonomy")
    assert autonomy.NOTHING in await room.said(typed)

    for number in range(30):
        await ask(room.inbox, replace(WHOLE, label=f"{number} " + "*@everyone*" * 40))
    typed = await room.command("olga", room.lounge(), "autonomy")
    assert "and 22 more" in await room.said(typed)
    assert not typed.said[0].pinged
