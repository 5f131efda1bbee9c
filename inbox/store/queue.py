"""The one primitive of waiting work: a lane falls due at a time, and one worker holds it until its lease ends.

A lane woken while held becomes due again. Drafting and sending claim theirs within larger scripts; this class is the
primitive by itself, for schedules and for waking.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from inbox.store.scripts import Scripts


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is due; `until` is when the next lane will be, None when there is none."""

    until: int | None


T = TypeVar("T")


class Look(Protocol):
    """How a worker looks for work: at once, or when it is its turn among the workers of a queue."""

    async def __call__(self, claim: Callable[[], Awaitable[T | Idle]]) -> T | Idle:
        """What `claim` found; Idle, too, when nothing new is to be begun."""
        ...


async def at_once(claim: Callable[[], Awaitable[T | Idle]]) -> T | Idle:
    """Look without waiting for anybody."""
    return await claim()


class Queue:
    """Lanes by when they fall due."""

    def __init__(self, scripts: Scripts, name: str) -> None:
        """One of the brand's queues, by name."""
        self._scripts = scripts
        self._name = name

    async def wake(self, lane: str, due: int, now: int) -> None:
        """Make a lane due at `due`, or earlier if it already is."""
        await self._scripts.run("lane", now, "wake", self._name, lane, due)

    async def claim(self, now: int, lease: int, token: str) -> str | Idle:
        """Hold the lane that is due longest, for `lease` milliseconds."""
        lane, until = await self._scripts.run("lane", now, "claim", self._name, lease, token)
        return str(lane) if lane else idle(until)

    async def release(self, lane: str, token: str, now: int, due: int | None = None) -> bool:
        """Let go of a lane, due again at `due` if given; False when the lease was lost to somebody else."""
        answer = await self._scripts.run("lane", now, "release", self._name, lane, token, "" if due is None else due)
        return bool(answer)


def idle(until: str) -> Idle:
    """What a claim that found nothing answers, from the score of the next lane."""
    return Idle(int(float(until)) if until else None)
