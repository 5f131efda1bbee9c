"""Discord's rate limits: a bucket for each route and its channel, guild or webhook, and 50 calls a second in all.

Discord publishes the overall figure and the headers, not the size of the buckets: those here are what bots have seen.
Source: https://discord.com/developers/docs/topics/rate-limits
"""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass

from bot.playground.discord.refusals import Refusal

OVERALL, OVERALL_WINDOW = 50, 1.0
DEFAULT = (20, 2.0)
BUCKETS: dict[str, tuple[int, float]] = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "POST /channels/{channel_id}/messages/bulk-delete": (1, 3.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (1, 0.25),
    "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (1, 0.25),
    "POST /channels/{channel_id}/messages/{message_id}/crosspost": (10, 3600.0),
    "POST /channels/{channel_id}/threads": (10, 10.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": (5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original": (5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": (5, 2.0),
    "PATCH /guilds/{guild_id}/members/{user_id}": (10, 10.0),
}
RENAMES = (2, 600.0)  # new names or topics of one channel or thread
MAJOR = ("channel_id", "guild_id", "webhook_token", "webhook_id")
UNLIMITED = ("POST /interactions/",)  # answers to people are not counted


class TooFast(Refusal):
    """429, with what the caller needs to know in body and headers."""

    def __init__(self, retry_after: float, *, overall: bool = False, scope: str = "user") -> None:
        super().__init__(0, retry_after=round(max(0.001, retry_after), 3))
        self.more["global"] = overall
        self.args = ("You are being rate limited.",)
        self.status = 429
        self.retry_after = max(0.001, retry_after)
        self.headers = {"Via": "1.1 google", "X-RateLimit-Scope": "global" if overall else scope}
        self.headers["Retry-After"] = str(int(self.retry_after) + 1)
        if overall:
            self.headers["X-RateLimit-Global"] = "true"


@dataclass(slots=True)
class Bucket:
    """So many calls in a window that begins with the first of them."""

    size: int
    window: float
    left: int
    ends: float

    def take(self, now: float) -> bool:
        """Count a call; false when none is left, and then nothing is counted."""
        if now >= self.ends:
            self.left, self.ends = self.size, now + self.window
        if self.left == 0:
            return False
        self.left -= 1
        return True


class RateLimits:
    """The buckets of every bot."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, str, str], Bucket] = {}
        self._overall: dict[int, deque[float]] = {}

    def take(self, bot_id: int, route: str, names: dict[str, str], now: float) -> dict[str, str]:
        """Count a call; returns the headers of its answer, raises TooFast when it is one too many."""
        if route.startswith(UNLIMITED):
            return {}
        self._count_overall(bot_id, now)
        size, window = BUCKETS.get(route, DEFAULT)
        major = next((names[name] for name in MAJOR if name in names), "")
        bucket = self._buckets.setdefault((bot_id, route, major), Bucket(size, window, size, now + window))
        taken = bucket.take(now)
        headers = _headers(route, bucket, now)
        if taken:
            return headers
        refusal = TooFast(bucket.ends - now)
        refusal.headers |= headers
        raise refusal

    def take_rename(self, bot_id: int, channel_id: int, now: float) -> None:
        """Count a new name of a channel or thread; raises TooFast for the third in ten minutes."""
        size, window = RENAMES
        bucket = self._buckets.setdefault((bot_id, "rename", str(channel_id)), Bucket(size, window, size, now + window))
        if not bucket.take(now):
            raise TooFast(bucket.ends - now)

    def _count_overall(self, bot_id: int, now: float) -> None:
        times = self._overall.setdefault(bot_id, deque())
        while times and times[0] <= now - OVERALL_WINDOW:
            times.popleft()
        if len(times) >= OVERALL:
            raise TooFast(times[0] + OVERALL_WINDOW - now, overall=True)
        times.append(now)


def _headers(route: str, bucket: Bucket, now: float) -> dict[str, str]:
    after = max(0.0, bucket.ends - now)
    return {
        "X-RateLimit-Limit": str(bucket.size),
        "X-RateLimit-Remaining": str(bucket.left),
        "X-RateLimit-Reset": f"{bucket.ends:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
    }
