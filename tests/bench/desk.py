"""What one page of the desk hears while a thousand are open: server-sent events by the second, under steady talk."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import secrets
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bot.surfaces.desk import auth
from inbox.store import Store
from inbox.store.people import Person
from tests.bench.figures import Figure, show
from tests.bench.flood import Flood
from tests.bench.hook_words import TOKEN
from tests.bench.processes import child
from tests.bench.program import its_store, sangam
from tests.redis_servers import free_port, until
from tests.world import ACCOUNT

BETWEEN = 0.1  # seconds between two pages of messages
AT_ONCE = 2  # messages in one
SPARE_FILES = 200


class Page(asyncio.Protocol):
    """One open page of the desk: asks for the stream, and counts what it is told."""

    def __init__(self, cookie: str) -> None:
        """`cookie`: of a browser that is signed in."""
        self._cookie = cookie
        self.opened = self.lost = False
        self.events = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for what happens from now on."""
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(f"GET /live HTTP/1.1\r\nHost: desk\r\nCookie: sangam={self._cookie}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Count the events; one that is cut in two at this very word is not worth more code."""
        self.opened = self.opened or data.startswith(b"HTTP/1.1 200")
        self.events += data.count(b"event: ")

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember that it fell behind or was closed."""
        self.lost = True


@contextlib.asynccontextmanager
async def pages(port: int, cookie: str, count: int) -> AsyncIterator[list[Page]]:
    """So many open pages, for the length of the block."""
    loop, opened, transports = asyncio.get_running_loop(), [Page(cookie) for _ in range(count)], []
    await until(lambda: _serves(port), 60)
    try:
        for page in opened:
            transport, _ = await loop.create_connection(lambda page=page: page, "127.0.0.1", port)  # type: ignore[misc]
            transports.append(transport)

        async def all_open() -> bool:
            return all(page.opened for page in opened)

        await until(all_open, 120)
        yield opened
    finally:
        for transport in transports:
            transport.abort()


async def _serves(port: int) -> bool:
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False


async def measure(count: int = 1_000, seconds: float = 10.0) -> list[Figure]:
    """Events a second on the median page, and how many conversations changed meanwhile."""
    _allow_files(count + SPARE_FILES)
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        async with child("-m", "bot.playground.telegram", "--bot", f"bench_bot={TOKEN}") as telegram:
            url = (await telegram.said())["url"]
            async with (
                sangam(Path(folder), url, port),
                its_store(Path(folder)) as store,
                pages(port, await _signed_in(store), count) as opened,
            ):
                said, took = await _talk(store, seconds)
                heard = sorted(page.events for page in opened)
                lost = sum(page.lost for page in opened)
    remark = (
        f"{said / took:,.0f} messages came a second; the slowest page heard {heard[0] / took:.1f}, {lost} fell behind"
    )
    return [
        Figure(f"events a second on a desk page, {count:,} open", statistics.median(heard) / took, remark, digits=1)
    ]


async def _signed_in(store: Store) -> str:
    """The cookie of a browser whose person may look at everything."""
    person, secret = Person("meera", "moderator", "no password fits"), secrets.token_urlsafe(32)
    await store.people.save(person)
    await store.people.sign_in(secret, person.name, 3600)
    return f"{secret}.{auth._seal(secret, person)}"


async def _talk(store: Store, seconds: float) -> tuple[int, float]:
    """People write at a steady pace, at the pace of the clock; how many messages, in how many seconds."""
    flood, said, began = Flood(500, now=time.time_ns() // 1_000_000), 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        await store.conversations.receive(ACCOUNT, flood.page(AT_ONCE), None, time.time_ns() // 1_000_000, 60_000)
        said += AT_ONCE
        await asyncio.sleep(max(0.0, began + said / AT_ONCE * BETWEEN - time.perf_counter()))
    return said, took


def _allow_files(needed: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(needed, hard) if hard > 0 else needed, hard))


if __name__ == "__main__":
    show(measure())
