"""How many calls TikTok lets through: 40 a minute for each account and endpoint, then nothing for five minutes.

Reading leaves room for what our people do; it waits before it would be refused, as a refusal stops everybody.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

MINUTE: Final = 60_000
ALLOWED: Final = 40  # in a minute, by endpoint
READING: Final = 30  # of them for reading again and again
LOOKING: Final = 36  # and for what somebody waits for


@dataclass(slots=True)
class Rate:
    """The calls of the last minute, by endpoint; `now` is in unix ms."""

    now: Callable[[], int]
    _calls: defaultdict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))

    def tell(self, path: str) -> None:
        """A call is made."""
        calls = self._calls[path]
        calls.append(self.now())
        if len(calls) > ALLOWED:
            calls.popleft()

    def wait(self, path: str, most: int = READING) -> float:
        """The seconds until one more call is among the `most` of a minute; 0 when it is now."""
        calls, since = self._calls[path], self.now() - MINUTE
        recent = [at for at in calls if at > since]
        if len(recent) < most:
            return 0.0
        return (recent[len(recent) - most] - since) / 1000
