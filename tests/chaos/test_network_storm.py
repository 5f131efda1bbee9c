"""Whatever network: calls fail, hooks lie, the process is killed; everything is stored once and answered once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chaos.network_load import Load
from tests.chaos.network_scenes import SCENES
from tests.chaos.network_storm import Plan, Storm, problems, rage, table
from tests.chaos.nursery import Nursery, nursery
from tests.chaos.striking import SEED

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def births(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """A process that brings up all those that are killed here."""
    networks = {f"bot.networks.{scene.network}" for scene in SCENES.values()}
    async with nursery(tmp_path_factory.mktemp("births"), "tests.chaos.hurried", *sorted(networks)) as opened:
        yield opened


@pytest.mark.parametrize("name", SCENES)
async def test_killed_twice_on_a_bad_day_everything_is_stored_once_and_answered_once(
    name: str, tmp_path: Path, births: Nursery
) -> None:
    plan = Plan(Load(arrivals=300, seconds=1.5), kills=2, longest_life=1.5, patience=40, seed=SEED)
    storm = await rage(SCENES[name], plan, tmp_path, births)
    print(table(storm))
    check(storm)


@pytest.mark.chaos
@pytest.mark.parametrize("name", SCENES)
async def test_killed_20_times_it_has_all_of_10_000_arrivals_once_and_answers_once(
    name: str, tmp_path: Path, births: Nursery
) -> None:
    print(f"\nseed {SEED} (again with it: SEED={SEED} make chaos)", flush=True)
    plan = Plan(Load(arrivals=10_000, seconds=60), kills=20, longest_life=5, patience=240, seed=SEED)
    storm = await rage(SCENES[name], plan, tmp_path, births)
    print(table(storm), flush=True)
    check(storm)


def check(storm: Storm) -> None:
    """All that must hold, every problem named."""
    wrong = problems(storm)
    assert not wrong, f"seed {storm.plan.seed}, {len(wrong)} problems\n" + "\n".join(wrong[:30])
    assert storm.seen
