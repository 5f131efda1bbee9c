"""What has settled survives a kill -9 of Redis while its disk stalls, and a Redis that may lose data is told on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from inbox.errors import StoreAway
from inbox.models import RemoteId
from inbox.store import opened
from inbox.store.client import Client
from inbox.store.connect import connect
from inbox.store.durability import Durability, _server_problems, safety_report
from inbox.store.embedded import Server, embedded, start
from tests.redis_servers import client_of, cluster, free_port, kill, pings, server, stalling_server_binary, until
from tests.world import ACCOUNT

Look = list[str]
SAFE, WAITING, ABOUT_TO_WRITE = ["1", "0", "0", "ok"], ["1", "9", "1", "ok"], ["1", "9", "0", "ok"]
FAILED = ["1", "9", "0", "err"]


@contextlib.asynccontextmanager
async def stalled_redis(tmp_path: Path) -> AsyncIterator[tuple[Server, Client, int]]:
    """A Redis whose disk has stalled, and how many writes it has acknowledged; the last ones are in its memory only."""
    built = stalling_server_binary(tmp_path)
    if built is None:
        pytest.skip("no gcc here to build the stalling disk with")
    binary, stalled = built
    redis = await start(tmp_path / "data", binary=binary)
    try:
        async with client_of(redis.url) as client:
            stalled.touch()
            acknowledged = 0
            async with asyncio.timeout(20):
                while (await client.infos())[""]["aof_buffer_length"] == 0:
                    acknowledged = int(str(await client.call("INCR", "n")))
            stalled.unlink()
            yield redis, client, acknowledged
    finally:
        await redis.stop()


async def after_a_kill(redis: Server, client: Client) -> int:
    kill(redis.pid)
    await redis.restart()
    return int(str(await client.call("GET", "n")))


async def test_what_has_settled_survives_a_kill_while_the_disk_stalls(tmp_path: Path) -> None:
    async with stalled_redis(tmp_path) as (redis, client, acknowledged):
        durability = Durability(client, "n")
        await durability.settled(durability.mark())

        assert await after_a_kill(redis, client) == acknowledged


async def test_a_line_of_a_mailbox_is_there_only_once_the_disk_has_it(tmp_path: Path) -> None:
    built = stalling_server_binary(tmp_path)
    if built is None:
        pytest.skip("no gcc here to build the stalling disk with")
    binary, stalled = built
    redis = await start(tmp_path / "data", binary=binary)
    try:
        async with client_of(redis.url) as client, opened(redis.url, "brand") as store:
            stalled.touch()
            async with asyncio.timeout(20):
                while (await client.infos())[""]["aof_buffer_length"] == 0:
                    await client.call("INCR", "n")
            async with asyncio.TaskGroup() as group:
                adding = group.create_task(store.mailboxes.of(ACCOUNT).append(RemoteId("notes"), "key", "hello"))
                early, _ = await asyncio.wait({adding}, timeout=0.3)
                stalled.unlink()
            assert not early
            assert adding.result().body == "hello"
    finally:
        await redis.stop()


async def test_what_has_not_settled_is_lost_by_the_same_kill(tmp_path: Path) -> None:
    async with stalled_redis(tmp_path) as (redis, client, acknowledged):
        assert await after_a_kill(redis, client) < acknowledged


async def test_a_restart_after_the_write_is_noticed(data: Path) -> None:
    async with embedded(data) as redis, client_of(redis.url) as client:
        durability = Durability(client, "n")
        await durability.settled(durability.mark())
        mark = durability.mark()
        await client.call("INCR", "n")
        kill(redis.pid)
        await redis.restart()

        for _ in range(2):  # also when somebody else has asked before
            with pytest.raises(StoreAway, match="restarted or replaced"):
                await durability.settled(mark)
        await durability.settled(durability.mark())


async def test_a_redis_that_is_gone_is_away_for_everybody_who_asked(data: Path) -> None:
    async with embedded(data) as redis, client_of(redis.url) as client:
        durability = Durability(client, "n")
        kill(redis.pid)

        asked = [durability.settled(durability.mark()) for _ in range(20)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(answer) for answer in answers] == [StoreAway] * 20


async def test_tasks_that_ask_together_share_one_look(redis_url: str, brand: str) -> None:
    async with client_of(redis_url) as client:
        durability = Durability(client, f"{{{brand}}}")
        await durability.settled(durability.mark())
        before = client.round_trips
        await asyncio.gather(*(durability.settled(durability.mark()) for _ in range(200)))

    assert 1 <= client.round_trips - before <= 4  # two looks, each at most twice


async def test_a_redis_without_a_file_holds_nobody_up(data: Path) -> None:
    async with embedded(data) as redis, client_of(redis.url) as client:
        await client.call("CONFIG SET", "appendonly", "no")
        durability = Durability(client, "n")
        await asyncio.wait_for(durability.settled(durability.mark()), 1)


@contextlib.asynccontextmanager
async def told(answer: Callable[[int], Awaitable[Look]]) -> AsyncIterator[tuple[Durability, list[int]]]:
    """A Redis that gives prepared answers to looks (`answer` gets the number of the look), and the looks so far."""
    looks: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while header := await reader.readline():
            words = [(await reader.readline(), await reader.readline())[1].strip() for _ in range(int(header[1:]))]
            reply = b"+OK\r\n"
            if words[0] == b"HELLO":
                reply = b"%1\r\n+proto\r\n:3\r\n"
            elif words[0] == b"EVALSHA":
                looks.append(len(looks) + 1)
                fields = ["*5", "+run", *(f"+{field}" for field in await answer(len(looks))), ""]
                reply = "\r\n".join(fields).encode()
            writer.write(reply)
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    client = connect(f"redis://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
    async with listener:
        yield Durability(client, "n"), looks
        await client.aclose()


@pytest.mark.parametrize(
    ("answers", "needed"),
    [
        ([SAFE], 1),
        ([WAITING, WAITING, SAFE], 3),
        ([WAITING, ABOUT_TO_WRITE, WAITING], 3),
        ([ABOUT_TO_WRITE, FAILED, FAILED, ABOUT_TO_WRITE], 4),
        ([FAILED, SAFE], 2),
    ],
)
async def test_it_looks_until_the_file_has_everything(answers: list[Look], needed: int) -> None:
    async def answer(number: int) -> Look:
        return answers[number - 1]

    async with told(answer) as (durability, looks):
        await durability.settled(durability.mark())
    assert len(looks) == needed


async def test_a_look_that_has_begun_does_not_count_for_a_later_write() -> None:
    begun, late = asyncio.Event(), asyncio.Event()

    async def answer(number: int) -> Look:
        begun.set()
        await late.wait()
        return SAFE

    async with told(answer) as (durability, looks), asyncio.TaskGroup() as tasks:
        tasks.create_task(durability.settled(durability.mark()))
        await begun.wait()
        latecomers = [tasks.create_task(durability.settled(durability.mark())) for _ in range(5)]
        await asyncio.sleep(0)
        late.set()
        await asyncio.wait(latecomers)
        assert looks == [1, 2]


async def test_somebody_who_gives_up_does_not_hold_up_the_others() -> None:
    begun = asyncio.Event()

    async def answer(number: int) -> Look:
        begun.set()
        return WAITING if number < 4 else SAFE

    async with told(answer) as (durability, _), asyncio.TaskGroup() as tasks:
        impatient = tasks.create_task(durability.settled(durability.mark()))
        patient = tasks.create_task(durability.settled(durability.mark()))
        await begun.wait()
        impatient.cancel()
        await asyncio.wait_for(patient, 5)


async def test_a_long_stall_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    async def answer(number: int) -> Look:
        return WAITING if number < 50 else SAFE

    with caplog.at_level(logging.WARNING, "inbox.store.durability"):
        async with told(answer) as (durability, _):
            await durability.settled(durability.mark())
    assert [record.message[:23] for record in caplog.records] == ["The disk of Redis stall"]


async def test_our_own_redis_and_a_whole_cluster_are_safe(redis_url: str) -> None:
    async with client_of(redis_url) as client:
        assert await safety_report(client) == []


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (("CONFIG SET", "appendonly", "no"), "keeps its data in memory only: set `appendonly yes`"),
        (("CONFIG SET", "appendfsync", "no"), "set `appendfsync everysec`"),
        (("CONFIG SET", "maxmemory-policy", "allkeys-lru"), "set `maxmemory-policy noeviction`"),
        (("CONFIG SET", "maxmemory", "100kb"), "of its maxmemory: raise it"),
        (("REPLICAOF", "127.0.0.1", "1"), "is a read-only replica: set `redis.url` to the primary"),
    ],
)
async def test_a_redis_that_may_lose_data_is_told_on(data: Path, command: tuple[str, ...], problem: str) -> None:
    async with embedded(data) as redis, client_of(redis.url) as client:
        await client.call(*command)
        [said] = await safety_report(client)
    assert problem in said


def test_an_old_version_and_a_failed_write_are_told_on() -> None:
    memory = {"maxmemory": 0, "maxmemory_policy": "noeviction", "used_memory": 1}
    info = memory | {"redis_version": "5.0.14", "aof_enabled": 1, "aof_last_write_status": "err", "role": "master"}

    problems = _server_problems(info)
    assert ["update it to 6.2" in problems[0], "free some space" in problems[1], len(problems)] == [True, True, 2]


@pytest.mark.cluster
async def test_a_node_of_a_cluster_wants_the_address_of_a_cluster(cluster_servers: str) -> None:
    node = cluster_servers.replace("redis+cluster", "redis").partition(",")[0]
    async with client_of(node) as client:
        [said] = await safety_report(client)
    assert "write `redis.url` as redis+cluster://" in said


@pytest.mark.cluster
async def test_a_cluster_with_a_hole_is_told_on(tmp_path: Path) -> None:
    port = free_port()
    with server(tmp_path, port, "--cluster-enabled", "yes"):
        await until(lambda: pings(f"redis://127.0.0.1:{port}"))
        async with client_of(f"redis://127.0.0.1:{port}") as node:
            await node.call("CLUSTER", "ADDSLOTS", *range(100))
        async with client_of(f"redis+cluster://127.0.0.1:{port}") as client:
            [said] = await safety_report(client)
    assert "serves 100 of 16384 slots: run `redis-cli --cluster fix`" in said


async def test_a_cluster_is_looked_at_where_the_brand_lives(tmp_path: Path) -> None:
    async with cluster(tmp_path) as url, client_of(url) as client:
        durability = {brand: Durability(client, f"{{{brand}}}") for brand in ("asha", "bhavin", "chen", "dolores")}
        for one in durability.values():
            await one.settled(one.mark())

        runs = {one._run for one in durability.values()}
        assert runs <= {info["run_id"] for info in (await client.infos()).values()}
        assert len(runs) > 1
