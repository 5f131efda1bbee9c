"""Hooks lost, doubled and shuffled, the process killed: what people said on Meta is stored once all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.meta_load import Load
from tests.chaos.meta_storm import Findings, Plan, problems, rage, table
from tests.chaos.striking import SEED


async def test_killed_twice_and_told_badly_it_has_everything_once_after_one_look(tmp_path: Path) -> None:
    load = Load(changes=600, posts=4, people=60, seconds=3)
    found = await rage(Plan(load, kills=2, longest_life=2, patience=40, seed=SEED), tmp_path)
    print(table(found))
    check(found)


@pytest.mark.chaos
async def test_killed_20_times_and_told_badly_it_has_all_of_10_000_changes_once_after_one_look(tmp_path: Path) -> None:
    print(f"\nseed {SEED} (again with it: SEED={SEED} make chaos)", flush=True)
    load = Load(changes=10_000, posts=20, people=600, seconds=60)
    found = await rage(Plan(load, kills=20, longest_life=4, patience=180, seed=SEED), tmp_path)
    print(table(found), flush=True)
    check(found)


def check(found: Findings) -> None:
    """All that must hold, every problem named."""
    wrong = problems(found)
    assert not wrong, f"seed {found.plan.seed}, {len(wrong)} problems\n" + "\n".join(wrong[:30])
