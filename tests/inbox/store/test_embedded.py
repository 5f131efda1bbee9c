"""The embedded Redis lives and dies with us, keeps its data, and says plainly why it will not start."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inbox.errors import SetupError
from inbox.store.embedded import Server, chosen, embedded, running, server_binary, start
from tests.redis_servers import client_of, is_running, kill, until

PARENT = """
import asyncio, pathlib, sys
from inbox.store.embedded import start
async def main():
    server = await start(pathlib.Path(sys.argv[1]))
    print(server.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def start_elsewhere(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Another Sangam on this folder: its process, and the process id of its Redis."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(folder)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    with parent.stdout:
        return parent, int(parent.stdout.readline())


async def write(server: Server, value: str) -> None:
    async with client_of(server.url) as client:
        await client.call("SET", "said", value)


async def read(url: str) -> object:
    async with client_of(url) as client:
        return await client.call("GET", "said")


async def test_it_answers_on_a_socket_that_only_we_can_open(data: Path) -> None:
    async with embedded(data) as server:
        await write(server, "Asha asks")

        assert server.url == f"unix://{data}/redis.sock"
        assert (data / "redis.sock").stat().st_mode & 0o777 == 0o700
        assert (data / "appendonly.aof").stat().st_mode & 0o077 == 0


async def test_it_keeps_an_append_only_file_and_never_evicts(data: Path) -> None:
    async with embedded(data, "always") as server, client_of(server.url) as client:
        settings = [await client.call("CONFIG GET", name) for name in ("appendfsync", "appendonly", "maxmemory-policy")]

    assert settings == [{"appendfsync": "always"}, {"appendonly": "yes"}, {"maxmemory-policy": "noeviction"}]


async def test_data_is_there_after_a_clean_stop(data: Path) -> None:
    async with embedded(data) as server:
        await write(server, "Bhavin asks")
    async with embedded(data) as server:
        assert await read(server.url) == "Bhavin asks"


async def test_a_killed_redis_is_noticed_and_restarted_with_its_data(data: Path) -> None:
    async with embedded(data) as server:
        url = server.url
        await write(server, "Chen asks")
        kill(server.pid)

        assert await asyncio.wait_for(server.wait(), 5) == -signal.SIGKILL
        await server.restart()
        assert server.url == url
        assert await read(url) == "Chen asks"


async def test_redis_ends_when_we_are_killed(data: Path) -> None:
    parent, redis = start_elsewhere(data)
    assert is_running(redis)

    kill(parent.pid)
    parent.wait()

    await until(lambda: asyncio.sleep(0, not is_running(redis)))


async def test_a_start_right_after_we_were_killed_waits_for_the_old_redis(data: Path) -> None:
    parent, _ = start_elsewhere(data)
    kill(parent.pid)
    parent.wait()

    async with embedded(data) as server:
        assert running(data) == server.url


async def test_a_second_start_is_refused_and_names_the_first(data: Path) -> None:
    async with embedded(data):
        with pytest.raises(SetupError, match=rf"in use by process {os.getpid()}: stop it first"):
            await start(data)


async def test_a_damaged_file_is_named_with_the_command_that_mends_it(data: Path) -> None:
    async with embedded(data) as server:
        await write(server, "kept")
    aof = data / "appendonly.aof"
    aof.write_bytes(aof.read_bytes() + b"rubbish that is no command\r\n" * 3)

    with pytest.raises(SetupError, match="cannot read its data") as refused:
        await start(data)
    command = str(refused.value).partition("then run: ")[2]
    subprocess.run(["bash", "-c", command], input=b"y\n", check=True, stdout=subprocess.DEVNULL)
    async with embedded(data) as server:
        assert await read(server.url) == "kept"


async def test_a_server_that_will_not_start_is_quoted(data: Path, tmp_path: Path) -> None:
    grumpy = tmp_path / "redis-server"
    grumpy.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo v=6.2.14 && exit\necho "1:M 1 Nov # The moon is wrong"; exit 1\n'
    )
    grumpy.chmod(0o700)

    with pytest.raises(SetupError, match="The moon is wrong"):
        await start(data, binary=grumpy)


async def test_a_file_that_is_no_server_is_said(data: Path) -> None:
    with pytest.raises(SetupError, match="does not look like a Redis server"):
        await start(data, binary=Path("/bin/true"))
    with pytest.raises(SetupError, match="cannot be run"):
        await start(data, binary=data / "missing")


def test_a_machine_without_a_server_is_told_what_to_install(tmp_path: Path) -> None:
    code = (
        "from inbox.store.embedded import server_binary as find\ntry: find()\nexcept Exception as error: print(error)"
    )
    # Only our own packages are importable, and nothing is on the PATH.
    program = f"import sys, importlib.util as u; f = u.find_spec; u.find_spec = lambda n, p=None: None\n{code}"

    done = subprocess.run(
        [sys.executable, "-c", program], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert "apt install redis-server" in done.stdout
    assert "redis.url" in done.stdout


def test_it_is_not_started_from_a_thread_that_may_end_before_us(data: Path) -> None:
    raised: list[BaseException] = []

    def try_it() -> None:
        try:
            asyncio.run(start(data))
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    assert "main thread" in str(raised[0])


async def test_our_secrets_do_not_reach_the_server(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "sesame")
    async with embedded(data) as server:
        assert b"sesame" not in Path(f"/proc/{server.pid}/environ").read_bytes()


async def test_a_redis_that_is_killed_while_it_starts_says_so(data: Path, tmp_path: Path) -> None:
    binary = tmp_path / "redis-server"
    binary.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec {server_binary()} --version\nkill -9 $$\n')
    binary.chmod(0o700)

    with pytest.raises(SetupError, match=r"was killed while it started \(SIGKILL\): see whether this machine ran out"):
        await start(data, binary=binary)


async def test_a_redis_of_ours_is_started_only_where_none_is_named(data: Path) -> None:
    async with chosen("redis://127.0.0.1:1/0", data, "everysec") as (url, server):
        assert (url, server, data.exists()) == ("redis://127.0.0.1:1/0", None, False)

    async with chosen("embedded", data, "everysec") as (url, server):
        assert server
        assert url == server.url
        async with client_of(url) as client:
            assert await client.call("PING")
