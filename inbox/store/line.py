"""One connection for all scripts: every task's command is sent at once, and the answers come in the order of asking.

redis-py lends a connection to one command at a time; that takes three times as much of the processor, and wakes Redis
for each. Here it still makes the connection and reads the answers.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hiredis import pack_command
from redis import exceptions as redis_errors
from redis.asyncio.connection import AbstractConnection


@dataclass(eq=False, slots=True)
class Wire:
    """An open connection, the answers that are due on it in the order of asking, and whose turn it is to read them."""

    connection: AbstractConnection
    due: deque[asyncio.Future[object]] = field(default_factory=deque)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


class Line:
    """Sends commands over one connection, which is opened again when it was lost."""

    def __init__(self, connection: Callable[[], AbstractConnection], seconds_to_answer: float) -> None:
        """`connection` makes one that is not open yet; nothing happens on the wire yet."""
        self._connection = connection
        self._seconds = seconds_to_answer
        self._wire: Wire | None = None
        self._opening = asyncio.Lock()

    async def ask(self, *command: str | int | float | bytes) -> object:
        """Send one command and return its answer; raises an error of redis-py, and nothing is ever sent again."""
        packed = pack_command(command)  # type: ignore[arg-type]  # it is annotated as a tuple of one
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        wire: Wire | None = None
        try:
            async with asyncio.timeout(self._seconds):
                wire = await self._open()
                wire.due.append(answer)  # nothing comes between this and the sending
                await wire.connection.send_packed_command(packed, check_health=False)
                while not answer.done():
                    async with wire.reading:
                        if not answer.done():
                            await _read(wire)
                return answer.result()
        except TimeoutError:
            await self._lose(wire)
            raise redis_errors.TimeoutError(f"no answer in {self._seconds:g} s") from None
        except (redis_errors.ConnectionError, OSError):
            await self._lose(wire)
            raise
        finally:
            answer.cancel()  # whoever reads it passes it over

    async def aclose(self) -> None:
        """Close the connection; those who wait for an answer get a ConnectionError."""
        wire, self._wire = self._wire, None
        if wire:
            await wire.connection.disconnect()

    async def _open(self) -> Wire:
        """A wire that can be sent on now; nothing may be awaited before it is."""
        while (wire := self._wire) is None or not await _is_usable(wire):
            async with self._opening:
                if self._wire is wire:  # nobody else has opened another one meanwhile
                    await self._lose(wire)
                    self._wire = Wire(await self._connected())
        return wire

    async def _connected(self) -> AbstractConnection:
        connection = self._connection()
        try:
            await connection.connect()  # type: ignore[no-untyped-call]
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        connection.socket_timeout = None  # ours is for sending and reading together
        return connection

    async def _lose(self, wire: Wire | None) -> None:
        if wire is None:
            return
        if self._wire is wire:
            self._wire = None
        await wire.connection.disconnect(nowait=True)


async def _is_usable(wire: Wire) -> bool:
    """Whether to send on it; that it was closed while nobody waited for an answer is not worth an error.

    While answers are due, whoever reads them finds out. A connection that is not connected would connect by itself when
    it is sent on, and its answers would belong to others.
    """
    if not wire.connection.is_connected:
        return False
    return bool(wire.due) or not await wire.connection.can_read()


async def _read(wire: Wire) -> None:
    """Give the next answer to the one it is for; being cancelled leaves it for whoever reads next."""
    try:
        said: object = await wire.connection.read_response(timeout=math.inf, disconnect_on_error=False)
    except redis_errors.ResponseError as error:
        asked = wire.due.popleft()
        if not asked.done():
            asked.set_exception(error)
    else:
        asked = wire.due.popleft()
        if not asked.done():
            asked.set_result(said)
