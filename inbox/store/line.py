"""One connection for all scripts: every task's command is sent at once, and the answers come in the order of asking.

redis-py lends a connection to one command at a time; that takes three times as much of the processor, and wakes Redis
for each. Here it still makes the connection and reads the answers.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from hiredis import pack_command
from redis import exceptions as redis_errors
from redis.asyncio.connection import AbstractConnection


@dataclass(eq=False, slots=True)
class Wire:
    """An open connection: how many commands were sent and answered on it, and whose turn it is to read."""

    connection: AbstractConnection
    asked: int = 0
    answered: int = 0
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
        wire: Wire | None = None
        try:
            async with asyncio.timeout(self._seconds):
                wire = await self._open()
                wire.asked += 1
                mine = wire.asked
                await wire.connection.send_packed_command(packed, check_health=False)
                async with wire.reading:  # a fair lock: those who wait get it in the order of asking
                    while wire.answered < mine - 1:
                        with suppress(redis_errors.ResponseError):
                            await _read(wire)  # the answer to somebody who was cancelled
                    return await _read(wire)
        except TimeoutError:
            await self._lose(wire)
            raise redis_errors.TimeoutError(f"no answer in {self._seconds:g} s") from None
        except (redis_errors.ConnectionError, OSError):
            await self._lose(wire)
            raise

    async def aclose(self) -> None:
        """Close the connection; those who wait for an answer get a ConnectionError."""
        wire, self._wire = self._wire, None
        if wire:
            await wire.connection.disconnect()

    async def _open(self) -> Wire:
        wire = self._wire
        if wire and await _is_usable(wire):
            return wire
        async with self._opening:
            if self._wire is None or self._wire is wire:
                await self._lose(wire)
                connection = self._connection()
                await connection.connect()  # type: ignore[no-untyped-call]
                connection.socket_timeout = None  # ours is for sending and reading together
                self._wire = Wire(connection)
            return self._wire

    async def _lose(self, wire: Wire | None) -> None:
        if wire is None:
            return
        if self._wire is wire:
            self._wire = None
        await wire.connection.disconnect(nowait=True)


async def _is_usable(wire: Wire) -> bool:
    """Whether to send on it; that it was closed while nobody waited for an answer is not worth an error.

    While answers are due, whoever reads them finds out.
    """
    if not wire.connection.is_connected:
        return False
    return wire.asked != wire.answered or not await wire.connection.can_read()


async def _read(wire: Wire) -> object:
    """The next answer; being cancelled leaves it for whoever reads next."""
    try:
        answer: object = await wire.connection.read_response(timeout=math.inf, disconnect_on_error=False)
    except redis_errors.ResponseError:
        wire.answered += 1
        raise
    wire.answered += 1
    return answer
