"""When an endpoint is left alone: after a refusal as long as it says, after failures a little, and longer each time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

FAILURES = 3  # in a row, before it rests
FIRST, LONGEST = 30.0, 600.0  # seconds
MOST_TOLD = 3_600.0  # no endpoint is believed that wants to be left alone for longer


@dataclass(slots=True)
class Rest:
    """How an endpoint fared lately, in this process. `clock` is in seconds and never goes back."""

    clock: Callable[[], float]
    _until: float = 0.0
    _why: str = ""
    _failures: int = 0
    _span: float = field(default=FIRST)

    @property
    def why(self) -> str:
        """Why it is not asked now, in words; "" when it may be asked."""
        left = self._until - self.clock()
        return f"{self._why}; it is asked again in {_words(left)}" if left > 0 else ""

    def answered(self) -> None:
        """It did what it should."""
        self._failures, self._span = 0, FIRST

    def failed(self, why: str) -> None:
        """It did not answer, or not as it should; after a few of these in a row it rests."""
        self._failures += 1
        if self._failures >= FAILURES:
            self.told(self._span, f"it failed {self._failures} times in a row ({why})")
            self._span = min(self._span * 2, LONGEST)

    def told(self, seconds: float, why: str) -> None:
        """It wants to be left alone, or will refuse until somebody mends something."""
        self._until, self._why = self.clock() + min(max(seconds, 1.0), MOST_TOLD), why


def _words(seconds: float) -> str:
    return f"{math.ceil(seconds)} s" if seconds < 120 else f"{math.ceil(seconds / 60)} min"
