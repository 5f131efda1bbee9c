"""Jobs that fail, Redis that goes away, and an orderly end."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot import supervisor as supervising
from bot.supervisor import Supervisor, spawn
from inbox.errors import StoreAway, StoreRestarted, Unavailable


class Job:
    """A job that fails as told, then works; `worked` is set when it did."""

    def __init__(self, *failures: Exception) -> None:
        """What the first rounds raise."""
        self.failures = list(failures)
        self.worked = asyncio.Event()

    async def __call__(self) -> None:
        """One round."""
        if self.failures:
            raise self.failures.pop(0)
        self.worked.set()
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def impatient() -> None:
    """Nobody waits half a second here."""
    supervising.PAUSES, supervising.GRACE = (0.0, 0.0), 20.0


async def until_worked(*jobs: Job) -> list[str]:
    """Run jobs until each has worked; answers what was logged."""
    supervisor = Supervisor()
    with capture_logs() as logs:
        for number, job in enumerate(jobs):
            supervisor.start(f"job {number}", job)
        async with asyncio.timeout(5):
            for job in jobs:
                await job.worked.wait()
        await supervisor.stop()
    return [entry["event"] for entry in logs]


async def test_a_job_with_a_bug_is_logged_and_started_again() -> None:
    assert await until_worked(Job(ZeroDivisionError("bug"))) == ["job.failed"]


async def test_a_network_that_is_down_is_no_bug() -> None:
    assert await until_worked(Job(Unavailable("down"))) == ["network.down"]


async def test_a_network_that_stays_down_is_said_once_until_it_is_down_in_another_way() -> None:
    down, refused = Unavailable("down"), Unavailable("refused")

    assert await until_worked(Job(down, down, refused, refused, down)) == ["network.down"] * 3


async def test_redis_away_is_said_once_and_its_return_too() -> None:
    logs = await until_worked(Job(StoreAway("gone"), StoreAway("gone"), StoreAway("gone")))

    assert logs == ["redis.away", "redis.back"]


async def test_a_job_that_only_rested_while_redis_went_away_does_not_say_it_is_back() -> None:
    supervisor, rested = Supervisor(), asyncio.Event()

    async def rest() -> None:
        if rested.is_set():
            raise StoreAway("gone")
        await rested.wait()

    async def knock() -> None:
        rested.set()
        raise StoreAway("gone")

    with capture_logs() as logs:
        supervisor.start("rest", rest)
        await asyncio.sleep(0)
        supervisor.start("knock", knock)
        await rested.wait()
        await asyncio.sleep(0.01)
        await supervisor.stop()

    assert [entry["event"] for entry in logs] == ["redis.away"]


async def test_a_redis_that_is_there_again_is_not_said_to_be_away() -> None:
    assert await until_worked(Job(StoreRestarted("restarted"))) == []


async def test_one_broken_job_does_not_stop_another() -> None:
    logs = await until_worked(Job(*[ValueError("bug")] * 3), Job())

    assert logs == ["job.failed"] * 3


async def test_the_stop_waits_for_what_a_job_is_doing() -> None:
    supervisor, begun, done = Supervisor(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        done.set()

    supervisor.start("work", work)
    await begun.wait()
    await supervisor.stop()

    assert done.is_set()


async def test_a_pause_ends_with_the_stop() -> None:
    supervisor = Supervisor()

    async def rest() -> None:
        await supervisor.pause(3600)

    task = supervisor.start("rest", rest)
    async with asyncio.timeout(5):
        await supervisor.stop()

    assert task.done()


async def test_a_job_that_does_not_end_is_cancelled_after_the_grace() -> None:
    supervisor, supervising.GRACE = Supervisor(), 0.05

    async def for_ever() -> None:
        await asyncio.Event().wait()

    task = supervisor.start("for ever", for_ever)
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await supervisor.stop()

    assert task.cancelled()


async def test_a_job_that_only_waits_ends_at_once() -> None:
    supervisor, begun = Supervisor(), asyncio.Event()

    async def wait() -> None:
        begun.set()
        await asyncio.Event().wait()

    task = supervisor.start("wait", wait, waits=True)
    await begun.wait()
    async with asyncio.timeout(5):  # the grace is 20 s
        await supervisor.stop()

    assert task.cancelled()


async def test_spawned_tasks_carry_their_name() -> None:
    async def nothing() -> None:
        pass

    task = spawn("a name", nothing())
    await task

    assert task.get_name() == "a name"
