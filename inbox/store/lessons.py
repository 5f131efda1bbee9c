"""Which lessons somebody has decided on, in Redis, so that none is proposed twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inbox.store.client import Client
from inbox.store.keys import Keys

Verdict = Literal["accepted", "dismissed"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided on a lesson, by whom and when (unix ms)."""

    verdict: str
    by: str
    at: int


class Lessons:
    """The decisions of one brand, by the ids of lessons."""

    def __init__(self, client: Client, keys: Keys) -> None:
        """Kept for good: a few dozen bytes for each decision of a person."""
        self._client, self._key = client, keys("lessons")

    async def settle(self, id: str, verdict: Verdict, by: str, now: int) -> None:
        """Write down what was decided; a later decision takes the place of an earlier one."""
        await self._client.call("HSET", self._key, id, f"{verdict} {now} {by}")

    async def is_settled(self, id: str) -> bool:
        """Whether this one was decided on."""
        return bool(await self._client.call("HEXISTS", self._key, id))

    async def settled(self) -> dict[str, Settled]:
        """Everything that was decided."""
        found = await self._client.call("HGETALL", self._key)
        assert isinstance(found, dict)
        return {id: _settled(text) for id, text in found.items()}


def _settled(text: str) -> Settled:
    verdict, at, by = text.split(" ", 2)
    return Settled(verdict, by, int(at))
