"""How long until comments and conversations are read again: soon where hooks miss something, else seldom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SOON: Final = 60.0  # seconds; at the start, after a find, and always where no hook can reach us
SELDOM: Final = 900.0
SILENT: Final = 300.0  # the most while no hook comes: nobody may be writing, or hooks may be dead
FLOWING: Final = 3_600.0  # so long after a hook they are taken to flow
LONGEST: Final = 3_600.0
STRETCH: Final = 2.0
# From which share of Meta's limits on a pause is how many times as long.
SLOWER: Final = ((0.75, 6.0), (0.5, 2.0))
NEARLY_ALL: Final = 0.9


@dataclass(frozen=True, slots=True)
class Round:
    """How one round of reading went, and what is known of hooks and limits; all times in seconds.

    `before` is what was `wanted` before (0: this was the first), `heard` how long ago a hook came (None: never),
    `share` how much of Meta's limits is used (1.0 is all), `regain` in how long more is let through (0: not told),
    `failures` how many rounds failed in a row.
    """

    before: float = 0.0
    found: bool = False  # something that no hook had told
    hooks: bool = True  # whether any can reach us
    heard: float | None = None
    share: float = 0.0
    regain: float = 0.0
    failures: int = 0


def pause(round: Round) -> float:
    """The seconds until the next round."""
    seconds = wanted(round)
    if round.failures:
        seconds = min(SELDOM, SOON * STRETCH ** min(round.failures - 1, 8))
    if round.share >= NEARLY_ALL:
        return max(round.regain or LONGEST, seconds)
    slower = next((times for share, times in SLOWER if round.share >= share), 1.0)
    return min(LONGEST, max(seconds * slower, round.regain))


def wanted(round: Round) -> float:
    """The same, if nothing failed and nothing were used of the limits."""
    if round.found or not round.before or not round.hooks:
        return SOON
    flows = round.heard is not None and round.heard <= FLOWING
    return min(max(SOON, round.before) * STRETCH, SELDOM if flows else SILENT)
