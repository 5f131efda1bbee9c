"""Addresses are read or refused in one sentence, and lead to a Sentinel's primary and to every node of a Cluster."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inbox.errors import SetupError, StoreAway
from inbox.store.client import Client
from inbox.store.connect import Address, blocking, parse_address
from tests.redis_servers import client_of, cluster, free_port, kill, pings, sentinel, server, until

WRITE = "return redis.call('SET', KEYS[1], ARGV[1])"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("unix:///data/redis%20one.sock?db=2", Address("unix", path="/data/redis one.sock", db=2)),
        ("redis://localhost", Address("one", (("localhost", 6379),))),
        ("redis://:p%40ss@[::1]:6380/3", Address("one", (("::1", 6380),), db=3, login={"password": "p@ss"})),
        ("redis+cluster://a:1,b", Address("cluster", (("a", 1), ("b", 6379)))),
        (
            "rediss+sentinel://asha:pw@a,b:5/inbox?db=1&sentinel_password=x&ssl_check_hostname=no",
            Address(
                "sentinel",
                (("a", 26379), ("b", 5)),
                service="inbox",
                db=1,
                tls={"ssl_check_hostname": False},
                login={"username": "asha", "password": "pw"},
                sentinel_login={"password": "x"},
            ),
        ),
    ],
)
def test_an_address_is_taken_apart(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("localhost:6379", "unknown scheme 'localhost'"),
        ("http://localhost", "unknown scheme 'http'"),
        ("redis+ring://localhost", "unknown scheme"),
        ("redis://", "the host is missing"),
        ("unix://", "the path is missing"),
        ("redis://a,b", "several hosts need"),
        ("redis://a:port", "Port could not be cast"),
        ("redis://a/first", "invalid literal"),
        ("redis+sentinel://a", "the service name after the hosts is missing"),
        ("redis+cluster://a?db=1", "database 0 only"),
        ("redis://a?socket_timeout=1", "unknown option socket_timeout, known are db, "),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_with_what_to_write(url: str, wrong: str) -> None:
    with pytest.raises(SetupError) as refused:
        parse_address(url)
    assert wrong in str(refused.value)
    assert "write it as unix:///path" in str(refused.value)


def test_a_password_is_never_shown() -> None:
    address = parse_address("redis+sentinel://asha:sesame@a/inbox?sentinel_password=sesame")
    assert "sesame" not in repr(address)
    with pytest.raises(SetupError) as refused:
        parse_address("redis://:sesame@a,b")
    assert "sesame" not in str(refused.value)


async def test_a_password_is_sent(tmp_path: Path) -> None:
    port = free_port()
    with server(tmp_path, port, "--requirepass", "p@ss"):
        await until(lambda: pings(f"redis://:p%40ss@127.0.0.1:{port}"))
        async with client_of(f"redis://127.0.0.1:{port}") as stranger:
            with pytest.raises(StoreAway, match="refuses the user or password"):
                await stranger.call("PING")


async def test_databases_are_apart(tmp_path: Path) -> None:
    port = free_port()
    with server(tmp_path, port):
        await until(lambda: pings(f"redis://127.0.0.1:{port}"))
        async with client_of(f"redis://127.0.0.1:{port}/1") as one, client_of(f"redis://127.0.0.1:{port}?db=1") as same:
            await one.call("SET", "said", "Asha")
            assert await same.call("GET", "said") == "Asha"
        async with client_of(f"redis://127.0.0.1:{port}") as other:
            assert await other.call("GET", "said") is None


async def test_nobody_there_is_away() -> None:
    for url in ("redis://127.0.0.1:1", "redis+cluster://127.0.0.1:1", "redis+sentinel://127.0.0.1:1/inbox"):
        async with client_of(url) as client:
            with pytest.raises(StoreAway):
                await client.call("GET", "said")


@pytest.mark.cluster
async def test_a_cluster_serves_every_brand_and_survives_the_loss_of_a_node(tmp_path: Path) -> None:
    async with cluster(tmp_path) as url, client_of(url) as client:
        brands = [f"{{brand-{number}}}:said" for number in range(30)]
        for brand in brands:
            await client.evalsha(WRITE, [brand], ["Asha"])

        kill((await client.infos()).popitem()[1]["process_id"])
        answers = await asyncio.gather(*(client.call("GET", brand) for brand in brands), return_exceptions=True)
        assert {answer if isinstance(answer, str) else type(answer) for answer in answers} == {"Asha", StoreAway}


@contextlib.asynccontextmanager
async def two_servers_and_a_sentinel(folder: Path) -> AsyncIterator[tuple[str, int, int, int]]:
    """A primary, its replica, and a Sentinel that knows both: the address, and the three ports."""
    primary, replica = free_port(), free_port()
    follow = ("--replicaof", "127.0.0.1", str(primary))
    with server(folder / "one", primary), server(folder / "two", replica, *follow):
        await until(lambda: is_followed(primary))
        async with sentinel(folder / "watch", primary, "inbox") as port:
            url = f"redis+sentinel://127.0.0.1:1,127.0.0.1:{port}/inbox"
            await until(lambda: knows_replica(port))
            yield url, primary, replica, port


async def is_followed(port: int) -> bool:
    async with client_of(f"redis://127.0.0.1:{port}") as client:
        with contextlib.suppress(StoreAway):
            info = (await client.infos())[""]
            return bool(info["connected_slaves"]) and info["slave0"]["state"] == "online"
    return False


async def knows_replica(port: int) -> bool:
    async with client_of(f"redis://127.0.0.1:{port}") as client:
        return bool(await client.call("SENTINEL", "REPLICAS", "inbox"))


async def writes(client: Client, value: str) -> bool:
    with contextlib.suppress(StoreAway):
        return await client.evalsha(WRITE, ["said"], [value]) == "OK"
    return False


async def test_a_sentinel_leads_to_the_primary_and_to_its_successor(tmp_path: Path) -> None:
    async with two_servers_and_a_sentinel(tmp_path) as (url, primary, _, _), client_of(url) as client:
        assert await writes(client, "Asha")
        reader = blocking(url, block_ms=50)
        assert await reader.xread("log", "$", 1, block_ms=50) == []
        await reader.aclose()

        with contextlib.suppress(StoreAway):
            await tell(primary, "SHUTDOWN", "NOSAVE")
        await until(lambda: writes(client, "Bhavin"), seconds=30)
        assert await client.call("GET", "said") == "Bhavin"


async def test_a_demoted_primary_is_left_although_only_a_script_was_refused(tmp_path: Path) -> None:
    async with two_servers_and_a_sentinel(tmp_path) as (url, old, new, watcher), client_of(url) as client:
        assert await writes(client, "Asha")
        await tell(new, "REPLICAOF", "NO", "ONE")
        await tell(old, "REPLICAOF", "127.0.0.1", new)
        await tell(watcher, "SENTINEL", "REMOVE", "inbox")
        await tell(watcher, "SENTINEL", "MONITOR", "inbox", "127.0.0.1", new, 1)

        with pytest.raises(StoreAway, match="READONLY"):
            await client.evalsha(WRITE, ["said"], ["Bhavin"])
        await until(lambda: writes(client, "Bhavin"))


async def tell(port: int, *command: str | int) -> None:
    async with client_of(f"redis://127.0.0.1:{port}") as client:
        await client.call(*command)
