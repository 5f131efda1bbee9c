"""A small raid on three networks: the shipped rules take it out of sight, and nobody ordinary is touched."""

from __future__ import annotations

import random
import time
from pathlib import Path

from inbox.models import AccountId
from inbox.store.keys import Keys
from tests.chaos.raid import Plan, Raid, rage
from tests.chaos.raid_report import lost, problems, read, table
from tests.chaos.raid_stage import raid_stage
from tests.chaos.striking import BRAND, SEED
from tests.redis_servers import until


async def test_a_raid_goes_out_of_sight_and_ordinary_people_are_answered(tmp_path: Path) -> None:
    plan = Plan(600, people=30, normal=20, seconds=8, kills=(), measure=0.7, patience=80, seed=SEED)
    async with rage(plan, tmp_path) as raid:
        async with raid.stage.store() as store:
            left = await read(raid, store)
        wrong = problems(raid, left)
        assert not wrong, f"seed {SEED}, {len(wrong)} problems\n" + "\n".join(wrong[:30]) + table(raid, left)


async def test_where_the_limit_of_a_network_is_reached_the_rest_waits_and_says_why(tmp_path: Path) -> None:
    plan = Plan(300, people=30, normal=0, seconds=4, kills=(), measure=1, patience=80, seed=SEED)
    async with raid_stage(tmp_path, plan.people, plan.seed, calls=120) as stage:
        await stage.trust()
        raid = Raid(stage, plan, random.Random(SEED))
        await raid.talk()
        async with stage.store() as store:
            keys, why = Keys(BRAND), []

            async def paused() -> bool:
                now = round(time.time() * 1000)
                accounts = [
                    await store.modes.account(AccountId(f"{one}:main"), now) for one in ("facebook", "instagram")
                ]
                why[:] = [one.why for one in accounts if one.state == "paused"]
                judged = not await store.client.call("ZCARD", keys("due", "judge"))
                return judged and len(why) == len(accounts) and not await lost(raid, store)

            await until(paused, 80)
            raid.effects()
            hidden = sum(one.hidden for one in raid.said if one.network != "telegram")
            waits = int(str(await store.client.call("ZCARD", keys("due", "send"))))
            parked, _ = await store.outbox.parked()

        assert 0 < hidden < 240
        assert waits > 0
        assert not parked
        assert all(why)
        assert stage.meta.usage.refused <= 2 * 16  # what was on its way when the limit was reached; nothing after that
