"""What waits between the gateway and the store keeps its order and has a bound; a session goes on from the store."""

from __future__ import annotations

import asyncio
import json

import pytest
from discord.errors import ConnectionClosed

from bot.networks import _discord_gateway as gateway
from bot.networks._discord_gateway import MOST_WAITING, Session, Waiting
from bot.networks._discord_wire import Bot, intents
from inbox.errors import LoginNeeded, NetworkError, Unavailable


def event(number: int, size: int = 0) -> str:
    """A dispatch as text."""
    return json.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": number, "d": {"id": str(number), "x": "x" * size}})


async def test_events_are_taken_in_their_order_and_wait_until_they_are_done() -> None:
    waiting = Waiting()
    waiting.put(json.dumps({"op": 11, "t": None, "d": None}))
    for number in range(250):
        waiting.put(event(number))
    seen: list[int] = []
    while len(seen) < 250:
        batch = await waiting.take()
        assert await waiting.take() == batch  # not done yet: it would be taken again
        seen += [dispatch["s"] for dispatch in batch]
        await waiting.done()
    assert seen == list(range(250))
    await waiting.drained()
    assert waiting.size == 0


async def test_beyond_a_bound_the_socket_is_not_read() -> None:
    waiting = Waiting()
    await waiting.room()
    waiting.put(event(1, MOST_WAITING))
    reader = asyncio.ensure_future(waiting.room())  # noqa: TID251 - held and awaited right here
    await asyncio.sleep(0)
    assert not reader.done()
    await waiting.take()
    await waiting.done()
    await reader


def test_a_session_is_known_from_ready_on_and_counts_what_is_stored() -> None:
    session = Session()
    ready = {"session_id": "abc", "resume_gateway_url": "ws://127.0.0.1:1/gateway"}
    session.stored({"op": 0, "t": "READY", "s": 1, "d": ready})
    session.stored({"op": 0, "t": "MESSAGE_CREATE", "s": 7, "d": {}})
    assert (session.id, session.address, session.sequence) == ("abc", "ws://127.0.0.1:1/gateway", 7)
    session.forget()
    assert not session.id


@pytest.mark.parametrize(
    ("code", "meant", "words"),
    [
        (4004, LoginNeeded, "Reset Token"),
        (4014, LoginNeeded, "Turn on Message Content Intent and Server Members Intent for the application"),
        (4013, Unavailable, "code 4013"),
    ],
)
async def test_a_closed_connection_says_why(code: int, meant: type[NetworkError], words: str) -> None:
    class Socket:
        close_code = code

    closed = ConnectionClosed(Socket(), shard_id=None, code=code)  # type: ignore[arg-type]
    error = gateway._meaning(closed, Bot(intents(members=True)))
    assert type(error) is meant
    assert words in str(error)
