"""How often an app and a user may call: fixed windows, the headers that tell of them, and 429 beyond them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.x.refusals import Refusal

QUARTER, DAY = 900, 86_400
Allowed = tuple[tuple[int, int], ...]  # so many calls in so many seconds


@dataclass(slots=True)
class _Window:
    began: float
    used: int = 0


@dataclass(slots=True)
class Limits:
    """All windows. Unless `enforced`, calls beyond them are answered all the same; the headers tell of them anyway."""

    enforced: bool = True
    _windows: dict[tuple[str, str, int], _Window] = field(default_factory=dict)

    def count(self, call: str, who: str, allowed: Allowed, now: float, *, per: str) -> dict[str, str]:
        """The headers of the answer to one more call; raises Refusal with `headers` set when it is one too many."""
        headers: dict[str, str] = {}
        over = False
        for most, seconds in allowed:
            window = self._window(call, who, seconds, now)
            over = over or window.used >= most
            headers |= _told(most, most - window.used - 1, window.began + seconds, seconds, per)
        if over and self.enforced:
            raise RateLimited(headers)
        for _, seconds in allowed:
            self._window(call, who, seconds, now).used += 1
        return headers

    def exhaust(self, call: str, who: str, seconds: int = QUARTER, now: float = 0.0) -> None:
        """Use a window up, so that the next call is one too many; `who` is the id of an account or an app."""
        self._window(call, who, seconds, now).used = 10**9

    def _window(self, call: str, who: str, seconds: int, now: float) -> _Window:
        window = self._windows.setdefault((call, who, seconds), _Window(now))
        if now >= window.began + seconds:
            window.began, window.used = now, 0
        return window


class RateLimited(Refusal):
    """429 with the headers of the window that is used up."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("rate-limit")
        self.headers = headers


def _told(most: int, left: int, reset: float, seconds: int, per: str) -> dict[str, str]:
    start = "x-rate-limit" if seconds != DAY else f"x-{per}-limit-24hour"
    return {f"{start}-limit": str(most), f"{start}-remaining": str(max(0, left)), f"{start}-reset": str(int(reset))}
