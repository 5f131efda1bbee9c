"""What responders have used, in Redis: money and tokens of the day and of the month, shared by all processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC
from typing import Any

from inbox.store.client import Word
from inbox.store.scripts import Scripts
from inbox.times import day


@dataclass(frozen=True, slots=True)
class Spent:
    """What a responder has used in a day and in a month (UTC), with what is reserved and not settled yet.

    Money is in millionths of the currency that prices in bot.yaml are given in.
    """

    day_micros: int = 0
    month_micros: int = 0
    day_tokens: int = 0
    month_tokens: int = 0


NAMES = tuple(field.name for field in fields(Spent))


class Meters:
    """Counts for every responder of one brand; `now` is unix ms, and names the day and the month."""

    def __init__(self, scripts: Scripts) -> None:
        """Meters of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def spent(self, responder: str, now: int) -> Spent:
        """What was used so far."""
        return Spent(*(await self._run("spent", responder, now, 0, 0))[1:])

    async def reserve(self, responder: str, micros: int, tokens: int, limits: Mapping[str, int], now: int) -> bool:
        """Count this much ahead, all or nothing; False when it would pass a limit.

        `limits` holds the most that may stand under the names of `Spent`: 0 allows nothing, what is left out all.
        """
        most = [limits.get(name, "") for name in NAMES]
        return bool((await self._run("reserve", responder, now, micros, tokens, *most))[0])

    async def settle(self, responder: str, micros: int, tokens: int, now: int) -> None:
        """Correct what was reserved at `now` by the difference to what it was; both may be negative."""
        await self._run("settle", responder, now, micros, tokens)

    async def _run(self, verb: str, responder: str, now: int, micros: int, tokens: int, *most: Word) -> list[Any]:
        today = day(now, UTC)
        words = (responder, today, today[:7], verb, micros, tokens, *most)
        found: list[Any] = await self._scripts.run("meter", now, *words)
        return found
