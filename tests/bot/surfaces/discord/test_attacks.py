"""What strangers, people without the right and changed Discord clients try: nobody does what they may not do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.playground.discord.records import Message
from bot.surfaces.discord.asked import NOT_YET, STRANGER
from bot.surfaces.discord.clicks import DEEDS, FILLED
from inbox.store.people import Person
from inbox.views import START_OF_LOG
from tests.bot.surfaces.discord.control_room import Room, buttons, watched
from tests.cast import ASHA, BHAVIN
from tests.redis_servers import until
from tests.world import World
from tests.world import at as talk

COMMANDS: list[tuple[str, dict[str, Any]]] = [
    ("inbox", {}),
    ("open", {"conversation": talk(ASHA)}),
    ("search", {"words": "kem"}),
    ("why", {}),
    ("parked", {}),
    ("reply", {"text": "Buy gold"}),
    ("canned", {"name": "hours"}),
    ("assign", {}),
    ("snooze", {"when": "2h"}),
    ("resolve", {}),
    ("note", {"text": "I was here"}),
    ("mode", {"level": "stopped"}),
    ("pause", {"where": "everywhere"}),
    ("pause", {"where": "here"}),
    ("stats", {}),
    ("faq add", {}),
    ("case", {"number": 1}),
    ("cases", {}),
    ("appeals", {}),
    ("moderation rules", {}),
    ("moderation flags", {}),
    ("measure", {"what": "hide new comments", "where": "this conversation"}),
    ("allow", {}),
]
MENUS = ("Send as reply", "Add to FAQ", "Why?")


async def lines(room: Room) -> list[str]:
    """What the log says was done."""
    return [entry.what for entry in await room.inbox.store.log.after(START_OF_LOG)]


def forged(room: Room, card: Message, id: str) -> None:
    """The first button of a card as a changed client would send it."""
    room.retarget(card, buttons(card)[0], id)


async def secrets_in(room: Room, who: str, card: Message) -> list[str]:
    """All that somebody is answered who presses, types and opens everything there is."""
    asked = []
    for verb in DEEDS:
        forged(room, card, f"sg:{verb}:1")
        asked.append(room.world.press(room.people[who], card, f"sg:{verb}:1"))
    asked += [room.world.command(room.people[who], card.channel, name, options) for name, options in COMMANDS]
    asked += [room.world.menu(room.people[who], card, name) for name in MENUS]
    for one in asked:
        await one.answered()
        assert one.modal is None
        await room.said(one)
    return [word for one in asked for word in one.words]


async def test_a_stranger_who_tries_everything_is_told_one_sentence_and_nothing_happens(room: Room) -> None:
    card = await room.card(talk(ASHA), await room.inbox.drafted())
    before = await lines(room)

    assert set(await secrets_in(room, "asha", card)) == {STRANGER}

    assert await lines(room) == before
    choices = [
        await room.world.complete(room.people["asha"], card.channel, name, option, "a")
        for name, option in (("open", "conversation"), ("assign", "to"), ("canned", "name"), ("inbox", "account"))
    ]
    assert choices == [[], [], [], []]


@pytest.mark.parametrize("verb", DEEDS)
async def test_a_viewer_presses_every_button_and_nothing_happens(room: Room, verb: str) -> None:
    card = await room.card(talk(ASHA), await room.inbox.drafted())
    before = await lines(room)
    forged(room, card, f"sg:{verb}:1")

    pressed = await room.pressed("pavel", card, verb)

    assert pressed.modal is None
    await room.said(pressed)
    assert await lines(room) == before


@pytest.mark.parametrize(("name", "options"), COMMANDS)
async def test_a_viewer_types_every_command_and_nothing_happens(room: Room, name: str, options: dict[str, Any]) -> None:
    card = await room.card(talk(ASHA), await room.inbox.drafted())
    before = await lines(room)

    typed = await room.command("pavel", card.channel, name, **options)

    assert typed.modal is None
    await room.said(typed)
    assert await lines(room) == before


@pytest.mark.parametrize("verb", FILLED)
async def test_a_window_that_a_viewer_made_up_does_nothing(room: Room, verb: str) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    before = await lines(room)
    opened = await room.pressed("meera", card, "reply")
    assert opened.modal
    ref = draft if verb in {"edit", "reject"} else ""
    opened.modal.update(json.loads(json.dumps(opened.modal).replace("sg:reply:", f"sg:{verb}:{ref}")))

    room.world.take_roles(room.people["meera"], room.guild, [room.roles["moderator"]])
    room.world.join(room.people["meera"], room.guild, [room.roles["viewer"]])

    assert await room.said(await room.submit("meera", opened, text="Buy gold"))

    assert await lines(room) == before


async def test_a_role_that_was_taken_away_counts_no_more_with_the_next_click(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    shown = await room.pressed("meera", card, "edit")
    room.world.take_roles(room.people["meera"], room.guild, [room.roles["moderator"]])

    for tried in (await room.pressed("meera", card, "approve"), await room.submit("meera", shown, text="Mine")):
        assert await room.said(tried) == STRANGER
    assert await room.state(draft) == "pending"


async def test_whoever_is_called_like_an_admin_of_the_desk_is_not_that_admin(inbox: World) -> None:
    async with watched(inbox, people={}) as room:
        await inbox.store.people.save(Person("qasim", "admin", ""))
        card = await room.card(talk(ASHA), await inbox.drafted())

        pressed = await room.pressed("qasim", card, "approve")

        assert "qasim\\@discord may not approve" in (await room.said(pressed)).replace("\u200b", "")


async def test_a_forged_button_removes_nothing_of_another_conversation(room: Room) -> None:
    await room.inbox.hear("hi", BHAVIN, id="m9", kind="group")
    await room.inbox.hear(kind="group")
    card = await room.card(talk(ASHA))
    forged(room, card, "sg:remove_now:m9")

    pressed = await room.pressed("olga", card, "remove_now")

    assert await room.said(pressed) == "There is no message m9 in this conversation."
    assert await room.leaving(talk(ASHA)) == []


@pytest.mark.parametrize("verb", ["block_now", "muted"])
async def test_a_forged_button_meets_nobody_who_never_wrote(room: Room, verb: str) -> None:
    await room.inbox.hear(kind="group")
    card = await room.card(talk(ASHA))
    forged(room, card, f"sg:{verb}:0000009999")

    pressed = await room.pressed("olga", card, verb)

    assert await room.said(pressed) == "There is nobody 0000009999 in this conversation."
    assert await room.leaving(talk(ASHA)) == []


async def test_a_click_while_discord_is_still_silent_about_the_server_counts_by_the_roles_it_names(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    await server_goes_away(room)

    await room.pressed("meera", card, "approve")

    await room.until_state(draft, "approved")


async def test_a_role_known_by_its_name_is_asked_to_press_again_while_the_server_is_away(inbox: World) -> None:
    async with watched(inbox, roles=[{"role": "Moderator", "is": "moderator"}]) as room:
        card = await room.card(talk(ASHA), await inbox.drafted())
        await server_goes_away(room)

        assert await room.said(await room.pressed("meera", card, "approve")) == NOT_YET


async def server_goes_away(room: Room) -> None:
    """A fresh session, in which Discord has not told of any server yet."""
    [session] = room.world.sessions.of(room.bot)
    ready = next(json.loads(text)["d"] for _, event, text in session.told if event == "READY")
    session.tell("READY", json.dumps(ready))

    async def away() -> bool:
        found = room.client.get_guild(room.guild.id)
        return found is not None and not found.roles

    await until(away)


async def test_ending_a_pause_does_not_end_a_crisis(room: Room) -> None:
    where = room.lounge()
    await room.said(await room.command("olga", where, "mode", level="crisis"))

    for options in ({"it": "ends"}, {"for": "30m"}):
        said = await room.said(await room.command("olga", where, "pause", where="everywhere", **options))
        assert "crisis" in said
        assert (await room.inbox.store.modes.read(room.inbox.clock.at)).level == "crisis"
