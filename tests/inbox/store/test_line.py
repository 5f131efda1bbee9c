"""The line to Redis: everybody gets their own answer, whoever else is cancelled, late or cut off."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from redis import exceptions as redis_errors
from redis.asyncio import Redis

from inbox.store.embedded import Server
from inbox.store.line import Line
from tests.redis_servers import until

SLOWLY = ("DEBUG", "SLEEP", "0.2")
KILL = ("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


@contextlib.asynccontextmanager
async def line_to(server: Server, seconds: float = 5.0) -> AsyncIterator[tuple[Line, Redis]]:
    """A line, and a client beside it."""
    beside = Redis.from_url(server.url, decode_responses=True)
    line = Line(beside.connection_pool.make_connection, seconds)
    try:
        yield line, beside
    finally:
        await line.aclose()
        await beside.aclose()


async def test_everybody_gets_their_own_answer(redis_server: Server) -> None:
    async with line_to(redis_server) as (line, beside):
        answers = await asyncio.gather(*(line.ask("ECHO", str(number)) for number in range(500)))
        connections = [client for client in await beside.client_list() if client["cmd"] == "echo"]

    assert answers == [str(number) for number in range(500)]
    assert len(connections) == 1


async def test_everybody_gets_their_own_answer_also_when_sending_takes_a_while(redis_server: Server) -> None:
    texts = [str(number) * 40_000 for number in range(100)]  # more than the socket takes at once
    async with line_to(redis_server) as (line, _):
        await line.ask("PING")
        answers = await asyncio.gather(line.ask(*SLOWLY), *(line.ask("ECHO", text) for text in texts))

    assert answers[1:] == texts


async def test_an_error_is_told_to_the_one_who_asked_for_it(redis_server: Server) -> None:
    async with line_to(redis_server) as (line, _):
        asked = [line.ask("ECHO", "one"), line.ask("NONSENSE"), line.ask("ECHO", "two")]
        one, error, two = await asyncio.gather(*asked, return_exceptions=True)

    assert (one, two) == ("one", "two")
    assert isinstance(error, redis_errors.ResponseError)


async def test_the_answer_to_one_who_was_cancelled_is_given_to_nobody_else(redis_server: Server) -> None:
    async with line_to(redis_server) as (line, _):
        await line.ask("PING")
        slow, second, third = (asyncio.gather(line.ask(*words)) for words in (SLOWLY, ("ECHO", "2"), ("ECHO", "3")))
        await asyncio.sleep(0)  # all have asked: one reads, two wait for their turn
        slow.cancel()
        second.cancel()

        assert await third == ["3"]
        assert await line.ask("ECHO", "4") == "4"


async def test_the_last_one_cancelled_leaves_the_line_usable(redis_server: Server) -> None:
    async with line_to(redis_server) as (line, _):
        await line.ask("PING")
        slow = asyncio.gather(line.ask(*SLOWLY))
        await asyncio.sleep(0)
        slow.cancel()

        assert await line.ask("ECHO", "next") == "next"


async def test_a_lost_connection_is_told_to_all_who_wait_and_opened_again(redis_server: Server) -> None:
    async with line_to(redis_server) as (line, beside):
        await line.ask("PING")
        blocked = [asyncio.gather(line.ask("BLPOP", "nothing-there", "0")), asyncio.gather(line.ask("PING"))]

        async def is_blocked() -> bool:
            return bool((await beside.info("clients"))["blocked_clients"])

        await until(is_blocked)
        await beside.execute_command(*KILL)
        for waiting in blocked:
            with pytest.raises(redis_errors.ConnectionError):
                await waiting
        assert await line.ask("ECHO", "again") == "again"


async def test_a_connection_that_was_closed_while_nobody_asked_is_no_error(redis_server: Server) -> None:
    async with line_to(redis_server) as (line, beside):
        await line.ask("PING")
        await beside.execute_command(*KILL)

        assert await asyncio.gather(*(line.ask("ECHO", str(n)) for n in range(20))) == [str(n) for n in range(20)]


async def test_no_answer_in_time_is_an_error_and_the_next_one_asks_anew(redis_server: Server) -> None:
    async with line_to(redis_server, seconds=0.05) as (line, _):
        await line.ask("PING")
        with pytest.raises(redis_errors.TimeoutError, match=r"no answer in 0\.05 s"):
            await line.ask(*SLOWLY)
    async with line_to(redis_server) as (line, _):
        assert await line.ask("ECHO", "anew") == "anew"


async def test_half_an_emoji_is_refused_before_anything_is_sent(redis_server: Server) -> None:
    async with line_to(redis_server) as (line, _):
        with pytest.raises(UnicodeEncodeError):
            await line.ask("ECHO", "\ud83d")
        assert await line.ask("ECHO", "whole") == "whole"


async def test_a_line_to_nobody_says_so_to_everybody() -> None:
    beside = Redis.from_url("redis://127.0.0.1:1")
    line = Line(beside.connection_pool.make_connection, 5.0)
    answers = await asyncio.gather(*(line.ask("PING") for _ in range(5)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {redis_errors.ConnectionError}
