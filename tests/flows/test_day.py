"""A short day on each network, as `make bench` has a whole one: nothing lost or doubled, in time, within its means."""

from __future__ import annotations

import pytest

from inbox.store.embedded import Server
from tests.bench.day import Run, figures_of, moments_of, runs
from tests.bench.figures import table
from tests.day.plan import HOUR
from tests.day.running import heard_by_us

COUNT, ANSWERS = 300, 8
SHORT, SHORTER = 4 * HOUR, 2 * HOUR
RUNS = [
    *(run for run in runs(SHORT, units=2_500) if run.name == "youtube"),
    *(run for run in runs(SHORTER, budgets=(1.0,)) if run.name not in ("youtube", "x, no budget")),
]


@pytest.mark.parametrize("run", [pytest.param(run, id=run.name) for run in RUNS])
async def test_a_short_day_is_heard_in_time_and_within_its_means(run: Run, redis_server: Server) -> None:
    length = SHORT if run.name == "youtube" else SHORTER

    day = await heard_by_us(run.open, moments_of(run, COUNT, length), redis_server.url, ANSWERS)

    figures = figures_of(run, day)
    assert all(figure.met for figure in figures), table(figures)
    assert day.spent.answers == ANSWERS
