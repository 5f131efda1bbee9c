"""Telegram's flood limits: 30 messages a second in all, 1 a second to a chat (with bursts), 20 a minute to a group.

Figures: Telegram's bot FAQ "Hitting limits"; the size of a burst is not published, ours is `BURST`.
"""

from __future__ import annotations

import math
from collections import deque

OVERALL_PER_SECOND = 30.0
CHAT_PER_SECOND = 1.0
BURST = 5.0
GROUP_PER_MINUTE = 20
MINUTE = 60.0


class FloodLimits:
    """Counts per bot and per chat, on the clock that the caller reads."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, int], tuple[float, float]] = {}
        self._groups: dict[tuple[int, int], deque[float]] = {}

    def take(self, bot_id: int, chat_id: int, now: float, count: int = 1, *, is_group: bool = False) -> int:
        """Count `count` messages; 0 when they may go, else the whole seconds to wait, and then nothing is counted."""
        overall = self._level((bot_id, 0), OVERALL_PER_SECOND, OVERALL_PER_SECOND, now)
        chat = self._level((bot_id, chat_id), BURST, CHAT_PER_SECOND, now)
        # An album larger than the burst may go when the bucket is full.
        wait = max((count - overall) / OVERALL_PER_SECOND, (min(count, BURST) - chat) / CHAT_PER_SECOND)
        if is_group:
            wait = max(wait, self._group_wait((bot_id, chat_id), now, count))
        if wait > 0:
            return math.ceil(wait)
        self._buckets[bot_id, 0] = (overall - count, now)
        self._buckets[bot_id, chat_id] = (chat - count, now)
        if is_group:
            self._groups[bot_id, chat_id].extend([now] * count)
        return 0

    def _level(self, key: tuple[int, int], size: float, rate: float, now: float) -> float:
        level, since = self._buckets.get(key, (size, now))
        return min(size, level + (now - since) * rate)

    def _group_wait(self, key: tuple[int, int], now: float, count: int) -> float:
        times = self._groups.setdefault(key, deque())
        while times and times[0] <= now - MINUTE:
            times.popleft()
        excess = len(times) + count - GROUP_PER_MINUTE
        return times[excess - 1] + MINUTE - now if excess > 0 else 0.0
