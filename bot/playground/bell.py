"""Wakes those who wait for something to happen in a simulated network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Wakes those who wait for the world to change."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        """Something changed."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, holds: Callable[[], object], timeout: float) -> None:
        """Return once `holds()` is true; raises TimeoutError after `timeout` real seconds."""
        async with asyncio.timeout(timeout):
            while not holds():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.append(waiter)
                await waiter

    async def first(self, kept: Sequence[T], wanted: Callable[[T], bool], timeout: float, after: int = 0) -> T:
        """The first of what is kept, from the place `after` on, that is `wanted`; each is looked at once.

        Raises TimeoutError after `timeout` real seconds.
        """
        found: list[T] = []
        seen = after

        def look() -> bool:
            nonlocal seen
            new, seen = kept[seen:], len(kept)
            found.extend(one for one in new if wanted(one))
            return bool(found)

        await self.until(look, timeout)
        return found[0]
