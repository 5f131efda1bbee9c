"""Dropped by Discord's gateway and killed at any moment, Sangam hears everything once and in order (`make chaos`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.discord_storm import Findings, Plan, problems, rage, table
from tests.chaos.striking import SEED


async def test_dropped_and_killed_a_few_times_it_hears_everything_once_and_in_order(tmp_path: Path) -> None:
    found = await rage(
        Plan(messages=400, places=8, drops=6, kills=3, longest_pause=0.6, patience=40, seed=SEED), tmp_path
    )
    print(table(found))
    check(found)


@pytest.mark.chaos
async def test_dropped_50_times_and_killed_20_times_it_hears_everything_once_and_in_order(tmp_path: Path) -> None:
    print(f"\nseed {SEED} (again with it: SEED={SEED} make chaos)", flush=True)
    plan = Plan(messages=10_000, places=24, drops=50, kills=20, longest_pause=3, patience=180, seed=SEED)
    found = await rage(plan, tmp_path)
    print(table(found), flush=True)
    check(found)


def check(found: Findings) -> None:
    """All that must hold, every problem named."""
    wrong = problems(found)
    assert not wrong, f"seed {found.plan.seed}, {len(wrong)} problems\n" + "\n".join(wrong[:30])
