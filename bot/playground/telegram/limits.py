"""Telegram's flood limits: 30 messages a second in all, 1 a second to a chat (with bursts), 20 a minute to a group.

Figures: Telegram's bot FAQ "Hitting limits"; the size of a burst is not published, ours is `BURST`.
"""

from __future__ import annotations

import math

OVERALL_PER_SECOND = 30.0
CHAT_PER_SECOND = 1.0
BURST = 5.0
GROUP_PER_MINUTE = 20.0


class FloodLimits:
    """Token buckets per bot and per chat, on the clock that the caller reads."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, int, str], tuple[float, float]] = {}

    def take(self, bot_id: int, chat_id: int, now: float, count: int = 1, *, is_group: bool = False) -> int:
        """Count `count` messages; 0 when they may go, else the whole seconds to wait, and then nothing is counted."""
        wanted = [((bot_id, 0, "all"), OVERALL_PER_SECOND, OVERALL_PER_SECOND)]
        wanted.append(((bot_id, chat_id, "chat"), BURST, CHAT_PER_SECOND))
        if is_group:
            wanted.append(((bot_id, chat_id, "group"), GROUP_PER_MINUTE, GROUP_PER_MINUTE / 60))
        levels = [(key, self._level(key, size, rate, now)) for key, size, rate in wanted]
        # An album larger than a bucket may go when the bucket is full.
        waits = [(min(count, size) - level) / rate for (_, level), (_, size, rate) in zip(levels, wanted, strict=True)]
        if max(waits) > 0:
            return math.ceil(max(waits))
        for key, level in levels:
            self._buckets[key] = (level - count, now)
        return 0

    def _level(self, key: tuple[int, int, str], size: float, rate: float, now: float) -> float:
        level, since = self._buckets.get(key, (size, now))
        return min(size, level + (now - since) * rate)
