"""Whatever people write: what one of us is told of it is taken by Discord and pings nobody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.playground.discord.mentions import pinged_by
from bot.playground.discord.records import Message
from inbox.models import RemoteId
from inbox.search import Hit
from tests.bot.surfaces.discord.contents import random_content
from tests.bot.surfaces.discord.control_room import Room, buttons
from tests.cast import ASHA
from tests.world import SECOND, proposal
from tests.world import at as talk

SEED, PEOPLE, TYPED = 20_261_128, 48, 40


async def test_lists_of_whatever_people_wrote_are_taken_and_ping_nobody(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    draw, role = random.Random(SEED), room.world.create_role(room.guild, "Everybody", mentionable=True)
    for number in range(PEOPLE):
        name, text = (random_content(draw, role.id) for _ in range(2))
        person = replace(ASHA, remote=RemoteId(f"{number:010}"), name=name, username=name[:30])
        room.inbox.clock.at += SECOND
        await room.inbox.hear(text, person, id=f"m{number}")
    room.handed.hits = [
        Hit(talk(ASHA), RemoteId("m1"), random_content(draw, role.id), random_content(draw, role.id), SECOND)
        for _ in range(8)
    ]

    listed = await room.command("olga", room.lounge(), "inbox")
    said = await room.said(listed)
    pages = 1
    while any(id.startswith("sg:page:") for id in buttons(listed.said[0])):
        await room.pressed("olga", listed.said[0], "page")
        await room.world.wait_for(lambda before=said: listed.said[0].text != before)
        said, pages = listed.said[0].text, pages + 1
        assert list(pinged(room, listed.said[0])) == []
    found = await room.command("olga", room.lounge(), "search", words=random_content(draw, role.id)[:200])
    await room.said(found)

    assert pages == PEOPLE // 8 + 1  # the last of them full, and then there is one more look
    assert "That was all" in said
    assert list(pinged(room, found.said[0])) == []
    assert "not_told" not in capsys.readouterr().out


async def test_whatever_is_refused_comes_back_and_pings_nobody(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    draw, role = random.Random(SEED), room.world.create_role(room.guild, "Everybody", mentionable=True)
    await room.inbox.hear(random_content(draw, role.id), replace(ASHA, name=random_content(draw, role.id)))
    made = await room.inbox.propose(proposal(random_content(draw, role.id)))
    card = await room.card(talk(ASHA), made[0].draft)

    for _ in range(TYPED):
        typed = random_content(draw, role.id)[:6000] or "x"
        refused = await room.command("qasim", card.channel, "reply", text=typed)
        await room.said(refused)
        assert list(pinged(room, refused.said[0])) == []
    asked = await room.pressed("olga", card, "remove")
    why = await room.command("olga", card.channel, "why")
    await room.said(asked)
    await room.said(why)

    assert [*pinged(room, asked.said[0]), *pinged(room, why.said[0])] == []
    assert await room.leaving(talk(ASHA)) == []
    assert "not_told" not in capsys.readouterr().out


def pinged(room: Room, message: Message) -> Iterator[str]:
    """What on a message would ping somebody, whatever were allowed to be mentioned."""
    if message.pinged:
        yield message.text
    if pinged_by(message.text, message.channel, room.bot, room.discord.clock.now(), None, None):
        yield f"only the allowed mentions hold it: {message.text}"
