"""A data folder has one server at a time, never an older one, and says plainly what is wrong with it."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from inbox.errors import SetupError
from inbox.store.data_folder import LOCK_FILE, STAMP_FILE, Holder, lock, prepare, sign
from inbox.store.embedded import embedded, running, server_binary, server_version, start
from tests.redis_servers import client_of, kill


async def test_the_lock_lives_as_long_as_redis(data: Path) -> None:
    async with embedded(data) as server:
        with pytest.raises(SetupError, match="in use by"):
            await lock(data, patience=0)
        kill(server.pid)
        await server.wait()
        os.close(await lock(data))


async def test_a_redis_whose_sangam_is_gone_is_named(data: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    async with embedded(data) as server:
        (data / LOCK_FILE).write_text(f'{{"owner": {gone.pid}, "server": {server.pid}, "socket": ""}}')

        with pytest.raises(SetupError, match=f"end it with `kill {server.pid}`"):
            await lock(data, patience=0.1)


async def test_the_rewriting_child_of_a_killed_redis_is_waited_for(data: Path) -> None:
    prepare(data)
    gone = subprocess.Popen(["true"])
    gone.wait()
    descriptor = await lock(data)  # as the child does, which inherited it
    sign(descriptor, Holder(os.getpid(), gone.pid, ""), data)

    asyncio.get_running_loop().call_later(0.3, os.close, descriptor)
    async with embedded(data) as server:
        assert running(data) == server.url


async def test_the_running_server_of_a_folder_is_found(data: Path) -> None:
    assert running(data) is None
    async with embedded(data) as server:
        assert running(data) == server.url
        async with client_of(server.url) as client:
            assert await client.call("PING")
    assert running(data) is None


@pytest.mark.parametrize("written", ["7.0.15", "99.0.0"])
async def test_a_downgrade_is_refused(data: Path, written: str) -> None:
    if server_version(server_binary())[0] >= 7 and written.startswith("7"):
        pytest.skip("this machine has Redis 7")
    data.mkdir()
    (data / STAMP_FILE).write_text(written)

    with pytest.raises(SetupError, match="install redis-server"):
        await start(data)


async def test_data_of_redis_7_is_known_without_a_stamp(data: Path) -> None:
    if server_version(server_binary())[0] >= 7:
        pytest.skip("this machine has Redis 7")
    (data / "appendonlydir").mkdir(parents=True)

    with pytest.raises(SetupError, match=r"written by Redis 7\.0"):
        await start(data)


async def test_what_a_killed_rewrite_left_is_removed(data: Path) -> None:
    data.mkdir()
    leftover = data / "temp-rewriteaof-4711.aof"
    leftover.write_text("half")
    async with embedded(data):
        assert not leftover.exists()
    assert (data / "appendonly.aof").exists()


async def test_a_folder_with_a_long_path_gets_a_short_private_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 30)
    async with embedded(deep) as server:
        socket = Path(server.url.removeprefix("unix://"))

        assert socket.parent.stat().st_mode & 0o777 == 0o700
        assert running(deep) == server.url
    socket.parent.rmdir()


async def test_no_room_for_a_socket_path_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/tmp/" + "long" * 30)

    with pytest.raises(SetupError, match="TMPDIR with a shorter path"):
        await start(tmp_path / ("long" * 30))


async def test_a_short_socket_folder_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("long" * 30)
    monkeypatch.setenv("TMPDIR", "/tmp")
    async with embedded(deep) as server:
        private = Path(server.url.removeprefix("unix://")).parent
    private.chmod(0o755)

    with pytest.raises(SetupError, match="not a private folder"):
        await start(deep)
    private.rmdir()


async def test_a_full_disk_is_said(data: Path) -> None:
    with pytest.raises(SetupError, match=r"is full .* free some space"):
        await start(data, least_free=1 << 60)


async def test_a_disk_that_fills_up_while_starting_is_said(data: Path) -> None:
    data.mkdir()
    (data / LOCK_FILE).symlink_to("/dev/full")

    with pytest.raises(SetupError, match="is full: free some space"):
        await start(data)


async def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)  # root may write anywhere
    try:
        with pytest.raises(SetupError, match=r"cannot be written .* make it writable"):
            await start(tmp_path)
    finally:
        os.seteuid(before)
        tmp_path.chmod(0o755)


async def test_a_file_in_place_of_the_folder_is_said(data: Path) -> None:
    data.write_text("not a folder")

    with pytest.raises(SetupError, match="is not a folder"):
        await start(data)
