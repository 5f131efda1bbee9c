"""How often one may call: by address, by login, and by what is written (docs.bsky.app, "Rate Limits")."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.playground.bluesky.records import Account
from bot.playground.bluesky.refusals import Refusal

CALLS, CALLS_WINDOW = 3_000, 300
LOGINS, LOGINS_WINDOW = 30, 300
POINTS, POINTS_WINDOW = 5_000, 3_600


@dataclass(slots=True)
class Limits:
    """What was used in the windows that are open; `headers` tell of the tightest that the last call met."""

    used: Counter[tuple[str, int]] = field(default_factory=Counter)
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, now: float) -> None:
        """Count a call of this machine; raises Refusal when it is one too many."""
        self._spend("calls", 1, CALLS, CALLS_WINDOW, now)

    def login(self, identifier: str, now: float) -> None:
        """Count a login by password."""
        self._spend(f"login {identifier}", 1, LOGINS, LOGINS_WINDOW, now)

    def write(self, account: Account, points: int, now: float) -> None:
        """Count what changes somebody's repository."""
        self._spend(f"write {account.did}", points, POINTS, POINTS_WINDOW, now)

    def _spend(self, what: str, many: int, most: int, window: int, now: float) -> None:
        begun = int(now // window)
        self.used[what, begun] += many
        left = most - self.used[what, begun]
        self.headers = {
            "RateLimit-Limit": str(most),
            "RateLimit-Remaining": str(max(0, left)),
            "RateLimit-Reset": str((begun + 1) * window),
            "RateLimit-Policy": f"{most};w={window}",
        }
        if left < 0:
            raise Refusal("RateLimitExceeded")
