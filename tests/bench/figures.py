"""What a benchmark answers: figures with their targets, and the table that they stand in."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

CLEARLY = 1.1  # times off its target; less may be the noise of a shared machine
Step = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `least` and `most` are its target, if it has one."""

    name: str
    value: float
    remark: str = ""
    least: float | None = None
    most: float | None = None
    digits: int = 2

    @property
    def target(self) -> str:
        """The target as the table shows it."""
        if self.least is not None:
            return f">= {self.least:g}"
        return f"<= {self.most:g}" if self.most is not None else ""

    @property
    def missed_by(self) -> float:
        """How many times too small or too big it is; 1 or less when the target is met."""
        if self.least is not None:
            return self.least / self.value if self.value else float("inf")
        return self.value / self.most if self.most else 0.0

    @property
    def met(self) -> bool:
        """Whether it reaches its target."""
        return self.missed_by <= 1

    def row(self) -> tuple[str, str, str, str, str]:
        """The cells of its line."""
        verdict = "" if not self.target else "ok" if self.met else "not"
        return self.name, f"{self.value:,.{self.digits}f}", self.target, verdict, self.remark


def remark(ours: float, bare: float) -> str:
    """Both rates that a share was made of."""
    return f"{ours:,.0f} a second against {bare:,.0f}"


def table(figures: Sequence[Figure]) -> str:
    """All figures, one line each."""
    rows = [("name", "figure", "target", "", "remark"), *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {target:<{widths[2]}}  {verdict:<{widths[3]}}  {remark}".rstrip()
        for name, value, target, verdict, remark in rows
    )


def show(measuring: Awaitable[Sequence[Figure]]) -> None:
    """Run one part by itself and print it; the exit code is 1 when a target is clearly missed."""

    async def run() -> Sequence[Figure]:
        return await measuring

    figures = asyncio.run(run())
    print(table(figures))
    sys.exit(any(figure.missed_by > CLEARLY for figure in figures))


async def seconds(step: Step) -> float:
    """How long one step takes."""
    began = time.perf_counter()
    await step()
    return time.perf_counter() - began


async def in_turn(rounds: int, *steps: Step) -> list[float]:
    """The median seconds of each step, all of them run in turn, so that what troubles the machine troubles all."""
    taken: list[list[float]] = [[] for _ in steps]
    for _ in range(rounds):
        for number, step in enumerate(steps):
            taken[number].append(await seconds(step))
    return [statistics.median(times) for times in taken]
