"""How many calls a minute are let through, by the clock: for each account and endpoint, and for each app."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.playground.tiktok.refusals import Refusal

MINUTE = 60.0
PENALTY = 300.0  # seconds during which nothing is let through once there were too many
PER_ENDPOINT = 40


@dataclass(slots=True)
class Meter:
    """The calls of the last `lasts` seconds; `until` is when calls that were too many are forgiven."""

    calls: deque[float] = field(default_factory=deque)
    until: float = 0.0

    def take(self, now: float, allowed: int, lasts: float = MINUTE, penalty: float = 0.0) -> bool:
        """Count a call; whether it is let through. One that is not is not counted."""
        while self.calls and self.calls[0] <= now - lasts:
            self.calls.popleft()
        if now < self.until:
            return False
        if len(self.calls) >= allowed:
            self.until = now + penalty
            return False
        self.calls.append(now)
        return True


class Limits:
    """All meters. Unless `limited`, everything is let through."""

    def __init__(self, *, limited: bool) -> None:
        self.limited = limited
        self.per_endpoint = PER_ENDPOINT
        self._meters: dict[tuple[str, str], Meter] = {}

    def business(self, app: str, allowed: int, account: str, endpoint: str, now: float) -> None:
        """Count a call of the API for Business; raises Refusal 40100, from then on for five minutes."""
        if not self._passes(app, "", now, allowed, PENALTY):
            raise Refusal(40100, f"Too many requests: the app has reached {allowed} a minute.")
        if not self._passes(account, endpoint, now, self.per_endpoint, PENALTY):
            raise Refusal(40100, f"Too many requests: the account has reached {self.per_endpoint} a minute here.")

    def open(self, account: str, endpoint: str, allowed: int, now: float) -> None:
        """Count a call of open.tiktokapis.com; raises Refusal rate_limit_exceeded."""
        if not self._passes(account, endpoint, now, allowed):
            raise Refusal("rate_limit_exceeded")

    def posts(self, account: str, allowed: int, lasts: float, now: float) -> bool:
        """Count a post of an account; whether it is one of those that are allowed."""
        meter = self._meters.setdefault((account, f"posts in {lasts}"), Meter())
        return meter.take(now, allowed, lasts) or not self.limited

    def _passes(self, of: str, endpoint: str, now: float, allowed: int, penalty: float = 0.0) -> bool:
        if not self.limited:
            return True
        return self._meters.setdefault((of, endpoint), Meter()).take(now, allowed, MINUTE, penalty)
