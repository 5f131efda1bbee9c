"""Real Redis servers of every kind for the tests, and two ways to trouble them: a cut wire and a stalled disk."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

from inbox.store.client import Client
from inbox.store.connect import connect
from inbox.store.embedded import server_binary

SLOTS = 16384
BUS_OFFSET = 10_000  # Redis 6.2 puts the cluster bus there, whatever the port


async def until(happened: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> None:
    """Wait for something to become true, with a deadline."""
    async with asyncio.timeout(seconds):
        while not await happened():
            await asyncio.sleep(0.02)


def free_port() -> int:
    """A port that is free now, like the one for its cluster bus; below the range from which the system gives ports."""
    while True:
        port = random.randrange(12_000, 22_000)
        with contextlib.suppress(OSError), socket.socket() as one, socket.socket() as bus:
            one.bind(("127.0.0.1", port))
            bus.bind(("127.0.0.1", port + BUS_OFFSET))
            return port


@contextlib.contextmanager
def server(folder: Path, port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A plain TCP server of the embedded binary for the length of the block, with an AOF in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    safe = ("--dir", str(folder), "--save", "", "--appendonly", "yes", "--bind", "127.0.0.1", "--port", str(port))
    with (
        (folder / "redis.log").open("ab") as log,
        _process([str(server_binary()), *safe, *options], log.fileno()) as it,
    ):
        yield it


@contextlib.contextmanager
def _process(command: list[str], output: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.asynccontextmanager
async def client_of(url: str, **options: int) -> AsyncIterator[Client]:
    """A client for the length of the block."""
    client = connect(url, **options)
    try:
        yield client
    finally:
        await client.aclose()


async def pings(url: str) -> bool:
    """Whether a server answers there now."""
    async with client_of(url) as client:
        with contextlib.suppress(Exception):
            return bool(await client.call("PING"))
    return False


@contextlib.asynccontextmanager
async def cluster(folder: Path, nodes: int = 3) -> AsyncIterator[str]:
    """A cluster of primaries for the length of the block; gives its address."""
    ports = [free_port() for _ in range(nodes)]
    options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "5000")
    with contextlib.ExitStack() as stack:
        for port in ports:
            stack.enter_context(server(folder / str(port), port, *options))
        for index, port in enumerate(ports):
            await _join(port, range(SLOTS * index // nodes, SLOTS * (index + 1) // nodes), ports[0])
        for port in ports:
            await until(lambda port=port: _is_whole(port, nodes))
        yield "redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in ports)


async def _join(port: int, slots: range, first: int) -> None:
    url = f"redis://127.0.0.1:{port}"
    await until(lambda: pings(url))
    async with client_of(url) as client:
        await client.call("CLUSTER", "ADDSLOTS", *slots)
        await client.call("CLUSTER", "SET-CONFIG-EPOCH", port)
        await client.call("CLUSTER", "MEET", "127.0.0.1", first)


async def _is_whole(port: int, nodes: int) -> bool:
    async with client_of(f"redis://127.0.0.1:{port}") as client:
        said = str(await client.call("CLUSTER", "INFO"))
    return "cluster_state:ok" in said and f"cluster_known_nodes:{nodes}" in said and f"cluster_size:{nodes}" in said


@contextlib.asynccontextmanager
async def sentinel(folder: Path, primary: int, service: str) -> AsyncIterator[int]:
    """One Sentinel that watches the server on port `primary` for the length of the block; gives its own port."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration = folder / "sentinel.conf"
    configuration.write_text(
        f"port {port}\nbind 127.0.0.1\ndir {folder}\nsentinel monitor {service} 127.0.0.1 {primary} 1\n"
        f"sentinel down-after-milliseconds {service} 1000\nsentinel failover-timeout {service} 5000\n"
    )
    command = [str(server_binary()), str(configuration), "--sentinel"]
    with (folder / "sentinel.log").open("ab") as log, _process(command, log.fileno()):
        await until(lambda: pings(f"redis://127.0.0.1:{port}"))
        yield port


@contextlib.asynccontextmanager
async def cutting_proxy(target: str, cut: bytes) -> AsyncIterator[tuple[int, list[int]]]:
    """A wire to the unix socket `target` that breaks after a request with `cut` in it has been answered by the server.

    Gives its port and a list that grows by one with every answer that was swallowed.
    """
    swallowed: list[int] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_unix_connection(target)
        try:
            while request := await reader.read(65536):
                up_writer.write(request)
                answer = await up_reader.read(65536)
                if cut in request:
                    swallowed.append(len(answer))
                    return
                writer.write(answer)
        finally:
            up_writer.close()
            writer.close()

    listener = await asyncio.start_server(carry, "127.0.0.1", 0)
    async with listener:
        yield listener.sockets[0].getsockname()[1], swallowed


STALL = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static int slowly(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (access(getenv("STALL_FILE"), F_OK) == 0) usleep(1800000);
    return real(fd);
}
int fsync(int fd) { return slowly("fsync", fd); }
int fdatasync(int fd) { return slowly("fdatasync", fd); }
"""


def stalling_server_binary(folder: Path) -> tuple[Path, Path] | None:
    """A server whose disk takes 1.8 s for every fsync while the second path exists; None where there is no gcc."""
    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    source, library, stalled = folder / "stall.c", folder / "stall.so", folder / "stalled"
    source.write_text(STALL)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    wrapper = folder / "redis-server"
    wrapper.write_text(f'#!/bin/sh\nSTALL_FILE={stalled} LD_PRELOAD={library} exec {server_binary()} "$@"\n')
    wrapper.chmod(0o700)
    return wrapper, stalled


def kill(pid: int) -> None:
    """End one process without a word, and return when it is gone or only its parent has not noticed yet."""
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while is_running(pid):
        assert time.monotonic() < deadline, f"process {pid} survived SIGKILL"
        time.sleep(0.005)


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"
