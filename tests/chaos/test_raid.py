"""20,000 comments in ten minutes from 500 people on three networks; the process is killed twice (`make chaos`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.raid import Plan, rage
from tests.chaos.raid_report import problems, read, table
from tests.chaos.striking import SEED


@pytest.mark.chaos
@pytest.mark.timeout(1800)
async def test_20_000_comments_in_ten_minutes_go_out_of_sight_within_seconds(tmp_path: Path) -> None:
    print(f"\nseed {SEED} (again with it: SEED={SEED} make chaos)", flush=True)
    plan = Plan(20_000, people=500, normal=200, seconds=600, kills=(0.3, 0.6), measure=0.8, patience=300, seed=SEED)
    async with rage(plan, tmp_path) as raid:
        async with raid.stage.store() as store:
            left = await read(raid, store)
        print(table(raid, left), flush=True)
        wrong = problems(raid, left)
    assert not wrong, f"seed {SEED}, {len(wrong)} problems\n" + "\n".join(wrong[:30])
