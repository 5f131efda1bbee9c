"""Commands that only look: /inbox, /open, /search, /parked, and what Discord proposes while somebody types."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.capabilities import TextLimit
from inbox.models import RemoteId
from inbox.search import Hit
from tests.bot.surfaces.discord.control_room import Room, button, buttons
from tests.cast import ASHA, BHAVIN, CHEN
from tests.world import ACCOUNT, CAPABILITIES, SECOND
from tests.world import at as talk

COMPONENTS_V2 = 1 << 15


async def test_inbox_lists_who_waits_with_the_way_to_each(room: Room) -> None:
    await room.inbox.hear("First", ASHA, id="m1")
    room.inbox.clock.at += SECOND
    await room.inbox.hear("**Second** @everyone", BHAVIN, id="m2")
    await room.card(talk(ASHA))

    listed = await room.command("pavel", room.lounge(), "inbox")
    said = await room.said(listed)

    message = listed.said[0]
    assert message.flags & COMPONENTS_V2
    assert message.only_for is room.people["pavel"]
    assert "## Waiting for us" in said
    assert said.index("First") < said.index("Second")
    assert "\\*\\*Second\\*\\*" in said
    assert buttons(message) == [f"sg:open:{talk(BHAVIN)}"]


async def test_inbox_is_paged_in_place(room: Room) -> None:
    for number in range(20):
        person = replace(ASHA, remote=RemoteId(f"{number:010}"), name=f"Person {number}")
        room.inbox.clock.at += SECOND
        await room.inbox.hear(f"Hello {number}", person, id=f"m{number}")

    listed = await room.command("pavel", room.lounge(), "inbox")
    seen = [await room.said(listed)]
    for _ in range(2):
        await room.pressed("pavel", listed.said[0], "page")
        await room.world.wait_for(lambda: listed.said[0].text != seen[-1])
        seen.append(listed.said[0].text)

    assert len(listed.said) == 1
    assert [f"Hello {number}" in "".join(seen) for number in range(20)] == [True] * 20
    assert [page.count("Hello") for page in seen] == [8, 8, 4]
    assert not any(id.startswith("sg:page:") for id in buttons(listed.said[0]))


async def test_inbox_filters_by_shelf_account_and_label(room: Room) -> None:
    await room.inbox.hear("First", ASHA, id="m1")
    where = room.lounge()

    assert "Nothing stands here" in await room.said(await room.command("pavel", where, "inbox", shelf="resolved"))
    assert "Nothing stands here" in await room.said(await room.command("pavel", where, "inbox", label="vip"))
    assert "First" in await room.said(await room.command("pavel", where, "inbox", account=ACCOUNT))
    other = await room.command("pavel", where, "inbox", account="telegram:other")
    assert "Nothing stands here" in await room.said(other)


async def test_a_full_page_of_the_longest_texts_is_taken(room: Room) -> None:
    for number in range(8):
        person = replace(ASHA, remote=RemoteId(f"{number:010}"), name="@everyone **" * 40)
        await room.inbox.hear("> `[x](http://example.org)` ~~|| " * 60, person, id=f"m{number}")

    listed = await room.command("pavel", room.lounge(), "inbox")

    assert len(await room.said(listed)) < 4000


async def test_open_leads_to_the_post_of_whoever_is_named(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    opened = await room.command("pavel", room.lounge(), "open", conversation=talk(ASHA))

    assert await room.said(opened) == f"Here it is: https://discord.com/channels/{room.guild.id}/{card.channel.id}"


async def test_open_asks_for_a_post_where_there_is_none(room: Room) -> None:
    await room.inbox.hear()

    opened = await room.command("pavel", room.lounge(), "open", conversation=talk(ASHA))

    assert "in a moment" in await room.said(opened)
    assert (await room.board.read(talk(ASHA))).asked


async def test_whoever_names_no_conversation_that_there_is_is_told(room: Room) -> None:
    opened = await room.command("pavel", room.lounge(), "open", conversation="<@1> ash")
    assert await room.said(opened) == "There is no conversation \\<\\@\u200b1\\> ash."


async def test_conversations_are_proposed_by_name_handle_and_what_was_said(room: Room) -> None:
    await room.inbox.hear("Where is my refund?", ASHA, id="m1")
    await room.inbox.hear("Namaste", BHAVIN, id="m2")
    where, pavel = room.lounge(), room.people["pavel"]

    async def proposed(typed: str) -> list[str]:
        return [one["value"] for one in await room.world.complete(pavel, where, "open", "conversation", typed)]

    assert await proposed("refund ash") == [talk(ASHA)]
    assert await proposed("@bhav") == [talk(BHAVIN)]
    assert set(await proposed("")) == {talk(ASHA), talk(BHAVIN)}
    assert await proposed("nobody here") == []


async def test_proposals_are_plain_text_of_a_length_that_discord_takes(room: Room) -> None:
    long = replace(CHEN, name="Chen \u202e" + "x" * 300)
    await room.inbox.hear("@everyone " * 30, long)

    found = await room.world.complete(room.people["pavel"], room.lounge(), "open", "conversation", "chen")

    assert len(found) == 1
    assert len(found[0]["name"]) <= 100
    assert "\u202e" not in found[0]["name"]


async def test_of_two_processes_one_proposes_and_neither_complains(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await room.inbox.hear()
    async with room.connected():
        found = await room.world.complete(room.people["pavel"], room.lounge(), "open", "conversation", "ash")
        await room.world.wait_for(lambda: proposals(room) == 2)
    assert [one["value"] for one in found] == [talk(ASHA)]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def proposals(room: Room) -> int:
    """How many answers Discord was given, whether it took them or not."""
    return sum(call.path.endswith("/callback") for call in room.discord.calls)


async def test_search_shows_what_was_found_with_the_way_there(room: Room) -> None:
    await room.inbox.hear()
    room.handed.hits = [Hit(talk(ASHA), RemoteId("m1"), "Asha *", "…where is my **refund**", room.inbox.clock.at)]

    found = await room.command("pavel", room.lounge(), "search", words="refund")

    said = await room.said(found)
    assert "1 found" in said
    assert "my \\*\\*refund" in said
    assert button(found.said[0], "open") == f"sg:open:{talk(ASHA)}"


async def test_what_is_found_twice_in_a_conversation_stands_there_together(room: Room) -> None:
    await room.inbox.hear()
    await room.inbox.hear("Hola", BHAVIN, id="m2")
    places = [(talk(ASHA), "one"), (talk(BHAVIN), "two"), (talk(ASHA), "three")]
    room.handed.hits = [Hit(id, RemoteId("m1"), "Asha", text, room.inbox.clock.at) for id, text in places]

    found = await room.command("pavel", room.lounge(), "search", words="refund")

    said = await room.said(found)
    assert said.index("one") < said.index("three") < said.index("two")
    assert buttons(found.said[0]) == [f"sg:open:{talk(ASHA)}", f"sg:open:{talk(BHAVIN)}"]


async def test_search_says_when_nothing_was_found(room: Room) -> None:
    found = await room.command("pavel", room.lounge(), "search", words="refund")
    assert "Nothing was found" in await room.said(found)


async def test_parked_shows_the_networks_words_and_offers_what_one_may_do(room: Room) -> None:
    draft = await room.parked()
    delivery = await room.delivery(draft)
    where = room.lounge()

    seen = await room.command("pavel", where, "parked")
    assert "they do not want to hear from us" in await room.said(seen)
    assert buttons(seen.said[0]) == []

    listed = await room.command("meera", where, "parked")
    await room.said(listed)
    assert buttons(listed.said[0]) == [f"sg:retry:{delivery.id}", f"sg:discard:{delivery.id}"]
    pressed = await room.pressed("meera", listed.said[0], "discard")
    assert await room.said(pressed) == "It will not be sent."
    assert "they do not want" in listed.said[0].text
    assert (await room.delivery(draft)).state == "discarded"


async def test_nothing_parked_is_said(room: Room) -> None:
    assert await room.said(await room.command("pavel", room.lounge(), "parked")) == "Nothing is parked."


async def test_a_bug_in_a_proposal_is_written_down_and_lets_one_type_on(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    room.handed.canned = None  # type: ignore[assignment]  # what no configuration gives
    found = await room.world.complete(room.people["meera"], room.lounge(), "canned", "name", "he")
    assert found == []
    assert "NoneType" in capsys.readouterr().out


async def test_accounts_are_proposed(room: Room) -> None:
    room.inbox.capabilities[ACCOUNT] = replace(CAPABILITIES, text=TextLimit(most=100))
    found = await room.world.complete(room.people["pavel"], room.lounge(), "inbox", "account", "tele")
    assert [one["value"] for one in found] == [ACCOUNT]
