"""A day of each network with 3,000 comments in bursts: how late, how dear; beside asking for all every five minutes.

Time is virtual, so that every figure is the same on every machine; the adapters, the wire, Redis and the meter are not.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from inbox.store.embedded import embedded
from tests.bench.figures import Figure, show
from tests.day.bluesky import bluesky_day
from tests.day.heard import Outcome, span
from tests.day.mastodon import mastodon_day
from tests.day.plan import DAY, MINUTE, Moment, planned
from tests.day.running import OpenStage, asked_by_peer, heard_by_us
from tests.day.tiktok import tiktok_day
from tests.day.x import x_day
from tests.day.youtube import youtube_day

UNITS = 10_000
HEADS = ("", "fresh: median / p95 / worst", "not stored", "twice", "edits", "removals", "calls", "spent", "answers")


@dataclass(frozen=True, slots=True)
class Run:
    """One account on one network; `most` calls in its span, `budget` dollars, `minutes` of p95: its targets."""

    name: str
    open: OpenStage
    said: dict[str, bool] = field(default_factory=dict)
    unit: str = ""
    most: int = 0
    budget: float = 0.0
    minutes: float = 0.0
    whole: bool = True  # all that is said can be read for this money
    peer: bool = False  # the peer's day is run, too


def runs(length: float = DAY, units: int = UNITS, budgets: Sequence[float] = (1.0, 5.0)) -> list[Run]:
    """All accounts of the benchmark, each with a day of this length."""
    said, moderated = {"private": True}, {"held": True}
    unchanging = {"private": True, "edits": False}
    x, tiktok = partial(x_day, length=length), partial(tiktok_day, length=length)
    return [
        Run("youtube", partial(youtube_day, units=units, length=length), moderated, "units", 0, units, 10, peer=True),
        Run("tiktok, hooks", tiktok, unchanging, most=40, minutes=10),
        Run("tiktok, no hooks", partial(tiktok, hooks=False), unchanging, most=40, minutes=10, peer=True),
        Run("mastodon", partial(mastodon_day, length=length), said, most=300, minutes=1, peer=True),
        Run("bluesky", partial(bluesky_day, length=length), unchanging, most=3_000, minutes=1, peer=True),
        *(Run(f"x, ${budget:.2f}", partial(x, budget=budget), said, "$", 0, budget, whole=False) for budget in budgets),
        Run("x, no budget", partial(x, budget=0.0), said, "$", minutes=1, peer=True),
        Run("x, stream, no budget", partial(x, budget=0.0, listen="stream"), said, "$", minutes=1),
    ]


async def measure(count: int = 3_000, length: float = DAY, answers: int = 40) -> list[Figure]:
    """Every account's day; prints both ways side by side, answers what has a target."""
    figures, rows = list[Figure](), list[tuple[str, ...]]([HEADS])
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server:
            for run in runs(length):
                print(f"  {run.name} ...", file=sys.stderr, flush=True)
                moments = moments_of(run, count, length)
                ours = await heard_by_us(run.open, moments, server.url, answers)
                figures += figures_of(run, ours)
                rows.append(row(run.name, run, ours))
                if run.peer:
                    rows.append(row("  every 5 min", run, await asked_by_peer(run.open, moments, server.url, answers)))
    print(table(rows))
    return figures


def figures_of(run: Run, day: Outcome) -> list[Figure]:
    """What is held true of one day."""
    spent, stored = day.spent, 1 - (day.lost + day.doubled) / day.said
    delays = f"median {span(day.fresh.median)}, worst {span(day.fresh.worst)}"
    found = [Figure(f"{run.name}: answers brought out", 1 - len(spent.refused) / max(1, spent.answers), least=1)]
    if run.whole:
        found.append(Figure(f"{run.name}: stored once, of what was said", stored, least=1, digits=4))
    if run.minutes:
        found.append(Figure(f"{run.name}: p95 in minutes", day.fresh.p95 / MINUTE, delays, most=run.minutes))
    if run.most:
        found.append(Figure(f"{run.name}: calls in the span of its limit", spent.most, most=run.most, digits=0))
    if spent.bill:
        agree = 1 - abs(spent.cost - spent.bill) / spent.bill
        found.append(Figure(f"{run.name}: our meter, of the bill", round(agree, 6), least=1, digits=4))
    if run.budget:
        read = spent.cost if run.unit == "units" else spent.cost - spent.deeds
        remark = f"and {spent.deeds:,.2f} for what we said" if run.unit == "$" else "with answers"
        found.append(Figure(f"{run.name}: {run.unit} used", read, remark, most=run.budget))
    return found


def row(name: str, run: Run, day: Outcome) -> tuple[str, ...]:
    """One line of the table of days."""
    spent = day.spent
    cost = f"${spent.bill:,.2f}" if run.unit == "$" else f"{spent.bill:,.0f} units" if run.unit else ""
    sent = f"{spent.answers - len(spent.refused)} of {spent.answers}"
    delays, left = str(day.fresh), f"{day.lost:,}"
    return name, delays, left, f"{day.doubled}", day.edits, day.removals, f"{spent.calls:,}", cost, sent


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """All lines, in columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def moments_of(run: Run, count: int, length: float) -> list[Moment]:
    """What happens in the day of a run."""
    return planned(count, length=length, **run.said)


if __name__ == "__main__":
    show(measure())
