"""A wire to a real Redis on which everything that is asked takes its time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def slow_wire(redis: str, seconds: list[float]) -> AsyncIterator[str]:
    """The address of a wire to the Redis on a unix socket; each request waits `seconds[0]` before Redis hears of it.

    Where that is less than nothing, the wire is cut.
    """

    target = redis.partition("://")[2].partition("?")[0]

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_unix_connection(target)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_forward(reader, up_writer, seconds))
                group.create_task(_forward(up_reader, writer, [0.0]))
        finally:
            up_writer.close()
            writer.close()

    listener = await asyncio.start_server(carry, "127.0.0.1", 0)
    async with listener:
        yield f"redis://127.0.0.1:{listener.sockets[0].getsockname()[1]}"


async def _forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: list[float]) -> None:
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(65536):
            if seconds[0] < 0:
                break
            await asyncio.sleep(seconds[0])
            writer.write(piece)
    writer.close()
