"""A small raid on three networks: the shipped rules take it out of sight, and nobody ordinary is touched."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.raid import Plan, rage
from tests.chaos.raid_report import problems, read, table
from tests.chaos.striking import SEED


async def test_a_raid_goes_out_of_sight_and_ordinary_people_are_answered(tmp_path: Path) -> None:
    plan = Plan(600, people=30, normal=20, seconds=8, kills=(), measure=0.7, patience=40, seed=SEED)
    async with rage(plan, tmp_path) as raid:
        async with raid.stage.store() as store:
            left = await read(raid, store)
        wrong = problems(raid, left)
        assert not wrong, f"seed {SEED}, {len(wrong)} problems\n" + "\n".join(wrong[:30]) + table(raid, left)
