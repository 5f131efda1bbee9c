"""Calls that fail before or after their effect, and what discord.py makes of it."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.playground.discord import Channel, DiscordServer, Person, World
from bot.playground.faults import Fault, Kind, Match
from tests.bot.playground.discord.clients import Given, Heard, card, codes, on_interaction

SEND = "POST /channels/{channel_id}/messages"


@pytest.mark.parametrize(("kind", "sent"), [(Kind.CUT_BEFORE, 0), (Kind.CUT_AFTER, 1)])
async def test_a_cut_answer_is_an_error_of_the_wire_whether_it_happened_or_not(
    server: DiscordServer, channel: discord.TextChannel, general: Channel, kind: Kind, sent: int
) -> None:
    server.faults.next(Fault(kind), SEND)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("hello", nonce="n1")
    assert len(general.messages) == sent
    await channel.send("hello", nonce="n1")

    assert len(general.messages) == 1, "the nonce keeps it from being there twice"


async def test_a_slow_answer_comes_in_the_end(
    server: DiscordServer, channel: discord.TextChannel, general: Channel
) -> None:
    server.faults.next(Fault(Kind.SLOW, seconds=0.2), Match(call=SEND, subject=str(general.id)))

    assert (await channel.send("hello")).id in general.messages


@pytest.mark.parametrize(("kind", "sent"), [(Kind.HANG_BEFORE, 0), (Kind.HANG_AFTER, 1)])
async def test_a_hanging_call_never_answers(
    server: DiscordServer,
    world: World,
    client: Heard,
    channel: discord.TextChannel,
    general: Channel,
    kind: Kind,
    sent: int,
) -> None:
    server.faults.next(Fault(kind, seconds=0.2), SEND)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("hello")

    assert len(general.messages) == sent


async def test_a_gateway_that_is_down_for_a_moment_is_asked_again(
    server: DiscordServer, channel: discord.TextChannel, general: Channel
) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=502), SEND)
    await channel.send("hello")

    assert [call.status for call in server.calls if call.route == SEND] == [502, 200]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(Kind.REFUSE, status=403), (403, 50013)),
        (Fault(Kind.REFUSE, status=404), (404, 10003)),
        (Fault(Kind.REFUSE, status=503), (503, 0)),
        (Fault(Kind.REFUSE, status=400, text="Words of one's own"), (400, 0)),
    ],
)
async def test_a_refusal_that_a_test_asks_for(
    server: DiscordServer, channel: discord.TextChannel, fault: Fault, code: tuple[int, int]
) -> None:
    server.faults.next(fault, SEND)
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("hello")

    assert codes(refused.value) == code
    assert fault.text in str(refused.value)


async def test_the_answers_of_one_bot_can_be_made_to_fail(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    problems: list[tuple[int, int]] = []

    async def answer(given: Given) -> None:
        try:
            await given.response.defer()
        except discord.HTTPException as refused:
            problems.append(codes(refused))
        world.bell.ring()

    on_interaction(client, answer)
    server.faults.next(Fault(Kind.REFUSE, status=403), Match(call="POST /interactions/*", account="nadi"))
    sent = await channel.send(view=card("a"))
    world.press(meera, general.messages[sent.id], "a")
    await world.wait_for(lambda: problems)

    assert problems == [(403, 50013)]


async def test_a_server_that_was_away_is_found_again_and_knows_the_session(
    server: DiscordServer, world: World, client: Heard, general: Channel, asha: Person
) -> None:
    port = int(server.url.rpartition(":")[2])
    await server.stop()
    world.say(asha, general, "while it was away")
    await server.start(port=port)
    heard = await client.hear("MESSAGE_CREATE")

    assert [one["content"] for one in heard] == ["while it was away"]
    assert client.all("RESUMED")


async def test_what_is_no_json_and_what_is_no_route_is_said(server: DiscordServer, world: World) -> None:
    server.inspect = None
    bot = world.create_bot("nadi")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {bot.token}"}) as http:
        async with http.post(
            f"{server.api}/users/@me/channels", data=b"{", headers={"Content-Type": "application/json"}
        ) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50109)
        async with http.post(f"{server.api}/users/@me/channels", json=[]) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50035)
        async with http.get(f"{server.api}/nowhere") as answer:
            assert (answer.status, await answer.json()) == (404, {"message": "404: Not Found", "code": 0})
        async with http.get(f"{server.api}/channels/nonsense") as answer:
            assert "is not snowflake" in await answer.text()
        async with http.get(f"{server.url}/elsewhere") as answer:
            assert answer.status == 404
