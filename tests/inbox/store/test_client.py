"""One client for every kind of Redis: the same answers, nothing sent twice, and one error for "away"."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from redis.exceptions import ResponseError

from inbox.errors import StoreAway
from inbox.store.client import Client
from inbox.store.connect import MAX_BLOCKING_CONNECTIONS, blocking
from inbox.store.embedded import Server, embedded
from tests.redis_servers import client_of, cutting_proxy, kill, until

COUNT = "return redis.call('INCRBY', KEYS[1], ARGV[1])"


async def test_answers_have_one_shape_on_every_kind_of_redis(redis_url: str, brand: str) -> None:
    async with client_of(redis_url) as client:
        first = str(await client.call("XADD", f"{{{brand}}}:log", "*", "who", "Asha", "said", "kem cho"))
        second = str(await client.call("XADD", f"{{{brand}}}:log", "*", "who", "Chen"))
        entries = [(first, {"who": "Asha", "said": "kem cho"}), (second, {"who": "Chen"})]

        assert await client.xread(f"{{{brand}}}:log", "0", 10) == entries
        assert await client.xread(f"{{{brand}}}:log", first, 1) == entries[1:]
        assert await client.xread(f"{{{brand}}}:log", second, 10) == []
        assert await client.xread(f"{{{brand}}}:none", "0", 10) == []
        assert await client.xrange(f"{{{brand}}}:log") == entries
        assert await client.xrange(f"{{{brand}}}:log", first, first) == entries[:1]
        assert await client.xrevrange(f"{{{brand}}}:log", count=1) == entries[1:]


async def test_a_pipeline_answers_in_order_with_the_same_shapes(redis_url: str, brand: str) -> None:
    key = f"{{{brand}}}"
    async with client_of(redis_url) as client:
        await client.call("HSET", f"{key}:h", "a", "1")
        await client.call("ZADD", f"{key}:z", 1.5, "b")
        entry = await client.call("XADD", f"{key}:s", "*", "c", "2")
        reads = [("HGETALL", f"{key}:h"), ("ZRANGE", f"{key}:z", 0, -1, "WITHSCORES"), ("XRANGE", f"{key}:s", "-", "+")]

        assert await client.pipeline(reads) == [{"a": "1"}, [["b", 1.5]], [(entry, {"c": "2"})]]
        assert await client.pipeline([]) == []


async def test_an_error_in_a_pipeline_is_raised(redis_url: str, brand: str) -> None:
    async with client_of(redis_url) as client:
        await client.call("SET", f"{{{brand}}}:text", "x")
        with pytest.raises(ResponseError, match="WRONGTYPE"):
            await client.pipeline([("GET", f"{{{brand}}}:text"), ("HGETALL", f"{{{brand}}}:text")])


async def test_a_blocking_read_longer_than_the_usual_time_out_returns(redis_url: str, brand: str) -> None:
    reader = blocking(redis_url, block_ms=6500)
    assert await reader.xread(f"{{{brand}}}:log", "$", 10, block_ms=6500) == []
    await reader.aclose()


async def test_a_blocking_read_is_woken_by_a_write(redis_url: str, brand: str) -> None:
    reader = blocking(redis_url)
    async with client_of(redis_url) as client:
        reading = asyncio.gather(reader.xread(f"{{{brand}}}:log", "0", 10, block_ms=5000))
        await client.call("XADD", f"{{{brand}}}:log", "*", "who", "Dolores")
        [[(_, fields)]] = await asyncio.wait_for(reading, 4)
    assert fields == {"who": "Dolores"}
    await reader.aclose()


async def test_a_read_may_not_block_longer_than_its_socket_waits(redis_server: Server) -> None:
    async with client_of(redis_server.url) as client:
        with pytest.raises(ValueError, match="needs blocking"):
            await client.xread("stream", "$", 10, block_ms=1000)


async def test_a_script_is_loaded_again_when_the_server_forgot_it(redis_url: str, brand: str) -> None:
    async with client_of(redis_url) as client:
        assert await client.evalsha(COUNT, [f"{{{brand}}}:n"], [2]) == 2
        await client.call("SCRIPT FLUSH")
        assert await client.evalsha(COUNT, [f"{{{brand}}}:n"], [3]) == 5


async def test_a_lost_answer_does_not_repeat_the_write(redis_server: Server, brand: str) -> None:
    socket = redis_server.url.removeprefix("unix://")
    async with cutting_proxy(socket, b"INCR") as (port, swallowed), client_of(f"redis://127.0.0.1:{port}") as client:
        with pytest.raises(StoreAway):
            await client.call("INCR", brand)
        assert await client.call("GET", brand) == "1"
    assert len(swallowed) == 1


async def test_a_lost_answer_does_not_repeat_a_script(redis_server: Server, brand: str) -> None:
    socket = redis_server.url.removeprefix("unix://")
    async with client_of(redis_server.url) as client:
        await client.evalsha(COUNT, [f"{brand}:other"], [1])  # so that the server knows it
    async with cutting_proxy(socket, b"EVALSHA") as (port, _), client_of(f"redis://127.0.0.1:{port}") as client:
        with pytest.raises(StoreAway):
            await client.evalsha(COUNT, [brand], [1])
        assert await client.call("GET", brand) == "1"


async def test_a_caller_waits_for_a_free_connection(redis_server: Server, brand: str) -> None:
    async with client_of(redis_server.url, max_connections=3) as client:
        answers = await asyncio.gather(*(client.call("INCR", brand) for _ in range(100)))
        connected = str(await client.call("CLIENT LIST", "TYPE", "normal")).count("cmd=incr")

    assert sorted(map(int, map(str, answers))) == list(range(1, 101))
    assert connected <= 3


async def test_a_caller_does_not_wait_for_ever(redis_server: Server, brand: str) -> None:
    reader = blocking(redis_server.url, block_ms=8000)
    numbers = range(MAX_BLOCKING_CONNECTIONS)
    everybody = asyncio.gather(*(reader.xread(f"{brand}:{n}", "$", 1, block_ms=8000) for n in numbers))
    await asyncio.sleep(0)  # they have begun, and taken every connection

    with pytest.raises(StoreAway, match="No connection"):
        await reader.call("PING")
    everybody.cancel()
    await asyncio.gather(everybody, return_exceptions=True)
    await reader.aclose()


async def test_round_trips_are_counted(redis_url: str, brand: str) -> None:
    async with client_of(redis_url) as client:
        await client.evalsha(COUNT, [f"{{{brand}}}:n"], [1])
        before = client.round_trips
        await client.evalsha(COUNT, [f"{{{brand}}}:n"], [1])
        await client.pipeline([("GET", f"{{{brand}}}:n")] * 5)
        await client.xrange(f"{{{brand}}}:log")
    assert client.round_trips - before == 3


async def test_a_stopped_redis_is_away_and_back_at_the_first_call(data: Path) -> None:
    async with embedded(data) as server, client_of(server.url) as client:
        await asyncio.gather(*(client.call("SET", "said", "Asha") for _ in range(20)))  # many idle connections
        kill(server.pid)
        await server.wait()
        with pytest.raises(StoreAway, match="Redis is away"):
            await client.call("GET", "said")

        await server.restart()
        assert await asyncio.gather(*(client.call("GET", "said") for _ in range(20))) == ["Asha"] * 20


@pytest.mark.parametrize(("setting", "value", "back"), [("maxmemory", "1", "0"), ("min-replicas-to-write", "1", "0")])
@pytest.mark.parametrize("write", [("SET", "said", "Asha"), ("EVAL", "redis.call('SET', KEYS[1], 'Asha')", 1, "said")])
async def test_a_redis_that_cannot_write_is_away(
    data: Path, setting: str, value: str, back: str, write: tuple[str]
) -> None:
    async with embedded(data) as server, client_of(server.url) as client:
        await client.call("CONFIG SET", setting, value)
        with pytest.raises(StoreAway):
            await client.call(*write)
        await client.call("CONFIG SET", setting, back)
        await client.call(*write)
        assert await client.call("GET", "said") == "Asha"


FULL = "MISCONF Errors writing to the AOF file: No space left on device"


async def test_a_redis_whose_disk_is_full_says_what_to_do(redis_server: Server) -> None:
    async with client_of(redis_server.url) as client:
        with pytest.raises(StoreAway, match=r"its disk \(No space left on device\): free some space there$"):
            await client.call("EVAL", f"return redis.error_reply('{FULL}')", 0)


@pytest.mark.parametrize("write", [("SET", "said", "Asha"), ("EVAL", "redis.call('SET', KEYS[1], 'Asha')", 1, "said")])
async def test_a_read_only_replica_is_away(data: Path, write: tuple[str]) -> None:
    async with embedded(data) as server, client_of(server.url) as client:
        await client.call("REPLICAOF", "127.0.0.1", 1)
        with pytest.raises(StoreAway, match="read only"):
            await client.call(*write)


async def is_busy(client: Client) -> bool:
    try:
        await client.call("GET", "said")
    except StoreAway as error:
        return "BUSY" in str(error)
    return False


async def test_a_redis_that_is_busy_with_a_script_is_away(data: Path) -> None:
    async with embedded(data) as server, client_of(server.url) as client:
        await client.call("CONFIG SET", "lua-time-limit", 1)
        endless = asyncio.gather(client.call("EVAL", "while true do end", 0), return_exceptions=True)
        await until(lambda: is_busy(client))
        with pytest.raises(StoreAway, match="BUSY"):
            await client.pipeline([("GET", "said")])
        await client.call("SCRIPT KILL")
        await endless


async def test_a_mistake_of_ours_is_not_called_away(redis_url: str, brand: str) -> None:
    async with client_of(redis_url) as client:
        await client.call("SET", f"{{{brand}}}:text", "x")
        with pytest.raises(ResponseError, match="WRONGTYPE"):
            await client.evalsha("return redis.call('HGETALL', KEYS[1])", [f"{{{brand}}}:text"])
        with pytest.raises(ResponseError, match="nonexistent global variable"):
            await client.evalsha("return nothing.at.all", [f"{{{brand}}}:text"])


async def test_what_a_person_wrote_is_never_taken_for_an_error_of_redis(redis_url: str, brand: str) -> None:
    async with client_of(redis_url) as client:
        with pytest.raises(ResponseError, match="OOM"):
            await client.evalsha("return redis.error_reply('REFUSED Asha wrote OOM and READONLY')", [f"{{{brand}}}:x"])


async def test_a_cancelled_call_leaves_no_answer_behind_for_the_next(redis_url: str, brand: str) -> None:
    async with client_of(redis_url, max_connections=4) as client:
        await client.call("SET", f"{{{brand}}}:a", "right")
        for turn in range(60):
            doomed = asyncio.gather(client.call("GET", f"{{{brand}}}:{turn}"))
            await asyncio.sleep(0.0001 * (turn % 5))
            doomed.cancel()
            await asyncio.gather(doomed, return_exceptions=True)
            assert await client.call("GET", f"{{{brand}}}:a") == "right"


async def test_a_cancelled_call_stops_at_whatever_moment_it_is_cancelled(redis_server: Server, brand: str) -> None:
    for moment in range(40):
        async with client_of(redis_server.url) as client, asyncio.TaskGroup() as group:
            task = group.create_task(read_for_ever(client, brand))
            for _ in range(moment):
                await asyncio.sleep(0)
            task.cancel()
            done, _ = await asyncio.wait([task], timeout=5)
            task.cancel()
            assert done, f"cancelled at step {moment} and still running"


async def test_a_request_to_stop_made_before_a_call_is_heard_by_it(redis_url: str, brand: str) -> None:
    reader = blocking(redis_url)

    async def watch() -> None:
        asked = asyncio.current_task()
        assert asked
        asked.cancel()
        while True:
            await reader.xread(f"{{{brand}}}:log", "0-0", 10, block_ms=100)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(watch())
        done, _ = await asyncio.wait([task], timeout=5)
        task.cancel()

    await reader.aclose()
    assert done


async def read_for_ever(client: Client, brand: str) -> None:
    """Call Redis until somebody stops it."""
    while True:
        await client.call("GET", brand)
