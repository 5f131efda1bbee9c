"""Background work of the simulated networks."""

from __future__ import annotations

import asyncio

from bot.playground.tasks import Tasks


async def test_an_error_in_the_background_reaches_the_event_loop() -> None:
    seen: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: seen.append(context))

    async def fail() -> None:
        raise LookupError("nothing there")

    ended = asyncio.Event()
    Tasks().start(fail(), "failing", ended.set)
    await asyncio.wait_for(ended.wait(), 1)

    assert [(context["message"], str(context["exception"])) for context in seen] == [("failing", "nothing there")]


async def test_cancelled_work_does_not_start_what_follows_it() -> None:
    tasks, followed = Tasks(), []
    before = asyncio.all_tasks()
    tasks.start(asyncio.sleep(60), "sleeping", lambda: followed.append("next"))
    (started,) = asyncio.all_tasks() - before
    tasks.cancel()
    await asyncio.wait({started}, timeout=5)
    await asyncio.sleep(0)  # what is called when it has ended is called in the turn after

    assert started.cancelled()

    assert (len(tasks), followed) == (0, [])
