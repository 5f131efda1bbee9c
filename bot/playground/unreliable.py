"""How simulated networks tell things: imperfectly, as the real ones do."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from bot.playground.bell import Bell
from bot.playground.clock import Clock
from bot.playground.faults import Kind
from bot.playground.tasks import Tasks


class Unreliable:
    """Whoever tells things; `missing`, `doubled`, `reordered` and `delayed` are probabilities for each of them.

    `dealt` counts what befell them, `forged` is how imitations were answered.
    """

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.missing = self.doubled = self.reordered = self.delayed = 0.0
        self.delay = 30.0  # virtual seconds that something delayed or overtaken comes later, at most
        self.parallel = 1  # bodies on their way at once
        self.dealt: Counter[Kind] = Counter()
        self.forged: list[int] = []
        self._clock = clock
        self._draw = random.Random(seed)
        self._later = 0
        self._held = False
        self._tasks = Tasks()
        self._bell = Bell()

    def hold(self) -> None:
        """Keep everything back until `release`."""
        self._held = True

    def _fates(self) -> set[Kind]:
        chances = {
            Kind.LOST: self.missing,
            Kind.DUPLICATE: self.doubled,
            Kind.REORDER: self.reordered,
            Kind.DELAY: self.delayed,
        }
        return {kind for kind, chance in chances.items() if chance and self._draw.random() < chance}

    def _at(self, seconds: float, run: Callable[[], None]) -> None:
        """Do it after so many virtual seconds; until then it counts among `_later`."""

        def due() -> None:
            self._later -= 1
            run()

        self._later += 1
        self._clock.call_at(self._clock.now() + seconds, due)
