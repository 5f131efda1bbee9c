"""The process that a network's storm kills: Sangam itself, on a clock that runs faster than the world's.

What a network spreads over an hour (limits, pauses, looks again, answers that are looked for) happens in a minute.
"""

from __future__ import annotations

import asyncio
import functools
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import run
from bot import logs, opening
from bot.networks._outside import Outside
from bot.process import EXIT_SETUP
from bot.sending import Patience
from inbox.errors import SetupError, StoreAway
from tests.chaos.victim import WARM

SEND, LEASE, DRAFTING = 2_500, 3_500, 3_500  # real ms; what was killed in the middle is taken up after a lease

__all__ = ["WARM", "Hurry", "live"]


@dataclass(frozen=True, slots=True)
class Hurry:
    """A clock: it showed `begun` (unix seconds) when it was `since` in the world, and runs `speed` times as fast."""

    begun: float
    since: float
    speed: float

    def now(self) -> int:
        """Unix milliseconds."""
        return round(1000 * (self.begun + (time.time() - self.since) * self.speed))

    async def rest(self, seconds: float) -> None:
        """How a listening adapter waits."""
        await asyncio.sleep(seconds / self.speed)

    @property
    def patience(self) -> Patience:
        """Leases are on the fast clock; how long a call may take is not."""
        return Patience(SEND, round(LEASE * self.speed), round(DRAFTING * self.speed))


async def live(config_folder: str, begun: float, since: float, speed: float) -> None:
    """Run until killed; what keeps it from starting is said as `run.py run` says it."""
    hurry = Hurry(begun, since, speed)
    vars(run)["now"] = hurry.now
    vars(opening)["Outside"] = functools.partial(Outside, rest=hurry.rest)
    config = run.read_config(Path(config_folder))
    logs.set_up(config.secrets, json=True)
    try:
        async with run.serve(config, patience=hurry.patience):
            await asyncio.Event().wait()
    except (SetupError, StoreAway) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EXIT_SETUP) from None
