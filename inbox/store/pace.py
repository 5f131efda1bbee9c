"""The pace of a place that shows cards: so many conversations a minute; the others wait and are spoken of together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inbox.models import ConversationId
from inbox.store.client import Word
from inbox.store.queue import Queue
from inbox.store.scripts import Scripts, pairs

CROWD = "crowd"  # the lane that falls due when the crowd is to be spoken of


@dataclass(frozen=True, slots=True)
class Crowd:
    """Those that wait: how many, which of them longest, and how many of each group."""

    total: int
    first: tuple[ConversationId, ...]
    groups: Mapping[str, int]


class Paces:
    """The pace of every surface that shows cards."""

    def __init__(self, scripts: Scripts) -> None:
        """Surfaces of the brand that the scripts are bound to."""
        self._scripts = scripts

    def of(self, surface: str) -> Pace:
        """The pace of one surface, by its name."""
        return Pace(self._scripts, surface)


class Pace:
    """One surface's, shared by all processes."""

    def __init__(self, scripts: Scripts, surface: str) -> None:
        """`lanes` fall due when the surface has something to say about no conversation in particular."""
        self._scripts = scripts
        self._surface = surface
        self.lanes = Queue(scripts, f"shift:{surface}")

    async def take(
        self, conversation: ConversationId, group: str, now: int, *, most: int, few: int, waits: bool
    ) -> bool:
        """Whether a conversation may be shown now, of at most `most` in a minute (0: no limit); else it waits.

        One that waits gets its turn by itself when at most `few` do, or when more are allowed for it than for others.
        """
        return bool(await self._run("take", now, conversation, group, most, few, "1" if waits else ""))

    async def forget(self, conversation: ConversationId, now: int) -> bool:
        """It waits no more; answers whether it did."""
        return bool(await self._run("forget", now, conversation))

    async def crowd(self, now: int, limit: int) -> Crowd:
        """Those that wait still, the `limit` that wait longest by name."""
        total, first, groups = await self._run("crowd", now, limit)
        counts = {group: int(count) for group, count in pairs(groups).items()}
        return Crowd(total, tuple(map(ConversationId, first)), counts)

    async def told(self, now: int) -> None:
        """The crowd was spoken of; the next time is not before half a minute from now."""
        await self._run("told", now)

    async def _run(self, verb: str, now: int, *words: Word) -> Any:
        return await self._scripts.run("pace", now, verb, self._surface, *words)
