"""What X still lets through, as the headers of its answers tell: by kind of call, so that readers can plan ahead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

WINDOWS: Final = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")
_ID: Final = re.compile(r"(?<=[a-z]/)[0-9][0-9-]*(?=/|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many more calls of a kind X takes until `reset` (unix ms)."""

    remaining: int
    reset: int


class Limits:
    """The newest figures of each kind of call; `now` is in unix ms."""

    def __init__(self, now: Callable[[], int]) -> None:
        """Nothing is known yet."""
        self._now = now
        self._left: dict[tuple[str, str], Allowance] = {}

    def learn(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Take in what an answer tells; `headers` in lower case. Of several windows the tightest counts."""
        if told := list(told_in(headers)):
            self._left[method, pattern(path)] = min(told, key=lambda one: (one.remaining, -one.reset))

    def left(self, method: str, path: str) -> Allowance | None:
        """What is left of this kind of call; None where nothing is known, or a new window has begun."""
        known = self._left.get((method, pattern(path)))
        return known if known and known.reset > self._now() else None

    def wait(self, method: str, path: str) -> float:
        """How many seconds this kind of call would be refused; 0 when there is room."""
        known = self.left(method, path)
        return max(0.0, (known.reset - self._now()) / 1000) if known and known.remaining <= 0 else 0.0


def pattern(path: str) -> str:
    """A path with {} in place of every id."""
    return _ID.sub("{}", path.partition("?")[0])


def told_in(headers: Mapping[str, str]) -> Iterator[Allowance]:
    """The windows that an answer tells of."""
    for window in WINDOWS:
        try:
            remaining, reset = int(headers[f"{window}-remaining"]), int(headers[f"{window}-reset"])
        except (KeyError, ValueError):
            continue
        yield Allowance(remaining, reset * 1000)
