"""Commands that keep order: /assign, /snooze, /resolve, /note."""

from __future__ import annotations

from inbox.store.people import Person
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA
from tests.world import HOUR
from tests.world import at as talk


async def test_assign_gives_to_oneself_to_others_and_to_nobody(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    await room.inbox.store.people.save(Person("rosa", "moderator"))

    for to, assignee in ((None, "qasim"), ("rosa", "rosa"), ("nobody", "")):
        typed = await room.command("qasim", card.channel, "assign", **({"to": to} if to else {}))
        assert await room.said(typed) == f"It is {assignee or 'nobody'}'s now."
        assert (await room.conversation(talk(ASHA))).assignee == assignee


async def test_assign_proposes_those_who_are_here_and_takes_nobody_else(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    await room.inbox.store.people.save(Person("rosa", "moderator"))

    found = await room.world.complete(room.people["qasim"], card.channel, "assign", "to", "o")
    assert {one["value"] for one in found} == {"rosa", "noor", "olga", "nobody"}
    typed = await room.command("qasim", card.channel, "assign", to="zorro")
    assert await room.said(typed) == "There is nobody called zorro here."


async def test_snooze_takes_times_as_people_say_them(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    typed = await room.command("qasim", card.channel, "snooze", when="2h")
    assert (await room.said(typed)).startswith("Put away until <t:")
    assert (await room.conversation(talk(ASHA))).snoozed_until == room.inbox.clock.at + 2 * HOUR

    refused = await room.command("qasim", card.channel, "snooze", when="later")
    assert "is no time to come" in await room.said(refused)
    proposed = await room.world.complete(room.people["qasim"], card.channel, "snooze", "when", "")
    assert [one["value"] for one in proposed] == ["1h", "3h", "tomorrow 9:00", "monday 9:00"]
    typing = await room.world.complete(room.people["qasim"], card.channel, "snooze", "when", "45 min")
    assert [one["value"] for one in typing] == ["45 min"]


async def test_resolve_closes(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    typed = await room.command("qasim", card.channel, "resolve")
    assert await room.said(typed) == "Resolved."
    assert (await room.conversation(talk(ASHA))).state == "resolved"


async def test_note_stays_among_us(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    typed = await room.command("qasim", card.channel, "note", text="She is *kind*")

    assert "stays among us" in await room.said(typed)
    noted = await room.done(talk(ASHA), "note")
    assert (noted.by, noted.detail) == ("qasim", "She is *kind*")
    assert await room.leaving(talk(ASHA)) == []


async def test_a_viewer_changes_nothing(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    for name, options in (("assign", {}), ("snooze", {"when": "2h"}), ("resolve", {}), ("note", {"text": "x"})):
        typed = await room.command("pavel", card.channel, name, **options)
        assert "may not" in await room.said(typed)
